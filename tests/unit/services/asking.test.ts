import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { OUTBOX_SIZE } from '../../../lib/core/outbox';
import { emptyTeamFile, withWriter } from '../../../lib/core/team';
import type { FieldChange } from '../../../lib/core/types';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';
import { askWhy, explain } from '../../../lib/services/asking';
import type { Known } from '../../../lib/services/reading';
import { captureCorrections } from '../../../lib/services/signals';
import { database, type KeptEndpoint } from '../../../lib/store/db';
import { changeSettings } from '../../../lib/store/settings';
import { addEndpoint, signalsOf } from '../../../lib/sync/outbox';
import { newSecret } from '../../../lib/sync/signing';
import { CONNECTION as connection } from './fakeCrm';

const world = vi.hoisted(() => ({ known: null as unknown }));
vi.mock('../../../lib/services/reading', () => ({ know: async () => world.known }));

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const AGENT = { type: 'INTEGRATION', id: '11' };
const DANA = { type: 'CRM_UI', id: 'userId:1', user: '1' };
const MARA = { type: 'CRM_UI', id: 'userId:2', user: '2' };
const PEOPLE = [
  { name: 'Dana Reyes', keys: ['user:1'], active: true },
  { name: 'Mara Lindqvist', keys: ['user:2'], active: true },
];
const FIELDS = ['amount', 'stage', 'next', 'close', 'type'];

function row(field: string, to: string, from: string | null, source: FieldChange['source'], at: number): FieldChange {
  return { field, from, to, at, sent: new Date(at).toISOString(), source, writer: hubspotWriter(source) };
}

/** The record, these fields of which were the agent's and were changed `ago` milliseconds ago. */
async function corrected(fields: readonly string[], { ago = 5_000, by = DANA } = {}): Promise<void> {
  const at = Date.now() - ago;
  const histories = new Map(
    fields.map((field) => [
      field,
      { changes: [row(field, '4', '5', by, at), row(field, '5', null, AGENT, at - 60_000)], complete: true },
    ]),
  );
  const known = {
    snapshot: { ref, title: 'T', modified: 0, values: new Map(), histories, depth: 20 },
    fields: FIELDS.map((name) => ({ name, label: name })),
    people: PEOPLE,
    team: withWriter(emptyTeamFile('hubspot', '1'), { key: 'app:11', role: 'agent', name: 'Copilot' }),
    staging: { fields: new Map(), metadata: null, count: null, ledger: null },
    offset: 0,
  } as unknown as Known;
  world.known = known;
  await captureCorrections(known);
}

const asked = (field = 'amount') => askWhy(ref, field, 'en');

beforeEach(async () => {
  fakeBrowser.reset();
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  await db.put('connections', connection);
});

test('what this person corrected a moment ago is asked about once, whoever asks', async () => {
  await corrected(['amount']);
  const prompts = await Promise.all([asked(), asked(), asked()]);
  expect(prompts.filter((one) => one !== null)).toMatchObject([{ label: 'amount', agent: 'Copilot' }]);
  expect(await asked()).toBeNull();
});

test('three at once are asked about, four are not', async () => {
  await corrected(['amount', 'stage', 'next']);
  expect(await asked()).not.toBeNull();
  await corrected(['amount', 'stage', 'next', 'close']);
  expect(await asked('close')).toBeNull();
});

test.each([
  ['of a field that nobody corrected', {}, 'stage'],
  ['of some time ago', { ago: 200_000 }, 'amount'],
  ['of somebody else', { by: MARA }, 'amount'],
])('nothing is asked about a correction %s', async (_, how, field) => {
  await corrected(['amount'], how);
  expect(await asked(field)).toBeNull();
});

test('where nobody is named for this browser, the page alone tells who it was', async () => {
  const { person: _, ...nobody } = connection;
  await (await database()).put('connections', nobody);
  await corrected(['amount'], { by: MARA });
  expect(await asked()).not.toBeNull();
});

test('switched off, nothing is asked, nor once it is on again for what happened meanwhile and was asked', async () => {
  await corrected(['amount']);
  await changeSettings({ asks: false });
  expect(await asked()).toBeNull();
  await changeSettings({ asks: true });
  expect(await asked()).not.toBeNull();
});

test('a reason is a signal of its own, about the first, and there is one', async () => {
  await corrected(['amount']);
  const prompt = await asked();
  expect(await explain(ref, prompt?.signal ?? '', 'outdated', 7)).toEqual({ told: false });
  await addEndpoint({ crm: 'hubspot', account: '1', url: 'https://a.example/', values: 'none' }, newSecret());
  expect(await explain(ref, prompt?.signal ?? '', 'rule', 8)).toEqual({ told: true });
  const [reason, first, ...others] = await signalsOf('hubspot', '1');
  expect(others).toEqual([]);
  expect(reason).toMatchObject({ type: 'reason', kind: 'explained', about: first?.id, reason: 'outdated', at: 7 });
  expect(reason).toMatchObject({ by: { name: 'Dana Reyes' }, agent: 'Copilot', field: 'amount' });
});

test('a reason for which there is no room is not taken for kept', async () => {
  await corrected(['amount']);
  const id = (await asked())?.signal ?? '';
  await addEndpoint({ crm: 'hubspot', account: '1', url: 'https://a.example/', values: 'none' }, newSecret());
  const db = await database();
  await db.put('outbox', { seq: 1, size: OUTBOX_SIZE, full: true }, 'state');
  await expect(explain(ref, id, 'rule', 7)).rejects.toThrow('no room');
  expect(await signalsOf('hubspot', '1')).toHaveLength(1);
  await db.put('outbox', { seq: 1, size: 0, full: false }, 'state');
  expect(await explain(ref, id, 'rule', 7)).toEqual({ told: true });
});

test.each([
  ['sent no reasons', { types: ['override'] }],
  ['stopped', { stopped: true }],
  ['another account’s', { account: '2' }],
] as const)('an endpoint that is %s tells nobody', async (_, how) => {
  await corrected(['amount']);
  const id = (await asked())?.signal ?? '';
  const db = await database();
  const kept = { id: 'e', crm: 'hubspot', account: '1', url: 'https://a.example/', values: 'none' } as const;
  const types = 'types' in how ? { types: [...how.types] } : {};
  await db.put('endpoints', { ...kept, cursor: 0, failures: 0, ...how, ...types } as KeptEndpoint, 'e');
  expect(await explain(ref, id, 'rule', 7)).toEqual({ told: false });
});

test('no reason is kept for another record’s correction, nor for what is none', async () => {
  await corrected(['amount']);
  const id = (await asked())?.signal ?? '';
  await expect(explain({ ...ref, id: '10' }, id, 'rule', 7)).rejects.toThrow('no such correction');
  await expect(explain(ref, 'x', 'rule', 7)).rejects.toThrow('no such correction');
  await explain(ref, id, 'rule', 7);
  const [reason] = await signalsOf('hubspot', '1');
  await expect(explain(ref, reason?.id ?? '', 'rule', 7)).rejects.toThrow('no such correction');
});
