/** Any number of extra fields with a history on the records worth opening, for measuring. */
import { actorById } from '../engine/actors.ts';
import type { Via } from '../engine/types.ts';
import { benchmarkField } from './catalog.ts';
import { MAIN_ORG } from './org.ts';
import type { Simulation } from './simulation.ts';

export const MAX_BENCHMARK_FIELDS = 2_000;

/** Half of the fields are an agent's, the rest a person's and a flow's. */
const WRITERS: ReadonlyArray<readonly [actor: string, via: Via]> = [
  ['copilot', 'api'],
  ['dana', 'page'],
  ['copilot', 'api'],
  ['routing', 'workflow'],
];

/** Makes exactly `count` fields `Field_0001__c` … and fills the new ones on every record of the start-up line. */
export async function setBenchmarkFields(simulation: Simulation, count: number): Promise<void> {
  for (const store of simulation.stores.values()) store.catalog.setBenchmarkFields(count);
  const account = simulation.accounts.get(MAIN_ORG.id);
  if (!account) return;
  const { clock } = simulation;
  const at = clock.now();
  clock.hold(at);
  const { store, replay, side, journal } = account;
  const targets = replay.plan.highlights.flatMap(({ key }) => {
    const target = replay.target(key);
    return target && store.get(target.object, target.id) ? [target] : [];
  });
  for (const [turn, [actor, via]] of WRITERS.entries()) {
    const names = Array.from({ length: count }, (_, index) => index + 1).filter((n) => n % WRITERS.length === turn);
    const set = Object.fromEntries(names.map((n) => [benchmarkField(n), `Value ${n}`]));
    if (names.length === 0) continue;
    await side.write(
      actorById(actor),
      via,
      targets.map((target) => ({ ...target, set })),
    );
    for (const target of targets) journal.write(target, set, { at, actor: actorById(actor), via });
  }
  clock.run();
}
