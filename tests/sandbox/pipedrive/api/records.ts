/** v2 deals, persons and organizations. */
import type { Reply } from '../../http.ts';
import type { RecordObject, StoredRecord } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { bodyOf, cursorFor, listOf, numberOf, ok, readCursor, recordOf, requireWrite } from './call.ts';
import { schemaInvalid } from './errors.ts';
import { renderV2 } from './render.ts';
import { checkBody } from './writes.ts';

const MAX_CUSTOM_FIELDS = 15;
const MAX_IDS = 100;
/** RFC 3339 without fractions of a second, which Pipedrive refuses. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

const FILTERS: Record<RecordObject, readonly string[]> = {
  deal: ['owner_id', 'person_id', 'org_id', 'pipeline_id', 'stage_id', 'status'],
  person: ['owner_id', 'org_id'],
  organization: ['owner_id'],
};

function wishOf(call: Call) {
  const customFields = listOf(call, 'custom_fields');
  if (customFields.length > MAX_CUSTOM_FIELDS) {
    throw schemaInvalid(`custom_fields must contain at most ${MAX_CUSTOM_FIELDS} keys`);
  }
  return {
    ...(customFields.length > 0 && { customFields }),
    optionLabels: call.query.get('include_option_labels') === 'true',
    labels: call.query.get('include_labels') === 'true',
    include: listOf(call, 'include_fields'),
  };
}

/** Milliseconds of a date-time of the query, `undefined` where it is absent. */
export function momentOf(call: Call, key: string): number | undefined {
  const text = call.query.get(key);
  if (text === null) return undefined;
  if (!DATE_TIME.test(text)) throw schemaInvalid(`${key} is not a valid datetime`);
  return Date.parse(text);
}

const wholeSecond = (ms: number): number => ms - (ms % 1_000);

function oneOf<T extends string>(call: Call, key: string, values: readonly T[], fallback: T): T {
  const text = call.query.get(key);
  const found = values.find((one) => one === text);
  if (text !== null && !found) throw schemaInvalid(`${key} must be one of ${values.join(', ')}`);
  return found ?? fallback;
}

function candidates(call: Call, object: RecordObject): StoredRecord[] {
  const ids = listOf(call, 'ids');
  if (ids.length > MAX_IDS) throw schemaInvalid(`ids must contain at most ${MAX_IDS} ids`);
  if (ids.length > 0) return ids.flatMap((id) => call.store.get(object, id) ?? []);
  const records = call.query.get('status') === 'deleted' ? call.store.all(object) : call.store.list(object);
  const archived = call.path.endsWith('/archived');
  return object === 'deal' ? records.filter((one) => (one.values.get('is_archived') === 'true') === archived) : records;
}

/** `GET /deals` and its like: filters, sorting, paging by cursor. */
export const listRecords =
  (object: RecordObject): Handler =>
  (call): Reply => {
    const since = momentOf(call, 'updated_since');
    const until = momentOf(call, 'updated_until');
    const limit = numberOf(call, 'limit', 100, 500);
    const sortBy = oneOf(call, 'sort_by', ['id', 'update_time', 'add_time'], 'id');
    const sign = oneOf(call, 'sort_direction', ['asc', 'desc'], 'asc') === 'asc' ? 1 : -1;
    const wish = wishOf(call);
    const rank = (record: StoredRecord) =>
      sortBy === 'id' ? Number(record.id) : sortBy === 'add_time' ? record.createdAt : record.updatedAt;
    const found = candidates(call, object)
      .filter((record) => since === undefined || wholeSecond(record.updatedAt) >= since)
      .filter((record) => until === undefined || wholeSecond(record.updatedAt) < until)
      .filter((record) =>
        FILTERS[object].every((code) => {
          const wanted = call.query.get(code);
          return wanted === null || record.values.get(code) === wanted;
        }),
      )
      .sort((a, b) => sign * (rank(a) - rank(b) || Number(a.id) - Number(b.id)));
    const cursor = readCursor(call);
    const from = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor);
    const page = from < 0 ? [] : found.slice(from, from + limit);
    const next = from < 0 ? undefined : found[from + limit];
    return ok(
      page.map((record) => renderV2(call.store, record, wish)),
      { next_cursor: next ? cursorFor(next.id) : null },
    );
  };

export const readRecord =
  (object: RecordObject): Handler =>
  (call, { id = '' }) =>
    ok(renderV2(call.store, recordOf(call, object, id), wishOf(call)));

/** Sets what is sent and nothing else; all of it or nothing. */
export const updateRecord =
  (object: RecordObject): Handler =>
  (call, { id = '' }) => {
    requireWrite(call);
    const record = recordOf(call, object, id);
    const { set, partLabels, isDeleted } = checkBody(call.store, object, bodyOf(call), (code) =>
      call.store.value(record, code),
    );
    for (const [code, labels] of partLabels) record.partLabels.set(code, labels);
    call.store.write(record, set, call.source);
    if (isDeleted) call.store.delete(record);
    return ok(renderV2(call.store, record));
  };

export const createRecord =
  (object: RecordObject): Handler =>
  (call) => {
    requireWrite(call);
    const { set, partLabels } = checkBody(call.store, object, bodyOf(call), () => null);
    const name = object === 'deal' ? 'title' : 'name';
    if (!set[name] && !set.first_name && !set.last_name) throw schemaInvalid(`${name} is required`);
    const record = call.store.create(object, set, call.source);
    for (const [code, labels] of partLabels) record.partLabels.set(code, labels);
    return ok(renderV2(call.store, record), undefined, 201);
  };

export const deleteRecord =
  (object: RecordObject): Handler =>
  (call, { id = '' }) => {
    requireWrite(call);
    call.store.delete(recordOf(call, object, id));
    return ok({ id: Number(id) });
  };
