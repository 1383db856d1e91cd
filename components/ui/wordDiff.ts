/** What changes between two long texts, word by word. Pure. */
import { diffWordsWithSpace } from 'diff';

/** `gap`: unchanged text that is left out. */
export interface Piece {
  kind: 'same' | 'from' | 'to' | 'gap';
  text: string;
}

/** A text of up to this length is read faster whole. */
const SHORT = 60;
/** Unchanged characters that are shown around a change. */
const AROUND = 40;
/** Texts that differ in more words have little in common, and would take long to compare. */
const MOST_CHANGES = 2_000;
/** With less in common than this share of the longer text, two whole texts are easier to read than their differences. */
const IN_COMMON = 0.25;

/**
 * @param whole shows unchanged text too
 * @returns `null` where the two values are read more easily as they are
 */
export function wordDiff(from: string | null | undefined, to: string | null, whole = false): Piece[] | null {
  if (from == null || to === null || Math.max(from.length, to.length) <= SHORT) return null;
  const changes = diffWordsWithSpace(from, to, { maxEditLength: MOST_CHANGES });
  if (!changes) return null;
  const same = changes.filter(({ added, removed }) => !added && !removed);
  const common = same.reduce((sum, { value }) => sum + value.length, 0);
  if (common < IN_COMMON * Math.max(from.length, to.length)) return null;
  return changes.flatMap(({ value, added, removed }, index): Piece[] => {
    if (added || removed) return [{ kind: added ? 'to' : 'from', text: value }];
    if (whole) return [{ kind: 'same', text: value }];
    return shortened(value, index > 0, index < changes.length - 1);
  });
}

/** True where the words that change are shown without all that stays. */
export function leavesOut(from: string | null, to: string | null): boolean {
  return wordDiff(from, to)?.some(({ kind }) => kind === 'gap') ?? false;
}

/** The ends of unchanged text that stand beside a change. */
function shortened(text: string, after: boolean, before: boolean): Piece[] {
  const letters = Array.from(text);
  const start = after ? AROUND : 0;
  const end = before ? AROUND : 0;
  if (letters.length <= start + end + 1) return [{ kind: 'same', text }];
  const pieces: Piece[] = [
    { kind: 'same', text: letters.slice(0, start).join('') },
    { kind: 'gap', text: '…' },
    { kind: 'same', text: end > 0 ? letters.slice(-end).join('') : '' },
  ];
  return pieces.filter((piece) => piece.text !== '');
}
