import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LedgerEntry, ledgerHash } from '../../../lib/core/ledger';
import { type CorrectionsFound, correctionsIn } from '../../../lib/core/overrides';
import { emptyTeamFile, type TeamFile, withWriter } from '../../../lib/core/team';
import type { FieldChange, FieldHistory } from '../../../lib/core/types';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';

const START = Date.parse('2026-11-20T10:00:00Z');
const REF = { crm: 'hubspot', account: '1', object: '0-3', id: '7' } as const;
const TEAM = withWriter(emptyTeamFile('hubspot', '1'), { key: 'app:11', role: 'agent', name: 'Copilot' });

const BY = {
  person: { type: 'CRM_UI', id: 'userId:1', user: '1' },
  other: { type: 'CRM_UI', id: 'userId:2', user: '2' },
  restore: { type: 'PROPERTY_RESTORE', id: 'userId:1', user: '1' },
  agent: { type: 'INTEGRATION', id: '11' },
  unmapped: { type: 'INTEGRATION', id: '99' },
  workflow: { type: 'AUTOMATION_PLATFORM', id: '5' },
};

interface Row {
  to: string | null;
  by: keyof typeof BY;
  /** Seconds after the start. */
  at: number;
}

/** A history from rows given oldest first, of which the newest `kept` are still there. */
function history(rows: readonly Row[], kept = rows.length): FieldHistory {
  const changes = rows.map(({ to, by, at }, index): FieldChange => {
    const time = START + at * 1000;
    const oldest = index === rows.length - kept;
    return {
      field: 'stage',
      from: oldest && kept < rows.length ? undefined : (rows[index - 1]?.to ?? null),
      to,
      at: time,
      sent: new Date(time).toISOString(),
      source: BY[by],
      writer: hubspotWriter(BY[by]),
      ...(by === 'restore' ? { restored: true as const } : {}),
    };
  });
  return { changes: changes.slice(rows.length - kept).reverse(), complete: kept === rows.length };
}

function find(
  one: FieldHistory,
  {
    entries = [],
    ledgerStart = 0,
    team = TEAM,
  }: { entries?: LedgerEntry[]; ledgerStart?: number; team?: TeamFile } = {},
): Promise<CorrectionsFound> {
  const histories = new Map([['stage', one]]);
  return correctionsIn({ ref: REF, team, histories, entries, ledgerStart, skip: () => false });
}

const kinds = async (rows: Row[]) => (await find(history(rows))).corrections.map(({ kind }) => kind);

describe('what is a correction', () => {
  test('a person over an agent: another value, the one before, or by the CRM’s own function', async () => {
    expect(
      await kinds([
        { to: 'a', by: 'agent', at: 0 },
        { to: 'b', by: 'person', at: 9 },
      ]),
    ).toEqual(['corrected']);
    const before: Row[] = [
      { to: 'x', by: 'person', at: 0 },
      { to: 'a', by: 'agent', at: 5 },
    ];
    expect(await kinds([...before, { to: 'x', by: 'other', at: 9 }])).toEqual(['reverted']);
    expect(await kinds([...before, { to: 'x', by: 'restore', at: 9 }])).toEqual(['restored']);
  });

  test('nobody else’s row, and nothing in between', async () => {
    expect(
      await kinds([
        { to: 'a', by: 'agent', at: 0 },
        { to: 'b', by: 'workflow', at: 9 },
      ]),
    ).toEqual([]);
    expect(
      await kinds([
        { to: 'a', by: 'unmapped', at: 0 },
        { to: 'b', by: 'person', at: 9 },
      ]),
    ).toEqual([]);
    const workflow: Row[] = [
      { to: 'a', by: 'agent', at: 0 },
      { to: 'b', by: 'workflow', at: 5 },
    ];
    expect(await kinds([...workflow, { to: 'c', by: 'person', at: 9 }])).toEqual([]);
  });

  test('the same value again replaces nothing', async () => {
    expect(
      await kinds([
        { to: 'a', by: 'agent', at: 0 },
        { to: 'a', by: 'person', at: 9 },
      ]),
    ).toEqual([]);
  });

  test('an approval with a person’s own key is no correction, and what is older than the ledger is a gap', async () => {
    const rows: Row[] = [
      { to: 'a', by: 'agent', at: 0 },
      { to: 'b', by: 'person', at: 9 },
    ];
    const to = await ledgerHash('salt', 'b');
    const entry = { id: 's', at: START + 9000, field: 'stage', d: 'approve', by: { name: 'Dana' }, to };
    expect((await find(history(rows), { entries: [entry] })).corrections).toEqual([]);
    const another = { ...entry, to: await ledgerHash('salt', 'c') };
    expect((await find(history(rows), { entries: [another] })).corrections).toHaveLength(1);
    const old = await find(history(rows), { ledgerStart: START + 60_000 });
    expect(old).toEqual({ corrections: [], gaps: [{ field: 'stage', why: 'ledger' }] });
  });

  test('a predecessor that was cut off is a gap, and rows that contradict one another are one', async () => {
    const rows: Row[] = [
      { to: 'a', by: 'agent', at: 0 },
      { to: 'b', by: 'person', at: 9 },
    ];
    expect((await find(history(rows, 1))).gaps).toEqual([{ field: 'stage', why: 'tooShort' }]);
    const torn = history(rows);
    const newest = torn.changes[0];
    if (newest) newest.from = 'z';
    expect((await find(torn)).gaps).toEqual([{ field: 'stage', why: 'order' }]);
  });

  test('where a row’s writer may be the agent or the person, it is a gap; where neither can be meant, it is none', async () => {
    const replaced = (by: Row['by']): Row[] => [
      { to: 'a', by, at: 0 },
      { to: 'b', by: 'person', at: 9 },
    ];
    const unknown = { corrections: [], gaps: [{ field: 'stage', why: 'unknown' }] };
    expect(await find(history(replaced('unmapped')))).toEqual(unknown);
    expect(await find(history(replaced('workflow')))).toEqual({ corrections: [], gaps: [] });
    const same: Row[] = [
      { to: 'a', by: 'unmapped', at: 0 },
      { to: 'a', by: 'person', at: 9 },
    ];
    expect((await find(history(same))).gaps).toEqual([]);
    // Agents write with this person's login as well.
    const shared = { key: 'user:1', role: 'person', name: 'Dana', actedBy: ['Copilot'] } as const;
    const team = withWriter(TEAM, { ...shared, actedBy: [...shared.actedBy] });
    expect(await find(history(replaced('agent')), { team })).toEqual(unknown);
    expect(await find(history(replaced('person')), { team })).toEqual(unknown);
    expect(await find(history(replaced('other')), { team })).toEqual({ corrections: [], gaps: [] });
    // What ours wrote is no agent's, and what a person approved no correction.
    const own = withWriter(TEAM, { key: 'app:99', role: 'own', name: 'Countersign' });
    expect((await find(history(replaced('unmapped')), { team: own })).gaps).toEqual([]);
    const to = await ledgerHash('salt', 'b');
    const entry = { id: 's', at: START + 9000, field: 'stage', d: 'approve', by: { name: 'Dana' }, to };
    expect((await find(history(replaced('unmapped')), { entries: [entry] })).gaps).toEqual([]);
  });

  test('what people did on the record in between is counted, where every history reaches back', async () => {
    const stage: Row[] = [
      { to: 'a', by: 'agent', at: 10 },
      { to: 'b', by: 'person', at: 90 },
    ];
    const others: Row[] = [
      { to: '0', by: 'person', at: 5 },
      { to: '1', by: 'person', at: 10 },
      { to: '2', by: 'other', at: 20 },
      { to: '3', by: 'agent', at: 30 },
      { to: '4', by: 'workflow', at: 40 },
      { to: '5', by: 'person', at: 50 },
      { to: '6', by: 'person', at: 90 },
    ];
    const between = async (kept: number, skip = '') => {
      const histories = new Map([
        ['stage', history(stage)],
        ['amount', history(others, kept)],
      ]);
      const input = { ref: REF, team: TEAM, histories, entries: [], ledgerStart: 0 };
      const { corrections } = await correctionsIn({ ...input, skip: (field) => field === skip });
      return corrections.map((one) => one.between);
    };
    expect(await between(7)).toEqual([2]);
    // The oldest row that is left is as old as the agent's, so nothing in between is missing.
    expect(await between(6)).toEqual([2]);
    expect(await between(5)).toEqual([undefined]);
    expect(await between(0)).toEqual([undefined]);
    expect(await between(5, 'amount')).toEqual([0]);
  });

  test('another basis than the field’s history gives no id', async () => {
    const rows: Row[] = [
      { to: 'a', by: 'agent', at: 0 },
      { to: 'b', by: 'person', at: 9 },
    ];
    expect((await find({ ...history(rows), basis: 'stageHistory' })).corrections).toEqual([]);
  });
});

