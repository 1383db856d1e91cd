/**
 * The product's own client against the sandbox. The product is written for a bundler and these tests are type-checked for Node,
 * so it is loaded by its path; the members used here are as in `lib/crm/contract.ts`.
 */
import type { Harness } from './support.ts';

export interface Field {
  name: string;
  label: string;
  kind: string;
  options: { value: string; label: string; pipeline?: string }[];
  pipelineField?: string;
  maxLength?: number;
}

export interface NewField {
  name: string;
  label: string;
  help: string;
  kind: 'line' | 'text' | 'number';
}

export interface PendingQuery {
  staging: readonly string[];
  count: string | null;
  since: number | null;
  after: string | null;
}

export interface Pending {
  ids: string[];
  after: string | null;
}

interface Snapshot {
  values: Map<string, string | null>;
  histories: Map<string, { changes: { from: string | null; to: string | null }[] }>;
}

export interface OurClient {
  fields(object: string, language: string): Promise<Field[]>;
  read(object: string, id: string, fields: readonly Field[]): Promise<Snapshot>;
  write(
    object: string,
    id: string,
    values: ReadonlyMap<string, string | null>,
    options: { fields: readonly Field[]; unmodifiedSince: number },
  ): Promise<void>;
  pending(object: string, query: PendingQuery): Promise<Pending>;
  createField(object: string, field: NewField): Promise<{ name: string; created: boolean }>;
  deleteField(object: string, name: string): Promise<void>;
}

export interface OurProblem {
  kind: string;
  message?: string;
  missing?: string;
  status?: number;
}

export interface Request {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

interface Response {
  status: number;
  headers: Headers;
  date: number | undefined;
  text: string;
}

interface Ours {
  client(options: { send(request: Request): Promise<Response>; account: string; apiHost: string }): OurClient;
  send(request: Request): Promise<Response>;
  cost(method: string, url: URL): number;
}

/** The user agent that a browser sends with our requests. */
export const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36';

const lib = (path: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ new URL(`../../../lib/crm/${path}`, import.meta.url).pathname);

/** The product's Pipedrive side and its transport. */
export async function ours(): Promise<Ours> {
  const { pipedriveSide } = (await lib('pipedrive/side.ts')) as {
    pipedriveSide: { create: Ours['client']; cost: Ours['cost'] };
  };
  const { sendWithFetch } = (await lib('http.ts')) as { sendWithFetch: Ours['send'] };
  return { client: pipedriveSide.create, cost: pipedriveSide.cost, send: sendWithFetch };
}

/**
 * Sends to the sandbox as the product does.
 *
 * Before each request time goes on by two seconds: the short window is new, so that no test waits for one, and every change has a
 * time of its own.
 */
export function sender(pipedrive: Harness, send: Ours['send'], token: string): (request: Request) => Promise<Response> {
  return (request) => {
    pipedrive.clock.advance(2_000);
    return send({ ...request, headers: { ...request.headers, 'x-api-token': token, 'User-Agent': BROWSER } });
  };
}

/** The problem of a call that must fail. */
export async function problem(promise: Promise<unknown>): Promise<OurProblem> {
  try {
    await promise;
  } catch (error) {
    const { problem: found } = error as { problem?: OurProblem };
    if (found) return found;
    throw error;
  }
  throw new Error('the call did not fail');
}
