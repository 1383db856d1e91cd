/** v1's two views of what happened to a record: the changelog and the dearer flow. */
import type { Reply } from '../../http.ts';
import { v1Time } from '../times.ts';
import type { ChangeRow, RecordObject } from '../types.ts';
import { toChangelog } from '../values.ts';
import type { Call, Handler } from './call.ts';
import { cursorFor, listOf, numberOf, ok, readCursor, recordOf } from './call.ts';
import { badRequest } from './errors.ts';

const MAX_LIMIT = 500;

/** Rows newest first. `start` is ignored, as Pipedrive does; `cursor` must be one that was handed out. */
export const changelog =
  (object: RecordObject): Handler =>
  (call, { id = '' }): Reply => {
    const record = recordOf(call, object, id);
    const limit = numberOf(call, 'limit', 100, MAX_LIMIT);
    const cursor = readCursor(call);
    const rows = call.store.changelog(record);
    const from = cursor === undefined ? 0 : rows.findIndex((row) => row.id === Number(cursor));
    if (from < 0) throw badRequest('Invalid cursor');
    const next = rows[from + limit];
    return ok(
      rows.slice(from, from + limit).map((row) => rowOf(call, object, row)),
      { next_cursor: next ? cursorFor(next.id) : null },
    );
  };

const values = (call: Call, object: RecordObject, row: ChangeRow) => {
  const field = call.store.catalog.field(object, row.field);
  return { old_value: toChangelog(field, row.old), new_value: toChangelog(field, row.new) };
};

const rowOf = (call: Call, object: RecordObject, row: ChangeRow) => ({
  field_key: call.store.catalog.v1Key(object, row.field),
  ...values(call, object, row),
  actor_user_id: row.source.userId,
  time: v1Time(row.at),
  change_source: row.source.source,
  change_source_user_agent: row.source.userAgent,
  is_bulk_update_flag: row.source.bulk,
});

/** Paged by offset; changes of custom fields only where `all_changes` asks for them. */
export const flow =
  (object: RecordObject): Handler =>
  (call, { id = '' }) => {
    const record = recordOf(call, object, id);
    const kind = `${object}Change`;
    const items = listOf(call, 'items');
    const wanted = items.length === 0 || items.includes('change') || items.includes(kind);
    const all = ['1', 'true'].includes(call.query.get('all_changes') ?? '');
    const rows = call.store.changelog(record).filter((row) => wanted && (all || !/^[0-9a-f]{40}/.test(row.field)));
    const start = numberOf(call, 'start', 0, Number.MAX_SAFE_INTEGER);
    const limit = numberOf(call, 'limit', 100, MAX_LIMIT);
    const more = rows.length > start + limit;
    return ok(
      rows.slice(start, start + limit).map((row) => ({
        object: kind,
        timestamp: v1Time(row.at),
        data: {
          id: row.id,
          item_id: Number(record.id),
          user_id: row.source.userId,
          field_key: call.store.catalog.v1Key(object, row.field),
          ...values(call, object, row),
          is_bulk_update_flag: row.source.bulk ? 1 : null,
          log_time: v1Time(row.at),
          change_source: row.source.source,
          change_source_user_agent: row.source.userAgent,
          origin: row.source.bulk ? 'bulkAction' : row.source.source === 'app' ? 'app' : null,
          origin_id: null,
          additional_data: formatted(call, row),
        },
      })),
      {
        pagination: { start, limit, more_items_in_collection: more, ...(more && { next_start: start + limit }) },
      },
    );
  };

/** Names of stages and owners, `[]` where a value speaks for itself. */
function formatted(call: Call, row: ChangeRow): object {
  const { catalog } = call.store;
  const name = (text: string | null): string | undefined => {
    if (text === null) return undefined;
    if (row.field === 'stage_id') return catalog.stage(text)?.name;
    return row.field === 'owner_id' ? catalog.user(text)?.name : undefined;
  };
  const [before, after] = [name(row.old), name(row.new)];
  return before === undefined && after === undefined
    ? []
    : { old_value_formatted: before ?? null, new_value_formatted: after ?? null };
}
