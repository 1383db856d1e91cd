/** Plays a plan in an account, from its beginning to any moment. */
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import { Performer } from './performer.ts';
import type { Random } from './random.ts';
import type { Plan, Step, Target } from './types.ts';

export class Replay {
  readonly journal: Journal;
  readonly plan: Plan;
  readonly #performer: Performer;
  #next = 0;

  constructor(plan: Plan, journal: Journal, clock: Clock, random: Random) {
    this.plan = plan;
    this.journal = journal;
    this.#performer = new Performer(journal, clock, random);
  }

  /** Time of the next step, `undefined` when the story is told. */
  nextAt(): number | undefined {
    return this.plan.steps[this.#next]?.at;
  }

  /** Carries out the next step. */
  async step(): Promise<Step | undefined> {
    const step = this.plan.steps[this.#next];
    if (step) {
      this.#next++;
      await this.#performer.perform(step);
    }
    return step;
  }

  /** A planned record as the CRM names it, once it exists. */
  target(key: string): Target | undefined {
    return this.#performer.target(key);
  }
}

/**
 * Plays several accounts side by side in the order of time.
 *
 * @param until epoch milliseconds, steps at that very moment included
 * @returns how many steps were carried out
 */
export async function playUntil(replays: readonly Replay[], until: number): Promise<number> {
  for (let count = 0; ; count++) {
    let first: Replay | undefined;
    for (const replay of replays) {
      if ((replay.nextAt() ?? Number.POSITIVE_INFINITY) < (first?.nextAt() ?? Number.POSITIVE_INFINITY)) first = replay;
    }
    if (!first || (first.nextAt() ?? Number.POSITIVE_INFINITY) > until) return count;
    await first.step();
  }
}
