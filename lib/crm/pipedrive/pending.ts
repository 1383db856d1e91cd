/** Looking for records with suggestions: Pipedrive cannot be asked for non-empty fields, so pages of records are read. Pure. */
import type * as v from 'valibot';
import type { PendingQuery } from '../contract';
import { isCustom } from './keys';
import type { RecordsSchema } from './schema';
import { valueText } from './values';

/** The most keys that a list takes in `custom_fields`; without them it answers all. */
const MAX_KEYS = 15;

/**
 * The query of one page, newest changes first.
 *
 * @param pageSize the most records of a page
 * @param query `after` as `pendingPage` gave it
 */
export function pendingParams(object: string, query: PendingQuery, pageSize: number): URLSearchParams {
  const { since, after } = query;
  const params = new URLSearchParams({ limit: String(pageSize) });
  // Fractions of a second are refused; the moment itself is included.
  if (since !== null) params.set('updated_since', `${new Date(since).toISOString().slice(0, 19)}Z`);
  if (object === 'lead') {
    params.set('sort', 'update_time DESC');
    if (after) params.set('start', after);
    return params;
  }
  params.set('sort_by', 'update_time');
  params.set('sort_direction', 'desc');
  const keys = namesOf(query).filter(isCustom);
  if (keys.length > 0 && keys.length <= MAX_KEYS) params.set('custom_fields', keys.join(','));
  if (after) params.set('cursor', after);
  return params;
}

/** The ids of a page's records in which a staging field, the metadata or the count holds something, and where the next page begins. */
export function pendingPage(
  { data, additional_data: more }: v.InferOutput<typeof RecordsSchema>,
  query: PendingQuery,
): { ids: string[]; after: string | null } {
  const names = namesOf(query);
  const ids = (data ?? []).flatMap((row) => {
    const holds = names.some((name) => {
      // A lead's custom fields stand beside the others.
      const text = valueText('text', row.custom_fields?.[name] ?? row[name]);
      return text !== null && !(name === query.count && Number(text) === 0);
    });
    return holds ? [String(row.id)] : [];
  });
  const { next_cursor: cursor, pagination } = more ?? {};
  const start = pagination?.more_items_in_collection ? pagination.next_start : undefined;
  return { ids, after: cursor || (start ? String(start) : null) };
}

function namesOf({ staging, metadata, count }: PendingQuery): string[] {
  return [...staging, ...(metadata ? [metadata] : []), ...(count ? [count] : [])];
}
