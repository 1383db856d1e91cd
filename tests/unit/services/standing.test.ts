import { beforeEach, expect, test } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { OUTBOX_SIZE } from '../../../lib/core/outbox';
import { emptyTeamFile, withWriter } from '../../../lib/core/team';
import type { FieldChange } from '../../../lib/core/types';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';
import { type Known, knownOf } from '../../../lib/services/reading';
import { captureStanding, dueStanding, forgetStanding, noteSeen } from '../../../lib/services/standing';
import { database } from '../../../lib/store/db';
import { changeTeamFile } from '../../../lib/store/teamFiles';
import { signalsOf } from '../../../lib/sync/outbox';

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const connection = { id: 'c', crm: 'hubspot', account: '1', person: 'Mara' } as Connection;
const AT = Date.parse('2026-11-20T10:00:00Z');
const DAY = 86_400_000;
const AGENT = { type: 'INTEGRATION', id: '11' };
const DANA = { type: 'CRM_UI', id: 'userId:1', user: '1' };

let rows: FieldChange[];

function write(to: string, source: FieldChange['source'], at: number): void {
  const from = rows[0]?.to ?? null;
  const sent = new Date(at).toISOString();
  rows = [{ field: 'amount', from, to, at, sent, source, writer: hubspotWriter(source) }, ...rows];
}

/** The record as the CRM has it. */
async function read(asOf: number): Promise<Known> {
  const histories = new Map([['amount', { changes: rows, complete: true }]]);
  const values = new Map([['amount', rows[0]?.to ?? null]]);
  const meta = { kind: 'text' as const, options: [], isUser: false, readOnly: false };
  const known = await knownOf({
    connection,
    snapshot: { ref, title: 'T', modified: 0, values, histories, depth: 20 },
    fields: [{ ...meta, name: 'amount', label: 'Amount' }],
    people: [],
    team: withWriter(emptyTeamFile('hubspot', '1'), { key: 'app:11', role: 'agent', name: 'Copilot' }),
  });
  return { ...known, asOf, offset: 0 };
}

const see = async (at: number, shown = rows[0]?.at ?? 0) => noteSeen(await read(at), new Map([['amount', shown]]), at);
const look = async (asOf: number) => captureStanding(await read(asOf));
const kept = () => signalsOf('hubspot', '1');
const waiting = async () => (await database()).count('standing');

beforeEach(async () => {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  rows = [];
  write('5', AGENT, AT);
});

test('a value that was seen and stood is an approval, once', async () => {
  await see(AT + DAY);
  await see(AT + 5 * DAY);
  await look(AT + 15 * DAY - 1);
  expect(await kept()).toEqual([]);
  await look(AT + 15 * DAY);
  await look(AT + 16 * DAY);
  await see(AT + 17 * DAY);
  await look(AT + 40 * DAY);
  expect(await kept()).toMatchObject([
    {
      type: 'approval',
      kind: 'stood',
      field: 'amount',
      label: 'Amount',
      agent: 'Copilot',
      by: { name: 'Mara' },
      agentValue: '5',
      value: '5',
      agentAt: AT,
      at: AT + 15 * DAY,
    },
  ]);
  expect(await waiting()).toBe(0);
});

test('one that nobody saw is none, nor one that came after the one that the page showed', async () => {
  await look(AT + 40 * DAY);
  await see(AT + DAY, AT - 1);
  await look(AT + 80 * DAY);
  expect(await kept()).toEqual([]);
});

test('one that was replaced meanwhile is none, though the same value came back', async () => {
  await see(AT + DAY);
  write('6', DANA, AT + 2 * DAY);
  write('5', AGENT, AT + 3 * DAY);
  await look(AT + 40 * DAY);
  expect(await kept()).toEqual([]);
  expect(await waiting()).toBe(0);
});

test('it is due when the time is over, by the team’s word if there is one, and forgotten with its record', async () => {
  await see(AT + DAY);
  expect(await dueStanding(connection, AT + 15 * DAY - 1)).toEqual([]);
  expect(await dueStanding(connection, AT + 15 * DAY)).toEqual([ref]);
  await changeTeamFile('hubspot', '1', (file) => ({ ...file, policy: { standDays: 3 } }));
  expect(await dueStanding(connection, AT + 4 * DAY)).toEqual([ref]);
  await forgetStanding(ref);
  expect(await dueStanding(connection, AT + 40 * DAY)).toEqual([]);
});

test('where there is no room it waits until there is', async () => {
  await see(AT + DAY);
  const db = await database();
  await db.put('outbox', { seq: 0, size: OUTBOX_SIZE, full: true }, 'state');
  expect(await look(AT + 40 * DAY)).toBe(false);
  await db.put('outbox', { seq: 0, size: 0, full: false }, 'state');
  expect(await look(AT + 41 * DAY)).toBe(true);
  expect(await kept()).toHaveLength(1);
});
