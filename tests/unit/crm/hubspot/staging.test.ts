import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PendingQuery } from '../../../../lib/crm/contract';
import { pendingAfter, pendingSearch } from '../../../../lib/crm/hubspot/staging';

const MODIFIED = 'hs_lastmodifieddate';
const query = (more: Partial<PendingQuery>): PendingQuery => ({
  staging: [],
  count: null,
  since: null,
  after: null,
  ...more,
});

test('one search by the number of suggestions, whatever the staging fields', () => {
  const asked = query({ staging: ['a', 'b'], count: 'n', since: 5 });
  expect(pendingSearch(asked, MODIFIED)).toEqual({
    filterGroups: [
      {
        filters: [
          { propertyName: 'n', operator: 'GT', value: '0' },
          { propertyName: MODIFIED, operator: 'GTE', value: '5' },
        ],
      },
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
    fc.property(fields, fc.nat(4), fc.option(fc.nat()), (staging, pages, since) => {
      const searched: string[] = [];
      for (let after: string | null = null, rounds = 0; ; rounds++) {
        const search = pendingSearch(query({ staging, since, after }), MODIFIED);
        if (!search) break;
        expect(rounds).toBeLessThan(30);
        expect(search.filterGroups.length).toBeLessThanOrEqual(5);
        expect(search.filterGroups.flatMap((group) => group.filters).length).toBeLessThanOrEqual(18);
        const names = search.filterGroups.map((group) => group.filters[0]?.propertyName ?? '');
        if (search.after === '0') searched.push(...names);
        else expect(searched.slice(-names.length)).toEqual(names);
        const offset = Number(search.after) + 200;
        after = pendingAfter(query({ staging, since, after }), offset < pages * 200 ? String(offset) : null);
        if (after === null) break;
      }
      expect(searched).toEqual(staging);
    }),
  );
});

test('a search ends where HubSpot refuses further pages', () => {
  const staging = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(pendingAfter(query({ staging, after: '0:9600' }), '9800')).toBe('0:9800');
  expect(pendingAfter(query({ staging, after: '0:9800' }), '10000')).toBe('1:0');
  expect(pendingAfter(query({ staging, after: '1:9800' }), '10000')).toBeNull();
});
