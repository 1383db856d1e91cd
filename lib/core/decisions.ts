/** Decisions on suggestions: what a person meant, and how far it has come. Pure. */
import type { LedgerEntry } from './ledger';
import type { Problem } from './problem';
import type { SuggestionSource } from './suggestions';
import type { RecordRef } from './types';

export const DECISIONS = ['approve', 'approve_edited', 'reject'] as const;
export type DecisionKind = (typeof DECISIONS)[number] | 'undo' | 'note';

/**
 * - `waiting`: meant and kept on this computer; not finished yet, for the reason in `problem` if there is one
 * - `done`: the CRM has it
 * - `stale`: somebody changed the value meanwhile; nothing was written, or what was written was put back
 * - `elsewhere`: the suggestion is not there any more: decided by somebody else, or withdrawn
 * - `notKept`: the CRM took the write and kept the value it had
 * - `failed`: the CRM refused it; nothing was written
 * - `undone`: taken back
 */
export type DecisionState = 'waiting' | 'done' | 'stale' | 'elsewhere' | 'notKept' | 'failed' | 'undone';

export interface Decision {
  key: string;
  /** `recordKey` of the record. */
  record: string;
  ref: RecordRef;
  kind: DecisionKind;
  /** The decision this one takes back. */
  undoes?: string;
  /** The decision that this one says more about, and when that was taken (epoch ms, CRM time). */
  notes?: { key: string; at: number };
  suggestion: string;
  field: string;
  label: string;
  agent: string;
  /** Where the proposed value stood, and the value. */
  source: SuggestionSource;
  staged: string;
  /** The metadata's entry that goes with it, as it stood there, so that an undo can put it back. */
  metadata?: unknown;
  /** The value the person saw, and the one to be written; both raw, `null` for empty. Rejecting leaves the field alone. */
  seen: string | null;
  to: string | null;
  /** The value that was seen carried no mark, or one that a person put there; so it does again when the decision is taken back. */
  seenQuiet: boolean;
  /** The currency of an amount that is cleared: on some CRMs it goes with it, and comes back with it. */
  currency?: { field: string; value: string };
  /** What goes into the ledger. Value and salt are fixed, so that doing it again makes no second entry. */
  entry: LedgerEntry;
  state: DecisionState;
  problem?: Problem;
  /** Epoch ms, machine clock: not before then is it tried again. */
  retryAt?: number;
  /** What the field holds instead, where that was in the way, and who put it there. */
  now?: string | null;
  nowBy?: string;
  /** Key of the field's newest row when the value was compared, `null` where it had none; left out until then. */
  compared?: string | null;
  /** The same of the ledger's newest row. */
  comparedLedger?: string | null;
  /** What this decision writes into the team's attribution tag, or, where it takes another back, what that one wrote. */
  tag?: Tag;
  undoesTag?: Tag;
  /** Set once ours ran over somebody's value, which is being written again. */
  back?: PutBack;
  /** False where the record has no ledger to put it down in. */
  noted: boolean;
  /** Epoch ms, machine clock. */
  at: number;
}

/** A write to the attribution tag, in one request with the value's own. */
export interface Tag {
  field: string;
  before: string | null;
  to: string | null;
  /** Key of the field's newest row when it was compared, `null` where it had none. */
  compared: string | null;
}

/** One attempt to write somebody's value again. */
export interface PutBack {
  /** Their value, and who they are. */
  to: string | null;
  by?: string;
  /** The value of ours that stands there instead. */
  over: string | null;
  /** Key of the field's newest row when it was looked at. */
  compared: string | null;
  /** What takes our entry back in the ledger, and our tag. */
  entry: LedgerEntry;
  tag?: Tag;
}

/** What people are told of a decision; values as the CRM shows them. */
export interface DecisionReport {
  key: string;
  kind: DecisionKind;
  state: DecisionState;
  field: string;
  label: string;
  from: string | null;
  to: string | null;
  /** What the field holds instead, and who put it there. */
  now?: string | null;
  nowBy?: string;
  problem?: Problem;
  noted: boolean;
  /** It was one of the CRM's own list, which goes on showing it. */
  native?: true;
  /** Of what takes a decision back: what that was, and whether the suggestion is not there again, for something else stands in its place. */
  undid?: 'value' | 'reject';
  replaced?: true;
}

/** What stands between a decision and its write, by what the CRM says now. */
export type Obstacle = 'stale' | 'elsewhere';

/**
 * Compares what the person saw with what is there now.
 * @param current the field's value, and the proposed value in staging
 * @returns what is in the way, or `null`
 */
export function obstacle(
  decision: Pick<Decision, 'kind' | 'seen' | 'to' | 'staged'>,
  current: { value: string | null; staged: string | null; decided: boolean },
): Obstacle | null {
  if (decision.kind === 'note') return null;
  // A rejection has left the field alone, whatever became of it since.
  if (decision.kind === 'undo')
    return decision.seen === decision.to || current.value === decision.seen ? null : 'stale';
  if (current.decided || current.staged !== decision.staged) return 'elsewhere';
  if (decision.kind === 'reject') return null;
  return current.value === decision.seen ? null : 'stale';
}

/** A row of a field's history, as far as it matters here. */
export interface Row {
  key: string;
  to: string | null | undefined;
  /** Epoch ms, CRM time. */
  at: number;
  /** Key of its writer. */
  by: string;
}

/** CRMs that tell times to the second round them in either direction. */
const SAME_WRITE_MS = 1500;

/**
 * What happened to a field around our write.
 * @param rows the field's history after the write, newest first
 * @param compared key of the newest row when the value was compared; `null` where there was none
 * @param to what we wrote
 * @param ledger the row that our write left in the ledger: it has the same writer and time; `null` where nothing tells
 * @returns `ours`: our row, if there is one (a value that somebody wrote a moment before leaves none); `between`: somebody's row
 * between what was compared and ours
 */
export function around<R extends Row>(
  rows: readonly R[],
  compared: string | null,
  to: string | null,
  ledger: Pick<Row, 'at' | 'by'> | null,
): { ours: R | null; between: R | null } {
  const end = compared === null ? rows.length : rows.findIndex(({ key }) => key === compared);
  const since = rows.slice(0, end < 0 ? rows.length : end);
  const same = since.filter((row) => row.to === to);
  const isOurs = (row: Row) => !ledger || (row.by === ledger.by && Math.abs(row.at - ledger.at) <= SAME_WRITE_MS);
  const ours = same.find(isOurs);
  if (!ours) return { ours: null, between: null };
  return { ours, between: since[since.indexOf(ours) + 1] ?? null };
}
