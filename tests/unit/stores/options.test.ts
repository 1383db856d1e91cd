import { beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { choose, loadConnections, loadFields, optionsStore, peopleOf, remove } from '../../../lib/stores/options';

interface Asked {
  kind: string;
  body: { account?: string; id?: string };
  answer(answer: unknown): void;
}

const world = vi.hoisted(() => ({ accounts: [] as string[], slow: '', waiting: [] as unknown[] }));

vi.mock('../../../lib/messaging/protocol', () => ({
  ask: async (kind: string, body: Asked['body']) => {
    if (kind === 'connection.list')
      return world.accounts.map((account) => ({ id: `c${account}`, crm: 'hubspot', account }));
    if (kind === 'connection.remove') {
      world.accounts = world.accounts.filter((account) => `c${account}` !== body.id);
      return null;
    }
    if (body.account === world.slow) await new Promise((resolve) => world.waiting.push(resolve));
    const of = body.account;
    if (kind === 'writers.list') return { rows: [{ of }], sample: { of } };
    if (kind === 'team.get') return { file: { of }, hash: of };
    if (kind === 'fields.list') return [{ name: of, label: of, object: '0-3' }];
    if (kind === 'people.list') return [`Somebody at ${of}`];
    throw new Error(kind);
  },
}));
vi.mock('../../../lib/stores/longWork', () => ({}));

const { getState } = optionsStore;
const connection = (account: string) => ({ id: `c${account}`, crm: 'hubspot', account }) as Connection;
const answerAll = async () => {
  for (const answer of world.waiting.splice(0)) (answer as () => void)();
  await new Promise((resolve) => setTimeout(resolve));
};

beforeEach(async () => {
  Object.assign(world, { accounts: ['1', '2'], slow: '', waiting: [] });
  await loadConnections();
  await choose('c1');
});

test('an answer about one account that comes after another was chosen is not shown as the other’s', async () => {
  world.slow = '1';
  void choose('c1');
  void loadFields();
  await choose('c2');
  expect(getState()).toMatchObject({ rows: [{ of: '2' }], team: { hash: '2' } });
  await answerAll();
  expect(getState()).toMatchObject({ chosen: 'c2', rows: [{ of: '2' }], sample: { of: '2' }, team: { hash: '2' } });
  expect(getState().fields).toEqual([]);
});

test('what was read of an account that is removed is not taken for the next one’s', async () => {
  await loadFields();
  await remove('c1');
  expect(getState()).toMatchObject({ chosen: 'c2', rows: [], team: null, fields: [] });
  await loadFields();
  expect(getState().fields).toMatchObject([{ name: '2' }]);
});

test('people are those of the account they are asked for, whichever is chosen', async () => {
  expect(await peopleOf(connection('2'))).toEqual(['Somebody at 2']);
});
