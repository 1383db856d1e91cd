import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { tamperedLedger } from '../../../lib/core/alerts';
import { EventSchema, eventOf } from '../../../lib/core/events';
import type { LedgerEntry } from '../../../lib/core/ledger';
import { alertSignal } from '../../../lib/core/signals';
import { emptyTeamFile, withWriter } from '../../../lib/core/team';
import type { FieldChange, FieldHistory, Writer } from '../../../lib/core/types';

const NAME = 'countersign_ledger';
const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const writer = (key: string, more: Partial<Writer> = {}): Writer => ({
  key,
  kind: 'app',
  attribution: 'unknown',
  id: key,
  ...more,
});
const AGENT = writer('app:agent');
const OWN = writer('app:own');
const STRANGER = writer('app:stranger');
const DANA = writer('user:dana', { kind: 'user', attribution: 'human' });
const MERGE = writer('source:MERGE_OBJECTS', { kind: 'merge' });
const TEAM = withWriter(withWriter(emptyTeamFile('hubspot', '1'), { key: AGENT.key, role: 'agent', name: 'Copilot' }), {
  key: OWN.key,
  role: 'own',
  name: 'Countersign',
});
const entry = (id: string, d = 'approve'): LedgerEntry => ({ id, at: 1, field: 'stage', d, by: { name: 'Dana' } });
const ledger = (...entries: LedgerEntry[]) => JSON.stringify({ v: 1, upto: 0, n: 0, e: entries });

/** @param writes oldest first; `undefined`: the CRM keeps no values */
function history(writes: [Writer, string | null | undefined][], complete = true): FieldHistory {
  const changes = writes.map(
    ([who, to], index): FieldChange => ({
      field: NAME,
      from: writes[index - 1]?.[1] ?? null,
      to,
      at: 1000 * (index + 1),
      sent: String(1000 * (index + 1)),
      source: { type: 'INTEGRATION', id: who.id },
      writer: who,
    }),
  );
  return { changes: changes.reverse(), complete };
}

const find = (rows: FieldHistory, value: string | null = rows.changes[0]?.to ?? null, team = TEAM) =>
  tamperedLedger(ref, { name: NAME, label: 'Ledger', value, history: rows }, team);

test('what an agent or somebody unlisted puts into a ledger is an alert, with the row and what it claims', async () => {
  const found = await find(
    history([
      [OWN, ledger(entry('a'))],
      [AGENT, ledger(entry('a'), entry('forged'))],
      [STRANGER, ledger(entry('a'), entry('forged'), entry('also', 'corrected'))],
    ]),
  );
  expect(found).toMatchObject([
    {
      severity: 'action',
      agent: 'Copilot',
      changes: [
        { field: NAME, writer: AGENT.key, at: 2000, claims: [{ field: 'stage', kind: 'approve', by: 'Dana' }] },
      ],
    },
    { severity: 'look', agent: null, changes: [{ writer: STRANGER.key, claims: [{ kind: 'corrected' }] }] },
  ]);
});

test('nothing is raised by people, our own key, merges, copies of what others decided, notes, or other text', async () => {
  for (const writes of [
    [[DANA, ledger(entry('a'))]],
    [[OWN, ledger(entry('a'))]],
    [[MERGE, ledger(entry('a'))]],
    [
      [OWN, ledger(entry('a'))],
      [AGENT, null],
      [AGENT, ledger(entry('a'))],
    ],
    [[AGENT, ledger(entry('a', 'note'))]],
    [[AGENT, 'Call them on Monday']],
    [[AGENT, ledger()]],
  ] as [Writer, string | null][][]) {
    expect(await find(history(writes))).toEqual([]);
  }
});

test('where the CRM keeps no values of the ledger, an agent’s row is proof enough; somebody unlisted may be ourselves', async () => {
  expect(await find(history([[AGENT, undefined]]), ledger(entry('a')))).toMatchObject([
    { severity: 'action', changes: [{ writer: AGENT.key }] },
  ]);
  expect(await find(history([[STRANGER, undefined]]), ledger(entry('a')))).toEqual([]);
});

test('as long as nobody has said which key is ours, somebody unlisted may be; an agent never is', async () => {
  const agents = withWriter(emptyTeamFile('hubspot', '1'), { key: AGENT.key, role: 'agent', name: 'Copilot' });
  const rows = history([
    [STRANGER, ledger(entry('a'))],
    [AGENT, ledger(entry('a'), entry('b'))],
  ]);
  expect((await find(rows, undefined, agents)).map(({ writer }) => writer)).toEqual([AGENT]);
  expect(await find(rows)).toHaveLength(2);
});

test('an entry of ours that an agent rewrites is one, though its id and time are the same', async () => {
  const found = await find(
    history([
      [OWN, ledger(entry('a'))],
      [AGENT, ledger({ ...entry('a'), to: 'salt:hash' })],
    ]),
  );
  expect(found).toMatchObject([{ agent: 'Copilot', changes: [{ at: 2000 }] }]);
});

test('ids: the same however much of the history is left, and in whatever browser', async () => {
  const someone = fc.constantFrom(AGENT, OWN, STRANGER, DANA);
  const write = fc.tuple(someone, fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }));
  await fc.assert(
    fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 7 }), fc.nat(6), async (writes, cut) => {
      const rows = history(writes.map(([who, ids]) => [who, ledger(...ids.map((id) => entry(id)))]));
      const all = await find(rows);
      expect(await find(rows)).toEqual(all);
      const left = { changes: rows.changes.slice(0, Math.max(1, rows.changes.length - cut)), complete: cut === 0 };
      const ids = new Set(all.map(({ id }) => id));
      for (const { id, at, agent } of await find(left)) {
        // With less history a copy cannot be told from a claim, but a row keeps its id.
        const row = left.changes.find((change) => change.at === at);
        expect(row && [AGENT.key, STRANGER.key]).toContain(row?.writer.key);
        if (all.some((one) => one.at === at)) expect(ids).toContain(id);
        expect(agent).toBe(row?.writer.key === AGENT.key ? 'Copilot' : null);
      }
    }),
  );
});

test('its event is of the published shape and holds what proves it', async () => {
  const [alert] = await find(history([[AGENT, ledger(entry('forged'))]]));
  if (!alert) throw new Error('no alert');
  const event = await eventOf(alertSignal(ref, alert), 'none');
  expect(v.safeParse(EventSchema, event)).toMatchObject({ success: true });
  expect(event).toMatchObject({
    id: alert.id,
    type: 'countersign.alert.v1',
    subject: 'hubspot/1/0-3/9',
    data: {
      rule: 'ledger_tampered',
      severity: 'action',
      agent: 'Copilot',
      from: '1970-01-01T00:00:01.000Z',
      changes: [{ field: { name: NAME }, writer: 'app:agent' }],
    },
  });
});
