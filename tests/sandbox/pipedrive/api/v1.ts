/** What only v1 has besides leads and notes: recents, merging. */
import { undocumentedRow } from '../rows.ts';
import { fromV1Time, v1Time } from '../times.ts';
import type { RecordObject, StoredRecord } from '../types.ts';
import type { Handler } from './call.ts';
import { bodyOf, listOf, ok, pageOf, recordOf, requireWrite } from './call.ts';
import { badRequest } from './errors.ts';
import { renderV1 } from './render.ts';

/** How far back `recents` reaches. */
const RECENT = 30 * 86_400_000;

const ITEMS: readonly RecordObject[] = ['deal', 'person', 'organization'];

/** Records that changed since a moment, oldest first. */
export const recents: Handler = (call) => {
  const text = call.query.get('since_timestamp') ?? '';
  const since = fromV1Time(text);
  if (Number.isNaN(since)) throw badRequest('since_timestamp must be YYYY-MM-DD HH:MM:SS');
  const from = Math.max(since, call.store.now() - RECENT);
  const items = listOf(call, 'items');
  const found = ITEMS.filter((item) => items.length === 0 || items.includes(item))
    .flatMap((item) => call.store.list(item))
    .filter(({ updatedAt }) => updatedAt >= from)
    .sort((a, b) => a.updatedAt - b.updatedAt);
  const { page, pagination } = pageOf(call, found);
  const last = page.at(-1);
  return ok(
    page.map((record) => ({ item: record.object, id: Number(record.id), data: renderV1(call.store, record) })),
    { since_timestamp: text, last_timestamp_on_page: last ? v1Time(last.updatedAt) : null, pagination },
  );
};

/** Merges the record of the path into `merge_with_id`, which lives on and whose values count. */
export const mergeRecords =
  (object: RecordObject): Handler =>
  (call, { id = '' }) => {
    requireWrite(call);
    const secondary = recordOf(call, object, id);
    const survivor: StoredRecord = recordOf(call, object, String(bodyOf(call).merge_with_id));
    if (survivor === secondary) throw badRequest('A record cannot be merged with itself');
    // Nobody has published what rows a merge leaves; these name no source.
    call.store.merge(survivor, secondary, undocumentedRow(call.credential.userId, null));
    return ok({ ...renderV1(call.store, survivor), merge_what_id: Number(secondary.id) });
  };
