import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Decision } from '../../../lib/core/decisions';
import { parseLedger } from '../../../lib/core/ledger';
import { suggestionId } from '../../../lib/core/suggestions';
import { withTag, withWriter } from '../../../lib/core/team';
import type { RecordRef } from '../../../lib/core/types';
import type { RecordSnapshot } from '../../../lib/crm/contract';
import { ApiProblem } from '../../../lib/crm/problem';
import { know } from '../../../lib/services/reading';
import { suggestionsOf } from '../../../lib/services/suggestions';
import { addNote, decide, type Meant, resume, undo } from '../../../lib/services/writes';
import { database } from '../../../lib/store/db';
import { changeTeamFile } from '../../../lib/store/teamFiles';
import { AGENT, CONNECTION as connection, DANA, FakeCrm, type FakeOptions, OWN } from './fakeCrm';

const world = vi.hoisted(() => ({ crm: null as unknown, dead: false }));

vi.mock('../../../lib/services/api', () => ({
  clientFor: async () => (world.crm as FakeCrm).client(ref),
  clockOffset: async () => (world.crm as FakeCrm).now - Date.now(),
  pause: async () => {},
}));

// A dead worker writes nothing any more, whatever it was at.
vi.mock('../../../lib/store/db', async (original) => {
  const real = await original<typeof import('../../../lib/store/db')>();
  return {
    ...real,
    database: () => (world.dead ? Promise.reject(new Error('dead')) : real.database()),
  };
});

type Native = NonNullable<RecordSnapshot['native']>[number];

const ref: RecordRef = { crm: 'hubspot', account: '1', object: '0-3', id: '9' };

let crm: FakeCrm;

async function start(options: Partial<FakeOptions> = {}): Promise<void> {
  world.dead = false;
  crm = new FakeCrm(options);
  world.crm = crm;
  const db = await database();
  for (const store of ['connections', 'decisions', 'records', 'teams', 'fields', 'people', 'writers'] as const)
    await db.clear(store);
  await db.put('connections', connection);
  await changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: AGENT.key, role: 'agent', name: 'Copilot' }));
  crm.set(DANA, { stage: 'open' });
  propose('won');
}

/** The CRM's own agent proposes, and nobody else does. */
function proposeNative(value: string, change: Partial<Native> = {}): void {
  crm.set(AGENT, { ai_suggested_stage: null, ai_suggestions: null, ai_pending_count: '0' });
  const writer = { key: 'user:bot', kind: 'vendorAgent', attribution: 'agent', id: 'bot' } as const;
  const times = { at: crm.now, expires: crm.now + 1e9 };
  crm.native = [{ id: '1Rm1', field: 'stage', value, base: 'open', ...times, writer, ...change }];
}

function propose(value: string): void {
  const entry = { field: 'stage', value, agent: 'Copilot', at: crm.now, base: crm.values.get('stage') ?? null };
  crm.set(AGENT, {
    ai_suggested_stage: value,
    ai_suggestions: JSON.stringify({ v: 1, s: [entry] }),
    ai_pending_count: '1',
  });
}

async function meant(
  kind: Meant['kind'],
  change: Partial<Meant> = {},
): Promise<{ meant: Meant; known: Awaited<ReturnType<typeof know>> }> {
  const known = await know(connection, ref, 'write', 'en');
  const [suggestion] = (await suggestionsOf(known)).suggestions;
  if (!suggestion) throw new Error('nothing proposed');
  const seen = known.snapshot.values.get('stage') ?? null;
  const to = kind === 'reject' ? null : suggestion.to;
  return { known, meant: { ref, kind, suggestion: suggestion.id, field: 'stage', seen, to, ...change } };
}

async function take(kind: Meant['kind'], change: Partial<Meant> = {}): Promise<Decision> {
  const { meant: wish, known } = await meant(kind, change);
  return decide(connection, wish, known);
}

const value = (field = 'stage') => crm.values.get(field) ?? null;
const entries = () => [...parseLedger(value('countersign_ledger')).values()];
const stored = async () => (await database()).getAll('decisions');

beforeEach(() => start());

