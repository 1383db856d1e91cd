/** How many suggestions make a day's batch: the team's number, unless a person has chosen another. */
import { beforeEach, expect, test, vi } from 'vitest';

const world = vi.hoisted(() => ({ policy: undefined as { batch?: number } | undefined }));

vi.mock('../../../lib/messaging/protocol', () => ({
  ask: async (kind: string) => {
    if (kind === 'connection.list') return [{ id: 'c', crm: 'hubspot', account: '1' }];
    if (kind === 'team.get') return { file: { ...(world.policy ? { policy: world.policy } : {}) }, hash: '' };
    if (kind === 'queue.list') return { items: [], at: Date.now(), left: 0, offset: 0, me: null, team: [] };
    return kind === 'decisions.resume' ? { waiting: 0 } : null;
  },
}));

/** The panel as it is opened anew. */
async function open() {
  vi.resetModules();
  const panel = await import('../../../lib/stores/queue');
  await panel.openPanel(undefined);
  return { ...panel, sizes: () => [panel.queueStore.getState().size, panel.queueStore.getState().teamSize] };
}

beforeEach(() => {
  world.policy = undefined;
});

test('the usual number where the team says none', async () => {
  expect((await open()).sizes()).toEqual([15, 15]);
});

test('the team’s number; a person’s own stays theirs, and choosing the team’s follows the team again', async () => {
  world.policy = { batch: 30 };
  const panel = await open();
  expect(panel.sizes()).toEqual([30, 30]);
  // What is kept for other reasons is no choice.
  await panel.count('approve', 1);
  world.policy = { batch: 40 };
  expect((await open()).sizes()).toEqual([40, 40]);
  await panel.setSize(10);
  expect((await open()).sizes()).toEqual([10, 40]);
  await (await open()).setSize(40);
  world.policy = { batch: 20 };
  expect((await open()).sizes()).toEqual([20, 20]);
});
