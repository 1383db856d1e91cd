/** What agents propose to clear, on each CRM: how the queue finds it, who else proposes, and what comes back when it is taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../lib/core/decisions';
import type { QueueItem } from '../../lib/core/queue';
import { decisionSignals } from '../../lib/core/signals';
import type { Suggestion } from '../../lib/core/suggestions';
import type { Known } from '../../lib/services/reading';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { control, mainAccount } from '../tools/drive.ts';
import { Browser } from './browsers';
import { DEALS, Team } from './records';

const WORDS = { yes: 'Yes', no: 'No' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
});
afterAll(() => sandbox.stop());

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', { timeout: 60_000 }, (crm) => {
  const { object, fields } = DEALS[crm];
  const [[label = '', [first = '', value = '', other = ''] = []] = []] = Object.entries(fields);
  let browser: Browser;
  let team: Team;
  beforeAll(async () => {
    team = new Team(sandbox, crm);
    browser = await Browser.connected(sandbox, mainAccount(sandbox, crm));
  });

  test.each(['visible', 'compact'])('found by the queue, approved, and back again (%s)', async (layout) => {
    const id = await filled();
    await propose(id, '', { compact: layout === 'compact', reason: 'Nobody said so.' });
    const { known, field, suggestions } = await read(id);
    expect(suggestions).toMatchObject([{ field, state: 'open', value: '', to: null, reason: 'Nobody said so.' }]);
    expect(await queue(id)).toMatchObject([{ field, from: first, to: null, state: 'open' }]);
    const shown = await browser.run(async (s) => s.viewSuggestions(known, suggestions, 'en', WORDS));
    const words = { name: expect.stringMatching(/^Suggestion to clear .+, from Pipeline Copilot$/) };
    expect(shown.get(field)).toMatchObject({ value: 'Empty', state: 'open', words });
    const page = known.snapshot.ref;
    const details = await browser.run(
      async (s) => suggestions[0] && s.detailsOf(known, suggestions[0], page, null, 'en', WORDS),
    );
    expect(details).toMatchObject({ from: first, to: null, edit: { empties: true, proposed: null, seen: first } });
    expect(JSON.parse(details?.packet ?? '')).toMatchObject({
      ...{ record: page, value: first, suggestion: { value: '', to: null, reason: 'Nobody said so.' } },
      ...{ field: { name: field, readOnly: false, canBeEmpty: true }, policy: { mode: 'review', expireDays: 30 } },
      decisions: [],
    });
    const done = await decide(known, suggestions[0], 'approve');
    expect(done).toMatchObject({ state: 'done', seen: first, to: null, staged: '' });
    expect((await team.cell(id, field)).value).toBeNull();
    expect(await truth(id)).toMatchObject([{ value: '', state: 'decided' }]);
    expect(await queue(id)).toEqual([]);
    // Whoever reads the record knows that a person stands behind nothing being there.
    const after = await read(id);
    expect(after.known.attributions.get(field)?.attribution).toBe('collaborative');
    await team.later(5_000);
    expect(await undo(done)).toMatchObject({ state: 'done' });
    expect((await team.cell(id, field)).value).toBe(first);
    expect(await truth(id)).toMatchObject([{ value: '', state: 'open' }]);
    expect(await isBack(done, id)).toBe(true);
    expect(await queue(id)).toMatchObject([{ field, to: null, state: 'open' }]);
  });

  test('rejected, or a value given instead: the agent can tell what was not wanted', async () => {
    for (const kind of ['reject', 'approve_edited'] as const) {
      const id = await filled();
      await propose(id, '');
      const { known, field, suggestions } = await read(id);
      const done = await decide(known, suggestions[0], kind, other);
      expect(done).toMatchObject({ state: 'done' });
      expect((await team.cell(id, field)).value).toBe(kind === 'reject' ? first : other);
      const [, override] = await decisionSignals(done);
      expect(override).toMatchObject({ type: 'override', agentValue: null });
      expect(await queue(id)).toEqual([]);
    }
  });

  test('a person clears the field where a value was proposed', async () => {
    const id = await filled();
    await propose(id, value);
    const { known, field, suggestions } = await read(id);
    const done = await decide(known, suggestions[0], 'approve_edited', null);
    expect(done).toMatchObject({ state: 'done', to: null });
    expect((await team.cell(id, field)).value).toBeNull();
    const [, override] = await decisionSignals(done);
    expect(override).toMatchObject({ kind: 'edited', agentValue: value, value: null });
    await team.later(5_000);
    expect(await undo(done)).toMatchObject({ state: 'done' });
    expect((await read(id)).suggestions).toMatchObject([{ state: 'open', value }]);
  });

  test('one agent proposes a value, another to clear the field: one after the other, and what was shown holds', async () => {
    const id = await filled();
    await propose(id, '', {}, 'enricher');
    const shown = await read(id);
    await propose(id, value);
    expect(await decide(shown.known, shown.suggestions[0], 'approve')).toMatchObject({ state: 'elsewhere' });
    const both = await read(id);
    expect(both.suggestions).toMatchObject([{ value, state: 'open', also: [{ agent: 'Lead Enricher', value: '' }] }]);
    expect(await decide(both.known, both.suggestions[0], 'reject')).toMatchObject({ state: 'done' });
    const rest = await read(id);
    expect(rest.suggestions).toMatchObject([{ value: '', to: null, state: 'open', agent: 'Lead Enricher' }]);
    expect(await queue(id)).toHaveLength(1);
  });

  test('of a field that is empty by now it waits for nobody; of one that changed it is stale', async () => {
    const id = await filled();
    await propose(id, '');
    const { known, field, suggestions } = await read(id);
    await team.person(id, { [field]: other });
    expect((await read(id)).suggestions).toMatchObject([{ state: 'stale', value: '' }]);
    expect(await decide(known, suggestions[0], 'approve')).toMatchObject({ state: 'stale', now: other });
    expect((await team.cell(id, field)).value).toBe(other);
    await team.person(id, { [field]: '' });
    expect((await read(id)).suggestions).toMatchObject([{ state: 'unusable', why: 'same' }]);
    expect(await queue(id)).toEqual([]);
  });

  test('what could not be read comes back as it was, beside what came since; where that is not possible, what came since stays', async () => {
    const id = await filled();
    const { field, known } = await read(id);
    const metadata = known.staging.metadata ?? '';
    const bad = { field, value: 12, agent: 'A', at: 5, more: ['x'] };
    for (const [raw, of] of [
      [JSON.stringify({ v: 1, s: [bad] }), field],
      [JSON.stringify({ v: 1, s: ['nonsense', { value: 'x' }] }), metadata],
    ] as const) {
      await propose(id, value, { compact: true, raw });
      const found = await read(id);
      expect(found.suggestions).toMatchObject([{ field: of, state: 'unusable' }]);
      const rejected = await decide(found.known, found.suggestions[0], 'reject');
      expect((await read(id)).suggestions).toEqual([]);
      await propose(id, value);
      expect(await undo(rejected)).toMatchObject({ state: 'done' });
      expect(await isBack(rejected, id)).toBe(of === metadata);
      const { s } = JSON.parse((await read(id)).known.snapshot.values.get(metadata) ?? '');
      expect(s).toMatchObject([{ field, value }, ...JSON.parse(raw).s]);
      const again = await read(id);
      expect(await decide(again.known, again.suggestions[0], 'approve')).toMatchObject({ state: 'done' });
      expect((await read(id)).suggestions).toMatchObject([{ field: of, state: 'unusable' }]);
      const last = await read(id);
      await decide(last.known, last.suggestions[0], 'reject');
      await team.person(id, { [field]: first });
      await team.later(5_000);
    }
    await propose(id, value, { compact: true, raw: 'my notes' });
    const notes = await read(id);
    const rejected = await decide(notes.known, notes.suggestions[0], 'reject');
    await propose(id, value);
    expect(await undo(rejected)).toMatchObject({ state: 'done' });
    expect((await read(id)).suggestions).toMatchObject([{ field, state: 'open', value }]);
    expect(await isBack(rejected, id)).toBe(false);
  });

  /** Whether people are told that the suggestion waits again. */
  async function isBack(decision: Decision, id: string): Promise<boolean> {
    const { known } = await read(id);
    return browser.run((s) => s.isProposed(decision, known));
  }

  /** A record with a value in the field. */
  async function filled(): Promise<string> {
    const id = await team.deal();
    const { field } = await read(id);
    await team.person(id, { [field]: first });
    await team.later(5_000);
    return id;
  }

  async function propose(id: string, proposed: string, meta: object = {}, agent = 'copilot'): Promise<void> {
    const set = { [(await read(id)).field]: proposed };
    await control(sandbox, 'POST', '/agent', { mode: 'staged', crm, agent, object, id, set, meta });
    await team.later(5_000);
  }

  async function read(id: string) {
    const { account } = mainAccount(sandbox, crm);
    return browser.run(async (s) => {
      const connection = await s.connectionFor(crm, account);
      if (!connection) throw new Error('not connected');
      const known = await s.know(connection, { crm, account, object, id }, 'write', 'en');
      const field = known.fields.find((one) => one.name === label || one.label === label)?.name ?? '';
      return { known, field, suggestions: (await s.suggestionsOf(known)).suggestions };
    });
  }

  function truth(id: string): Promise<{ value: string; state: string }[]> {
    return control(sandbox, 'GET', `/truth/suggestions?${new URLSearchParams({ crm, object, id })}`);
  }

  async function decide(
    known: Known,
    one: Suggestion | undefined,
    kind: 'approve' | 'approve_edited' | 'reject',
    edited: string | null = null,
  ): Promise<Decision> {
    const { ref, values } = known.snapshot;
    const { id: suggestion = '', field = '', to: proposed = null } = one ?? {};
    const seen = one?.why === 'nameless' ? null : (values.get(field) ?? null);
    const to = { approve: proposed, approve_edited: edited, reject: null }[kind];
    const made = await browser.run((s) =>
      s.decide(known.connection, { ref, kind, suggestion, field, seen, to }, known),
    );
    await team.later(5_000);
    return made;
  }

  async function undo(done: Decision): Promise<Decision> {
    const back = await browser.run(async (s) => {
      const connection = await s.connectionFor(crm, mainAccount(sandbox, crm).account);
      if (!connection) throw new Error('not connected');
      return s.undo(connection, done);
    });
    await team.later(5_000);
    return back;
  }

  /** What a look finds of one record. */
  async function queue(id: string): Promise<QueueItem[]> {
    return browser.run(async (s) => {
      const connection = await s.connectionFor(crm, mainAccount(sandbox, crm).account);
      if (!connection) throw new Error('not connected');
      const { signal } = new AbortController();
      const db = await s.database();
      // So that nothing but the look can find it; Pipedrive gives one record at a time, so the others are looked at once.
      for (const key of await db.getAllKeys('queue')) await db.delete('queue', key);
      expect(await s.lookThrough(connection, 'en', WORDS, () => {}, signal)).toBeNull();
      return (await s.queueItems(connection)).filter(({ ref }) => ref.id === id);
    });
  }
});

