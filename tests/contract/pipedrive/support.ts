/** What the Pipedrive tests share: a simulation that has been told to its end, its API on a socket, and the vendor's client. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v1 from 'pipedrive/v1';
import * as v2 from 'pipedrive/v2';
import { afterAll, beforeAll } from 'vitest';
import type { AccountInfo, CrmSandbox, DomSettings } from '../../sandbox/crm.ts';
import { actorById } from '../../sandbox/engine/actors.ts';
import type { Clock } from '../../sandbox/engine/clock.ts';
import { createClock, INCIDENT_END } from '../../sandbox/engine/clock.ts';
import type { JournalRow } from '../../sandbox/engine/journal.ts';
import { playUntil } from '../../sandbox/engine/replay.ts';
import { stateView } from '../../sandbox/engine/views/state.ts';
import { readRequest, writeReply } from '../../sandbox/http.ts';
import { pipedrive } from '../../sandbox/pipedrive/index.ts';

export interface ChangelogRow {
  field_key: string;
  old_value: string | null | object[];
  new_value: string | null | object[];
  actor_user_id: number;
  time: string;
  change_source: string | null;
  change_source_user_agent: string | null;
  is_bulk_update_flag: boolean;
}

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: { success: boolean; data: never; error?: string; code?: string; additional_data?: { next_cursor?: string } };
}

export interface Harness {
  sandbox: CrmSandbox;
  clock: Clock;
  /** Address of the API. */
  base: string;
  /** Address of the pages, whatever host a request names. */
  pages: string;
  main: AccountInfo;
  other: AccountInfo;
  v2<T>(Api: new (configuration: v2.Configuration) => T, token?: string): T;
  v1<T>(Api: new (configuration: v1.Configuration) => T, token?: string): T;
  call(path: string, init?: RequestInit & { token?: string; json?: unknown }): Promise<Answer>;
  /** A record's whole changelog, newest first, read with the vendor's client. */
  changelog(object: string, id: string | number, limit?: number): Promise<ChangelogRow[]>;
  /** The truth of the main company's cells. */
  truth(): ReturnType<typeof stateView>;
  /** Carries out a write as `POST /agent` and `POST /human` do. */
  write(actor: string, via: JournalRow['via'], object: string, id: string, set: Record<string, string>): Promise<void>;
}

/** How pages look unless a test says otherwise. */
export const USUAL: DomSettings = {
  variant: '2026',
  locale: 'en',
  theme: 'light',
  lateRenderMs: 0,
  fields: 0,
  strict: false,
};

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Starts a simulation for the tests of one file; `days` of 0 is a company in which nothing happened yet. */
export function usePipedrive({ seed = '1', days = 21 } = {}): Harness {
  const harness = {} as Harness;
  const clock = createClock();
  let sandbox: CrmSandbox;
  const serve = (outside: boolean) =>
    createServer(async (req, res) => {
      const { reply } = await sandbox.answer(await readRequest(req), outside);
      writeReply(res, reply, clock.now());
    });
  const [api, agents] = [serve(true), serve(false)];
  const pages = createServer(async (req, res) => {
    const url = new URL(req.url ?? '/', `https://${req.headers.host}`);
    if (!(await sandbox.page(req, res, url, USUAL))) writeReply(res, { status: 404 }, clock.now());
  });

  beforeAll(async () => {
    const base = await listen(api);
    sandbox = pipedrive.create({ seed, days, clock, apiBase: await listen(agents) });
    await playUntil(
      [...sandbox.accounts.values()].map(({ replay }) => replay),
      INCIDENT_END,
    );
    clock.set(INCIDENT_END);
    clock.run();
    const [main, other] = sandbox.describe() as [AccountInfo, AccountInfo];
    Object.assign(harness, { sandbox, clock, base, pages: await listen(pages), main, other });
  });
  afterAll(() => {
    for (const server of [api, agents, pages]) {
      server.closeAllConnections();
      server.close();
    }
  });

  harness.v2 = (Api, apiKey = harness.main.tokens.full) =>
    new Api(new v2.Configuration({ apiKey, basePath: `${harness.base}/api/v2` }));
  harness.v1 = (Api, apiKey = harness.main.tokens.full) =>
    new Api(new v1.Configuration({ apiKey, basePath: `${harness.base}/api/v1` }));
  harness.call = async (path, { token = harness.main.tokens.full, json, headers, ...init } = {}) => {
    const response = await fetch(harness.base + path, {
      ...init,
      ...(json !== undefined && { body: JSON.stringify(json) }),
      headers: { 'x-api-token': token, 'content-type': 'application/json', ...headers },
    });
    const text = await response.text();
    const body = text.startsWith('{') ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, body };
  };
  harness.changelog = async (object, id, limit = 500) => {
    const rows: ChangelogRow[] = [];
    let cursor: string | undefined;
    do {
      const page = { id: Number(id), limit, ...(cursor && { cursor }) };
      const answer =
        object === 'deal'
          ? await harness.v1(v1.DealsApi).getDealChangelog(page)
          : object === 'person'
            ? await harness.v1(v1.PersonsApi).getPersonChangelog(page)
            : await harness.v1(v1.OrganizationsApi).getOrganizationChangelog(page);
      rows.push(...((answer.data ?? []) as ChangelogRow[]));
      cursor = answer.additional_data?.next_cursor ?? undefined;
    } while (cursor);
    return rows;
  };
  harness.truth = () => {
    const account = sandbox.accounts.get(harness.main.account);
    return account ? stateView(account.journal) : [];
  };
  harness.write = async (actorId, via, object, id, set) => {
    const account = sandbox.accounts.get(harness.main.account);
    if (!account) throw new Error('no main account');
    const actor = actorById(actorId);
    const at = clock.now();
    clock.hold(at);
    await account.journal.side.write(actor, via, [{ object, id, set }]);
    account.journal.write({ object, id }, set, { at, actor, via });
    clock.run();
  };
  return harness;
}

/** What the vendor's client throws: the response's body, without status and headers. */
export async function failure(act: () => Promise<unknown>): Promise<{ success?: boolean; error?: string }> {
  try {
    await act();
  } catch (error) {
    return error as { success?: boolean; error?: string };
  }
  throw new Error('the call did not fail');
}
