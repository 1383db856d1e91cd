/** Pipeline Copilot tidies up amounts, dates and commission fields. */

import type { NeutralSet } from '../types.ts';
import { dateAfter } from './population.ts';
import { mayRepair } from './repairs.ts';
import type { World } from './world.ts';
import { EDITORS } from './world.ts';

const CHANGES_PER_DAY = 4;

function drift(world: World): void {
  const { random } = world;
  const deal = world.pick('deal').key;
  const amount = Number(world.value(deal, 'amount') || 1_000);
  const set = random.pick<NeutralSet>([
    { commissionRate: random.pick(['7', '8', '10']) },
    { commissionOwner: random.pick(EDITORS) },
    { partnerSourced: String(world.value(deal, 'partnerSourced') !== 'true') },
    { amount: String(Math.round(amount * 1.1)) },
    { closeDate: dateAfter(world.now(), random.int(1, 9)) },
    { commissionRate: random.pick(['2', '3']), commissionOwner: random.pick(EDITORS) },
  ]);
  world.write('copilot', 'api', { [deal]: set }, { pattern: 'commission-drift' });
  for (const field of Object.keys(set)) {
    const better = field === 'amount' ? String(amount - 500) : field === 'commissionRate' ? '5.5' : undefined;
    mayRepair(world, deal, field, { chance: 0.5, ...(better && { better }) });
  }
}

export function commissions(world: World): void {
  for (let day = 5; day < 20; day++) {
    for (let n = 0; n < CHANGES_PER_DAY; n++) world.schedule(world.officeTime(day), () => drift(world));
  }
}
