/** Looking for records that may hold suggestions: one query for the staging fields' values, one for Salesforce's own list. */
import type { PendingQuery } from '../contract';
import { ApiProblem } from '../problem';
import { type Api, DATA, idOf, isPage, named, pageAfter, queryPath } from './api';
import { checked } from './errors';
import { NATIVE_PARENTS } from './native';
import { DescribeSchema, IdSchema, ParentSchema, QuerySchema } from './schema';

/** Begins what comes `after`, once the pages are those of Salesforce's own list. */
const OWN = 'native:';

/**
 * One page of ids, last modified first: by the number of open suggestions, and by the staging fields and the metadata, of which the
 * object's description says which a query can filter by. Long texts it cannot: what stands in one alone is found by the number.
 *
 * @param query `after` as the page before gave it
 * @throws ApiProblem
 */
export async function pendingPage(
  api: Api,
  object: string,
  query: PendingQuery,
): Promise<{ ids: string[]; after: string | null }> {
  const own = query.native ? `${OWN}${queryPath(NATIVE_PARENTS)}` : null;
  const path = query.after ?? (await firstPage(api, named(object), query)) ?? own;
  if (path === null) return { ids: [], after: null };
  if (path.startsWith(OWN)) return nativePage(api, path.slice(OWN.length));
  const answer = await pageOf(api, path);
  return { ids: answer.records.map((row) => idOf(checked(row, IdSchema, 200).Id)), after: pageAfter(answer) ?? own };
}

/** A record is named once for each of its suggestions. */
async function nativePage(api: Api, path: string): Promise<{ ids: string[]; after: string | null }> {
  const answer = await pageOf(api, path);
  const ids = answer.records.map((row) => idOf(checked(row, ParentSchema, 200).ParentId));
  const after = pageAfter(answer);
  return { ids: [...new Set(ids)], after: after && `${OWN}${after}` };
}

function pageOf(api: Api, path: string) {
  if (!isPage(path)) throw new ApiProblem({ kind: 'refused', message: path });
  return api.call(path, QuerySchema);
}

/** The path of the first page; `null` where no field can be asked for. No limit: what does not fit in a page comes in the next. */
async function firstPage(api: Api, object: string, query: PendingQuery): Promise<string | null> {
  const { staging, metadata, count, since } = query;
  const filled = await filledOf(api, object, [...staging, ...(metadata ? [metadata] : [])]);
  const any = [...(count ? [`${named(count)} > 0`] : []), ...filled].join(' OR ');
  if (any === '') return null;
  // A record's time is a whole second, so the second in which `since` lies is asked for whole.
  const from = since === null ? '' : ` AND SystemModstamp >= ${new Date(since).toISOString().slice(0, 19)}Z`;
  return queryPath(`SELECT Id FROM ${object} WHERE (${any})${from} ORDER BY SystemModstamp DESC`);
}

async function filledOf(api: Api, object: string, wanted: readonly string[]): Promise<string[]> {
  if (wanted.length === 0) return [];
  const { fields } = await api.call(`${DATA}/sobjects/${object}/describe`, DescribeSchema);
  // A checkbox is never empty, and would find every record.
  return fields
    .filter(({ name, type, filterable }) => wanted.includes(name) && filterable !== false && type !== 'boolean')
    .map(({ name }) => `${named(name)} != null`);
}
