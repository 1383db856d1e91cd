/** Everything that changes while the sandbox runs, in one place: the simulation, page settings, faults and the log. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadInput } from './badInput.ts';
import { INCIDENT_END } from './engine/clock.ts';
import { createRandom } from './engine/random.ts';
import { Faults } from './faults.ts';
import { setBenchmarkFields } from './hubspot/benchmark.ts';
import { SIGNED_IN, USERS } from './hubspot/catalog.ts';
import { describeAccounts } from './hubspot/describe.ts';
import { agentWrites, humanWrites } from './hubspot/live.ts';
import { createPageHandler } from './hubspot/pageApi.ts';
import { Simulation } from './hubspot/simulation.ts';
import type { DomSettings } from './hubspot/types.ts';
import { PERSON_IDS } from './hubspot/vocabulary.ts';
import { RequestLog } from './log.ts';
import type { SandboxInfo } from './sandbox.ts';

const DEFAULT_DOM: DomSettings = {
  variant: '2026',
  locale: 'en',
  theme: 'light',
  lateRenderMs: 0,
  fields: 0,
  strict: false,
};

type PageHandler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<boolean>;

export class State {
  readonly log = new RequestLog();
  readonly warn: (message: string) => void;
  dom: DomSettings = DEFAULT_DOM;
  faults = new Faults(createRandom('faults'));
  /** Plain-HTTP address of the agents' way in. */
  apiBase = '';
  /** The part of the start-up line that no reset changes. */
  fixedInfo: Omit<SandboxInfo, 'accounts'> | undefined;
  #simulation: Simulation | undefined;
  #building: Simulation | undefined;
  #page: PageHandler | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param warn takes messages for whoever runs the sandbox */
  constructor(warn: (message: string) => void) {
    this.warn = warn;
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
    return { ...this.fixedInfo, accounts: describeAccounts(this.simulation) };
  }

  /** Runs changes of the simulation one after the other. */
  exclusive<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(act);
    this.#queue = result.catch(() => {});
    return result;
  }

  /** A fresh incident, told to its end; page settings, faults and the log start over too. */
  async reset(seed = this.simulation.seed, days = this.simulation.days): Promise<void> {
    await this.#rebuild(seed, days, INCIDENT_END);
    this.dom = DEFAULT_DOM;
    this.faults = new Faults(createRandom(`${seed}/faults`));
    this.log.clear();
  }

  /** Tells the story from one moment to another, going back to its beginning where it is past the first already. */
  async play(from: number, to: number): Promise<number> {
    const { seed, days, position, settings } = this.simulation;
    if (position > from) {
      await this.#rebuild(seed, days, from);
      Object.assign(this.simulation.settings, settings);
      await setBenchmarkFields(this.simulation, this.dom.fields);
    }
    return this.simulation.playUntil(to);
  }

  /** Another actor's write, in the form of `POST /agent` or `POST /human`. */
  async write(wish: Record<string, unknown>): Promise<unknown> {
    if ('agent' in wish) return agentWrites(this.simulation, wish);
    if ('person' in wish) return humanWrites(this.simulation, wish);
    throw new BadInput('write needs an agent or a person');
  }

  async setDom(change: Partial<DomSettings>): Promise<void> {
    const dom = { ...this.dom, ...change };
    if (dom.fields !== this.dom.fields) await setBenchmarkFields(this.simulation, dom.fields);
    this.dom = dom;
  }

  /** Serves the record page of whichever simulation is current. */
  page(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean> {
    this.#page ??= this.#createPage();
    return this.#page(req, res, url);
  }

  async #rebuild(seed: string, days: number, until: number): Promise<void> {
    const simulation = new Simulation({ seed, days, apiBase: this.apiBase });
    this.#building = simulation;
    try {
      await simulation.playUntil(until);
      this.#simulation = simulation;
      this.#page = undefined;
    } finally {
      this.#building = undefined;
    }
  }

  #createPage(): PageHandler {
    const { stores, clock } = this.simulation;
    return createPageHandler({ stores: new Map(stores), clock, dom: () => this.dom, me: signedIn });
  }
}

function signedIn(): { userId: number; ownerId: string; name: string } {
  const user = USERS.find((one) => one.id === SIGNED_IN);
  const ids = Object.values(PERSON_IDS).find((one) => one.userId === SIGNED_IN);
  if (!user || !ids?.ownerId) throw new Error('nobody is signed in');
  return { userId: user.id, ownerId: ids.ownerId, name: `${user.firstName} ${user.lastName}` };
}
