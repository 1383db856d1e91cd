import { describe, expect, test } from 'vitest';
import { type AttributionInput, attributeField, markState, writerAttribution } from '../../../lib/core/attribution';
import { ledgerHash, readLedger } from '../../../lib/core/ledger';
import { emptyTeamFile, type TeamFile, withStamp, withWriter } from '../../../lib/core/team';
import type { FieldChange, FieldHistory } from '../../../lib/core/types';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';

const START = Date.parse('2026-11-20T10:00:00Z');

interface Row {
  to: string | null;
  by: { type: string; id?: string; user?: string };
  at?: number;
}

const DANA = { type: 'CRM_UI', id: 'userId:1', user: '1' };
const COPILOT = { type: 'INTEGRATION', id: '11' };
const SHARED = { type: 'INTEGRATION', id: '22' };
const OWN = { type: 'INTEGRATION', id: '33' };
const OTHER = { type: 'INTEGRATION', id: '99' };

/** A history from rows given oldest first, a minute apart. */
function history(field: string, rows: Row[], complete = true): FieldHistory {
  const changes = rows.map(({ to, by, at }, index): FieldChange => {
    const time = at ?? START + index * 60_000;
    const from = index === 0 ? (complete ? null : undefined) : (rows[index - 1]?.to ?? null);
    return { field, from, to, at: time, sent: new Date(time).toISOString(), source: by, writer: hubspotWriter(by) };
  });
  return { changes: changes.reverse(), complete };
}

function team(change: (file: TeamFile) => TeamFile = (file) => file): TeamFile {
  const listed = withWriter(emptyTeamFile('hubspot', '1'), { key: 'app:11', role: 'agent', name: 'Copilot' });
  return change(withWriter(listed, { key: 'app:33', role: 'own', name: 'Countersign' }));
}

async function read(fields: Record<string, FieldHistory>, file = team()): Promise<AttributionInput> {
  const histories = new Map(Object.entries(fields));
  const values = new Map([...histories].map(([name, h]) => [name, h.changes[0]?.to ?? null]));
  const ledger = histories.get('countersign_ledger');
  const claims = ledger
    ? await readLedger(ledger, values, 'countersign_ledger', (w) => writerAttribution(file, w))
    : new Map();
  return { values, histories, team: file, claims };
}

async function attribute(rows: Row[], file = team(), more: Record<string, FieldHistory> = {}) {
  return attributeField('stage', await read({ stage: history('stage', rows), ...more }, file));
}

