/**
 * Searches that list an object's records in the order of their modification. Pure.
 *
 * A place in a search's results is no place to go on from: a record that is modified meanwhile leaves it, and another one slips
 * past. So every page is a search of its own, from where the one before ended. Results can be sorted by one property only, so
 * of a full page the last moment's records are left to the next one; more of one moment than fit in a page are gone through by id.
 */
import type * as v from 'valibot';
import type { ChangedQuery, ChangedRecord } from '../contract';
import { ApiProblem } from '../problem';
import type { SearchSchema } from './schema';

/** The most results of a page, by HubSpot's documentation. */
const RESULTS_PER_PAGE = 200;
const ID = 'hs_object_id';

/** The body of the search for one page. @param modified the property with the last modification */
export function changedSearch(query: ChangedQuery, modified: string) {
  const { at, id } = placeOf(query);
  const filters = [{ propertyName: modified, operator: 'GTE', value: String(at) }];
  if (id !== null) {
    filters.push({ propertyName: modified, operator: 'LTE', value: String(at) });
    filters.push({ propertyName: ID, operator: 'GT', value: id });
  }
  return {
    filterGroups: [{ filters }],
    sorts: [{ propertyName: id === null ? modified : ID, direction: 'ASCENDING' }],
    properties: [modified],
    limit: RESULTS_PER_PAGE,
    after: '0',
  };
}

/** The records of a page, and where the next one begins. @throws ApiProblem `unreadable` where a record tells no time */
export function changedPage(
  { results, paging }: v.InferOutput<typeof SearchSchema>,
  query: ChangedQuery,
  modified: string,
): { records: ChangedRecord[]; after: string | null } {
  const records = results.map(({ id, properties }) => ({ id, at: Date.parse(properties[modified] ?? '') }));
  if (records.some(({ at }) => !Number.isFinite(at))) throw new ApiProblem({ kind: 'unreadable', message: modified });
  const { at, id } = placeOf(query);
  const [first, last] = [records[0], records.at(-1)];
  const more = paging?.next?.after && first && last;
  if (id !== null) return { records, after: more ? `${at}:${last.id}` : String(at + 1) };
  if (!more) return { records, after: null };
  if (first.at === last.at) return { records: [], after: `${last.at}:0` };
  return { records: records.filter((one) => one.at < last.at), after: String(last.at) };
}

/** `1700000000000` is a moment, `1700000000000:42` what of this moment comes after the record 42. */
function placeOf({ since, after }: ChangedQuery): { at: number; id: string | null } {
  const [at, id] = (after ?? String(since)).split(':');
  return { at: Number(at), id: id ?? null };
}
