/** What this person has seen: a change is fresh if it came after the record was last open. */
import type { RecordRef } from '../core/types';
import { database, type RecordKey, type Seen } from '../store/db';

/** Reopening within this time goes on with the visit before, so that a reload does not make everything old. */
const VISIT_MS = 30 * 60_000;

/** Tells whether a change of a field is new to this person. */
export type IsFresh = (field: string, at: number) => boolean;

/** Notes that a record is open. @param now CRM time. @returns which changes are new since the visit before; none on the first */
export async function openRecord(ref: RecordRef, now: number, opening: boolean): Promise<IsFresh> {
  const db = await database();
  const key: RecordKey = [ref.crm, ref.account, ref.object, ref.id];
  const tx = db.transaction('seen', 'readwrite');
  const stored = await tx.store.get(key);
  const next = visit(stored, now, opening);
  if (next !== stored) await tx.store.put(next, key);
  await tx.done;
  return (field, at) => next.before !== null && at > next.before && at > (next.fields[field] ?? 0);
}

/** Notes that changes of fields were looked at. @param now CRM time */
export async function markSeen(ref: RecordRef, fields: readonly string[], now: number): Promise<void> {
  const db = await database();
  const key: RecordKey = [ref.crm, ref.account, ref.object, ref.id];
  const tx = db.transaction('seen', 'readwrite');
  const stored = await tx.store.get(key);
  if (stored) {
    const seen = { ...stored.fields };
    for (const field of fields) seen[field] = now;
    await tx.store.put({ ...stored, fields: seen }, key);
  }
  await tx.done;
}

function visit(stored: Seen | undefined, now: number, opening: boolean): Seen {
  if (!stored) return { openedAt: now, before: null, fields: {} };
  if (!opening || now - stored.openedAt < VISIT_MS) return stored;
  return { openedAt: now, before: stored.openedAt, fields: {} };
}
