/**
 * Corrections: a person's row in a field's history whose immediate predecessor is an agent's, and nothing else. Pure.
 *
 * Ids come from the rows alone, so that every browser that sees a correction gives it the same id, or none where its history is
 * too short to tell.
 */
import { type AttributionInput, CLOCKS_DIFFER_MS, type Reading, readRow } from './attribution';
import { canonicalJson, sha256 } from './ids';
import { type CorrectionKind, DECISIONS_THAT_STAND, isLedgerValue, type LedgerEntry } from './ledger';
import type { FieldChange, FieldHistory, RecordRef } from './types';

export interface Correction {
  id: string;
  kind: CorrectionKind;
  field: string;
  agent: string | undefined;
  /** What the agent wrote, and what a person wrote over it. */
  agentRow: FieldChange;
  humanRow: FieldChange;
  /** A stamp, and not its writer alone, makes the agent's row one. */
  stamped: boolean;
  /** Changes that people made on the record between the two rows; `undefined` where a history does not reach back to the first. */
  between: number | undefined;
}

/**
 * Why a person's row yields no correction although it may be one:
 * - `tooShort`: the row before it is not in the history any more, or rows like it may be cut off
 * - `order`: the rows around it contradict one another
 * - `basis`: it is not the CRM's field history
 * - `ledger`: it is older than what the ledger keeps, so nobody can tell it from an approval
 * - `unknown`: nobody can tell whether an agent wrote the row before it, or whether it is a person's itself
 */
type CorrectionGap = 'tooShort' | 'order' | 'basis' | 'ledger' | 'unknown';

export interface CorrectionsFound {
  corrections: Correction[];
  gaps: { field: string; why: CorrectionGap }[];
}

export interface CorrectionsInput extends Pick<AttributionInput, 'team' | 'histories' | 'ledgerField'> {
  ref: RecordRef;
  /** Everything the ledger says, whoever wrote it: a row that may be an approval is no correction. */
  entries: readonly LedgerEntry[];
  /** Entries up to this time are not in the ledger any more; epoch ms. */
  ledgerStart: number;
  /** Fields that are the product's own, or are not looked at. */
  skip(field: string): boolean;
}

/** Every correction that a record's histories show, oldest first, and what they cannot show any more. */
export async function correctionsIn(input: CorrectionsInput): Promise<CorrectionsFound> {
  const found: CorrectionsFound = { corrections: [], gaps: [] };
  for (const [field, history] of input.histories) {
    if (input.skip(field)) continue;
    for (let index = 0; index < history.changes.length; index++) {
      const one = await correctionAt(field, history, index, input);
      if (typeof one === 'string') found.gaps.push({ field, why: one });
      else if (one) found.corrections.push(one);
    }
  }
  found.corrections.sort((a, b) => a.humanRow.at - b.humanRow.at || (a.id < b.id ? -1 : 1));
  return found;
}

async function correctionAt(
  field: string,
  history: FieldHistory,
  index: number,
  input: CorrectionsInput,
): Promise<Correction | CorrectionGap | null> {
  const { changes } = history;
  const humanRow = changes[index];
  if (!humanRow) return null;
  const person = readRow(humanRow, input);
  if (!mayBeHuman(humanRow, person)) return null;
  const agentRow = changes[index + 1];
  if (!agentRow) return history.complete ? null : 'tooShort';
  const reading = readRow(agentRow, input);
  if (!mayBeAgent(reading)) return null;
  if (humanRow.to !== undefined && humanRow.to === agentRow.to) return null;
  if (person.attribution === 'unknown' || reading.attribution === 'unknown') {
    return (await isDecision(humanRow, input.entries)) ? null : 'unknown';
  }
  if (history.basis) return 'basis';
  if (humanRow.from !== undefined && agentRow.to !== undefined && humanRow.from !== agentRow.to) return 'order';
  if (humanRow.at <= input.ledgerStart) return 'ledger';
  if (await isDecision(humanRow, input.entries)) return null;
  const keys = await Promise.all([rowKey(history, index), rowKey(history, index + 1)]);
  if (keys[0] === null || keys[1] === null) return 'tooShort';
  const { crm, account, object, id } = input.ref;
  return {
    id: await sha256(canonicalJson([1, 'correction', crm, account, object, id, keys[1], keys[0]])),
    kind: kindOf(humanRow, agentRow),
    field,
    agent: reading.agent,
    agentRow,
    humanRow,
    stamped: reading.evidence.kind === 'stamp',
    between: peopleBetween(agentRow, humanRow, input),
  };
}

/** A person, or the login of one with which agents write as well. */
function mayBeHuman({ writer }: FieldChange, { attribution, evidence }: Reading): boolean {
  if (evidence.kind === 'actedBy' || evidence.kind === 'shared') return writer.attribution === 'human';
  return attribution === 'human';
}

/** An agent, or anybody who may be one; our own key is none. */
function mayBeAgent({ attribution, evidence }: Reading): boolean {
  return attribution === 'agent' || (attribution === 'unknown' && evidence.kind !== 'ownWithoutDecision');
}

function peopleBetween(agentRow: FieldChange, humanRow: FieldChange, input: CorrectionsInput): number | undefined {
  let count = 0;
  for (const [field, { changes, complete }] of input.histories) {
    if (input.skip(field)) continue;
    if (!complete && (changes.at(-1)?.at ?? Number.POSITIVE_INFINITY) > agentRow.at) return undefined;
    const between = changes.filter(({ at }) => at > agentRow.at && at < humanRow.at);
    count += between.filter((row) => readRow(row, input).attribution === 'human').length;
  }
  return count;
}

function kindOf(humanRow: FieldChange, agentRow: FieldChange): CorrectionKind {
  if (humanRow.restored) return 'restored';
  const back = agentRow.from !== undefined && humanRow.to !== undefined && humanRow.to === agentRow.from;
  return back ? 'reverted' : 'corrected';
}

/** True where a decision in the ledger is of that time and value: with a person's own key an approval is a person's row, too. */
async function isDecision(row: FieldChange, entries: readonly LedgerEntry[]): Promise<boolean> {
  for (const entry of entries) {
    if (entry.field !== row.field || !DECISIONS_THAT_STAND.has(entry.d)) continue;
    if (Math.abs(entry.at - row.at) > CLOCKS_DIFFER_MS) continue;
    if (row.to === undefined || !entry.to || (await isLedgerValue(entry, row.to))) return true;
  }
  return false;
}

/**
 * What tells a row from every other of its field, the same in every browser.
 * @param index the row's place, newest first
 * @returns the CRM's own id; else `[field, time as sent, source, source id or actor, sha256(value), k]` as canonical JSON, `k` the
 * ordinal among equal ones, oldest first; `null` where older rows equal to it may have been cut off
 */
export async function rowKey(history: FieldHistory, index: number): Promise<string | null> {
  const { changes, complete } = history;
  const row = changes[index];
  if (!row) return null;
  if (row.id !== undefined) return row.id;
  if (!complete && row.sent === changes[changes.length - 1]?.sent) return null;
  const sameAs = (other: FieldChange) =>
    other.sent === row.sent &&
    other.to === row.to &&
    other.source.type === row.source.type &&
    actorOf(other) === actorOf(row);
  const ordinal = changes.slice(index + 1).filter(sameAs).length;
  const value = row.to === undefined ? null : await sha256(row.to ?? '');
  return canonicalJson([row.field, row.sent, row.source.type, actorOf(row), value, ordinal]);
}

function actorOf({ source }: FieldChange): string | null {
  return source.id ?? source.user ?? null;
}
