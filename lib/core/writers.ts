/** Who wrote to an account: counted over the rows that were read. Pure. */
import type { Who } from './details';
import type { FirstWrites } from './ownKey';
import type { Role } from './team';
import type { Attribution, FieldChange, Writer } from './types';

export const DAYS = 30;
const DAY_MS = 86_400_000;

export interface WriterCount {
  writer: Writer;
  /** Sources seen under this key, e.g. `CRM_UI`, `MOBILE_IOS`. */
  sources: string[];
  /** Name the CRM gave in a row, if any. */
  label?: string;
  changes: number;
  /** Changes per day, oldest first, `DAYS` long. */
  days: number[];
  /** Epoch ms, CRM time. */
  last: number;
  /** Over all rows that were read, however old; `null` where it was never seen writing. */
  since: FirstWrites | null;
}

/** What a look at the account's recently changed records found. */
export interface WriterSample {
  writers: WriterCount[];
  records: number;
  changes: number;
  /** Epoch ms, CRM time: the end of the counted period. */
  until: number;
}

/** One line of the table of writers: what was counted, and what the team says. */
export interface WriterRow extends WriterCount {
  who: Who;
  attribution: Attribution | 'own';
  role: Role | null;
  /** When it was listed and by whom. */
  listed: { by?: string; at?: number } | null;
  /** True where several tools may use the same key or token. */
  shared: boolean;
  stamps: { field: string; agents: { value: string; name: string }[] }[];
  /** Agents that can act with this person's login. */
  actedBy: string[];
}

/** How far a look at the account's writers is. */
export interface Progress {
  done: number;
  total: number;
  records: number;
  changes: number;
}

export function emptySample(until: number): WriterSample {
  return { writers: [], records: 0, changes: 0, until };
}

/** Adds one record's changes of the last `DAYS` days to a sample; returns a new sample. */
export function countChanges(sample: WriterSample, changes: Iterable<FieldChange>, ledgerField: string): WriterSample {
  const writers = new Map(
    sample.writers.map((w) => [w.writer.key, { ...w, days: [...w.days], sources: [...w.sources] }]),
  );
  let counted = 0;
  for (const change of changes) {
    const { writer } = change;
    const entry = writers.get(writer.key) ?? unseenWriter(writer);
    writers.set(writer.key, entry);
    const isLedger = change.field === ledgerField;
    const { first, firstLedger } = entry.since ?? { first: change.at, firstLedger: null };
    entry.since = {
      first: Math.min(first, change.at),
      firstLedger: isLedger ? Math.min(firstLedger ?? change.at, change.at) : firstLedger,
    };
    const age = sample.until - change.at;
    if (age < 0 || age >= DAYS * DAY_MS) continue;
    counted++;
    entry.changes++;
    const day = DAYS - 1 - Math.floor(age / DAY_MS);
    entry.days[day] = (entry.days[day] ?? 0) + 1;
    entry.last = Math.max(entry.last, change.at);
    if (!entry.sources.includes(change.source.type)) entry.sources.push(change.source.type);
    if (change.source.label) entry.label = change.source.label;
  }
  return {
    ...sample,
    records: sample.records + 1,
    changes: sample.changes + counted,
    writers: [...writers.values()].sort((a, b) => b.changes - a.changes),
  };
}

/** A writer without any change counted yet. */
export function unseenWriter(writer: Writer): WriterCount {
  return { writer, sources: [], changes: 0, days: new Array<number>(DAYS).fill(0), last: 0, since: null };
}

/** Writers whose changes nobody can attribute yet and somebody could; a merge is no writer. */
export function isUnmapped(row: WriterRow): boolean {
  return row.role === null && row.attribution === 'unknown' && row.writer.kind !== 'merge';
}
