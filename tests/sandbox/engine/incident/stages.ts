/** Pipeline Copilot reads support e-mails and moves deals by them. */
import { COMMON_MAILS } from './names.ts';
import { mayRepair } from './repairs.ts';
import type { World } from './world.ts';
import { HOUR, MINUTE } from './world.ts';

const MAILS_PER_DAY = 4;

function mailArrives(world: World): void {
  const { random } = world;
  const ticket = random.pick(world.open('ticket').filter(({ links }) => !world.get(links[1] ?? '').reserved));
  const deal = ticket.links[1] ?? '';
  world.mail([ticket.key, deal], `Re: ${world.value(ticket.key, 'subject')}`, random.pick(COMMON_MAILS));
  world.later(random.int(2, 9) * MINUTE, () => {
    const stage = random.pick(['contract', 'won', 'decision']);
    world.write('copilot', 'api', { [deal]: { stage } }, { pattern: 'stage-on-email' });
    mayRepair(world, deal, 'stage', { chance: 0.55, better: 'presentation' });
  });
}

/** A deal goes to and fro within an hour. */
export function flap(world: World, deal: string, times: number): void {
  for (let n = 0; n < times; n++) {
    world.later(n * 7 * MINUTE, () => {
      const stage = world.value(deal, 'stage') === 'contract' ? 'decision' : 'contract';
      world.write('copilot', 'api', { [deal]: { stage } }, { pattern: 'stage-flapping' });
    });
  }
}

export function stages(world: World): void {
  const { random } = world;
  for (let day = 3; day < 21; day++) {
    for (let n = 0; n < MAILS_PER_DAY; n++) world.schedule(world.officeTime(day), () => mailArrives(world));
  }
  for (const day of [5, 8, 11, 14, 17]) {
    world.schedule(world.at(day, 19) + random.int(0, 2) * HOUR, () => flap(world, world.pick('deal').key, 5));
  }
}
