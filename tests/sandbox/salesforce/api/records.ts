/** `/sobjects`: single records. */
import type { Reply } from '../../http.ts';
import { visibleFields } from '../access.ts';
import { addressParts } from '../derived.ts';
import { jsonValue } from '../history.ts';
import type { Store } from '../store.ts';
import type { FieldDef, ObjectDef, StoredRecord } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { basePath, bodyOf, fieldOf, header, mustCustomise, objectOf, recordOf, sourceOf } from './call.ts';
import { ApiError, noSuchColumn, preconditionFailed } from './errors.ts';
import { checkValues } from './values.ts';

export const attributes = (call: Call, object: string, id: string) => ({
  type: object,
  url: `${basePath(call)}/sobjects/${object}/${id}`,
});

/** A field of a record as REST sends it. */
export function restValue(store: Store, record: StoredRecord, field: FieldDef): unknown {
  const text = store.value(record, field.name);
  if (field.type === 'address') {
    const parts = addressParts(field.name).map(([part, name]) => [part.charAt(0).toLowerCase() + part.slice(1), name]);
    const filled = parts.map(([part, name]) => [part, store.value(record, name ?? '')]);
    return text === null ? null : Object.fromEntries(filled);
  }
  return jsonValue(field, text);
}

export function restRecord(call: Call, record: StoredRecord, fields: readonly FieldDef[]) {
  return {
    attributes: attributes(call, record.object, record.id),
    ...Object.fromEntries(fields.map((field) => [field.name, restValue(call.store, record, field)])),
  };
}

/** Fields by name; throws for one that does not exist or that the caller must not see. */
export function namedFields(call: Call, object: ObjectDef, names: readonly string[]): FieldDef[] {
  return names.map((name) => {
    const field = fieldOf(call, object, name.trim());
    if (!field) throw noSuchColumn(name.trim(), object.name);
    return field;
  });
}

/** Only accounts have entity tags. */
const tagOf = (record: StoredRecord): string => `"${record.modifiedAt.toString(36)}"`;

function moment(call: Call, name: string): number | undefined {
  const raw = header(call, name);
  if (raw === undefined) return undefined;
  const at = Date.parse(raw);
  if (Number.isNaN(at)) throw new ApiError(400, 'INVALID_HEADER', `The HTTP header ${name} has an invalid date.`);
  return at;
}

/** True where the caller's copy is still good; throws the 412 where the record changed since. */
function unchanged(call: Call, record: StoredRecord): boolean {
  const unmodified = moment(call, 'if-unmodified-since');
  if (unmodified !== undefined && record.modifiedAt > unmodified) throw preconditionFailed();
  if (record.object === 'Account') {
    const match = header(call, 'if-match');
    if (match !== undefined && match !== '*' && !match.includes(tagOf(record))) throw preconditionFailed();
    if (header(call, 'if-none-match')?.includes(tagOf(record))) return true;
  }
  const modified = moment(call, 'if-modified-since');
  return modified !== undefined && record.modifiedAt <= modified;
}

export const readRecord: Handler = (call, { object: name, id }) => {
  const object = objectOf(call, name);
  const record = recordOf(call, object.name, id);
  const headers: Record<string, string> = {
    'Last-Modified': new Date(record.modifiedAt).toUTCString(),
    ...(record.object === 'Account' && { ETag: tagOf(record) }),
  };
  if (unchanged(call, record)) return { status: 304, headers };
  const asked = call.query.get('fields');
  const fields = asked
    ? namedFields(call, object, asked.split(','))
    : visibleFields(call.store, object, call.credential.userId);
  return { status: 200, body: restRecord(call, record, fields), headers };
};

/** Writes need more than a token that reads. */
export function mustWrite(call: Call, object: ObjectDef): void {
  if (call.credential.canWrite && !object.readOnly) return;
  throw new ApiError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}

/** Saves values on a record; throws what is wrong with them. */
export function saveRecord(call: Call, record: StoredRecord, raw: Record<string, unknown>): void {
  const object = objectOf(call, record.object);
  mustWrite(call, object);
  if (!object.page) mustCustomise(call);
  if (call.settings.locked.includes(record.id)) {
    throw new ApiError(
      400,
      'ENTITY_IS_LOCKED',
      'The record you are trying to edit, or one of its related records, is currently locked.',
      [],
    );
  }
  const values = checkValues(call.store, { object, record, userId: call.credential.userId }, raw);
  call.store.update(record, values, sourceOf(call));
  if (object.name === 'FieldPermissions') grant(call.store, record);
}

/** Creates a record; throws what is wrong with its values. */
export function addRecord(call: Call, object: ObjectDef, raw: Record<string, unknown>): StoredRecord {
  mustWrite(call, object);
  if (!object.page) mustCustomise(call);
  const values = checkValues(call.store, { object, userId: call.credential.userId }, raw);
  const record = call.store.create(object.name, values, sourceOf(call));
  if (object.name === 'FieldPermissions') grant(call.store, record);
  return record;
}

/** Field permissions are records, and what they say holds at once. A field that everybody has stays everybody's. */
function grant(store: Store, record: StoredRecord): void {
  const read = (field: string) => store.value(record, field) ?? '';
  const [object = '', name = ''] = read('Field').split('.');
  const field = store.catalog.field(object, name);
  if (!field) throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Field']);
  if (read('PermissionsRead') === 'true') {
    field.grants?.set(read('ParentId'), { edit: read('PermissionsEdit') === 'true' });
  } else field.grants?.delete(read('ParentId'));
  store.catalog.touch();
}

export const updateRecord: Handler = (call, { object: name, id }) => {
  const record = recordOf(call, objectOf(call, name).name, id);
  unchanged(call, record);
  saveRecord(call, record, bodyOf(call));
  return { status: 204 };
};

/** `POST …?_HttpMethod=PATCH` is a PATCH of clients that cannot send one. */
export const overridden: Handler = (call, params) => {
  if (call.query.get('_HttpMethod')?.toUpperCase() === 'PATCH') return updateRecord(call, params);
  throw new ApiError(405, 'METHOD_NOT_ALLOWED', "HTTP Method 'POST' not allowed. Allowed are DELETE,GET,HEAD,PATCH");
};

export const createRecord: Handler = (call, { object: name }) => {
  const record = addRecord(call, objectOf(call, name), bodyOf(call));
  return {
    status: 201,
    body: { id: record.id, success: true, errors: [] },
    headers: { Location: `${basePath(call)}/sobjects/${record.object}/${record.id}` },
  };
};

export function removeRecord(call: Call, record: StoredRecord): void {
  mustWrite(call, objectOf(call, record.object));
  call.store.delete(record, call.credential.userId);
}

export const deleteRecord: Handler = (call, { object: name, id }): Reply => {
  removeRecord(call, recordOf(call, objectOf(call, name).name, id));
  return { status: 204 };
};

/** What was last worked on, newest first. */
export const recentRecords: Handler = (call) => {
  const limit = Math.min(200, Number(call.query.get('limit') ?? 10));
  const all = call.store.catalog.pageObjects().flatMap(({ name }) => call.store.list(name));
  const newest = all.toSorted((a, b) => b.modifiedAt - a.modifiedAt).slice(0, limit);
  const body = newest.map((record) => ({
    attributes: attributes(call, record.object, record.id),
    Id: record.id,
    Name: call.store.title(record),
  }));
  return { status: 200, body };
};
