/** Salesforce, as the rest of the sandbox knows it. */
import { BadInput } from '../badInput.ts';
import type { CrmKind, CrmSandbox, CrmSandboxOptions } from '../crm.ts';
import type { Actor, Via } from '../engine/types.ts';
import { ApiError } from './api/errors.ts';
import { faultReply } from './api/faultReplies.ts';
import { checkValues } from './api/values.ts';
import { MAX_BENCHMARK_FIELDS, setBenchmarkFields } from './benchmark.ts';
import { describeAccounts } from './describe.ts';
import { pageTruth } from './layout.ts';
import { MAIN_ORG, ORGS, userByKey, userName } from './org.ts';
import { LOCALES, type Locale, VARIANTS, type Variant } from './page/variants.ts';
import { createPageHandler } from './pageApi.ts';
import { changeSettings } from './settings.ts';
import { Simulation } from './simulation.ts';
import type { StoredRecord } from './types.ts';
import { TOKEN_ROLES, userOf } from './writers.ts';

/** Other names of objects, as the engine and people call them. */
const ALIASES: Record<string, string> = {
  deal: 'Opportunity',
  company: 'Account',
  contact: 'Contact',
  ticket: 'Case',
  renewal: 'Renewal__c',
};

/** The signed-in person of the record pages. */
const SIGNED_IN = userByKey('dana');

function create(options: CrmSandboxOptions): CrmSandbox {
  const simulation = new Simulation(options);
  const { accounts, settings, stores, api, clock } = simulation;

  const storeOf = (account: string) => {
    const store = stores.get(account);
    if (!store) throw new BadInput(`no account ${account}`);
    return store;
  };

  const recordOf = (account: string, object: string, id: string): StoredRecord => {
    const record = storeOf(account).get(object, id);
    if (!record) throw new BadInput(`no live record ${object} ${id}`);
    return record;
  };

  /** The journals hear of the incident's own writes from its plan. */
  const silently = <T>(act: () => T): T => {
    for (const store of stores.values()) store.beginSilence();
    try {
      return act();
    } finally {
      for (const store of stores.values()) store.endSilence();
    }
  };

  const page = createPageHandler({
    stores: new Map([...stores.values()].map((store) => [store.org.lightning, store])),
    clock,
    locked: () => settings.locked,
    me: { id: SIGNED_IN.id, name: userName(SIGNED_IN) },
  });

  return {
    crm: 'salesforce',
    accounts,
    describe: () => describeAccounts(simulation),
    get limits() {
      return simulation.limits;
    },
    set limits(on) {
      simulation.limits = on;
    },
    settings: {
      get: () => ({ ...settings }),
      set: (change) => {
        changeSettings(settings, change, () => api.expireTokens());
        for (const { catalog } of stores.values()) catalog.historyOff = settings.historyOff;
      },
    },

    answer(request, outside) {
      const { reply, credential } = outside ? api.answer(request, true) : silently(() => api.answer(request, false));
      const caller = credential && { account: credential.org.id, token: credential.role, appId: credential.userId };
      return { reply, ...(caller && { caller }) };
    },
    faultReply,
    page: (req, res, url, dom) =>
      page(req, res, url, { ...dom, variant: dom.variant as Variant, locale: dom.locale as Locale }),

    object(name) {
      const { catalog } = storeOf(MAIN_ORG.id);
      const found = catalog.object(ALIASES[name] ?? name);
      if (!found?.page) throw new BadInput(`no object ${name}`);
      return found.name;
    },
    isLive: (account, object, id) => stores.get(account)?.get(object, id) !== undefined,
    checkSet(account, object, id, set) {
      const store = storeOf(account);
      const record = recordOf(account, object, id);
      const definition = store.catalog.object(object);
      if (!definition) throw new BadInput(`no object ${object}`);
      try {
        const values = checkValues(store, { object: definition, record, userId: userOf('mara').id }, set);
        // Nobody can change the amount of an opportunity with products, and nobody is told.
        if (store.keepsAmount(record)) delete values.Amount;
        return values;
      } catch (error) {
        if (error instanceof ApiError) throw new BadInput(error.message);
        throw error;
      }
    },
    agentVia(account: string, { id }: Actor): Via | undefined {
      if (!TOKEN_ROLES[id]) return 'internal';
      return account === MAIN_ORG.id ? 'api' : undefined;
    },
    idsOf: (actor) => [userOf(actor.id).id],
    pageTruth: (account, object, id, dom) =>
      pageTruth(storeOf(account), recordOf(account, object, id), SIGNED_IN.id, {
        ...dom,
        variant: dom.variant as Variant,
        locale: dom.locale as Locale,
      }),
    setFields: (count) => setBenchmarkFields(simulation, count),
    stagingFields: () =>
      [...stores.values()].flatMap(({ org, catalog }) =>
        catalog.pageObjects().flatMap(({ name: object, fields }) =>
          fields.flatMap(({ name, label, type, length, tracked, made }) =>
            made
              ? [
                  {
                    crm: 'salesforce',
                    account: org.id,
                    object,
                    name,
                    label,
                    type,
                    length,
                    tracked,
                    createdAt: made.at,
                  },
                ]
              : [],
          ),
        ),
      ),
  };
}

/** Salesforce's line in the list of CRMs. */
export const salesforce: CrmKind = {
  crm: 'salesforce',
  hosts: ORGS.flatMap(({ lightning, api }) => [lightning, api]),
  hostKind(host, path) {
    if (!ORGS.some(({ lightning, api }) => lightning === host || api === host)) return null;
    return path.startsWith('/services/') ? 'api' : 'page';
  },
  variants: VARIANTS,
  locales: LOCALES,
  maxFields: MAX_BENCHMARK_FIELDS,
  create,
};
