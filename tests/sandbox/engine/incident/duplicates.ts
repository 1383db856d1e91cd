/** A dedup job that makes duplicates, works on them for a week and then merges most of them. */
import { STAMP_VALUE } from '../actors.ts';
import { INDUSTRIES, phone } from './names.ts';
import type { World } from './world.ts';

const COPIED_COMPANIES = 30;
const MERGED_COMPANIES = 25;
const COPIED_DEALS = 8;
const MERGED_DEALS = 3;

/** The same name as somebody in a hurry would write it. */
const variant = (world: World, name: string): string =>
  world.random.pick([`${name} Ltd`, name.toUpperCase(), `${name} `, `The ${name}`]).trim();

function copyCompany(world: World, original: string, key: string): void {
  const { random } = world;
  world.create(
    key,
    'company',
    'copilot',
    'api',
    {
      name: variant(world, world.value(original, 'name')),
      domain: world.value(original, 'domain'),
      industry: random.pick(INDUSTRIES),
      employees: String(random.int(20, 900)),
      city: world.value(original, 'city'),
      country: world.value(original, 'country'),
      phone: phone(random),
      description: 'Created by the clean-up job.',
    },
    { copyOf: original, pattern: 'duplicate-creation', reserved: true },
  );
}

/** Agents keep enriching the copies, which is how most of the story of these records comes about. */
function workOnCopies(world: World, copies: readonly string[]): void {
  const { random } = world;
  for (const day of [9, 11, 13]) {
    world.schedule(world.at(day, 1, 30), () => {
      const stamped = copies.filter((key) => world.value(key, 'stampAgent') !== '');
      world.write('stamp-reset', 'workflow', Object.fromEntries(stamped.map((key) => [key, { stampAgent: '' }])));
    });
    world.schedule(world.at(day, 2, 30), () => {
      const run = `run-${random.hex(8)}`;
      const sets = copies.map((key) => [
        key,
        { employees: String(random.int(20, 2_000)), stampAgent: STAMP_VALUE, stampRun: run },
      ]);
      world.write('enricher', 'api', Object.fromEntries(sets), { pattern: 'mass-enrichment' });
    });
    world.schedule(world.at(day, 12, 40), () => {
      const sets = copies.map((key) => [key, { industry: random.pick(INDUSTRIES), phone: phone(random) }]);
      world.write('copilot', 'api', Object.fromEntries(sets), { pattern: 'mass-enrichment' });
    });
  }
}

function mergeLater(
  world: World,
  pairs: ReadonlyArray<readonly [original: string, copy: string]>,
  actor: string,
): void {
  pairs.forEach(([original, copy], index) => {
    world.schedule(world.at(15 + (index % 5), 20, index), () => {
      if (!world.get(original).gone) world.merge(actor, 'merge', original, copy);
    });
  });
}

export function duplicates(world: World): void {
  const { random } = world;
  const companies: Array<readonly [string, string]> = [];
  const deals: Array<readonly [string, string]> = [];
  world.schedule(world.at(6, 1), () => {
    const originals = random.sample(world.open('company'), COPIED_COMPANIES);
    originals.forEach(({ key }, index) => {
      companies.push([key, `company-copy-${index}`]);
      world.schedule(world.at(6 + (index % 3), 1, 5 + index), () => copyCompany(world, key, `company-copy-${index}`));
    });
    workOnCopies(
      world,
      companies.map(([, copy]) => copy),
    );
    mergeLater(world, companies.slice(0, MERGED_COMPANIES), 'copilot');
    world.highlight(`company-copy-${MERGED_COMPANIES}`, 'duplicate an agent made of a company, still there');
    world.highlight('company-copy-0', 'duplicate an agent made and merged away again');
  });
  world.schedule(world.at(8, 1), () => {
    random.sample(world.open('deal'), COPIED_DEALS).forEach(({ key }, index) => {
      const copy = `deal-copy-${index}`;
      deals.push([key, copy]);
      const set = { name: world.value(key, 'name'), stage: 'qualified', amount: world.value(key, 'amount') };
      world.create(copy, 'deal', 'copilot', 'api', set, { copyOf: key, pattern: 'duplicate-creation', reserved: true });
    });
    mergeLater(world, deals.slice(0, MERGED_DEALS), 'tom');
  });
}