describe('a decision', () => {
  test('approved: field, staging, metadata, count and ledger in one request, with one read before and one after', async () => {
    const { meant: wish, known } = await meant('approve');
    crm.requests = 0;
    const done = await decide(connection, wish, known);
    expect(done).toMatchObject({ state: 'done', noted: true });
    expect(crm.requests).toBe(3);
    expect([value(), value('ai_suggested_stage'), value('ai_suggestions'), value('ai_pending_count')]).toEqual([
      'won',
      null,
      null,
      '0',
    ]);
    expect(entries()).toMatchObject([
      { id: wish.suggestion, d: 'approve', field: 'stage', agent: 'Copilot', by: { name: 'Dana Reyes' } },
    ]);
    expect(entries()[0]?.to).not.toContain('won');
    const after = await know(connection, ref, 'stored', 'en');
    expect(after.attributions.get('stage')).toMatchObject({ attribution: 'collaborative', agent: 'Copilot' });
  });

  test.each([null, '0', '7'])(
    'a count that an agent left at %j is right again, with the decision and without it',
    async (count) => {
      crm.set(AGENT, { ai_pending_count: count });
      const done = await take('reject');
      expect(value('ai_pending_count') ?? '0').toBe('0');
      await undo(connection, done);
      expect(value('ai_pending_count')).toBe('1');
    },
  );

  test('edited: what the person chose is written, and the ledger says so', async () => {
    expect(await take('approve_edited', { to: 'lost' })).toMatchObject({ state: 'done' });
    expect(value()).toBe('lost');
    expect(entries()).toMatchObject([{ d: 'approve_edited' }]);
  });

  test('rejected: the field is left alone, the reason is kept', async () => {
    expect(await take('reject', { reason: 'outdated', note: 'Old mail.' })).toMatchObject({ state: 'done' });
    expect(value()).toBe('open');
    expect(value('ai_suggested_stage')).toBeNull();
    expect(entries()).toMatchObject([{ d: 'reject', reason: 'outdated', note: 'Old mail.' }]);
  });

  test('a note after a rejection goes into the ledger, and changes nothing else', async () => {
    const done = await take('reject', { reason: 'outdated' });
    const before = new Map(crm.values);
    expect(await addNote(connection, done, 'Old mail.')).toMatchObject({ state: 'done', noted: true });
    expect(entries()).toMatchObject([
      { d: 'reject', reason: 'outdated' },
      { d: 'note', id: done.suggestion, note: 'Old mail.', by: { name: 'Dana Reyes' } },
    ]);
    const changed = [...crm.values.keys()].filter((field) => crm.values.get(field) !== before.get(field));
    expect(changed).toEqual(['countersign_ledger']);
  });

  test('a note that comes late takes nothing from a later approval, and closes nothing that waits again', async () => {
    const rejected = await take('reject');
    propose('lost');
    await take('approve');
    await addNote(connection, rejected, 'Too early.');
    const after = await know(connection, ref, 'stored', 'en');
    expect(after.attributions.get('stage')).toMatchObject({ attribution: 'collaborative' });

    propose('won');
    const again = await take('reject');
    await undo(connection, again);
    await addNote(connection, again, 'Was wrong to reject it.');
    const { suggestions } = await suggestionsOf(await know(connection, ref, 'write', 'en'));
    expect(suggestions).toMatchObject([{ state: 'open', value: 'won' }]);
  });

  test('a note is kept while the CRM does not answer, and is in the ledger once', async () => {
    const done = await take('reject');
    crm.hook = async () => {
      throw new ApiProblem({ kind: 'offline' });
    };
    expect(await addNote(connection, done, 'Old mail.')).toMatchObject({ state: 'waiting' });
    crm.hook = async () => {};
    await settle();
    await settle();
    expect(entries().filter(({ d }) => d === 'note')).toHaveLength(1);
  });

  test('taken back: the value of before, and the suggestion waits again', async () => {
    const done = await take('approve');
    expect(await undo(connection, done)).toMatchObject({ state: 'done' });
    expect([value(), value('ai_suggested_stage'), value('ai_pending_count')]).toEqual(['open', 'won', '1']);
    // A person wrote what stands there again, and a person put it back.
    const after = await know(connection, ref, 'stored', 'en');
    expect(after.attributions.get('stage')).toMatchObject({ attribution: 'human' });
    const { suggestions } = await suggestionsOf(await know(connection, ref, 'write', 'en'));
    expect(suggestions).toMatchObject([{ state: 'open', value: 'won', agent: 'Copilot' }]);
    expect((await stored()).find(({ key }) => key === done.key)?.state).toBe('undone');
    expect(await take('approve')).toMatchObject({ state: 'done' });
  });

  test('taken back too late: a person’s value stays', async () => {
    const done = await take('approve');
    crm.set(DANA, { stage: 'lost' });
    expect(await undo(connection, done)).toMatchObject({ state: 'stale', now: 'lost', nowBy: 'Dana Reyes' });
    expect(value()).toBe('lost');
  });

  test('a value that changed since it was seen is not overwritten', async () => {
    const { meant: wish, known } = await meant('approve');
    crm.set(DANA, { stage: 'lost' });
    expect(await decide(connection, wish, known)).toMatchObject({ state: 'stale', now: 'lost', nowBy: 'Dana Reyes' });
    expect(value()).toBe('lost');
    expect(value('ai_suggested_stage')).toBe('won');
  });

  test('decided by somebody else meanwhile', async () => {
    const { meant: wish, known } = await meant('approve');
    await take('reject');
    expect(await decide(connection, wish, known)).toMatchObject({ state: 'elsewhere', nowBy: 'Dana Reyes' });
    expect(value()).toBe('open');
  });

  test('the CRM keeps its value: said, not hidden', async () => {
    await start({ keeps: ['stage'] });
    expect(await take('approve')).toMatchObject({ state: 'notKept', now: 'open' });
  });

  test('refused: the CRM’s words, and nothing is written', async () => {
    crm.hook = async (when, what) => {
      if (what === 'write' && when === 'before')
        throw new ApiProblem({ kind: 'refused', message: 'Amount is required.' });
    };
    expect(await take('approve')).toMatchObject({ state: 'failed', problem: { message: 'Amount is required.' } });
    expect([value(), value('ai_suggested_stage')]).toEqual(['open', 'won']);
  });

  test('offline: kept, and written when it can be', async () => {
    crm.hook = async () => {
      throw new ApiProblem({ kind: 'offline' });
    };
    const { known, meant: wish } = await (async () => {
      crm.hook = async () => {};
      return meant('approve');
    })();
    crm.hook = async () => {
      throw new ApiProblem({ kind: 'offline' });
    };
    expect(await decide(connection, wish, known)).toMatchObject({ state: 'waiting', problem: { kind: 'offline' } });
    crm.hook = async () => {};
    await settle();
    expect(value()).toBe('won');
    expect((await stored())[0]).toMatchObject({ state: 'done' });
    expect((await stored())[0]?.problem).toBeUndefined();
  });

  test('an answer that is not the CRM’s: it is written once more, not taken for written', async () => {
    let lies = 1;
    const { meant: wish, known } = await meant('approve');
    const client = crm.client;
    crm.client = function (one) {
      const real = client.call(this, one);
      return { ...real, write: async (...args) => (lies-- > 0 ? undefined : real.write(...args)) };
    };
    expect(await decide(connection, wish, known)).toMatchObject({ state: 'done', noted: true });
    expect([value(), entries().length]).toEqual(['won', 1]);
  });

  test('an entry that another write ran over is put in again', async () => {
    const { meant: wish, known } = await meant('approve');
    let over = 1;
    crm.hook = async (when, what) => {
      if (when === 'after' && what === 'write' && over-- > 0) crm.set(OWN, { countersign_ledger: null });
    };
    expect(await decide(connection, wish, known)).toMatchObject({ state: 'done' });
    expect(entries()).toMatchObject([{ id: wish.suggestion, d: 'approve' }]);
    const after = await know(connection, ref, 'stored', 'en');
    expect(after.attributions.get('stage')).toMatchObject({ attribution: 'collaborative' });
  });

  test('a record without ledger, metadata and count: it is written, and said that nobody else can tell', async () => {
    const db = await database();
    const fields = (await crm.client(ref).fields('0-3', 'en')).slice(0, 3);
    for (const language of ['en'])
      await db.put('fields', { fields, at: Date.now() }, ['hubspot', '1', '0-3', language]);
    expect(await take('approve')).toMatchObject({ state: 'done', noted: false });
    expect([value(), value('ai_suggested_stage')]).toEqual(['won', null]);
  });

  test('the first write teaches our own key; a key that wrote before stops the connection', async () => {
    await take('approve');
    const team = await (await database()).get('teams', ['hubspot', '1']);
    expect(team?.writers.find(({ key }) => key === OWN.key)).toMatchObject({ role: 'own' });
    await start();
    crm.set(OWN, { title: 'Written long before' });
    crm.now += 60_000;
    await take('approve');
    expect((await (await database()).get('connections', 'c'))?.stopped).toMatchObject({ kind: 'sharedKey' });
  });
});

