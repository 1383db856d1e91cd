/** The Tooling API, as far as it makes fields. A new field is nobody's to see until a permission set grants it. */

import { custom, options } from '../catalog/define.ts';
import { isoSeconds } from '../format.ts';
import { to18 } from '../ids.ts';
import type { FieldDef } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { asObject, bodyOf, mustCustomise } from './call.ts';
import { ApiError, notFound } from './errors.ts';

const MAX_NAME = 40;
const MAX_TRACKED = 20;

const TYPES: Record<string, FieldDef['type']> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Checkbox: 'boolean',
  Date: 'date',
  DateTime: 'datetime',
  Url: 'url',
  Email: 'email',
  Phone: 'phone',
};

const refuse = (code: string, message: string, ...fields: string[]): ApiError =>
  new ApiError(400, code, message, fields);

function optionsOf(metadata: Record<string, unknown>): Partial<FieldDef> {
  if (metadata.valueSet === undefined || metadata.valueSet === null) return {};
  const { restricted, valueSetDefinition } = asObject(metadata.valueSet);
  const { value } = asObject(valueSetDefinition ?? {});
  const names = (Array.isArray(value) ? value : []).map((one) => String(asObject(one).fullName ?? ''));
  return { options: options(...names), restricted: restricted === true };
}

function numbersOf({ length, precision, scale }: Record<string, unknown>): Partial<FieldDef> {
  return {
    ...(typeof length === 'number' && { length }),
    ...(typeof precision === 'number' && { precision }),
    ...(typeof scale === 'number' && { scale }),
  };
}

function nameOf(call: Call, raw: unknown): { object: string; name: string } {
  const [, object = '', name = ''] = /^(\w+)\.(\w+)$/.exec(String(raw ?? '')) ?? [];
  const known = call.store.catalog.object(object);
  if (!known?.page || !/__c$/i.test(name)) {
    throw refuse('INVALID_INPUT', `Object.Field is not a name of a custom field: ${String(raw)}`, 'FullName');
  }
  const base = name.slice(0, -'__c'.length);
  if (base.length > MAX_NAME)
    throw refuse(
      'STRING_TOO_LONG',
      `Custom Field Name: data value too large: ${base} (max length=${MAX_NAME})`,
      'DeveloperName',
    );
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(base) || base.includes('__') || base.endsWith('_')) {
    throw refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      `The API name must begin with a letter, hold letters, digits and single underscores only and not end with one: ${base}`,
      'DeveloperName',
    );
  }
  if (call.store.catalog.field(known.name, name)) {
    throw refuse(
      'DUPLICATE_DEVELOPER_NAME',
      `There is already a field named ${base} on ${known.label}.`,
      'DeveloperName',
    );
  }
  return { object: known.name, name };
}

/** Id of a custom field's definition; those that were there before anything began have one as well. */
export function definitionId(object: string, { name, made }: FieldDef): string | undefined {
  if (made || !name.endsWith('__c')) return made?.id;
  const digits = [...`${object}.${name}`].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) % 10_000_000_000, 7);
  return to18(`00NHt${String(digits).padStart(10, '0')}`);
}

/** An id that no field has: ids of deleted ones may come again, those of others must not. */
function freeId({ store }: Call): string {
  const taken = new Set(store.catalog.objects().flatMap(({ fields }) => fields.map(({ made }) => made?.id)));
  const idOf = (n: number): string => to18(`00NHs${String(n).padStart(10, '0')}`);
  let n = 1;
  while (taken.has(idOf(n))) n++;
  return idOf(n);
}

export const createField: Handler = (call) => {
  mustCustomise(call);
  const { FullName, Metadata } = bodyOf(call);
  const metadata = asObject(Metadata);
  const { catalog } = call.store;
  const { object, name } = nameOf(call, FullName);
  const type = TYPES[String(metadata.type)];
  if (!type || typeof metadata.label !== 'string') {
    throw refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [label, type]');
  }
  const tracked = metadata.trackHistory === true;
  const count = catalog.object(object)?.fields.filter((one) => one.tracked).length ?? 0;
  if (tracked && count >= MAX_TRACKED) {
    throw refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      `You can track the history of ${MAX_TRACKED} fields at most.`,
      'TrackHistory',
    );
  }
  const made = { id: freeId(call), at: isoSeconds(call.store.now()) };
  catalog.add(
    object,
    custom(name, type, metadata.label, {
      ...numbersOf(metadata),
      ...(typeof metadata.inlineHelpText === 'string' && { helpText: metadata.inlineHelpText }),
      ...optionsOf(metadata),
      ...(metadata.type === 'Html' && { rich: true }),
      tracked,
      made,
      grants: new Map(),
    }),
  );
  return { status: 201, body: { id: made.id, success: true, errors: [], warnings: [], infos: [] } };
};

/** What permission sets say about a field goes with it. */
function dropPermissions({ store, credential }: Call, field: string): void {
  for (const record of store.list('FieldPermissions')) {
    if (store.value(record, 'Field') === field) store.delete(record, credential.userId);
  }
}

export const deleteField: Handler = (call, { id }) => {
  mustCustomise(call);
  for (const object of call.store.catalog.pageObjects()) {
    const field = object.fields.find((one) => id !== undefined && definitionId(object.name, one) === id);
    if (!field) continue;
    call.store.catalog.remove(object.name, field.name);
    dropPermissions(call, `${object.name}.${field.name}`);
    return { status: 204 };
  }
  throw notFound();
};
