/** What the review queue finds and shows of what agents write into staging, on each CRM. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QueueItem } from '../../lib/core/queue';
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
  const [[label = '', [first = '', value = '', , other = ''] = []] = []] = Object.entries(fields);
  let browser: Browser;
  let team: Team;
  beforeAll(async () => {
    team = new Team(sandbox, crm);
    browser = await Browser.connected(sandbox, mainAccount(sandbox, crm));
  });

  test('a value alone is found, and is another one when it is proposed again', async () => {
    const id = await team.deal();
    const { field } = await read(id);
    await team.person(id, { [field]: first });
    await propose(id, field, { bare: true });
    expect(await queue(id)).toMatchObject([{ field, state: 'open', agent: '' }]);
    // Nothing but the value tells of it, so the next look has to find it, too.
    expect(await queue(id)).toHaveLength(1);
    const ids = new Set<string | undefined>();
    for (const again of [other, first]) {
      await team.later(5_000);
      const { known, suggestions } = await read(id);
      const one = suggestions.find((suggestion) => suggestion.field === field);
      expect(one).toMatchObject({ state: 'open' });
      ids.add(one?.id);
      expect(await decide(known, one, 'approve')).toMatchObject({ state: 'done' });
      expect(await queue(id)).toEqual([]);
      await team.later(5_000);
      await team.person(id, { [field]: again });
      await team.later(5_000);
      await propose(id, field, { bare: true });
      expect(await queue(id)).toMatchObject([{ field, state: 'open' }]);
    }
    expect(ids.size).toBe(2);
  });

  test('what cannot be read is shown as unusable, hides no other and goes when it is rejected', async () => {
    const id = await team.deal();
    const { field, known } = await read(id);
    const metadata = known.staging.metadata ?? '';
    await team.person(id, { [field]: first });
    const named = { field, value: 12, agent: 'A', at: 5 };
    for (const [raw, of] of [
      ['{"v":1,"s":[{"value":"x"', metadata],
      [JSON.stringify({ v: 1, s: [{ value: 'x', agent: 'A', at: 1 }, 'nonsense'] }), metadata],
      [JSON.stringify({ v: 1, s: [named] }), field],
    ] as const) {
      await team.later(5_000);
      await propose(id, field, { compact: true, raw });
      // Salesforce can be asked for the number alone where no other field holds anything.
      if (crm === 'salesforce') await team.agent(id, { [known.staging.count ?? '']: '1' });
      const { known: now, suggestions } = await read(id);
      expect(suggestions).toMatchObject([{ field: of, state: 'unusable' }]);
      const shown = await browser.run(async (s) => s.viewSuggestions(now, suggestions, 'en', WORDS));
      expect([...shown.keys()]).toEqual([of]);
      expect(await queue(id)).toMatchObject([{ field: of, state: 'unusable', from: of === field ? first : null }]);
      expect(await decide(now, suggestions[0], 'reject')).toMatchObject({ state: 'done' });
      expect((await read(id)).known.snapshot.values.get(metadata) ?? null).toBeNull();
      expect(await queue(id)).toEqual([]);
    }
    await team.later(5_000);
    await propose(id, field, { raw: '[' });
    const { known: both, suggestions } = await read(id);
    expect(suggestions).toMatchObject([
      { field, state: 'open' },
      { field: metadata, state: 'unusable', value: '[' },
    ]);
    const rejected = await decide(both, suggestions[1], 'reject');
    expect(await queue(id)).toMatchObject([{ field, state: 'open' }]);
    expect(await browser.run((s) => s.undo(both.connection, rejected))).toMatchObject({ state: 'done' });
    expect(await queue(id)).toHaveLength(2);
  });

  test('what is decided while a look’s answer is on its way is not shown as open', async () => {
    const id = await team.deal();
    const { field } = await read(id);
    await team.person(id, { [field]: first });
    await team.proposes(id, { [field]: value });
    await team.later(5_000);
    const { known, suggestions } = await read(id);
    let decided = '';
    browser.net = async (_, send) => {
      const answer = await send();
      const text = await answer.clone().text();
      if (decided === '' && text.includes(id) && text.includes(value) && text.includes('Fresh')) {
        decided = 'soon';
        decided = (await decide(known, suggestions[0], 'approve')).state;
      }
      return answer;
    };
    const waiting = await queue(id);
    browser.net = (_, send) => send();
    expect(decided).toBe('done');
    expect(waiting).toEqual([]);
  });

  test('what an agent proposes in the second of the last read is seen by the next one', async () => {
    const id = await team.deal();
    const { field } = await read(id);
    await team.later(5_000);
    await team.person(id, { [field]: first });
    await read(id);
    await team.proposes(id, { [field]: value });
    await team.later(60_000);
    await browser.run(async ({ database }) => {
      const db = await database();
      for (const key of await db.getAllKeys('records')) {
        const record = await db.get('records', key);
        if (record) await db.put('records', { ...record, checkedAt: 0 }, key);
      }
    });
    expect((await read(id, 'open')).suggestions).toMatchObject([{ field, state: 'open' }]);
  });

  async function propose(id: string, field: string, meta: object): Promise<void> {
    await control(sandbox, 'POST', '/agent', {
      mode: 'staged',
      crm,
      agent: 'copilot',
      object,
      id,
      set: { [field]: value },
      meta,
    });
  }

  async function read(id: string, reason: 'write' | 'open' = 'write') {
    const { account } = mainAccount(sandbox, crm);
    return browser.run(async (s) => {
      const connection = await s.connectionFor(crm, account);
      if (!connection) throw new Error('not connected');
      const known = await s.know(connection, { crm, account, object, id }, reason, 'en');
      const field = known.fields.find((one) => one.name === label || one.label === label)?.name ?? '';
      return { known, field, suggestions: (await s.suggestionsOf(known)).suggestions };
    });
  }

  function decide(known: Known, one: Suggestion | undefined, kind: 'approve' | 'reject') {
    const { ref, values } = known.snapshot;
    const { id: suggestion = '', field = '', to = null } = one ?? {};
    const seen = one?.why === 'nameless' ? null : (values.get(field) ?? null);
    const meant = { ref, kind, suggestion, field, seen, to: kind === 'approve' ? to : null };
    return browser.run((s) => s.decide(known.connection, meant, known));
  }

  /** What a look finds of one record. */
  async function queue(id: string): Promise<QueueItem[]> {
    return browser.run(async (s) => {
      const connection = await s.connectionFor(crm, mainAccount(sandbox, crm).account);
      if (!connection) throw new Error('not connected');
      const signal = new AbortController().signal;
      // Pipedrive gives one record at a time, so the others are looked at once.
      const db = await s.database();
      for (const key of await db.getAllKeys('queue')) if (key[3] !== id) await db.delete('queue', key);
      expect(await s.lookThrough(connection, 'en', WORDS, () => {}, signal)).toBeNull();
      return (await s.queueItems(connection)).filter(({ ref }) => ref.id === id);
    });
  }
});
