/** Every simulated CRM at one moment, on one clock, and how far the story has been told. */
import type { Crm, CrmAccount, CrmKind, CrmSandbox } from './crm.ts';
import type { Clock } from './engine/clock.ts';
import { createClock } from './engine/clock.ts';
import { playUntil } from './engine/replay.ts';

interface SimulationOptions {
  seed: string;
  days: number;
  /** Whether agents propose values on the last day. */
  proposals: boolean;
  kinds: readonly CrmKind[];
  /** Where a CRM's writers with a token reach this simulation's API. */
  apiBase: (crm: Crm) => string;
}

export class Simulation {
  readonly seed: string;
  readonly days: number;
  readonly clock: Clock = createClock();
  readonly crms: ReadonlyMap<Crm, CrmSandbox>;
  /** Moment up to which the story has been told. */
  position = 0;

  constructor({ seed, days, proposals, kinds, apiBase }: SimulationOptions) {
    this.seed = seed;
    this.days = days;
    const { clock } = this;
    this.crms = new Map(
      kinds.map(({ crm, create }) => [crm, create({ seed, days, proposals, clock, apiBase: apiBase(crm) })]),
    );
  }

  /** Every account of every CRM. */
  accounts(): Array<{ crm: CrmSandbox; id: string; account: CrmAccount }> {
    return [...this.crms.values()].flatMap((crm) => [...crm.accounts].map(([id, account]) => ({ crm, id, account })));
  }

  /** Tells the story up to a moment and lets time pass from there. */
  async playUntil(until: number): Promise<number> {
    const steps = await playUntil(
      this.accounts().map(({ account }) => account.replay),
      until,
    );
    this.position = until;
    this.clock.set(until);
    this.clock.run();
    return steps;
  }
}
