/** v2 deal, person and organization fields: reading, and adding, renaming and deleting custom ones. */
import { randomBytes } from 'node:crypto';
import type { FieldDefinition, FieldOption, FieldType, RecordObject } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { bodyOf, cursorFor, listOf, numberOf, ok, readCursor, requireFields } from './call.ts';
import { notFound, schemaInvalid } from './errors.ts';

const CREATABLE: readonly FieldType[] = [
  'varchar',
  'varchar_auto',
  'text',
  'double',
  'monetary',
  'date',
  'daterange',
  'time',
  'timerange',
  'set',
  'enum',
  'user',
  'org',
  'people',
  'phone',
  'address',
];

const SUBFIELDS: Partial<Record<FieldType, ReadonlyArray<readonly [suffix: string, name: string, type: string]>>> = {
  monetary: [['currency', 'Currency of', 'varchar']],
  daterange: [['until', 'End date of', 'date']],
  timerange: [['until', 'End time of', 'time']],
  address: [
    ['country', 'Country of', 'varchar'],
    ['locality', 'City/town/village/locality of', 'varchar'],
    ['postal_code', 'ZIP/Postal code of', 'varchar'],
    ['route', 'Street/road name of', 'varchar'],
  ],
};

function render(field: FieldDefinition, include: readonly string[]): object {
  const subfields = SUBFIELDS[field.type]?.map(([suffix, name, type]) => ({
    field_code: `${field.code}_${suffix}`,
    field_name: `${name} ${field.name}`,
    field_type: type,
  }));
  const visibility = {
    add_visible_flag: false,
    details_visible_flag: field.details,
    projects_detail_visible_flag: false,
    show_in_pipelines: { show_in_all: true, pipeline_ids: [] },
  };
  return {
    field_name: field.name,
    field_code: field.code,
    description: field.description ?? null,
    field_type: field.type,
    options: field.options?.map(({ id, label, color }) => ({ id, label, color: color ?? null })) ?? null,
    subfields: subfields ?? null,
    is_custom_field: field.custom,
    is_optional_response_field: field.optional,
    ...(include.includes('ui_visibility') && { ui_visibility: visibility }),
    ...(include.includes('important_fields') && { important_fields: { enabled: false, stage_ids: [] } }),
    ...(include.includes('required_fields') && { required_fields: { enabled: false, stage_ids: [], statuses: {} } }),
  };
}

function fieldOf(call: Call, object: RecordObject, code = ''): FieldDefinition {
  const field = call.store.catalog.field(object, code);
  if (!field) throw notFound('Field');
  return field;
}

function customField(call: Call, object: RecordObject, code?: string): FieldDefinition {
  requireFields(call);
  const field = fieldOf(call, object, code);
  if (!field.custom) throw schemaInvalid('only custom fields can be changed');
  return field;
}

export const listFields =
  (object: RecordObject): Handler =>
  (call) => {
    const fields = call.store.catalog.fields(object);
    const limit = numberOf(call, 'limit', 100, 500);
    const cursor = readCursor(call);
    const from = cursor === undefined ? 0 : fields.findIndex(({ code }) => code === cursor);
    const next = from < 0 ? undefined : fields[from + limit];
    const include = listOf(call, 'include_fields');
    return ok(
      (from < 0 ? [] : fields.slice(from, from + limit)).map((field) => render(field, include)),
      { next_cursor: next ? cursorFor(next.code) : null },
    );
  };

export const readField =
  (object: RecordObject): Handler =>
  (call, { code }) =>
    ok(render(fieldOf(call, object, code), listOf(call, 'include_fields')));

const labelsOf = (list: unknown): string[] => {
  if (!Array.isArray(list) || list.length === 0) throw schemaInvalid('options must be a non-empty list');
  return list.map((one: { label?: unknown }) => {
    if (typeof one?.label !== 'string' || one.label === '') throw schemaInvalid('every option needs a label');
    return one.label;
  });
};

export const createField =
  (object: RecordObject): Handler =>
  (call) => {
    requireFields(call);
    const { field_name: name, field_type: type, description, options, ui_visibility: visibility } = bodyOf(call);
    if (typeof name !== 'string' || name.trim() === '') throw schemaInvalid('field_name is required');
    const known = CREATABLE.find((one) => one === type);
    if (!known) throw schemaInvalid(`field_type must be one of ${CREATABLE.join(', ')}`);
    const chosen = known === 'enum' || known === 'set';
    if (!chosen && options !== undefined) throw schemaInvalid(`a field of type ${known} has no options`);
    const code = randomBytes(20).toString('hex');
    const { catalog } = call.store;
    const field: FieldDefinition = {
      code,
      v1Key: code,
      name,
      type: known,
      custom: true,
      details: (visibility as { details_visible_flag?: boolean } | undefined)?.details_visible_flag ?? true,
      optional: false,
      readOnly: false,
      ...(typeof description === 'string' && { description }),
      ...(chosen && { options: labelsOf(options).map((label) => ({ id: catalog.nextOptionId(), label })) }),
    };
    catalog.add(object, field);
    return ok(render(field, ['ui_visibility']), undefined, 201);
  };

export const updateField =
  (object: RecordObject): Handler =>
  (call, { code }) => {
    const field = customField(call, object, code);
    const { field_name: name, description } = bodyOf(call);
    if (name !== undefined && (typeof name !== 'string' || name === '')) throw schemaInvalid('field_name is not valid');
    if (typeof name === 'string') field.name = name;
    if (typeof description === 'string') field.description = description;
    return ok(render(field, []));
  };

export const deleteField =
  (object: RecordObject): Handler =>
  (call, { code }) => {
    const field = customField(call, object, code);
    call.store.catalog.remove(object, field.code);
    return ok({ field_code: field.code });
  };

const bodyList = (call: Call): unknown => {
  try {
    return JSON.parse(call.body);
  } catch {
    throw schemaInvalid('the body must be a list');
  }
};

/** Adds, renames or removes options, all of the request or none. */
export const changeOptions =
  (object: RecordObject): Handler =>
  (call, { code }) => {
    const field = customField(call, object, code);
    const { options: known } = field;
    if (!known) throw schemaInvalid('the field has no options');
    const list = bodyList(call);
    if (call.method === 'POST') {
      const added = labelsOf(list).map((label): FieldOption => ({ id: call.store.catalog.nextOptionId(), label }));
      field.options = [...known, ...added];
      return ok(added);
    }
    if (!Array.isArray(list)) throw schemaInvalid('the body must be a list');
    const ids = list.map(({ id }: { id?: unknown }) => id);
    if (ids.some((id) => !known.some((one) => one.id === id))) throw notFound('Option');
    if (call.method === 'DELETE') {
      field.options = known.filter(({ id }) => !ids.includes(id));
      return ok(known.filter(({ id }) => ids.includes(id)));
    }
    const labels = labelsOf(list);
    field.options = known.map((one) => ({ ...one, label: labels[ids.indexOf(one.id)] ?? one.label }));
    return ok(field.options.filter(({ id }) => ids.includes(id)));
  };
