/**
 * The product's capture of signals, without a browser, against the sandbox. It is loaded by its path as in `ours.ts`; the members used
 * here are as in `lib/`.
 */
import 'fake-indexeddb/auto';
import type { AccountInfo } from '../../sandbox/crm.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { control, teamFile } from '../../tools/drive.ts';

export const CRMS = ['hubspot', 'salesforce', 'pipedrive'] as const;
export type Crm = (typeof CRMS)[number];

/** A row of whatever is kept. */
export interface Row {
  id: string;
  ref: { object: string; id: string };
}

interface Store {
  get(store: string, key: unknown): Promise<unknown>;
  getAll(store: string): Promise<Row[]>;
  put(store: string, value: unknown, key?: unknown): Promise<unknown>;
  clear(store: string): Promise<void>;
  objectStoreNames: Iterable<string>;
}

export interface Product {
  database(): Promise<Store>;
  putCredential(id: string, credential: object): Promise<void>;
  sweep(
    connection: object,
    language: string,
    taker: object,
    onProgress: (progress: { looked: number }) => void,
    signal: AbortSignal,
  ): Promise<object | null>;
  takeIn(known: object, language: string, words: object): Promise<{ kept: boolean }>;
  know(connection: object, ref: object, reason: string, language: string): Promise<object>;
  suggestionsOf(known: object): Promise<{ suggestions: { value: string; reason?: string }[] }>;
}

export const WORDS = { yes: 'Yes', no: 'No' };

export const OBJECTS: Record<Crm, readonly string[]> = {
  hubspot: ['0-1', '0-2', '0-3', '0-5'],
  salesforce: ['Account', 'Contact', 'Lead', 'Opportunity', 'Case'],
  pipedrive: ['deal', 'person', 'organization'],
};

const services = ['sweep', 'records', 'reading', 'suggestions'];

export async function loadProduct(): Promise<Product> {
  const parts = ['store/db', 'store/secrets', ...services.map((one) => `services/${one}`)];
  const loaded = await Promise.all(
    parts.map((part) => import(/* @vite-ignore */ new URL(`../../../lib/${part}.ts`, import.meta.url).pathname)),
  );
  return Object.assign({}, ...loaded);
}

/** A browser in which nothing is kept yet. */
export async function emptied({ database }: Product): Promise<void> {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
}

export function mainOf({ info }: Sandbox, crm: Crm): AccountInfo {
  const main = info.accounts.find((one) => one.crm === crm);
  if (!main) throw new Error('no account');
  return main;
}

/** The main account of a CRM, connected, with what the incident's team has said. */
export async function connected(product: Product, sandbox: Sandbox, crm: Crm) {
  const { account, tokens } = mainOf(sandbox, crm);
  const apiHost = sandbox.info.apis[crm] ?? '';
  const connection = { id: 'c', crm, account, label: crm, host: 'x', apiHost, capabilities: [], addedAt: Date.now() };
  const db = await product.database();
  await db.put('connections', connection);
  await db.put('teams', teamFile(sandbox, crm), [crm, account]);
  await product.putCredential('c', { token: tokens.full, apiHost });
  return connection;
}

/** The records of the main account that the truth knows and whose history the CRM keeps, each once. */
export async function recordsOf(sandbox: Sandbox, crm: Crm): Promise<{ object: string; id: string }[]> {
  const records = new Map<string, { object: string; id: string }>();
  for (let after = 0; ; ) {
    const path = `/truth?crm=${crm}&limit=5000&after=${after}`;
    const cells = await control<{ account: string; object: string; id: string }[]>(sandbox, 'GET', path);
    if (cells.length === 0) return [...records.values()];
    after += cells.length;
    for (const { account, object, id } of cells) {
      if (account === mainOf(sandbox, crm).account && OBJECTS[crm].includes(object))
        records.set(`${object}/${id}`, { object, id });
    }
  }
}