/** Lets time pass until nothing waits any more. */
async function settle(): Promise<void> {
  for (let round = 0; round < 30; round++) {
    const db = await database();
    for (const decision of await db.getAllFromIndex('decisions', 'state', 'waiting')) {
      await db.put('decisions', { ...decision, retryAt: 0 }, ['hubspot', '1', decision.key]);
    }
    await resume();
    if ((await db.countFromIndex('decisions', 'state', 'waiting')) === 0) return;
  }
  throw new Error('never settles');
}

/** What happens at one of the moments in which a request is under way. */
type Event =
  | 'nothing'
  | 'person'
  | 'personTag'
  | 'personSame'
  | 'agent'
  | 'offline'
  | 'death'
  | 'server'
  | 'signedOut'
  | 'refused';
const PROBLEMS: readonly Event[] = ['offline', 'server', 'signedOut', 'refused'];
const VALUES = ['open', 'won', 'lost', 'new'];
const FULL = !!process.env.COUNTERSIGN_FULL;

describe('the attribution tag', () => {
  const tag = () => value('written_by');
  beforeEach(async () => {
    await changeTeamFile('hubspot', '1', (file) => withTag(file, { field: 'written_by', approved: 'person' }));
    crm.set(AGENT, { written_by: 'Copilot' });
  });

  test('says that a person approved, in the same request, and carries no mark of its own', async () => {
    const { meant: wish, known } = await meant('approve');
    crm.requests = 0;
    expect(await decide(connection, wish, known)).toMatchObject({ state: 'done' });
    expect([value(), tag(), crm.requests]).toEqual(['won', 'person', 3]);
    const after = await know(connection, ref, 'stored', 'en');
    expect(after.attributions.has('written_by')).toBe(false);
    expect(after.attributions.get('stage')).toMatchObject({ attribution: 'collaborative' });
  });

  test('says what it said before once the approval is taken back, unless somebody wrote it since', async () => {
    const first = await take('approve');
    await undo(connection, first);
    expect([value(), tag()]).toEqual(['open', 'Copilot']);
    const second = await take('approve');
    crm.set(AGENT, { written_by: 'Enricher' });
    await undo(connection, second);
    expect([value(), tag()]).toEqual(['open', 'Enricher']);
  });

  test('is not touched by a rejection, nor where the field is not there', async () => {
    await take('reject');
    expect(tag()).toBe('Copilot');
    await changeTeamFile('hubspot', '1', (file) => withTag(file, { field: 'nowhere', approved: 'person' }));
    propose('lost');
    expect(await take('approve')).toMatchObject({ state: 'done' });
    expect(tag()).toBe('Copilot');
  });

  test('what somebody writes into it while ours is on its way stands again, with the value approved', async () => {
    let times = 0;
    crm.hook = async (when, what) => {
      if (when === 'before' && what === 'write' && times++ === 0) crm.set(DANA, { written_by: 'Dana' });
    };
    expect(await take('approve')).toMatchObject({ state: 'done' });
    expect([value(), tag()]).toEqual(['won', 'Dana']);
  });

  test('goes back with a value that ran over somebody’s', async () => {
    let times = 0;
    crm.hook = async (when, what) => {
      if (when === 'before' && what === 'write' && times++ === 0) crm.set(DANA, { stage: 'lost' });
    };
    expect(await take('approve')).toMatchObject({ state: 'stale' });
    expect([value(), tag()]).toEqual(['lost', 'Copilot']);
  });
});

