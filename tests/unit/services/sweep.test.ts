import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import type { Problem } from '../../../lib/core/problem';
import { withWriter } from '../../../lib/core/team';
import type { RecordRef } from '../../../lib/core/types';
import type { ChangedQuery, CrmClient } from '../../../lib/crm/contract';
import { ApiProblem } from '../../../lib/crm/problem';
import { removeConnection } from '../../../lib/services/connections';
import { dueSweeps, pauseSweep, sweep, sweepInfo, type Taker } from '../../../lib/services/sweep';
import { database } from '../../../lib/store/db';
import { changeTeamFile } from '../../../lib/store/teamFiles';
import { FIELDS } from './fakeCrm';

const START = Date.parse('2026-11-23T14:00:00Z');
const MINUTE = 60_000;
const PAGE = 4;

const world = vi.hoisted(() => ({ client: null as unknown, offset: 0, used: 0, budget: 1_000_000 }));
vi.mock('../../../lib/services/api', () => ({
  clientFor: async () => world.client,
  clockOffset: async () => world.offset,
  usageOf: async () => ({
    day: new Date(Date.now() + world.offset).toISOString().slice(0, 10),
    offset: world.offset,
    sweep: world.used,
  }),
  sweepShare: async () => ({ used: world.used, budget: world.budget, share: 10 }),
  pause: async () => {},
  SHORT_WAIT_MS: 15_000,
}));

interface Fake {
  at: number;
  version: number;
  /** From when on a list of changes tells of it; CRM time. */
  listed: number;
}

let records: Map<string, Fake>;
/** The version of each record that was last handed on, and how often records were read. */
let taken: Map<string, number>;
let reads: string[][];
let steps: number;
/** Runs at every step of the sweep; one that never resolves is the worker's death. */
let hook: (step: number, what: string) => void | Promise<void>;
let room: boolean;
let due: RecordRef[];
let gone: string[];

const crmNow = () => Date.now() + world.offset;
const step = (what: string) => hook(++steps, what);
const death = () => new Promise<void>(() => {});

function touch(id: string, at = crmNow(), lag = 0): void {
  records.set(id, { at, version: (records.get(id)?.version ?? 0) + 1, listed: crmNow() + lag });
}

const client: Partial<CrmClient> = {
  crm: 'hubspot',
  objects: ['deal'],
  readManyLimit: 3,
  fields: async () => FIELDS,
  people: async () => [],
  async changed(_object: string, { since, after }: ChangedQuery) {
    await step('list');
    world.used += 1;
    const [time, last = ''] = (after ?? `${since}:`).split(':');
    const listed = [...records]
      .filter(([id, { at, listed }]) => listed <= crmNow() && (at > Number(time) || (at === Number(time) && id > last)))
      .map(([id, { at }]) => ({ id, at }))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const page = listed.slice(0, PAGE);
    const end = page.at(-1);
    await step('listed');
    return { records: page, after: end && listed.length > PAGE ? `${end.at}:${end.id}` : null };
  },
  async readMany(object, ids) {
    await step('read');
    world.used += 1;
    reads.push([...ids]);
    const found = ids.flatMap((id) => {
      const record = records.get(id);
      if (!record) return [];
      const ref: RecordRef = { crm: 'hubspot', account: '1', object, id };
      const values = new Map([['title', String(record.version)]] as [string, string | null][]);
      return [{ ref, title: id, modified: record.at, values, histories: new Map(), depth: null }];
    });
    await step('was read');
    return found;
  },
};

const taker: Taker = {
  async take({ snapshot }) {
    await step('take');
    if (!room) return false;
    taken.set(snapshot.ref.id, Number(snapshot.values.get('title')));
    await step('taken');
    return true;
  },
  due: async () => due,
  gone: async ({ id }) => {
    gone.push(id);
  },
};

const connection: Connection = {
  id: 'c',
  crm: 'hubspot',
  account: '1',
  label: 'One',
  host: 'app.example',
  apiHost: 'https://api.example',
  lastFour: '1234',
  capabilities: [],
  addedAt: START,
};

const look = (onProgress = () => {}, signal = new AbortController().signal) =>
  sweep(connection, 'en', taker, onProgress, signal);
