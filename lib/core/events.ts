/**
 * Events: what others are told of signals. Pure.
 *
 * They are CloudEvents 1.0 in JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 */
import * as v from 'valibot';
import { ALERT_RULES, type AlertRule, SEVERITIES } from './alerts';
import { sha256 } from './ids';
import { CHOSEN_TYPES, RETRACTION_KINDS, type Signal, VALUE_KINDS } from './signals';
import { CRMS, type RecordRef, recordKey } from './types';

/** How much of the values goes out. */
export const VALUES = ['none', 'hash', 'full'] as const;
export type Values = (typeof VALUES)[number];

const Value = v.nullable(v.string());
const RecordSchema = v.object({ crm: v.picklist(CRMS), account: v.string(), object: v.string(), id: v.string() });
const FieldSchema = v.object({ name: v.string(), label: v.string() });

/** What an event about one value carries; the JSON Schemas in `docs/schemas` are made from this. */
const EventDataSchema = v.object({
  v: v.literal(1),
  kind: v.picklist(VALUE_KINDS),
  record: RecordSchema,
  field: FieldSchema,
  agent: v.nullable(v.string()),
  by: v.nullable(v.object({ id: v.optional(v.string()), name: v.string() })),
  /** When the agent wrote or proposed it, ISO 8601. */
  agentAt: v.nullable(v.string()),
  /** How many changes people made on the record between the two; left out where the CRM's history does not tell. */
  between: v.optional(v.pipe(v.number(), v.integer())),
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

/** What an alert carries. Rules that are about a time or about several records fit in as well: `record` and `changes` may say nothing. */
const AlertDataSchema = v.object({
  v: v.literal(1),
  rule: v.picklist(ALERT_RULES),
  severity: v.picklist(SEVERITIES),
  /** The agent's name; `null` where the writer is on nobody's list, or no writer is meant. */
  agent: v.nullable(v.string()),
  /** The record it is about, where it is about one. */
  record: v.optional(RecordSchema),
  /** First and last moment that it is about, ISO 8601. */
  from: v.string(),
  until: v.string(),
  /** The rows of the CRM's history that prove it. */
  changes: v.array(
    v.object({
      record: RecordSchema,
      field: FieldSchema,
      /** The writer as the CRM's history has it, e.g. `app:5671234`. */
      writer: v.string(),
      at: v.string(),
      /** `ledger_tampered`: what the row claims that people did, and in whose name. */
      claims: v.optional(v.array(v.object({ field: v.string(), kind: v.string(), by: v.string() }))),
    }),
  ),
});

/** What a retraction carries: who keeps `about` counts it no more after `retracted`, and again after `reinstated`. */
const RetractionDataSchema = v.object({
  v: v.literal(1),
  kind: v.picklist(RETRACTION_KINDS),
  /** Id of the event that it is about, and its type. */
  about: v.string(),
  of: v.picklist(CHOSEN_TYPES.map((type) => `countersign.${type}.v1` as const)),
  /** Which retraction of that event it is, from 1. The one with the highest number holds. */
  n: v.pipe(v.number(), v.integer()),
  record: RecordSchema,
  field: FieldSchema,
  agent: v.nullable(v.string()),
});

const head = {
  specversion: v.literal('1.0'),
  id: v.string(),
  source: v.string(),
  time: v.pipe(v.string(), v.isoTimestamp()),
  datacontenttype: v.literal('application/json'),
};

const VALUE_TYPES = ['override', 'approval', 'decision', 'reason'] as const;

export const EventSchema = v.variant('type', [
  v.object({
    ...head,
    type: v.picklist(VALUE_TYPES.map((type) => `countersign.${type}.v1` as const)),
    subject: v.string(),
    data: EventDataSchema,
  }),
  v.object({
    ...head,
    type: v.literal('countersign.alert.v1'),
    /** The record, where it is about one. */
    subject: v.optional(v.string()),
    data: AlertDataSchema,
  }),
  v.object({
    ...head,
    type: v.literal('countersign.retraction.v1'),
    subject: v.string(),
    data: RetractionDataSchema,
  }),
]);

export type SignalEvent = v.InferOutput<typeof EventSchema>;

/** The event that tells of a signal, with as much of its values as is wanted. */
export async function eventOf(signal: Signal, values: Values): Promise<SignalEvent> {
  const { id, type, kind, ref, at } = signal;
  const head = {
    specversion: '1.0',
    id,
    source: `/countersign/${ref.crm}/${ref.account}`,
    subject: recordKey(ref),
    time: iso(at),
    datacontenttype: 'application/json',
  } as const;
  if (type === 'alert') return { ...head, type: 'countersign.alert.v1', data: alertData(signal) };
  if (type === 'retraction') return { ...head, type: 'countersign.retraction.v1', data: retractionData(signal) };
  return {
    ...head,
    type: `countersign.${type}.v1`,
    data: { v: 1, kind: kind as (typeof VALUE_KINDS)[number], ...(await valueData(signal, values)) },
  };
}

const iso = (at: number) => new Date(at).toISOString();
const recordOf = ({ crm, account, object, id }: RecordRef) => ({ crm, account, object, id });

async function valueData(signal: Signal, values: Values) {
  const { ref, field, label, agent, by, agentAt, between, reason, note, suggestion, about } = signal;
  return {
    record: recordOf(ref),
    field: { name: field, label },
    agent,
    by,
    agentAt: agentAt === null ? null : iso(agentAt),
    ...(between === undefined ? {} : { between }),
    ...(reason ? { reason } : {}),
    // A person's own words can quote values, so they go where values may go.
    ...(note && values === 'full' ? { note } : {}),
    ...(suggestion ? { suggestion } : {}),
    ...(about ? { about } : {}),
    ...(await shownValues(signal, values)),
  };
}

function alertData({ kind, ref, agent, at, alert }: Signal): v.InferOutput<typeof AlertDataSchema> {
  const { severity, changes } = alert ?? { severity: 'information', changes: [] };
  const times = changes.map((change) => change.at);
  return {
    v: 1,
    rule: kind as AlertRule,
    severity,
    agent,
    record: recordOf(ref),
    from: iso(Math.min(at, ...times)),
    until: iso(Math.max(at, ...times)),
    changes: changes.map(({ field, label, writer, at, claims }) => ({
      record: recordOf(ref),
      field: { name: field, label },
      writer,
      at: iso(at),
      ...(claims ? { claims } : {}),
    })),
  };
}

function retractionData(signal: Signal): v.InferOutput<typeof RetractionDataSchema> {
  const { kind, about = '', of = 'override', n = 1, ref, field, label, agent } = signal;
  return {
    v: 1,
    kind: kind as (typeof RETRACTION_KINDS)[number],
    about,
    of: `countersign.${of}.v1`,
    n,
    record: recordOf(ref),
    field: { name: field, label },
    agent,
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
