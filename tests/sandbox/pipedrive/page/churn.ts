/** Re-rendering that a busy page does without the person doing anything: a beat is one of these, in turn. */
const KINDS = ['counter', 'row', 'hint', 'block', 'history'] as const;

export interface Churn {
  /** How often something of this kind has happened so far. */
  count(kind: (typeof KINDS)[number]): number;
  /** Lets the page mutate itself `times` times, each in its own task. */
  run(times: number): Promise<void>;
}

/** @param update renders the page anew */
export function createChurn(update: () => void): Churn {
  let beats = 0;
  return {
    count: (kind) => Math.floor((beats + KINDS.length - 1 - KINDS.indexOf(kind)) / KINDS.length),
    async run(times) {
      for (let done = 0; done < times; done += 1) {
        beats += 1;
        update();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
  };
}
