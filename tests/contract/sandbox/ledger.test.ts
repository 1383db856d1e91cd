/**
 * The ledger as a place that corrections go to, against the CRMs: the product's own services, each browser with a database of its
 * own, two of them at the same moment.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { control, mainAccount, recordNoted, teamFile } from '../../tools/drive.ts';
import { type OurClient, productSide } from '../ours.ts';

type Crm = 'hubspot' | 'salesforce' | 'pipedrive';

interface Delivery {
  seenAt?: number;
  stuck?: { why: string };
}

/** What is used of `lib/store/db.ts`. */
interface Db {
  put(store: string, value: unknown, key?: unknown): Promise<unknown>;
  getAll(store: string): Promise<unknown[]>;
  getAllKeys(store: string): Promise<unknown[]>;
  clear(store: string): Promise<void>;
}

interface Info {
  waiting: number;
  checking: number;
  stuck: { why: string; count: number }[];
  problem: { kind: string; message?: string } | null;
}

/** One browser of the team: connection, team file, and nothing else. */
interface Browser {
  db: Db;
  /** Opens the record: what it shows is captured. */
  open(): Promise<void>;
  flush(): Promise<unknown>;
  info(): Promise<Info>;
  retry(): Promise<void>;
  /** Half a minute goes by. */
  later(): Promise<void>;
  ids(): Promise<string[]>;
}

const FIELDS: Record<Crm, { text: string; ledger: string; object: string }> = {
  hubspot: { text: 'hs_next_step', ledger: 'countersign_ledger', object: '0-3' },
  salesforce: { text: 'NextStep', ledger: 'Countersign_Ledger__c', object: 'Opportunity' },
  pipedrive: { text: '', ledger: '', object: 'deal' },
};

vi.stubGlobal('navigator', { locks: { request: (_name: string, run: () => Promise<unknown>) => run() } });

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
  // Pipedrive's short window is new before each request, so that nothing waits for one.
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
    if (String(request[0]).startsWith(sandbox.info.apis.pipedrive ?? '')) {
      await fetch(`${sandbox.info.control}/clock`, { method: 'POST', body: JSON.stringify({ advance: 2_000 }) });
    }
    return fetch(...request);
  });
});
afterAll(() => sandbox.stop());

const lib = (path: string): Promise<Record<string, never>> =>
  import(/* @vite-ignore */ new URL(`../../../lib/${path}`, import.meta.url).pathname);

