import { beforeEach, expect, test } from 'vitest';
import { isMeantFor } from '../../../lib/core/outbox';
import { type Role, withWriter } from '../../../lib/core/team';
import type { FieldChange } from '../../../lib/core/types';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';
import { correctionsOf } from '../../../lib/services/corrections';
import type { Known } from '../../../lib/services/reading';
import { retractWhatDoesNotHold } from '../../../lib/services/retractions';
import { captureCorrections } from '../../../lib/services/signals';
import { database } from '../../../lib/store/db';
import { changeTeamFile, getTeamFile } from '../../../lib/store/teamFiles';
import { signalsOf } from '../../../lib/sync/outbox';
import { CONNECTION } from './fakeCrm';

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const AT = Date.parse('2026-11-20T10:00:00Z');

function row(to: string, from: string | null, source: FieldChange['source'], at: number): FieldChange {
  return { field: 'amount', from, to, at, sent: new Date(at).toISOString(), source, writer: hubspotWriter(source) };
}

/** Somebody opens the record: its amount is one that app 11 wrote and Dana replaced. */
async function open(): Promise<void> {
  const changes = [
    row('4', '5', { type: 'CRM_UI', id: 'userId:1', user: '1' }, AT + 9_000),
    row('5', null, { type: 'INTEGRATION', id: '11' }, AT),
  ];
  const histories = new Map([['amount', { changes, complete: true }]]);
  await captureCorrections({
    snapshot: { ref, title: 'T', modified: 0, values: new Map([['amount', '4']]), histories, depth: 20 },
    fields: [{ name: 'amount', label: 'Amount' }],
    people: [],
    team: await getTeamFile('hubspot', '1'),
    staging: { fields: new Map(), metadata: null, count: null, ledger: null },
  } as unknown as Known);
}

async function say(role: Role): Promise<void> {
  await changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: 'app:11', role, name: 'Tool' }));
  await retractWhatDoesNotHold(CONNECTION, AT + 60_000);
}

const kinds = async () => (await signalsOf('hubspot', '1')).map(({ kind }) => kind).reverse();
const mine = async () => (await correctionsOf(CONNECTION, undefined, null, 'en', { yes: '', no: '' })).rows.length;

beforeEach(async () => {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  await db.put('people', { people: [], at: Date.now() }, ['hubspot', '1']);
  await db.put('fields', { fields: [], at: Date.now() } as never, ['hubspot', '1', '0-3', 'en']);
});

test('what rested on a writer that was no agent is taken back once, and comes back under the same id', async () => {
  await say('agent');
  await open();
  const [correction] = await signalsOf('hubspot', '1');
  expect(await mine()).toBe(1);
  await say('automation');
  await open();
  await say('automation');
  expect(await kinds()).toEqual(['corrected', 'retracted']);
  expect(await mine()).toBe(0);
  await say('agent');
  await open();
  expect(await kinds()).toEqual(['corrected', 'retracted', 'reinstated']);
  expect(await mine()).toBe(1);
  const all = await signalsOf('hubspot', '1');
  expect(all.map(({ about, n }) => [about, n])).toEqual([
    [correction?.id, 2],
    [correction?.id, 1],
    [undefined, undefined],
  ]);
  await say('person');
  expect(await kinds()).toHaveLength(4);
});

test('a correction that was found by an older word of the team is taken back when it is kept', async () => {
  await say('agent');
  const older = await getTeamFile('hubspot', '1');
  await say('automation');
  await changeTeamFile('hubspot', '1', () => older);
  await open();
  await changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: 'app:11', role: 'automation', name: 'Tool' }));
  await retractWhatDoesNotHold(CONNECTION, AT, older);
  expect(await kinds()).toEqual(['corrected', 'retracted']);
});

test('a pass that died after its retractions were kept makes no second ones', async () => {
  await say('agent');
  await open();
  await say('automation');
  const db = await database();
  const [kept] = (await db.getAll('signals')).filter(({ type }) => type === 'override');
  if (!kept) throw new Error('nothing is kept');
  const { retractions: _, ...before } = kept;
  await db.put('signals', before, ['hubspot', '1', kept.id]);
  await db.delete('roles', ['hubspot', '1']);
  await retractWhatDoesNotHold(CONNECTION, AT + 90_000);
  expect(await kinds()).toEqual(['corrected', 'retracted']);
  expect(await mine()).toBe(0);
});

test('a retraction goes where events of the type went that it is about', async () => {
  await say('agent');
  await open();
  await say('automation');
  const [retraction] = await signalsOf('hubspot', '1');
  if (!retraction) throw new Error('nothing is kept');
  expect(isMeantFor({ types: ['override'] }, retraction)).toBe(true);
  expect(isMeantFor({ types: ['approval', 'decision'] }, retraction)).toBe(false);
  expect(isMeantFor({}, retraction)).toBe(true);
});
