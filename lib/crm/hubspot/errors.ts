/** HubSpot's error answers as problems. Envelope and categories by its public API descriptions; some bodies are not JSON. */
import * as v from 'valibot';
import type { Problem } from '../../core/problem';
import type { ApiResponse } from '../http';
import { retryAfter } from '../limits';
import { ApiProblem } from '../problem';
import { ErrorSchema, RefusalsSchema } from './schema';

/** HubSpot's Node client waits these long where the answer has no Retry-After. */
const WAIT_MS = { secondly: 1_000, tenSecondly: 10_000, locked: 2_000 };

/** @returns the problem of an answer that is not a success */
export function problemOf(response: ApiResponse, now: number): Problem {
  const body = parse(response.text);
  const base: Problem = { kind: 'refused', status: response.status };
  if (body?.message) base.message = wordsOf(body.message);
  if (body?.correlationId) base.correlationId = body.correlationId;
  const told = retryAfter(response, now);
  const waitOr = (ms: number) => told ?? now + ms;
  switch (response.status) {
    case 401:
      return { ...base, kind: 'signedOut' };
    case 403: {
      // A gateway's HTML page is no statement about rights.
      if (!body) return { ...base, kind: 'unreadable' };
      const missing = body.errors?.flatMap((e) => e.context?.requiredScopes ?? []).join(', ');
      return { ...base, kind: 'forbidden', ...(missing ? { missing } : {}) };
    }
    case 404:
      return { ...base, kind: body ? 'gone' : 'unreadable' };
    case 429:
      if (/daily/i.test(body?.policyName ?? body?.message ?? ''))
        return { ...base, kind: 'daily', retryAt: waitOr(3_600_000) };
      return {
        ...base,
        kind: 'busy',
        retryAt: waitOr(body?.policyName === 'SECONDLY' ? WAIT_MS.secondly : WAIT_MS.tenSecondly),
      };
    case 423:
    case 477:
      return { ...base, kind: 'busy', retryAt: waitOr(response.status === 423 ? WAIT_MS.locked : WAIT_MS.tenSecondly) };
  }
  if (response.status >= 500) return { ...base, kind: 'server', ...(told ? { retryAt: told } : {}) };
  return body ? base : { ...base, kind: 'unreadable' };
}

/**
 * The answer's JSON, checked against a schema; `undefined` where HubSpot documents that there is none (204). Throws
 * `ApiProblem` for an error answer and for one that cannot be read.
 */
export function readAnswer<T extends v.GenericSchema>(response: ApiResponse, schema: T, now: number): v.InferOutput<T> {
  if (response.status < 200 || response.status >= 300) throw new ApiProblem(problemOf(response, now));
  let json: unknown;
  try {
    json = response.status === 204 ? undefined : JSON.parse(response.text);
  } catch {
    throw new ApiProblem({ kind: 'unreadable', status: response.status });
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new ApiProblem({
      kind: 'unreadable',
      status: response.status,
      message: `${v.getDotPath(issue) ?? ''} ${issue.message}`,
    });
  }
  return parsed.output;
}

function parse(text: string): v.InferOutput<typeof ErrorSchema> | null {
  try {
    const parsed = v.safeParse(ErrorSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/**
 * What people can read of a message. A refused write has one sentence per value in a JSON list inside the message
 * (`Property values were not valid: [{…}]`, seen live); those sentences are HubSpot's words, the list is not for people.
 */
function wordsOf(message: string): string {
  const from = message.indexOf('[{');
  const to = message.lastIndexOf('}]');
  if (from < 0 || to < from) return message;
  try {
    const parsed = v.safeParse(RefusalsSchema, JSON.parse(message.slice(from, to + 2)));
    const words = parsed.success ? parsed.output.map((refusal) => refusal.message).filter(Boolean) : [];
    return [...new Set(words)].join('\n') || message;
  } catch {
    return message;
  }
}
