/** The whole simulated HubSpot at one moment: both portals, their tokens, their API and the engine's journals. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadInput, oneOf, onlyKeys, optionalNumber } from '../badInput.ts';
import type * as outside from '../crm.ts';
import type { AccountInfo, ApiAnswer, CrmAccount, CrmSandbox, CrmSandboxOptions, PlacedField } from '../crm.ts';
import type { Clock } from '../engine/clock.ts';
import { INCIDENT_END } from '../engine/clock.ts';
import { planOtherAccount } from '../engine/incident/otherAccount.ts';
import { planIncident } from '../engine/incident.ts';
import { Journal } from '../engine/journal.ts';
import { createRandom } from '../engine/random.ts';
import { Replay } from '../engine/replay.ts';
import type { Actor, Via } from '../engine/types.ts';
import type { Fault } from '../faults.ts';
import type { Incoming, Reply } from '../http.ts';
import { TokenWriter } from './agents.ts';
import { ApiError } from './api/errors.ts';
import { faultReply } from './api/faultReplies.ts';
import type { Api } from './api/index.ts';
import { createApi } from './api/index.ts';
import { objectType } from './api/objectTypes.ts';
import { checkProperties } from './api/values.ts';
import { setBenchmarkFields } from './benchmark.ts';
import { SIGNED_IN, USERS } from './catalog.ts';
import { describeAccounts } from './describe.ts';
import { pageTruth } from './layout.ts';
import { followStore } from './outside.ts';
import { createPageHandler } from './pageApi.ts';
import type { ApiSettings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import { HubSpotSide, TOKEN_ROLES } from './side.ts';
import { addStaging } from './staging.ts';
import { stagingFields } from './stagingFields.ts';
import { Store } from './store.ts';
import type { Credential } from './tokens.ts';
import { createCredentials, MAIN_PORTAL, OTHER_PORTAL } from './tokens.ts';
import type { DomSettings, ObjectTypeId } from './types.ts';
import { PERSON_IDS } from './vocabulary.ts';

export interface Account extends CrmAccount {
  store: Store;
  side: HubSpotSide;
}

/** Record ids differ from seed to seed, and begin alike in both portals. */
const firstId = (seed: string): number => 30_000_000_000 + createRandom(`${seed}/ids`).int(1, 900_000) * 1_000;

export class HubSpotSandbox implements CrmSandbox {
  readonly crm = 'hubspot';
  readonly clock: Clock;
  readonly credentials: readonly Credential[];
  readonly accounts: ReadonlyMap<string, Account>;
  readonly stores: ReadonlyMap<string, Store>;
  readonly #settings: ApiSettings = defaultSettings();
  readonly #api: Api;
  readonly #writers = new Map<string, TokenWriter>();
  readonly #servePage: ReturnType<typeof createPageHandler>;
  #dom: DomSettings | undefined;