/** What changed and was not handed on as it is now. */
const missed = () => [...records].filter(([id, { version }]) => taken.get(id) !== version).map(([id]) => id);
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const info = () => sweepInfo(connection);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  // A worker that died holds no lock.
  vi.stubGlobal('navigator', { locks: { request: (_: string, run: () => unknown) => run() } });
  Object.assign(world, { client, offset: 0, used: 0, budget: 1_000_000 });
  records = new Map();
  taken = new Map();
  reads = [];
  steps = 0;
  hook = () => {};
  room = true;
  due = [];
  gone = [];
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  await db.put('connections', connection);
});

describe('what is looked at', () => {
  test('every record that changed since the account was connected, over all pages, once; nothing older', async () => {
    touch('old', START - MINUTE);
    for (let i = 0; i < 11; i++) touch(`r${i}`, START + i * 100);
    later(60 * MINUTE);
    expect(await look()).toBeNull();
    expect(missed()).toEqual(['old']);
    expect(reads.flat().sort()).toEqual([...records.keys()].filter((id) => id !== 'old').sort());
    reads = [];
    later(10 * MINUTE);
    await look();
    expect(reads).toEqual([]);
    touch('r3');
    later(MINUTE);
    await look();
    expect(reads).toEqual([['r3']]);
  });

  test('many records of one moment, over the border of pages, once', async () => {
    for (let i = 10; i < 10 + 3 * PAGE; i++) touch(`r${i}`, START + 500);
    later(MINUTE);
    await look();
    expect(missed()).toEqual([]);
    later(MINUTE);
    await look();
    expect(reads.flat()).toHaveLength(3 * PAGE);
  });

  test('what the CRM lists late is found as well', async () => {
    touch('a', START + 1000);
    touch('late', START + 500, 8 * MINUTE);
    later(5 * MINUTE);
    await look();
    expect(missed()).toEqual(['late']);
    later(5 * MINUTE);
    await look();
    expect(missed()).toEqual([]);
    expect(reads.flat()).toEqual(['a', 'late']);
  });

  test('a second change within the same moment is not missed', async () => {
    later(MINUTE);
    const now = Date.now();
    touch('a', now);
    await look();
    touch('a', now);
    expect(missed()).toEqual(['a']);
    later(MINUTE);
    await look();
    expect(missed()).toEqual([]);
  });

  test('custom objects, from when somebody opened a record of theirs; one that is hidden or gone hides nothing else', async () => {
    const asked: string[] = [];
    world.client = {
      ...client,
      isCustom: (object: string) => object.startsWith('2-'),
      changed: async (object: string, query: ChangedQuery) => {
        asked.push(object);
        if (object === '2-8') throw new ApiProblem({ kind: 'refused', message: 'Unable to infer object type' });
        return client.changed?.(object, query);
      },
    };
    touch('a');
    later(MINUTE);
    await look();
    expect(asked).toEqual(['deal']);
    const db = await database();
    for (const object of ['2-8', '2-9', '0-7']) {
      await db.put('fields', { fields: FIELDS, at: Date.now() }, ['hubspot', '1', object, 'en']);
    }
    asked.length = 0;
    touch('b');
    later(MINUTE);
    expect(await look()).toMatchObject({ kind: 'forbidden', missing: '2-8' });
    expect(asked).toEqual(['deal', '2-8', '2-9']);
    expect(missed()).toEqual([]);
    expect((await info()).until).toBe(Date.now());
    // Once it was looked at, it is again, whatever is kept of its fields.
    await db.clear('fields');
    asked.length = 0;
    await look();
    expect(asked).toEqual(['deal', '2-9']);
  });

  test('a clock that is hours off changes nothing', async () => {
    for (const offset of [-5 * 60 * MINUTE, 5 * 60 * MINUTE]) {
      records.clear();
      world.offset = offset;
      await (await database()).clear('sweeps');
      touch('a', START + offset + 1000);
      later(MINUTE);
      await look();
      touch('b');
      later(MINUTE);
      await look();
      expect(missed()).toEqual([]);
      vi.setSystemTime(START);
    }
  });

  test('an account that was connected long ago is not gone through from there', async () => {
    later(100 * 24 * 60 * MINUTE);
    touch('old', START + MINUTE);
    touch('new', Date.now() - MINUTE);
    await look();
    expect(missed()).toEqual(['old']);
  });

  test('once the team has said who is an agent, it is looked at again; a new name changes nothing', async () => {
    touch('a', START + 1000);
    later(60 * MINUTE);
    await look();
    const say = (name: string) =>
      changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: 'app:1', role: 'agent', name }));
    await say('Copilot');
    await look();
    await say('Pilot');
    await look();
    expect(reads).toEqual([['a'], ['a']]);
  });

  test('looking again loses nothing that was still to be looked at', async () => {
    touch('a', START + 1000);
    later(MINUTE);
    await look();
    touch('b');
    later(20 * 24 * 60 * MINUTE);
    await changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: 'app:1', role: 'agent', name: 'Copilot' }));
    await look();
    expect(missed()).toEqual([]);
  });

  test('records that are due without a change; those that are gone are told', async () => {
    const ref = (id: string): RecordRef => ({ crm: 'hubspot', account: '1', object: 'deal', id });
    touch('standing', START - MINUTE);
    due = [ref('standing'), ref('deleted')];
    await look();
    expect([...taken.keys()]).toEqual(['standing']);
    expect(gone).toEqual(['deleted']);
  });

  test('an object whose history the CRM does not keep costs nothing', async () => {
    world.client = { ...client, fields: async () => FIELDS.map((field) => ({ ...field, tracked: false })) };
    touch('a', START + 1000);
    await look();
    expect(steps).toBe(0);
  });
});

