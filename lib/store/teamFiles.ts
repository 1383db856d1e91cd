/** The team file of each account, as this browser has it. */
import { emptyTeamFile, type TeamFile } from '../core/team';
import type { Crm } from '../core/types';
import { database } from './db';

/** An account's team file; one that says nothing yet where there is none. */
export async function getTeamFile(crm: Crm, account: string): Promise<TeamFile> {
  return (await (await database()).get('teams', [crm, account])) ?? emptyTeamFile(crm, account);
}

/** Changes an account's team file in one transaction, so that two pages cannot overwrite each other. Resolves once it is on disk. */
export async function changeTeamFile(
  crm: Crm,
  account: string,
  change: (file: TeamFile) => TeamFile,
): Promise<TeamFile> {
  const tx = (await database()).transaction('teams', 'readwrite', { durability: 'strict' });
  const current = (await tx.store.get([crm, account])) ?? emptyTeamFile(crm, account);
  const next = change(current);
  await tx.store.put(next, [crm, account]);
  await tx.done;
  return next;
}
