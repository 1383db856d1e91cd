/** Signals: what people did about what agents wrote or proposed; `events.ts` makes of them what others are told. Pure. */
import { ALERT_RULES, type AlertFacts, type FoundAlert } from './alerts';
import type { FieldAttribution } from './attribution';
import type { Decision } from './decisions';
import { canonicalJson, sha256 } from './ids';
import {
  EXPLAINED,
  isAboutWritten,
  isDecisionEntry,
  isLedgerValue,
  isReason,
  type LedgerEntry,
  ledgerHash,
  type Reason,
  STOOD,
} from './ledger';
import type { Correction } from './overrides';
import { type Basis, basisOf, retractionId } from './retractions';
import { type RecordRef, recordKey } from './types';

/** Those that an endpoint can be sent or not; a retraction goes where the signal went that it is about. */
export const CHOSEN_TYPES = ['override', 'approval', 'decision', 'reason', 'alert'] as const;
export type ChosenType = (typeof CHOSEN_TYPES)[number];
type SignalType = ChosenType | 'retraction';

export const VALUE_KINDS = [
  'corrected',
  'reverted',
  'restored',
  'rejected',
  'edited',
  'approved',
  'stood',
  'approve',
  'approve_edited',
  'reject',
  'undo',
  'explained',
] as const;
export const RETRACTION_KINDS = ['retracted', 'reinstated'] as const;
const SIGNAL_KINDS = [...VALUE_KINDS, ...ALERT_RULES, ...RETRACTION_KINDS] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** A signal as it is kept on this computer, values in full. */
export interface Signal {
  id: string;
  type: SignalType;
  kind: SignalKind;
  ref: RecordRef;
  /** `recordKey` of the record. */
  record: string;
  field: string;
  label: string;
  /** The agent's name, `null` where the CRM does not tell. */
  agent: string | null;
  by: { id?: string; name: string } | null;
  /** What the agent wrote or proposed, and what a person made of it, raw; `undefined` where the CRM keeps no value. */
  agentValue: string | null | undefined;
  value: string | null | undefined;
  /** When the agent wrote it, and when the person acted; epoch ms, CRM time. `agentAt` is `null` where nothing tells. */
  agentAt: number | null;
  at: number;
  /** Of a correction: how many changes people made on the record between those two; left out where nobody can tell. */
  between?: number;
  reason?: string;
  note?: string;
  suggestion?: string;
  /** Id of the signal that this one gives a reason for or takes back, and of the latter its type and which retraction it is. */
  about?: string;
  of?: ChosenType;
  n?: number;
  /** The writers that it rests on. */
  basis?: Basis[];
  /** What an alert says; its rule is the signal's kind. */
  alert?: AlertFacts;
}

/**
 * What takes a signal back, or puts it into effect again.
 * @param n which retraction of it this is, from 1: odd ones take back
 * @param at when it was found, epoch ms, CRM time
 */
export async function retractionSignal(signal: Signal, n: number, at: number): Promise<Signal> {
  const { id, type, ref, record, field, label, agent, agentAt } = signal;
  return {
    id: await retractionId(id, n),
    type: 'retraction',
    kind: n % 2 === 1 ? 'retracted' : 'reinstated',
    ref,
    record,
    field,
    label,
    agent,
    by: null,
    agentValue: undefined,
    value: undefined,
    agentAt,
    at,
    about: id,
    // Nothing that is taken back is a retraction itself: those rest on nobody's word.
    of: type as ChosenType,
    n,
  };
}

/** The signal of an alert about one record. */
export function alertSignal(ref: RecordRef, alert: FoundAlert): Signal {
  const { id, rule, severity, agent, writer, at, changes } = alert;
  return {
    id,
    type: 'alert',
    kind: rule,
    ref,
    record: recordKey(ref),
    field: changes[0]?.field ?? '',
    label: changes[0]?.label ?? '',
    agent,
    by: null,
    agentValue: undefined,
    value: undefined,
    agentAt: at,
    at,
    alert: { severity, changes },
    basis: [basisOf(writer, 'untrusted')],
  };
}