describe('a suggestion of the CRM’s own list', () => {
  beforeEach(() => proposeNative('won'));
  const waiting = async () => (await suggestionsOf(await know(connection, ref, 'write', 'en'))).suggestions;

  test('approved: the field and the ledger are written, the list cannot be, and it does not come again', async () => {
    expect(await take('approve')).toMatchObject({ state: 'done', noted: true, suggestion: '1Rm1' });
    expect([value(), value('ai_pending_count')]).toEqual(['won', '0']);
    expect(entries()).toMatchObject([{ id: '1Rm1', d: 'approve', field: 'stage' }]);
    expect(crm.native).toHaveLength(1);
    expect(await waiting()).toEqual([]);
    const after = await know(connection, ref, 'stored', 'en');
    expect(after.attributions.get('stage')).toMatchObject({ attribution: 'collaborative' });
    // Somebody puts the value of before back: the suggestion stays decided.
    crm.set(DANA, { stage: 'open' });
    expect(await waiting()).toEqual([]);
  });

  test('rejected and taken back: it waits again', async () => {
    const done = await take('reject', { reason: 'outdated' });
    expect([done.state, value(), await waiting()]).toEqual(['done', 'open', []]);
    expect(await undo(connection, done)).toMatchObject({ state: 'done' });
    expect(await waiting()).toMatchObject([{ id: '1Rm1', state: 'open' }]);
    const approved = await take('approve_edited', { to: 'lost' });
    expect(await undo(connection, approved)).toMatchObject({ state: 'done' });
    expect([value(), (await waiting()).length]).toEqual(['open', 1]);
  });

  test('gone from the list, or another value there by now: nothing is written', async () => {
    for (const change of [() => crm.native?.pop(), () => proposeNative('lost')]) {
      proposeNative('won');
      const { meant: wish, known } = await meant('approve');
      change();
      expect(await decide(connection, wish, known)).toMatchObject({ state: 'elsewhere' });
      expect([value(), entries()]).toEqual(['open', []]);
    }
  });

  test.each([
    ['no ledger', () => (crm.fields = crm.fields.filter(({ name }) => name !== 'countersign_ledger'))],
    ['text that is no ledger', () => crm.set(DANA, { countersign_ledger: 'my notes' })],
  ])('%s to keep the decision in: nothing is written, and it is said', async (_, change) => {
    const { meant: wish } = await meant('approve');
    change();
    await (await database()).clear('fields');
    const known = await know(connection, ref, 'write', 'en');
    expect((await suggestionsOf(known)).suggestions).toMatchObject([{ state: 'unusable', why: 'noLedger' }]);
    for (const kind of ['approve', 'reject'] as const) {
      const to = kind === 'reject' ? null : 'won';
      expect(await decide(connection, { ...wish, kind, to }, known)).toMatchObject({ state: 'failed' });
    }
    expect(value()).toBe('open');
  });

  test('what another agent has staged for the field is left alone, and waits next', async () => {
    const { meant: wish, known } = await meant('approve');
    propose('lost');
    expect(await decide(connection, wish, known)).toMatchObject({ state: 'done' });
    expect([value(), value('ai_suggested_stage'), value('ai_pending_count')]).toEqual(['won', 'lost', '1']);
    expect(await waiting()).toMatchObject([{ value: 'lost', state: 'stale' }]);
  });
});

