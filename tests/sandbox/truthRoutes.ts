/** The `/truth` routes: views of the engine's journals, and of what the record page shows. */
import { BadInput, moment } from './badInput.ts';
import type { ControlRoute } from './control.ts';
import { actorById } from './engine/actors.ts';
import type { Journal } from './engine/journal.ts';
import { changesView } from './engine/views/changes.ts';
import { correctionsView } from './engine/views/corrections.ts';
import { duplicatesView, patternsView } from './engine/views/patterns.ts';
import { stateView } from './engine/views/state.ts';
import { suggestionsView } from './engine/views/suggestions.ts';
import { accountOf, crmOf } from './live.ts';
import type { State } from './state.ts';

const PAGE = 500;
const MAX_PAGE = 10_000;

function wholeNumber(query: URLSearchParams, key: string, fallback: number, max: number): number {
  const value = Number(query.get(key) ?? fallback);
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new BadInput(`${key} must be a whole number up to ${max}`);
  return value;
}

export function truthRoutes(state: State): Record<string, ControlRoute> {
  /** The accounts a query asks about: of the CRM it names, of all where it names none. */
  const asked = (query: URLSearchParams) => {
    const name = query.get('crm');
    if (name !== null) crmOf(state.simulation, name);
    const account = query.get('account');
    const found = state.simulation
      .accounts()
      .filter(({ crm, id }) => (name === null || crm.crm === name) && (account === null || id === account));
    if (found.length === 0) throw new BadInput(`no account ${account}`);
    return found;
  };
  const journals = (query: URLSearchParams): Journal[] => asked(query).map(({ account }) => account.journal);

  const pageView = (query: URLSearchParams) => {
    const crm = crmOf(state.simulation, query.get('crm'));
    const [object, id] = [query.get('object'), query.get('id')];
    if (!object || !id) throw new BadInput('view=page needs the object and id of a live record');
    const dom = state.dom(crm.crm);
    const variants = state.kinds.find((kind) => kind.crm === crm.crm)?.variants ?? [];
    const variant = query.get('variant') ?? dom.variant;
    if (!variants.includes(variant)) throw new BadInput(`variant must be one of ${variants.join(', ')}`);
    return crm.pageTruth(accountOf(crm, query.get('account')), crm.object(object), id, { ...dom, variant });
  };

  return {
    'GET /truth': ({ query }) => {
      if (query.get('view') === 'page') return pageView(query);
      if (query.has('view')) throw new BadInput('view must be page');
      const [object, id, field] = [query.get('object'), query.get('id'), query.get('field')];
      const after = wholeNumber(query, 'after', 0, Number.MAX_SAFE_INTEGER);
      const limit = wholeNumber(query, 'limit', PAGE, MAX_PAGE);
      return asked(query)
        .flatMap(({ crm, account }) =>
          stateView(account.journal, { object: object === null ? null : crm.object(object), id, field }),
        )
        .slice(after, after + limit);
    },
    'GET /truth/changes': ({ query }) => {
      const actor = query.get('actor');
      if (actor !== null) checkActor(actor);
      const bound = (key: string) => (query.has(key) ? moment(query.get(key), key) : undefined);
      const filter = { actor, from: bound('from'), to: bound('to') };
      return journals(query).flatMap((journal) => changesView(journal, filter));
    },
    'GET /truth/corrections': ({ query }) => journals(query).flatMap(correctionsView),
    'GET /truth/suggestions': ({ query }) => {
      const [object, id] = [query.get('object'), query.get('id')];
      const now = state.simulation.clock.now();
      return asked(query).flatMap(({ crm, account }) =>
        suggestionsView(account.journal, now, { object: object === null ? null : crm.object(object), id }),
      );
    },
    'GET /truth/patterns': ({ query }) => journals(query).flatMap(patternsView),
    'GET /truth/duplicates': ({ query }) => journals(query).flatMap(duplicatesView),
  };
}

function checkActor(id: string): void {
  try {
    actorById(id);
  } catch {
    throw new BadInput(`no actor ${id}`);
  }
}
