/** A healthy account's noise: people, workflows, imports, forms and integrations doing their jobs. */

import type { Kind, NeutralSet } from '../types.ts';
import { CITIES, NEXT_STEPS, phone } from './names.ts';
import { dateAfter, tagSource } from './population.ts';
import type { World, WorldRecord } from './world.ts';
import { EDITORS } from './world.ts';

const EDITS_PER_DAY = 22;
const AUTOMATIONS_PER_DAY = 12;

/** An edit somebody would make on a record of that kind. */
function edit(world: World, record: WorldRecord): NeutralSet {
  const { random } = world;
  const amount = Number(world.value(record.key, 'amount') || 1_000);
  const choices: Record<Kind, () => NeutralSet> = {
    contact: () =>
      random.pick<NeutralSet>([
        { phone: phone(random) },
        { leadStatus: random.pick(['open', 'in-progress', 'connected', 'attempted']) },
        { city: random.pick(CITIES)[0] },
        { owner: random.pick(EDITORS) },
      ]),
    company: () =>
      random.pick<NeutralSet>([
        { phone: phone(random) },
        { owner: random.pick(EDITORS) },
        { type: random.pick(['prospect', 'partner', 'reseller']) },
      ]),
    deal: () =>
      random.pick<NeutralSet>([
        { nextStep: random.pick(NEXT_STEPS) },
        { amount: String(amount + random.int(-5, 9) * 100) },
        { closeDate: dateAfter(world.now(), random.int(10, 90)) },
        { priority: random.pick(['low', 'medium', 'high']) },
        { stage: random.pick(['qualified', 'presentation', 'decision']) },
      ]),
    ticket: () =>
      random.pick<NeutralSet>([
        { stage: random.pick(['waiting-contact', 'waiting-us', 'closed']) },
        { priority: random.pick(['low', 'medium', 'high', 'urgent']) },
        { owner: random.pick(EDITORS) },
      ]),
  };
  return choices[record.kind]();
}

function personEdits(world: World): void {
  const { random } = world;
  const person = random.pick(EDITORS);
  if (random.chance(0.06)) {
    const owner = random.pick(EDITORS);
    const keys = random.sample(world.open('contact'), 5).map((record) => record.key);
    world.write(person, 'bulk', Object.fromEntries(keys.map((key) => [key, { owner }])));
    return;
  }
  const record = world.pick(random.pick<Kind>(['contact', 'company', 'deal', 'deal', 'ticket']));
  world.write(person, random.chance(0.15) ? 'mobile' : 'page', { [record.key]: edit(world, record) });
}

function automationRuns(world: World): void {
  const { random } = world;
  const contact = world.pick('contact').key;
  const deal = world.pick('deal').key;
  const ticket = world.pick('ticket').key;
  const company = world.pick('company').key;
  const acts: Array<() => void> = [
    () => world.write('routing', 'workflow', { [contact]: { owner: random.pick(EDITORS) } }),
    () =>
      world.write('old-workflow', 'workflow', {
        [contact]: { lifecycle: random.pick(['marketing', 'sales', 'opportunity']) },
      }),
    () => world.write('routing', 'workflow', { [ticket]: { priority: random.pick(['medium', 'high']) } }),
    () => world.write('routing', 'workflow', { [deal]: { dealType: random.pick(['new', 'existing']) } }),
    () =>
      world.write('form', 'form', {
        [contact]: { interests: random.pick(['api', 'api;reports', 'support;security']) },
      }),
    () => world.write('billing', 'api', { [deal]: { currency: random.pick(['EUR', 'USD']) } }),
    () => world.write('billing', 'api', { [company]: { revenue: String(random.int(2, 90) * 100_000) } }),
    () =>
      world.write('anonymous', 'api', {
        [company]: { website: `https://www-${random.int(1, 9)}.${world.value(company, 'domain')}` },
      }),
    () =>
      world.write('desk', 'api', { [ticket]: { category: random.pick(['product', 'billing', 'feature', 'general']) } }),
    () => world.write('future', 'internal', { [ticket]: { slaTier: random.pick(['bronze', 'silver', 'gold']) } }),
  ];
  random.pick(acts)();
}

export function everyday(world: World): void {
  const { random } = world;
  for (let day = 0; day < 21; day++) {
    for (let n = 0; n < EDITS_PER_DAY; n++) world.schedule(world.officeTime(day), () => personEdits(world));
    for (let n = 0; n < AUTOMATIONS_PER_DAY; n++) world.schedule(world.officeTime(day), () => automationRuns(world));
    world.schedule(world.at(day, 5, 30), () => {
      const keys = random.sample(world.open('contact'), 3).map((record) => record.key);
      tagSource(world, keys);
    });
  }
  for (const day of [2, 9, 16]) {
    world.schedule(world.at(day, 7, 15), () => {
      const companies = random.sample(world.open('company'), 8);
      world.write(
        'import',
        'import',
        Object.fromEntries(companies.map(({ key }) => [key, { employees: String(random.int(15, 950)) }])),
      );
    });
  }
}
