/** The sweep, over the incident: it finds what opening every record finds, from the CRMs' own lists of what changed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { control } from '../../tools/drive.ts';
import { type OurClient, problem, productSide, type Send } from '../ours.ts';
import * as capturing from './capturing.ts';
import { CRMS, type Crm, OBJECTS, type Product, type Row, WORDS } from './capturing.ts';

/** Records that are swept, the last ones that changed; Pipedrive's changelogs are read one by one, at its pace. */
const RECORDS = process.env.COUNTERSIGN_FULL
  ? { hubspot: 9_999, salesforce: 9_999, pipedrive: 9_999 }
  : { hubspot: 100, salesforce: 100, pipedrive: 8 };

let product: Product;
let sandbox: Sandbox;

beforeAll(async () => {
  product = await capturing.loadProduct();
  sandbox = await startSandbox({ quiet: true, proposals: false });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
}, 60_000);
afterAll(() => sandbox.stop());

beforeEach(() => capturing.emptied(product));

// ── An account ──────────────────────────────────────────────────────────────────────────────────────────────────────

const mainOf = (crm: Crm) => capturing.mainOf(sandbox, crm);
const connected = (crm: Crm) => capturing.connected(product, sandbox, crm);
const recordsOf = (crm: Crm) => capturing.recordsOf(sandbox, crm);

type Connection = Awaited<ReturnType<typeof connected>>;

async function clientOf(crm: Crm): Promise<OurClient> {
  const { side, send } = await productSide(crm);
  const { account, tokens } = mainOf(crm);
  const apiHost = sandbox.info.apis[crm] ?? '';
  const credential = { token: tokens.full, apiHost };
  const authorised: Send = (request) =>
    send({ ...request, headers: { ...request.headers, ...side.authorise(credential) } });
  return side.create({ account, apiHost, send: authorised });
}

interface Listed {
  object: string;
  id: string;
  at: number;
}

/** Everything that changed since then, by the CRM's own list. */
async function changedSince(crm: Crm, since: number): Promise<Listed[]> {
  const client = await clientOf(crm);
  const found: Listed[] = [];
  for (const object of OBJECTS[crm]) {
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page: Awaited<ReturnType<OurClient['changed']>> = await client.changed(object, { since, after });
      found.push(...page.records.map((record) => ({ object, ...record })));
      after = page.after;
    }
  }
  return found;
}

/** The sweep of an account. @returns the records it handed on, and the problem that ended it */
async function swept(connection: Connection): Promise<{ looked: string[]; problem: object | null }> {
  const looked: string[] = [];
  const taker = {
    take: async (known: { snapshot: Row }) => {
      looked.push(`${known.snapshot.ref.object}/${known.snapshot.ref.id}`);
      return (await product.takeIn(known, 'en', WORDS)).kept;
    },
    due: async () => [],
    gone: async () => {},
  };
  const problem = await product.sweep(connection, 'en', taker, () => {}, new AbortController().signal);
  return { looked, problem };
}

/** As if everything before then had been looked at. */
async function begin({ crm, account }: Connection, at: number): Promise<void> {
  const db = await product.database();
  const kept = (await db.get('sweeps', [crm, account])) as object;
  const places = Object.fromEntries(OBJECTS[crm].map((object) => [object, { at, done: [], upTo: at }]));
  await db.put('sweeps', { ...kept, places }, [crm, account]);
}

const signals = async () => (await (await product.database()).getAll('signals')).map(({ id }) => id).sort();

// ── The tests ───────────────────────────────────────────────────────────────────────────────────────────────────────

describe.each(CRMS)('%s', (crm) => {
  test('the list of changes is every record of the account, in order', async () => {
    const all = await changedSince(crm, 0);
    const keys = all.map(({ object, id }) => `${object}/${id}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const object of OBJECTS[crm]) {
      const times = all.filter((one) => one.object === object).map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    const middle = all[Math.floor(all.length / 2)]?.at ?? 0;
    const later = all.filter(({ at }) => at >= middle - (crm === 'hubspot' ? 0 : middle % 1000));
    expect(await changedSince(crm, middle)).toEqual(later);
    expect(all.length).toBeGreaterThan(50);
    // Of what the truth knows, only what the CRM has no more is not in it.
    const client = await clientOf(crm);
    const listed = new Set(keys);
    for (const { object, id } of (await recordsOf(crm)).filter((one) => !listed.has(keyOf(one)))) {
      expect(await problem(() => client.read(object, id, []))).toMatchObject({ kind: 'gone' });
    }
  });

  test('exactly the signals that opening the records gives', { timeout: 600_000 }, async () => {
    const newest = (await changedSince(crm, 0)).sort((a, b) => b.at - a.at).slice(0, RECORDS[crm]);
    const connection = await connected(crm);
    // The first sweep begins now, and finds nothing to look at.
    expect(await swept(connection)).toEqual({ looked: [], problem: null });
    await begin(connection, newest.at(-1)?.at ?? 0);
    const looked: string[] = [];
    for (let days = 1; ; days++) {
      const { looked: more, problem: met } = await swept(connection);
      looked.push(...more);
      if (met === null) break;
      // The share of the day is used up, and it goes on with the next one.
      expect(met).toMatchObject({ kind: 'budget' });
      expect(days).toBeLessThan(5);
      await (await product.database()).clear('usage');
    }
    expect(new Set(looked)).toEqual(new Set((await changedSince(crm, newest.at(-1)?.at ?? 0)).map(keyOf)));
    expect(new Set(looked).size).toBe(looked.length);
    const found = await signals();

    await (await product.database()).clear('signals');
    for (const key of looked) {
      const [object, id] = key.split('/');
      const ref = { crm, account: connection.account, object, id };
      await product.takeIn(await product.know(connection, ref, 'open', 'en'), 'en', WORDS);
    }
    expect(found).toEqual(await signals());
    expect(found.length).toBeGreaterThan(5);
    console.info(`${crm}: ${looked.length} records swept, ${found.length} signals`);

    // Opening so many has used up the moment's limit, which a sweep would wait for.
    await (await product.database()).clear('usage');
    expect(await swept(connection)).toEqual({ looked: [], problem: null });
  });
});

const keyOf = ({ object, id }: Pick<Listed, 'object' | 'id'>) => `${object}/${id}`;

describe('as HubSpot has it', () => {
  test('a correction that its search tells late is found by the sweep after', async () => {
    const main = mainOf('hubspot');
    const connection = await connected('hubspot');
    await swept(connection);
    await control(sandbox, 'POST', '/settings', { crm: 'hubspot', searchDelayMs: 60_000 });
    const deal = main.records[0];
    const about = { crm: 'hubspot', object: deal?.object, id: deal?.id };
    const next = (text: string) => ({ hs_next_step: text });
    await control(sandbox, 'POST', '/agent', {
      ...about,
      agent: 'Pipeline Copilot',
      mode: 'direct',
      set: next('Send them the brochure'),
    });
    await control(sandbox, 'POST', '/human', {
      ...about,
      person: 'Mara Lindqvist',
      via: 'mobile',
      set: next('Call back on Monday'),
    });
    expect((await swept(connection)).looked).toEqual([]);
    await control(sandbox, 'POST', '/clock', { advance: 120_000 });
    expect((await swept(connection)).looked).toEqual([`${deal?.object}/${deal?.id}`]);
    const kept = await (await product.database()).getAll('signals');
    expect(kept).toContainEqual(expect.objectContaining({ kind: 'corrected', field: 'hs_next_step' }));
    await control(sandbox, 'POST', '/settings', { crm: 'hubspot', searchDelayMs: 0 });
  });
});
