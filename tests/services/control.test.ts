/**
 * The control record against the CRMs: browsers with the product's services, people and agents who write the same field, and what
 * stands in it read back through the CRM's own API.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../lib/core/account';
import { CONTROL_NAME, EVERY_AGENT } from '../../lib/core/control';
import { LEDGER_CHARS } from '../../lib/core/ledger';
import { emptyTeamFile, type TeamFile, teamFileHash, withWriter } from '../../lib/core/team';
import type { RecordRef } from '../../lib/core/types';
import { sideOf } from '../contract/sandbox/clients.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { control, mainAccount } from '../tools/drive.ts';
import { Browser, type Net, type Services } from './browsers';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
});
afterAll(() => sandbox.stop());

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  let a: Browser;
  let b: Browser;
  let ref: RecordRef;
  let field: string;

  const account = () => mainAccount(sandbox, crm);
  const later = () => control(sandbox, 'POST', '/clock', { advance: 5_000 });
  const as = <T>(browser: Browser, work: (s: Services, connection: Connection) => Promise<T>): Promise<T> =>
    browser.run(async (s) => {
      const [connection] = await s.listConnections();
      if (!connection) throw new Error('not connected');
      return work(s, connection);
    });
  const info = (browser: Browser) => as(browser, (s, of) => s.controlInfo(of));
  const look = (browser: Browser, reason: 'write' | 'ledger' = 'ledger') =>
    as(browser, (s, of) => s.lookAtControl(of, reason));
  const create = (browser: Browser) => as(browser, (s, of) => s.createControl(of, 'en', () => 'What it is for'));
  const pause = (browser: Browser, on: boolean) => as(browser, (s, of) => s.pauseAgents(of, on));
  const resolve = async (browser: Browser, keep: 'mine' | 'theirs') => {
    const { seen } = await info(browser);
    await as(browser, (s, of) => s.resolveControl(of, keep === 'mine', seen));
  };
  const team = (browser: Browser) => browser.run((s) => s.getTeamFile(crm, account().account));
  const change = (browser: Browser, to: (file: TeamFile) => TeamFile) =>
    browser.run((s) => s.changeTeamFile(crm, account().account, to));
  const map = (browser: Browser, key: string) =>
    change(browser, (file) => withWriter(file, { key, role: 'agent', name: `Tool ${key}` }));
  const lists = async (browser: Browser, key: string) => (await team(browser)).writers.some((one) => one.key === key);
  const preview = (browser: Browser) =>
    as(browser, (s, of) => s.previewControl(of, { ...ref, account: crm === 'hubspot' ? ref.account : of.host }));

  /** Another machine of the team: connected, and nothing else. */
  async function machine(person: string, token?: string): Promise<Browser> {
    const one = { ...account(), tokens: { ...account().tokens, full: token ?? account().tokens.full } };
    const browser = await Browser.connected(sandbox, one, person);
    browser.net = net(browser);
    await browser.run((s) => s.changeTeamFile(crm, account().account, () => emptyTeamFile(crm, account().account)));
    return browser;
  }

  /** Counts requests. Pipedrive's short window is new before each of them, so that nothing waits for one. */
  const sent = new Map<Browser, string[]>();
  const net =
    (browser: Browser, before?: (method: string) => Promise<unknown>): Net =>
    async ({ method, path }, send) => {
      sent.set(browser, [...(sent.get(browser) ?? []), `${method} ${path}`]);
      if (crm === 'pipedrive') await control(sandbox, 'POST', '/clock', { advance: 2_000 });
      await before?.(method);
      return send();
    };

  /** What stands in the record, read with the vendor's client. */
  const text = async (): Promise<string> => (await side.read(ref.object, ref.id))[field] ?? '';
  const written = async () => JSON.parse(await text());
  const about = () => ({ crm, object: ref.object, id: ref.id });
  const byAgent = (value: string) =>
    control(sandbox, 'POST', '/agent', { ...about(), agent: 'copilot', mode: 'direct', set: { [field]: value } });
  const byHand = (value: string) =>
    control(sandbox, 'POST', '/human', { ...about(), person: 'lea', via: 'page', set: { [field]: value } });

  let side: Awaited<ReturnType<typeof sideOf>>;
  beforeAll(async () => {
    side = await sideOf(sandbox.info, crm);
    a = await Browser.connected(sandbox, account(), 'Dana Reyes');
    a.net = net(a);
    // Our own key is still to be learned, from the write into a record that it made a while before.
    await change(a, (file) => ({ ...file, writers: file.writers.filter(({ role }) => role !== 'own') }));
    // The sandbox's fields of companies are there from the start; elsewhere they may not be deleted.
    if (crm === 'hubspot') {
      await as(a, async (s, of) => (await s.clientFor(of, 'person')).deleteField('0-2', 'countersign_ledger'));
    }
    // The one answer that tells of the record is lost.
    const route = {
      hubspot: '/crm/v3/objects/0-2',
      salesforce: '*/sobjects/Account',
      pipedrive: '/api/v2/organizations',
    };
    await control(sandbox, 'POST', '/fault', { route: `POST ${route[crm]}`, kind: '502', after: true, times: 1 });
    expect(await create(a)).toMatchObject({ kind: 'server' });
    expect(await info(a)).toMatchObject({ record: null, made: true });
    await later();
    expect(await create(a)).toBeNull();
    const { record } = await info(a);
    if (!record) throw new Error('no record');
    ref = record.ref;
    const known = await as(a, (s, of) => s.know(of, ref, 'write', 'en'));
    field = known.staging.ledger ?? '';
  });
  beforeEach(later);
  afterEach(async () => {
    await control(sandbox, 'DELETE', '/fault');
    a.net = net(a);
  });

  test('one record is made though the answer was lost, and holds the team file', async () => {
    expect(await info(a)).toMatchObject({ agreed: true, trouble: null, made: true });
    expect(await written()).toMatchObject({ schema: 'countersign/control', v: 1, team: await team(a), paused: [] });
    expect((await team(a)).writers.some(({ role }) => role === 'own')).toBe(crm !== 'salesforce');
    const twins = await as(a, async (s, of) => {
      const client = await s.clientFor(of, 'person');
      const fields = await client.fields(ref.object, 'en');
      const ids = await client.recent(ref.object, 5);
      return (await client.readMany(ref.object, ids, fields)).filter(({ title }) => title === CONTROL_NAME);
    });
    expect(twins).toHaveLength(1);
  });

  test('a new machine sees whose it is, accepts it once, and has the same file', async () => {
    b = await machine('Tom Becker');
    const found = await preview(b);
    if (found.kind !== 'theirs') throw new Error(JSON.stringify(found));
    expect(found.title).toBe('Countersign control record');
    expect(found.hash).toBe(await teamFileHash(await team(a)));
    expect(await as(b, (s, of) => s.adoptControl(of, ref, 'something else'))).toBe(false);
    expect(await as(b, (s, of) => s.adoptControl(of, found.ref, found.seen))).toBe(true);
    expect(await team(b)).toEqual(await team(a));
    expect(await info(b)).toMatchObject({ agreed: true, trouble: null, made: false });
  });

  test('what the file says of its own writer is no evidence', async () => {
    const before = await team(a);
    await change(a, (file) => ({ ...file, writers: file.writers.map((one) => ({ ...one, name: 'Trust me' })) }));
    await look(a);
    const found = await preview(b);
    if (found.kind !== 'theirs') throw new Error(JSON.stringify(found));
    expect(found.who).not.toEqual({ name: 'Trust me' });
    await later();
    await change(a, () => before);
    await look(a);
    await look(b);
    expect(await info(a)).toMatchObject({ agreed: true, trouble: null });
  });

  test('what one changes the other has after its next look, which is one request as long as nothing changed', async () => {
    await map(a, 'app:changed');
    await look(a);
    await later();
    await look(a);
    sent.clear();
    expect(await look(a)).toBe(false);
    expect(sent.get(a)).toHaveLength(1);
    expect(await look(b)).toBe(true);
    expect(await team(b)).toEqual(await team(a));
    expect(await info(b)).toMatchObject({ agreed: true });
  });

  test('both changed it: the later one is told by whom, and decides; neither is lost unseen', async () => {
    for (const keep of ['theirs', 'mine'] as const) {
      await map(a, `app:a-${keep}`);
      await look(a);
      await map(b, `app:b-${keep}`);
      await later();
      await look(b);
      expect((await info(b)).trouble).toMatchObject({ kind: 'conflict', who: { name: expect.any(String) } });
      if (crm === 'hubspot') expect((await info(b)).trouble).toMatchObject({ who: { name: 'Dana Reyes' } });
      expect(await written()).toMatchObject({ team: await team(a) });
      expect(await lists(b, `app:b-${keep}`)).toBe(true);
      await resolve(b, keep);
      expect(await info(b)).toMatchObject({ agreed: true, trouble: null });
      expect(await lists(b, `app:a-${keep}`)).toBe(keep === 'theirs');
      expect(await lists(b, `app:b-${keep}`)).toBe(keep === 'mine');
      await later();
      await look(a);
      expect(await team(a)).toEqual(await team(b));
    }
  });

  test('a file that another writes between comparing and writing stays', async () => {
    await map(a, 'app:slow');
    await map(b, 'app:fast');
    let once = true;
    a.net = net(a, async (method) => {
      if (method !== 'PATCH' || !once) return;
      once = false;
      await look(b);
    });
    await look(a);
    expect(once).toBe(false);
    expect((await info(a)).trouble).toMatchObject({ kind: 'conflict' });
    expect(await written()).toMatchObject({ team: await team(b) });
    await resolve(a, 'theirs');
    expect(await team(a)).toEqual(await team(b));
  });

  test('an agent’s file is not used, the agent is named, and ours can be written again', async () => {
    const before = await team(a);
    const forged = { ...before, writers: before.writers.filter(({ role }) => role !== 'agent') };
    const base = await written();
    await byAgent(JSON.stringify({ ...base, team: forged, monitor: 'the agent’s' }));
    await later();
    expect(await look(a)).toBe(false);
    expect((await info(a)).trouble).toMatchObject({
      kind: 'changedBy',
      why: 'agent',
      who: { name: 'Pipeline Copilot' },
    });
    expect(await team(a)).toEqual(before);
    await resolve(a, 'theirs');
    expect(await team(a)).toEqual(before);
    // Nobody who comes new accepts it either where the file itself says who is an agent.
    await byAgent(JSON.stringify({ ...base, note: 'touched' }));
    const c = await machine('Mara Lindqvist');
    expect(await preview(c)).toMatchObject({ kind: 'trouble', trouble: { kind: 'changedBy', why: 'agent' } });
    await later();
    await look(a);
    await resolve(a, 'mine');
    expect(await info(a)).toMatchObject({ agreed: true, trouble: null });
    expect(await written()).toEqual({ ...base, by: expect.any(String) });
    await look(b);
    expect((await info(b)).trouble).toBeNull();
  });

  test('what a person edits by hand is taken where it is a team file, and told where it is not', async () => {
    const base = await written();
    await byHand(JSON.stringify({ ...base, team: { ...base.team, policy: { standDays: 9 } } }, null, 1));
    expect(await look(a)).toBe(true);
    expect((await team(a)).policy).toEqual({ standDays: 9 });
    for (const [value, why] of [
      ['Ask Ben first.', 'other'],
      ['{"v":1,"e":[]}', 'ledger'],
      ['', 'empty'],
      [JSON.stringify({ ...base, team: { ...base.team, account: '1' } }), 'account'],
      [JSON.stringify({ ...base, v: 2 }), 'shape'],
    ] as const) {
      await later();
      await byHand(value);
      await look(a);
      expect((await info(a)).trouble).toMatchObject({ kind: 'notControl', why });
      expect(await text()).toBe(value);
    }
    expect((await team(a)).policy).toEqual({ standDays: 9 });
    await later();
    await resolve(a, 'mine');
    expect(await written()).toMatchObject({ team: await team(a) });
  });

  test('a later version’s word is used, kept, and not written over', async () => {
    const base = await written();
    await byHand(JSON.stringify({ ...base, heartbeat: 1, team: { ...base.team, later: true } }));
    await look(a);
    expect(await info(a)).toMatchObject({ agreed: true, trouble: null });
    await map(a, 'app:new');
    await look(a);
    expect((await info(a)).trouble).toEqual({ kind: 'newer' });
    expect(await written()).toMatchObject({ heartbeat: 1, team: { later: true } });
    await byHand(JSON.stringify({ ...base, heartbeat: 2 }));
    await later();
    await look(a);
    expect(await written()).toMatchObject({ heartbeat: 2, team: await team(a) });
  });

  test('agents are asked to pause, and not any more', async () => {
    await pause(a, true);
    const by = crm === 'hubspot' ? 'Dana Reyes' : expect.any(String);
    expect((await written()).paused).toEqual([{ what: EVERY_AGENT, by, since: expect.any(Number) }]);
    await look(b);
    expect((await info(b)).paused).toHaveLength(1);
    await later();
    await pause(b, false);
    expect((await written()).paused).toEqual([]);
    // What one says of writers and another of pauses is no contradiction.
    await later();
    await map(a, 'app:beside');
    await look(a);
    expect(await info(a)).toMatchObject({ agreed: true, trouble: null, paused: [] });
    expect(await written()).toMatchObject({ team: await team(a), paused: [] });
  });

  test('a file that does not fit is not written, with the figures', async () => {
    const before = await text();
    const name = 'x'.repeat(120);
    const writers = Array.from({ length: 1_000 }, (_, n) => ({ key: `app:${n}`, role: 'agent' as const, name }));
    const kept = await team(a);
    await change(a, (file) => ({ ...file, writers: [...file.writers, ...writers] }));
    await look(a);
    const { trouble, chars } = await info(a);
    expect(trouble).toEqual({ kind: 'full', chars, room: LEDGER_CHARS[crm] });
    expect(await text()).toBe(before);
    await change(a, () => kept);
    await look(a);
    expect(await info(a)).toMatchObject({ agreed: true, trouble: null });
  });

  test('without the right to write it is read and used, and what is missing is said', async () => {
    const c = await machine('Mara Lindqvist', account().tokens.readonly);
    const found = await preview(c);
    expect(await as(c, (s, of) => s.adoptControl(of, found.ref, found.seen))).toBe(true);
    expect(await team(c)).toEqual(await team(a));
    const before = await text();
    await map(c, 'app:mine');
    await look(c);
    // Salesforce describes the field as one that this user may not write.
    const wanted = crm === 'salesforce' ? { kind: 'readOnly' } : { kind: 'problem', problem: { kind: 'forbidden' } };
    expect((await info(c)).trouble).toMatchObject(wanted);
    // It is not tried again and again.
    await later();
    await look(c);
    sent.clear();
    await look(c);
    expect(sent.get(c)).toHaveLength(1);
    expect((await info(c)).trouble).toMatchObject(wanted);
    expect(await text()).toBe(before);
  });

  test('deleted, it is said, and the team file stays; undo deletes what was made and nothing else', async () => {
    const kept = await team(b);
    await as(b, (s, of) => s.removeMadeControl(of));
    expect(await text()).not.toBe('');
    await as(a, (s, of) => s.removeMadeControl(of));
    expect(await info(a)).toMatchObject({ record: null, made: false });
    const hasLedger = () =>
      as(a, async (s, of) => {
        const fields = await (await s.clientFor(of, 'person')).fields(ref.object, 'en');
        return fields.some(({ name }) => name === field);
      });
    expect(await hasLedger()).toBe(true);
    expect(await as(a, (s, of) => s.undoStaging(of, () => {}, new AbortController().signal))).toBeNull();
    // The field was made with the record on HubSpot alone.
    expect(await hasLedger()).toBe(crm !== 'hubspot');
    await look(b);
    expect((await info(b)).trouble).toMatchObject({ kind: 'problem', problem: { kind: 'gone' } });
    expect(await team(b)).toEqual(kept);
  });
});
