import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import type { Decision } from '../../../lib/core/decisions';
import { type Crm, recordKey } from '../../../lib/core/types';
import type { CrmClient, FieldMeta, PendingQuery, RecordSnapshot } from '../../../lib/crm/contract';
import { ApiProblem } from '../../../lib/crm/problem';
import { lookThrough, queueItems, queueState } from '../../../lib/services/queue';
import { database } from '../../../lib/store/db';
import { FIELDS } from './fakeCrm';

const world = vi.hoisted(() => ({ client: null as unknown }));
vi.mock('../../../lib/services/api', () => ({
  clientFor: async () => world.client,
  clockOffset: async () => 0,
  pause: async () => {},
}));

/** What each record holds in its staging field. */
let records: Map<string, string | null>;
let asked: PendingQuery[];
let read: string[];
/** Fails after so many pages. */
let failsAfter: number;
/** Records that the CRM's search does not show. */
let hidden: Set<string>;
/** Happens while an answer is on its way. */
let meanwhile: () => Promise<void>;
/** What the object has. */
let fields: FieldMeta[];

let pageSize: number;
let batchSize: number;

function fakeClient(crm: Crm): Partial<CrmClient> {
  return {
    crm,
    objects: ['deal'],
    readManyLimit: batchSize,
    fields: async () => fields.map((field) => ({ ...field, label: LABELS[field.name] ?? field.label })),
    people: async () => [],
    pending: async (_object, query) => {
      asked.push(query);
      if (asked.length > failsAfter) throw new ApiProblem({ kind: 'offline' });
      // A listing that is asked since then gives what changed since then; here that is nothing.
      const ids =
        query.since === null ? [...records].filter(([id, value]) => value && !hidden.has(id)).map(([id]) => id) : [];
      const from = Number(query.after ?? 0);
      return {
        ids: ids.slice(from, from + pageSize),
        after: from + pageSize < ids.length ? String(from + pageSize) : null,
      };
    },
    readMany: async (object, ids, _fields, options) => {
      expect(options).toEqual({ histories: false });
      read.push(...ids);
      const answer = answerOf(object, ids);
      await meanwhile();
      return answer;
    },
  };

  function answerOf(object: string, ids: readonly string[]): RecordSnapshot[] {
    return ids.flatMap((id) => {
      const value = records.get(id);
      if (value === undefined) return [];
      const ref = { crm, account: '1', object, id };
      const values = new Map([
        ['stage', 'open'],
        ['ai_suggested_stage', value],
      ] as [string, string | null][]);
      const listed = fields.some(({ native }) => native) ? { native: [own(id)] } : {};
      return [{ ref, title: `Deal ${id}`, modified: 1, values, histories: new Map(), depth: null, ...listed }];
    });
  }
}

/** What the CRM's own agent has in the CRM's own list. */
const own = (id: string) => {
  const writer = { key: 'user:bot', kind: 'vendorAgent', attribution: 'agent', id: 'bot' } as const;
  return { id: `1Rm${id}`, field: 'stage', value: 'new', at: Date.now(), expires: Date.now() + 1e6, writer };
};

/** Pipedrive's staging fields are known by their labels. */
const LABELS: Record<string, string> = { ai_suggested_stage: 'AI suggested stage' };

const connection = (crm: Crm): Connection => ({
  id: 'c',
  crm,
  account: '1',
  label: 'One',
  host: 'app.example',
  apiHost: 'https://api.example',
  lastFour: '1234',
  capabilities: [],
  addedAt: 1,
});

const key = (object: string): ['hubspot', string, string, string] => ['hubspot', '1', object, 'en'];

const look = (crm: Crm, signal = new AbortController().signal, onProgress = () => {}) =>
  lookWith(fakeClient(crm), crm, signal, onProgress);
const lookWith = (
  client: Partial<CrmClient>,
  crm: Crm,
  signal = new AbortController().signal,
  onProgress = () => {},
) => {
  world.client = client;
  return lookThrough(connection(crm), 'en', { yes: 'Yes', no: 'No' }, onProgress, signal);
};
const waiting = async (crm: Crm) => (await queueItems(connection(crm))).map(({ ref }) => ref.id).sort();

beforeEach(async () => {
  records = new Map([
    ['1', 'won'],
    ['2', null],
    ['3', 'lost'],
    ['4', 'won'],
    ['5', 'won'],
    ['6', 'lost'],
  ]);
  asked = [];
  read = [];
  hidden = new Set();
  meanwhile = async () => {};
  [pageSize, batchSize] = [2, 3];
  failsAfter = Number.POSITIVE_INFINITY;
  fields = FIELDS;
  const db = await database();
  for (const store of ['queue', 'looks', 'fields', 'people', 'teams', 'decisions', 'sweeps'] as const)
    await db.clear(store);
});

