/** `POST /objects/{type}/search`: filters, sorting and paging over current values; never history. */
import type { Reply } from '../../http.ts';
import type { Store } from '../store.ts';
import type { StoredRecord } from '../types.ts';
import type { Call, Params } from './call.ts';
import { bodyOf, strings } from './call.ts';
import { invalid } from './errors.ts';
import { requireObject } from './objectTypes.ts';
import { renderRecord } from './render.ts';

const MAX_LIMIT = 200;
const MAX_TOTAL = 10_000;
const MAX_GROUPS = 5;
const MAX_FILTERS_PER_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_QUERY = 3_000;

interface Filter {
  propertyName?: string;
  operator?: string;
  value?: unknown;
  values?: unknown;
  highValue?: unknown;
}

type Test = (value: string | null, filter: Filter) => boolean;

/** Numbers and instants compare as numbers, everything else as lower-case text. */
function comparable(raw: unknown): number | string {
  const text = String(raw ?? '');
  if (text !== '' && !Number.isNaN(Number(text))) return Number(text);
  const instant = /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? text.toLowerCase() : instant;
}

function order(a: unknown, b: unknown): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right));
}

const tokens = (value: string): string[] =>
  value
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** `*` at either end of the searched token matches any rest. */
function hasToken(value: string | null, wanted: unknown): boolean {
  const text = String(wanted ?? '').toLowerCase();
  const bare = text.replaceAll('*', '');
  if (!text.includes('*')) return tokens(bare).every((token) => tokens(value ?? '').includes(token));
  return tokens(value ?? '').some((token) => {
    if (!text.startsWith('*')) return token.startsWith(bare);
    return text.endsWith('*') ? token.includes(bare) : token.endsWith(bare);
  });
}

const list = (filter: Filter): string[] => strings(filter.values).map((value) => value.toLowerCase());
const present = (value: string | null): value is string => value !== null;

const OPERATORS: Record<string, Test> = {
  EQ: (value, { value: wanted }) => present(value) && order(value, wanted) === 0,
  NEQ: (value, { value: wanted }) => !present(value) || order(value, wanted) !== 0,
  LT: (value, { value: wanted }) => present(value) && order(value, wanted) < 0,
  LTE: (value, { value: wanted }) => present(value) && order(value, wanted) <= 0,
  GT: (value, { value: wanted }) => present(value) && order(value, wanted) > 0,
  GTE: (value, { value: wanted }) => present(value) && order(value, wanted) >= 0,
  BETWEEN: (value, filter) => present(value) && order(value, filter.value) >= 0 && order(value, filter.highValue) <= 0,
  IN: (value, filter) => present(value) && list(filter).includes(value.toLowerCase()),
  NOT_IN: (value, filter) => !present(value) || !list(filter).includes(value.toLowerCase()),
  HAS_PROPERTY: present,
  NOT_HAS_PROPERTY: (value) => !present(value),
  CONTAINS_TOKEN: (value, { value: wanted }) => hasToken(value, wanted),
  NOT_CONTAINS_TOKEN: (value, { value: wanted }) => !hasToken(value, wanted),
};

function filterGroups(body: Record<string, unknown>): Filter[][] {
  const groups = Array.isArray(body.filterGroups) ? body.filterGroups : [];
  const filters = groups.map((group) => (group as { filters?: Filter[] }).filters ?? []);
  if (filters.length > MAX_GROUPS) throw invalid(`The maximum number of filter groups is ${MAX_GROUPS}`);
  if (filters.some((group) => group.length > MAX_FILTERS_PER_GROUP)) {
    throw invalid(`The maximum number of filters in a group is ${MAX_FILTERS_PER_GROUP}`);
  }
  if (filters.flat().length > MAX_FILTERS) throw invalid(`The maximum number of filters is ${MAX_FILTERS}`);
  return filters;
}

function passes(store: Store, record: StoredRecord, filter: Filter): boolean {
  const name = filter.propertyName ?? '';
  if (!store.catalog.property(record.typeId, name)) {
    throw invalid(`There was a problem with the request: property "${name}" does not exist`);
  }
  const test = OPERATORS[filter.operator ?? ''];
  if (!test) throw invalid(`Invalid operator ${filter.operator}`);
  return test(store.value(record, name), filter);
}

/** One sort, as `{propertyName, direction}` or as a bare name with an optional minus. */
function sortOf(body: Record<string, unknown>): { name: string; sign: number } | undefined {
  const sorts = Array.isArray(body.sorts) ? body.sorts : [];
  if (sorts.length > 1) throw invalid('Only one sort is supported');
  const [sort] = sorts as [unknown?];
  if (typeof sort === 'string') return { name: sort.replace(/^-/, ''), sign: sort.startsWith('-') ? -1 : 1 };
  const { propertyName, direction } = (sort ?? {}) as { propertyName?: string; direction?: string };
  return propertyName ? { name: propertyName, sign: direction === 'DESCENDING' ? -1 : 1 } : undefined;
}

export function searchRecords(call: Call, params: Params): Reply {
  const type = requireObject(call, params.type ?? '', 'read');
  const body = bodyOf(call);
  const { store, settings, clock } = call;
  const limit = Number(body.limit ?? 10);
  const offset = Number(body.after ?? 0);
  const query = String(body.query ?? '');
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid(`limit must be between 1 and ${MAX_LIMIT}`);
  if (!Number.isInteger(offset) || offset < 0) throw invalid('after must be a whole number');
  if (offset + limit > MAX_TOTAL) throw invalid(`Paging past ${MAX_TOTAL} results is not supported`);
  if (query.length > MAX_QUERY) throw invalid(`query must not be longer than ${MAX_QUERY} characters`);
  const groups = filterGroups(body);
  const indexedUntil = new Date(clock.now() - settings.searchDelayMs).toISOString();
  const words = tokens(query);
  const matches = store.list(type.id).filter((record) => {
    if (settings.searchDelayMs > 0 && record.updatedAt > indexedUntil) return false;
    const text = tokens(type.searchable.map((name) => store.value(record, name) ?? '').join(' '));
    if (!words.every((word) => text.some((token) => token.startsWith(word)))) return false;
    return groups.length === 0 || groups.some((group) => group.every((filter) => passes(store, record, filter)));
  });
  const sort = sortOf(body);
  if (sort) matches.sort((a, b) => sort.sign * order(store.value(a, sort.name), store.value(b, sort.name)));
  const shape = { properties: strings(body.properties) };
  const end = offset + limit;
  return {
    status: 200,
    body: {
      total: matches.length,
      results: matches.slice(offset, end).map((record) => renderRecord(store, record, shape)),
      ...(end < matches.length && { paging: { next: { after: String(end) } } }),
    },
  };
}
