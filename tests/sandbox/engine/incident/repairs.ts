/** People noticing what an agent wrote and putting it right, or thinking they do. */

import type { World } from './world.ts';
import { EDITORS, HOUR, isAgent, MINUTE } from './world.ts';

interface Repair {
  /** How likely somebody notices at all. */
  chance: number;
  /** A value that is neither the agent's nor the one before. */
  better?: string;
  /** Bounds of the delay in hours. */
  hours?: readonly [number, number];
}

/** Some time after now, a person may replace what an agent just wrote to a field. */
export function mayRepair(world: World, key: string, field: string, { chance, better, hours = [1, 30] }: Repair): void {
  const { random } = world;
  if (!random.chance(chance)) return;
  const delay = random.int(hours[0] * 60, hours[1] * 60) * MINUTE;
  world.later(officeOpening(world.now() + delay) - world.now(), () => {
    const known = world.known(key, field);
    if (!known || !isAgent(known.writer) || world.get(key).gone) return;
    const person = random.pick(EDITORS);
    const way = random.next();
    if (way < 0.2 && known.before !== '') world.write(person, 'restore', { [key]: { [field]: known.before } });
    else if (way < 0.65 || better === undefined) world.write(person, 'page', { [key]: { [field]: known.before } });
    else world.write(person, random.chance(0.25) ? 'mobile' : 'page', { [key]: { [field]: better } });
  });
}

/** Nobody repairs anything at night. */
function officeOpening(ms: number): number {
  const hour = new Date(ms).getUTCHours();
  if (hour >= 8 && hour < 18) return ms;
  const midnight = ms - (ms % (24 * HOUR));
  return midnight + (hour < 8 ? 8 : 32) * HOUR + (ms % HOUR);
}