describe('a look through the account', () => {
  test('finds every record over all pages, reads each once and without its history', async () => {
    expect(await look('hubspot')).toBeNull();
    expect(await waiting('hubspot')).toEqual(['1', '3', '4', '5', '6']);
    expect(read.sort()).toEqual(['1', '3', '4', '5', '6']);
    expect(await queueState(connection('hubspot'))).toMatchObject({ left: 0 });
  });

  test('what holds nothing any more, or is gone, leaves the queue once a look came to its end', async () => {
    await look('hubspot');
    records.set('3', null);
    records.delete('4');
    await look('hubspot');
    expect(await waiting('hubspot')).toEqual(['1', '5', '6']);
  });

  test('one that fails on the way keeps what it found and takes nothing out', async () => {
    await look('hubspot');
    records.set('1', null);
    records.set('6', null);
    asked = [];
    failsAfter = 1;
    expect(await look('hubspot')).toMatchObject({ kind: 'offline' });
    expect(await waiting('hubspot')).toEqual(['1', '3', '4', '5', '6']);
  });

  test('one that is cancelled stops before the next request, and keeps what it found', async () => {
    const abort = new AbortController();
    expect(await look('hubspot', abort.signal, () => abort.abort())).toBeNull();
    expect(asked).toHaveLength(1);
    expect(await waiting('hubspot')).toEqual(['1', '3']);
    expect((await queueState(connection('hubspot'))).at).toBeNull();
  });

  test('the CRM’s own list is looked at too, even where nothing can be staged; without a ledger it is only shown', async () => {
    fields = FIELDS.filter(({ name }) => name === 'stage').map((field) => ({ ...field, native: 'columns' }));
    expect(await look('hubspot')).toBeNull();
    expect(asked[0]).toMatchObject({ staging: [], count: null, native: true });
    expect(await queueItems(connection('hubspot'))).toMatchObject([
      ...['1', '3', '4', '5', '6'].map((id) => ({ id: `1Rm${id}`, to: 'new', state: 'unusable' })),
    ]);
  });

  test('finds those of custom objects that somebody has opened, and keeps them; one that is hidden hides nothing else', async () => {
    const db = await database();
    for (const object of ['Renewal__c', 'Contract']) await db.put('fields', { fields, at: Date.now() }, key(object));
    await db.put('sweeps', { places: { Hidden__c: { at: 1, done: [], upTo: 1 } } } as never, ['hubspot', '1']);
    const client = {
      ...fakeClient('hubspot'),
      isCustom: (object: string) => object.endsWith('__c'),
      fields: async (object: string) => {
        if (object === 'Hidden__c') throw new ApiProblem({ kind: 'forbidden', missing: object });
        return fields;
      },
    };
    for (let n = 0; n < 2; n++) {
      expect(await lookWith(client, 'hubspot')).toBeNull();
      const found = await queueItems(connection('hubspot'));
      expect(new Set(found.map(({ ref }) => ref.object))).toEqual(new Set(['deal', 'Renewal__c']));
      expect(found).toHaveLength(10);
    }
  });

  test('where it takes reading every record, the next look asks for what changed, and looks at what is known again', async () => {
    await look('pipedrive');
    expect(await waiting('pipedrive')).toEqual(['1', '3', '4', '5', '6']);
    records.set('3', null);
    records.delete('4');
    [asked, read] = [[], []];
    await look('pipedrive');
    expect(asked.map(({ since }) => since)).toEqual([expect.any(Number)]);
    expect(read.sort()).toEqual(['1', '3', '4', '5', '6']);
    expect(await waiting('pipedrive')).toEqual(['1', '5', '6']);
  });

  test('what no search shows is looked at by itself before it leaves the queue', async () => {
    await look('hubspot');
    hidden = new Set(['1', '3', '4']);
    records.set('3', null);
    records.delete('4');
    read = [];
    await look('hubspot');
    expect(read.sort()).toEqual(['1', '3', '4', '5', '6']);
    expect(await waiting('hubspot')).toEqual(['1', '5', '6']);
  });

  test.each(['hubspot', 'pipedrive'] as const)(
    'of more records than one look reads the next one reads the rest, on %s',
    async (crm) => {
      [pageSize, batchSize] = [500, 500];
      records = new Map(Array.from({ length: 4100 }, (_, n) => [String(n), n % 2 ? 'won' : 'lost']));
      const left: number[] = [];
      for (let n = 0; n < 3; n++) {
        await look(crm);
        left.push((await queueState(connection(crm))).left);
      }
      expect(left).toEqual([2100, 100, 0]);
      expect(await waiting(crm)).toHaveLength(4100);
      expect(read).toHaveLength(4100);
      // Then it begins anew, with what changed where the CRM can tell.
      records.set('7', null);
      await look(crm);
      expect((await queueState(connection(crm))).left).toBe(2100);
    },
  );

  test('where it takes reading every record, another staging field is looked for in all of them', async () => {
    await look('pipedrive');
    fields = fields.map((one) => (one.name === 'ai_suggestions' ? { ...one, label: 'AI suggestions' } : one));
    await (await database()).clear('fields');
    asked = [];
    await look('pipedrive');
    expect(asked[0]).toMatchObject({ since: null });
  });

  test('what is decided while the answer is on its way, or waits to be written, is not shown as open', async () => {
    const decided = (id: string, state: Decision['state'], at = Date.now(), kind: Decision['kind'] = 'approve') => {
      const ref = { crm: 'hubspot', account: '1', object: 'deal', id } as const;
      const entry = { id: `s${id}`, at, field: 'stage', d: kind, by: { name: 'Dana' } };
      return {
        key: `${id}${kind}`,
        record: recordKey(ref),
        ref,
        kind,
        field: 'stage',
        staged: 'won',
        state,
        entry,
        at,
        noted: true,
      };
    };
    const rows = [
      decided('1', 'done'),
      decided('4', 'waiting', Date.now() - 3_600_000),
      // These wait: taken back, of another value, of long ago.
      decided('5', 'undone'),
      decided('5', 'done', Date.now(), 'undo'),
      decided('6', 'done'),
    ];
    records.set('2', 'won');
    rows.push(decided('2', 'done', Date.now() - 3_600_000));
    meanwhile = async () => {
      const db = await database();
      for (const row of rows) await db.put('decisions', row as Decision, ['hubspot', '1', row.key]);
    };
    await look('hubspot');
    expect(await waiting('hubspot')).toEqual(['2', '3', '5', '6']);
  });
});
