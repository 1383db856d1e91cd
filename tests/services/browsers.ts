/**
 * Browsers with the product's services in them, several in one process: each has a database, locks and modules of its own, and its
 * requests go where a test lets them. A worker that dies takes its modules along and leaves the database.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';
import type { Connection } from '../../lib/core/account';
import type { TeamFile } from '../../lib/core/team';
import type { Sandbox } from '../sandbox/sandbox.ts';

export type Crm = Connection['crm'];
export type Account = Sandbox['info']['accounts'][number];

/** What a test does with a request: `send` carries it out, and may be left out, waited with, or its answer thrown away. */
export type Net = (request: { method: string; path: string }, send: () => Promise<Response>) => Promise<Response>;

/** Pipedrive's changelog tells it. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36';

const inside = new AsyncLocalStorage<Browser>();
const realFetch = globalThis.fetch;

/** Puts databases, locks and requests of whichever browser is running in place of this process's own. */
export function standIn(): void {
  const { locks } = navigator;
  const { indexedDB } = globalThis;
  Object.defineProperty(globalThis, 'indexedDB', { get: () => inside.getStore()?.databases ?? indexedDB });
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args: Parameters<typeof transaction>) {
    inside.getStore()?.mustLive();
    return transaction.apply(this, args);
  };
  const request = locks.request.bind(locks) as (name: string, work: () => unknown) => Promise<unknown>;
  locks.request = ((name: string, work: () => unknown) =>
    request(`${inside.getStore()?.id} ${name}`, work)) as typeof locks.request;
  globalThis.fetch = (input, init) => {
    const browser = inside.getStore();
    return browser ? browser.fetch(String(input), init) : realFetch(input, init);
  };
}

async function load() {
  vi.resetModules();
  const [api, connections, control, db, queue, reading, suggestions, teamFiles, wizard, writes] = await Promise.all([
    import('../../lib/services/api'),
    import('../../lib/services/connections'),
    import('../../lib/services/control'),
    import('../../lib/store/db'),
    import('../../lib/services/queue'),
    import('../../lib/services/reading'),
    import('../../lib/services/suggestions'),
    import('../../lib/store/teamFiles'),
    import('../../lib/services/wizard'),
    import('../../lib/services/writes'),
  ]);
  return {
    ...api,
    ...connections,
    ...control,
    ...db,
    ...queue,
    ...reading,
    ...suggestions,
    ...teamFiles,
    ...wizard,
    ...writes,
  };
}

export type Services = Awaited<ReturnType<typeof load>>;

let count = 0;

export class Browser {
  readonly id = `browser${count++}`;
  readonly databases = new IDBFactory();
  net: Net = (_, send) => send();
  dead = false;
  #services!: Services;
  readonly #api: string;

  private constructor(api: string) {
    this.#api = api;
  }

  /** A new browser that is connected to an account and has the team's file. */
  static async connected(sandbox: Sandbox, account: Account, person = 'Dana Reyes'): Promise<Browser> {
    const { crm, tokens, team } = account;
    const api = sandbox.info.apis[crm] ?? '';
    const browser = new Browser(api);
    await browser.start();
    await browser.run(async ({ addConnection, changeTeamFile }) => {
      const credential = { token: tokens.full, apiHost: api };
      const added = await addConnection({ crm, credential, person });
      if (!added.ok) throw new Error(`not connected: ${JSON.stringify(added.problem)}`);
      await changeTeamFile(crm, account.account, (file) => ({ ...file, ...(team as Partial<TeamFile>) }));
    });
    return browser;
  }

  /** A new life of the worker: nothing but the database is left of the one before. */
  async start(): Promise<void> {
    this.dead = false;
    this.#services = await load();
  }

  run<T>(work: (services: Services) => Promise<T>): Promise<T> {
    return inside.run(this, () => work(this.#services));
  }

  mustLive(): void {
    if (this.dead) throw new Error('dead');
  }

  /** As a browser sends it, to where the CRM's address leads in a test. */
  async fetch(url: string, init?: RequestInit): Promise<Response> {
    this.mustLive();
    const { pathname: path, search } = new URL(url);
    const headers = { ...(init?.headers as Record<string, string>), 'User-Agent': USER_AGENT };
    const send = () => realFetch(this.#api + path + search, { ...init, headers });
    // What a test does meanwhile is not done by the browser.
    const response = await inside.exit(() => this.net({ method: init?.method ?? 'GET', path }, send));
    this.mustLive();
    return response;
  }
}
