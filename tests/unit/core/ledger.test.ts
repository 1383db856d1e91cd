import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type LedgerEntry,
  ledgerPast,
  parseLedger,
  readLedger,
  trustedEntries,
  withLedgerEntries,
} from '../../../lib/core/ledger';
import { LEDGER_NOTE, ledgerInNote, noteText } from '../../../lib/core/ledgerNote';
import type { FieldHistory, Writer } from '../../../lib/core/types';

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
const withLedgerEntry = (value: string | null, one: LedgerEntry, now: number, chars: number): string | null =>
  withLedgerEntries(value, [one], now, { chars })?.value ?? null;
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

  test('a correction neither stays for long nor takes the place of a field’s last decision', () => {
    const correction = (id: string, at: number) => ({ ...entry(id, at), d: 'corrected' });
    const before = withLedgerEntry(null, entry('decided', NOW - 40 * DAY), NOW - 40 * DAY, 60_000);
    const after = withLedgerEntries(before, [correction('old', NOW - 35 * DAY), correction('new', NOW)], NOW, {
      chars: 60_000,
    });
    expect(idsIn(after?.value ?? null)).toEqual(['decided', 'new']);
    expect(after?.left).toMatchObject([{ id: 'old' }]);
  });

  test('an entry that is there already is not added again, whatever it says besides', () => {
    const before = withLedgerEntry(null, entry('a', NOW), NOW, 60_000);
    const again = withLedgerEntries(before, [{ ...entry('a', NOW), by: { name: 'D. Reyes' } }], NOW, { chars: 60_000 });
    expect(again?.value).toBe(before);
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
          const next: string | null = withLedgerEntry(value, one, NOW, 2_000);
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
    // All that ever stood there is in the history, so nothing is missing; otherwise something was left out up to 7.
    expect(since).toBe(0);
    expect(ledgerPast(value(entry('a', 10)), past([value(entry('a', 10))], false)).since).toBe(7);
  });

  test('a field that was emptied or overwritten tells only what its history shows', () => {
    expect(ledgerPast(null, past([null, value(entry('a', 10))]))).toMatchObject({ entries: [{ id: 'a' }], since: 0 });
    expect(ledgerPast(null, past([null], false)).since).toBe(Number.POSITIVE_INFINITY);
    expect(ledgerPast('by hand', past([undefined, undefined])).since).toBe(Number.POSITIVE_INFINITY);
    expect(ledgerPast(null, past([])).since).toBe(0);
    expect(ledgerPast(null, undefined)).toEqual({ entries: [], since: 0 });
  });
});

describe('who may be believed', () => {
  const AGENT = { key: 'app:agent' } as Writer;
  const OURS = { key: 'app:own' } as Writer;
  const trust = ({ key }: Writer) => (key === 'app:own' ? 'own' : key === 'app:agent' ? 'agent' : 'unknown');
  const text = (...e: object[]) => JSON.stringify({ v: 1, upto: 0, n: 0, e });
  const past = (...rows: [Writer, string | null | undefined][]): FieldHistory =>
    ({ changes: rows.map(([writer, to]) => ({ writer, to })), complete: true }) as FieldHistory;
  const [a, b] = [entry('a', NOW), entry('b', NOW + 1)];
  const ids = (value: string | null, history: FieldHistory) =>
    trustedEntries(value, history, trust)
      .map(({ id }) => id)
      .sort();

  test('what we brought in counts, what an agent or an unlisted writer brought in does not', () => {
    expect(ids(text(a, b), past([AGENT, text(a, b)], [OURS, text(a)]))).toEqual(['a']);
    expect(ids(text(a), past([{ key: 'app:other' } as Writer, text(a)]))).toEqual([]);
  });

  test('what an agent takes out, puts back or alters stays as it was; its own version of it does not count', () => {
    const back = past([AGENT, text(a)], [AGENT, null], [OURS, text(a)]);
    expect(ids(text(a), back)).toEqual(['a']);
    const altered = { ...a, d: 'reject' };
    const entries = trustedEntries(text(altered), past([AGENT, text(altered)], [OURS, text(a)]), trust);
    expect(entries).toEqual([a]);
  });

  test('where the history is cut off, or keeps no values and one writer is not believed, nothing counts', () => {
    expect(ids(text(a), { ...past([OURS, text(a)]), complete: false })).toEqual([]);
    expect(ids(text(a, b), { ...past([OURS, text(a, b)], [OURS, text(a)]), complete: false })).toEqual(['b']);
    expect(ids(text(a), past([OURS, undefined], [AGENT, undefined]))).toEqual([]);
    expect(ids(text(a), past([OURS, undefined], [OURS, undefined]))).toEqual(['a']);
  });

  test('a later correction takes nothing from an approval that covers the value', async () => {
    const approval = { ...a, to: `s:${await hash('s', 'won')}` };
    const value = text(approval, { ...b, d: 'corrected', at: NOW + 5 });
    const claims = await readLedger(past([OURS, value]), new Map([['stage', 'won']]), 'ledger', trust);
    expect(claims.get('stage')).toMatchObject({ entry: { id: 'a' }, introduced: 'trusted' });
  });
});

async function hash(salt: string, value: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(salt + value));
  return Buffer.from(bytes).toString('hex');
}

describe('the note', () => {
  const ledger = JSON.stringify({
    v: 1,
    upto: 0,
    n: 0,
    e: [{ ...entry('a', NOW), by: { name: 'D <b>&amp; R</b> "x"' } }],
  });

  test('is read as it was written, whatever HTML a CRM makes of it', () => {
    const text = noteText(ledger);
    expect(text).not.toMatch(/[<>&]/);
    for (const one of [text, `<p>${text}</p>`, `<div>${text.replaceAll('"', '&quot;')}<br></div>`]) {
      const read = ledgerInNote(one);
      expect(read?.intact).toBe(true);
      expect(JSON.parse(read?.ledger ?? '')).toEqual(JSON.parse(ledger));
    }
  });

  test('with words of somebody it is read and not ours to overwrite; without a ledger it is none', () => {
    expect(ledgerInNote(`${noteText(ledger)} Thanks!`)).toMatchObject({ intact: false });
    for (const one of ['', LEDGER_NOTE, `${LEDGER_NOTE} {"v":1,"e":`, `${LEDGER_NOTE} {"v":2}`, 'a { b } c'])
      expect(ledgerInNote(one)).toBeNull();
  });
});
