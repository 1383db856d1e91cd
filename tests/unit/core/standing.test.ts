import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributionInput, attributeField } from '../../../lib/core/attribution';
import { standing, standingId, standsAt } from '../../../lib/core/standing';
import { emptyTeamFile, withWriter } from '../../../lib/core/team';
import type { FieldChange, FieldHistory } from '../../../lib/core/types';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';

const START = Date.parse('2026-11-01T10:00:00Z');
const DAY = 86_400_000;
const DAYS = 14;
const REF = { crm: 'hubspot', account: '1', object: '0-3', id: '7' } as const;
const TEAM = withWriter(emptyTeamFile('hubspot', '1'), { key: 'app:11', role: 'agent', name: 'Copilot' });

const BY = {
  person: { type: 'CRM_UI', id: 'userId:1', user: '1' },
  agent: { type: 'INTEGRATION', id: '11' },
  unmapped: { type: 'INTEGRATION', id: '99' },
};

interface Row {
  by: keyof typeof BY;
  to: string;
  at: number;
}

/** The field's history from rows given oldest first, of which the newest `depth` are kept. */
function history(rows: readonly Row[], depth = 20): FieldHistory {
  const changes = rows.map(({ by, to, at }, index): FieldChange => {
    const from = index === 0 ? null : rows[index - 1]?.to;
    const sent = new Date(at).toISOString();
    return { field: 'stage', from, to, at, sent, source: BY[by], writer: hubspotWriter(BY[by]) };
  });
  return { changes: changes.slice(-depth).reverse(), complete: rows.length < depth };
}

function idOf(rows: readonly Row[], input: Partial<AttributionInput> = {}): Promise<string | null> {
  const histories = new Map([['stage', history(rows)]]);
  const values = new Map([['stage', rows.at(-1)?.to ?? null]]);
  const attribution = attributeField('stage', { values, histories, team: TEAM, claims: new Map(), ...input });
  return standingId(REF, attribution ?? undefined, histories.get('stage'));
}

describe('what can stand', () => {
  const row = (by: keyof typeof BY): Row[] => [{ by, to: 'won', at: START }];

  test('an agent’s value, and nobody else’s', async () => {
    expect(await idOf(row('agent'))).toMatch(/^[0-9a-f]{64}$/);
    expect(await idOf(row('person'))).toBeNull();
    expect(await idOf(row('unmapped'))).toBeNull();
    expect(await idOf([])).toBeNull();
  });

  test('not one that a person approved already', async () => {
    const entry = { id: 's', at: START + 1, field: 'stage', d: 'approve' as const, by: { name: 'Dana' } };
    const claims = new Map([['stage', { entry, introduced: 'trusted' as const }]]);
    expect(await idOf(row('agent'), { claims })).toBeNull();
  });

  test('not where another value stands there than the history says, nor where it is no field history', async () => {
    expect(await idOf(row('agent'), { values: new Map([['stage', 'lost']]) })).toBeNull();
    const stages = { ...history(row('agent')), basis: 'stageHistory' as const };
    const attribution = { attribution: 'agent' } as never;
    expect(await standingId(REF, attribution, stages)).toBeNull();
  });
});

/** What happens to the field, in hours from one thing to the next. */
const event = fc.record({
  what: fc.constantFrom('agent', 'agent', 'person', 'unmapped', 'look', 'look', 'read', 'read', 'read'),
  to: fc.constantFrom('a', 'b', 'c'),
  hours: fc.constantFrom(1, 24, 24 * 6, 24 * 13, 24 * 14),
});

test('it is approved once, if it was seen and has stood since; never otherwise, whatever happens and in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      const rows: Row[] = [];
      const seen = new Map<string, number>();
      const approved: string[] = [];
      const ids: (string | null)[] = [];
      const looks: number[] = [];
      const reads: number[] = [];
      let now = START;
      for (const { what, to, hours } of events) {
        now += hours * 3_600_000;
        const id = await idOf(rows);
        if (what === 'look') {
          looks.push(now);
          if (id !== null && !approved.includes(id)) seen.set(id, seen.get(id) ?? now);
        } else if (what === 'read') {
          reads.push(now);
          for (const [one, at] of seen) {
            const verdict = standing({ id: one, at }, { id, asOf: now }, DAYS);
            if (verdict === 'stood') approved.push(one);
            if (verdict !== 'waits') seen.delete(one);
          }
        } else if (rows.at(-1)?.to !== to) {
          rows.push({ by: what as keyof typeof BY, to, at: now });
          ids.push(await idOf(rows));
        }
      }
      // Told by the rows alone: an agent's row, a first look while it was there, a reading of it long enough after.
      const expected = rows.flatMap(({ by, at }, index) => {
        const until = rows[index + 1]?.at ?? Number.POSITIVE_INFINITY;
        const first = looks.find((look) => look > at && look < until);
        const id = ids[index];
        if (by !== 'agent' || first === undefined || !id) return [];
        return reads.some((read) => read < until && read >= standsAt(first, DAYS)) ? [id] : [];
      });
      expect([...approved].sort()).toEqual([...expected].sort());
      expect(new Set(approved).size).toBe(approved.length);
    }),
    { numRuns: process.env.COUNTERSIGN_FULL ? 2_000 : 300 },
  );
});

test('the id is the row’s alone: what came before and how much of it is kept changes nothing', async () => {
  const last: Row = { by: 'agent', to: 'won', at: START + 100 * DAY };
  const before = Array.from({ length: 30 }, (_, n): Row => ({ by: 'person', to: String(n), at: START + n * DAY }));
  const ids = await Promise.all([0, 1, 18, 19, 20, 30].map((n) => idOf([...before.slice(30 - n), last])));
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).not.toBe(await idOf([...before, { ...last, at: last.at + 1 }]));
});
