/** Requests to one org's API and its queries, which all parts of the client share. */
import type * as v from 'valibot';
import type { ApiResponse, Send } from '../http';
import { ApiProblem } from '../problem';
import { checked, readAnswer } from './errors';
import { recordId } from './ids';
import { QuerySchema } from './schema';

/** The first version in which Salesforce's own suggestions name their record and value; every org has a later one by now (68.0, Oct 2026). */
export const DATA = '/services/data/v67.0';

/** What a request is beside its path; without anything it is a GET. */
export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: object;
}

export interface Api {
  /** Sends a request and answers for any status. Throws `ApiProblem` where no answer came. */
  ask(path: string, asked?: Asked): Promise<ApiResponse>;
  /** The answer, checked against a schema; `v.unknown()` where there is none to read. Throws `ApiProblem`. */
  call<T extends v.GenericSchema>(path: string, schema: T, asked?: Asked): Promise<v.InferOutput<T>>;
  /** The rows of a query that fit in one page, each checked against a schema. Throws `ApiProblem`. */
  rows<T extends v.GenericSchema>(path: string, schema: T): Promise<v.InferOutput<T>[]>;
}

/**
 * @param send the transport, which adds the authorisation and does the accounting
 * @param apiHost origin of the org's API
 */
export function createApi(send: Send, apiHost: string): Api {
  async function ask(path: string, { method = 'GET', headers, body }: Asked = {}): Promise<ApiResponse> {
    const request = { url: `${apiHost}${path}`, method, headers: { Accept: 'application/json', ...headers } };
    if (!body) return send(request);
    const withJson = { ...request.headers, 'Content-Type': 'application/json' };
    return send({ ...request, headers: withJson, body: JSON.stringify(body) });
  }

  async function call<T extends v.GenericSchema>(path: string, schema: T, asked?: Asked): Promise<v.InferOutput<T>> {
    return readAnswer(await ask(path, asked), schema, Date.now());
  }

  async function rows<T extends v.GenericSchema>(path: string, schema: T): Promise<v.InferOutput<T>[]> {
    const { records } = await call(path, QuerySchema);
    return records.map((record) => checked(record, schema, 200));
  }

  return { ask, call, rows };
}

/** The path of a query's first page. */
export const queryPath = (soql: string) => `${DATA}/query?q=${encodeURIComponent(soql)}`;

/** The path of a query of what an org is built of. */
export const toolingPath = (soql: string) => `${DATA}/tooling/query?q=${encodeURIComponent(soql)}`;

/** The path of the page after this one; `null` where this is the last, or the next is not among the API's own paths. */
export function pageAfter({ done, nextRecordsUrl }: v.InferOutput<typeof QuerySchema>): string | null {
  return !done && nextRecordsUrl && isPage(nextRecordsUrl) ? nextRecordsUrl : null;
}

/** True for a path under the API's own: a request to it carries a token. */
export function isPage(path: string): boolean {
  return path.startsWith('/services/data/') && !path.includes('..');
}

/** The name of an object or a field, safe to stand in a path or a query. Throws `ApiProblem` for anything else. */
export function named(name: string): string {
  if (!/^[A-Za-z]\w*$/.test(name)) throw new ApiProblem({ kind: 'refused', message: name });
  return name;
}

/** Ids from `idOf`, as a query lists them. */
export const idList = (ids: readonly string[]) => ids.map((id) => `'${id}'`).join(', ');

/** A record's id, safe to stand in a path or a query. Throws `ApiProblem` for anything else. */
export function idOf(id: string): string {
  const full = recordId(id);
  if (!full) throw new ApiProblem({ kind: 'gone', message: id });
  return full;
}