describe('one row', () => {
  test('an app the team listed is an agent, by name', async () => {
    const result = await attribute([{ to: 'a', by: COPILOT }]);
    expect(result).toMatchObject({ attribution: 'agent', agent: 'Copilot', certainty: 'certain' });
    expect(result?.evidence).toEqual({ kind: 'listedAgent', name: 'Copilot' });
  });

  test('an app nobody listed is unknown, never guessed', async () => {
    expect(await attribute([{ to: 'a', by: OTHER }])).toMatchObject({
      attribution: 'unknown',
      certainty: 'none',
      evidence: { kind: 'unmappedApp' },
    });
  });

  test('an integration that carries a user id is still an integration', async () => {
    expect(await attribute([{ to: 'a', by: { ...OTHER, user: '1' } }])).toMatchObject({ attribution: 'unknown' });
  });

  test('a person is a person only with the person named', async () => {
    expect(await attribute([{ to: 'a', by: DANA }])).toMatchObject({ attribution: 'human', corrected: false });
    expect(await attribute([{ to: 'a', by: { type: 'CRM_UI' } }])).toMatchObject({ attribution: 'unknown' });
  });

  test('a cleared value keeps its writer', async () => {
    expect(
      await attribute([
        { to: 'a', by: DANA },
        { to: null, by: COPILOT },
      ]),
    ).toMatchObject({ attribution: 'agent' });
  });

  test('a field that never had a value has no attribution', async () => {
    const input = await read({ stage: { changes: [], complete: true } });
    expect(attributeField('stage', input)).toBeNull();
  });

  test('a value without history is unknown', async () => {
    const input = await read({ stage: { changes: [], complete: true } });
    const values = new Map([['stage', 'a']]);
    expect(attributeField('stage', { ...input, values })).toMatchObject({ evidence: { kind: 'noHistory' } });
  });

  test('a value that differs from its newest row is unknown', async () => {
    const input = await read({ stage: history('stage', [{ to: 'a', by: COPILOT }]) });
    const values = new Map([['stage', 'b']]);
    expect(attributeField('stage', { ...input, values })).toMatchObject({ evidence: { kind: 'inconsistent' } });
    const emptied = new Map([['stage', null]]);
    expect(attributeField('stage', { ...input, values: emptied })).toMatchObject({
      evidence: { kind: 'inconsistent' },
    });
  });

  test('of a value that no answer holds its newest row tells', async () => {
    const input = await read({ stage: history('stage', [{ to: 'a', by: COPILOT }]) });
    expect(attributeField('stage', { ...input, values: new Map() })).toMatchObject({ attribution: 'agent' });
  });

  test("the team's word counts more than the vendor's", async () => {
    const file = team((f) => withWriter(f, { key: 'source:DATA_ENRICHMENT', role: 'automation', name: 'Enrichment' }));
    expect(await attribute([{ to: 'a', by: { type: 'DATA_ENRICHMENT' } }], file)).toMatchObject({
      attribution: 'automation',
    });
    expect(await attribute([{ to: 'a', by: { type: 'DATA_ENRICHMENT' } }])).toMatchObject({ attribution: 'agent' });
  });
});

describe('corrected', () => {
  test('a person right after an agent', async () => {
    const result = await attribute([
      { to: 'a', by: COPILOT },
      { to: 'b', by: DANA },
    ]);
    expect(result).toMatchObject({ attribution: 'human', corrected: true, agent: 'Copilot' });
    expect(result && markState(result)).toBe('corrected');
  });

  test('not with someone else in between', async () => {
    const rows = [
      { to: 'a', by: COPILOT },
      { to: 'b', by: OTHER },
      { to: 'c', by: DANA },
    ];
    expect(await attribute(rows)).toMatchObject({ attribution: 'human', corrected: false });
  });

  test('not where the row before is cut off', async () => {
    const input = await read({ stage: history('stage', [{ to: 'b', by: DANA }], false) });
    expect(attributeField('stage', input)).toMatchObject({ corrected: false });
  });

  test('a restore after an agent is a correction', async () => {
    const restore = { type: 'PROPERTY_RESTORE', id: 'userId:1', user: '1' };
    expect(
      await attribute([
        { to: 'a', by: DANA },
        { to: 'b', by: COPILOT },
        { to: 'a', by: restore },
      ]),
    ).toMatchObject({ corrected: true });
  });

  test("an agent after a person's correction is an agent again", async () => {
    const rows = [
      { to: 'a', by: COPILOT },
      { to: 'b', by: DANA },
      { to: 'a', by: COPILOT },
    ];
    expect(await attribute(rows)).toMatchObject({ attribution: 'agent', corrected: false });
  });
});

