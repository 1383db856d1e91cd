import { expect, test } from 'vitest';
import { changedPage, changedSearch } from '../../../../lib/crm/hubspot/changed';
import { listsAll } from '../changed';

const MODIFIED = 'hs_lastmodifieddate';

/** A search as HubSpot answers it: filters of one group, one sort, a limit, never past the 10,000th result. */
function search(records: Map<string, number>, body: ReturnType<typeof changedSearch>) {
  const value = (id: string, name: string) => (name === MODIFIED ? (records.get(id) ?? 0) : Number(id));
  const tests = {
    GTE: (a: number, b: number) => a >= b,
    LTE: (a: number, b: number) => a <= b,
    GT: (a: number, b: number) => a > b,
  };
  const sort = body.sorts[0]?.propertyName ?? '';
  const found = [...records.keys()]
    .filter((id) =>
      body.filterGroups[0]?.filters.every(({ propertyName, operator, value: wanted }) =>
        tests[operator as keyof typeof tests](value(id, propertyName), Number(wanted)),
      ),
    )
    // Equal ones come in any order.
    .sort((a, b) => value(a, sort) - value(b, sort) || Math.random() - 0.5);
  const results = found.slice(0, body.limit).map((id) => ({
    id,
    properties: { [MODIFIED]: new Date(records.get(id) ?? 0).toISOString() },
  }));
  return { results, paging: found.length > body.limit ? { next: { after: String(body.limit) } } : null };
}

test('every record that changed, in order, however many at one moment and whatever changes meanwhile', () =>
  listsAll(
    (records) => async (query) => changedPage(search(records, changedSearch(query, MODIFIED)), query, MODIFIED),
    200,
  ));

test('a record that tells no time makes the answer unreadable', () => {
  const answer = { results: [{ id: '1', properties: { [MODIFIED]: null } }], paging: null };
  expect(() => changedPage(answer, { since: 0, after: null }, MODIFIED)).toThrow('unreadable');
});
