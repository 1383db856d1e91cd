/** `/ui-api/records`: values with what a page shows for them, without fields the caller must not see. */
import { createHash } from 'node:crypto';
import type { Reply } from '../../http.ts';
import { canSee, visibleFields } from '../access.ts';
import { displayValue } from '../format.ts';
import { jsonValue } from '../history.ts';
import { normalId } from '../ids.ts';
import { MASTER_RECORD_TYPE } from '../org.ts';
import type { FieldDef, ObjectDef, StoredRecord } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { asObject, bodyOf, header, languageOf, objectOf } from './call.ts';
import { ApiError, notFound } from './errors.ts';
import { addRecord, saveRecord } from './records.ts';

/** Types of which the UI API repeats no text beside the value. */
const WITHOUT_DISPLAY: ReadonlySet<FieldDef['type']> = new Set([
  'string',
  'textarea',
  'boolean',
  'reference',
  'id',
  'email',
  'phone',
  'url',
  'address',
]);

interface UiField {
  displayValue: string | null;
  value: unknown;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function recordById(call: Call, id: string | undefined): StoredRecord {
  const record = call.store.find(normalId(id ?? '') ?? '');
  if (!record) throw notFound();
  return record;
}

function uiField(call: Call, record: StoredRecord, field: FieldDef): UiField {
  const { store } = call;
  const text = store.value(record, field.name);
  const value = field.type === 'datetime' && text !== null ? iso(Date.parse(text)) : jsonValue(field, text);
  const shown = WITHOUT_DISPLAY.has(field.type) ? null : displayValue(store, record, field, languageOf(call));
  return { displayValue: shown, value };
}

/** What one path adds; `undefined` where the caller sees no such field. */
function addPath(
  call: Call,
  record: StoredRecord,
  object: ObjectDef,
  path: readonly string[],
  into: Record<string, UiField>,
): boolean {
  const [name = '', ...rest] = path;
  const { store, credential } = call;
  if (rest.length === 0) {
    const field = store.catalog.field(object.name, name);
    if (!field || !canSee(store, field, credential.userId)) return false;
    into[field.name] = uiField(call, record, field);
    return true;
  }
  const lookup = object.fields.find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase());
  const target = lookup && store.catalog.object(lookup.referenceTo[0] ?? '');
  if (!lookup?.relationshipName || !target || !canSee(store, lookup, credential.userId)) return false;
  const id = store.value(record, lookup.name);
  const found = id === null ? undefined : store.find(id);
  if (!found) {
    into[lookup.relationshipName] = { displayValue: null, value: null };
    return store.catalog.field(target.name, rest[0] ?? '') !== undefined;
  }
  const known = into[lookup.relationshipName]?.value as { fields: Record<string, UiField> } | undefined;
  const nested = known ?? uiRecord(call, found, {});
  const added = addPath(call, found, target, rest, nested.fields);
  into[lookup.relationshipName] = { displayValue: store.title(found), value: nested };
  return added;
}

function uiRecord(call: Call, record: StoredRecord, fields: Record<string, UiField>) {
  const recordTypeId = call.store.value(record, 'RecordTypeId');
  const type = call.store.catalog.recordTypes(record.object).find(({ id }) => id === recordTypeId);
  return {
    apiName: record.object,
    childRelationships: {},
    eTag: createHash('sha256').update(`${record.id}/${record.modifiedAt}`).digest('hex').slice(0, 32),
    fields,
    id: record.id,
    lastModifiedById: record.modifiedById,
    lastModifiedDate: iso(record.modifiedAt),
    recordTypeId: recordTypeId ?? MASTER_RECORD_TYPE,
    recordTypeInfo: type
      ? { available: true, defaultRecordTypeMapping: false, master: false, name: type.name, recordTypeId: type.id }
      : null,
    systemModstamp: iso(record.modifiedAt),
    weakEtag: record.modifiedAt,
  };
}

const listOf = (call: Call, name: string): string[] =>
  call.query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean);

/** The fields of the page layout, and the names of the records they lead to. */
function layoutPaths(object: ObjectDef): string[] {
  const names = object.layout.flatMap(({ columns }) => columns.flat());
  const relations = names.flatMap((name) => {
    const lookup = object.fields.find((one) => one.name === name);
    return lookup?.relationshipName ? [`${object.name}.${lookup.relationshipName}.Name`] : [];
  });
  return [...names.map((name) => `${object.name}.${name}`), ...relations];
}

function read(call: Call, id: string | undefined) {
  const record = recordById(call, id);
  const object = objectOf(call, record.object);
  const fields: Record<string, UiField> = {};
  const [required, optional] = [listOf(call, 'fields'), listOf(call, 'optionalFields')];
  const layout = listOf(call, 'layoutTypes').length > 0 ? layoutPaths(object) : [];
  if (required.length + optional.length + layout.length === 0) {
    throw new ApiError(400, 'MISSING_ARGUMENT', 'You must specify fields, optionalFields or layoutTypes.');
  }
  for (const path of [...required, ...layout, ...optional]) {
    const [name, ...rest] = path.split('.');
    const added = name === object.name && rest.length > 0 && addPath(call, record, object, rest, fields);
    if (!added && required.includes(path)) {
      throw new ApiError(400, 'INVALID_FIELD', `Invalid fields: [${path}]`);
    }
  }
  return uiRecord(call, record, fields);
}

export const readUiRecord: Handler = (call, { id }) => ({ status: 200, body: read(call, id) });

export const readUiRecords: Handler = (call, { ids = '' }) => {
  const results = ids.split(',').map((id) => {
    try {
      return { statusCode: 200, result: read(call, id) };
    } catch (error) {
      if (error instanceof ApiError) return { statusCode: error.status, result: [error.entry] };
      throw error;
    }
  });
  return { status: 200, body: { hasErrors: results.some(({ statusCode }) => statusCode !== 200), results } };
};

const everything = (call: Call, record: StoredRecord): Reply['body'] => {
  const object = objectOf(call, record.object);
  const seen = visibleFields(call.store, object, call.credential.userId);
  return uiRecord(call, record, Object.fromEntries(seen.map((field) => [field.name, uiField(call, record, field)])));
};

export const updateUiRecord: Handler = (call, { id }) => {
  const record = recordById(call, id);
  const since = Date.parse(header(call, 'if-modified-since') ?? '');
  if (record.modifiedAt > since) {
    const by = call.store.nameOf(record.modifiedById);
    throw new ApiError(
      400,
      'CONFLICT',
      `This record was modified by ${by} during your edit session. Make a note of the data you entered, then reload the record and enter your updates again.`,
    );
  }
  saveRecord(call, record, asObject(bodyOf(call).fields));
  return { status: 200, body: everything(call, record) };
};

export const createUiRecord: Handler = (call) => {
  const { apiName, fields } = bodyOf(call);
  const record = addRecord(call, objectOf(call, String(apiName ?? '')), asObject(fields));
  return { status: 201, body: everything(call, record) };
};
