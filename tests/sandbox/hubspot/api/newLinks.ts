/** The `associations` list that create calls carry. */
import { associationTypes } from '../associations.ts';
import { OBJECT_TYPES } from '../catalog.ts';
import type { Store } from '../store.ts';
import type { ObjectTypeId } from '../types.ts';
import { invalid } from './errors.ts';

/** The object type an association type id leads to from a type. */
function targetOf(from: ObjectTypeId, typeId: number): ObjectTypeId {
  const target = OBJECT_TYPES.find((to) => associationTypes(from, to)?.includes(typeId));
  if (!target) throw invalid(`Invalid association type ${typeId}`);
  return target;
}

/**
 * Reads the list of a create call, `[{to: {id}, types: [{associationTypeId}]}]`.
 *
 * @returns the records to link to; throws where one does not exist
 */
export function newLinks(
  store: Store,
  from: ObjectTypeId,
  links: unknown,
): Array<{ typeId: ObjectTypeId; id: string }> {
  if (links === undefined || links === null) return [];
  if (!Array.isArray(links)) throw invalid('associations must be a list');
  return links.map((link: { to?: { id?: unknown }; types?: Array<{ associationTypeId?: unknown }> }) => {
    const typeId = targetOf(from, Number(link.types?.[0]?.associationTypeId));
    const id = String(link.to?.id);
    if (!store.get(typeId, id)) throw invalid(`No ${typeId} with id ${id} exists`);
    return { typeId, id };
  });
}