describe('whatever happens on the way', () => {
  test('the worker may die at any step: nothing is missed, and no more than one batch is read again', async () => {
    for (let i = 0; i < 10; i++) touch(`r${i}`, START + Math.floor(i / 3) * 1000);
    later(60 * MINUTE);
    for (let at = 1; ; at++) {
      await (await database()).clear('sweeps');
      [taken, reads, steps] = [new Map(), [], 0];
      let died: () => void = () => {};
      const dead = new Promise<void>((resolve) => {
        died = resolve;
      });
      hook = (n) => {
        if (n !== at) return;
        died();
        return death();
      };
      const ended = await Promise.race([look().then(() => true), dead.then(() => false)]);
      hook = () => {};
      if (ended) break;
      await look();
      expect(missed()).toEqual([]);
      expect(reads.flat().length).toBeLessThanOrEqual(10 + 3);
    }
    expect(steps).toBeGreaterThan(20);
  });

  test('records change at every step, many at one moment, lists are behind, workers die: in the end all is known', async () => {
    const change = fc.record({
      id: fc.integer({ min: 0, max: 25 }),
      lag: fc.constantFrom(0, 0, 0, 3_000, 5 * MINUTE),
      wait: fc.constantFrom(0, 0, 0, 1, 999, 7_000, 3 * MINUTE),
      dies: fc.integer({ min: 0, max: 14 }).map((n) => n === 0),
    });
    const quiet = { lag: 0, wait: 0, dies: false };
    // One is listed late, onto a page that the run has behind it, and the run takes longer than lists are behind.
    const listedLate = [
      ...[0, 1, 2].map((id) => ({ ...quiet, id, dies: true })),
      { ...quiet, id: 3, lag: 5 * MINUTE, wait: 1 },
      { ...quiet, id: 4, wait: 3 * MINUTE, dies: true },
      { ...quiet, id: 5, wait: 999 },
      ...[0, 0].map((id) => ({ ...quiet, id, wait: 3 * MINUTE })),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
        vi.setSystemTime(START);
        await (await database()).clear('sweeps');
        [records, taken] = [new Map(), new Map()];
        const left = [...changes];
        let died: () => void = () => {};
        hook = () => {
          const next = left.shift();
          if (!next) return;
          later(next.wait);
          // Whole seconds, as two of the CRMs tell them.
          touch(`r${next.id}`, crmNow() - (crmNow() % 1000), next.lag);
          if (!next.dies) return;
          died();
          return death();
        };
        while (left.length > 0) {
          const dead = new Promise<void>((resolve) => {
            died = resolve;
          });
          await Promise.race([look(), dead]);
          later(MINUTE);
        }
        hook = () => {};
        later(6 * MINUTE);
        await look();
        expect(missed()).toEqual([]);
      }),
      { numRuns: process.env.COUNTERSIGN_FULL ? 1_000 : 100, examples: [[listedLate]] },
    );
  });

  test('a limit that is over soon is waited for; a longer one ends the run, which goes on from there', async () => {
    for (let i = 0; i < 6; i++) touch(`r${i}`, START + i * 1000);
    later(60 * MINUTE);
    const limited = (retryAt: number) => {
      let times = 1;
      hook = (_, what) => {
        if (what === 'read' && reads.length === 1 && times-- > 0) throw new ApiProblem({ kind: 'busy', retryAt });
      };
    };
    limited(Date.now() + 20);
    expect(await look()).toBeNull();
    expect(missed()).toEqual([]);

    await (await database()).clear('sweeps');
    [taken, reads] = [new Map(), []];
    const retryAt = Date.now() + 5 * MINUTE;
    limited(retryAt);
    expect(await look()).toMatchObject({ kind: 'busy' });
    expect(await info()).toMatchObject({ problem: { kind: 'busy', retryAt }, looked: 3 });
    expect(await dueSweeps()).toEqual([]);
    vi.setSystemTime(retryAt);
    expect(await dueSweeps()).toHaveLength(1);
    await look();
    expect(missed()).toEqual([]);
    expect(reads.flat()).toHaveLength(6);
    expect((await info()).problem).toBeNull();
  });

  test.each<Problem>([{ kind: 'budget', retryAt: START + 10 * 60 * MINUTE }, { kind: 'offline' }, { kind: 'server' }])(
    'it stands still and says why: $kind',
    async (problem) => {
      touch('a', START + 1000);
      hook = (_, what) => {
        if (what === 'read') throw new ApiProblem(problem);
      };
      expect(await look()).toMatchObject(problem);
      expect((await info()).problem).toMatchObject(problem);
      expect(missed()).toEqual(['a']);
      hook = () => {};
      await look();
      expect(missed()).toEqual([]);
    },
  );

  test('where there is no room for what is found, it stands still before it and comes back', async () => {
    touch('a', START + 1000);
    later(MINUTE);
    room = false;
    await look();
    expect(await info()).toMatchObject({ full: true, looked: 0 });
    room = true;
    await look();
    expect(missed()).toEqual([]);
    expect((await info()).full).toBe(false);
  });

  test('one record that cannot be read hides no other, and is counted', async () => {
    for (const id of ['a', 'bad', 'c']) touch(id, START + 1000);
    later(MINUTE);
    const readMany = client.readMany as CrmClient['readMany'];
    const unreadable: CrmClient['readMany'] = async (object, ids, fields) => {
      if (ids.includes('bad')) throw new ApiProblem({ kind: 'unreadable' });
      return readMany(object, ids, fields);
    };
    world.client = { ...client, readMany: unreadable };
    expect(await look()).toBeNull();
    expect(missed()).toEqual(['bad']);
    expect(await info()).toMatchObject({ looked: 3, unread: 1 });
  });

  test('where not one can be read it is tried again before they are left out', async () => {
    touch('a', START + 1000);
    later(MINUTE);
    world.client = { ...client, readMany: () => Promise.reject(new ApiProblem({ kind: 'unreadable' })) };
    for (let run = 0; run < 3; run++) expect(await look()).toMatchObject({ kind: 'unreadable' });
    expect(await info()).toMatchObject({ looked: 0 });
    expect(await look()).toBeNull();
    expect(await info()).toMatchObject({ looked: 1, unread: 1, problem: null });
  });

  test('a record that nothing can be made of is left out in the end; a full disk is none', async () => {
    for (const id of ['a', 'bad', 'c']) touch(id, START + 1000);
    later(MINUTE);
    let failure: Error = new DOMException('', 'QuotaExceededError');
    hook = (_, what) => {
      if (what === 'take' && taken.has('a') && !taken.has('c') && !left.has('bad')) {
        left.add('bad');
        throw failure;
      }
    };
    const left = new Set<string>();
    const again = () => {
      left.clear();
      taken.clear();
      return look();
    };
    for (let run = 0; run < 5; run++) await again();
    expect(await info()).toMatchObject({ full: true, looked: 0 });
    failure = new Error('a fault of our own');
    for (let run = 0; run < 3; run++) expect(await again()).toMatchObject({ kind: 'unreadable' });
    expect(await again()).toBeNull();
    expect(missed()).toEqual(['bad']);
    expect(await info()).toMatchObject({ looked: 3, unread: 1, full: false });
  });

  test('a missing right for one object does not hide the others, and is said', async () => {
    world.client = {
      ...client,
      objects: ['ticket', 'deal'],
      changed: (object: string, query: ChangedQuery) =>
        object === 'ticket'
          ? Promise.reject(new ApiProblem({ kind: 'forbidden', missing: 'tickets' }))
          : (client.changed as CrmClient['changed'])(object, query),
    };
    touch('a', START + 1000);
    expect(await look()).toMatchObject({ kind: 'forbidden' });
    expect(missed()).toEqual([]);
    expect((await info()).problem).toMatchObject({ missing: 'tickets' });
  });

  test('a key that is not accepted any more stops the account', async () => {
    hook = () => {
      throw new ApiProblem({ kind: 'signedOut', status: 401 });
    };
    await look();
    expect(await dueSweeps()).toEqual([]);
    expect((await (await database()).get('connections', 'c'))?.stopped).toMatchObject({ kind: 'signedOut' });
  });

  test('an account that is removed meanwhile leaves nothing behind', async () => {
    touch('a', START + 1000);
    hook = async (_, what) => {
      if (what === 'taken') await removeConnection('c');
    };
    await look();
    expect(missed()).toEqual([]);
    expect(await (await database()).count('sweeps')).toBe(0);
  });
});

