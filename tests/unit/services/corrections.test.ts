import { beforeEach, expect, test } from 'vitest';
import type { Decision } from '../../../lib/core/decisions';
import { reasonSignal, type Signal } from '../../../lib/core/signals';
import { recordKey } from '../../../lib/core/types';
import { correctionsOf } from '../../../lib/services/corrections';
import { capture } from '../../../lib/services/signals';
import { database, deliveryKey, type KeptEndpoint, type LedgerDelivery } from '../../../lib/store/db';
import { CONNECTION as connection } from './fakeCrm';

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const META = { label: 'Stage', kind: 'option', isUser: false, readOnly: false };
const WORDS = { yes: 'Yes', no: 'No' };

function signal(n: number, change: Partial<Signal> = {}): Signal {
  const of = change.ref ?? ref;
  return {
    id: `s${n}`,
    type: 'override',
    kind: 'corrected',
    ref: of,
    record: recordKey(of),
    field: 'stage',
    label: 'Stage',
    agent: 'Copilot',
    by: { name: 'Dana Reyes' },
    agentValue: 'won',
    value: 'open',
    agentAt: 0,
    at: n,
    ...change,
  };
}

const list = (record?: string, before: number | null = null) => correctionsOf(connection, record, before, 'en', WORDS);
const put = async (endpoint: Partial<KeptEndpoint>) =>
  (await database()).put(
    'endpoints',
    {
      id: 'e',
      crm: 'hubspot',
      account: '1',
      url: 'https://a.example/',
      values: 'none',
      cursor: 0,
      failures: 0,
      ...endpoint,
    },
    endpoint.id ?? 'e',
  );

beforeEach(async () => {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  const options = [
    { value: 'won', label: 'Closed Won' },
    { value: 'open', label: 'Open' },
  ];
  await db.put('fields', { fields: [{ ...META, name: 'stage', options }], at: Date.now() } as never, [
    'hubspot',
    '1',
    '0-3',
    'en',
  ]);
  await db.put('people', { people: [], at: Date.now() }, ['hubspot', '1']);
});

test('one’s own, newest first, with values as the CRM shows them; nobody else’s, no decisions and no approvals', async () => {
  await capture([
    signal(1),
    signal(2, { by: { name: 'Mara Lindqvist' } }),
    signal(3, { type: 'decision', kind: 'reject' }),
    signal(4, { type: 'approval', kind: 'approved' }),
    signal(5, { kind: 'rejected', value: undefined }),
  ]);
  const { rows, before } = await list();
  expect(rows.map(({ id }) => id)).toEqual(['s5', 's1']);
  expect(rows[1]).toMatchObject({ from: 'Closed Won', to: 'Open', open: true, reason: null, name: null });
  expect(rows[0]).toMatchObject({ to: undefined, open: false });
  expect(rows[1]?.url).toBe('https://app.hubspot.com/contacts/1/record/0-3/9');
  expect(before).toBeNull();
});

test('of one record', async () => {
  await capture([signal(1), signal(2, { ref: { ...ref, id: '10' } })]);
  expect((await list(recordKey(ref))).rows.map(({ id }) => id)).toEqual(['s1']);
});

test('page by page, each once', async () => {
  await capture(Array.from({ length: 130 }, (_, n) => signal(n, n % 2 ? {} : { by: { name: 'Mara Lindqvist' } })));
  const first = await list();
  const second = await list(undefined, first.before);
  expect([first.rows.length, second.rows.length, second.before]).toEqual([50, 15, null]);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(65);
});

test('how far each has come, at every endpoint; a reason that is refused is not hidden behind a correction that was taken', async () => {
  await capture([signal(1), signal(2)]);
  const said = await reasonSignal(signal(1), { reason: 'rule', note: 'Q3 only', by: null, at: 9 });
  await capture([said]);
  await put({ id: 'taken', cursor: 3 });
  await put({ id: 'stuck', cursor: 1, stopped: true, problem: { message: 'no', status: 401 } });
  await (await database()).put(
    'deadLetters',
    { endpoint: 'taken', signal: said.id, message: 'odd', status: 422, at: 1 },
    ['taken', said.id],
  );
  const { rows } = await list();
  const states = rows.map(({ id, deliveries }) => [
    id,
    ...deliveries.map(({ endpoint, state }) => `${endpoint} ${state}`),
  ]);
  expect(states).toEqual([
    ['s2', 'stuck stuck', 'taken delivered'],
    ['s1', 'stuck stuck', 'taken refused'],
  ]);
  expect(rows[1]).toMatchObject({ reason: 'rule', note: 'Q3 only', open: false });
});

test('how far each has come on its way into the ledger, where it is to go there', async () => {
  const db = await database();
  const state = async () => (await list()).rows.map(({ id, ledger }) => [id, ledger?.state, ledger?.why]);
  const entry = (id: string) => ({ id, at: 1, field: 'stage', d: 'corrected', by: { name: 'Dana' } });
  const deliver = (id: string, more: Partial<LedgerDelivery>) =>
    db.put('ledgerEntries', { ref, entry: entry(id), seq: 1, failures: 0, ...more }, ['hubspot', '1', id]);
  await capture([signal(1), signal(2), signal(3), signal(4), signal(5)]);
  await capture([signal(6)], () => true);
  expect((await list()).rows.map(({ ledger }) => ledger?.state)).toEqual(['delivered', ...Array(5)]);
  await db.put('ledgers', { on: true, cursor: 4, failures: 0 }, ['hubspot', '1']);
  await deliver('s1', {});
  await deliver('s2', { seenAt: 1 });
  await deliver('s3', { stuck: { why: 'full' } });
  expect(await state()).toEqual([
    ['s6', 'delivered', undefined],
    ['s5', 'waiting', undefined],
    ['s4', 'left', undefined],
    ['s3', 'stuck', 'full'],
    ['s2', 'checking', undefined],
    ['s1', 'waiting', undefined],
  ]);
});

test('a rejection is in the ledger with its decision; a reason that is stuck is told of its correction', async () => {
  const db = await database();
  const about = { kind: 'rejected', suggestion: 'x', value: undefined, at: 7 } as const;
  await capture([signal(1, about)]);
  const entry = { id: 'x', at: 7, d: 'reject', field: 'stage', by: { name: 'Dana' } };
  const delivery = { ref, entry, seq: 0, seenAt: 1, failures: 0 };
  await db.put('ledgerEntries', delivery, deliveryKey(delivery));
  expect((await list()).rows.map(({ ledger }) => ledger?.state)).toEqual(['checking']);
  await db.delete('ledgerEntries', deliveryKey(delivery));
  expect((await list()).rows.map(({ ledger }) => ledger)).toEqual([null]);
  const decision = { key: 'k', record: recordKey(ref), ref, entry, noted: true } as Decision;
  await db.put('decisions', decision, ['hubspot', '1', 'k']);
  expect((await list()).rows.map(({ ledger }) => ledger?.state)).toEqual(['delivered']);

  await db.put('ledgers', { on: true, cursor: 9, failures: 0 }, ['hubspot', '1']);
  await capture([signal(2)], () => true);
  const said = await reasonSignal(signal(2), { reason: 'rule', by: null, at: 3 });
  await capture([said]);
  await db.put(
    'ledgerEntries',
    { ...delivery, entry: { ...entry, id: said.id, d: 'explained' }, stuck: { why: 'gone' } },
    ['hubspot', '1', said.id],
  );
  expect((await list()).rows[0]).toMatchObject({ id: 's2', reason: 'rule', ledger: { state: 'stuck', why: 'gone' } });
});
