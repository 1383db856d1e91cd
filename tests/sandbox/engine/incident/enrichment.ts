/** Lead Enricher, Pipeline Copilot and the CRM's own agent fill in what they think they know; UTM values fall by the way. */
import { STAMP_VALUE } from '../actors.ts';
import type { NeutralSet } from '../types.ts';
import { CITIES, INDUSTRIES, JOBS, phone } from './names.ts';
import { tagSource } from './population.ts';
import { mayRepair } from './repairs.ts';
import type { World, WorldRecord } from './world.ts';
import { isAgent } from './world.ts';

const CONTACTS_PER_RUN = 6;
const COMPANIES_PER_RUN = 5;
/** One run in six forgets its stamp. */
const UNSTAMPED = 1 / 6;

/** Values a person put there are left alone half of the time; the rest is fair game. */
function enrichContact(world: World): NeutralSet {
  const { random } = world;
  return {
    jobTitle: random.pick(JOBS),
    ...(random.chance(0.5) && { phone: phone(random) }),
    ...(random.chance(0.5) && { companySize: random.pick(['5-25', '25-50', '50-100', '100-500']) }),
  };
}

function enrichCompany(world: World): NeutralSet {
  const { random } = world;
  return {
    industry: random.pick(INDUSTRIES),
    employees: String(random.int(20, 2_000)),
    ...(random.chance(0.4) && { phone: phone(random) }),
  };
}

/** A write of Lead Enricher's to many records, with its stamp unless it forgets it. */
function enricherWrites(
  world: World,
  sets: ReadonlyArray<readonly [WorldRecord, NeutralSet]>,
  pattern?: 'utm-overwrite' | 'mass-enrichment',
): void {
  const { random } = world;
  const run = `run-${random.hex(8)}`;
  const stamp: NeutralSet = random.chance(UNSTAMPED) ? {} : { stampAgent: STAMP_VALUE, stampRun: run };
  const writes = Object.fromEntries(sets.map(([{ key }, set]) => [key, { ...set, ...stamp }]));
  world.write('enricher', 'api', writes, pattern ? { pattern } : {});
  // Whoever repairs an unstamped value leaves a trace nobody can tell from an ordinary edit, so few do.
  const noticed = 'stampRun' in stamp ? 0.45 : 0.1;
  for (const [{ key }, set] of sets) {
    for (const field of Object.keys(set)) mayRepair(world, key, field, { chance: noticed, ...betterFor(world, field) });
  }
}

function betterFor(world: World, field: string): { better?: string } {
  const { random } = world;
  if (field === 'jobTitle') return { better: `${random.pick(JOBS)} EMEA` };
  if (field === 'employees') return { better: String(random.int(2_001, 3_000)) };
  return {};
}

/** The night's workflow empties old stamps, so that the next stamp leaves a row of its own. */
function resetStamps(world: World, records: readonly WorldRecord[]): void {
  const stamped = records.filter(({ key }) => world.value(key, 'stampAgent') !== '');
  world.write('stamp-reset', 'workflow', Object.fromEntries(stamped.map(({ key }) => [key, { stampAgent: '' }])));
}

function nightlyRun(world: World, day: number): void {
  const { random } = world;
  let contacts: WorldRecord[] = [];
  let companies: WorldRecord[] = [];
  let spoiled: WorldRecord[] = [];
  world.schedule(world.at(day, 2, 0), () => {
    const open = random.sample(world.open('contact'), CONTACTS_PER_RUN + 4);
    [contacts, spoiled] = [open.slice(0, CONTACTS_PER_RUN), open.slice(CONTACTS_PER_RUN)];
    companies = random.sample(world.open('company'), COMPANIES_PER_RUN);
    resetStamps(world, [...contacts, ...companies, ...spoiled]);
  });
  world.schedule(world.at(day, 3, 10), () => {
    enricherWrites(
      world,
      contacts.map((record) => [record, enrichContact(world)]),
      'mass-enrichment',
    );
  });
  world.schedule(world.at(day, 3, 40), () => {
    enricherWrites(
      world,
      companies.map((record) => [record, enrichCompany(world)]),
      'mass-enrichment',
    );
  });
  if (day < 3) return;
  world.schedule(world.at(day, 4, 20), () => {
    enricherWrites(
      world,
      spoiled.map((record) => [record, spoiledUtm(world)]),
      'utm-overwrite',
    );
  });
  // The sync notices some of it and writes with the same token, under the stamp that is still there.
  world.schedule(world.at(day, 9, 5), () =>
    tagSource(
      world,
      spoiled.filter(({ gone }) => !gone && random.chance(0.85)).map(({ key }) => key),
    ),
  );
}