describe('what people can do', () => {
  test('pausing stops it at once and keeps it from running; resuming lets it go on where it was', async () => {
    for (let i = 0; i < 9; i++) touch(`r${i}`, START + i * 1000);
    later(60 * MINUTE);
    hook = async (_, what) => {
      if (what === 'read' && reads.length === 1) await pauseSweep(connection, true);
    };
    await look();
    expect(reads).toHaveLength(2);
    expect(await info()).toMatchObject({ paused: true, running: false, looked: 4 });
    expect(await dueSweeps()).toEqual([]);
    hook = () => {};
    await pauseSweep(connection, false);
    expect(await dueSweeps()).toHaveLength(1);
    await look();
    expect(missed()).toEqual([]);
    expect(reads.flat()).toHaveLength(9);
  });

  test('cancelling stops before the next request; what was done counts', async () => {
    for (let i = 0; i < 9; i++) touch(`r${i}`, START + i * 1000);
    later(60 * MINUTE);
    const stop = new AbortController();
    expect(await look(() => stop.abort(), stop.signal)).toBeNull();
    expect(reads).toHaveLength(1);
    await look();
    expect(reads.flat()).toHaveLength(9);
  });

  test('who asks while one is going on leads; the other stops', async () => {
    for (let i = 0; i < 9; i++) touch(`r${i}`, START + i * 1000);
    later(60 * MINUTE);
    vi.stubGlobal('navigator', { locks: oneAtATime() });
    let second: Promise<unknown> | undefined;
    hook = (_, what) => {
      if (what === 'taken' && !second) second = look();
    };
    await look();
    await second;
    expect(missed()).toEqual([]);
    expect(reads.flat()).toHaveLength(9);
  });

  test('how far it has come is told, by the day', async () => {
    expect(await info()).toMatchObject({ until: null, looked: 0, running: false });
    touch('a', START + 1000);
    later(MINUTE);
    await look();
    expect(await info()).toMatchObject({ until: START + MINUTE, looked: 1 });
    later(24 * 60 * MINUTE);
    expect(await info()).toMatchObject({ until: START + MINUTE, looked: 0 });
  });

  test('asking what changed takes a quarter of the share at most', async () => {
    // Each run asks once, so that 100 runs a day are a quarter.
    world.budget = 400;
    await look();
    later((24 * 60 * MINUTE) / 100 - 1);
    expect(await dueSweeps()).toEqual([]);
    later(1);
    expect(await dueSweeps()).toHaveLength(1);
  });
});

/** Locks as the browser has them: one after the other. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: (_: string, run: () => Promise<unknown>) => {
      last = last.then(run, run);
      return last;
    },
  };
}
