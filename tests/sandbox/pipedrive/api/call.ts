/** One authorised API request and the small checks all routes share. */
import type { Reply } from '../../http.ts';
import { parseObject } from '../../http.ts';
import type { Store } from '../store.ts';
import type { Credential } from '../tokens.ts';
import type { PdObject, RecordObject, Source, StoredRecord } from '../types.ts';
import { badRequest, forbidden, notFound, schemaInvalid } from './errors.ts';

export interface Call {
  method: string;
  /** Path without host, prefix and version. */
  path: string;
  query: URLSearchParams;
  body: string;
  store: Store;
  credential: Credential;
  /** What a write of this call leaves in the changelog. */
  source: Source;
}

export type Handler = (call: Call, params: Record<string, string>) => Reply;

/** Pipedrive's envelope of an answer. */
export const ok = (data: unknown, additional?: Record<string, unknown>, status = 200): Reply => ({
  status,
  body: { success: true, data, ...(additional && { additional_data: additional }) },
});

export const PLURALS: Readonly<Record<string, RecordObject>> = {
  deals: 'deal',
  persons: 'person',
  organizations: 'organization',
};

/** How messages call an object. */
const WORDS: Record<PdObject, string> = {
  deal: 'Deal',
  person: 'Person',
  organization: 'Organization',
  lead: 'Lead',
};

/** A record that is there and not deleted. Throws the 404. */
export function recordOf(call: Call, object: PdObject, id: string): StoredRecord {
  const record = call.store.get(object, id);
  if (!record) throw notFound(WORDS[object]);
  return record;
}

/** The request's body. Throws a 400 for anything but a JSON object. */
export function bodyOf(call: Call): Record<string, unknown> {
  try {
    return parseObject(call.body);
  } catch {
    throw badRequest('Invalid JSON in the request body');
  }
}

/** Refuses users whose permission set forbids writing. */
export function requireWrite(call: Call): void {
  if (!call.credential.may.write) throw forbidden('You do not have permission to do this.');
}

/** Refuses users who may not change fields. */
export function requireFields(call: Call): void {
  if (!call.credential.may.fields) throw forbidden('You do not have permission to edit fields.');
}

/** A whole number of the query, within bounds. */
export function numberOf(call: Call, key: string, fallback: number, max: number): number {
  const text = call.query.get(key);
  if (text === null) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw schemaInvalid(`${key} must be a positive number`);
  if (value > max) throw schemaInvalid(`${key} must be less than or equal to ${max}`);
  return value;
}

/** A comma-separated list of the query, `[]` where it is absent. */
export const listOf = (call: Call, key: string): string[] => call.query.get(key)?.split(',').filter(Boolean) ?? [];

/** `id:N`, as base64: opaque to whoever gets it. */
export const cursorFor = (id: number | string): string => Buffer.from(`id:${id}`).toString('base64');

/** The id a cursor stands for. Throws a 400 for anything this API did not hand out. */
export function readCursor(call: Call): string | undefined {
  const cursor = call.query.get('cursor');
  if (cursor === null) return undefined;
  const [, id] = /^id:([\w-]+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? [];
  if (id === undefined || cursorFor(id) !== cursor) throw badRequest('Invalid cursor');
  return id;
}

/** One page of a list by offset, and what v1 says about the next. */
export function pageOf<T>(call: Call, list: readonly T[]): { page: T[]; pagination: object } {
  const start = numberOf(call, 'start', 0, Number.MAX_SAFE_INTEGER);
  const limit = numberOf(call, 'limit', 100, 500);
  const more = list.length > start + limit;
  return {
    page: list.slice(start, start + limit),
    pagination: { start, limit, more_items_in_collection: more, ...(more && { next_start: start + limit }) },
  };
}
