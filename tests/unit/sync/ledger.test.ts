import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { LEDGER_CHARS, type LedgerEntry, parseLedger } from '../../../lib/core/ledger';
import { ledgerInNote } from '../../../lib/core/ledgerNote';
import { reasonId } from '../../../lib/core/signals';
import { withWriter } from '../../../lib/core/team';
import type { Crm, RecordRef } from '../../../lib/core/types';
import { ApiProblem } from '../../../lib/crm/problem';
import { explain } from '../../../lib/services/asking';
import { correctionsOf } from '../../../lib/services/corrections';
import { know } from '../../../lib/services/reading';
import { retractWhatDoesNotHold } from '../../../lib/services/retractions';
import { captureCorrections, captureDecision } from '../../../lib/services/signals';
import { captureStanding, noteSeen } from '../../../lib/services/standing';
import { suggestionsOf } from '../../../lib/services/suggestions';
import { decide, decisionBy, undo } from '../../../lib/services/writes';
import { database, type KeptSignal } from '../../../lib/store/db';
import { changeTeamFile } from '../../../lib/store/teamFiles';
import {
  discardStuck,
  flushLedgers,
  forgetLedger,
  forgetLedgerWaits,
  ledgerInfo,
  retryLedger,
  switchLedger,
} from '../../../lib/sync/ledger';
import { signalsOf } from '../../../lib/sync/outbox';
import { AGENT, DANA, FakeCrm, type FakeOptions, FIELDS, OWN } from '../services/fakeCrm';

const world = vi.hoisted(() => ({ crm: null as unknown, ref: null as unknown }));

vi.mock('../../../lib/services/api', () => ({
  clientFor: async () => (world.crm as FakeCrm).client(world.ref as RecordRef),
  clockOffset: async () => (world.crm as FakeCrm).now - Date.now(),
  pause: async () => {},
}));

const DAY = 86_400_000;
const LEDGER = 'countersign_ledger';
let crm: FakeCrm;
let ref: RecordRef;
let connection: Connection;

async function start(name: Crm = 'hubspot', options: Partial<FakeOptions> = {}): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'] });
  crm = new FakeCrm(options);
  ref = { crm: name, account: '1', object: '0-3', id: '9' };
  Object.assign(world, { crm, ref });
  // Pipedrive names the ledger by its label.
  if (name === 'pipedrive') {
    const labels: Record<string, string> = { ai_suggestions: 'AI suggestions', [LEDGER]: 'Countersign ledger' };
    crm.fields = FIELDS.map((field) => ({ ...field, label: labels[field.name] ?? field.label }));
  }
  connection = {
    id: 'c',
    crm: name,
    account: '1',
    label: 'One',
    host: 'host',
    apiHost: 'https://api',
    lastFour: '1234',
    capabilities: [],
    addedAt: 1,
    person: 'Dana Reyes',
  };
  await newBrowser();
  // Ours has written before, so that its rows are known to be ours.
  await switchLedger(name, '1', true);
}

/** A profile of nothing but the connection and the team file. */
async function newBrowser(): Promise<void> {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  await db.put('connections', connection);
  await changeTeamFile(connection.crm, '1', (file) =>
    withWriter(withWriter(file, { key: AGENT.key, role: 'agent', name: 'Copilot' }), {
      key: OWN.key,
      role: 'own',
      name: 'Countersign',
    }),
  );
}

/** An agent writes, a person puts it right. */
function correct(agent: string, person: string, field = 'stage'): void {
  crm.set(AGENT, { [field]: agent });
  crm.set(DANA, { [field]: person });
}

async function look(): Promise<void> {
  await captureCorrections(await know(connection, ref, 'write', 'en'));
}

const later = (ms: number) => {
  vi.setSystemTime(Date.now() + ms);
  crm.now += ms;
};
const text = () => crm.values.get(LEDGER) ?? null;
const entries = (): LedgerEntry[] => [...parseLedger(text()).values()];
const info = () => ledgerInfo(ref.crm, '1');
const ids = async () => (await signalsOf(ref.crm, '1')).map(({ id }) => id).sort();
const writes = () => crm.rowsOf(LEDGER).length;

beforeEach(() => start());
afterEach(() => {
  vi.useRealTimers();
});

