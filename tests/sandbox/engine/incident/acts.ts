/** How stories about single records are written down: who does what, on which day. */
import type { Kind, NeutralSet } from '../types.ts';
import type { World } from './world.ts';

export interface Act {
  day: number;
  hour: number;
  minute?: number;
  act: () => void;
}

export function play(world: World, acts: readonly Act[]): void {
  for (const { day, hour, minute = 0, act } of acts) world.schedule(world.at(day, hour, minute), act);
}

/** A record that existed before the incident; the other stories leave it alone. */
export function exist(
  world: World,
  key: string,
  kind: Kind,
  set: NeutralSet,
  actor = 'tom',
  links: readonly string[] = [],
): void {
  const via = actor === 'import' ? 'import' : 'page';
  world.create(key, kind, actor, via, set, { reserved: true, links });
  const piped = kind === 'deal' || kind === 'ticket';
  if (piped && set.pipeline === undefined) world.write('defaults', 'default', { [key]: { pipeline: 'main' } });
}
