/** The whole simulated Salesforce at one moment: both orgs, their tokens, their API and the engine's journals. */
import type { CrmSandboxOptions } from '../crm.ts';
import type { Clock } from '../engine/clock.ts';
import { INCIDENT_END } from '../engine/clock.ts';
import { planOtherAccount } from '../engine/incident/otherAccount.ts';
import { planIncident } from '../engine/incident.ts';
import { Journal } from '../engine/journal.ts';
import { createRandom } from '../engine/random.ts';
import { Replay } from '../engine/replay.ts';
import { TokenWriter } from './agents.ts';
import type { Api } from './api/index.ts';
import { createApi } from './api/index.ts';
import { addExtras, type Extra } from './extras.ts';
import { MAIN_ORG, OTHER_ORG } from './org.ts';
import { followStore } from './outside.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { SalesforceSide } from './side.ts';
import { addStaging } from './staging.ts';
import { Store } from './store.ts';
import type { Credential } from './tokens.ts';
import { createCredentials } from './tokens.ts';

export interface Account {
  store: Store;
  side: SalesforceSide;
  replay: Replay;
  journal: Journal;
  extras: readonly Extra[];
}

/** Digits of an id by their place. */
const BASE = 62;

/** Ids differ from seed to seed; the first ends in a capital, so that the second differs from it in case alone. */
const firstId = (seed: string): number => {
  const random = createRandom(`${seed}/ids`);
  return random.int(1_000_000, 9_000_000) * BASE + random.int(10, 35);
};

export class Simulation {
  readonly clock: Clock;
  readonly settings: Settings = defaultSettings();
  readonly credentials: readonly Credential[];
  /** By org id, the main one first. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly stores: ReadonlyMap<string, Store>;
  readonly api: Api;
  /** Whether the daily limit refuses anything. */
  limits = false;
  readonly #writers = new Map<string, TokenWriter>();

  constructor({ seed, days, proposals = false, clock, apiBase }: CrmSandboxOptions) {
    this.clock = clock;
    this.credentials = createCredentials(createRandom(`${seed}/salesforce/tokens`));
    const writer = (role: string) => {
      const made = this.#writers.get(role) ?? new TokenWriter(apiBase, this.credential(role).token);
      this.#writers.set(role, made);
      return made;
    };
    const plans = [
      [MAIN_ORG, planIncident(seed, INCIDENT_END, days, proposals)],
      [OTHER_ORG, planOtherAccount(seed, INCIDENT_END, days)],
    ] as const;
    this.accounts = new Map(
      plans.map(([org, plan]) => {
        const store = new Store(org, clock, firstId(seed));
        if (proposals && org === MAIN_ORG) addStaging(store.catalog);
        const side = new SalesforceSide(store, writer);
        const journal = new Journal(side);
        const replay = new Replay(plan, journal, clock, createRandom(`${seed}/salts/${org.id}`));
        followStore(store, journal, side);
        const extras = addExtras({ store, journal, side, clock, end: INCIDENT_END });
        return [org.id, { store, side, replay, journal, extras }];
      }),
    );
    clock.set(INCIDENT_END);
    clock.run();
    this.stores = new Map([...this.accounts].map(([id, { store }]) => [id, store]));
    this.api = createApi({
      clock,
      random: createRandom(`${seed}/salesforce/sessions`),
      settings: this.settings,
      stores: this.stores,
      credentials: this.credentials,
      enforced: () => this.limits,
    });
  }

  credential(role: string): Credential {
    const credential = this.credentials.find((one) => one.role === role);
    if (!credential) throw new Error(`no token ${role}`);
    return credential;
  }
}
