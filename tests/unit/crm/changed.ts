/** What every CRM's listing of changed records has to hold, whatever the records' times are and whatever changes meanwhile. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { ChangedQuery, ChangedRecord } from '../../../lib/crm/contract';

type Changed = (query: ChangedQuery) => Promise<{ records: ChangedRecord[]; after: string | null }>;

const START = Date.parse('2026-11-20T10:00:00Z');

/**
 * @param listing a CRM with those records (id → time of the last change), as its API answers
 * @param page the most records of its pages
 */
export async function listsAll(listing: (records: Map<string, number>) => Changed, page: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: Math.ceil(page * 2.6) }),
      // A few moments, so that more records have the same one than fit in a page.
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      async (count, moments, meanwhile) => {
        const records = new Map<string, number>([['1', START - 1000]]);
        for (let id = 2; id < count + 2; id++) records.set(String(id), START + ((id * 7919) % moments) * 1000);
        const ids = [...records.keys()];
        const changed = listing(records);
        const given = new Map<string, number>();
        let [after, last, pages]: [string | null, number, number] = [null, 0, 0];
        do {
          const answer: Awaited<ReturnType<Changed>> = await changed({ since: START, after });
          for (const { id, at } of answer.records) {
            expect(at).toBeGreaterThanOrEqual(last);
            last = at;
            given.set(id, at);
          }
          after = answer.after;
          const id = ids[(meanwhile.shift() ?? 0) % ids.length];
          if (after !== null && id && meanwhile.length > 0) records.set(id, START + 60_000 + pages * 1000);
          expect(++pages).toBeLessThan(30);
        } while (after !== null);
        const there = [...records].filter(([, at]) => at >= START);
        expect(Object.fromEntries(given)).toEqual(Object.fromEntries(there));
      },
    ),
    { numRuns: process.env.COUNTERSIGN_FULL ? 200 : 25 },
  );
}