async function newBrowser(crm: Crm, ref: object): Promise<Browser> {
  vi.resetModules();
  vi.stubGlobal('indexedDB', new IDBFactory());
  const { account, tokens } = mainAccount(sandbox, crm);
  const { database } = (await lib('store/db.ts')) as never as { database(): Promise<Db> };
  // The factory of this moment is this browser's from now on.
  const db = await database();
  const { putCredential } = (await lib('store/secrets.ts')) as never as {
    putCredential(id: string, credential: object): Promise<void>;
  };
  const { know } = (await lib('services/reading.ts')) as never as {
    know(connection: object, ref: object, reason: string, language: string): Promise<object>;
  };
  const { captureCorrections } = (await lib('services/signals.ts')) as never as {
    captureCorrections(known: object): Promise<void>;
  };
  const sync = (await lib('sync/ledger.ts')) as never as {
    switchLedger(crm: string, account: string, on: boolean): Promise<void>;
    flushLedgers(): Promise<unknown>;
    ledgerInfo(crm: string, account: string): Promise<Info>;
    retryLedger(crm: string, account: string): Promise<void>;
  };
  const apiHost = (sandbox.info.apis as Record<string, string>)[crm] ?? '';
  const connection = {
    id: 'c',
    crm,
    account,
    label: 'One',
    host: 'h',
    apiHost,
    lastFour: '',
    capabilities: [],
    addedAt: 1,
  };
  await putCredential('c', { token: tokens.full, apiHost });
  await db.put('connections', connection);
  await db.put('teams', teamFile(sandbox, crm), [crm, account]);
  await sync.switchLedger(crm, account, true);
  return {
    db,
    open: async () => captureCorrections(await know(connection, ref, 'write', 'en')),
    flush: () => sync.flushLedgers(),
    info: () => sync.ledgerInfo(crm, account),
    retry: () => sync.retryLedger(crm, account),
    async later() {
      for (const [index, key] of (await db.getAllKeys('ledgerEntries')).entries()) {
        const one = (await db.getAll('ledgerEntries'))[index] as Delivery;
        if (one.seenAt) await db.put('ledgerEntries', { ...one, seenAt: one.seenAt - 31_000 }, key);
      }
    },
    ids: async () => ((await db.getAll('signals')) as { id: string }[]).map(({ id }) => id).sort(),
  };
}

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  let client: OurClient;
  let text = '';
  let ledger = '';
  let id = '';
  let turn = 0;
  const ref = () => ({ crm, account: mainAccount(sandbox, crm).account, object: FIELDS[crm].object, id });
  const about = () => ({ crm, object: FIELDS[crm].object, id });
  const set = (values: Record<string, string>) =>
    control(sandbox, 'POST', '/human', { ...about(), person: 'Tom Becker', via: 'page', set: values });
  const byAgent = (values: Record<string, string>) =>
    control(sandbox, 'POST', '/agent', { ...about(), agent: 'Pipeline Copilot', mode: 'direct', set: values });
  const correct = async () => {
    await byAgent({ [text]: `agent ${turn}` });
    await set({ [text]: `person ${turn++}` });
  };
  const inLedger = async (): Promise<{ id: string; d: string; field: string }[]> => {
    const fields = await client.fields(FIELDS[crm].object, 'en');
    const value = (await client.read(FIELDS[crm].object, id, fields)).values.get(ledger);
    return value?.startsWith('{') ? JSON.parse(value).e : [];
  };
  const corrections = async () => (await inLedger()).filter(({ d, field }) => d !== 'approve' && field === text);

  beforeAll(async () => {
    const { side, send } = await productSide(crm);
    const { account, tokens } = mainAccount(sandbox, crm);
    const apiHost = (sandbox.info.apis as Record<string, string>)[crm] ?? '';
    const credential = { token: tokens.full, apiHost };
    client = side.create({
      account,
      apiHost,
      send: (request) => send({ ...request, headers: { ...request.headers, ...side.authorise(credential) } }),
    });
    const fields = await client.fields(FIELDS[crm].object, 'en');
    const named = (label: string, name: string) => name || (fields.find((one) => one.label === label)?.name ?? '');
    text = named('Next step', FIELDS[crm].text);
    ledger = named('Countersign ledger', FIELDS[crm].ledger);
    id = recordNoted(sandbox, /^clean/, crm).id;
  });
  beforeEach(async () => {
    await control(sandbox, 'POST', '/clock', { advance: 60_000 });
  });

  it('takes a correction once from two browsers that write at the same moment, and is delivered to both', async () => {
    const [one, two] = [await newBrowser(crm, ref()), await newBrowser(crm, ref())];
    await correct();
    await Promise.all([one.open(), two.open()]);
    await Promise.all([one.flush(), two.flush()]);
    for (let round = 0; round < 3; round++) {
      await Promise.all([one.later(), two.later()]);
      await Promise.all([one.flush(), two.flush()]);
    }
    expect(await corrections()).toHaveLength(1);
    for (const browser of [one, two])
      expect(await browser.info()).toMatchObject({ waiting: 0, checking: 0, stuck: [] });
    expect(await one.ids()).toEqual(await two.ids());
    expect(await one.ids()).toContain((await corrections())[0]?.id);
  });

  it('gives a new machine the same signals, and none that an agent forged', async () => {
    const one = await newBrowser(crm, ref());
    await correct();
    await one.open();
    await one.flush();
    const real = await inLedger();
    const forged = { id: 'f'.repeat(64), at: Date.now(), field: text, d: 'corrected', by: { name: 'Dana Reyes' } };
    await byAgent({ [ledger]: JSON.stringify({ v: 1, upto: 0, n: 0, e: [...real, forged] }) });
    const two = await newBrowser(crm, ref());
    await two.open();
    expect(await two.ids()).toEqual(await one.ids());
    expect(await two.ids()).not.toContain(forged.id);
  });

  it('that somebody has overwritten by hand is left as it is, and goes on once it is a ledger again', async () => {
    const one = await newBrowser(crm, ref());
    await correct();
    await one.open();
    await set({ [ledger]: 'Ask Ben first.' });
    await one.flush();
    expect(await inLedger()).toEqual([]);
    const why = new Set((await one.info()).stuck.map((stuck) => stuck.why));
    expect([...why]).toEqual(['notLedger']);
    await set({ [ledger]: '' });
    await one.retry();
    await one.flush();
    expect((await corrections()).length).toBeGreaterThan(0);
    expect((await one.info()).stuck).toEqual([]);
  });

  it('whose field was deleted says so, whatever was known of the fields', async () => {
    const one = await newBrowser(crm, ref());
    await correct();
    await one.open();
    await client.deleteField(FIELDS[crm].object, ledger);
    await one.flush();
    expect((await one.info()).stuck).toMatchObject([{ why: 'noField' }]);
    expect((await one.ids()).length).toBeGreaterThan(0);
  });
});
