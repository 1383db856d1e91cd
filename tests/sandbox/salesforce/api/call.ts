/** One API call on its way through the routes. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../engine/clock.ts';
import type { Reply } from '../../http.ts';
import { canSee } from '../access.ts';
import { normalId } from '../ids.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store.ts';
import type { Credential } from '../tokens.ts';
import type { FieldDef, Language, ObjectDef, Source, StoredRecord } from '../types.ts';
import { malformedJson, noAccess, notFound } from './errors.ts';

export interface Call {
  method: string;
  /** Path without `/services/data/vNN.N`, e.g. `/sobjects/Opportunity/006…`. */
  path: string;
  /** e.g. `66.0`. */
  version: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  rawBody: string;
  credential: Credential;
  store: Store;
  clock: Clock;
  settings: Settings;
  /** Runs a part of a composite request with the same token. */
  sub: (method: string, url: string, body: unknown, headers: Record<string, string>) => Reply;
}

export type Handler = (call: Call, params: Record<string, string>) => Reply;

export const basePath = (call: Call): string => `/services/data/v${call.version}`;

export const release = (call: Call): number => Number(call.version);

export const header = (call: Call, name: string): string | undefined => {
  const value = call.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

export const sourceOf = (call: Call): Source => ({ userId: call.credential.userId, way: 'api' });

/** The body as an object; throws the 400 for anything else. */
export function bodyOf(call: Call): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(call.rawBody);
  } catch {
    throw malformedJson('Unexpected character at [line:1, column:1]');
  }
  return asObject(body);
}

export function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformedJson('Cannot deserialize instance of an object at [line:1, column:2]');
  }
  return value as Record<string, unknown>;
}

/** An object by the name in a path; throws the 404. */
export function objectOf(call: Call, name: string | undefined): ObjectDef {
  const object = call.store.catalog.object(name ?? '');
  if (!object) throw notFound();
  return object;
}

/** A live record by the id in a path, of either length; throws the 404. */
export function recordOf(call: Call, object: string, id: string | undefined): StoredRecord {
  const record = call.store.get(object, normalId(id ?? '') ?? '');
  if (!record) throw notFound();
  return record;
}

/** A field that the caller sees. */
export function fieldOf(call: Call, object: ObjectDef, name: string): FieldDef | undefined {
  const field = call.store.catalog.field(object.name, name);
  return field && canSee(call.store, field, call.credential.userId) ? field : undefined;
}

export function mustCustomise(call: Call): void {
  if (!call.credential.canCustomise) throw noAccess();
}

/**
 * The language labels are in: the user's. Whether the UI API minds `Accept-Language` is not settled; a program that
 * asks for one language alone gets it.
 */
export function languageOf(call: Call): Language {
  const [, asked] = /^(en|de|fr|ar)(?:-\w+)?$/.exec(header(call, 'accept-language') ?? '') ?? [];
  return (asked as Language | undefined) ?? call.settings.language;
}
