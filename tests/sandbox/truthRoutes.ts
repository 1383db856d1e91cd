/** The `/truth` routes: views of the engine's journals, and of what the record page shows. */
import { BadInput, checkCrm, moment } from './badInput.ts';
import type { ControlRoute } from './control.ts';
import { actorById } from './engine/actors.ts';
import type { Journal } from './engine/journal.ts';
import { changesView } from './engine/views/changes.ts';
import { correctionsView } from './engine/views/corrections.ts';
import { duplicatesView, patternsView } from './engine/views/patterns.ts';
import { stateView } from './engine/views/state.ts';
import { ApiError } from './hubspot/api/errors.ts';
import { objectType } from './hubspot/api/objectTypes.ts';
import { pageTruth } from './hubspot/layout.ts';
import { MAIN_PORTAL } from './hubspot/tokens.ts';
import type { DomVariant, ObjectTypeId } from './hubspot/types.ts';
import type { State } from './state.ts';

const PAGE = 500;
const MAX_PAGE = 10_000;
const VARIANTS: readonly string[] = ['2026', '2025', 'legacy', 'unknown'];

/** An object type by any of its names; `null` stays `null`. */
function typeOf(name: string | null): ObjectTypeId | null {
  try {
    return name === null ? null : objectType(name).id;
  } catch (error) {
    if (error instanceof ApiError) throw new BadInput(error.message);
    throw error;
  }
}

function wholeNumber(query: URLSearchParams, key: string, fallback: number, max: number): number {
  const value = Number(query.get(key) ?? fallback);
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new BadInput(`${key} must be a whole number up to ${max}`);
  return value;
}

export function truthRoutes(state: State): Record<string, ControlRoute> {
  const journals = (query: URLSearchParams): Journal[] => {
    checkCrm(query);
    const account = query.get('account');
    const { accounts } = state.simulation;
    if (account !== null && !accounts.has(account)) throw new BadInput(`no account ${account}`);
    return [...accounts].filter(([id]) => account === null || id === account).map(([, { journal }]) => journal);
  };

  const pageView = (query: URLSearchParams) => {
    const typeId = typeOf(query.get('object'));
    const store = state.simulation.stores.get(query.get('account') ?? MAIN_PORTAL);
    const record = typeId && store?.get(typeId, query.get('id') ?? '');
    if (!store || !record) throw new BadInput('view=page needs the object and id of a live record');
    const variant = query.get('variant') ?? state.dom.variant;
    if (!VARIANTS.includes(variant)) throw new BadInput(`variant must be one of ${VARIANTS.join(', ')}`);
    return pageTruth({
      typeId: record.typeId,
      properties: store.values(record),
      definitions: store.catalog.properties(record.typeId),
      dom: { ...state.dom, variant: variant as DomVariant },
    });
  };

  return {
    'GET /truth': ({ query }) => {
      checkCrm(query);
      if (query.get('view') === 'page') return pageView(query);
      if (query.has('view')) throw new BadInput('view must be page');
      const filter = { object: typeOf(query.get('object')), id: query.get('id'), field: query.get('field') };
      const after = wholeNumber(query, 'after', 0, Number.MAX_SAFE_INTEGER);
      const limit = wholeNumber(query, 'limit', PAGE, MAX_PAGE);
      return journals(query)
        .flatMap((journal) => stateView(journal, filter))
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
    'GET /truth/suggestions': ({ query }) => journals(query).flatMap(() => []),
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
