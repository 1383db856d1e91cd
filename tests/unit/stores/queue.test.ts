import { beforeEach, expect, test, vi } from 'vitest';
import { openPanel, queueStore } from '../../../lib/stores/queue';

const world = vi.hoisted(() => ({ at: null as number | null, offset: 0, looks: 0 }));
const NOW = Date.UTC(2026, 10, 23, 14);

vi.mock('../../../lib/messaging/protocol', () => ({
  ask: async (kind: string) => {
    if (kind === 'connection.list') return [{ id: 'c', crm: 'hubspot', account: '1', label: 'One' }];
    if (kind === 'queue.list') return { items: [], at: world.at, left: 0, offset: world.offset, me: null, team: [] };
    return kind === 'decisions.resume' ? { waiting: 0 } : null;
  },
}));
vi.mock('../../../lib/stores/longWork', () => ({
  startLongWork: (_name: string, _account: object, hear: { end(problem: null): Promise<void> }) => {
    world.looks += 1;
    queueMicrotask(() => void hear.end(null));
    return { cancel: () => {} };
  },
}));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  Object.assign(world, { offset: 0, looks: 0 });
});

test.each([
  ['never', null, 0, 1],
  ['a minute ago', NOW - 60_000, 0, 0],
  ['yesterday', NOW - 86_400_000, 0, 1],
  ['a minute ago by the CRM’s clock', NOW - 7_260_000, -7_200_000, 0],
] as const)('an account that was looked through %s', async (_, at, offset, looks) => {
  Object.assign(world, { at, offset });
  await openPanel(undefined);
  expect(queueStore.getState()).toMatchObject({ chosen: 'c', loaded: true });
  expect(world.looks).toBe(looks);
});

test('when the list was read is told by the CRM’s clock, as the look is', async () => {
  Object.assign(world, { at: NOW - 7_260_000, offset: -7_200_000 });
  await openPanel(undefined);
  expect(queueStore.getState().readAt).toBe(NOW - 7_200_000);
});
