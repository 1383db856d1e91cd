/**
 * Pipedrive's error answers as problems. The envelope is documented, the bodies of its limits are not; what stands before the
 * API answers in HTML.
 */
import * as v from 'valibot';
import type { Problem } from '../../core/problem';
import type { ApiResponse } from '../http';
import { retryAfter } from '../limits';
import { ApiProblem } from '../problem';
import { pipedriveLimits } from './limits';
import { ErrorSchema } from './schema';

/** The burst limit's window. */
const BURST_MS = 2_000;
/** The day's budget comes back at midnight of a zone that is not documented: asked once an hour, which costs next to nothing. */
const DAILY_MS = 3_600_000;
/** How long a token is blocked is not documented; asking on would prolong it. */
const BLOCKED_MS = 60_000;

/** @returns the problem of an answer that is not a success */
export function problemOf(response: ApiResponse, now: number): Problem {
  const { status, headers } = response;
  const body = parse(response.text);
  const base: Problem = { kind: 'refused', status };
  const message = wordsOf(body);
  if (message) base.message = message;
  const told = retryAfter(response, now);
  const waitOr = (ms: number) => told ?? now + ms;
  switch (status) {
    case 401:
      return { ...base, kind: 'signedOut' };
    case 403:
      // The edge in front of the API blocks tokens that ignore limits, and says so in HTML: no statement about rights.
      if (!body) return { ...base, kind: 'busy', retryAt: waitOr(BLOCKED_MS) };
      // What the plan does not include is no right that anybody could give.
      if (body.code?.startsWith('feature_capping')) return base;
      return { ...base, kind: 'forbidden', ...(message ? { missing: message } : {}) };
    case 404:
      return { ...base, kind: body ? 'gone' : 'unreadable' };
    case 429:
      // No header tells the day's budget. Where requests of the short window are left, or it is not mentioned, it is the day's.
      if (pipedriveLimits(headers).burst?.remaining === 0) return { ...base, kind: 'busy', retryAt: waitOr(BURST_MS) };
      return { ...base, kind: 'daily', retryAt: waitOr(DAILY_MS) };
  }
  if (status >= 500) return { ...base, kind: 'server', ...(told ? { retryAt: told } : {}) };
  return body ? base : { ...base, kind: 'unreadable' };
}

/** Pipedrive's own words, after its code where they do not name it themselves. */
function wordsOf(body: v.InferOutput<typeof ErrorSchema> | null): string {
  const words = body?.error || body?.message || body?.error_info || '';
  return body?.code && !words.includes(body.code) ? [body.code, words].filter(Boolean).join(': ') : words;
}

/** The answer's JSON, checked against a schema; throws `ApiProblem` for an error answer and for one that cannot be read. */
export function readAnswer<T extends v.GenericSchema>(response: ApiResponse, schema: T, now: number): v.InferOutput<T> {
  const { status, text } = response;
  const json = jsonOf(text);
  const failed = (json as { success?: unknown } | undefined)?.success === false;
  if (status < 200 || status >= 300 || failed) throw new ApiProblem(problemOf(response, now));
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ApiProblem({ kind: 'unreadable', status, message: `${v.getDotPath(issue) ?? ''} ${issue.message}` });
}

/** `undefined` for a text that is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parse(text: string): v.InferOutput<typeof ErrorSchema> | null {
  const parsed = v.safeParse(ErrorSchema, jsonOf(text));
  return parsed.success ? parsed.output : null;
}
