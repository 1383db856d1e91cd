/** A second, small account of another company, so that being in the wrong one can happen. */
import { createRandom } from '../random.ts';
import type { Plan } from '../types.ts';
import { dateAfter } from './population.ts';
import { DAY, World } from './world.ts';

/**
 * Plans the other account's few records.
 *
 * @returns steps in time order; the first record made is a deal, as in the main account
 */
export function planOtherAccount(seed: string, end: number, days: number): Plan {
  const world = new World(createRandom(`${seed}/other`), end, days);
  world.schedule(world.start - 40 * DAY, () => {
    const deal = {
      name: 'Fjordline Ferries Pilot',
      stage: 'presentation',
      amount: '61000',
      closeDate: dateAfter(world.start, 50),
      owner: 'mara',
      priority: 'medium',
      currency: 'EUR',
    };
    world.create('deal-first', 'deal', 'mara', 'page', deal);
    world.create('company-first', 'company', 'import', 'import', {
      name: 'Fjordline Ferries',
      domain: 'fjordline.example',
    });
    world.create('contact-first', 'contact', 'mara', 'page', {
      firstName: 'Signe',
      lastName: 'Aas',
      email: 'signe.aas@fjordline.example',
      jobTitle: 'Fleet Manager',
    });
    world.create('deal-twin', 'deal', 'mara', 'page', { ...deal, name: 'Brightwater, 120 seats', amount: '9000' });
    world.create('ticket-first', 'ticket', 'noor', 'page', {
      subject: 'Ferry schedule import',
      stage: 'new',
      priority: 'low',
    });
  });
  world.schedule(world.at(5, 10), () =>
    world.write('native', 'internal', { 'deal-first': { nextStep: 'Send ferry timetable' } }),
  );
  world.schedule(world.at(9, 10), () => world.write('mara', 'page', { 'deal-first': { amount: '64000' } }));
  world.schedule(world.at(11, 6), () => world.write('routing', 'workflow', { 'deal-twin': { priority: 'high' } }));
  world.highlight('deal-first', 'deal in the other account whose id a deal in the main account has too');
  world.highlight('deal-twin', 'deal in the other account with the name of two deals in the main account');
  return world.play(end);
}
