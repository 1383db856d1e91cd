/** The look at who writes into an account: over which kinds of records it goes. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { ApiProblem } from '../../../lib/crm/problem';
import { sampleWriters } from '../../../lib/services/writers';
import { database } from '../../../lib/store/db';
import { AGENT, CONNECTION, DANA, FIELDS } from './fakeCrm';

const world = vi.hoisted(() => ({ client: null as unknown }));
vi.mock('../../../lib/services/api', () => ({
  clientFor: async () => world.client,
  clockOffset: async () => 0,
  pause: async () => {},
}));

const connection: Connection = { ...CONNECTION, capabilities: [{ what: 'ticket', ok: false, missing: 'tickets' }] };

beforeEach(async () => {
  const db = await database();
  for (const store of ['fields', 'teams', 'writers', 'sweeps'] as const) await db.clear(store);
  world.client = {
    objects: ['deal', 'ticket'],
    isCustom: (object: string) => object.startsWith('2-'),
    readManyLimit: 100,
    fields: async (object: string) => {
      if (object === '2-8') throw new ApiProblem({ kind: 'forbidden', missing: object });
      return FIELDS;
    },
    recent: async (object: string) => [`${object}/1`],
    readMany: async (object: string, ids: string[]) =>
      ids.map((id) => {
        const row = {
          field: 'stage',
          from: null,
          to: 'a',
          at: Date.now() - 60_000,
          sent: '',
          source: { type: 'x' },
          writer: object === 'deal' ? DANA : AGENT,
        };
        return { ref: { id }, histories: new Map([['stage', { changes: [row], complete: true }]]) };
      }),
    writerName: async () => null,
  };
});

test('also over custom objects that somebody has opened; one that is hidden hides nothing else', async () => {
  const db = await database();
  await db.put('fields', { fields: FIELDS, at: Date.now() }, ['hubspot', '1', '2-9', 'en']);
  await db.put('fields', { fields: FIELDS, at: 0 }, ['hubspot', '1', '0-7', 'en']);
  await db.put('sweeps', { places: { '2-8': { at: 1, done: [], upTo: 1 } } } as never, ['hubspot', '1']);
  const steps: number[] = [];
  const progress = ({ done, total }: { done: number; total: number }) => steps.push(done / total);
  expect(await sampleWriters(connection, 'en', progress, new AbortController().signal)).toBeNull();
  const sample = await db.get('writers', ['hubspot', '1']);
  expect(sample?.writers.map(({ writer, changes }) => [writer.key, changes])).toEqual([
    [DANA.key, 1],
    [AGENT.key, 1],
  ]);
  expect(sample).toMatchObject({ records: 2, changes: 2 });
  expect(steps.at(-1)).toBe(1);
  expect(Math.max(...steps)).toBe(1);
});
