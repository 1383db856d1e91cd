/** What the Salesforce tests share: a simulation that has been told to its end, its API on a socket, and jsforce. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connection } from 'jsforce';
import { afterAll, beforeAll } from 'vitest';
import type { AccountInfo, CrmSandbox } from '../../sandbox/crm.ts';
import { actorById } from '../../sandbox/engine/actors.ts';
import type { Clock } from '../../sandbox/engine/clock.ts';
import { createClock, INCIDENT_END } from '../../sandbox/engine/clock.ts';
import type { JournalRow } from '../../sandbox/engine/journal.ts';
import { playUntil } from '../../sandbox/engine/replay.ts';
import { stateView } from '../../sandbox/engine/views/state.ts';
import { suggestionsView } from '../../sandbox/engine/views/suggestions.ts';
import type { Reply } from '../../sandbox/http.ts';
import { readRequest, writeReply } from '../../sandbox/http.ts';
import { salesforce } from '../../sandbox/salesforce/index.ts';

export const DATA = '/services/data/v66.0';

export interface HistoryRow {
  Id: string;
  Field: string;
  DataType: string;
  OldValue: string | number | boolean | null;
  NewValue: string | number | boolean | null;
  CreatedById: string;
  CreatedBy: { Name: string; UserType: string; Profile: { Name: string; UserLicense: { Name: string } } };
  CreatedDate: string;
}

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: never;
}

export interface Harness {
  sandbox: CrmSandbox;
  clock: Clock;
  /** Address of the API. */
  base: string;
  main: AccountInfo;
  other: AccountInfo;
  /** jsforce with a token, `full` of the main org by default. */
  client(token?: string): Connection;
  /** A raw call with the full token. */
  call(path: string, init?: RequestInit & { token?: string; json?: unknown }): Promise<Answer>;
  /** The answer to a request as if it had come to a host. */
  at(host: string, method: string, path: string, headers?: Record<string, string>): Promise<Reply>;
  soql(query: string, token?: string): Promise<Answer>;
  /** A record's whole history, newest first, read with jsforce. */
  history(object: string, id: string): Promise<HistoryRow[]>;
  /** The truth of the main org's cells, or of one record's. */
  truth(id?: string): ReturnType<typeof stateView>;
  /** What agents proposed in the main org, as of now. */
  suggestions(): ReturnType<typeof suggestionsView>;
  /** Carries out a write as `POST /agent` and `POST /human` do. */
  write(actor: string, via: JournalRow['via'], object: string, id: string, set: Record<string, string>): Promise<void>;
  /** A record of the start-up line by words of its note. */
  noted(words: string): { object: string; id: string };
}

/** The history object of an object, and its field that names the record. */
export function historyOf(object: string): [name: string, parent: string] {
  if (object === 'Opportunity') return ['OpportunityFieldHistory', 'OpportunityId'];
  return object.endsWith('__c')
    ? [object.replace('__c', '__History'), 'ParentId']
    : [`${object}History`, `${object}Id`];
}

export const HISTORY_COLUMNS =
  'Id, Field, DataType, OldValue, NewValue, CreatedById, CreatedBy.Name, CreatedBy.UserType, CreatedBy.Profile.Name, CreatedBy.Profile.UserLicense.Name, CreatedDate';

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Starts a simulation for the tests of one file; `told: false` leaves the story out, `proposals` puts what agents propose in. */
export function useSalesforce({ seed = '1', days = 21, told = true, proposals = false } = {}): Harness {
  const harness = {} as Harness;
  const clock = createClock();
  let sandbox: CrmSandbox;
  const serve = (outside: boolean) =>
    createServer(async (req, res) => {
      const { reply } = await sandbox.answer(await readRequest(req), outside);
      writeReply(res, reply, clock.now());
    });
  const servers = [serve(true), serve(false)] as const;

  beforeAll(async () => {
    const [base, agents] = [await listen(servers[0]), await listen(servers[1])];
    sandbox = salesforce.create({ seed, days, proposals, clock, apiBase: agents });
    const replays = [...sandbox.accounts.values()].map(({ replay }) => replay);
    if (told) await playUntil(replays, INCIDENT_END);
    clock.set(INCIDENT_END);
    clock.run();
    const [main, other] = sandbox.describe() as [AccountInfo, AccountInfo];
    Object.assign(harness, { sandbox, clock, base, main, other });
  });
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  const account = () => {
    const found = sandbox.accounts.get(harness.main.account);
    if (!found) throw new Error('no main org');
    return found;
  };

  harness.client = (accessToken = harness.main.tokens.full) =>
    new Connection({ instanceUrl: harness.base, accessToken, version: '66.0' });
  harness.call = async (path, { token = harness.main.tokens.full, json, headers, ...init } = {}) => {
    const response = await fetch(harness.base + path, {
      redirect: 'manual',
      ...init,
      ...(json !== undefined && { method: init.method ?? 'POST', body: JSON.stringify(json) }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) as never };
  };
  harness.at = async (host, method, target, headers = {}) => {
    const url = new URL(target, `https://${host}`);
    const request = { method, host, target, url, headers: { host, ...headers }, body: '' };
    return (await sandbox.answer(request, true)).reply;
  };
  harness.soql = (query, token) =>
    harness.call(`${DATA}/query?q=${encodeURIComponent(query)}`, { ...(token && { token }) });
  harness.history = async (object, id) => {
    const [name, parent] = historyOf(object);
    const soql = `SELECT ${HISTORY_COLUMNS} FROM ${name} WHERE ${parent} = '${id}' ORDER BY CreatedDate DESC, Id DESC`;
    return (await harness.client().query(soql)).records as unknown as HistoryRow[];
  };
  harness.truth = (id) => stateView(account().journal, id ? { id } : {});
  harness.suggestions = () => suggestionsView(account().journal, clock.now());
  harness.write = async (actorId, via, object, id, set) => {
    const { journal } = account();
    const actor = actorById(actorId);
    const at = clock.now();
    clock.hold(at);
    try {
      await journal.side.write(actor, via, [{ object, id, set }]);
      journal.write({ object, id }, set, { at, actor, via });
    } finally {
      clock.run();
    }
  };
  harness.noted = (words) => {
    const found = harness.main.records.find(({ note }) => note.includes(words));
    if (!found) throw new Error(`no record with a note of ${words}`);
    return found;
  };
  return harness;
}

/** Runs a call of jsforce that must fail and returns its error. */
export async function failure(act: () => Promise<unknown>): Promise<{ errorCode: string; message: string }> {
  try {
    await act();
  } catch (error) {
    return error as { errorCode: string; message: string };
  }
  throw new Error('the call did not fail');
}
