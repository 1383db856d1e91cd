/** On the last day agents propose values instead of writing them: most of them right, some wrong in the ways of the incident. */
import type { Random } from '../random.ts';
import type { Step } from '../types.ts';
import { Desk } from './proposals/desk.ts';
import { nativeProposals } from './proposals/native.ts';
import { oddProposals } from './proposals/odd.ts';
import { rightProposals } from './proposals/right.ts';
import { waitingDeal } from './proposals/waiting.ts';
import { wrongProposals } from './proposals/wrong.ts';
import type { World } from './world.ts';

/**
 * Plans about forty proposals of every kind of record there is in all CRMs, and a few that cannot be decided as they are.
 *
 * @param world as everything else has left it
 * @param told the steps of everything else
 * @param random a stream of its own
 * @returns steps in the order of time
 */
export function planProposals(world: World, told: readonly Step[], random: Random, end: number): Step[] {
  const desk = new Desk(world, told, random, end);
  waitingDeal(desk);
  oddProposals(desk);
  wrongProposals(desk);
  rightProposals(desk);
  nativeProposals(desk);
  return desk.steps();
}
