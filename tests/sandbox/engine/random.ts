/** Seeded randomness: the same seed gives the same incident, ids and tokens. */
import { createHash } from 'node:crypto';

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole number in [from, to], both included. */
  int(from: number, to: number): number;
  pick<T>(values: readonly T[]): T;
  /** `count` different values, in random order. */
  sample<T>(values: readonly T[], count: number): T[];
  chance(probability: number): boolean;
  /** Lower-case hex digits. */
  hex(length: number): string;
  uuid(): string;
  /** An independent generator for one purpose, so that adding a draw elsewhere changes nothing here. */
  fork(purpose: string): Random;
}

/** Mulberry32 over a hash of the seed; plenty for test data. */
export function createRandom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const hex = (length: number) => Array.from({ length }, () => int(0, 15).toString(16)).join('');
  return {
    next,
    int,
    hex,
    pick: <T>(values: readonly T[]): T => {
      if (values.length === 0) throw new Error('nothing to pick from');
      return values[int(0, values.length - 1)] as T;
    },
    sample: <T>(values: readonly T[], count: number): T[] => {
      const left = [...values];
      for (let index = left.length - 1; index > 0; index--) {
        const other = int(0, index);
        [left[index], left[other]] = [left[other] as T, left[index] as T];
      }
      return left.slice(0, count);
    },
    chance: (probability) => next() < probability,
    uuid: () => [hex(8), hex(4), `4${hex(3)}`, `${'89ab'.charAt(int(0, 3))}${hex(3)}`, hex(12)].join('-'),
    fork: (purpose) => createRandom(`${seed}/${purpose}`),
  };
}
