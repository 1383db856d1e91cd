/** The ids of corrections, from each CRM's own rows: whoever looks, whenever, and however much is still there, gives the same or none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctionsIn } from '../../../lib/core/overrides';
import { emptyTeamFile, withWriter } from '../../../lib/core/team';
import type { Crm, FieldHistory } from '../../../lib/core/types';
import type { FieldMeta } from '../../../lib/crm/contract';
import { historyOf } from '../../../lib/crm/hubspot/records';
import { historiesOf as pipedriveHistories } from '../../../lib/crm/pipedrive/changelog';
import { historiesOf as salesforceHistories } from '../../../lib/crm/salesforce/history';

const WRITERS = ['person', 'other', 'agent', 'newerAgent', 'unmapped'] as const;

interface Change {
  to: string | null;
  from: string | null;
  by: (typeof WRITERS)[number];
  /** Whole seconds after the start. */
  at: number;
}

/** What one browser is told: how many of all changes there were then, how many of them are kept, and a number to shuffle by. */
interface Look {
  upTo: number;
  kept: number;
  order: number;
}

const START = Date.parse('2026-11-20T10:00:00Z');
const FIELD: FieldMeta = { name: 'stage', label: 'Stage', kind: 'text', options: [], isUser: false, readOnly: false };
const iso = (at: number) => new Date(START + at * 1000).toISOString();
const some = (changes: readonly Change[], { upTo, kept }: Look) =>
  changes.slice(0, upTo).slice(-Math.max(kept, 1)).toReversed();

/** Each CRM's answer of one field's changes, read by its own code. */
const READ: Record<Crm, { agents: string[]; read(changes: readonly Change[], look: Look): FieldHistory }> = {
  hubspot: {
    agents: ['app:11'],
    read(changes, look) {
      const by = {
        person: { sourceType: 'CRM_UI', sourceId: 'userId:1', updatedByUserId: 1 },
        other: { sourceType: 'CRM_UI', sourceId: 'userId:2', updatedByUserId: 2 },
        agent: { sourceType: 'INTEGRATION', sourceId: '11' },
        newerAgent: { sourceType: 'INTEGRATION', sourceId: '11', sourceLabel: 'Copilot 2' },
        unmapped: { sourceType: 'INTEGRATION', sourceId: '99' },
      };
      const rows = some(changes, look).map(({ to, by: who, at }) => ({
        value: to ?? '',
        timestamp: iso(at),
        ...by[who],
      }));
      return historyOf('stage', rows, look.kept >= look.upTo ? rows.length + 1 : rows.length);
    },
  },
  salesforce: {
    agents: ['user:005000000000011AAA', 'user:005000000000012AAA'],
    read(changes, look) {
      const standard = { UserType: 'Standard', Profile: { Name: 'Sales User' } };
      const by = {
        person: '005000000000001AAA',
        other: '005000000000002AAA',
        agent: '005000000000011AAA',
        newerAgent: '005000000000012AAA',
        unmapped: '005000000000099AAA',
      };
      const rows = some(changes, look).map((change) => ({
        Id: `017${String(changes.indexOf(change)).padStart(12, '0')}AAA`,
        Field: 'stage',
        OldValue: change.from,
        NewValue: change.to,
        CreatedById: by[change.by],
        CreatedBy: change.by === 'unmapped' ? { UserType: 'Standard' } : standard,
        CreatedDate: iso(change.at).replace('Z', '+0000'),
      }));
      const whole = look.kept >= look.upTo;
      const created = {
        Id: '016000000000000AAA',
        Field: 'created',
        OldValue: null,
        NewValue: null,
        CreatedById: by.person,
        CreatedBy: standard,
        CreatedDate: iso(-60).replace('Z', '+0000'),
      };
      const sent = shuffled(whole ? [...rows, created] : rows, look.order);
      const values = new Map([['stage', changes[look.upTo - 1]?.to ?? null]]);
      return (
        salesforceHistories(sent, [FIELD], values, !whole).histories.get('stage') ?? { changes: [], complete: false }
      );
    },
  },
  pipedrive: {
    agents: ['api:1:pipedrive-sdk-javascript'],
    read(changes, look) {
      const app = { change_source: 'app', change_source_user_agent: null };
      const api = (agent: string) => ({ change_source: 'api', change_source_user_agent: agent });
      const by = {
        // The agent writes with this person's key.
        person: { ...app, actor_user_id: 1 },
        other: { ...app, actor_user_id: 2 },
        agent: { ...api('Pipedrive-SDK-Javascript-33.7.0'), actor_user_id: 1 },
        newerAgent: { ...api('Pipedrive-SDK-Javascript-34.0.0'), actor_user_id: 1 },
        unmapped: { ...api('python-requests/2.32.3'), actor_user_id: 1 },
      };
      const rows = some(changes, look).map(({ to, from, by: who, at }) => ({
        field_key: 'stage',
        old_value: from,
        new_value: to,
        time: iso(at).slice(0, 19).replace('T', ' '),
        ...by[who],
      }));
      const histories = pipedriveHistories(rows, [FIELD], look.kept >= look.upTo);
      return histories.get('stage') ?? { changes: [], complete: false };
    },
  },
};

