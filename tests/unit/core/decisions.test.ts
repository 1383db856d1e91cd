import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { around, obstacle, type Row } from '../../../lib/core/decisions';

describe('what stands between a decision and its write', () => {
  const approve = { kind: 'approve', seen: 'open', to: 'won', staged: 'won' } as const;
  test.each<[string, Parameters<typeof obstacle>[0], Parameters<typeof obstacle>[1], string | null]>([
    ['nothing', approve, { value: 'open', staged: 'won', decided: false }, null],
    ['somebody changed the value', approve, { value: 'lost', staged: 'won', decided: false }, 'stale'],
    ['somebody wrote the proposed value', approve, { value: 'won', staged: 'won', decided: false }, 'stale'],
    ['somebody decided it', approve, { value: 'open', staged: 'won', decided: true }, 'elsewhere'],
    ['the agent took it back', approve, { value: 'open', staged: null, decided: false }, 'elsewhere'],
    ['the agent proposes something else', approve, { value: 'open', staged: 'new', decided: false }, 'elsewhere'],
    [
      'rejecting does not care for the value',
      { ...approve, kind: 'reject' },
      { value: 'x', staged: 'won', decided: false },
      null,
    ],
    [
      'taking back what is there',
      { ...approve, kind: 'undo', seen: 'won', to: 'open' },
      { value: 'won', staged: null, decided: true },
      null,
    ],
    [
      'taking back what is not there any more',
      { ...approve, kind: 'undo', seen: 'won', to: 'open' },
      { value: 'x', staged: null, decided: true },
      'stale',
    ],
    [
      'taking back a rejection, which wrote no value, whatever is there now',
      { ...approve, kind: 'undo', seen: 'open', to: 'open' },
      { value: 'x', staged: null, decided: true },
      null,
    ],
  ])('%s', (_, decision, current, expected) => {
    expect(obstacle(decision, current)).toBe(expected);
  });
});

describe('what happened around our write', () => {
  const row = (key: string, to: string | null, at: number, by = key === 'o' ? 'us' : 'p'): Row => ({ key, to, at, by });
  const wrote = (at: number) => ({ at, by: 'us' });

  test('ours alone', () => {
    const rows = [row('o', 'won', 20), row('c', 'open', 1)];
    expect(around(rows, 'c', 'won', wrote(20))).toEqual({ ours: rows[0], between: null });
  });

  test('a person’s value between what was compared and ours', () => {
    const rows = [row('o', 'won', 20), row('p', 'lost', 19), row('c', 'open', 1)];
    expect(around(rows, 'c', 'won', wrote(20))).toEqual({ ours: rows[0], between: rows[1] });
  });

  test('a person’s value after ours is the person’s business', () => {
    const rows = [row('p', 'lost', 9000), row('o', 'won', 20), row('c', 'open', 1)];
    expect(around(rows, 'c', 'won', wrote(20))).toEqual({ ours: rows[1], between: null });
  });

  test('a person who wrote the same value later is not taken for us', () => {
    const rows = [row('p2', 'won', 9000), row('p', 'lost', 8000), row('o', 'won', 20), row('c', 'open', 1)];
    expect(around(rows, 'c', 'won', wrote(20))).toEqual({ ours: rows[2], between: null });
  });

  test('a person’s same value a moment before ours, which leaves no row then', () => {
    const rows = [row('p2', 'won', 20), row('p', 'lost', 19), row('c', 'open', 1)];
    expect(around(rows, 'c', 'won', wrote(21))).toEqual({ ours: null, between: null });
  });

  test('no row of ours: the CRM kept what it had', () => {
    expect(around([row('c', 'open', 1)], 'c', 'won', null)).toEqual({ ours: null, between: null });
  });

  test('whoever wrote another value between is found, wherever it is', () => {
    const value = fc.constantFrom('open', 'won', 'lost', 'new');
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.array(value, { maxLength: 5 }), (before, after) => {
        const between = before.map((to, i) => row(`b${i}`, to, 100 + i));
        const later = after.map((to, i) => row(`a${i}`, to, 10_000 + i));
        const ours = row('o', 'won', 5000);
        const rows = [...later.toReversed(), ours, ...between.toReversed(), row('c', 'open', 1)];
        const found = around(rows, 'c', 'won', wrote(5000));
        expect(found.ours).toBe(ours);
        expect(found.between).toBe(between.at(-1) ?? null);
      }),
    );
  });
});
