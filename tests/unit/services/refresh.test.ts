/** What a working day of open pages asks each CRM. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { CRMS, type Crm } from '../../../lib/core/types';
import { know } from '../../../lib/services/reading';
import { database } from '../../../lib/store/db';
import { FIELDS } from './fakeCrm';

const world = vi.hoisted(() => ({ client: null as unknown }));
vi.mock('../../../lib/services/api', () => ({
  clientFor: async () => world.client,
  clockOffset: async () => 0,
  pause: async () => {},
}));

const NOW = Date.parse('2026-11-23T14:00:00Z');
/** When an open page asks while nothing changes, s: after half a minute, then doubling. */
const ASKS = [30, 90];

let asked: string[];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  asked = [];
  const db = await database();
  for (const store of ['records', 'fields', 'people', 'teams', 'connections'] as const) await db.clear(store);
  // Nothing is kept of an account that is not connected.
  for (const crm of CRMS) await db.put('connections', connection(crm));
  world.client = {
    fields: async () => FIELDS,
    people: async () => [],
    modified: async () => {
      asked.push('modified');
      return 1;
    },
    read: async (object: string, id: string) => {
      asked.push('read');
      return {
        ref: { crm: 'hubspot', account: '1', object, id },
        title: '',
        modified: 1,
        values: new Map(),
        histories: new Map(),
        depth: null,
      };
    },
  };
});

const connection = (crm: Crm) =>
  ({ id: crm, crm, account: '1', capabilities: [], addedAt: 0 }) as unknown as Connection;
const ask = (crm: Crm, reason: 'open' | 'refresh', second: number, id = '9') => {
  vi.setSystemTime(NOW + second * 1_000);
  return know(connection(crm), { crm, account: '1', object: 'deal', id }, reason, 'en');
};

test.each(CRMS)(
  '80 views of three minutes on %s, 20 of records never read before, are at most three questions each',
  async (crm) => {
    for (let view = 0; view < 80; view++) {
      const begin = view * 200;
      const id = String(view < 20 ? view : view % 20);
      await ask(crm, 'open', begin, id);
      for (const second of ASKS) await ask(crm, 'refresh', begin + second, id);
    }
    expect(asked.filter((one) => one === 'read')).toHaveLength(20);
    expect(asked.length).toBeLessThanOrEqual(3 * 80);
  },
);