function shuffled<T>(list: readonly T[], order: number): T[] {
  return list
    .map((one, index) => ({ one, key: Math.imul(index + 1, order | 1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

const changesArb = fc
  .array(
    fc.record({
      to: fc.constantFrom('a', 'b', 'c', null),
      by: fc.constantFrom(...WRITERS),
      // Many in one second, so that rows are alike.
      gap: fc.constantFrom(0, 0, 1, 40),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((drawn) => {
    let at = 0;
    const changes: Change[] = [];
    for (const { to, by, gap } of drawn) {
      at += gap;
      // Every value differs from the one before, as in a CRM's history.
      const from = changes.at(-1)?.to ?? null;
      if (from !== to) changes.push({ to, from, by, at });
    }
    return changes;
  });

const looksArb = fc.array(fc.record({ upTo: fc.nat(14), kept: fc.integer({ min: 1, max: 15 }), order: fc.nat() }), {
  minLength: 1,
  maxLength: 10,
});

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  const { agents, read } = READ[crm];
  const team = agents.reduce(
    (file, key) => withWriter(file, { key, role: 'agent', name: 'Copilot' }),
    emptyTeamFile(crm, '1'),
  );

  async function ids(changes: readonly Change[], look: Look): Promise<string[]> {
    const histories = new Map([['stage', read(changes, look)]]);
    const ref = { crm, account: '1', object: 'deal', id: '7' };
    const about = { ref, team, histories, entries: [], ledgerStart: 0, skip: () => false };
    return (await correctionsIn(about)).corrections.map(({ id }) => id);
  }

  test('an agent’s value that a person replaced is one', async () => {
    const changes: Change[] = [
      { from: null, to: 'a', by: 'agent', at: 0 },
      { from: 'a', to: 'b', by: 'person', at: 9 },
      { from: 'b', to: 'c', by: 'newerAgent', at: 9 },
      { from: 'c', to: 'b', by: 'other', at: 10 },
    ];
    expect(new Set(await ids(changes, { upTo: 4, kept: 4, order: 1 })).size).toBe(2);
  });

  test('whichever browsers look, in any order, again and again, at any time and depth: all that they find is among what is there', () =>
    fc.assert(
      fc.asyncProperty(changesArb, looksArb, async (changes, looks) => {
        const all = await ids(changes, { upTo: changes.length, kept: changes.length, order: 1 });
        expect(new Set(all).size).toBe(all.length);
        const found = new Set<string>();
        for (const look of [...looks, ...looks.toReversed()]) {
          const upTo = Math.min(look.upTo, changes.length);
          for (const id of await ids(changes, { ...look, upTo })) found.add(id);
        }
        expect(all).toEqual(expect.arrayContaining([...found]));
        // One who sees everything finds the rest, whatever the others found.
        for (const id of await ids(changes, { upTo: changes.length, kept: changes.length, order: 7 })) found.add(id);
        expect([...found].sort()).toEqual(all.toSorted());
      }),
      { numRuns: 150 },
    ));
});
