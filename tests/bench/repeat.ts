/** Repeated runs within a time: a slow machine gets fewer, and says so by their number. */

export interface Effort {
  times: number;
  /** However long it takes. */
  atLeast: number;
  /** No further run starts after this. */
  seconds: number;
}

export async function repeat<T>({ times, atLeast, seconds }: Effort, run: (turn: number) => Promise<T>): Promise<T[]> {
  const until = performance.now() + seconds * 1000;
  const results: T[] = [];
  while (results.length < times && (results.length < atLeast || performance.now() < until)) {
    results.push(await run(results.length));
  }
  return results;
}
