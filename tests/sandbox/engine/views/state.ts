/** `GET /truth`: who stands behind every field's current value. */
import { attributionOf, corrects, unobservable } from '../attribution.ts';
import { iso } from '../clock.ts';
import type { Cell, Journal, JournalRow } from '../journal.ts';

interface TruthFilter {
  object?: string | null;
  id?: string | null;
  field?: string | null;
}

const actorOf = ({ actor: { kind, id, name } }: JournalRow) => ({ kind, id, name });

/** A row as every view shows it. */
export const rowView = (row: JournalRow) => ({
  at: iso(row.at),
  actor: actorOf(row),
  via: row.via,
  from: row.from,
  to: row.to,
  ...(row.pattern && { pattern: row.pattern }),
});

/** Decisions and proposals are kept in fields of their own, on which nobody shows a mark. */
export const isShown = ({ side }: Journal, { object, field }: Cell): boolean =>
  field !== side.ledger && !side.isStaging(object, field);

export function stateView(journal: Journal, filter: TruthFilter = {}) {
  return journal
    .allCells()
    .filter(
      (cell) =>
        isShown(journal, cell) &&
        (!filter.object || cell.object === filter.object) &&
        (!filter.id || cell.id === filter.id) &&
        (!filter.field || cell.field === filter.field),
    )
    .flatMap((cell) => {
      const last = cell.rows.at(-1);
      return last ? [cellView(journal, cell, last)] : [];
    });
}

function cellView(journal: Journal, cell: Cell, last: JournalRow) {
  const why = unobservable(journal, cell, last);
  const replaced = corrects(journal.side, cell, last);
  const { crm, account } = journal.side;
  return {
    crm,
    account,
    object: cell.object,
    id: cell.id,
    field: cell.field,
    value: last.to,
    attribution: attributionOf(journal.side, last),
    // A correction nobody can see any more is in `/truth/corrections`, with its reason; it is no mark.
    corrected: replaced !== undefined && (unobservable(journal, cell, replaced) ?? why) === undefined,
    lastWriter: actorOf(last),
    rows: cell.rows.map(rowView).reverse(),
    observable: why === undefined,
    ...(why && { why }),
  };
}
