import { beforeEach, expect, test, vi } from 'vitest';
import type { Signal } from '../../../lib/core/signals';
import { exported, openSignals } from '../../../lib/stores/signals';

const world = vi.hoisted(() => ({ signals: [] as unknown[] }));

vi.mock('../../../lib/messaging/protocol', () => ({
  ask: async (kind: string) =>
    kind === 'signals.list'
      ? [...world.signals]
      : { endpoints: [], dead: [], kept: 0, latest: null, used: 0, full: false },
}));

const signal = (change: Partial<Signal>): Signal => ({
  id: 'a',
  type: 'override',
  kind: 'corrected',
  ref: { crm: 'hubspot', account: '1', object: '0-3', id: '9' },
  record: 'hubspot/1/0-3/9',
  field: 'amount',
  label: 'Amount',
  agent: 'Copilot',
  by: { name: 'Dana' },
  agentValue: '5',
  value: '4',
  agentAt: 0,
  at: Date.UTC(2026, 10, 3),
  ...change,
});

beforeEach(() => openSignals('hubspot', '1'));

test('JSONL has one event a line, oldest first, with values', async () => {
  world.signals = [signal({ id: 'new' }), signal({ id: 'old' })];
  const lines = (await exported('jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ id }) => id)).toEqual(['old', 'new']);
  expect(lines[0].data).toMatchObject({ agentValue: '5', value: '4' });
});

test.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+cmd', "'+cmd"],
  ['-5.25', '-5.25'],
  ['two\nlines, "quoted"', '"two\nlines, ""quoted"""'],
  [null, ''],
])('a CSV cell of %s', async (value, cell) => {
  world.signals = [signal({ value })];
  const [, row] = (await exported('csv')).split('\r\n');
  expect(row).toBe(`a,2026-11-03T00:00:00.000Z,override,corrected,hubspot/1/0-3/9,amount,Copilot,Dana,5,${cell},,,`);
});
