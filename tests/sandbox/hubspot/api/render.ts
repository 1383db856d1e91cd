/** Records as the objects API sends them. */

import type { Store } from '../store.ts';
import { modifiedField } from '../system.ts';
import type { ObjectTypeId, StoredRecord } from '../types.ts';
import { objectType } from './objectTypes.ts';

interface Shape {
  properties?: readonly string[];
  history?: readonly string[];
  /** Object type names whose associated ids are wanted. */
  associations?: readonly string[];
}

/**
 * A record with the properties asked for; unknown and archived ones are dropped, empty ones are `null`.
 *
 * @param shape without `properties` the type's defaults are sent
 */
export function renderRecord(store: Store, record: StoredRecord, shape: Shape = {}) {
  const { id, typeId, createdAt, updatedAt, archived, archivedAt } = record;
  const known = (name: string) => store.catalog.property(typeId, name) !== undefined;
  const wanted = shape.properties?.length ? shape.properties : objectType(typeId).defaults;
  const history = (shape.history ?? []).filter(known);
  const names = [
    ...new Set([...wanted.filter(known), ...history, 'createdate', 'hs_object_id', modifiedField(typeId)]),
  ];
  return {
    id,
    properties: Object.fromEntries(names.sort().map((name) => [name, store.value(record, name)])),
    ...(history.length > 0 && {
      propertiesWithHistory: Object.fromEntries(history.map((name) => [name, store.history(record, name)])),
    }),
    createdAt,
    updatedAt,
    archived,
    ...(archivedAt && { archivedAt }),
    ...(shape.associations?.length && { associations: renderAssociations(store, record, shape.associations) }),
    url: store.url(record),
  };
}

function renderAssociations(store: Store, record: StoredRecord, names: readonly string[]) {
  const from = objectType(record.typeId).singular;
  const entries = names.flatMap((name) => {
    const to = objectType(name);
    const links = store.associations(record, to.id);
    const results = links.flatMap(({ id, types }) =>
      types.map((_, index) => ({ id, type: `${from}_to_${to.singular}${unlabelled(types, index)}` })),
    );
    return results.length > 0 ? [[to.plural, { results }] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Where a pair has a primary type too, HubSpot names the plain one `…_unlabeled`. */
const unlabelled = (types: readonly number[], index: number): string =>
  types.length > 1 && index === 0 ? '_unlabeled' : '';

/** Finds a live record by id or by a unique property; ids merged away lead to the survivor. */
export function findRecord(
  store: Store,
  typeId: ObjectTypeId,
  id: string,
  options: { idProperty?: string | null; archived?: boolean; follow: boolean },
): StoredRecord | undefined {
  const { idProperty, archived = false, follow } = options;
  if (idProperty && idProperty !== 'hs_object_id') {
    return store
      .list(typeId, archived)
      .find((record) => store.value(record, idProperty)?.toLowerCase() === id.toLowerCase());
  }
  if (archived) return store.list(typeId, true).find((record) => record.id === id);
  return follow ? store.survivor(typeId, id) : store.get(typeId, id);
}
