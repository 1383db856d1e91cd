/** Records as v2 and v1 answer them. */
import type { Store } from '../store.ts';
import { v1Time } from '../times.ts';
import type { FieldDefinition, StoredRecord } from '../types.ts';
import { halfCodes, toChangelog, toV2 } from '../values.ts';

interface Wish {
  /** Custom fields to answer; all where it is left out. */
  customFields?: readonly string[];
  /** Options as `{id, label}`. */
  optionLabels?: boolean;
  /** The label objects besides their ids. */
  labels?: boolean;
  /** Optional fields to answer as well. */
  include?: readonly string[];
}

const labelled = (field: FieldDefinition, value: unknown): unknown => {
  if (!field.custom || (field.type !== 'enum' && field.type !== 'set')) return value;
  const option = (id: unknown) => ({ id, label: field.options?.find((one) => one.id === id)?.label ?? null });
  return Array.isArray(value) ? value.map(option) : value === null ? null : option(value);
};

/** A record as v2 answers it. */
export function renderV2(store: Store, record: StoredRecord, wish: Wish = {}): Record<string, unknown> {
  const { customFields, optionLabels = false, labels = false, include = [] } = wish;
  const root: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  const read = (code: string) => store.value(record, code);
  for (const field of store.catalog.fields(record.object)) {
    if (field.optional && !include.includes(field.code)) continue;
    if (field.optional) root[field.code] = field.type === 'int' ? Number(read(field.code) ?? 0) : read(field.code);
    else if (!field.custom) root[field.code] = toV2(field, read, record.partLabels.get(field.code));
    else if (!customFields || customFields.includes(field.code)) {
      const value = toV2(field, read);
      custom[field.code] = optionLabels ? labelled(field, value) : value;
    }
  }
  if (labels) {
    const { options = [] } = store.catalog.field(record.object, 'label_ids') ?? {};
    root.labels = options.filter(({ id }) => (root.label_ids as unknown[]).includes(id));
  }
  return { ...root, is_deleted: record.deleted, custom_fields: custom };
}

/** A record as v1's lists answer it: v1 keys, custom fields and their second halves beside the others. */
export function renderV1(store: Store, record: StoredRecord): Record<string, unknown> {
  const flat: Record<string, unknown> = { id: Number(record.id) };
  for (const field of store.catalog.fields(record.object)) {
    if (field.code === 'id' || field.optional) continue;
    const text = store.value(record, field.code);
    flat[field.v1Key] = toChangelog(field, text);
    for (const code of halfCodes(field)) flat[code] = store.value(record, code);
  }
  return { ...flat, add_time: v1Time(record.createdAt), update_time: v1Time(record.updatedAt) };
}

/** A lead as v1 answers it. */
export function renderLead(store: Store, record: StoredRecord): Record<string, unknown> {
  const read = (code: string) => store.value(record, code);
  const reference = (code: string) => (read(code) === null ? null : Number(read(code)));
  const amount = read('value');
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    id: record.id,
    title: read('title'),
    owner_id: reference('owner_id'),
    creator_id: record.creatorUserId,
    label_ids: [],
    person_id: reference('person_id'),
    organization_id: reference('organization_id'),
    source_name: 'Manually created',
    origin: record.origin,
    origin_id: null,
    channel: null,
    channel_id: null,
    is_archived: read('is_archived') === 'true',
    was_seen: true,
    value: amount === null ? null : { amount: Number(amount), currency: read('currency') ?? 'EUR' },
    expected_close_date: read('expected_close_date'),
    next_activity_id: null,
    add_time: iso(record.createdAt),
    update_time: iso(record.updatedAt),
    visible_to: '3',
    cc_email: `${store.company.domain}+${store.company.id}+lead${record.id}@pipedrivemail.com`,
  };
}
