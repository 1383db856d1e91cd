/** The whole simulated HubSpot at one moment: both portals, their tokens, their API and the engine's journals. */

import type { Clock } from '../engine/clock.ts';
import { createClock, INCIDENT_END } from '../engine/clock.ts';
import { planOtherAccount } from '../engine/incident/otherAccount.ts';
import { planIncident } from '../engine/incident.ts';
import { Journal } from '../engine/journal.ts';
import { createRandom } from '../engine/random.ts';
import { playUntil, Replay } from '../engine/replay.ts';
import { TokenWriter } from './agents.ts';
import type { Api } from './api/index.ts';
import { createApi } from './api/index.ts';
import { followStore } from './outside.ts';
import type { ApiSettings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import { HubSpotSide } from './side.ts';
import { Store } from './store.ts';
import type { Credential } from './tokens.ts';
import { createCredentials, MAIN_PORTAL, OTHER_PORTAL } from './tokens.ts';

export interface Account {
  store: Store;
  side: HubSpotSide;
  replay: Replay;
  journal: Journal;
}

interface SimulationOptions {
  seed: string;
  days: number;
  /** Where writers with a token reach this simulation's API. */
  apiBase: string;
}

/** Record ids differ from seed to seed, and begin alike in both portals. */
const firstId = (seed: string): number => 30_000_000_000 + createRandom(`${seed}/ids`).int(1, 900_000) * 1_000;

export class Simulation {
  readonly seed: string;
  readonly days: number;
  readonly clock: Clock;
  readonly settings: ApiSettings = defaultSettings();
  readonly credentials: readonly Credential[];
  readonly accounts: ReadonlyMap<string, Account>;
  readonly stores: ReadonlyMap<string, Store>;
  readonly api: Api;
  /** Moment up to which the story has been told. */
  position = 0;
  readonly #writers = new Map<string, TokenWriter>();

  constructor({ seed, days, apiBase }: SimulationOptions) {
    this.seed = seed;
    this.days = days;
    this.clock = createClock();
    this.credentials = createCredentials(createRandom(`${seed}/tokens`));
    const writer = (role: string) => {
      const made = this.#writers.get(role) ?? new TokenWriter(apiBase, this.credential(role).token);
      this.#writers.set(role, made);
      return made;
    };
    const main = { id: MAIN_PORTAL, name: 'Northwind Sales', uiDomain: 'app.hubspot.com', hublet: 'na1' };
    const other = { id: OTHER_PORTAL, name: 'Fjordware EU', uiDomain: 'app-eu1.hubspot.com', hublet: 'eu1' };
    const plans = [
      [main, planIncident(seed, INCIDENT_END, days)],
      [other, planOtherAccount(seed, INCIDENT_END, days)],
    ] as const;
    this.accounts = new Map(
      plans.map(([portal, plan]) => {
        const store = new Store(portal, this.clock, firstId(seed));
        const side = new HubSpotSide(store, writer);
        const journal = new Journal(side);
        const replay = new Replay(plan, journal, this.clock, createRandom(`${seed}/salts/${portal.id}`));
        followStore(store, journal);
        return [portal.id, { store, side, replay, journal }];
      }),
    );
    this.stores = new Map([...this.accounts].map(([id, { store }]) => [id, store]));
    this.api = createApi(this);
  }

  credential(role: string): Credential {
    const credential = this.credentials.find((one) => one.role === role);
    if (!credential) throw new Error(`no token ${role}`);
    return credential;
  }

  account(id = MAIN_PORTAL): Account | undefined {
    return this.accounts.get(id);
  }

  /** Tells the story up to a moment and lets time pass from there. */
  async playUntil(until: number): Promise<number> {
    const replays = [...this.accounts.values()].map(({ replay }) => replay);
    const steps = await playUntil(replays, until);
    this.position = until;
    this.clock.set(until);
    this.clock.run();
    return steps;
  }
}
