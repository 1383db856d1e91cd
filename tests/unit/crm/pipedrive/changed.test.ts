import { expect, test } from 'vitest';
import { changedPage, changedParams } from '../../../../lib/crm/pipedrive/changed';
import { listsAll } from '../changed';

/** A list as Pipedrive answers it; a cursor whose record has moved on leads nowhere. */
function list(records: Map<string, number>, params: URLSearchParams) {
  const since = Date.parse(params.get('updated_since') ?? '');
  const limit = Number(params.get('limit'));
  const found = [...records]
    .filter(([, at]) => at >= since)
    .sort(([a, at], [b, bt]) => at - bt || Number(a) - Number(b));
  const cursor = params.get('cursor');
  const [wanted, was] = cursor ? cursor.split('/') : [];
  const from = wanted ? found.findIndex(([id, at]) => id === wanted && String(at) === was) : 0;
  const page = from < 0 ? [] : found.slice(from, from + limit);
  const next = from < 0 ? undefined : found[from + limit];
  return {
    data: page.map(([id, at]) => ({ id: Number(id), update_time: new Date(at).toISOString() })),
    additional_data: { next_cursor: next ? next.join('/') : null },
  };
}

test('every record that changed, in order, however many in one second and whatever changes meanwhile', () =>
  listsAll((records) => async (query) => changedPage(list(records, changedParams(query, 500)), query), 500));

test('fractions of a second, which Pipedrive refuses, are not sent; the cursor goes as it came', () => {
  expect(changedParams({ since: 1_700_000_000_999, after: null }, 500).toString()).toBe(
    'updated_since=2023-11-14T22%3A13%3A20Z&sort_by=update_time&sort_direction=asc&limit=500',
  );
  expect(changedParams({ since: 0, after: '1700000000000:aWQ6NDI=' }, 500).get('cursor')).toBe('aWQ6NDI=');
});

test('a record that tells no time makes the answer unreadable', () => {
  expect(() => changedPage({ data: [{ id: 1 }] }, { since: 0, after: null })).toThrow('unreadable');
});
