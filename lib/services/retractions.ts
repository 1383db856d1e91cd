/** Takes back what the team's word on writers does not bear out any more, and puts it into effect again where it does. */
import { holds, isRetracted, rolesHash } from '../core/retractions';
import { retractionSignal, type Signal } from '../core/signals';
import type { TeamFile } from '../core/team';
import type { Crm } from '../core/types';
import { type AccountKey, accountRange, database, type KeptSignal } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import { capture } from './signals';

/**
 * Looks through an account's signals, once for each word of the team on who is an agent. A worker that dies on the way begins anew,
 * and what it had kept is not kept again.
 * @param at epoch ms, CRM time
 * @param used the team file by which signals were just captured; where it has changed since, they are looked through as well
 * @returns false where there was no room for all of them
 */
export async function retractWhatDoesNotHold(
  { crm, account }: { crm: Crm; account: string },
  at: number,
  used?: TeamFile,
): Promise<boolean> {
  const key: AccountKey = [crm, account];
  return navigator.locks.request(`roles:${key.join('/')}`, async () => {
    const db = await database();
    const team = await getTeamFile(crm, account);
    const roles = await rolesHash(team);
    if ((await db.get('roles', key)) === roles && (!used || (await rolesHash(used)) === roles)) return true;
    const all = await db.getAllFromIndex('signals', 'order', accountRange(key));
    const changed = all.filter((one) => holds(one.basis, team) === isRetracted(one));
    const retractions: Signal[] = [];
    for (const one of changed) retractions.push(await retractionSignal(one, (one.retractions ?? 0) + 1, at));
    if (!(await capture(retractions))) return false;
    for (const { ref, id } of changed) {
      await change(ref, id, ({ retractions = 0, ...rest }) => ({ ...rest, retractions: retractions + 1 }));
    }
    await db.put('roles', roles, key);
    return true;
  });
}

async function change(ref: Signal['ref'], id: string, to: (now: KeptSignal) => KeptSignal): Promise<void> {
  const tx = (await database()).transaction('signals', 'readwrite', { durability: 'strict' });
  const now = await tx.store.get([ref.crm, ref.account, id]);
  if (now) await tx.store.put(to(now), [ref.crm, ref.account, id]);
  await tx.done;
}