/** The signal of a correction that a record's history shows. */
export function correctionSignal(ref: RecordRef, correction: Correction, label: string, by: Signal['by']): Signal {
  const { id, kind, field, agent, agentRow, humanRow, stamped, between } = correction;
  return {
    id,
    type: 'override',
    kind,
    ref,
    record: recordKey(ref),
    field,
    label,
    agent: agent ?? null,
    by,
    agentValue: agentRow.to,
    value: humanRow.to,
    agentAt: agentRow.at,
    at: humanRow.at,
    ...(between === undefined ? {} : { between }),
    basis: [basisOf(agentRow.writer, 'agent', stamped ? agent : undefined), basisOf(humanRow.writer, 'human')],
  };
}

/** The id of what is said afterwards about a signal. */
export function reasonId(about: string): Promise<string> {
  return sha256(canonicalJson([1, 'reason', about]));
}

/**
 * What a person says afterwards about a signal that may be on its way already. It is a signal of its own, because what was taken
 * once is not taken again; there is one for each, so that nobody is told two reasons.
 */
export async function reasonSignal(
  signal: Pick<Signal, 'id' | 'ref' | 'record' | 'field' | 'label' | 'agent' | 'agentAt' | 'suggestion'>,
  said: { reason?: Reason; note?: string; by: Signal['by']; at: number },
): Promise<Signal> {
  const { id, ref, record, field, label, agent, agentAt, suggestion } = signal;
  const { reason, note, by, at } = said;
  return {
    id: await reasonId(id),
    type: 'reason',
    kind: 'explained',
    ref,
    record,
    field,
    label,
    agent,
    by,
    agentValue: undefined,
    value: undefined,
    agentAt,
    at,
    ...(reason ? { reason } : {}),
    ...(note ? { note } : {}),
    ...(suggestion ? { suggestion } : {}),
    about: id,
  };
}

/** The signal of an agent's value that was seen and let stand. @param at when it had stood long enough; epoch ms, CRM time */
export function standingSignal(
  { id, ref, field, label, by, at }: Pick<Signal, 'id' | 'ref' | 'field' | 'label' | 'by' | 'at'>,
  { agent, change, evidence }: Pick<FieldAttribution, 'agent' | 'change' | 'evidence'>,
): Signal {
  return {
    id,
    type: 'approval',
    kind: 'stood',
    ref,
    record: recordKey(ref),
    field,
    label,
    agent: agent ?? null,
    by,
    agentValue: change?.to,
    value: change?.to,
    agentAt: change?.at ?? null,
    at,
    ...(change ? { basis: [basisOf(change.writer, 'agent', evidence.kind === 'stamp' ? agent : undefined)] } : {}),
  };
}

const SALT_CHARS = 8;
const NAME_CHARS = 200;

/** A correction, the reason for one, or an agent's value that was let stand, as an entry of the ledger; made twice, by whomever, it is the same but for names. */
export async function ledgerEntryOf(signal: Signal): Promise<LedgerEntry> {
  const { id, kind, field, agent, by, agentValue, value, agentAt, at, basis, about, reason } = signal;
  const writer = basis?.find(({ is }) => is === 'agent')?.key;
  const hash = (one: string | null) => ledgerHash(id.slice(0, SALT_CHARS), one);
  return {
    id,
    at,
    field,
    d: kind,
    by: { ...(by?.id ? { id: by.id } : {}), name: by?.name.slice(0, NAME_CHARS) ?? '' },
    ...(agent ? { agent: agent.slice(0, NAME_CHARS) } : {}),
    ...(value === undefined ? {} : { to: await hash(value) }),
    ...(agentValue === undefined || kind === STOOD ? {} : { was: await hash(agentValue) }),
    ...(agentAt === null ? {} : { agentAt }),
    ...(writer ? { writer: writer.slice(0, NAME_CHARS) } : {}),
    // One of the fixed words; a person's own are not for everybody who may read the record.
    ...(about && reason ? { about, reason } : {}),
  };
}

/**
 * What an entry of a ledger says, as signals with the ids they have in the browser that wrote it; none for an entry of another kind.
 * @param values the field's values that are known, among which the entry's may be
 */
