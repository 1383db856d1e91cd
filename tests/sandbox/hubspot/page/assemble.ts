/** Puts together from the store what the record page asks for. */
import type { Store, Values } from '../store.ts';
import { sourceName } from '../timeline.ts';
import type { ObjectTypeId, StoredRecord } from '../types.ts';
import type { HistoryEntry, IndexPage, IndexQuery, PageRecord, RelatedRecord } from './protocol.ts';
import { isPageType, type PageTypeId, SURFACES } from './surfaces.ts';

const pick = (values: Values, fields: readonly string[]): Values =>
  Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));

/** Money needs its currency, stages their pipeline. */
const COMPANIONS = ['deal_currency_code', 'pipeline', 'hs_pipeline'];

function related(store: Store, record: StoredRecord, typeId: PageTypeId, fields: readonly string[]): RelatedRecord {
  const properties = pick(store.values(record), [...fields, ...COMPANIONS]);
  return { typeId, id: record.id, title: store.title(record), properties };
}

/** Everything a record's page shows. */
export function assembleRecord(store: Store, record: StoredRecord): PageRecord {
  const { typeId, id } = record;
  const associations = store.associations(record).flatMap((link) => {
    const other = store.get(link.typeId, link.id);
    return other && isPageType(other.typeId)
      ? related(store, other, other.typeId, SURFACES[other.typeId].association)
      : [];
  });
  const types = new Set(associations.map((association) => association.typeId));
  const definitionsOf = (type: ObjectTypeId) => {
    const shown = isPageType(type) ? SURFACES[type].association : [];
    const definitions = store.catalog.properties(type).filter(({ name }) => shown.includes(name));
    return { definitions, pipelines: store.catalog.pipelines(type) };
  };
  return {
    typeId,
    id,
    title: store.title(record),
    properties: store.values(record),
    definitions: store.catalog.properties(typeId),
    pipelines: store.catalog.pipelines(typeId),
    owners: [...store.owners],
    associations,
    timeline: store.timeline(record),
    related: Object.fromEntries([...types].map((type) => [type, definitionsOf(type)])),
  };
}

export function assembleHistory(store: Store, record: StoredRecord, field: string): HistoryEntry[] {
  return store.history(record, field).map((row) => ({ at: row.timestamp, value: row.value, source: sourceName(row) }));
}

/** One page of a list; `ownerId` is the signed-in person's, for "My …". */
export function assembleIndex(store: Store, typeId: PageTypeId, query: IndexQuery, ownerId: string): IndexPage {
  const { columns, board } = SURFACES[typeId];
  const fields = [...new Set([...columns, board.stage, ...board.fields])];
  const needle = query.query.toLowerCase();
  const found = store
    .list(typeId)
    .filter((record) => store.title(record).toLowerCase().includes(needle))
    .filter((record) => !query.mine || store.value(record, 'hubspot_owner_id') === ownerId);
  const start = (query.page - 1) * query.size;
  return {
    typeId,
    columns: columns.flatMap((name) => store.catalog.property(typeId, name) ?? []),
    rows: found.slice(start, start + query.size).map((record) => related(store, record, typeId, fields)),
    pipelines: store.catalog.pipelines(typeId),
    owners: [...store.owners],
    definitions: store.catalog.properties(typeId),
    total: found.length,
  };
}
