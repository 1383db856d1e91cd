/**
 * The product's own clients against the sandbox. The product is written for a bundler and these tests are type-checked for Node, so
 * it is loaded by its path; the members used here are as in `lib/crm/contract.ts`.
 */
export interface Field {
  name: string;
  label: string;
  kind: string;
  options: { value: string; label: string; pipeline?: string }[];
  readOnly: boolean;
  pipelineField?: string;
  maxLength?: number;
  tracked?: boolean;
  native?: string;
}

export interface NewField {
  name: string;
  label: string;
  help: string;
  kind: 'line' | 'text' | 'number';
}

export interface PendingQuery {
  staging: readonly string[];
  metadata: string | null;
  count: string | null;
  since: number | null;
  after: string | null;
  native?: boolean;
}

export interface Pending {
  ids: string[];
  after: string | null;
}

interface Snapshot {
  values: Map<string, string | null>;
  histories: Map<string, { changes: { from: string | null; to: string | null }[]; complete: boolean }>;
  native?: {
    id: string;
    field: string;
    value: string;
    at: number;
    expires: number;
    reason?: string;
    base?: string | null;
    writer: { key: string };
  }[];
}

export interface OurClient {
  fields(object: string, language: string): Promise<Field[]>;
  modified(object: string, id: string): Promise<number>;
  unchanged?(snapshot: Snapshot, fields: readonly Field[]): Promise<boolean>;
  read(object: string, id: string, fields: readonly Field[]): Promise<Snapshot>;
  write(
    object: string,
    id: string,
    values: ReadonlyMap<string, string | null>,
    options: { fields: readonly Field[]; unmodifiedSince: number },
  ): Promise<void>;
  pending(object: string, query: PendingQuery): Promise<Pending>;
  changed(
    object: string,
    query: { since: number; after: string | null },
  ): Promise<{ records: { id: string; at: number }[]; after: string | null }>;
  ledgerNote?: {
    read(object: string, id: string): Promise<{ id: string; text: string }[]>;
    write(object: string, id: string, note: string | null, text: string): Promise<void>;
  };
  createField(object: string, field: NewField): Promise<{ name: string; created: boolean; group?: true }>;
  deleteField(object: string, name: string, group?: boolean): Promise<void>;
}

export interface OurProblem {
  kind: string;
  message?: string;
  missing?: string;
  status?: number;
  correlationId?: string;
}

export interface Request {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Response {
  status: number;
  headers: Headers;
  date: number | undefined;
  text: string;
}

export type Send = (request: Request) => Promise<Response>;

export interface Side {
  create(options: { send: Send; account: string; apiHost: string }): OurClient;
  authorise(credential: { token: string; apiHost: string }): Record<string, string>;
  cost(method: string, url: URL): number;
}

const lib = (path: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ new URL(`../../lib/crm/${path}`, import.meta.url).pathname);

/** A CRM's API side as the registry has it, and the product's transport. */
export async function productSide(crm: 'hubspot' | 'salesforce' | 'pipedrive'): Promise<{ side: Side; send: Send }> {
  const side = (await lib(`${crm}/side.ts`))[`${crm}Side`] as Side;
  return { side, send: (await lib('http.ts')).sendWithFetch as Send };
}

/** How the ledger's note is written and read; the members used are as in `lib/core/ledgerNote.ts`. */
export async function ledgerNotes(): Promise<{
  noteText(ledger: string): string;
  ledgerInNote(text: string): { ledger: string; intact: boolean } | null;
}> {
  return (await import(/* @vite-ignore */ new URL('../../lib/core/ledgerNote.ts', import.meta.url).pathname)) as never;
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
