/**
 * Listing records in the order of their modification. Pure.
 *
 * Pipedrive's cursor names a record, and nobody has said what becomes of it when that record is modified meanwhile. So a page
 * begins with the second in which the one before ended; the cursor is used only where more than a page of one second has to be
 * gone through. Times are whole seconds: of a full page the last second's records are left to the next one.
 */
import type * as v from 'valibot';
import type { ChangedQuery, ChangedRecord } from '../contract';
import { ApiProblem } from '../problem';
import { modifiedAt } from './records';
import type { RecordsSchema } from './schema';

/** The query of one page. @param pageSize the most records of a page */
export function changedParams(query: ChangedQuery, pageSize: number): URLSearchParams {
  const { since, cursor } = placeOf(query);
  const params = new URLSearchParams({
    // Fractions of a second are refused; the moment itself is included.
    updated_since: `${new Date(since).toISOString().slice(0, 19)}Z`,
    sort_by: 'update_time',
    sort_direction: 'asc',
    limit: String(pageSize),
  });
  if (cursor !== null) params.set('cursor', cursor);
  return params;
}

/** The records of a page, and where the next one begins. @throws ApiProblem `unreadable` where a record tells no time */
export function changedPage(
  { data, additional_data: more }: v.InferOutput<typeof RecordsSchema>,
  query: ChangedQuery,
): { records: ChangedRecord[]; after: string | null } {
  const records = (data ?? []).map((row) => ({ id: String(row.id), at: modifiedAt(row) }));
  if (records.some(({ at }) => !Number.isFinite(at))) {
    throw new ApiProblem({ kind: 'unreadable', message: 'update_time' });
  }
  const { since, cursor } = placeOf(query);
  const [first, last] = [records[0], records.at(-1)];
  const next = more?.next_cursor;
  // A cursor that leads nowhere: its record was modified, and what came after it is looked for anew.
  if (!first || !last) return { records, after: cursor === null ? null : String(since) };
  if (!next) return { records, after: null };
  if (first.at === last.at) return { records, after: `${since}:${next}` };
  return { records: records.filter(({ at }) => at < last.at), after: String(last.at) };
}

/** `1700000000000` is a moment, `1700000000000:aWQ6NDI=` the page with that cursor of what was modified since then. */
function placeOf({ since, after }: ChangedQuery): { since: number; cursor: string | null } {
  const [at, ...cursor] = (after ?? String(since)).split(':');
  return { since: Number(at), cursor: cursor.length > 0 ? cursor.join(':') : null };
}
