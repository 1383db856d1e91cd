/** `GET /truth/corrections`: every time a person replaced what an agent had written directly before. */
import { corrects, unobservable } from '../attribution.ts';
import type { Cell, Journal, JournalRow } from '../journal.ts';
import { isShown, rowView } from './state.ts';

/** Restored with the CRM's own function, put back by hand, or replaced by something else. */
const kindOf = (agent: JournalRow, human: JournalRow) =>
  human.via === 'restore' ? 'restored' : human.to === agent.from ? 'reverted' : 'corrected';

function correctionsOf(journal: Journal, cell: Cell) {
  const { crm, account } = journal.side;
  return cell.rows.flatMap((human) => {
    const agent = corrects(journal.side, cell, human);
    if (!agent) return [];
    const why = unobservable(journal, cell, human) ?? unobservable(journal, cell, agent);
    return [
      {
        seq: human.seq,
        kind: kindOf(agent, human),
        crm,
        account,
        object: cell.object,
        id: cell.id,
        field: cell.field,
        agentRow: rowView(agent),
        humanRow: rowView(human),
        observable: why === undefined,
        ...(why && { why }),
      },
    ];
  });
}

export function correctionsView(journal: Journal) {
  return journal
    .allCells()
    .filter((cell) => isShown(journal, cell))
    .flatMap((cell) => correctionsOf(journal, cell))
    .sort((a, b) => a.seq - b.seq);
}
