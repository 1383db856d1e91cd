/** Any number of extra fields with a history on the records worth opening, for measuring. */
import { actorById } from '../engine/actors.ts';
import type { Via } from '../engine/types.ts';
import { benchmarkField } from './catalog.ts';
import type { HubSpotSandbox } from './simulation.ts';
import type { ObjectTypeId } from './types.ts';

export const MAX_BENCHMARK_FIELDS = 2_000;

/** Half of the fields are an agent's, the rest a person's and a workflow's. */
const WRITERS: ReadonlyArray<readonly [actor: string, via: Via]> = [
  ['copilot', 'api'],
  ['dana', 'page'],
  ['copilot', 'api'],
  ['routing', 'workflow'],
];

/** Makes exactly `count` properties `field_0001` … and fills the new ones on every record of the start-up line. */
export async function setBenchmarkFields(simulation: HubSpotSandbox, count: number): Promise<void> {
  for (const store of simulation.stores.values()) store.catalog.setBenchmarkFields(count);
  const account = simulation.account();
  if (!account) return;
  const { clock } = simulation;
  const at = clock.now();
  clock.hold(at);
  const targets = account.replay.plan.highlights.flatMap(({ key }) => {
    const target = account.replay.target(key);
    return target && account.store.get(target.object as ObjectTypeId, target.id) ? [target] : [];
  });
  for (const [turn, [actor, via]] of WRITERS.entries()) {
    const names = Array.from({ length: count }, (_, index) => index + 1).filter((n) => n % WRITERS.length === turn);
    const set = Object.fromEntries(names.map((n) => [benchmarkField(n), `Value ${n}`]));
    if (names.length === 0) continue;
    await account.side.write(
      actorById(actor),
      via,
      targets.map((target) => ({ ...target, set })),
    );
    for (const target of targets) account.journal.write(target, set, { at, actor: actorById(actor), via });
  }
  clock.run();
}