describe('a correction', () => {
  test('stands in its record’s ledger as hashes, and is delivered when it is still there half a minute later', async () => {
    correct('won', 'lost');
    await look();
    await flushLedgers();
    expect(entries()).toMatchObject([
      { d: 'corrected', field: 'stage', agent: 'Copilot', by: { name: 'Dana Reyes' }, at: expect.any(Number) },
    ]);
    expect(text()).not.toMatch(/won|lost/);
    expect(await info()).toMatchObject({ waiting: 0, checking: 1, deliveredAt: null });
    later(29_000);
    await flushLedgers();
    expect(await info()).toMatchObject({ checking: 1 });
    later(2_000);
    await flushLedgers();
    expect(await info()).toMatchObject({ waiting: 0, checking: 0, stuck: [], deliveredAt: Date.now() });
    expect(writes()).toBe(1);
  });

  test('is not written where nobody switched it on, nor when it is older than 30 days', async () => {
    await switchLedger('hubspot', '1', false);
    correct('won', 'lost');
    await look();
    await flushLedgers();
    expect(text()).toBeNull();
    later(31 * DAY);
    await switchLedger('hubspot', '1', true);
    await flushLedgers();
    expect(text()).toBeNull();
    expect(await info()).toMatchObject({ waiting: 0, checking: 0 });
  });

  test('several of a record are one write; what was decided is kept', async () => {
    crm.set(AGENT, { ai_suggested_stage: 'won', ai_pending_count: '1' });
    const known = await know(connection, ref, 'write', 'en');
    await decide(
      connection,
      { ref, kind: 'reject', suggestion: 'unknown', field: 'stage', seen: null, to: null },
      known,
    );
    correct('won', 'lost');
    correct('Renewed', 'Renewal', 'title');
    await look();
    await flushLedgers();
    expect(entries().map(({ d }) => d)).toEqual(['corrected', 'reverted']);
    expect(writes()).toBe(1);
  });

  test('is found gone at the second look, and written again', async () => {
    correct('won', 'lost');
    await look();
    await flushLedgers();
    crm.set(DANA, { [LEDGER]: null });
    later(31_000);
    await flushLedgers();
    expect(entries()).toHaveLength(1);
    expect(await info()).toMatchObject({ checking: 1 });
    later(31_000);
    await flushLedgers();
    expect(await info()).toMatchObject({ checking: 0, waiting: 0 });
  });
});

describe('two browsers', () => {
  test('that find one correction make one entry', async () => {
    correct('won', 'lost');
    await look();
    await flushLedgers();
    const [mine] = entries();
    await newBrowser();
    // The other browser came to see it before the ledger told of it.
    const known = await know(connection, ref, 'write', 'en');
    known.snapshot.values.set(LEDGER, null);
    known.snapshot.histories.delete(LEDGER);
    await captureCorrections(known);
    await switchLedger('hubspot', '1', true);
    await flushLedgers();
    expect(entries()).toEqual([mine]);
    expect(writes()).toBe(1);
  });

  test('that write at the same moment lose nothing of each other', async () => {
    correct('won', 'lost');
    await look();
    const theirs = { id: 'x'.repeat(64), at: crm.now, field: 'title', d: 'approve', by: { name: 'Ben' } };
    let once = true;
    crm.hook = async (when, what) => {
      if (!once || when !== 'before' || what !== 'write') return;
      once = false;
      crm.set(OWN, { [LEDGER]: JSON.stringify({ v: 1, upto: 0, n: 0, e: [theirs] }) });
    };
    await flushLedgers();
    expect(
      entries()
        .map(({ d }) => d)
        .sort(),
    ).toEqual(['approve', 'corrected']);
  });

  test('do not make an agent’s forgery their own by putting it back', async () => {
    correct('won', 'lost');
    await look();
    const forged = { id: 'f', at: crm.now, field: 'stage', d: 'approve', by: { name: 'Dana Reyes' } };
    let once = true;
    crm.hook = async (when, what) => {
      if (!once || when !== 'before' || what !== 'write') return;
      once = false;
      crm.set(AGENT, { [LEDGER]: JSON.stringify({ v: 1, upto: 0, n: 0, e: [forged] }) });
    };
    await flushLedgers();
    expect(entries().map(({ d }) => d)).toEqual(['corrected']);
  });

  test('a record that changes under every write is tried again later', async () => {
    await start('salesforce', { precondition: true });
    crm.fields = FIELDS.map((field) => (field.name === LEDGER ? { ...field, name: 'Countersign_Ledger__c' } : field));
    correct('won', 'lost');
    await look();
    crm.hook = async (when, what) => {
      if (when === 'before' && what === 'write') crm.set(DANA, { title: `Renewal ${crm.now}` });
    };
    expect(await flushLedgers()).toBeGreaterThanOrEqual(Date.now());
    expect(await info()).toMatchObject({ waiting: 1, stuck: [] });
    crm.hook = async () => {};
    later(3_600_000);
    await flushLedgers();
    expect(await info()).toMatchObject({ waiting: 0, checking: 1 });
  });
});