export async function signalsOfEntry(
  ref: RecordRef,
  entry: LedgerEntry,
  label: string,
  values: readonly (string | null)[],
): Promise<Signal[]> {
  const value = await valueBehind(entry.to, entry, values);
  if (isDecisionEntry(entry)) {
    const kind = entry.d as Decision['kind'];
    const staged = kind === 'approve' ? value : await valueBehind(entry.was, entry, values);
    return decisionSignals({ ref, kind, entry, label, staged, to: value });
  }
  if (entry.d === EXPLAINED) return reasonInEntry(ref, entry, label);
  if (!isAboutWritten(entry) || !/^[0-9a-f]{64}$/.test(entry.id)) return [];
  const { id, d, field, agent, agentAt, at, writer } = entry;
  return [
    {
      id,
      type: d === STOOD ? 'approval' : 'override',
      kind: d as Signal['kind'],
      ref,
      record: recordKey(ref),
      field,
      label,
      agent: agent ?? null,
      by: personIn(entry),
      agentValue: d === STOOD ? value : await valueBehind(entry.was, entry, values),
      value,
      agentAt: agentAt ?? null,
      at,
      // It was an agent for whoever found it.
      ...(writer ? { basis: [{ key: writer, by: 'agent', is: 'agent' } satisfies Basis] } : {}),
    },
  ];
}

/** Nothing where its id is not the one that the reason for that correction has. */
async function reasonInEntry(ref: RecordRef, entry: LedgerEntry, label: string): Promise<Signal[]> {
  const { id, about, reason, field, agent, agentAt, at } = entry;
  if (!about || !reason || !isReason(reason) || id !== (await reasonId(about))) return [];
  const corrected = {
    id: about,
    ref,
    record: recordKey(ref),
    field,
    label,
    agent: agent ?? null,
    agentAt: agentAt ?? null,
  };
  return [await reasonSignal(corrected, { reason, by: personIn(entry), at })];
}

async function valueBehind(hash: string | undefined, entry: LedgerEntry, values: readonly (string | null)[]) {
  if (!hash) return undefined;
  for (const one of values) if (await isLedgerValue({ ...entry, to: hash }, one)) return one;
  return undefined;
}

function personIn({ by }: LedgerEntry): Signal['by'] {
  return by.name ? { ...(by.id ? { id: by.id } : {}), name: by.name } : null;
}

const MEANS = {
  approve: ['approval', 'approved'],
  approve_edited: ['override', 'edited'],
  reject: ['override', 'rejected'],
} as const;

/** A decision as far as signals tell of it; values are `undefined` where they are not known. */
interface Said extends Pick<Decision, 'ref' | 'kind' | 'entry' | 'label' | 'notes'> {
  staged: string | null | undefined;
  to: string | null | undefined;
}

/**
 * What a finished decision says: the decision itself, and what it teaches. One that was taken back teaches nothing; a note says
 * more about the rejection before it.
 * Ids come from the ledger's entry, so that a browser that reads it there has the same.
 */
export async function decisionSignals({ ref, kind, label, entry, staged, to, notes }: Said): Promise<Signal[]> {
  const { crm, account, object, id } = ref;
  const { id: suggestion, field, agent } = entry;
  const about = [crm, account, object, id, suggestion] as const;
  const base = {
    ref,
    record: recordKey(ref),
    field,
    label,
    agent: agent || null,
    by: personIn(entry),
    // A proposal to clear the field.
    agentValue: staged === '' ? null : staged,
    value: kind === 'reject' ? undefined : to,
    agentAt: null,
    at: entry.at,
    suggestion,
    ...(entry.reason ? { reason: entry.reason } : {}),
    ...(entry.note ? { note: entry.note } : {}),
  };
  const proposal = (of: string, at: number) => sha256(canonicalJson([1, 'proposal', ...about, of, at]));
  if (kind === 'note') {
    const id = await proposal('reject', notes?.at ?? entry.at);
    const rejected: Signal = { ...base, id, type: 'override', kind: 'rejected' };
    return [await reasonSignal(rejected, { note: entry.note ?? '', by: base.by, at: entry.at })];
  }
  const said: Signal = {
    ...base,
    id: await sha256(canonicalJson([1, 'decision', ...about, kind, entry.at, entry.by.id ?? entry.by.name])),
    type: 'decision',
    kind,
  };
  if (kind === 'undo') return [said];
  const [type, means] = MEANS[kind];
  return [said, { ...base, id: await proposal(kind, entry.at), type, kind: means }];
}
