/**
 * Signals: what people did about what agents wrote or proposed, and the events that tell others of it. Pure.
 *
 * Events are CloudEvents 1.0 in JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 */
import * as v from 'valibot';
import type { FieldAttribution } from './attribution';
import type { Decision } from './decisions';
import { canonicalJson, sha256 } from './ids';
import { isCorrectionEntry, isDecisionEntry, isLedgerValue, type LedgerEntry, ledgerHash, type Reason } from './ledger';
import type { Correction } from './overrides';
import { CRMS, type RecordRef, recordKey } from './types';

export const SIGNAL_TYPES = ['override', 'approval', 'decision', 'reason'] as const;
export type SignalType = (typeof SIGNAL_TYPES)[number];

export const SIGNAL_KINDS = [
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
  reason?: string;
  note?: string;
  suggestion?: string;
  /** Id of the signal that this one gives a reason for. */
  about?: string;
}

/** How much of the values goes out. */
export const VALUES = ['none', 'hash', 'full'] as const;
export type Values = (typeof VALUES)[number];

const Value = v.nullable(v.string());

/** What an event carries; the JSON Schemas in `docs/schemas` are made from this. */
export const EventDataSchema = v.object({
  v: v.literal(1),
  kind: v.picklist(SIGNAL_KINDS),
  record: v.object({ crm: v.picklist(CRMS), account: v.string(), object: v.string(), id: v.string() }),
  field: v.object({ name: v.string(), label: v.string() }),
  agent: v.nullable(v.string()),
  by: v.nullable(v.object({ id: v.optional(v.string()), name: v.string() })),
  /** When the agent wrote or proposed it, ISO 8601. */
  agentAt: v.nullable(v.string()),
  /** Why the person did it, where the person said so. */
  reason: v.optional(v.string()),
  note: v.optional(v.string()),
  /** Id of the suggestion, where it was one. */
  suggestion: v.optional(v.string()),
  /** `explained`: id of the event that this one gives a reason or a note for. */
  about: v.optional(v.string()),
  /** `values: full`; raw as the CRM has them. Left out where the CRM keeps none. */
  agentValue: v.optional(Value),
  value: v.optional(Value),
  /** `values: hash`; sha256 of event id and value, hexadecimal, so that who knows a value can recognise it. */
  agentValueHash: v.optional(v.string()),
  valueHash: v.optional(v.string()),
});

export const EventSchema = v.object({
  specversion: v.literal('1.0'),
  id: v.string(),
  source: v.string(),
  type: v.picklist(SIGNAL_TYPES.map((type) => `countersign.${type}.v1` as const)),
  subject: v.string(),
  time: v.pipe(v.string(), v.isoTimestamp()),
  datacontenttype: v.literal('application/json'),
  data: EventDataSchema,
});

export type SignalEvent = v.InferOutput<typeof EventSchema>;

/** The event that tells of a signal, with as much of its values as is wanted. */
export async function eventOf(signal: Signal, values: Values): Promise<SignalEvent> {
  const { id, type, kind, ref, field, label, agent, by, agentAt, at, reason, note, suggestion, about } = signal;
  return {
    specversion: '1.0',
    id,
    source: `/countersign/${ref.crm}/${ref.account}`,
    type: `countersign.${type}.v1`,
    subject: recordKey(ref),
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    data: {
      v: 1,
      kind,
      record: { crm: ref.crm, account: ref.account, object: ref.object, id: ref.id },
      field: { name: field, label },
      agent,
      by,
      agentAt: agentAt === null ? null : new Date(agentAt).toISOString(),
      ...(reason ? { reason } : {}),
      // A person's own words can quote values, so they go where values may go.
      ...(note && values === 'full' ? { note } : {}),
      ...(suggestion ? { suggestion } : {}),
      ...(about ? { about } : {}),
      ...(await shownValues(signal, values)),
    },
  };
}

async function shownValues({ id, agentValue, value }: Signal, values: Values) {
  if (values === 'none') return {};
  if (values === 'full') {
    return { ...(agentValue === undefined ? {} : { agentValue }), ...(value === undefined ? {} : { value }) };
  }
  const hash = (one: string | null) => sha256(id + (one ?? ''));
  return {
    ...(agentValue === undefined ? {} : { agentValueHash: await hash(agentValue) }),
    ...(value === undefined ? {} : { valueHash: await hash(value) }),
  };
}

/** The signal of a correction that a record's history shows. */
export function correctionSignal(ref: RecordRef, correction: Correction, label: string, by: Signal['by']): Signal {
  const { id, kind, field, agent, agentRow, humanRow } = correction;
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
  signal: Signal,
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
  { agent, change }: Pick<FieldAttribution, 'agent' | 'change'>,
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
  };
}

const SALT_CHARS = 8;
const NAME_CHARS = 200;

/** A correction as an entry of the ledger; made twice, by whomever, it is the same but for names. */
export async function ledgerEntryOf(signal: Signal): Promise<LedgerEntry> {
  const { id, kind, field, agent, by, agentValue, value, agentAt, at } = signal;
  const hash = (one: string | null) => ledgerHash(id.slice(0, SALT_CHARS), one);
  return {
    id,
    at,
    field,
    d: kind,
    by: { ...(by?.id ? { id: by.id } : {}), name: by?.name.slice(0, NAME_CHARS) ?? '' },
    ...(agent ? { agent: agent.slice(0, NAME_CHARS) } : {}),
    ...(value === undefined ? {} : { to: await hash(value) }),
    ...(agentValue === undefined ? {} : { was: await hash(agentValue) }),
    ...(agentAt === null ? {} : { agentAt }),
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
  if (!isCorrectionEntry(entry) || !/^[0-9a-f]{64}$/.test(entry.id)) return [];
  const { id, d, field, agent, agentAt, at } = entry;
  return [
    {
      id,
      type: 'override',
      kind: d as Signal['kind'],
      ref,
      record: recordKey(ref),
      field,
      label,
      agent: agent ?? null,
      by: personIn(entry),
      agentValue: await valueBehind(entry.was, entry, values),
      value,
      agentAt: agentAt ?? null,
      at,
    },
  ];
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
    agentValue: staged,
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