describe('whatever happens in between', () => {
  const event = fc.constantFrom<Event>(
    'nothing',
    'nothing',
    'nothing',
    'person',
    'personTag',
    'personSame',
    'agent',
    'offline',
    'death',
    'server',
    'signedOut',
    'refused',
  );
  const plan = fc.record({
    events: fc.array(fc.tuple(event, fc.nat(3)), { maxLength: 14 }),
    kind: fc.constantFrom<Meant['kind']>('approve', 'approve', 'approve_edited', 'reject'),
    precondition: fc.boolean(),
    undoes: fc.boolean(),
    tagged: fc.boolean(),
    native: fc.boolean(),
  });

  test('no person’s value is lost, nothing is applied twice, ledger and record agree', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ events, kind, precondition, undoes, tagged, native }) => {
        await start({ precondition });
        if (native) proposeNative('won');
        if (tagged) {
          await changeTeamFile('hubspot', '1', (file) => withTag(file, { field: 'written_by', approved: 'person' }));
          crm.set(AGENT, { written_by: 'Copilot' });
        }
        const { meant: wish, known } = await meant(kind, kind === 'approve_edited' ? { to: 'lost' } : {});
        const from = crm.rows.length;
        const queue = [...events];
        crm.hook = async (when, at) => {
          const [what, which] = queue.shift() ?? ['nothing', 0];
          // A CRM that refuses has done nothing.
          if (when === 'after' && (what === 'refused' || what === 'signedOut')) return;
          if (what === 'person') crm.set(DANA, { stage: VALUES[which] ?? 'new' });
          // What stands in the tag when it is compared is seen, and written over as every stamp is.
          if (what === 'personTag' && when === 'before' && at === 'write')
            crm.set(DANA, { written_by: `Dana ${which}` });
          if (what === 'personSame') crm.set(DANA, { stage: 'won' });
          if (what === 'agent') propose(VALUES[which] ?? 'new');
          if (PROBLEMS.includes(what)) throw new ApiProblem({ kind: what as 'offline' });
          if (what === 'death') {
            world.dead = true;
            throw new Error('dead');
          }
        };
        let decision = await decide(connection, wish, known).catch(() => null);
        if (undoes && decision?.state === 'done') decision = await undo(connection, decision).catch(() => null);
        world.dead = false;
        crm.hook = async () => {
          const [what, which] = queue.shift() ?? ['nothing', 0];
          if (what === 'person') crm.set(DANA, { stage: VALUES[which] ?? 'new' });
          if (what === 'offline') throw new ApiProblem({ kind: what });
        };
        await settle();
        queue.length = 0;
        check(wish, from, undoes);
        if (!precondition) checkTag();
        await agree();
      }),
      { numRuns: FULL ? 1000 : 150 },
    );
  });

  /** A person's value counts as lost if ours replaced it unseen and did not put it back. */
  function check(wish: Meant, from: number, undoes: boolean): void {
    const rows = crm.rowsOf('stage').toReversed();
    const before = crm.rows.length - from;
    expect(before).toBeGreaterThanOrEqual(0);
    rows.forEach((row, index) => {
      const next = rows[index + 1];
      if (row.writer !== DANA || next?.writer !== OWN || row.to === wish.seen) return;
      // Who takes an approval back sees the approved value, whoever wrote it meanwhile.
      if (undoes && row.to === wish.to) return;
      const later = rows.slice(index + 1);
      const restored = later.some(
        (one, at) => one.to === row.to && later.slice(0, at).every(({ writer }) => writer === OWN),
      );
      const followed = later.find(({ writer }) => writer === DANA);
      expect(row.to === next.to || restored || followed !== undefined, describeRows(rows)).toBe(true);
    });
    const applied = rows.filter(({ writer, to }) => writer === OWN && to === wish.to);
    expect(applied.length, describeRows(rows)).toBeLessThanOrEqual(
      1 + rows.filter(({ writer }) => writer === OWN).length / 2,
    );
  }

  /** What a person wrote into the tag while ours was on its way stands again. */
  function checkTag(): void {
    const rows = crm.rowsOf('written_by').toReversed();
    rows.forEach((row, index) => {
      if (row.writer !== DANA || rows[index + 1]?.writer !== OWN) return;
      const later = rows.slice(index + 1);
      const kept = later.some(({ to, writer }) => to === row.to || writer === DANA);
      expect(kept, describeRows(rows)).toBe(true);
    });
  }

  async function agree(): Promise<void> {
    const decisions = await stored();
    for (const { state, suggestion, kind, undoes, entry } of decisions) {
      expect(state).not.toBe('waiting');
      // What is in the ledger was written, and what was written is said to be.
      const noted = entries().some(({ id, at, d }) => id === entry.id && at === entry.at && d === entry.d);
      if (noted) expect(['done', 'undone', 'stale', 'notKept']).toContain(state);
      const own = entries().filter(({ id }) => id === suggestion);
      const last = own.reduce((a, b) => (b.at >= a.at ? b : a), { at: 0, d: 'none' });
      if (state === 'done' && !undoes) expect(last.d).toBe(kind);
      if (state === 'done' && undoes) expect(last.d).toBe('undo');
      if (state === 'stale' && !undoes) expect(['none', 'undo']).toContain(last.d);
    }
    expect(new Set(entries().map(({ id, at, d }) => `${id} ${at} ${d}`)).size).toBe(entries().length);
    const known = await know(connection, ref, 'write', 'en');
    const { suggestions } = await suggestionsOf(known);
    for (const { id, state } of suggestions) expect(state === 'unusable' || !decidedNow(id)).toBe(true);
  }

  function decidedNow(id: string): boolean {
    const own = entries().filter((entry) => entry.id === id);
    return own.length > 0 && own.reduce((a, b) => (b.at >= a.at ? b : a)).d !== 'undo';
  }
});

function describeRows(rows: readonly { to: string | null | undefined; writer: { key: string } }[]): string {
  return rows.map(({ to, writer }) => `${writer.key}=${to}`).join(' ');
}

test('a suggestion’s id is the same wherever it is read', async () => {
  const { known, meant: wish } = await meant('approve');
  const entry = JSON.parse(value('ai_suggestions') ?? '').s[0];
  expect(wish.suggestion).toBe(await suggestionId(known.snapshot.ref, entry));
});