test('an offline browser tries again every half minute, and that counts as no failure', async () => {
  correct('won', 'lost');
  await look();
  vi.stubGlobal('navigator', { locks: navigator.locks, onLine: false });
  crm.hook = async () => {
    throw new ApiProblem({ kind: 'offline' });
  };
  const kept = async () => (await database()).get('ledgers', [ref.crm, '1']);
  for (let n = 0; n < 5; n++) {
    expect(((await flushLedgers()) ?? 0) - Date.now()).toBe(30_000);
    expect(await kept()).toMatchObject({ failures: 0, problem: { kind: 'offline' } });
    later(30_000);
  }
  vi.unstubAllGlobals();
});

describe('a new machine', () => {
  test('has the same signals from team file and CRM alone, also those that the history does not show any more', async () => {
    correct('won', 'lost');
    correct('Renewed', 'Renewal', 'title');
    crm.set(AGENT, { ai_suggested_stage: 'won', ai_pending_count: '1' });
    await look();
    await flushLedgers();
    const known = await know(connection, ref, 'write', 'en');
    const [suggestion] = (await suggestionsOf(known)).suggestions;
    await decide(
      connection,
      { ref, kind: 'approve', suggestion: suggestion?.id ?? '', field: 'stage', seen: 'lost', to: 'won' },
      known,
    );
    await look();
    const before = await ids();
    const attributions = (await know(connection, ref, 'write', 'en')).attributions;
    // Two corrections; an approval and the decision that it is.
    expect(before).toHaveLength(4);

    // The title's rows are cut off, as they are where the CRM keeps few.
    const { rows } = crm;
    for (let i = rows.length - 1; i >= 0; i--) if (rows[i]?.field === 'title') rows.splice(i, 1);
    await newBrowser();
    await look();
    expect(await ids()).toEqual(before);
    const after = (await know(connection, ref, 'write', 'en')).attributions;
    expect(after.get('stage')).toEqual(attributions.get('stage'));
    expect(after.get('stage')).toMatchObject({ attribution: 'collaborative' });
    const approval = (await signalsOf('hubspot', '1')).find(({ kind }) => kind === 'approved');
    expect(approval).toMatchObject({ value: 'won', agentValue: 'won', by: { name: 'Dana Reyes' }, agent: 'Copilot' });

    // What the ledger told it is not written there again.
    await switchLedger('hubspot', '1', true);
    const count = writes();
    await flushLedgers();
    expect(await info()).toMatchObject({ waiting: 0, checking: 0 });
    expect(writes()).toBe(count);
  });

  test('has what was seen and let stand, from where it is written into the ledger', async () => {
    crm.set(DANA, { stage: 'open' });
    crm.set(AGENT, { stage: 'won' });
    const known = await know(connection, ref, 'write', 'en');
    await noteSeen(known, new Map([['stage', known.attributions.get('stage')?.change?.at ?? 0]]), crm.now);
    later(15 * DAY);
    await captureStanding({ ...(await know(connection, ref, 'write', 'en')), asOf: crm.now });
    const [stood] = await signalsOf('hubspot', '1');
    expect(stood).toMatchObject({ type: 'approval', kind: 'stood', agentValue: 'won' });
    await flushLedgers();
    later(31_000);
    await flushLedgers();
    expect(entries()).toMatchObject([{ id: stood?.id, d: 'stood', agent: 'Copilot', by: { name: 'Dana Reyes' } }]);
    expect(entries()[0]?.was).toBeUndefined();
    expect(text()).not.toContain('won');

    await newBrowser();
    const again = await know(connection, ref, 'write', 'en');
    await captureCorrections(again);
    const [first, ...others] = await signalsOf('hubspot', '1');
    expect(others).toEqual([]);
    const { seq: _, size: __, basis: ___, inLedger: ____, label: _____, ...facts } = stood as KeptSignal;
    expect(first).toMatchObject(facts);
    // It decides nothing: the value stays the agent's.
    expect(again.attributions.get('stage')).toMatchObject({ attribution: 'agent', claim: undefined });

    // The team's word that no agent wrote it counts here as well.
    await newBrowser();
    await changeTeamFile('hubspot', '1', (file) =>
      withWriter(file, { key: AGENT.key, role: 'automation', name: 'Copilot' }),
    );
    await captureCorrections(await know(connection, ref, 'write', 'en'));
    expect(await signalsOf('hubspot', '1')).toEqual([]);
  });

  test('knows which value was rejected, as the agent that proposed it does, though the ledger holds no text', async () => {
    crm.set(DANA, { stage: 'open' });
    crm.set(AGENT, { ai_suggested_stage: 'won', ai_pending_count: '1' });
    const known = await know(connection, ref, 'write', 'en');
    const [suggestion] = (await suggestionsOf(known)).suggestions;
    const about = { ref, suggestion: suggestion?.id ?? '', field: 'stage', seen: 'open', to: null };
    await captureDecision(await decide(connection, { ...about, kind: 'reject', reason: 'rule' }, known));
    const before = await ids();
    expect(text()).not.toContain('won');
    await newBrowser();
    await look();
    expect(await ids()).toEqual(before);
    expect((await signalsOf('hubspot', '1')).find(({ kind }) => kind === 'rejected')).toMatchObject({
      agentValue: 'won',
      value: undefined,
      reason: 'rule',
    });
  });

  test('takes nothing from an agent: no forged entry, and none copied from another record', async () => {
    correct('won', 'lost');
    await look();
    await flushLedgers();
    const real = text();
    const forged = [
      { id: 'a'.repeat(64), at: crm.now, field: 'title', d: 'corrected', by: { name: 'Dana Reyes' } },
      { id: 'b'.repeat(64), at: crm.now, field: 'title', d: 'reject', by: { name: 'Dana Reyes' } },
      { id: 'no id of a signal', at: crm.now, field: 'title', d: 'corrected', by: { name: 'Dana Reyes' } },
    ];
    crm.set(AGENT, { [LEDGER]: JSON.stringify({ v: 1, upto: 0, n: 0, e: [...entries(), ...forged] }) });
    const expected = await ids();
    await newBrowser();
    await look();
    expect(await ids()).toEqual(expected);
    await newBrowser();
    const other = new FakeCrm();
    crm = other;
    world.crm = other;
    crm.set(AGENT, { [LEDGER]: real });
    await look();
    expect(await ids()).toEqual([]);
  });
});