const spoiledUtm = (world: World): NeutralSet => ({
  utmSource: world.random.pick(['direct', 'ai-enriched', 'unknown']),
  utmMedium: world.random.pick(['none', 'ai']),
  utmCampaign: world.random.pick(['(not set)', 'enrichment']),
});

function copilotDay(world: World, day: number): void {
  const { random } = world;
  world.schedule(world.at(day, 11, random.int(0, 59)), () => {
    const [one, two] = random.sample(world.open('contact'), 2);
    if (!one || !two) return;
    world.write('copilot', 'api', {
      [one.key]: { city: random.pick(CITIES)[0], website: `https://${random.hex(6)}.example` },
    });
    mayRepair(world, one.key, 'city', { chance: 0.4 });
    if (day >= 4) {
      world.write(
        'copilot',
        'api',
        { [two.key]: { utmSource: 'copilot', utmCampaign: `crm-cleanup-${day}` } },
        { pattern: 'utm-overwrite' },
      );
      mayRepair(world, two.key, 'utmSource', { chance: 0.5, better: 'partner-portal' });
    }
  });
  world.schedule(world.at(day, 15, random.int(0, 59)), () => {
    const company = world.pick('company').key;
    const text = `${world.value(company, 'name')} is a company with ${random.int(10, 900)} people.`;
    world.write('native', 'internal', { [company]: { description: text } });
    mayRepair(world, company, 'description', { chance: 0.3, better: 'Long-standing customer, see notes.' });
  });
  world.schedule(world.at(day, 16, random.int(0, 59)), () => {
    const deal = world.pick('deal').key;
    if (world.value(deal, 'nextStep') === '' || isAgent(world.writer(deal, 'nextStep'))) return;
    world.write('copilot', 'api', { [deal]: { nextStep: '' } }, { pattern: 'value-clearing' });
    mayRepair(world, deal, 'nextStep', { chance: 0.4, better: 'Ask for the signed offer' });
  });
}

/** The scraped contacts get more of everything before somebody throws them out. */
function overworkScraped(world: World, keys: readonly string[]): void {
  const { random } = world;
  for (const day of [1, 4, 7, 10, 13]) {
    world.schedule(world.at(day, 6, 10), () => {
      const sets = keys.map((key) => [
        key,
        { jobTitle: random.pick(JOBS), phone: phone(random), website: `https://${random.hex(5)}.example` },
      ]);
      world.write('copilot', 'api', Object.fromEntries(sets), { pattern: 'mass-enrichment' });
    });
  }
}

export function enrichment(world: World, scraped: readonly string[]): void {
  for (let day = 1; day < 21; day++) {
    nightlyRun(world, day);
    copilotDay(world, day);
  }
  overworkScraped(world, scraped);
}

/** Moments of a stamp that lies: somebody else wrote it, in the same second in which the sync wrote its values. */
export function forgedStamps(world: World): void {
  const { random } = world;
  for (let day = 6; day < 18; day += 2) {
    world.schedule(world.at(day, 13, random.int(0, 50)), () => {
      const record = random.pick(world.open('contact').filter(({ key }) => world.value(key, 'stampAgent') === ''));
      forgeStamp(world, record.key);
    });
  }
}

export function forgeStamp(world: World, key: string): void {
  world.write('copilot', 'api', { [key]: { stampAgent: STAMP_VALUE } }, { pattern: 'forged-stamp' });
  world.schedule(world.now() + 800, () => tagSource(world, [key]));
}
