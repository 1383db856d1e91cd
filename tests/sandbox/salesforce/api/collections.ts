/** `/composite/sobjects`: up to two hundred records at once, each with its own outcome. */
import type { Reply } from '../../http.ts';
import { normalId } from '../ids.ts';
import type { StoredRecord } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { asObject, bodyOf, objectOf } from './call.ts';
import { ApiError } from './errors.ts';
import { addRecord, namedFields, removeRecord, restRecord, saveRecord } from './records.ts';

const MAX_RECORDS = 200;
const MAX_READ = 2_000;

interface Saved {
  id?: string;
  success: boolean;
  errors: object[];
}

const HALTED = new ApiError(
  400,
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'Record rolled back because not all records were valid and the request was using AllOrNone header',
);

class Halt extends Error {}

/** Carries out one save after the other; with `allOrNone` the first failure takes back the rest. */
function saveAll(call: Call, allOrNone: boolean, saves: ReadonlyArray<() => string>): Reply {
  if (saves.length > MAX_RECORDS) {
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MAX_RECORDS} records`,
    );
  }
  const outcomes: Saved[] = [];
  const run = () => {
    for (const save of saves) {
      try {
        outcomes.push({ id: save(), success: true, errors: [] });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        outcomes.push({ success: false, errors: [error.saveError] });
      }
    }
    if (allOrNone && outcomes.some(({ success }) => !success)) throw new Halt();
  };
  try {
    call.store.transaction(run);
    return { status: 200, body: outcomes };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    const halted = outcomes.map((one) => (one.success ? { success: false, errors: [HALTED.saveError] } : one));
    return { status: 200, body: halted };
  }
}

const recordsOf = (body: Record<string, unknown>): Array<Record<string, unknown>> =>
  (Array.isArray(body.records) ? body.records : []).map(asObject);

const typeOf = (raw: Record<string, unknown>): string =>
  String((raw.attributes as { type?: unknown } | undefined)?.type ?? '');

/** A record by its id alone; throws what a save reports where there is none. */
function recordById(call: Call, raw: unknown): StoredRecord {
  const record = call.store.find(normalId(String(raw ?? '')) ?? '');
  if (!record) throw new ApiError(404, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  return record;
}

export const createCollection: Handler = (call) => {
  const body = bodyOf(call);
  const saves = recordsOf(body).map((raw) => () => addRecord(call, objectOf(call, typeOf(raw)), raw).id);
  return saveAll(call, body.allOrNone === true, saves);
};

export const updateCollection: Handler = (call) => {
  const body = bodyOf(call);
  const saves = recordsOf(body).map((raw) => () => {
    const record = recordById(call, raw.Id ?? raw.id);
    saveRecord(call, record, raw);
    return record.id;
  });
  return saveAll(call, body.allOrNone === true, saves);
};

export const deleteCollection: Handler = (call) => {
  const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean);
  const saves = ids.map((id) => () => {
    const record = recordById(call, id);
    removeRecord(call, record);
    return record.id;
  });
  return saveAll(call, call.query.get('allOrNone') === 'true', saves);
};

/** Records of one object by id, `null` in the place of those that are not there. */
export const readCollection: Handler = (call, { object: name }) => {
  const object = objectOf(call, name);
  const posted = call.method === 'POST';
  const body = posted ? bodyOf(call) : {};
  const listed = (key: string): string[] =>
    posted ? ((body[key] as string[] | undefined) ?? []) : (call.query.get(key) ?? '').split(',').filter(Boolean);
  const ids = listed('ids');
  if (ids.length > MAX_READ)
    throw new ApiError(400, 'EXCEEDED_ID_LIMIT', `cannot retrieve more than ${MAX_READ} records`);
  const fields = namedFields(call, object, listed('fields'));
  const records = ids.map((id) => {
    const record = call.store.get(object.name, normalId(id) ?? '');
    return record ? restRecord(call, record, fields) : null;
  });
  return { status: 200, body: records };
};
