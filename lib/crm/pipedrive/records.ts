/** Pipedrive's objects, fields and records in the product's terms. Pure. */
import type * as v from 'valibot';
import type { FieldHistory, RecordRef } from '../../core/types';
import type { FieldMeta, FieldOption, RecordSnapshot } from '../contract';
import { fieldName, isCustom, isHalf, isReadOnly } from './keys';
import type { FieldsSchema, RecordSchema } from './schema';
import { valueText } from './values';

interface ObjectKind {
  /** Its path in the API. */
  path: string;
  /** Path of its fields; leads have deals' fields. */
  fields: string;
  /** The field that its page shows as the title. */
  title: string;
  /** Fields every account has whose values a record's answer holds; others come only when asked for. */
  returned: readonly string[];
  /** False where the API keeps no changelog. */
  tracked: boolean;
}

/** The objects whose record pages are handled. Fields by Pipedrive's API descriptions. */
export const OBJECTS: Record<string, ObjectKind> = {
  deal: {
    path: 'deals',
    fields: 'dealFields',
    title: 'title',
    returned: (
      'id title owner_id person_id org_id pipeline_id stage_id value currency add_time update_time stage_change_time ' +
      'is_archived status probability lost_reason visible_to close_time won_time lost_time expected_close_date ' +
      'label_ids origin origin_id channel channel_id arr mrr acv'
    ).split(' '),
    tracked: true,
  },
  person: {
    path: 'persons',
    fields: 'personFields',
    title: 'name',
    returned: (
      'id name first_name last_name owner_id org_id emails phones label_ids visible_to picture_id add_time ' +
      'update_time postal_address notes im birthday job_title'
    ).split(' '),
    tracked: true,
  },
  organization: {
    path: 'organizations',
    fields: 'organizationFields',
    title: 'name',
    returned: (
      'id name owner_id address label_ids visible_to website linkedin industry annual_revenue employee_count ' +
      'add_time update_time'
    ).split(' '),
    tracked: true,
  },
  lead: {
    path: 'leads',
    fields: 'dealFields',
    title: 'title',
    returned: (
      'title owner_id person_id organization_id value currency add_time update_time is_archived visible_to ' +
      'expected_close_date origin origin_id channel channel_id'
    ).split(' '),
    tracked: false,
  },
};

type ApiField = v.InferOutput<typeof FieldsSchema>['data'][number];
export type ApiRecord = v.InferOutput<typeof RecordSchema>['data'];

/** The most characters of a custom field, by type; Pipedrive names "65k" for the long one. */
const LONGEST: Record<string, number> = { varchar: 255, varchar_auto: 255, phone: 255, text: 65_000 };

/** How values are written that pages show in ways of their own; of a period this is its beginning, whose end has a field of its own. */
const WRITES: Record<string, FieldMeta['writes']> = {
  address: 'text',
  daterange: 'date',
  time: 'time',
  timerange: 'time',
};

/**
 * What Pipedrive's API descriptions give records always and take no `null` for, or what says who sees them. Besides these a team marks
 * fields as required, which Pipedrive asks of people on its pages alone.
 */
const NEVER_EMPTY = 'title name owner_id pipeline_id stage_id status currency visible_to is_archived'.split(' ');

/** Names of stages and pipelines, which no field's own options hold. */
export interface Names {
  stages: FieldOption[];
  pipelines: FieldOption[];
}

/** An object's fields in the product's terms, with those that hold the second half of another's value. */
export function fieldMetas(object: string, fields: readonly ApiField[], names: Names): FieldMeta[] {
  const kind = OBJECTS[object];
  const returned = kind?.returned ?? [];
  const history = kind?.tracked === false ? { tracked: false } : {};
  return fields.flatMap((field) => {
    const name = nameIn(object, field.field_code);
    const custom = field.is_custom_field === true;
    // A lead has only those of a deal's own fields that its answer holds.
    if (object === 'lead' && !custom && !returned.includes(name)) return [];
    const known = custom || (returned.includes(name) && !field.is_optional_response_field);
    const meta: FieldMeta = {
      name,
      label: field.field_name,
      // Where no value is read, none that the page shows may contradict it.
      kind: known ? kindOf(name, field.field_type) : 'rich',
      ...writesOf(name, field.field_type, known),
      options: optionsOf(name, field, names),
      isUser: field.field_type === 'user',
      readOnly: isReadOnly(name),
      ...(NEVER_EMPTY.includes(name) || field.required_fields?.enabled ? { required: true as const } : {}),
      ...(name === 'stage_id' ? { pipelineField: 'pipeline_id' } : {}),
      ...(custom && LONGEST[field.field_type] ? { maxLength: LONGEST[field.field_type] } : {}),
      ...(field.field_type === 'monetary' ? { currencyField: custom ? `${name}_currency` : 'currency' } : {}),
      ...history,
    };
    const halves = (field.subfields ?? []).filter(({ field_code }) => custom && isHalf(field_code));
    const end = halves.find(({ field_code }) => field_code === `${name}_until`);
    return [
      end ? { ...meta, half: end.field_code } : meta,
      ...halves.map(
        (half): FieldMeta => ({
          name: half.field_code,
          label: half.field_name,
          kind: 'text',
          options: [],
          isUser: false,
          readOnly: false,
          // An amount has a currency; a period can be without an end.
          ...(half === end ? {} : { required: true as const }),
          ...history,
        }),
      ),
    ];
  });
}

