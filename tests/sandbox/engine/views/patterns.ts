/** `GET /truth/patterns` and `/truth/duplicates`: the damage, by its shape. */
import { iso } from '../clock.ts';
import type { Cell, Journal, JournalRow } from '../journal.ts';
import type { Pattern, Target } from '../types.ts';

/** Events it takes until a pattern can be told from a coincidence. */
const DETECTABLE_AFTER: Record<Pattern, number> = {
  'mass-enrichment': 5,
  'utm-overwrite': 3,
  'stage-on-email': 3,
  'stage-flapping': 3,
  'duplicate-creation': 3,
  'duplicate-merge': 3,
  'commission-drift': 3,
  'value-clearing': 3,
  'tug-of-war': 6,
  'forged-stamp': 1,
  'forged-ledger': 1,
};

/** Patterns of one record, whose events are counted per record. */
const PER_RECORD: readonly Pattern[] = ['tug-of-war', 'stage-flapping'];

interface Hit {
  cell: Cell;
  row: JournalRow;
}

export function patternsView(journal: Journal) {
  const hits = new Map<Pattern, Hit[]>();
  for (const cell of journal.allCells()) {
    for (const row of cell.rows) {
      if (row.pattern) hits.set(row.pattern, [...(hits.get(row.pattern) ?? []), { cell, row }]);
    }
  }
  return [...hits]
    .map(([pattern, list]) => summary(journal, pattern, list))
    .sort((a, b) => a.firstAt.localeCompare(b.firstAt) || a.pattern.localeCompare(b.pattern));
}

function summary(journal: Journal, pattern: Pattern, hits: Hit[]) {
  hits.sort((a, b) => a.row.seq - b.row.seq);
  const records = new Map<string, Target>();
  for (const { cell } of hits) records.set(`${cell.object}/${cell.id}`, { object: cell.object, id: cell.id });
  const { crm, account } = journal.side;
  return {
    crm,
    account,
    pattern,
    firstAt: iso(hits[0]?.row.at ?? 0),
    detectableAt: iso(detectableAt(pattern, hits)),
    changes: hits.length,
    records: [...records.values()],
  };
}

/** The moment of the event that makes a pattern plain; several fields written at once are one event. */
function detectableAt(pattern: Pattern, hits: readonly Hit[]): number {
  const events = new Map<string, Set<string>>();
  for (const { cell, row } of hits) {
    const record = `${cell.object}/${cell.id}`;
    const key = PER_RECORD.includes(pattern) ? record : 'all';
    const seen = events.get(key) ?? new Set<string>();
    events.set(key, seen.add(`${row.at}/${record}`));
    if (seen.size >= DETECTABLE_AFTER[pattern]) return row.at;
  }
  return hits.at(-1)?.row.at ?? 0;
}

/** Pairs of a record and the needless copy of it an agent made. */
export function duplicatesView(journal: Journal) {
  const { crm, account } = journal.side;
  return journal.records().flatMap((record) => {
    const { object, id, copyOf, gone, createdAt, createdBy } = record;
    if (!copyOf) return [];
    return [
      {
        crm,
        account,
        object,
        id,
        of: copyOf.id,
        at: iso(createdAt),
        by: { kind: createdBy.kind, id: createdBy.id, name: createdBy.name },
        observable: gone === undefined,
        ...(gone && { why: gone.why }),
      },
    ];
  });
}
