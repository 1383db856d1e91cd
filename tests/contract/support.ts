/** What the contract tests share: a running sandbox, the vendor's client and the control routes. */
import { Client } from '@hubspot/api-client';
import { afterAll, beforeAll } from 'vitest';
import type { AccountInfo } from '../sandbox/crm.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';

export interface Row {
  at: string;
  actor: { kind: string; id: string; name: string };
  via: string;
  from: string | null;
  to: string | null;
  pattern?: string;
}

export interface Cell {
  crm: string;
  account: string;
  object: string;
  id: string;
  field: string;
  value: string | null;
  attribution: string;
  corrected: boolean;
  lastWriter: { kind: string; id: string; name: string };
  rows: Row[];
  observable: boolean;
  why?: string;
}

export interface Change {
  seq: number;
  account: string;
  object: string;
  id: string;
  field: string;
  before: string | null;
  value: string | null;
  at: string;
  actor: { kind: string; id: string; name: string };
  pattern?: string;
  current: boolean;
  observable: boolean;
  why?: string;
  touchedSince: boolean;
  restorable: boolean;
  restorableWhy: string;
}

export interface Harness {
  info: Sandbox['info'];
  main: AccountInfo;
  other: AccountInfo;
  /** The vendor's client with a token, `full` of the main account by default. */
  client(token?: string): Client;
  /** A raw call with the full token. */
  call(
    path: string,
    init?: RequestInit & { token?: string; json?: unknown },
  ): Promise<{ status: number; headers: Headers; text: string; body: never }>;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown, method?: string): Promise<{ status: number; body: T }>;
  /** All cells of the truth, page by page. */
  cells(query?: string): Promise<Cell[]>;
}

/** Starts a sandbox for the tests of one file. */
export function useSandbox(options: { seed?: string } = {}): Harness {
  let sandbox: Sandbox;
  const harness = {} as Harness;
  beforeAll(async () => {
    sandbox = await startSandbox({ quiet: true, proposals: false, crms: ['hubspot'], ...options });
    const { info } = sandbox;
    const [main, other] = info.accounts as [AccountInfo, AccountInfo];
    Object.assign(harness, { info, main, other });
  });
  afterAll(() => sandbox.stop());

  harness.client = (token = harness.main.tokens.full) =>
    new Client({
      accessToken: token,
      basePath: harness.info.apis.hubspot,
      numberOfApiCallRetries: 0,
      limiterOptions: undefined,
    });
  harness.call = async (path, { token = harness.main.tokens.full, json, ...init } = {}) => {
    const response = await fetch(harness.info.apis.hubspot + path, {
      ...init,
      ...(json !== undefined && { method: init.method ?? 'POST', body: JSON.stringify(json) }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) as never };
  };
  harness.get = async (path) => (await fetch(harness.info.control + path)).json();
  harness.post = async (path, body = {}, method = 'POST') => {
    const response = await fetch(harness.info.control + path, {
      method,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  harness.cells = async (query = '') => {
    const cells: Cell[] = [];
    for (;;) {
      const page = await harness.get<Cell[]>(`/truth?limit=5000&after=${cells.length}&${query}`);
      if (page.length === 0) return cells;
      cells.push(...page);
    }
  };
  return harness;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the vendor's client throws, with its body as an object. */
export interface VendorError {
  code: number;
  body: {
    category?: string;
    message?: string;
    correlationId?: string;
    errors?: Array<Record<string, unknown>>;
  } & Record<string, unknown>;
  headers: Record<string, string>;
}

/** Runs a call that must fail and returns the vendor client's error. */
export async function failure(act: () => Promise<unknown>): Promise<VendorError> {
  try {
    await act();
  } catch (error) {
    return error as VendorError;
  }
  throw new Error('the call did not fail');
}