describe('what stands in the way is said, and nothing is lost', () => {
  const stuck = async () => (await info()).stuck.map(({ why, count }) => [why, count]);

  test('no ledger field any more', async () => {
    correct('won', 'lost');
    await look();
    const db = await database();
    crm.fields = FIELDS.filter(({ name }) => name !== LEDGER);
    await db.clear('fields');
    await flushLedgers();
    expect(await stuck()).toEqual([['noField', 1]]);
    crm.fields = FIELDS;
    await db.clear('fields');
    await retryLedger('hubspot', '1');
    await flushLedgers();
    expect(await stuck()).toEqual([]);
    expect(entries()).toHaveLength(1);
  });

  test('somebody’s own text in the field is left alone', async () => {
    correct('won', 'lost');
    await look();
    crm.set(DANA, { [LEDGER]: 'Please ask Ben.' });
    await flushLedgers();
    expect(text()).toBe('Please ask Ben.');
    expect(await stuck()).toEqual([['notLedger', 1]]);
    await discardStuck('hubspot', '1', 'notLedger');
    expect(await stuck()).toEqual([]);
    expect(await ids()).toHaveLength(1);
  });

  test('a ledger whose start an agent has put into the future', async () => {
    correct('won', 'lost');
    await look();
    const forged = JSON.stringify({ v: 1, upto: crm.now + 10 * DAY, n: 0, e: [] });
    crm.set(AGENT, { [LEDGER]: forged });
    await flushLedgers();
    expect(text()).toBe(forged);
    expect(await stuck()).toEqual([['notLedger', 1]]);
  });

  test('somebody’s own text that came in between reading and writing is put back', async () => {
    correct('won', 'lost');
    await look();
    let once = true;
    crm.hook = async (when, what) => {
      if (!once || when !== 'before' || what !== 'write') return;
      once = false;
      crm.set(DANA, { [LEDGER]: 'Please ask Ben.' });
    };
    await flushLedgers();
    expect(text()).toBe('Please ask Ben.');
    expect(await stuck()).toEqual([['notLedger', 1]]);
  });

  test('a field that takes nothing from this key, and one that is read-only', async () => {
    correct('won', 'lost');
    await look();
    crm.hook = async (when, what) => {
      if (when === 'before' && what === 'write') throw new ApiProblem({ kind: 'forbidden', missing: 'deals.write' });
    };
    await flushLedgers();
    expect((await info()).stuck).toMatchObject([{ why: 'readOnly', message: 'deals.write' }]);
    crm.fields = FIELDS.map((field) => (field.name === LEDGER ? { ...field, readOnly: true } : field));
    await (await database()).clear('fields');
    await retryLedger('hubspot', '1');
    await flushLedgers();
    expect(await stuck()).toEqual([['readOnly', 1]]);
    expect(text()).toBeNull();
  });

  test('a key that may write no record is not tried on all of them', async () => {
    const db = await database();
    const entry = (n: number): LedgerEntry => ({
      id: String(n).padStart(64, '0'),
      at: crm.now,
      field: 'stage',
      d: 'corrected',
      by: { name: 'Dana Reyes' },
    });
    for (let n = 0; n < 9; n++) {
      const one = { ref: { ...ref, id: String(n) }, entry: entry(n), seq: n, failures: 0 };
      await db.put('ledgerEntries', one, ['hubspot', '1', entry(n).id]);
    }
    let tried = 0;
    crm.hook = async (when, what) => {
      if (when !== 'before' || what !== 'write') return;
      tried++;
      throw new ApiProblem({ kind: 'forbidden', missing: 'deals.write' });
    };
    expect(await flushLedgers()).toBeGreaterThanOrEqual(Date.now());
    expect(tried).toBe(3);
    expect(await info()).toMatchObject({ waiting: 7, problem: { kind: 'forbidden', missing: 'deals.write' } });
  });

  test('a field that holds nothing but decisions and is full', async () => {
    const decided = Array.from({ length: 400 }, (_, i) => ({
      id: String(i).padStart(64, '0'),
      at: crm.now,
      field: `field ${i}`,
      d: 'reject',
      by: { name: 'Dana Reyes' },
      note: 'n'.repeat(40),
    }));
    const full: object[] = [];
    for (const one of decided) {
      if (JSON.stringify({ v: 1, upto: 0, n: 0, e: [...full, one] }).length > LEDGER_CHARS.hubspot) break;
      full.push(one);
    }
    crm.set(OWN, { [LEDGER]: JSON.stringify({ v: 1, upto: 0, n: 0, e: full }) });
    const before = text();
    correct('won', 'lost');
    await look();
    await flushLedgers();
    expect(text()).toBe(before);
    expect(await stuck()).toEqual([['full', 1]]);
  });

  test('taken and not kept, again and again', async () => {
    await start('hubspot', { keeps: [LEDGER] });
    correct('won', 'lost');
    await look();
    for (let i = 0; i < 5; i++) {
      await flushLedgers();
      later(3_600_000);
    }
    expect(await stuck()).toEqual([['notKept', 1]]);
  });

  test('written, and taken out again and again by somebody', async () => {
    correct('won', 'lost');
    await look();
    await flushLedgers();
    for (let i = 0; i < 5; i++) {
      crm.set(DANA, { [LEDGER]: null });
      later(31_000);
      await flushLedgers();
    }
    expect(await stuck()).toEqual([['notKept', 1]]);
  });

  test('a CRM that cannot be asked is asked again later, at once when the network is back', async () => {
    correct('won', 'lost');
    await look();
    crm.hook = async () => {
      throw new ApiProblem({ kind: 'offline' });
    };
    await flushLedgers();
    expect(await info()).toMatchObject({ waiting: 1, problem: { kind: 'offline' }, stuck: [] });
    crm.hook = async () => {};
    await forgetLedgerWaits();
    await flushLedgers();
    expect(await info()).toMatchObject({ waiting: 0, checking: 1, problem: null });
  });

  test('a record that is gone; an account that is removed', async () => {
    correct('won', 'lost');
    await look();
    crm.hook = async () => {
      throw new ApiProblem({ kind: 'gone' });
    };
    await flushLedgers();
    expect(await stuck()).toEqual([['gone', 1]]);
    await forgetLedger('hubspot', '1');
    expect(await info()).toMatchObject({ on: false, waiting: 0, stuck: [] });
  });
});

