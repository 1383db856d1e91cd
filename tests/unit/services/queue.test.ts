import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import type { Crm } from '../../../lib/core/types';
import type { CrmClient, FieldMeta, PendingQuery } from '../../../lib/crm/contract';
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
/** What the object has. */
let fields: FieldMeta[];

const PAGE = 2;

function fakeClient(crm: Crm): Partial<CrmClient> {
  return {
    crm,
    objects: ['deal'],
    readManyLimit: 3,
    fields: async () => fields.map((field) => ({ ...field, label: LABELS[field.name] ?? field.label })),
    people: async () => [],
    pending: async (_object, query) => {
      asked.push(query);
      if (asked.length > failsAfter) throw new ApiProblem({ kind: 'offline' });
      // A listing that is asked since then gives what changed since then; here that is nothing.
      const ids = query.since === null ? [...records].filter(([, value]) => value).map(([id]) => id) : [];
      const from = Number(query.after ?? 0);
      return { ids: ids.slice(from, from + PAGE), after: from + PAGE < ids.length ? String(from + PAGE) : null };
    },
    readMany: async (object, ids, _fields, options) => {
      expect(options).toEqual({ histories: false });
      read.push(...ids);
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
    },
  };
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

const look = (crm: Crm, signal = new AbortController().signal, onProgress = () => {}) => {
  world.client = fakeClient(crm);
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
  failsAfter = Number.POSITIVE_INFINITY;
  fields = FIELDS;
  const db = await database();
  for (const store of ['queue', 'looks', 'fields', 'people', 'teams'] as const) await db.clear(store);
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
});
