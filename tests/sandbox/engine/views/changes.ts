/** `GET /truth/changes`: every change, whether it can still be read, and whether it could be taken back. */
import { attributionOf, unobservable } from '../attribution.ts';
import { iso } from '../clock.ts';
import type { Cell, Journal, JournalRow } from '../journal.ts';
import type { CrmSide } from '../types.ts';
import { isShown } from './state.ts';

interface ChangeFilter {
  /** Actor id. */
  actor?: string | null;
  /** Epoch milliseconds, both included. */
  from?: number;
  to?: number;
}

/** Whether a person stands behind a row, alone or by deciding about a proposal. */
const byPerson =
  (side: CrmSide) =>
  (row: JournalRow): boolean =>
    ['human', 'collaborative'].includes(attributionOf(side, row));

type Verdict = readonly [restorable: boolean, why: string];

/** Taking a change back must not undo what anybody else did since, and needs a value to go back to. */
function restorable(journal: Journal, cell: Cell, row: JournalRow, later: readonly JournalRow[]): Verdict {
  const why = unobservable(journal, cell, row);
  if (why && why !== 'shared-token') return [false, why];
  if (journal.side.readOnly(cell.object, cell.field)) return [false, 'read-only'];
  const oldestKept =
    cell.rows.length > journal.side.depth(cell.object) ? cell.rows.at(-journal.side.depth(cell.object)) : undefined;
  if (journal.side.beforeFromOlderRow && row === oldestKept) return [false, 'before-unknown'];
  if (later.some(byPerson(journal.side))) return [false, 'person-since'];
  if (later.some((one) => one.actor.id !== row.actor.id)) return [false, 'changed-since'];
  return later.length > 0 ? [true, 'same-writer-since'] : [true, 'current'];
}

export function changesView(journal: Journal, filter: ChangeFilter = {}) {
  const { crm, account } = journal.side;
  const changes = journal
    .allCells()
    .filter((cell) => isShown(journal, cell))
    .flatMap((cell) => cell.rows.map((row, index) => ({ cell, row, later: cell.rows.slice(index + 1) })))
    .filter(
      ({ row }) =>
        (!filter.actor || row.actor.id === filter.actor) &&
        (filter.from === undefined || row.at >= filter.from) &&
        (filter.to === undefined || row.at <= filter.to),
    );
  changes.sort((a, b) => a.row.seq - b.row.seq);
  return changes.map(({ cell, row, later }) => {
    const why = unobservable(journal, cell, row);
    const [canRestore, restorableWhy] = restorable(journal, cell, row, later);
    return {
      seq: row.seq,
      crm,
      account,
      object: cell.object,
      id: cell.id,
      field: cell.field,
      before: row.from,
      value: row.to,
      at: iso(row.at),
      actor: { kind: row.actor.kind, id: row.actor.id, name: row.actor.name },
      via: row.via,
      ...(row.pattern && { pattern: row.pattern }),
      current: later.length === 0,
      observable: why === undefined,
      ...(why && { why }),
      touchedSince: later.some(byPerson(journal.side)),
      restorable: canRestore,
      restorableWhy,
    };
  });
}
