/** Properties that hold suggestions: how they are created, and the searches that find records with something in them. Pure. */
import type { NewField, NewFieldKind, PendingQuery } from '../contract';

/** The group under which HubSpot's settings and its list of all properties show our properties. */
export const STAGING_GROUP = { name: 'ai_staging', label: 'AI suggestions' };

const TYPES: Record<NewFieldKind, { type: string; fieldType: string }> = {
  line: { type: 'string', fieldType: 'text' },
  text: { type: 'string', fieldType: 'textarea' },
  number: { type: 'number', fieldType: 'number' },
};

/** The body that creates a property (`PropertyCreate` in HubSpot's public API descriptions). */
export function propertyOf({ name, label, help, kind }: NewField) {
  return { name, label, description: help, groupName: STAGING_GROUP.name, ...TYPES[kind] };
}

// Limits of search by HubSpot's documentation, 2026.
const GROUPS_PER_SEARCH = 5;
const RESULTS_PER_PAGE = 200;
/** Further results are refused, whatever the page. */
const RESULTS_PER_SEARCH = 10_000;

/**
 * The search for one page of records that may hold suggestions: by their number, by the metadata, and by each staging field, for
 * neither of the others need be there. Every field takes a group of filters of its own, for only groups are alternatives; more
 * than one search takes have several, one after the other.
 * @param modified the property with the last modification
 * @returns the body, or `null` where there is nothing to search by
 */
export function pendingSearch(query: PendingQuery, modified: string) {
  const [turn] = cursorOf(query);
  const start = turn * GROUPS_PER_SEARCH;
  const conditions = conditionsOf(query).slice(start, start + GROUPS_PER_SEARCH);
  if (conditions.length === 0) return null;
  const recent = query.since === null ? [] : [{ propertyName: modified, operator: 'GTE', value: String(query.since) }];
  return {
    filterGroups: conditions.map((filters) => ({ filters: [...filters, ...recent] })),
    // Newest first: what is modified between two pages is then found twice rather than never.
    sorts: [{ propertyName: modified, direction: 'DESCENDING' }],
    properties: [],
    limit: RESULTS_PER_PAGE,
    after: cursorOf(query)[1],
  };
}

/**
 * Where the page after this one is.
 * @param next what HubSpot names as the next page of the same search
 * @returns the number of the search and the place in it, e.g. `1:200`; `null` at the end
 */
export function pendingAfter(query: PendingQuery, next: string | null | undefined): string | null {
  const [turn] = cursorOf(query);
  if (next && Number(next) < RESULTS_PER_SEARCH) return `${turn}:${next}`;
  return (turn + 1) * GROUPS_PER_SEARCH < conditionsOf(query).length ? `${turn + 1}:0` : null;
}

/** Filters that are alternatives to each other. What has metadata is found by it, so that no search gives the same again. */
function conditionsOf({ staging, metadata, count }: PendingQuery) {
  const without = metadata === null ? [] : [{ propertyName: metadata, operator: 'NOT_HAS_PROPERTY' }];
  return [
    ...(count === null ? [] : [[{ propertyName: count, operator: 'GT', value: '0' }]]),
    ...(metadata === null ? [] : [[{ propertyName: metadata, operator: 'HAS_PROPERTY' }]]),
    ...staging.map((propertyName) => [{ propertyName, operator: 'HAS_PROPERTY' }, ...without]),
  ];
}

function cursorOf({ after }: PendingQuery): [turn: number, offset: string] {
  const [turn, offset] = (after ?? '0:0').split(':');
  return [Number(turn), offset ?? '0'];
}
