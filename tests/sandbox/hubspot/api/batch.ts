/** Batch calls on records: up to 100 inputs, 50 where history is asked for; answers may be partial. */
import { randomUUID } from 'node:crypto';
import { iso } from '../../engine/clock.ts';
import type { Reply } from '../../http.ts';
import type { StoredRecord } from '../types.ts';
import type { Call, Params } from './call.ts';
import { bodyOf, flag, inputsOf, strings } from './call.ts';
import { ApiError, invalid } from './errors.ts';
import { createFrom, updateTo } from './objects.ts';
import { requireObject } from './objectTypes.ts';
import { findRecord, renderRecord } from './render.ts';

const MAX_INPUTS = 100;
const MAX_HISTORY_INPUTS = 50;
const HISTORY_LIMIT_MESSAGE = `The maximum number of inputs supported in a batch request for property histories is ${MAX_HISTORY_INPUTS}`;

type BatchError = Record<string, unknown>;

/** The body of a batch answer; 207 when something went wrong, except in versions that document 200 alone. */
function batchReply(call: Call, ok: number, results: unknown[], errors: BatchError[]): Reply {
  const at = iso(call.clock.now());
  const partial = errors.length > 0;
  return {
    status: partial && call.version !== '2026-09' ? 207 : ok,
    body: {
      status: 'COMPLETE',
      results,
      ...(partial && { numErrors: errors.length, errors }),
      startedAt: at,
      completedAt: at,
    },
  };
}

function missing(call: Call, singular: string, ids: string[]): BatchError[] {
  if (ids.length === 0) return [];
  const name = singular.toUpperCase();
  return [
    {
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      message: `Could not get some ${name} objects, they may be deleted or not exist. Check that ids are valid.`,
      context: { ids },
      errors: [],
      links: {},
      ...(call.version !== 'v3' && { id: randomUUID() }),
    },
  ];
}

/** Turns what a single call would have answered into an entry of `errors`. */
function refused(error: ApiError, input: Record<string, unknown>): BatchError {
  const { status, category, message, errors = [] } = error.reply.body as Record<string, unknown>;
  const context = {
    ...(input.id !== undefined && { ids: [String(input.id)] }),
    ...(input.objectWriteTraceId !== undefined && { objectWriteTraceId: [String(input.objectWriteTraceId)] }),
  };
  return { status, category, message, context, errors, links: {} };
}

function refuseRepeats(inputs: ReadonlyArray<Record<string, unknown>>): void {
  const ids = inputs.map((input) => String(input.id));
  const repeated = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (repeated.length > 0)
    throw invalid(`Duplicate IDs found in batch input: [${repeated.join(', ')}]. IDs must be unique`);
}

const traced = (input: Record<string, unknown>) =>
  input.objectWriteTraceId === undefined ? {} : { objectWriteTraceId: String(input.objectWriteTraceId) };

export function batchRead(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'read');
  const body = bodyOf(call);
  const history = strings(body.propertiesWithHistory);
  const [max, message] = history.length > 0 ? [MAX_HISTORY_INPUTS, HISTORY_LIMIT_MESSAGE] : [MAX_INPUTS, undefined];
  const inputs = inputsOf(body, max, message);
  const shape = { properties: strings(body.properties), history };
  const options = {
    idProperty: typeof body.idProperty === 'string' ? body.idProperty : null,
    archived: flag(call, 'archived'),
    follow: call.settings.mergedGet === 'survivor',
  };
  const found = new Set<StoredRecord>();
  const absent: string[] = [];
  for (const input of inputs) {
    const id = String(input.id);
    const record = findRecord(call.store, type.id, id, options);
    if (record) found.add(record);
    else absent.push(id);
  }
  const results = [...found].map((record) => renderRecord(call.store, record, shape));
  return batchReply(call, 200, results, missing(call, type.singular, absent));
}

export function batchUpdate(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'write');
  const inputs = inputsOf(bodyOf(call), MAX_INPUTS);
  refuseRepeats(inputs);
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  const absent: string[] = [];
  for (const input of inputs) {
    const idProperty = typeof input.idProperty === 'string' ? input.idProperty : null;
    const record = findRecord(call.store, type.id, String(input.id), { idProperty, follow: true });
    if (!record) absent.push(String(input.id));
    else attempt(errors, input, () => results.push({ ...updateTo(call, record, input.properties), ...traced(input) }));
  }
  return batchReply(call, 200, results, [...errors, ...missing(call, type.singular, absent)]);
}

export function batchCreate(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'write');
  const inputs = inputsOf(bodyOf(call), MAX_INPUTS);
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    attempt(errors, input, () => {
      const record = createFrom(call, type.plural, input);
      results.push({
        ...renderRecord(call.store, record, { properties: [...record.history.keys()] }),
        ...traced(input),
      });
    });
  }
  return batchReply(call, 201, results, errors);
}

export function batchUpsert(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'write');
  const inputs = inputsOf(bodyOf(call), MAX_INPUTS);
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    const idProperty = typeof input.idProperty === 'string' ? input.idProperty : null;
    attempt(errors, input, () => {
      const record = findRecord(call.store, type.id, String(input.id), { idProperty, follow: true });
      if (record) results.push({ ...updateTo(call, record, input.properties), new: false, ...traced(input) });
      else {
        const created = createFrom(call, type.plural, withKey(input, idProperty));
        results.push({ ...renderRecord(call.store, created), new: true, ...traced(input) });
      }
    });
  }
  return batchReply(call, 200, results, errors);
}

/** An upsert by a unique property also writes that property. */
function withKey(input: Record<string, unknown>, idProperty: string | null): Record<string, unknown> {
  if (!idProperty) throw invalid('An upsert of an unknown id needs idProperty');
  return { ...input, properties: { ...(input.properties as object), [idProperty]: input.id } };
}

export function batchArchive(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'write');
  for (const input of inputsOf(bodyOf(call), MAX_INPUTS)) {
    const record = call.store.get(type.id, String(input.id));
    if (record) call.store.archive(record);
  }
  return { status: 204 };
}

function attempt(errors: BatchError[], input: Record<string, unknown>, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    errors.push(refused(error, input));
  }
}
