/** What is lost from sight: fought-over fields, retired fields, deleted records. */
import { CONTESTED, SCRAPED } from './population.ts';
import type { World } from './world.ts';
import { DAY } from './world.ts';

const FLIPS = 60;

/** Two programs take turns on the same field, far beyond any history the CRM keeps. */
function tugOfWar(world: World): void {
  const { random } = world;
  const keys = Array.from({ length: CONTESTED }, (_, index) => `company-${index}`);
  const span = world.days * DAY - DAY / 2;
  for (let flip = 0; flip < FLIPS; flip++) {
    const at = world.start + 3_600_000 + Math.floor((span / FLIPS) * flip) + random.int(0, 600) * 1_000;
    const agentsTurn = flip % 2 === 0;
    world.schedule(at, () => {
      const score = () => String(agentsTurn ? random.int(60, 99) : random.int(1, 40));
      const writes = Object.fromEntries(keys.map((key) => [key, { intentScore: score() }]));
      world.write(agentsTurn ? 'copilot' : 'billing', 'api', writes, agentsTurn ? { pattern: 'tug-of-war' } : {});
    });
    // Now and then a person corrects the agent in between; most of these rows roll off as well.
    if (agentsTurn && random.chance(0.3)) {
      world.schedule(at + 60_000, () => world.write('lea', 'page', { [random.pick(keys)]: { intentScore: '50' } }));
    }
  }
  world.highlight('company-0', 'company whose score two programs fight over, far beyond the history depth');
}

/** Two fields everybody used and an administrator archived in the end. */
function retiredFields(world: World): void {
  const { random } = world;
  const scraped = new Set(scrapedContacts());
  const kept = () => world.open('contact').filter(({ key }) => !scraped.has(key));
  const records = () => [...kept().slice(0, 60), ...world.open('deal').slice(0, 44)].map(({ key }) => key);
  const everywhere = (
    day: number,
    hour: number,
    actor: string,
    via: 'import' | 'workflow' | 'api' | 'bulk',
    share: number,
  ) =>
    world.schedule(world.at(day, hour, 20), () => {
      const keys = records().filter(() => random.chance(share));
      const set = () => ({
        legacyScore: String(random.int(1, 100)),
        oldSegment: random.pick(['smb', 'mid', 'ent', 'gov']),
      });
      world.write(actor, via, Object.fromEntries(keys.map((key) => [key, set()])));
    });
  everywhere(0, 6, 'import', 'import', 1);
  everywhere(4, 22, 'copilot', 'api', 0.9);
  everywhere(7, 22, 'old-workflow', 'workflow', 0.7);
  everywhere(10, 16, 'mara', 'bulk', 0.6);
  world.schedule(world.at(19, 10, 15), () => {
    world.retire('mara', ['contact', 'company', 'deal', 'ticket'], 'legacyScore');
    world.retire('mara', ['contact', 'company', 'deal', 'ticket'], 'oldSegment');
  });
}

export const scrapedContacts = (): string[] => Array.from({ length: SCRAPED }, (_, index) => `contact-${index}`);

export function losses(world: World): void {
  tugOfWar(world);
  retiredFields(world);
  world.schedule(world.at(18, 9, 40), () => world.remove('tom', scrapedContacts()));
  world.highlight('contact-0', 'contact with three weeks of changes, deleted');
}
