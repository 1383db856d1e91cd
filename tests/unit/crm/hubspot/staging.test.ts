import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PendingQuery } from '../../../../lib/crm/contract';
import { pendingAfter, pendingSearch } from '../../../../lib/crm/hubspot/staging';

const MODIFIED = 'hs_lastmodifieddate';
const query = (more: Partial<PendingQuery>): PendingQuery => ({
  staging: [],
  metadata: null,
  count: null,
  since: null,
  after: null,
  ...more,
});

test('by the number of suggestions, by the metadata, and by a staging field of what has none', () => {
  const asked = query({ staging: ['a', 'b'], metadata: 'm', count: 'n', since: 5 });
  const recent = { propertyName: MODIFIED, operator: 'GTE', value: '5' };
  const without = { propertyName: 'm', operator: 'NOT_HAS_PROPERTY' };
  expect(pendingSearch(asked, MODIFIED)).toEqual({
    filterGroups: [
      { filters: [{ propertyName: 'n', operator: 'GT', value: '0' }, recent] },
      { filters: [{ propertyName: 'm', operator: 'HAS_PROPERTY' }, recent] },
      { filters: [{ propertyName: 'a', operator: 'HAS_PROPERTY' }, without, recent] },
      { filters: [{ propertyName: 'b', operator: 'HAS_PROPERTY' }, without, recent] },
    ],
    sorts: [{ propertyName: MODIFIED, direction: 'DESCENDING' }],
    properties: [],
    limit: 200,
    after: '0',
  });
  expect(pendingAfter(asked, '200')).toBe('0:200');
  expect(pendingAfter(asked, undefined)).toBeNull();
});

test('every staging field is searched for once, at most five in a search, and every search ends', () => {
  const fields = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 23 });
  fc.assert(
    fc.property(fields, fc.nat(4), fc.option(fc.nat()), fc.boolean(), (staging, pages, since, all) => {
      const searched: string[] = [];
      const own = all ? { metadata: 'METADATA', count: 'COUNT' } : {};
      for (let after: string | null = null, rounds = 0; ; rounds++) {
        const search = pendingSearch(query({ ...own, staging, since, after }), MODIFIED);
        if (!search) break;
        expect(rounds).toBeLessThan(30);
        expect(search.filterGroups.length).toBeLessThanOrEqual(5);
        expect(search.filterGroups.flatMap((group) => group.filters).length).toBeLessThanOrEqual(18);
        const names = search.filterGroups.map((group) => group.filters[0]?.propertyName ?? '');
        if (search.after === '0') searched.push(...names);
        else expect(searched.slice(-names.length)).toEqual(names);
        const offset = Number(search.after) + 200;
        after = pendingAfter(query({ ...own, staging, since, after }), offset < pages * 200 ? String(offset) : null);
        if (after === null) break;
      }
      expect(searched).toEqual([...(all ? ['COUNT', 'METADATA'] : []), ...staging]);
    }),
  );
});

test('a search ends where HubSpot refuses further pages', () => {
  const staging = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(pendingAfter(query({ staging, after: '0:9600' }), '9800')).toBe('0:9800');
  expect(pendingAfter(query({ staging, after: '0:9800' }), '10000')).toBe('1:0');
  expect(pendingAfter(query({ staging, after: '1:9800' }), '10000')).toBeNull();
});
