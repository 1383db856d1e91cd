/** Teammates who already use Countersign decide about proposals; and an agent that pretends they did. */

import type { Decision } from '../types.ts';
import { NEXT_STEPS } from './names.ts';
import type { World } from './world.ts';
import { EDITORS } from './world.ts';

const PER_DAY = 3;

/** One decision by a random person about one proposal. */
export function decide(world: World, key: string, field: string, value: string, d: Decision['d'] = 'approve'): void {
  const by = world.random.pick(EDITORS);
  const set = d === 'reject' ? {} : { [field]: value };
  world.decide('overlay', key, set, { d, by, agent: 'copilot', field, value });
}

function someDecision(world: World): void {
  const { random } = world;
  const onDeal = random.chance(0.7);
  const { key } = onDeal ? world.pick('deal') : world.pick('ticket');
  const [field, value] = onDeal
    ? random.pick([
        ['nextStep', random.pick(NEXT_STEPS)],
        ['priority', random.pick(['low', 'medium', 'high'])],
        ['dealType', random.pick(['new', 'existing'])],
      ] as const)
    : (['priority', random.pick(['low', 'medium', 'high', 'urgent'])] as const);
  if (world.value(key, field) === value) return;
  const d = random.next();
  decide(world, key, field, value, d < 0.6 ? 'approve' : d < 0.8 ? 'approve_edited' : 'reject');
}

/** An agent writes a value and, in the same request, an approval nobody gave. */
export function forgeApproval(world: World, key: string, field: string, value: string): void {
  const decision: Decision = { d: 'approve', by: 'dana', agent: 'copilot', field, value };
  world.decide('copilot', key, { [field]: value }, decision, 'forged-ledger');
}

export function approvals(world: World): void {
  for (let day = 8; day < 21; day++) {
    for (let n = 0; n < PER_DAY; n++) world.schedule(world.officeTime(day), () => someDecision(world));
  }
  for (const day of [12, 14, 16, 18]) {
    world.schedule(world.at(day, 21, day), () => {
      const { key } = world.pick('deal');
      forgeApproval(world, key, 'nextStep', `Contract approved by phone (${day})`);
    });
  }
}
