/** One API call on its way through the routes. */
import type { Clock } from '../../engine/clock.ts';
import type { Reply } from '../../http.ts';
import type { ApiSettings } from '../settings.ts';
import type { Store } from '../store.ts';
import type { Credential } from '../tokens.ts';
import { invalid, invalidJson } from './errors.ts';

export interface Call {
  method: string;
  /** Path without family and version, e.g. `/objects/deals/42`. */
  path: string;
  /** `v3`, `v4` or a dated version such as `2026-03`. */
  version: string;
  query: URLSearchParams;
  rawBody: string;
  credential: Credential;
  store: Store;
  clock: Clock;
  settings: ApiSettings;
}

export type Params = Record<string, string>;
export type Handler = (call: Call, params: Params) => Reply;

/** The body as an object; throws the 400 HubSpot answers for anything else. */
export function bodyOf(call: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.rawBody);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw invalidJson();
}

/** Values of a list parameter, sent as repeated keys or as a comma list. */
export function listOf(call: Call, name: string): string[] {
  return call.query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .filter(Boolean);
}

/** A whole number parameter within bounds. */
export function numberOf(call: Call, name: string, fallback: number, max: number): number {
  const raw = call.query.get(name);
  if (raw === null) return fallback;
  const value = Number(raw);
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw invalid(`Invalid value for ${name}: ${raw}. It must be a whole number between 1 and ${max}`);
  }
  return value;
}

export const flag = (call: Call, name: string): boolean => call.query.get(name) === 'true';

/** An array of strings in a body, empty where it is missing. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** The `inputs` of a batch, each an object. */
export function inputsOf(body: Record<string, unknown>, max: number, message?: string): Array<Record<string, unknown>> {
  const { inputs } = body;
  if (!Array.isArray(inputs)) throw invalid('Some required fields were not set: [inputs]');
  if (inputs.length > max) {
    throw invalid(message ?? `The maximum number of inputs supported in a batch request is ${max}`);
  }
  return inputs.map((input) => (typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}));
}