test('an amount’s currency goes with it and comes back with it', { timeout: 60_000 }, async () => {
  const crm = 'pipedrive' as const;
  const team = new Team(sandbox, crm);
  const account = mainAccount(sandbox, crm);
  const browser = await Browser.connected(sandbox, account);
  const id = await team.deal();
  const ref = { crm, account: account.account, object: 'deal', id };
  const read = () =>
    browser.run(async (s) => {
      const connection = await s.connectionFor(crm, account.account);
      if (!connection) throw new Error('not connected');
      return s.know(connection, ref, 'write', 'en');
    });
  const field = (await read()).fields.find((one) => one.label === 'Setup fee')?.name ?? '';
  await team.send('PATCH', `/api/v2/deals/${id}`, { custom_fields: { [field]: { value: 100, currency: 'GBP' } } });
  await team.later(5_000);
  await team.proposes(id, { [field]: '' });
  const known = await read();
  const [suggestion] = (await browser.run((s) => s.suggestionsOf(known))).suggestions;
  const meant = { ref, kind: 'approve' as const, suggestion: suggestion?.id ?? '', field, seen: '100', to: null };
  const done = await browser.run((s) => s.decide(known.connection, meant, known));
  const both = async () => {
    const { values } = (await read()).snapshot;
    return [values.get(field), values.get(`${field}_currency`)];
  };
  expect(await both()).toEqual([null, null]);
  await team.later(5_000);
  expect(await browser.run((s) => s.undo(known.connection, done))).toMatchObject({ state: 'done' });
  expect(await both()).toEqual(['100', 'GBP']);
});
