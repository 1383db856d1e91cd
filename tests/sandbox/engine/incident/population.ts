/** The records there were before the agents came, and how they were made. */
import {
  CAMPAIGNS,
  CITIES,
  companyNames,
  domainOf,
  INDUSTRIES,
  JOBS,
  MEDIUMS,
  NEXT_STEPS,
  personName,
  phone,
  SOURCES,
  SUBJECTS,
} from './names.ts';
import type { World } from './world.ts';
import { DAY, EDITORS, HOUR, MINUTE } from './world.ts';

const COMPANIES = 48;
const CONTACTS = 130;
const DEALS = 52;
const TICKETS = 30;
/** Companies whose score two programs fight over; nobody else touches them. */
export const CONTESTED = 16;
/** Contacts somebody scraped from a list; they are deleted later. */
export const SCRAPED = 15;

const STAGES = ['appointment', 'qualified', 'presentation', 'decision'] as const;

/** A time before the incident, at least `minDays` before its start. */
function earlier(world: World, minDays: number, maxDays: number): number {
  return world.start - world.random.int(minDays * 24, maxDays * 24) * HOUR - world.random.int(0, 3_599) * 1_000;
}

function company(world: World, index: number, name: string): void {
  const { random } = world;
  const key = `company-${index}`;
  const [city, country] = random.pick(CITIES);
  const byImport = random.chance(0.5);
  world.schedule(earlier(world, 60, 110), () => {
    const set = {
      name,
      domain: domainOf(name),
      industry: random.pick(INDUSTRIES),
      employees: String(random.int(12, 900)),
      phone: phone(random),
      city,
      country,
      owner: random.pick(EDITORS),
      lifecycle: random.pick(['lead', 'opportunity', 'customer']),
      ...(random.chance(0.5) && { type: random.pick(['prospect', 'partner']) }),
    };
    const actor = byImport ? 'import' : random.pick(EDITORS);
    world.create(key, 'company', actor, byImport ? 'import' : 'page', set, { reserved: index < CONTESTED });
  });
}

function contact(world: World, index: number): void {
  const { random } = world;
  const key = `contact-${index}`;
  const scraped = index < SCRAPED;
  const { first, last } = personName(random);
  const [city, country] = random.pick(CITIES);
  const employer = `company-${random.int(0, COMPANIES - 1)}`;
  const way = scraped ? 'import' : random.pick(['import', 'form', 'form', 'page']);
  const actor = way === 'page' ? random.pick(EDITORS) : way;
  world.schedule(earlier(world, 20, 58), () => {
    const companyName = world.value(employer, 'name');
    world.create(
      key,
      'contact',
      actor,
      way === 'form' ? 'form' : way === 'import' ? 'import' : 'page',
      {
        firstName: first,
        lastName: last,
        email: `${first}.${last}.${index}@${domainOf(companyName)}`.toLowerCase(),
        phone: phone(random),
        jobTitle: random.pick(JOBS),
        company: companyName,
        city,
        country,
        lifecycle: 'lead',
        leadStatus: 'new',
        owner: random.pick(EDITORS),
      },
      { links: [employer] },
    );
  });
  world.schedule(world.start - random.int(60, 19 * 24 * 60) * MINUTE, () => tagSource(world, [key]));
}

/** UTM Sync fills in where contacts came from. */
export function tagSource(world: World, keys: readonly string[]): void {
  const { random } = world;
  const sets = keys.map((key) => [
    key,
    {
      utmSource: random.pick(SOURCES),
      utmMedium: random.pick(MEDIUMS),
      utmCampaign: random.pick(CAMPAIGNS),
      utmTerm: random.pick(['crm', 'reporting', 'automation']),
      utmContent: `variant-${random.int(1, 9)}`,
    },
  ]);
  world.write('utm-sync', 'api', Object.fromEntries(sets));
}

function deal(world: World, index: number): void {
  const { random } = world;
  const key = `deal-${index}`;
  const customer = `company-${random.int(CONTESTED, COMPANIES - 1)}`;
  const owner = random.pick(EDITORS);
  const contacts = [`contact-${random.int(SCRAPED, CONTACTS - 1)}`];
  world.schedule(earlier(world, 5, 18), () => {
    const seats = random.int(2, 40) * 10;
    world.create(
      key,
      'deal',
      owner,
      'page',
      {
        name: `${world.value(customer, 'name')} ${random.pick(['Renewal', 'Expansion', 'Pilot', 'Rollout'])} ${seats} seats`,
        stage: random.pick(STAGES),
        amount: String(seats * 120),
        closeDate: dateAfter(world.start, random.int(10, 120)),
        owner,
        dealType: random.pick(['new', 'existing']),
        priority: random.pick(['low', 'medium', 'high']),
        nextStep: random.pick(NEXT_STEPS),
        currency: 'EUR',
        commissionRate: random.pick(['4', '5', '6']),
        commissionOwner: owner,
        partnerSourced: String(random.chance(0.3)),
      },
      { links: [customer, ...contacts] },
    );
    world.write('defaults', 'default', { [key]: { pipeline: 'main' } });
  });
}

function ticket(world: World, index: number): void {
  const { random } = world;
  const key = `ticket-${index}`;
  const about = `deal-${random.int(0, DEALS - 1)}`;
  world.schedule(earlier(world, 1, 4), () => {
    const customer = world.get(about).links[0] ?? '';
    const subject = `${random.pick(SUBJECTS)} (${world.value(customer, 'name')})`;
    world.create(
      key,
      'ticket',
      random.pick(EDITORS),
      'page',
      {
        subject,
        content: 'Reported by e-mail, see below.',
        stage: 'new',
        priority: random.pick(['low', 'medium', 'high']),
        category: random.pick(['product', 'billing', 'general']),
        channel: 'email',
        owner: random.pick(EDITORS),
      },
      { links: [customer, about] },
    );
    world.write('defaults', 'default', { [key]: { pipeline: 'main' } });
  });
}

export const dateAfter = (ms: number, days: number): string => new Date(ms + days * DAY).toISOString().slice(0, 10);

export function populate(world: World): void {
  const names = companyNames(world.random);
  for (let index = 0; index < COMPANIES; index++) company(world, index, names[index] ?? `Company ${index}`);
  for (let index = 0; index < CONTACTS; index++) contact(world, index);
  for (let index = 0; index < DEALS; index++) deal(world, index);
  for (let index = 0; index < TICKETS; index++) ticket(world, index);
}