describe('stamps', () => {
  const rule = { writer: 'app:22', field: 'stamp', agents: [{ value: 'enricher', name: 'Enricher' }] };
  const stamped = team((f) => withStamp(f, rule));
  const at = START + 500;

  test('the same writer within two seconds proves the agent', async () => {
    const stamp = history('stamp', [{ to: 'enricher', by: SHARED, at: at + 1900 }]);
    expect(await attribute([{ to: 'a', by: SHARED, at }], stamped, { stamp })).toMatchObject({
      attribution: 'agent',
      agent: 'Enricher',
      certainty: 'likely',
    });
  });

  test.each([
    ['a stale stamp', { to: 'enricher', by: SHARED, at: at - 2001 }],
    ['a forged stamp', { to: 'enricher', by: OTHER, at }],
    ['a stamp of an agent nobody named', { to: 'somebody', by: SHARED, at }],
    ['a cleared stamp', { to: null, by: SHARED, at }],
  ])('%s proves nothing', async (_what, row) => {
    const stamp = history('stamp', [row]);
    const result = await attribute([{ to: 'a', by: SHARED, at }], stamped, { stamp });
    expect(result).toMatchObject({ attribution: 'unknown', evidence: { kind: 'shared', agents: ['Enricher'] } });
  });

  test('without the stamp’s history a listed person may as well be the agent', async () => {
    const person = { key: 'app:22', role: 'person', name: 'Dana' } as const;
    const file = withWriter(stamped, person);
    const row = { to: 'a', by: SHARED, at };
    expect(await attribute([row], file)).toMatchObject({
      attribution: 'unknown',
      evidence: { kind: 'shared', agents: ['Enricher'] },
    });
    const stamp = history('stamp', []);
    expect(await attribute([row], file, { stamp })).toMatchObject({ attribution: 'human' });
    const acted = withWriter(stamped, { ...person, actedBy: ['Enricher'] });
    expect(await attribute([row], acted)).toMatchObject({ evidence: { kind: 'actedBy', person: 'Dana' } });
  });

  test('a stamp that is not used is shown', async () => {
    const stamp = history('stamp', [{ to: 'enricher', by: OTHER, at }]);
    const result = await attribute([{ to: 'a', by: SHARED, at }], stamped, { stamp });
    expect(result?.stampNotUsed).toMatchObject({ agent: 'Enricher' });
  });

  test('any value counts where only one agent writes the field', async () => {
    const anyRule = { writer: 'app:22', field: 'run', agents: [{ value: '*', name: 'Enricher' }] };
    const file = team((f) => withStamp(f, anyRule));
    const run = history('run', [{ to: 'run-77', by: SHARED, at }]);
    expect(await attribute([{ to: 'a', by: SHARED, at }], file, { run })).toMatchObject({ attribution: 'agent' });
  });
});