const rowsArb = fc.array(
  fc.record({
    to: fc.constantFrom('a', 'b', 'c', null),
    by: fc.constantFrom<keyof typeof BY>('person', 'other', 'restore', 'agent', 'unmapped', 'workflow'),
    // Many in one second, so that keys repeat.
    gap: fc.constantFrom(0, 0, 1, 40),
  }),
  { minLength: 1, maxLength: 14 },
);

/** Every value differs from the one before, as in a CRM's history. */
function timed(drawn: readonly { to: string | null; by: keyof typeof BY; gap: number }[]): Row[] {
  let at = 0;
  const rows: Row[] = [];
  for (const { to, by, gap } of drawn) {
    at += gap;
    if (rows.at(-1)?.to !== to) rows.push({ to, by, at });
  }
  return rows;
}

describe('ids', () => {
  test('a history truncated at any depth gives the same ids or none', () =>
    fc.assert(
      fc.asyncProperty(rowsArb, async (drawn) => {
        const rows = timed(drawn);
        const all = await find(history(rows));
        const known = new Map(all.corrections.map(({ id, kind }) => [id, kind]));
        expect(known.size).toBe(all.corrections.length);
        for (let kept = 0; kept < rows.length; kept++) {
          const { corrections } = await find(history(rows, kept));
          for (const { id } of corrections) expect(known.has(id)).toBe(true);
        }
      }),
      { numRuns: 300 },
    ));

  test('rows that come later change no id', () =>
    fc.assert(
      fc.asyncProperty(rowsArb, fc.nat(), async (drawn, cut) => {
        const rows = timed(drawn);
        const later = new Set((await find(history(rows))).corrections.map(({ id }) => id));
        const { corrections } = await find(history(rows.slice(0, 1 + (cut % rows.length))));
        for (const { id } of corrections) expect(later.has(id)).toBe(true);
      }),
      { numRuns: 300 },
    ));

  test('another record, account or field has another id', async () => {
    const rows: Row[] = [
      { to: 'a', by: 'agent', at: 0 },
      { to: 'b', by: 'person', at: 9 },
    ];
    const histories = new Map([['stage', history(rows)]]);
    const about = { team: TEAM, histories, entries: [], ledgerStart: 0, skip: () => false };
    const ids = await Promise.all(
      [REF, { ...REF, id: '8' }, { ...REF, account: '2' }, { ...REF, object: '0-1' }].map(
        async (ref) => (await correctionsIn({ ...about, ref })).corrections[0]?.id,
      ),
    );
    expect(new Set(ids).size).toBe(4);
  });
});