describe('Pipedrive', () => {
  beforeEach(() => start('pipedrive', { seconds: true }));
  const noted = () =>
    crm.notes.flatMap(({ text }) => [...parseLedger(ledgerInNote(text)?.ledger).values()].map(({ id }) => id));

  async function many(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      later(60_000);
      correct(`agent ${i}`, `person ${i}`);
      await look();
      await flushLedgers();
    }
  }

  test('what finds no room in the field goes on in one pinned note, and nothing is lost', async () => {
    await many(20);
    expect(text()?.length).toBeLessThanOrEqual(LEDGER_CHARS.pipedrive);
    expect(crm.notes).toHaveLength(1);
    const all = [...entries().map(({ id }) => id), ...noted()];
    expect(new Set(all).size).toBe(20);
    expect(all).toHaveLength(20);
    later(31_000);
    await flushLedgers();
    expect(await info()).toMatchObject({ waiting: 0, checking: 0, stuck: [] });
    const before = await ids();
    await newBrowser();
    await look();
    expect(await ids()).toEqual(before);
  });

  test('a late correction that is older than the field’s start goes into the note', async () => {
    await many(1);
    const late = (await signalsOf('pipedrive', '1'))[0];
    await (await database()).clear('ledgerEntries');
    crm.set(DANA, { [LEDGER]: JSON.stringify({ v: 1, upto: (late?.at ?? 0) + 1000, n: 1, e: [] }) });
    await switchLedger('pipedrive', '1', true);
    const db = await database();
    await db.put('ledgers', { on: true, cursor: 0, failures: 0 }, ['pipedrive', '1']);
    await flushLedgers();
    expect(noted()).toEqual([late?.id]);
    expect(entries()).toEqual([]);
    later(31_000);
    await flushLedgers();
    expect(await info()).toMatchObject({ waiting: 0, checking: 0, stuck: [] });
  });

  test('a note with somebody’s own words is read, and left as it is', async () => {
    await many(14);
    const [first] = crm.notes;
    if (!first) throw new Error('no note');
    first.text += ' Do not delete, says Ben.';
    const theirs = first.text;
    await many(10);
    expect(first.text).toBe(theirs);
    expect(crm.notes).toHaveLength(2);
    expect(new Set([...entries().map(({ id }) => id), ...noted()]).size).toBe(24);
  });
});