describe('ledger', () => {
  const approval = async (to: string, at: number, more: object = {}) => ({
    id: `d${at}`,
    at,
    field: 'stage',
    d: 'approve',
    by: { id: '1', name: 'Dana' },
    agent: 'Copilot',
    to: await ledgerHash('00ff', to),
    ...more,
  });
  const ledgerOf = (...entries: object[]) => JSON.stringify({ v: 1, upto: 0, n: entries.length, e: entries });
  const at = START + 60_000;
  const rows = (by: Row['by']): Row[] => [
    { to: 'a', by: DANA, at: START },
    { to: 'b', by, at },
  ];

  test('an approval written with our own key makes the value collaborative', async () => {
    const ledger = history('countersign_ledger', [{ to: ledgerOf(await approval('b', at)), by: OWN, at }]);
    const result = await attribute(rows(OWN), team(), { countersign_ledger: ledger });
    expect(result).toMatchObject({ attribution: 'collaborative', agent: 'Copilot', evidence: { kind: 'ledger' } });
  });

  test('what our own key writes into the ledger is bookkeeping, what an agent writes there is not', async () => {
    for (const [by, attribution] of [
      [OWN, 'system'],
      [COPILOT, 'agent'],
    ] as const) {
      const ledger = history('countersign_ledger', [{ to: ledgerOf(), by, at }]);
      const input = { ...(await read({ countersign_ledger: ledger })), ledgerField: 'countersign_ledger' };
      expect(attributeField('countersign_ledger', input)).toMatchObject({ attribution });
    }
  });

  test('our own key without a decision is unknown', async () => {
    expect(await attribute(rows(OWN))).toMatchObject({ evidence: { kind: 'ownWithoutDecision' } });
  });

  test.each([
    ['an agent', COPILOT, 'agent'],
    ['an unmapped writer', OTHER, 'unmapped'],
  ])('an entry written by %s is a claim and changes nothing', async (_who, by, introduced) => {
    const ledger = history('countersign_ledger', [{ to: ledgerOf(await approval('b', at)), by, at }]);
    const own = await attribute(rows(OWN), team(), { countersign_ledger: ledger });
    expect(own).toMatchObject({ attribution: 'unknown', claim: { introduced } });
    const agent = await attribute(rows(COPILOT), team(), { countersign_ledger: ledger });
    expect(agent).toMatchObject({ attribution: 'agent', claim: { introduced } });
  });

  test('an entry edited by an agent was introduced by the agent', async () => {
    const honest = await approval('x', at);
    const forged = await approval('b', at);
    const ledger = history('countersign_ledger', [
      { to: ledgerOf(honest), by: OWN, at },
      { to: ledgerOf(forged), by: COPILOT, at: at + 1 },
    ]);
    expect(await attribute(rows(OWN), team(), { countersign_ledger: ledger })).toMatchObject({
      attribution: 'unknown',
      claim: { introduced: 'agent' },
    });
  });

  test('an entry that an agent took out and put back was introduced by the agent', async () => {
    const entry = await approval('b', at);
    const ledger = history('countersign_ledger', [
      { to: ledgerOf(entry), by: OWN, at },
      { to: ledgerOf(), by: COPILOT, at: at + 1 },
      { to: ledgerOf(entry), by: COPILOT, at: at + 2 },
    ]);
    const result = await attribute(rows(OWN), team(), { countersign_ledger: ledger });
    expect(result?.claim?.introduced).toBe('agent');
  });

  test("an honest entry survives an agent's unrelated write of the ledger", async () => {
    const entry = await approval('b', at);
    const ledger = history('countersign_ledger', [
      { to: ledgerOf(entry), by: OWN, at },
      { to: ledgerOf(entry, await approval('z', at + 5, { field: 'other' })), by: COPILOT, at: at + 5 },
    ]);
    expect(await attribute(rows(OWN), team(), { countersign_ledger: ledger })).toMatchObject({
      attribution: 'collaborative',
    });
  });

  test('where the history does not reach back to the entry it is not verified', async () => {
    const ledger = history('countersign_ledger', [{ to: ledgerOf(await approval('b', at)), by: OWN, at }], false);
    expect(await attribute(rows(OWN), team(), { countersign_ledger: ledger })).toMatchObject({
      attribution: 'unknown',
      claim: { introduced: 'unreadable' },
    });
  });

  test('an approval of another value does not count', async () => {
    const ledger = history('countersign_ledger', [{ to: ledgerOf(await approval('c', at)), by: OWN, at }]);
    const result = await attribute(rows(OWN), team(), { countersign_ledger: ledger });
    expect(result).toMatchObject({ attribution: 'unknown', claim: undefined });
  });

  test('a later rejection takes an approval back', async () => {
    const entries = [await approval('b', at), await approval('b', at + 10, { d: 'reject' })];
    const ledger = history('countersign_ledger', [{ to: ledgerOf(...entries), by: OWN, at }]);
    expect(await attribute(rows(OWN), team(), { countersign_ledger: ledger })).toMatchObject({
      attribution: 'unknown',
    });
  });

  test('an approval made before the agent wrote does not cover that write', async () => {
    const ledger = history('countersign_ledger', [{ to: ledgerOf(await approval('b', at - 1)), by: OWN, at: at - 1 }]);
    expect(await attribute(rows(COPILOT), team(), { countersign_ledger: ledger })).toMatchObject({
      attribution: 'agent',
    });
  });

  test.each(['', '{', '[]', '{"v":2,"e":[]}', '{"v":1,"e":[null,7,{"id":1}]}', '{"v":1}'])(
    'a ledger that is none (%s) says nothing',
    async (text) => {
      const ledger = history('countersign_ledger', [{ to: text || null, by: OWN, at }]);
      expect(await attribute(rows(OWN), team(), { countersign_ledger: ledger })).toMatchObject({
        attribution: 'unknown',
      });
    },
  );
});
