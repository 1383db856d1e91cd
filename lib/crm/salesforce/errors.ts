/** Salesforce's error answers as problems: REST's lists, UI API's objects, and bodies that are not JSON. */
import * as v from 'valibot';
import type { Problem } from '../../core/problem';
import type { ApiResponse } from '../http';
import { ApiProblem } from '../problem';
import { ErrorsSchema, OAuthErrorSchema, UiErrorSchema } from './schema';

/** The limit counts a rolling day, so something is free again after a while; no header says when. */
const DAILY_WAIT_MS = 3_600_000;
const LOCK_WAIT_MS = 2_000;

/** The code and words of an error, and the fields it is about where it is one of a save. */
export interface Refusal {
  code: string;
  message: string;
  fields?: string[];
}

/** What an error body says, in whichever of Salesforce's shapes; `null` where it is none of them. */
export function refusalOf(body: unknown): Refusal | null {
  const list = v.safeParse(ErrorsSchema, body);
  if (list.success) {
    const [first] = list.output;
    if (!first) return null;
    const { errorCode, message, fields } = first;
    return { code: errorCode ?? '', message: message ?? '', ...(fields?.length ? { fields } : {}) };
  }
  const oauth = v.safeParse(OAuthErrorSchema, body);
  if (oauth.success) return { code: oauth.output.error, message: oauth.output.error_description ?? oauth.output.error };
  const ui = v.safeParse(UiErrorSchema, body);
  if (!ui.success) return null;
  const [first] = ui.output.output?.errors ?? [];
  const code = first?.errorCode ?? ui.output.errorCode ?? '';
  const message = first?.message ?? ui.output.message ?? '';
  return code || message ? { code, message } : null;
}

/** What an answer says that is an error; `null` where it says nothing that can be read. */
export const refusalIn = ({ text }: ApiResponse): Refusal | null => refusalOf(parse(text));

/** @returns the problem of a status and a parsed body (`undefined` where it was not JSON) */
export function problemFrom(status: number, body: unknown, now: number): Problem {
  const refusal = refusalOf(body);
  const base: Problem = { kind: 'refused', status };
  if (refusal?.message) base.message = refusal.message;
  const code = refusal?.code ?? '';
  if (code === 'REQUEST_LIMIT_EXCEEDED') return { ...base, kind: 'daily', retryAt: now + DAILY_WAIT_MS };
  if (code === 'UNABLE_TO_LOCK_ROW') return { ...base, kind: 'busy', retryAt: now + LOCK_WAIT_MS };
  if (status === 401) return { ...base, kind: 'signedOut' };
  if (status >= 500) return { ...base, kind: 'server' };
  // The body of this one is not documented.
  if (status === 412) return { ...base, kind: 'conflict' };
  if (!refusal) return { ...base, kind: 'unreadable' };
  if (status === 403 || code.startsWith('INSUFFICIENT_ACCESS')) return { ...base, kind: 'forbidden', missing: code };
  // Field-level security: the fields may be read and not written.
  if (code === 'INVALID_FIELD_FOR_INSERT_UPDATE') {
    return { ...base, kind: 'forbidden', missing: refusal.fields?.join(', ') ?? code };
  }
  return status === 404 ? { ...base, kind: 'gone' } : base;
}

/** @returns the problem of an answer that is not a success */
export function problemOf(response: ApiResponse, now: number): Problem {
  return problemFrom(response.status, parse(response.text), now);
}

/** The answer's JSON, checked against a schema; throws `ApiProblem` for an error answer and for one that cannot be read. */
export function readAnswer<T extends v.GenericSchema>(response: ApiResponse, schema: T, now: number): v.InferOutput<T> {
  if (response.status < 200 || response.status >= 300) throw new ApiProblem(problemOf(response, now));
  return checked(parse(response.text), schema, response.status);
}

/** A parsed body, checked against a schema; throws `ApiProblem` `unreadable` where it does not fit. */
export function checked<T extends v.GenericSchema>(body: unknown, schema: T, status: number): v.InferOutput<T> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ApiProblem({ kind: 'unreadable', status, message: `${v.getDotPath(issue) ?? ''} ${issue.message}` });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
