/** The incident: three weeks of an account in which agents may write whatever they like. */
import { approvals } from './incident/approvals.ts';
import { commissions } from './incident/commissions.ts';
import { duplicates } from './incident/duplicates.ts';
import { enrichment, forgedStamps } from './incident/enrichment.ts';
import { everyday } from './incident/everyday.ts';
import { losses, scrapedContacts } from './incident/losses.ts';
import { populate } from './incident/population.ts';
import { planProposals } from './incident/proposals.ts';
import { spotlight } from './incident/spotlight.ts';
import { stages } from './incident/stages.ts';
import { HOUR, World } from './incident/world.ts';
import { createRandom } from './random.ts';
import type { Plan } from './types.ts';

/** Lengths the story can be stretched to. */
export const MIN_DAYS = 1;
export const MAX_DAYS = 90;

/**
 * Plans the incident of one account.
 *
 * @param seed the same seed gives the same plan
 * @param end epoch milliseconds at which the story is over
 * @param days how long it lasts; the amount of damage does not depend on it
 * @param proposals whether agents propose values on the last day
 * @returns steps in time order, and the records worth opening
 */
export function planIncident(seed: string, end: number, days: number, proposals = false): Plan {
  const world = new World(createRandom(`${seed}/incident`), end, days);
  spotlight(world);
  populate(world);
  everyday(world);
  enrichment(world, scrapedContacts());
  stages(world);
  duplicates(world);
  commissions(world);
  approvals(world);
  forgedStamps(world);
  losses(world);
  // The last hour stays quiet, so that tests start from rest.
  const plan = world.play(end - world.span(HOUR));
  if (!proposals) return plan;
  // Drawn from a stream of their own once everything else is settled: what else happened does not depend on them.
  const proposed = planProposals(world, plan.steps, createRandom(`${seed}/proposals`), end);
  return { ...plan, steps: [...plan.steps, ...proposed].toSorted((a, b) => a.at - b.at) };
}
