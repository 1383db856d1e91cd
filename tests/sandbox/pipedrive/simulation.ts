/** The whole simulated Pipedrive at one moment: both companies, their tokens, their API and the engine's journals. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadInput, onlyKeys, optionalNumber } from '../badInput.ts';
import type { AccountInfo, ApiAnswer, CrmSandbox, CrmSandboxOptions, DomSettings, PlacedField } from '../crm.ts';
import { actorById } from '../engine/actors.ts';
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
import type { TokenWriter } from './agents.ts';
import { clientWriter, plainWriter } from './agents.ts';
import { ApiError } from './api/errors.ts';
import { faultReply } from './api/faultReplies.ts';
import { createApi } from './api/index.ts';
import { Limits } from './api/limits.ts';
import { checkTexts } from './api/writes.ts';
import { LEAD_TITLES } from './catalog/leads.ts';
import { PERSON_IDS, USERS } from './catalog/users.ts';
import { benchmarkField } from './catalog.ts';
import { describeAccount } from './describe.ts';
import { pageTruth } from './layout.ts';
import { followStore } from './outside.ts';
import type { PageHandler } from './pageApi.ts';
import { createPageHandler } from './pageApi.ts';
import { CHROME_UA, pageRow } from './rows.ts';
import { PipedriveSide, TOKEN_ROLES } from './side.ts';
import { addStaging } from './staging.ts';
import { Store } from './store.ts';
import type { Credential } from './tokens.ts';
import { createCredentials, MAIN, OTHER } from './tokens.ts';
import type { Company, PdObject, RecordObject } from './types.ts';
import { OBJECTS } from './types.ts';

interface Account {
  store: Store;
  side: PipedriveSide;
  journal: Journal;
  replay: Replay;
}

/** Writers that are told by their user agent: a script, a program that sends none, and the browser Countersign runs in. */
const USER_AGENTS: Readonly<Record<string, string | null>> = {
  desk: 'python-requests/2.32.3',
  anonymous: null,
  overlay: CHROME_UA,
};

/** Half of the benchmark's fields are an agent's, the rest a person's. */
const BENCHMARK_WRITERS: ReadonlyArray<readonly [actor: string, via: Via]> = [
  ['copilot', 'api'],
  ['dana', 'page'],
];

/** Record ids differ from seed to seed, and begin alike in both companies. */
const firstId = (seed: string): number => createRandom(`${seed}/ids`).int(1, 400) * 10;

export class PipedriveSandbox implements CrmSandbox {
  readonly crm = 'pipedrive';
  readonly accounts: ReadonlyMap<string, Account>;
  limits = false;
  readonly #clock: Clock;
  readonly #credentials: readonly Credential[];
  readonly #budget = new Limits(USERS.filter(({ active }) => active).length);
  readonly #api: (request: Incoming, outside: boolean) => ApiAnswer;
  readonly #page: PageHandler;