describe('a writer who turns out to be no agent', () => {
  const say = async (role: 'agent' | 'automation') => {
    await changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: AGENT.key, role, name: 'Copilot' }));
    await retractWhatDoesNotHold(connection, crm.now);
  };

  test('leaves its entry in the ledger, where it counts for no browser any more, and again once it does', async () => {
    correct('won', 'lost');
    await look();
    await flushLedgers();
    expect(entries()).toMatchObject([{ d: 'corrected', writer: AGENT.key }]);
    const [correction] = await signalsOf('hubspot', '1');
    await newBrowser();
    await say('automation');
    await look();
    expect(await ids()).toEqual([]);
    expect(entries()).toHaveLength(1);
    await say('agent');
    await look();
    expect(await ids()).toEqual([correction?.id]);
  });

  test('is not told of in a ledger that had not been written yet', async () => {
    correct('won', 'lost');
    await look();
    await say('automation');
    await flushLedgers();
    expect(text()).toBeNull();
    expect(await info()).toMatchObject({ waiting: 0, stuck: [] });
    await say('agent');
    await flushLedgers();
    expect(entries()).toMatchObject([{ d: 'corrected' }]);
  });
});

describe('why a correction was made', () => {
  test('stands in the ledger behind it, once, as one of the fixed words; a new machine knows it from there', async () => {
    correct('won', 'lost');
    await look();
    await flushLedgers();
    const [correction] = await signalsOf('hubspot', '1');
    expect(await explain(ref, correction?.id ?? '', 'outdated', crm.now + 5)).toEqual({ told: true });
    await flushLedgers();
    later(31_000);
    await flushLedgers();
    expect(entries()).toMatchObject([
      { id: correction?.id, d: 'corrected' },
      { d: 'explained', about: correction?.id, reason: 'outdated', field: 'stage', by: { name: 'Dana Reyes' } },
    ]);
    expect(await info()).toMatchObject({ waiting: 0, checking: 0, stuck: [] });
    expect(writes()).toBe(2);
    const before = await ids();
    await newBrowser();
    await look();
    expect(await ids()).toEqual(before);
    const [row] = (await correctionsOf(connection, undefined, null, 'en', { yes: '', no: '' })).rows;
    expect(row).toMatchObject({ id: correction?.id, reason: 'outdated', open: false });
  });

  test('says nothing where its id is another’s, or the word is none of them', async () => {
    correct('won', 'lost');
    await look();
    const [correction] = await signalsOf('hubspot', '1');
    const entry = { id: 'e', at: crm.now, field: 'stage', d: 'explained', by: { name: 'Ben' }, about: correction?.id };
    const id = await reasonId(correction?.id ?? '');
    const e = [
      { ...entry, reason: 'rule' },
      { ...entry, id, reason: 'whim' },
    ];
    crm.set(OWN, { [LEDGER]: JSON.stringify({ v: 1, e }) });
    await look();
    expect((await signalsOf('hubspot', '1')).map(({ kind }) => kind)).toEqual(['corrected']);
  });
});

