/** Everything that changes while the sandbox runs, in one place: the simulation, page settings, faults, the log and deliveries. */
import { BadInput } from './badInput.ts';
import type { Crm, CrmKind, DomSettings } from './crm.ts';
import { INCIDENT_END } from './engine/clock.ts';
import { createRandom } from './engine/random.ts';
import { Faults } from './faults.ts';
import { agentWrites, humanWrites } from './live.ts';
import { RequestLog } from './log.ts';
import { Receiver } from './receiver.ts';
import type { SandboxInfo } from './sandbox.ts';
import { Simulation } from './simulation.ts';

export class State {
  readonly log = new RequestLog();
  readonly receiver = new Receiver();
  readonly warn: (message: string) => void;
  readonly kinds: readonly CrmKind[];
  readonly #proposals: boolean;
  faults = new Faults(createRandom('faults'));
  /** Plain-HTTP addresses of the agents' way in. */
  readonly apiBases = new Map<Crm, string>();
  /** The part of the start-up line that no reset changes. */
  fixedInfo: Omit<SandboxInfo, 'accounts'> | undefined;
  #dom: Map<Crm, DomSettings>;
  #simulation: Simulation | undefined;
  #building: Simulation | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param kinds the CRMs to simulate
   * @param warn takes messages for whoever runs the sandbox
   * @param proposals whether agents propose values on the last day
   */
  constructor(kinds: readonly CrmKind[], warn: (message: string) => void, proposals: boolean) {
    this.kinds = kinds;
    this.warn = warn;
    this.#proposals = proposals;
    this.#dom = usualDom(kinds);
  }

  /** The simulation the outside sees. */
  get simulation(): Simulation {
    if (!this.#simulation) throw new Error('there is no incident yet');
    return this.#simulation;
  }

  /** The simulation agents write to: the one being built, while one is. */
  get performing(): Simulation {
    return this.#building ?? this.simulation;
  }

  /** The start-up line for the current simulation. */
  info(): SandboxInfo {
    if (!this.fixedInfo) throw new Error('the sandbox is not listening yet');
    const accounts = [...this.simulation.crms.values()].flatMap((crm) => crm.describe());
    return { ...this.fixedInfo, accounts };
  }

  /** Page settings of a CRM. */
  dom(crm: Crm): DomSettings {
    const dom = this.#dom.get(crm);
    if (!dom) throw new BadInput(`no ${crm} here`);
    return dom;
  }

  /** Runs changes of the simulation one after the other. */
  exclusive<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(act);
    this.#queue = result.catch(() => {});
    return result;
  }

  /** A fresh incident, told to its end; page settings, faults, the log and deliveries start over too. */
  async reset(seed = this.simulation.seed, days = this.simulation.days): Promise<void> {
    await this.#rebuild(seed, days, INCIDENT_END);
    this.#dom = usualDom(this.kinds);
    this.faults = new Faults(createRandom(`${seed}/faults`));
    this.log.clear();
    this.receiver.clear();
  }

  /** Tells the story from one moment to another, going back to its beginning where it is past the first already. */
  async play(from: number, to: number): Promise<number> {
    const before = this.simulation;
    if (before.position > from) {
      await this.#rebuild(before.seed, before.days, from);
      for (const [name, crm] of this.simulation.crms) {
        const old = before.crms.get(name);
        if (!old) continue;
        crm.limits = old.limits;
        crm.settings.set({ ...old.settings.get() });
        await crm.setFields(this.dom(name).fields);
      }
    }
    return this.simulation.playUntil(to);
  }

  /** Another actor's write, in the form of `POST /agent` or `POST /human`. */
  async write(wish: Record<string, unknown>): Promise<unknown> {
    if ('agent' in wish) return agentWrites(this.simulation, wish);
    if ('person' in wish) return humanWrites(this.simulation, wish);
    throw new BadInput('write needs an agent or a person');
  }

  async setDom(crm: Crm, change: Partial<DomSettings>): Promise<void> {
    const before = this.dom(crm);
    const dom = { ...before, ...change };
    if (dom.fields !== before.fields) await this.simulation.crms.get(crm)?.setFields(dom.fields);
    this.#dom.set(crm, dom);
  }

  async #rebuild(seed: string, days: number, until: number): Promise<void> {
    const apiBase = (crm: Crm) => this.apiBases.get(crm) ?? '';
    const simulation = new Simulation({ seed, days, proposals: this.#proposals, kinds: this.kinds, apiBase });
    this.#building = simulation;
    try {
      await simulation.playUntil(until);
      this.#simulation = simulation;
    } finally {
      this.#building = undefined;
    }
  }
}

/** Pages as they are unless a test says otherwise. */
function usualDom(kinds: readonly CrmKind[]): Map<Crm, DomSettings> {
  return new Map(
    kinds.map(({ crm, variants }) => [
      crm,
      { variant: variants[0] ?? '', locale: 'en', theme: 'light', lateRenderMs: 0, fields: 0, strict: false },
    ]),
  );
}
