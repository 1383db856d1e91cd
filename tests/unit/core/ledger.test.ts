import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LedgerEntry, ledgerPast, parseLedger, standing, withLedgerEntry } from '../../../lib/core/ledger';

const DAY = 86_400_000;
const NOW = 1_780_000_000_000;
const entry = (id: string, at: number, field = 'stage'): LedgerEntry => ({
  id,
  at,
  field,
  d: 'approve',
  by: { name: 'Dana' },
  agent: 'Copilot',
});
const idsIn = (value: string | null) => [...parseLedger(value).values()].map(({ id }) => id);

describe('a ledger with one entry more', () => {
  test('an empty one', () => {
    expect(JSON.parse(withLedgerEntry(null, entry('a', NOW), NOW, 60_000) ?? '')).toEqual({
      v: 1,
      upto: 0,
      n: 0,
      e: [entry('a', NOW)],
    });
  });

  test('what is no ledger is not overwritten', () => {
    for (const text of ['my own notes', '{"v":2}', '[]'])
      expect(withLedgerEntry(text, entry('a', NOW), NOW, 60_000)).toBeNull();
  });

  test('entries of kinds and shapes we do not know are kept', () => {
    const value = JSON.stringify({
      v: 1,
      e: [{ id: 'x', at: NOW - 5, field: 'f', d: 'signal', by: { name: 'S' }, more: [1] }, 'odd'],
    });
    const after = JSON.parse(withLedgerEntry(value, entry('a', NOW), NOW, 60_000) ?? '');
    expect(after.e).toContainEqual({ id: 'x', at: NOW - 5, field: 'f', d: 'signal', by: { name: 'S' }, more: [1] });
    expect(after.e).toContain('odd');
  });

  test('entries older than 30 days go, but for a field’s last', () => {
    let value: string | null = null;
    for (const [id, age, field] of [
      ['a', 60, 'stage'],
      ['b', 50, 'stage'],
      ['c', 45, 'amount'],
    ] as const) {
      value = withLedgerEntry(value, entry(id, NOW - age * DAY, field), NOW - age * DAY, 60_000);
    }
    const after = withLedgerEntry(value, entry('d', NOW, 'owner'), NOW, 60_000);
    expect(idsIn(after)).toEqual(['b', 'c', 'd']);
    expect(JSON.parse(after ?? '')).toMatchObject({ upto: NOW - 60 * DAY, n: 1 });
  });

  test('whatever is added in whatever order, it stays within its size, and every field’s last decision stays', () => {
    const some = fc.array(fc.tuple(fc.nat(40 * DAY), fc.constantFrom('stage', 'amount', 'owner')), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(some, (list) => {
        let value: string | null = null;
        const added = list.map(([age, field], i) => entry(`e${i}`, NOW - age, field));
        for (const one of added) {
          const next = withLedgerEntry(value, one, NOW, 2_000);
          expect(next).not.toBeNull();
          value = next;
          expect(value?.length).toBeLessThanOrEqual(2_000);
        }
        for (const field of new Set(added.map((one) => one.field))) {
          const times = added.filter((one) => one.field === field).map(({ at }) => at);
          const kept = [...parseLedger(value).values()].filter((one) => one.field === field).map(({ at }) => at);
          expect(Math.max(...kept)).toBe(Math.max(...times));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a ledger ever said', () => {
  const entry = (id: string, at: number) => ({ id, at, field: 'amount', d: 'approve', by: { name: 'Dana' } });
  const value = (...e: object[]) => JSON.stringify({ v: 1, upto: 7, n: 0, e });
  const past = (rows: (string | null | undefined)[], complete = true) =>
    ({ changes: rows.map((to) => ({ to })), complete }) as never;

  test('entries that were taken out are still among them', () => {
    const { entries, since } = ledgerPast(value(entry('a', 10)), past([value(entry('a', 10)), value(entry('b', 9))]));
    expect(entries.map(({ id }) => id).sort()).toEqual(['a', 'b']);
    expect(since).toBe(7);
  });

  test('a field that was emptied or overwritten tells only what its history shows', () => {
    expect(ledgerPast(null, past([null, value(entry('a', 10))]))).toMatchObject({ entries: [{ id: 'a' }], since: 0 });
    expect(ledgerPast(null, past([null], false)).since).toBe(Number.POSITIVE_INFINITY);
    expect(ledgerPast('by hand', past([undefined, undefined])).since).toBe(Number.POSITIVE_INFINITY);
    expect(ledgerPast(null, past([])).since).toBe(0);
    expect(ledgerPast(null, undefined)).toEqual({ entries: [], since: 0 });
  });
});

describe('the decisions that stand on a suggestion', () => {
  const decided = (at: number, change: Partial<LedgerEntry> = {}) => ({ ...entry('a', at), ...change });
  const kinds = (...entries: LedgerEntry[]) => (standing(entries).get('a') ?? []).map(({ d, at }) => `${d} ${at}`);

  test('in the order of their times, whatever the order in the ledger', () => {
    expect(kinds(decided(2, { d: 'reject' }), decided(1))).toEqual(['approve 1', 'reject 2']);
  });

  test('what is taken back is gone, and only that', () => {
    expect(kinds(decided(1), decided(2, { d: 'undo' }))).toEqual([]);
    expect(kinds(decided(1), decided(2, { d: 'reject' }), decided(3, { d: 'undo', of: 2 }))).toEqual(['approve 1']);
    expect(kinds(decided(1), decided(2, { d: 'reject' }), decided(3, { d: 'undo', of: 1 }))).toEqual(['reject 2']);
    expect(kinds(decided(1), decided(2, { d: 'undo' }), decided(3))).toEqual(['approve 3']);
    expect(kinds(decided(1), decided(2, { d: 'undo', of: 7 }))).toEqual(['approve 1']);
  });
});