  constructor({ seed, days, proposals = false, clock, apiBase }: CrmSandboxOptions) {
    this.clock = clock;
    this.credentials = createCredentials(createRandom(`${seed}/tokens`));
    const writer = (role: string) => {
      const made = this.#writers.get(role) ?? new TokenWriter(apiBase, this.credential(role).token);
      this.#writers.set(role, made);
      return made;
    };
    const main = { id: MAIN_PORTAL, name: 'Northwind Sales', uiDomain: 'app.hubspot.com', hublet: 'na1' };
    const other = { id: OTHER_PORTAL, name: 'Fjordware EU', uiDomain: 'app-eu1.hubspot.com', hublet: 'eu1' };
    const plans = [
      [main, planIncident(seed, INCIDENT_END, days, proposals)],
      [other, planOtherAccount(seed, INCIDENT_END, days)],
    ] as const;
    this.accounts = new Map(
      plans.map(([portal, plan]) => {
        const store = new Store(portal, clock, firstId(seed));
        if (proposals && portal === main) addStaging(store.catalog);
        const side = new HubSpotSide(store, writer);
        const journal = new Journal(side);
        const replay = new Replay(plan, journal, clock, createRandom(`${seed}/salts/${portal.id}`));
        followStore(store, journal);
        return [portal.id, { store, side, replay, journal }];
      }),
    );
    this.stores = new Map([...this.accounts].map(([id, { store }]) => [id, store]));
    const { credentials, stores } = this;
    this.#api = createApi({ clock, settings: this.#settings, stores, credentials });
    this.#servePage = createPageHandler({
      stores,
      clock,
      dom: () => {
        if (!this.#dom) throw new Error('no page has been asked for');
        return this.#dom;
      },
      me: signedIn,
    });
  }

  get limits(): boolean {
    return this.#settings.limits;
  }

  set limits(on: boolean) {
    this.#settings.limits = on;
  }

  readonly settings = {
    get: () => {
      const { mergeIds, mergedGet, searchDelayMs } = this.#settings;
      return { mergeIds, mergedGet, searchDelayMs };
    },
    set: (change: Record<string, unknown>) => {
      onlyKeys(change, ['mergeIds', 'mergedGet', 'searchDelayMs']);
      const now = this.#settings;
      now.mergeIds = oneOf(change, 'mergeIds', ['primary', 'new'], now.mergeIds);
      now.mergedGet = oneOf(change, 'mergedGet', ['survivor', '404'], now.mergedGet);
      now.searchDelayMs = optionalNumber(change, 'searchDelayMs', 0, 3_600_000) ?? now.searchDelayMs;
    },
  };

  credential(role: string): Credential {
    const credential = this.credentials.find((one) => one.role === role);
    if (!credential) throw new Error(`no token ${role}`);
    return credential;
  }

  account(id = MAIN_PORTAL): Account | undefined {
    return this.accounts.get(id);
  }

  describe(): AccountInfo[] {
    return describeAccounts(this);
  }

  answer(request: Incoming, fromOutside: boolean): ApiAnswer {
    const run = () => this.#api.answer(request, fromOutside);
    const silent = [...this.stores.values()].reduce<typeof run>((inner, store) => () => store.silently(inner), run);
    const { reply } = fromOutside ? run() : silent();
    const credential = this.#api.credentialOf(request);
    return {
      reply,
      ...(credential && {
        caller: { account: credential.portalId, token: credential.role, appId: credential.appId },
      }),
    };
  }

  faultReply(fault: Fault): Reply | undefined {
    return faultReply(fault);
  }

  page(req: IncomingMessage, res: ServerResponse, url: URL, dom: outside.DomSettings): Promise<boolean> {
    this.#dom = dom as DomSettings;
    return this.#servePage(req, res, url);
  }

  object(name: string): string {
    return asBadInput(() => objectType(name).id);
  }

  isLive(account: string, object: string, id: string): boolean {
    return this.stores.get(account)?.get(object as ObjectTypeId, id) !== undefined;
  }

  checkSet(account: string, object: string, _id: string, set: Record<string, string>): Record<string, string> {
    const store = this.#store(account);
    const checked = asBadInput(() => checkProperties(store, object as ObjectTypeId, set));
    return Object.fromEntries(Object.entries(checked).map(([field, value]) => [field, value ?? '']));
  }

  agentVia(account: string, agent: Actor): Via | undefined {
    if (!TOKEN_ROLES[agent.id]) return 'internal';
    return account === MAIN_PORTAL ? 'api' : undefined;
  }

  idsOf(actor: Actor): string[] {
    const role = TOKEN_ROLES[actor.id];
    const user = PERSON_IDS[actor.id]?.userId;
    return [...(role ? [this.credential(role).appId] : []), ...(user ? [String(user)] : [])];
  }

  pageTruth(account: string, object: string, id: string, dom: outside.DomSettings): PlacedField[] {
    const store = this.#store(account);
    const record = store.get(object as ObjectTypeId, id);
    if (!record) throw new BadInput(`no live record ${object} ${id}`);
    return pageTruth({
      typeId: record.typeId,
      properties: store.values(record),
      definitions: store.catalog.properties(record.typeId),
      dom: dom as DomSettings,
    });
  }

  setFields(count: number): Promise<void> {
    return setBenchmarkFields(this, count);
  }

  stagingFields(): object[] {
    return stagingFields(this);
  }

  #store(account: string): Store {
    const store = this.stores.get(account);
    if (!store) throw new BadInput(`no account ${account}`);
    return store;
  }
}

/** What the API would refuse, the control routes refuse in its words. */
function asBadInput<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiError) throw new BadInput(error.message);
    throw error;
  }
}

function signedIn(): { userId: number; ownerId: string; name: string } {
  const user = USERS.find((one) => one.id === SIGNED_IN);
  const ids = Object.values(PERSON_IDS).find((one) => one.userId === SIGNED_IN);
  if (!user || !ids?.ownerId) throw new Error('nobody is signed in');
  return { userId: user.id, ownerId: ids.ownerId, name: `${user.firstName} ${user.lastName}` };
}
