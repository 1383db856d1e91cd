/** The bodies of every message, as their receiver validates them. */
import * as v from 'valibot';
import { DECISIONS } from '../core/decisions';
import { VALUES } from '../core/events';
import { NOTE_CHARS, REASONS } from '../core/ledger';
import { isEndpointUrl, LEDGER_GAPS, ROOMS } from '../core/outbox';
import { TIME_OF_DAY } from '../core/reminder';
import { CHOSEN_TYPES } from '../core/signals';
import { PolicySchema, ROLES } from '../core/team';
import { CRMS } from '../core/types';
import { isSecret } from '../core/webhookSecret';
import { LAYOUTS } from '../core/wizard';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const fieldName = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const fieldNames = v.pipe(v.array(fieldName), v.maxLength(2000));
const crm = v.picklist(CRMS);
const language = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ref = v.object({ crm, account: id, object: id, id });
const account = v.object({ crm, account: id });
const token = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000));
const endpoint = {
  url: v.pipe(v.string(), v.trim(), v.maxLength(2000), v.check(isEndpointUrl)),
  values: v.picklist(VALUES),
  /** `null` for all. */
  types: v.nullable(v.pipe(v.array(v.picklist(CHOSEN_TYPES)), v.minLength(1))),
  secret: v.optional(v.pipe(v.string(), v.trim(), v.check(isSecret))),
};
const name = v.pipe(v.string(), v.trim(), v.maxLength(120));

/** Bodies by message kind. */
export const BODIES = {
  'record.view': v.object({ ref, reason: v.picklist(['open', 'refresh', 'recheck']), language }),
  'record.report': v.object({
    ref,
    status: v.picklist(['loading', 'ready', 'stale', 'offline', 'no-account', 'mismatch', 'error']),
    placed: fieldNames,
    unplaced: fieldNames,
    disagreeing: fieldNames,
    layers: v.object({ attribute: count, label: count }),
    found: count,
    suggested: fieldNames,
  }),
  'record.labels': v.object({
    ref,
    language,
    rows: v.pipe(
      v.array(v.object({ label: v.pipe(v.string(), v.maxLength(200)), shown: v.pipe(v.string(), v.maxLength(300)) })),
      v.maxLength(300),
    ),
  }),
  'record.seen': v.object({ ref, fields: fieldNames }),
  'page.kit': v.object({}),
  'page.open': v.object({ page: v.picklist(['accounts', 'agents']) }),

  'field.details': v.object({ ref, field: fieldName }),
  'suggestion.details': v.object({ ref, field: fieldName }),
  'suggestion.decide': v.object({
    token: v.pipe(v.string(), v.uuid()),
    kind: v.picklist(DECISIONS),
    /** What the person chose or typed instead; raw. */
    value: v.optional(v.pipe(v.string(), v.maxLength(65_536))),
    reason: v.optional(v.picklist(REASONS)),
  }),
  'decision.undo': v.object({ ref, key: v.pipe(v.string(), v.uuid()) }),
  'decision.note': v.object({
    ref,
    key: v.pipe(v.string(), v.uuid()),
    note: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NOTE_CHARS)),
  }),
  'decision.get': v.object({ ref, key: v.pipe(v.string(), v.uuid()) }),
  'decisions.resume': v.object({}),
  'queue.list': account,
  'corrections.list': v.object({
    ...account.entries,
    record: v.optional(ref),
    before: v.nullable(count),
  }),
  'correction.ask': v.object({ ref, field: fieldName }),
  'correction.explain': v.object({ ref, signal: id, reason: v.picklist(REASONS) }),
  'reminder.get': v.object({}),
  'reminder.set': v.object({ at: v.nullable(v.pipe(v.string(), v.regex(TIME_OF_DAY))) }),
  'asking.get': v.object({}),
  'asking.set': v.object({ on: v.boolean() }),
  'writer.map': v.object({
    ...account.entries,
    key: id,
    role: v.picklist(ROLES),
    name,
    actedBy: v.optional(v.pipe(v.array(name), v.maxLength(20))),
  }),

  'tab.summary': v.object({ tab: v.optional(count) }),
  'connection.list': v.object({}),
  'connection.test': v.object({ crm, token }),
  'connection.add': v.object({
    crm,
    token,
    label: v.optional(name),
    person: v.optional(name),
  }),
  'connection.redirect': v.object({}),
  'connection.signIn': v.object({
    crm,
    host: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300)),
    clientId: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300)),
  }),
  'connection.rename': v.object({ id, label: name, person: v.optional(name) }),
  'connection.remove': v.object({ id }),
  'people.list': account,
  'team.get': account,
  'team.import': v.object({ ...account.entries, text: v.pipe(v.string(), v.maxLength(2_000_000)) }),
  'team.stamp': v.object({
    ...account.entries,
    stamp: v.object({
      writer: id,
      field: fieldName,
      agents: v.pipe(v.array(v.object({ value: id, name })), v.maxLength(50)),
    }),
  }),
  'team.tag': v.object({
    ...account.entries,
    tag: v.nullable(v.object({ field: fieldName, approved: fieldName })),
  }),
  'team.policy': v.object({ ...account.entries, policy: PolicySchema }),
  'control.get': account,
  'control.look': account,
  'control.preview': v.object({ ...account.entries, address: v.pipe(v.string(), v.trim(), v.maxLength(2000)) }),
  'control.use': v.object({ ref, seen: id }),
  'control.create': account,
  'control.resolve': v.object({ ...account.entries, keep: v.picklist(['mine', 'theirs']), seen: id }),
  'control.pause': v.object({ ...account.entries, on: v.boolean() }),
  'control.leave': account,
  'writers.list': account,
  'writers.effect': v.object({ ...account.entries, key: id, role: v.picklist(ROLES) }),
  'fields.list': account,
  'sweep.state': account,
  'sweep.pause': v.object({ ...account.entries, paused: v.boolean() }),
  'signals.state': account,
  'signals.room': v.object({ mb: v.picklist(ROOMS) }),
  'signals.list': v.object({ ...account.entries, before: v.optional(v.number()) }),
  'signals.exported': v.object({ ...account.entries, seq: v.number() }),
  'signals.delivery': account,
  'alerts.list': account,
  'alert.acknowledge': v.object({ ...account.entries, id }),
  /** A secret is the receiver's; without one it is made here. */
  'endpoint.add': v.object({ ...account.entries, ...endpoint }),
  /** Without a secret the one it has stays. */
  'endpoint.change': v.object({ id, ...endpoint }),
  'endpoint.remove': v.object({ id }),
  'endpoint.retry': v.object({ id }),
  'deadLetter.retry': v.object({ endpoint: id, signal: v.optional(id) }),
  'deadLetter.discard': v.object({ endpoint: id, signal: v.optional(id) }),
  'ledger.switch': v.object({ ...account.entries, on: v.boolean() }),
  'ledger.retry': account,
  'ledger.discard': v.object({ ...account.entries, why: v.picklist(LEDGER_GAPS) }),
  'staging.load': account,
  'staging.begin': v.object({
    ...account.entries,
    choices: v.object({
      layout: v.picklist(LAYOUTS),
      objects: v.pipe(v.array(v.object({ object: id, fields: fieldNames })), v.maxLength(20)),
      names: v.pipe(v.array(v.object({ object: id, field: fieldName, name: fieldName })), v.maxLength(2000)),
      parts: v.object({
        metadata: v.optional(fieldName),
        count: v.optional(fieldName),
        ledger: v.optional(fieldName),
      }),
    }),
  }),
} as const;
