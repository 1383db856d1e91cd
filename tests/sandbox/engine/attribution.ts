/** Who really stands behind a row, and what of it the CRM's API still shows. */
import { STAMP_VALUE } from './actors.ts';
import type { Cell, Journal, JournalRow } from './journal.ts';
import type { Attribution, CrmSide, Unobservable } from './types.ts';

/** A stamp speaks for writes of its own writer no further away than this. */
const STAMP_REACH = 2_000;

/** The attribution of one row, as far as the CRM tells writers apart. Rows a merge leaves name nobody, so nobody is their writer. */
export function attributionOf(side: CrmSide, row: JournalRow): Attribution {
  if (row.via === 'merge') return 'unknown';
  const readAs = side.readAs(row.actor, row.via);
  if (readAs) return readAs;
  switch (row.actor.kind) {
    case 'human':
      return 'human';
    case 'agent':
      return 'agent';
    case 'automation':
      return 'automation';
    case 'system':
      return 'system';
    case 'integration':
      return 'unknown';
    case 'overlay':
      if (row.decided === 'approve' || row.decided === 'approve_edited') return 'collaborative';
      return row.decided ? 'human' : 'unknown';
  }
}

/** Whether a row of a shared login carries its writer's stamp, and that stamp is still readable. */
function stamped(journal: Journal, cell: Cell, row: JournalRow): boolean {
  const { agent, run } = journal.side.stamps;
  return [agent, run].some((field) => {
    const stamps = journal.cell(cell, field)?.rows.slice(-journal.side.depth(cell.object)) ?? [];
    return stamps.some(
      (stamp) =>
        journal.side.login(stamp.actor, stamp.via) === journal.side.login(row.actor, row.via) &&
        Math.abs(stamp.at - row.at) <= STAMP_REACH &&
        stamp.to !== null &&
        (field === run || stamp.to === STAMP_VALUE),
    );
  });
}

/** Why nothing of a field can be read any more. */
function goneWhy(journal: Journal, cell: Cell): Unobservable | undefined {
  const gone = journal.record(cell)?.gone?.why;
  if (gone) return gone;
  return journal.retired(cell.object, cell.field) ? 'property-archived' : journal.side.hidden(cell.object, cell.field);
}

/** Why a row's author cannot be read, or `undefined` where it can; being gone outweighs being cut off or ambiguous. */
export function unobservable(journal: Journal, cell: Cell, row: JournalRow): Unobservable | undefined {
  const gone = goneWhy(journal, cell);
  if (gone) return gone;
  // Defaults are filled in the moment a record is created.
  if (!journal.side.creationRows && row.at === journal.record(cell)?.createdAt) return 'creation';
  const fromNewest = cell.rows.length - 1 - cell.rows.indexOf(row);
  if (fromNewest >= journal.side.depth(cell.object)) return 'depth';
  if (row.actor.kind === 'overlay' && row.decided && !journal.side.ledgerValues && isTouched(journal, cell))
    return 'ledger';
  const ambiguous = row.via !== 'merge' && journal.side.login(row.actor, row.via) !== undefined;
  return ambiguous && !(row.actor.kind === 'agent' && stamped(journal, cell, row)) ? 'shared-token' : undefined;
}

/**
 * Whether an agent wrote the record's ledger, or may have: what the ledger held at creation nobody can read, and a login that an agent
 * uses as well may have been the agent's.
 */
function isTouched(journal: Journal, cell: Cell): boolean {
  const rows = journal.cell(cell, journal.side.ledger)?.rows ?? [];
  const maker = journal.record(cell)?.createdBy;
  const isShared = maker !== undefined && journal.side.login(maker, 'page') !== undefined;
  return isShared || rows.some(({ actor }) => actor.kind === 'agent');
}

/** Whether a person's row replaced an agent's, by the fields' real history. */
export function corrects(side: CrmSide, cell: Cell, row: JournalRow): JournalRow | undefined {
  if (attributionOf(side, row) !== 'human') return undefined;
  const before = cell.rows[cell.rows.indexOf(row) - 1];
  return before && attributionOf(side, before) === 'agent' ? before : undefined;
}