describe('a decision', () => {
  async function approve() {
    crm.set(DANA, { stage: 'open' });
    crm.set(AGENT, { ai_suggested_stage: 'won', ai_pending_count: '1' });
    const known = await know(connection, ref, 'write', 'en');
    const [suggestion] = (await suggestionsOf(known)).suggestions;
    const about = { ref, suggestion: suggestion?.id ?? '', field: 'stage', seen: 'open', to: 'won' };
    return decide(connection, { ...about, kind: 'approve' }, known);
  }

  test('holds at once, and is looked at once more half a minute later, by one request and with no switch', async () => {
    await switchLedger('hubspot', '1', false);
    expect((await approve()).state).toBe('done');
    expect(await info()).toMatchObject({ waiting: 0, checking: 1 });
    const before = crm.requests;
    expect(await flushLedgers()).toBe(Date.now() + 30_000);
    expect(crm.requests).toBe(before);
    later(31_000);
    expect(await flushLedgers()).toBeNull();
    expect(crm.requests).toBe(before + 1);
    expect(await info()).toMatchObject({ waiting: 0, checking: 0, stuck: [] });
    expect(writes()).toBe(1);
  });

  test('that is gone by then is written again, the same, and counts as before', async () => {
    const { entry } = await approve();
    crm.set(DANA, { [LEDGER]: null });
    expect((await know(connection, ref, 'write', 'en')).attributions.get('stage')?.attribution).toBe('unknown');
    later(31_000);
    await flushLedgers();
    expect(entries()).toEqual([entry]);
    expect((await know(connection, ref, 'write', 'en')).attributions.get('stage')?.attribution).toBe('collaborative');
    later(31_000);
    expect(await flushLedgers()).toBeNull();
  });

  test('that is taken out five times is stuck and said to be, and stays decided', async () => {
    const decision = await approve();
    for (let i = 0; i < 5; i++) {
      crm.set(DANA, { [LEDGER]: null });
      later(31_000);
      await flushLedgers();
    }
    expect((await info()).stuck).toMatchObject([{ why: 'notKept', count: 1, records: ['hubspot/1/0-3/9'] }]);
    expect(await decisionBy(ref, decision.key)).toMatchObject({ state: 'done' });
    expect(crm.values.get('stage')).toBe('won');
    // Whoever tries again begins anew.
    await retryLedger('hubspot', '1');
    await flushLedgers();
    expect(await info()).toMatchObject({ stuck: [], checking: 1 });
  });

  test('that is taken back meanwhile is not in effect again, though both entries are put back', async () => {
    const decision = await approve();
    expect((await undo(connection, decision)).state).toBe('done');
    crm.set(DANA, { [LEDGER]: null });
    later(31_000);
    await flushLedgers();
    expect(entries().map(({ d }) => d)).toEqual(['approve', 'undo']);
    const known = await know(connection, ref, 'write', 'en');
    expect(crm.values.get('stage')).toBe('open');
    expect(known.attributions.get('stage')).toMatchObject({ attribution: 'human' });
    expect((await suggestionsOf(known)).suggestions.map(({ state }) => state)).toEqual(['open']);
    expect(writes()).toBe(4);
  });

  test('of which one entry is gone and the other stays: the same', async () => {
    const decision = await approve();
    await undo(connection, decision);
    const only = entries().filter(({ d }) => d === 'undo');
    crm.set(OWN, { [LEDGER]: JSON.stringify({ v: 1, upto: 0, n: 0, e: only }) });
    later(31_000);
    await flushLedgers();
    expect(entries().map(({ d }) => d)).toEqual(['approve', 'undo']);
    expect((await suggestionsOf(await know(connection, ref, 'write', 'en'))).suggestions).toMatchObject([
      { state: 'open' },
    ]);
  });

  test('on a record without a ledger is not looked at', async () => {
    crm.fields = FIELDS.filter(({ name }) => name !== LEDGER);
    expect((await approve()).state).toBe('done');
    expect(await info()).toMatchObject({ checking: 0 });
  });
});

