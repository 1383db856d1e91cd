/** How much is measured. A slow machine gets fewer runs than wanted, and the tables say how many they are from. */

export interface Effort {
  times: number;
  /** However long it takes. */
  atLeast: number;
  /** No further run starts after this. */
  seconds: number;
}

export interface Amount {
  /** Extra fields on the record; the last is the one that everything but opening is measured on. */
  fields: number[];
  loads: Effort;
  mutations: Effort;
  /** Mutations of its own that the page is asked for; it works some 10 ms on each. */
  churn: number;
  /** Rows, and cards full of rows, that are put back into the page. */
  rows: number;
  cards: number;
  /** Tabs in which cards are opened, and cards in each after the first. */
  tabs: Effort;
  later: number;
  /** Decisions taken on one record. */
  decisions: number;
  profile: number;
}

export const FULL: Amount = {
  fields: [60, 1000, 300],
  loads: { times: 5, atLeast: 3, seconds: 14 },
  mutations: { times: 3, atLeast: 2, seconds: 25 },
  churn: 400,
  rows: 100,
  cards: 8,
  tabs: { times: 4, atLeast: 2, seconds: 15 },
  later: 5,
  decisions: 20,
  profile: 5,
};

const ONCE: Effort = { times: 1, atLeast: 1, seconds: 0 };

export const QUICK: Amount = {
  fields: [60, 300],
  loads: ONCE,
  mutations: ONCE,
  churn: 100,
  rows: 20,
  cards: 2,
  tabs: ONCE,
  later: 2,
  decisions: 3,
  profile: 2,
};

/** Runs something again and again, as often as the effort allows. */
export async function repeat<T>({ times, atLeast, seconds }: Effort, run: () => Promise<T>): Promise<T[]> {
  const until = performance.now() + seconds * 1000;
  const results: T[] = [];
  while (results.length < times && (results.length < atLeast || performance.now() < until)) results.push(await run());
  return results;
}