/** @param known whether its value is read */
function writesOf(name: string, type: string, known: boolean): Pick<FieldMeta, 'writes'> {
  // Any address will do; there is no list to choose from.
  const writes = name === 'emails' ? 'text' : WRITES[type];
  return known && writes ? { writes } : {};
}

function nameIn(object: string, code: string): string {
  const name = fieldName(code);
  return object === 'lead' && name === 'org_id' ? 'organization_id' : name;
}

function optionsOf(name: string, field: ApiField, names: Names): FieldOption[] {
  if (name === 'stage_id') return names.stages;
  if (name === 'pipeline_id') return names.pipelines;
  return (field.options ?? []).map(({ id, label }) => ({ value: String(id), label }));
}

function kindOf(name: string, type: string): FieldMeta['kind'] {
  if (name === 'pipeline_id') return 'option';
  // People have several addresses and numbers.
  if (name === 'label_ids' || name === 'emails') return 'options';
  if (name === 'phones') return 'phone';
  switch (type) {
    case 'int':
    case 'double':
    case 'monetary':
      return 'number';
    case 'boolean':
      return 'bool';
    case 'varchar':
    case 'varchar_auto':
    case 'varchar_options':
    case 'text':
      return 'text';
    case 'phone':
      return 'phone';
    case 'date':
      return name.endsWith('_time') ? 'datetime' : 'date';
    case 'enum':
    case 'stage':
    case 'status':
    case 'visible_to':
      return 'option';
    case 'set':
      return 'options';
    case 'user':
      return 'user';
    case 'deal':
    case 'lead':
    case 'org':
    case 'people':
      return 'reference';
    default:
      // Periods, times of day, addresses: pages write them in ways that comparing words would get wrong.
      return 'rich';
  }
}

/** A record's current values; of a field of Pipedrive's own that the answer leaves out nothing is known. */
export function valuesOf(record: ApiRecord, fields: readonly FieldMeta[]): Map<string, string | null> {
  const custom = record.custom_fields ?? {};
  const values = new Map<string, string | null>();
  for (const { name, kind } of fields) {
    const raw = isHalf(name) ? halfOf(name, custom, record) : (custom[name] ?? record[name]);
    if (name === 'value' && isLeadValue(raw)) {
      values.set('value', valueText('number', raw.amount));
      values.set('currency', raw.currency);
    } else if (raw !== undefined || (isCustom(name) && !values.has(name))) values.set(name, valueText(kind, raw));
  }
  return values;
}

/** `<code>_currency`: in v2 inside the value, in a lead's answer beside it. */
function halfOf(name: string, custom: Record<string, unknown>, record: ApiRecord): unknown {
  const [code = '', part = ''] = name.split('_');
  return (custom[code] as Record<string, unknown> | null | undefined)?.[part] ?? record[name];
}

function isLeadValue(raw: unknown): raw is { amount: number; currency: string } {
  return typeof raw === 'object' && raw !== null && 'amount' in raw && 'currency' in raw;
}

/** When a record was last modified, epoch ms; `NaN` where it does not say. */
export function modifiedAt({ update_time: time }: ApiRecord): number {
  return Date.parse(valueText('datetime', time) ?? '');
}

export function snapshotOf(
  ref: RecordRef,
  record: ApiRecord,
  fields: readonly FieldMeta[],
  histories: Map<string, FieldHistory>,
): RecordSnapshot {
  const title = record[OBJECTS[ref.object]?.title ?? ''];
  return {
    ref,
    title: typeof title === 'string' ? title : '',
    modified: modifiedAt(record) || 0,
    values: valuesOf(record, fields),
    histories,
    depth: null,
  };
}
