/** Two deals of one name; an agent damaged the first. */
import { exist, play } from './acts.ts';
import { decide } from './approvals.ts';
import { dateAfter } from './population.ts';
import type { World } from './world.ts';
import { DAY } from './world.ts';

/** Older than every other record, so that the damaged deal is the first one made. */
const LONG_AGO = 119 * DAY;

/** Two deals of one name whose visible values differ in the close date alone, which the agent moved on the first. */
export function namesakes(world: World): void {
  const [damaged, twin] = ['brightwater-damaged', 'brightwater-twin'];
  const kept = dateAfter(world.start, 60);
  const final = {
    amount: '45500',
    stage: 'contract',
    priority: 'high',
    nextStep: 'Confirm seats with IT',
    dealType: 'existing',
    description: 'Two plants, 120 seats, one contract.',
    partnerSourced: 'true',
    commissionRate: '5',
    renewalStatus: 'in-talks',
  };
  const initial = {
    name: 'Brightwater, 120 seats',
    owner: 'dana',
    currency: 'EUR',
    commissionOwner: 'dana',
    closeDate: kept,
    amount: '42000',
    stage: 'qualified',
    priority: 'low',
    dealType: 'new',
    description: 'Two plants.',
    commissionRate: '4',
  };
  world.schedule(world.start - LONG_AGO, () => {
    for (const key of [damaged, twin]) exist(world, key, 'deal', initial, 'dana');
    const buyer = {
      firstName: 'Keiko',
      lastName: 'Lund',
      email: 'keiko.lund@brightwater.example',
      jobTitle: 'Plant Engineer',
    };
    const company = { name: 'Brightwater', domain: 'brightwater.example', industry: 'machinery', city: 'Leeds' };
    exist(world, 'brightwater', 'company', company, 'dana', [damaged, twin]);
    exist(world, 'brightwater-buyer', 'contact', buyer, 'dana', ['brightwater', damaged, twin]);
  });
  world.highlight(damaged, 'deal an agent has damaged; its namesake differs only in the close date');
  world.highlight(twin, 'namesake of the damaged deal, edited by people alone');
  play(world, [
    { day: 1, hour: 9, act: () => world.write('tom', 'page', { [damaged]: { description: final.description } }) },
    { day: 3, hour: 4, act: () => world.write('routing', 'workflow', { [damaged]: { priority: final.priority } }) },
    { day: 5, hour: 6, act: () => world.write('billing', 'api', { [damaged]: { dealType: final.dealType } }) },
    { day: 6, hour: 12, act: () => world.mail([damaged], 'Re: rollout', 'All good from our side, we can go ahead.') },
    {
      day: 6,
      hour: 12,
      minute: 6,
      act: () => world.write('copilot', 'api', { [damaged]: { stage: final.stage } }, { pattern: 'stage-on-email' }),
    },
    {
      day: 8,
      hour: 13,
      act: () => world.write('copilot', 'api', { [damaged]: { amount: '54600' } }, { pattern: 'commission-drift' }),
    },
    { day: 9, hour: 9, act: () => world.write('tom', 'page', { [damaged]: { amount: final.amount } }) },
    { day: 11, hour: 15, act: () => decide(world, damaged, 'nextStep', final.nextStep) },
    {
      day: 12,
      hour: 3,
      act: () => world.write('import', 'import', { [damaged]: { partnerSourced: final.partnerSourced } }),
    },
    {
      day: 13,
      hour: 14,
      act: () => world.write('copilot', 'api', { [damaged]: { commissionRate: '9' } }, { pattern: 'commission-drift' }),
    },
    { day: 14, hour: 8, act: () => world.write('mara', 'restore', { [damaged]: { commissionRate: '4' } }) },
    {
      day: 14,
      hour: 8,
      minute: 20,
      act: () => world.write('mara', 'page', { [damaged]: { commissionRate: final.commissionRate } }),
    },
    {
      day: 16,
      hour: 10,
      act: () => world.write('future', 'internal', { [damaged]: { renewalStatus: final.renewalStatus } }),
    },
    {
      day: 19,
      hour: 13,
      act: () =>
        world.write(
          'copilot',
          'api',
          { [damaged]: { closeDate: dateAfter(world.start, 24) } },
          { pattern: 'commission-drift' },
        ),
    },
    { day: 2, hour: 9, act: () => world.write('tom', 'page', { [twin]: { ...final, stage: 'presentation' } }) },
    { day: 17, hour: 11, act: () => world.write('dana', 'mobile', { [twin]: { stage: final.stage } }) },
  ]);
}
