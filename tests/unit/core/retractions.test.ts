import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { EventSchema, eventOf, type SignalEvent } from '../../../lib/core/events';
import { type Basis, holds, isOutdated, isRetracted } from '../../../lib/core/retractions';
import { retractionSignal, type Signal } from '../../../lib/core/signals';
import { emptyTeamFile, type Role, type TeamFile, withStamp, withWriter } from '../../../lib/core/team';

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const signal = (id: string, ...basis: Basis[]): Signal => ({
  id,
  type: 'override',
  kind: 'corrected',
  ref,
  record: 'hubspot/1/0-3/9',
  field: 'stage',
  label: 'Stage',
  agent: 'Copilot',
  by: { name: 'Dana' },
  agentValue: 'a',
  value: 'b',
  agentAt: 1,
  at: 2,
  basis,
});
const APP: Basis = { key: 'app:1', by: 'unknown', is: 'agent' };
const DANA: Basis = { key: 'user:1', by: 'human', is: 'human' };
const team = (...writers: [key: string, role: Role][]): TeamFile =>
  writers.reduce((file, [key, role]) => withWriter(file, { key, role, name: key }), emptyTeamFile('hubspot', '1'));

test('a correction holds while its writer is an agent and its person one', () => {
  const basis = [APP, DANA];
  expect(holds(basis, team(['app:1', 'agent']))).toBe(true);
  for (const role of ['person', 'automation', 'own', 'unknown'] as const)
    expect(holds(basis, team(['app:1', role]))).toBe(false);
  expect(holds(basis, team())).toBe(false);
  expect(holds(basis, team(['app:1', 'agent'], ['user:1', 'automation']))).toBe(false);
  const shared = withWriter(team(['app:1', 'agent']), {
    key: 'user:1',
    role: 'person',
    name: 'D',
    actedBy: ['Copilot'],
  });
  expect(holds(basis, shared)).toBe(false);
});

test('a row that its stamp made an agent’s holds while the team reads that stamp so', () => {
  const stamped = { ...APP, stamp: 'Copilot' };
  const rule = { writer: 'app:1', field: 'stamp', agents: [{ value: 'c', name: 'Copilot' }] };
  expect(holds([stamped], withStamp(team(), rule))).toBe(true);
  expect(holds([stamped], team())).toBe(false);
  expect(holds([APP], withStamp(team(), rule))).toBe(false);
});

test('an alert holds while its writer is an agent or on nobody’s list; what rests on nobody’s word always does', () => {
  const alert: Basis = { ...APP, is: 'untrusted' };
  expect([team(), team(['app:1', 'agent']), team(['app:1', 'own'])].map((file) => holds([alert], file))).toEqual([
    true,
    true,
    false,
  ]);
  expect(holds(undefined, team())).toBe(true);
});

test('an entry of a ledger counts no more once the writer it names is no agent, by key or, without one, by name', () => {
  const entry = { id: 'x', at: 1, field: 'stage', d: 'corrected', by: { name: 'Dana' }, agent: 'Copilot' };
  const keyed = { ...entry, writer: 'app:1' };
  const named = (role: Role) => withWriter(team(), { key: 'app:1', role, name: 'Copilot' });
  expect([keyed, entry].map((one) => isOutdated(one, named('agent')))).toEqual([false, false]);
  expect([keyed, entry].map((one) => isOutdated(one, named('automation')))).toEqual([true, true]);
  // Another name does not hide it; nor does somebody of the same name under another key.
  expect(isOutdated(keyed, team(['app:1', 'person']))).toBe(true);
  expect(isOutdated(keyed, withWriter(team(), { key: 'app:2', role: 'person', name: 'Copilot' }))).toBe(false);
  expect(isOutdated(keyed, team())).toBe(false);
  expect(isOutdated({ ...keyed, d: 'approve' }, named('automation'))).toBe(false);
});

/** What a receiver makes of events that come in any order and more than once. */
function inEffect(events: readonly SignalEvent[], id: string): boolean {
  const about = [...new Map(events.map((one) => [one.id, one])).values()].flatMap(({ data }) =>
    'n' in data && data.about === id ? [data] : [],
  );
  const last = about.toSorted((a, b) => a.n - b.n).at(-1);
  return last?.kind !== 'retracted';
}

test('whatever each browser saw on the way, a receiver ends with what the team says now, and no id means two things', async () => {
  const roles = fc.constantFrom<Role | null>('agent', 'person', 'automation', 'unknown', null);
  await fc.assert(
    fc.asyncProperty(
      fc.array(roles, { maxLength: 8 }),
      roles,
      fc.array(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
      async (words, last, browsers, order) => {
        const all: SignalEvent[] = [];
        const one = signal('s', APP);
        for (const seen of browsers) {
          let retractions = 0;
          // Each browser had the signal while the writer was an agent, and misses some of what the team said meanwhile.
          for (const [index, role] of [...words, last].entries()) {
            if (index < words.length && !seen[index]) continue;
            const file = role ? team(['app:1', role]) : team();
            if (holds(one.basis, file) !== isRetracted({ retractions })) continue;
            retractions++;
            all.push(await eventOf(await retractionSignal(one, retractions, index), 'none'));
          }
        }
        const keys = new Map(all.map((event) => [event, order.next().value as number]));
        const arrived = [...all, ...all].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        expect(inEffect(arrived, 's')).toBe(last === 'agent');
        for (const event of all) {
          const twins = all.filter(({ id }) => id === event.id);
          expect(twins.every(({ data }) => 'n' in data && 'n' in event.data && data.n === event.data.n)).toBe(true);
        }
      },
    ),
  );
});

test('its event is of the published shape', async () => {
  for (const n of [1, 2]) {
    const event = await eventOf(await retractionSignal(signal('s', APP), n, 5), 'full');
    expect(v.safeParse(EventSchema, event)).toMatchObject({ success: true });
    expect(event).toMatchObject({
      type: 'countersign.retraction.v1',
      data: { about: 's', of: 'countersign.override.v1', n, kind: n === 1 ? 'retracted' : 'reinstated' },
    });
  }
});
