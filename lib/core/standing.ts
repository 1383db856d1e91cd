/**
 * Implicit approvals: an agent's value that a person saw and let stand. Pure.
 *
 * What counts is one row of the history. It has to be the field's newest when it is seen, and still so when the time is over: a
 * value that was replaced meanwhile is never approved by this, not even if the same value comes back.
 */
import type { FieldAttribution } from './attribution';
import { canonicalJson, sha256 } from './ids';
import { rowKey } from './overrides';
import type { FieldHistory, RecordRef } from './types';

const DAY_MS = 86_400_000;

/** Days after which a value that was seen counts as approved, where the team has not said otherwise. */
export const STAND_DAYS = 14;

/**
 * The id of the approval that the agent's value in a field can become, the same in every browser.
 * @returns `null` where the value is not an agent's, is approved already, or nobody can tell its row from others
 */
export async function standingId(
  ref: RecordRef,
  attribution: FieldAttribution | undefined,
  history: FieldHistory | undefined,
): Promise<string | null> {
  if (attribution?.attribution !== 'agent' || !history || history.basis) return null;
  const key = await rowKey(history, 0);
  const { crm, account, object, id } = ref;
  return key === null ? null : sha256(canonicalJson([1, 'stand', crm, account, object, id, key]));
}

/** When a value that was first seen then has stood long enough; epoch ms, CRM time. */
export const standsAt = (seen: number, days: number): number => seen + days * DAY_MS;

/**
 * What has become of a value that was seen.
 * @param seen its id, and when it was seen first (epoch ms, CRM time)
 * @param now the id of what stands there, as the CRM said at `asOf`
 */
export function standing(
  seen: { id: string; at: number },
  now: { id: string | null; asOf: number },
  days: number,
): 'waits' | 'stood' | 'replaced' {
  if (now.id !== seen.id) return 'replaced';
  return now.asOf >= standsAt(seen.at, days) ? 'stood' : 'waits';
}
