/**
 * The product's own client against the sandbox. The product is written for a bundler and these tests are type-checked for Node,
 * so it is loaded by its path; the members used here are as in `lib/crm/contract.ts`.
 */
import type { Harness } from '../support.ts';

interface Option {
  value: string;
  label: string;
  pipeline?: string;
}

export interface Field {
  name: string;
  label: string;
  kind: string;
  options: Option[];
  readOnly: boolean;
  pipelineField?: string;
  maxLength?: number;
}

interface NewField {
  name: string;
  label: string;
  help: string;
  kind: 'line' | 'text' | 'number';
}

interface PendingQuery {
  staging: readonly string[];
  count: string | null;
  since: number | null;
  after: string | null;
}

export interface OurClient {
  fields(object: string, language: string): Promise<Field[]>;
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
  correlationId?: string;
}

export interface Sent {
  method: string;
  path: string;
  body: unknown;
}

interface Request {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

const lib = (path: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ new URL(`../../../lib/crm/${path}`, import.meta.url).pathname);

/** A client with a token, `full` of the main account by default, and what it sent. */
export async function ours(
  sandbox: Harness,
  token = sandbox.main.tokens.full,
): Promise<{ client: OurClient; sent: Sent[] }> {
  const { hubspotSide } = (await lib('hubspot/side.ts')) as {
    hubspotSide: {
      create(options: object): OurClient;
      authorise(credential: object): Record<string, string>;
    };
  };
  const { sendWithFetch } = (await lib('http.ts')) as { sendWithFetch(request: Request): Promise<unknown> };
  const apiHost = sandbox.info.apis.hubspot;
  const sent: Sent[] = [];
  const send = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const body = request.body === undefined ? undefined : JSON.parse(request.body);
    sent.push({ method: request.method, path: pathname + search, body });
    const headers = { ...request.headers, ...hubspotSide.authorise({ token, apiHost }) };
    return sendWithFetch({ ...request, headers });
  };
  return { client: hubspotSide.create({ send, account: sandbox.main.account, apiHost }), sent };
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