describe('whatever happens in between', () => {
  /** Two profiles of one process take turns: everything that the other one keeps is put aside. */
  async function turn(from: Profile, to: Profile): Promise<void> {
    const db = await database();
    for (const store of db.objectStoreNames) {
      const keys = await db.getAllKeys(store);
      from.set(store, await Promise.all(keys.map(async (key) => [key, await db.get(store, key as never)] as const)));
      await db.clear(store);
      for (const [key, value] of to.get(store) ?? []) {
        const inline = db.transaction(store).store.keyPath !== null;
        await (inline ? db.put(store, value as never) : db.put(store, value as never, key as never));
      }
    }
  }
  type Profile = Map<string, (readonly [unknown, unknown])[]>;

  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('correct' as const), field: fc.constantFrom('stage', 'title') }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const), who: fc.nat(1) }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('flush' as const), who: fc.nat(1), race: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('forge' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('empty' as const), who: fc.constantFrom(DANA, AGENT) }) },
  );

  test('every correction ends in the ledger once, nobody’s entry is lost, no forgery is believed', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        await start();
        const profiles: [Profile, Profile] = [new Map(), new Map()];
        // Both begin alike.
        await turn(profiles[0], profiles[0]);
        for (const [store, rows] of profiles[0]) profiles[1].set(store, rows);
        let current = 0;
        const as = async (who: number) => {
          if (who !== current) await turn(profiles[current as 0 | 1], profiles[who as 0 | 1]);
          current = who;
        };
        let count = 0;
        let racing = 0;
        let theirs = new Set<string>();
        const raced = (writer: typeof OWN, forged: boolean) => {
          // Not padded at the end: 1 and 10 would be one id.
          const id = `${forged ? 'f' : 'e'}${String(count++).padStart(63, '0')}`;
          const entry = { id, at: crm.now, field: 'title', d: 'approve', by: { name: 'Ben' } };
          const old = text();
          const e = old?.startsWith('{') ? JSON.parse(old).e : [];
          crm.set(writer, { [LEDGER]: JSON.stringify({ v: 1, upto: 0, n: 0, e: [...e, entry] }) });
          if (!forged) theirs.add(id);
        };
        crm.hook = async (when, what) => {
          if (when !== 'before' || what !== 'write' || racing === 0) return;
          racing--;
          raced(racing % 2 === 0 ? OWN : AGENT, racing % 2 !== 0);
        };
        for (const one of steps) {
          if (one.do === 'correct') {
            later(1_000);
            correct(`agent ${count}`, `person ${count++}`, one.field);
          } else if (one.do === 'look') {
            await as(one.who);
            await look();
          } else if (one.do === 'flush') {
            await as(one.who);
            await look();
            racing = one.race;
            await flushLedgers();
          } else if (one.do === 'wait') later(31_000);
          else if (one.do === 'forge') raced(AGENT, true);
          else {
            crm.set(one.who, { [LEDGER]: null });
            theirs = new Set();
          }
        }
        racing = 0;
        for (let round = 0; round < 8; round++) {
          await as(round % 2);
          await look();
          await flushLedgers();
          later(3_600_000);
        }
        const shown = entries().map(({ id }) => id);
        expect(new Set(shown).size).toBe(shown.length);
        for (const id of theirs) expect(shown).toContain(id);
        const believed = (await signalsOf(ref.crm, '1')).map(({ suggestion }) => suggestion ?? '');
        expect(believed.filter((id) => id.startsWith('f'))).toEqual([]);
        const corrected = (await signalsOf(ref.crm, '1')).filter(
          ({ type, suggestion }) => type === 'override' && !suggestion,
        );
        expect(await info()).toMatchObject({ waiting: 0, checking: 0, stuck: [] });
        const lost = crm.rowsOf(LEDGER).some(({ to }) => to === null);
        if (!lost) for (const { id } of corrected) expect(shown).toContain(id);
        // Both profiles have come to know the same.
        const mine = await ids();
        await as(current === 0 ? 1 : 0);
        await look();
        expect(await ids()).toEqual(mine);
      }),
      { numRuns: process.env.COUNTERSIGN_FULL ? 300 : 40 },
    );
  });
});
