import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { behind, queueIn, type Review, reduce, startReview } from '../../../components/sidepanel/review';
import { GROUPINGS, groupOf, inGroups, type QueueItem } from '../../../lib/core/queue';

const item = (n: number, change: Partial<QueueItem> = {}): QueueItem => ({
  ref: { crm: 'hubspot', account: '1', object: '0-3', id: String(n) },
  record: `Deal ${n}`,
  owner: null,
  id: `s${n}`,
  field: 'stage',
  label: 'Stage',
  from: 'Open',
  to: 'Won',
  agent: 'Copilot',
  at: n,
  confidence: 0.5,
  state: 'open',
  sensitive: false,
  url: `https://app.example/${n}`,
  ...change,
});
const items = (...numbers: number[]) => numbers.map((n) => item(n));
const read = (review: Review, list: QueueItem[], at: number | null) =>
  reduce(review, { do: 'read', items: list, me: null, team: [], room: 5, at });
const shown = ({ order }: Review) => order.map((key) => key.split('/')[1]);

describe('the day’s batch', () => {
  test('what the first look finds fills it at its end, and nothing of that is news', () => {
    const before = read(startReview(), items(3, 4), null);
    expect(shown(before)).toEqual(['3', '4']);
    const after = read(before, items(1, 2, 3, 4, 5, 6, 7), 100);
    // Nothing under the cursor moves, although 1 and 2 are older.
    expect(shown(after)).toEqual(['3', '4', '1', '2', '5']);
    expect(after.current).toBe(before.current);
    expect(behind(after, queueIn(after))).toEqual({ fresh: 0, waiting: 2 });
  });

  test('what arrives later waits behind a number', () => {
    const before = read(startReview(), items(1, 2), 100);
    const after = read(before, items(1, 2, 8, 9), 200);
    expect(shown(after)).toEqual(['1', '2']);
    expect(behind(after, queueIn(after))).toEqual({ fresh: 2, waiting: 2 });
  });

  test('what is gone leaves the list, but for the current row', () => {
    const before = read(startReview(), items(1, 2, 3), 100);
    const after = read(before, items(3), 200);
    expect(after.fates.get('0-3/1/stage')).toEqual({ state: 'elsewhere' });
    expect(after.fates.get('0-3/2/stage')).toEqual({ state: 'gone' });
  });
});

describe('whose records', () => {
  const list = [item(1, { owner: 'me' }), item(2, { owner: 'mate' }), item(3, { owner: 'other' }), item(4)];
  const in_ = (scope: Review['scope'], me: string | null, team: string[]) => {
    const review = reduce(startReview(), { do: 'read', items: list, me, team, room: 5, at: 1 });
    return queueIn({ ...review, scope }).map(({ id }) => id);
  };

  test('mine, my team’s, all', () => {
    const all = list.map(({ id }) => id);
    expect(in_('mine', 'me', ['me', 'mate'])).toEqual(all.slice(0, 1));
    expect(in_('team', 'me', ['me', 'mate'])).toEqual(all.slice(0, 2));
    expect(in_('all', 'me', ['me', 'mate'])).toEqual(all);
  });

  test('where the CRM tells of no team, or nothing tells who sits here, it is all', () => {
    expect(in_('team', 'me', [])).toHaveLength(4);
    expect(in_('mine', null, [])).toHaveLength(4);
  });
});

test.each(GROUPINGS)('what is of one %s stands together, at the place of its first, and nothing is lost', (by) => {
  const some = fc.array(fc.record({ id: fc.constantFrom('1', '2', '3'), field: fc.constantFrom('stage', 'amount') }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(some, (list) => {
      const all = list.map(({ id, field }, n) => item(n, { ref: { ...item(0).ref, id }, field }));
      const rows = inGroups(all, by);
      expect(rows.toSorted((a, b) => all.indexOf(a) - all.indexOf(b))).toEqual(all);
      const heads = rows.map((one) => groupOf(one, by)).filter((head, at, every) => head !== every[at - 1]);
      expect(heads).toEqual([...new Set(all.map((one) => groupOf(one, by)))]);
    }),
  );
});
