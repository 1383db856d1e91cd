/** Agents' values that a person has seen, until they have stood long enough to count as approved or are replaced. */
import type { Connection } from '../core/account';
import { standingSignal } from '../core/signals';
import { STAND_DAYS, standing, standingId, standsAt } from '../core/standing';
import { type RecordRef, recordKey } from '../core/types';
import { accountRange, database, type SeenValue } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import type { Known } from './reading';
import { capture } from './signals';

/**
 * Notes that a person looked at values of a record; those that an agent wrote count from the first time.
 * @param fields with the time of the change that the page showed: what came into the CRM later nobody has seen there
 * @param now epoch ms, CRM time
 */
export async function noteSeen(known: Known, fields: ReadonlyMap<string, number>, now: number): Promise<void> {
  const { ref, histories } = known.snapshot;
  const db = await database();
  for (const [field, shown] of fields) {
    const attribution = known.attributions.get(field);
    const id = await standingId(ref, attribution, histories.get(field));
    if (id === null || attribution?.change?.at !== shown) continue;
    const { crm, account } = ref;
    const key: [typeof crm, string, string] = [crm, account, id];
    const tx = db.transaction(['standing', 'signals'], 'readwrite', { durability: 'strict' });
    const before = (await tx.objectStore('standing').getKey(key)) ?? (await tx.objectStore('signals').getKey(key));
    const seen: SeenValue = { id, ref, record: recordKey(ref), field, at: now };
    if (before === undefined) await tx.objectStore('standing').put(seen, key);
    await tx.done;
  }
}

/**
 * Tells of values of a record that have stood long enough, and forgets those that were replaced.
 * @returns false where there was no room for a signal
 */
export async function captureStanding(known: Known): Promise<boolean> {
  const { snapshot, attributions, connection, fields, asOf } = known;
  const { ref, histories } = snapshot;
  const days = daysOf(known.team);
  const db = await database();
  for (const seen of await db.getAllFromIndex('standing', 'record', recordKey(ref))) {
    const attribution = attributions.get(seen.field);
    const id = await standingId(ref, attribution, histories.get(seen.field));
    const verdict = standing(seen, { id, asOf }, days);
    if (verdict === 'waits') continue;
    if (verdict === 'stood' && attribution) {
      const label = fields.find(({ name }) => name === seen.field)?.label ?? seen.field;
      const by = connection.person ? { name: connection.person } : null;
      const about = { id: seen.id, ref, field: seen.field, label, by, at: standsAt(seen.at, days) };
      if (!(await capture([standingSignal(about, attribution)]))) return false;
    }
    await db.delete('standing', [ref.crm, ref.account, seen.id]);
  }
  return true;
}

/** Records with a value that has stood long enough, unless it was replaced. @param now CRM time */
export async function dueStanding({ crm, account }: Connection, now: number): Promise<RecordRef[]> {
  const days = daysOf(await getTeamFile(crm, account));
  const seen = await (await database()).getAll('standing', accountRange([crm, account]));
  const due = seen.filter(({ at }) => standsAt(at, days) <= now);
  return [...new Map(due.map(({ record, ref }) => [record, ref])).values()];
}

/** Forgets what was seen on a record that the CRM has no more. */
export async function forgetStanding(ref: RecordRef): Promise<void> {
  const db = await database();
  for (const { id } of await db.getAllFromIndex('standing', 'record', recordKey(ref))) {
    await db.delete('standing', [ref.crm, ref.account, id]);
  }
}

const daysOf = ({ policy }: Known['team']) => policy?.standDays ?? STAND_DAYS;