  constructor({ seed, days, proposals = false, clock, apiBase }: CrmSandboxOptions) {
    this.#clock = clock;
    this.#credentials = createCredentials(createRandom(`${seed}/tokens/pipedrive`));
    const plans = [
      [MAIN, planIncident(seed, INCIDENT_END, days, proposals)],
      [OTHER, planOtherAccount(seed, INCIDENT_END, days)],
    ] as const;
    this.accounts = new Map(
      plans.map(([company, plan]) => {
        const store = new Store(company, clock, firstId(seed));
        if (proposals && company === MAIN) addStaging(store.catalog);
        addLeads(store, `${seed}/leads/${company.id}`);
        const side = new PipedriveSide(store, this.#writers(apiBase, company));
        const journal = new Journal(side);
        const replay = new Replay(plan, journal, clock, createRandom(`${seed}/salts/${company.id}`));
        followStore(store, journal);
        return [company.id, { store, side, journal, replay }];
      }),
    );
    const stores = new Map([...this.accounts].map(([id, { store }]) => [id, store]));
    this.#api = createApi({
      stores,
      credentials: this.#credentials,
      limits: this.#budget,
      clock,
      limited: () => this.limits,
    });
    this.#page = createPageHandler({ stores: [...stores.values()], clock });
  }

  describe(): AccountInfo[] {
    const ids = [...this.accounts.keys()];
    return [...this.accounts.values()].map(({ store, replay }) => {
      const other = ids.find((id) => id !== store.company.id) ?? '';
      return describeAccount(store, replay, other, (companyId, role) => this.#credential(companyId, role));
    });
  }

  readonly settings = {
    get: () => ({ dailyBudget: this.#budget.budget }),
    /** Throws `BadInput`. */
    set: (change: Record<string, unknown>) => {
      onlyKeys(change, ['dailyBudget']);
      this.#budget.budget = optionalNumber(change, 'dailyBudget', 0, 1e9) ?? this.#budget.budget;
    },
  };

  answer(request: Incoming, outside: boolean): ApiAnswer {
    if (outside) return this.#api(request, true);
    // The incident's own agents: the journal knows from the plan what they do.
    const silent = [...this.accounts.values()].reduce<() => ApiAnswer>(
      (inner, { store }) =>
        () =>
          store.silently(inner),
      () => this.#api(request, false),
    );
    return silent();
  }

  faultReply(fault: Fault): Reply | undefined {
    return faultReply(fault);
  }

  page(req: IncomingMessage, res: ServerResponse, url: URL, dom: DomSettings): Promise<boolean> {
    return this.#page(req, res, url, dom);
  }

  object(name: string): string {
    const wanted = name.toLowerCase();
    const found = OBJECTS.find((object) => wanted === object || wanted === `${object}s`);
    if (!found) throw new BadInput(`Pipedrive has no ${name}; it has ${OBJECTS.join(', ')}`);
    return found;
  }

  isLive(account: string, object: string, id: string): boolean {
    return this.#account(account).store.get(object as PdObject, id) !== undefined;
  }

  checkSet(account: string, object: string, id: string, set: Record<string, string>): Record<string, string> {
    const { store } = this.#account(account);
    const record = store.get(object as PdObject, id);
    if (!record) throw new BadInput(`no live record ${object} ${id}`);
    if (record.object === 'lead') throw new BadInput('nothing is written to leads here');
    try {
      checkTexts(store, object as RecordObject, set, (code) => store.value(record, code));
    } catch (error) {
      if (error instanceof ApiError) throw new BadInput(error.message);
      throw error;
    }
    return set;
  }

  agentVia(account: string, agent: Actor): Via | undefined {
    return this.#credential(account, TOKEN_ROLES[agent.id] ?? '') && 'api';
  }

  idsOf(actor: Actor): string[] {
    const person = PERSON_IDS[actor.id];
    const credential = this.#credential(MAIN.id, TOKEN_ROLES[actor.id] ?? '');
    return [...(person === undefined ? [] : [String(person)]), ...(credential ? [String(credential.userId)] : [])];
  }

  pageTruth(account: string, object: string, id: string, dom: DomSettings): PlacedField[] {
    const { store } = this.#account(account);
    const record = store.get(object as PdObject, id);
    if (!record) throw new BadInput(`no live record ${object} ${id}`);
    return pageTruth(store, record, dom);
  }

  async setFields(count: number): Promise<void> {
    for (const { store } of this.accounts.values()) store.catalog.setBenchmarkFields(count);
    const { store, side, journal, replay } = this.#account(MAIN.id);
    const targets = replay.plan.highlights.flatMap(({ key }) => {
      const target = replay.target(key);
      return target && store.get(target.object as PdObject, target.id) ? [target] : [];
    });
    const at = this.#clock.now();
    this.#clock.hold(at);
    for (const [turn, [id, via]] of BENCHMARK_WRITERS.entries()) {
      const numbers = Array.from({ length: count }, (_, index) => index + 1);
      const mine = numbers.filter((n) => n % BENCHMARK_WRITERS.length === turn);
      if (mine.length === 0) continue;
      const set = Object.fromEntries(mine.map((n) => [benchmarkField(n), `Value ${n}`]));
      const actor = actorById(id);
      await side.write(
        actor,
        via,
        targets.map((target) => ({ ...target, set })),
      );
      for (const target of targets) journal.write(target, set, { at, actor, via });
    }
    this.#clock.run();
  }

  stagingFields(): object[] {
    return [...this.accounts.values()].flatMap(({ store }) =>
      store.catalog.created().map(({ object, field }) => ({
        crm: this.crm,
        account: store.company.id,
        object,
        name: field.code,
        label: field.name,
        type: field.type,
      })),
    );
  }

  #account(id: string): Account {
    const account = this.accounts.get(id);
    if (!account) throw new BadInput(`no account ${id}`);
    return account;
  }

  #credential(companyId: string, role: string): Credential | undefined {
    return this.#credentials.find((one) => one.companyId === companyId && one.role === role);
  }

  #writers(apiBase: string, company: Company): (role: string, actor: string) => TokenWriter {
    const made = new Map<string, TokenWriter>();
    return (role, actor) => {
      const known = made.get(actor);
      if (known) return known;
      const token = this.#credential(company.id, role)?.token;
      if (!token) throw new BadInput(`${actor} has no token for ${company.name}`);
      const userAgent = USER_AGENTS[actor];
      const writer = userAgent === undefined ? clientWriter(apiBase, token) : plainWriter(apiBase, token, userAgent);
      made.set(actor, writer);
      return writer;
    };
  }
}

function addLeads(store: Store, seed: string): void {
  const random = createRandom(seed);
  for (const title of LEAD_TITLES) {
    const set = { title, value: '12000', currency: 'EUR' };
    store.create('lead', set, pageRow(PERSON_IDS.dana ?? 0), { id: random.uuid() });
  }
}
