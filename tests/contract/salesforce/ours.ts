/**
 * The product's own client against the simulation. The product is written for a bundler and these tests are type-checked for
 * Node, so it is loaded by its path; the members used here are as in `lib/crm/contract.ts`.
 */
import type { Harness } from './support.ts';

export interface Field {
  name: string;
  kind: string;
  readOnly: boolean;
  maxLength?: number;
  tracked?: boolean;
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

export interface OurClient {
  fields(object: string, language: string): Promise<Field[]>;
  modified(object: string, id: string): Promise<number>;
  read(object: string, id: string, fields: readonly Field[]): Promise<{ values: Map<string, string | null> }>;
  write(
    object: string,
    id: string,
    values: ReadonlyMap<string, string | null>,
    options: { fields: readonly Field[]; unmodifiedSince: number },
  ): Promise<void>;
  pending(object: string, query: PendingQuery): Promise<{ ids: string[]; after: string | null }>;
  createField(object: string, field: NewField): Promise<{ name: string; created: boolean }>;
  deleteField(object: string, name: string): Promise<void>;
}

export interface OurProblem {
  kind: string;
  message?: string;
  missing?: string;
  status?: number;
}

interface Request {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

interface Side {
  create(options: object): OurClient;
  authorise(credential: object): Record<string, string>;
}

const lib = (path: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ new URL(`../../../lib/crm/${path}`, import.meta.url).pathname);

/** A client with a token, `full` of the main org by default, and the paths it asked. */
export async function ours(
  { base, main }: Harness,
  token = main.tokens.full,
): Promise<{ client: OurClient; sent: string[] }> {
  const { salesforceSide } = (await lib('salesforce/side.ts')) as { salesforceSide: Side };
  const { sendWithFetch } = (await lib('http.ts')) as { sendWithFetch(request: Request): Promise<unknown> };
  const sent: string[] = [];
  const send = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    sent.push(decodeURIComponent(`${request.method} ${pathname}${search}`));
    const headers = { ...request.headers, ...salesforceSide.authorise({ token, apiHost: base }) };
    return sendWithFetch({ ...request, headers });
  };
  return { client: salesforceSide.create({ send, account: main.account, apiHost: base }), sent };
}

/** The problem of a call that must fail. */
export async function problem(act: () => Promise<unknown>): Promise<OurProblem> {
  try {
    await act();
  } catch (error) {
    const { problem: found } = error as { problem?: OurProblem };
    if (found) return found;
    throw error;
  }
  throw new Error('the call did not fail');
}
