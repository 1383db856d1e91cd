import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leavesOut, type Piece, wordDiff } from '../../../components/ui/wordDiff';

const LONG = 'The customer wants to see the product before the end of the quarter, and asks for a price in writing.';
const textOf = (pieces: Piece[] | null, ...kinds: Piece['kind'][]) =>
  (pieces ?? []).flatMap(({ kind, text }) => (kinds.includes(kind) ? [text] : [])).join('');

test('short values, empty ones and those that have nothing in common are shown as they are', () => {
  expect(wordDiff('Qualified To Buy', 'Contract Sent')).toBeNull();
  expect(wordDiff(null, LONG)).toBeNull();
  expect(wordDiff(undefined, LONG)).toBeNull();
  expect(wordDiff(LONG, null)).toBeNull();
  expect(wordDiff('one two three four five six seven eight nine ten eleven', LONG)).toBeNull();
});

test('words that change stand within what stays; what is far from them is left out', () => {
  const pieces = wordDiff(LONG, LONG.replace('quarter', 'year'));
  expect(pieces?.filter(({ kind }) => kind === 'from' || kind === 'to')).toEqual([
    { kind: 'from', text: 'quarter' },
    { kind: 'to', text: 'year' },
  ]);
  expect(pieces?.[0]).toEqual({ kind: 'gap', text: '…' });
  expect(leavesOut(LONG, LONG.replace('quarter', 'year'))).toBe(true);
});

test('whole, the pieces are the two texts, whatever they are', () => {
  const words = fc.array(fc.constantFrom('a', 'deal', 'é', '👍🏽', '\n', ' ', 'won.', 'x'), {
    minLength: 40,
    maxLength: 60,
  });
  fc.assert(
    fc.property(words, words, (a, b) => {
      const [from, to] = [a.join(' '), b.join(' ')];
      const pieces = wordDiff(from, to, true);
      if (!pieces) return;
      expect(textOf(pieces, 'same', 'from')).toBe(from);
      expect(textOf(pieces, 'same', 'to')).toBe(to);
    }),
  );
});

test('nothing that changes is ever left out', () => {
  const numbers = Array.from({ length: 300 }, (_, n) => `word${n}`);
  const other = numbers.map((word, n) => (n % 7 === 0 ? `${word}!` : word));
  const pieces = wordDiff(numbers.join(' '), other.join(' '));
  for (const word of other.filter((_, n) => n % 7 === 0)) expect(textOf(pieces, 'same', 'to')).toContain(word);
});

test('huge texts with little in common are not compared for long', () => {
  const text = (seed: number) => Array.from({ length: 10_000 }, (_, n) => `w${(n * seed) % 9973}`).join(' ');
  expect(wordDiff(text(7), text(11))).toBeNull();
});
