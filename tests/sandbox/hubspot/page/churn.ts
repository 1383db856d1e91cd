/**
 * Re-rendering that a busy page does without the person doing anything: counters, notices, help texts in rows, rows that
 * change places. Components subscribe to the beat; each beat moves one of them.
 */
export interface Churn {
  /** Number of beats so far. */
  beat(): number;
  subscribe(listener: () => void): () => void;
  /** Lets the page mutate itself `times` times, each in its own task. */
  run(times: number): Promise<void>;
}

export function createChurn(): Churn {
  let beats = 0;
  const listeners = new Set<() => void>();
  return {
    beat: () => beats,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async run(times) {
      for (let done = 0; done < times; done += 1) {
        beats += 1;
        for (const listener of listeners) listener();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
  };
}
