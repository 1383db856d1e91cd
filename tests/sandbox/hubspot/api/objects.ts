/** Reading, creating, changing, archiving and merging single records. */
import type { Reply } from '../../http.ts';
import { mergeRow } from '../rows.ts';
import { modifiedField } from '../system.ts';
import type { StoredRecord } from '../types.ts';
import type { Call, Params } from './call.ts';
import { bodyOf, flag, listOf, numberOf } from './call.ts';
import { ApiError, invalid, notFound } from './errors.ts';
import { newLinks } from './newLinks.ts';
import { requireObject } from './objectTypes.ts';
import { findRecord, renderRecord } from './render.ts';
import { checkProperties } from './values.ts';

const MAX_PAGE = 100;
/** A page with history may hold no more than this. */
const MAX_HISTORY_PAGE = 50;

const shapeOf = (call: Call) => ({
  properties: listOf(call, 'properties'),
  history: listOf(call, 'propertiesWithHistory'),
  associations: listOf(call, 'associations'),
});

function locate(call: Call, params: Params, access: 'read' | 'write'): StoredRecord {
  const type = requireObject(call, params.type ?? '', access);
  const record = findRecord(call.store, type.id, params.id ?? '', {
    idProperty: call.query.get('idProperty'),
    archived: access === 'read' && flag(call, 'archived'),
    follow: call.settings.mergedGet === 'survivor',
  });
  if (!record) throw notFound();
  return record;
}

export function listRecords(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'read');
  const shape = shapeOf(call);
  const limit = numberOf(call, 'limit', 10, shape.history.length > 0 ? MAX_HISTORY_PAGE : MAX_PAGE);
  const after = call.query.get('after');
  const byId = (a: StoredRecord, b: StoredRecord) => Number(a.id) - Number(b.id);
  const all = call.store.list(type.id, flag(call, 'archived')).sort(byId);
  const rest = after === null ? all : all.filter((record) => Number(record.id) >= Number(after));
  const results = rest.slice(0, limit).map((record) => renderRecord(call.store, record, shape));
  const next = rest[limit];
  return { status: 200, body: { results, ...(next && { paging: { next: nextPage(call, next.id) } }) } };
}

function nextPage(call: Call, after: string) {
  const query = new URLSearchParams(call.query);
  query.set('after', after);
  return { after, link: `https://api.hubapi.com/crm/${call.version}${call.path}?${query}` };
}

export function readRecord(call: Call, params: Params): Reply {
  return { status: 200, body: renderRecord(call.store, locate(call, params, 'read'), shapeOf(call)) };
}

/** Only contacts are unique by e-mail; companies, deals and tickets may be doubled at will. */
function refuseDuplicate(call: Call, typeId: string, email: string | null | undefined): void {
  if (typeId !== '0-1' || !email) return;
  const twin = call.store
    .list('0-1')
    .find((one) => call.store.value(one, 'email')?.toLowerCase() === email.toLowerCase());
  if (twin) throw new ApiError(409, 'CONFLICT', `Contact already exists. Existing ID: ${twin.id}`);
}

/** Creates a record out of `{properties, associations?}`. */
export function createFrom(call: Call, typeName: string, input: Record<string, unknown>): StoredRecord {
  const type = requireObject(call, typeName, 'write');
  const set = checkProperties(call.store, type.id, input.properties ?? {});
  refuseDuplicate(call, type.id, set.email);
  const links = newLinks(call.store, type.id, input.associations);
  const record = call.store.create(type.id, set, call.credential.source);
  for (const link of links) call.store.links.link(record, link);
  return record;
}

export function createRecord(call: Call, params: Params): Reply {
  const body = bodyOf(call);
  const record = createFrom(call, params.type ?? '', body);
  return { status: 201, body: renderRecord(call.store, record, { properties: [...record.history.keys()] }) };
}

/** Writes `properties` to a record and renders what changed next to the defaults. */
export function updateTo(call: Call, record: StoredRecord, properties: unknown) {
  const set = checkProperties(call.store, record.typeId, properties);
  const changed = call.store.write(record, set, call.credential.source);
  const shown = [...Object.keys(set), ...changed, modifiedField(record.typeId)];
  return renderRecord(call.store, record, { properties: shown });
}

export function updateRecord(call: Call, params: Params): Reply {
  const record = locate(call, params, 'write');
  return { status: 200, body: updateTo(call, record, bodyOf(call).properties) };
}

/** Archiving what is gone already is no error. */
export function archiveRecord(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'write');
  const record = call.store.get(type.id, params.id ?? '');
  if (record) call.store.archive(record);
  return { status: 204 };
}

export function mergeRecords(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'write');
  const body = bodyOf(call);
  const primary = call.store.get(type.id, String(body.primaryObjectId));
  const secondary = call.store.get(type.id, String(body.objectIdToMerge));
  if (!primary || !secondary) throw notFound();
  if (primary === secondary) throw invalid('primaryObjectId and objectIdToMerge must be different');
  const ids = call.settings.mergeIds;
  const survivor = call.store.merge(primary, secondary, mergeRow(secondary.id), { ids });
  return { status: 200, body: renderRecord(call.store, survivor) };
}

/** Privacy deletion; the sandbox archives, since nothing it shows differs. */
export function gdprDelete(call: Call): Reply {
  requireObject(call, 'contacts', 'write');
  const { objectId, idProperty } = bodyOf(call);
  const wanted = typeof idProperty === 'string' ? idProperty : null;
  const record = findRecord(call.store, '0-1', String(objectId), { idProperty: wanted, follow: false });
  if (record) call.store.archive(record);
  return { status: 204 };
}
