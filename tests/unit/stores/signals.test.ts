import * as v from 'valibot';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { EventSchema, eventOf } from '../../../lib/core/events';
import type { Signal } from '../../../lib/core/signals';
import {
  cancelLook,
  type Export,
  exported,
  lookNow,
  openSignals,
  pauseSweep,
  reloadSignals,
  signalsStore,
} from '../../../lib/stores/signals';

interface Hear {
  progress(progress: { looked: number }): void;
  end(): void;
}

const world = vi.hoisted(() => ({
  signals: [] as unknown[],
  latest: null as unknown,
  paused: false,
  looks: [] as unknown[],
  asked: 0,
}));

vi.mock('../../../lib/messaging/protocol', () => ({
  ask: async (kind: string, body: { paused?: boolean; before?: number }) => {
    world.asked += 1;
    if (kind === 'signals.list') {
      const { before = 0 } = body;
      const kept = world.signals.map((one, index, { length }) => ({ ...(one as object), seq: length - index }));
      return kept.filter(({ seq }) => seq < before).slice(0, 2);
    }
    if (kind === 'sweep.pause') world.paused = body.paused === true;
    if (kind.startsWith('sweep.')) return { paused: world.paused };
    return { endpoints: [], dead: [], kept: 0, latest: world.latest, used: 0, full: false };
  },
}));
vi.mock('../../../lib/stores/longWork', () => ({
  startLongWork: (name: string, account: object, hear: Hear) => {
    world.looks.push({ name, account, hear });
    return { stop: () => {}, cancel: () => hear.end() };
  },
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

const text = async (what: Export) => (await exported(what)).parts.join('');

beforeEach(async () => {
  world.latest = null;
  world.looks = [];
  await openSignals('hubspot', '1');
});

test('JSONL has one event a line, oldest first, with values', async () => {
  world.signals = [signal({ id: 'new' }), signal({ id: 'old' })];
  const lines = (await text({ format: 'jsonl' }))
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
  const [, row] = (await text({ format: 'csv' })).split('\r\n');
  expect(row).toBe(`a,2026-11-03T00:00:00.000Z,override,corrected,hubspot/1/0-3/9,amount,Copilot,Dana,5,${cell},,,`);
});

describe('the sample', () => {
  const sample = (values: 'none' | 'hash' | 'full') => signalsStore.getState().sample?.[values] ?? [];

  test('has every type that can be sent, as it is sent', () => {
    for (const values of ['none', 'hash', 'full'] as const) {
      const types = sample(values).map(({ type }) => type.split('.')[1]);
      expect(types).toEqual(['override', 'approval', 'decision', 'reason', 'alert', 'retraction']);
      for (const event of sample(values)) expect(v.safeParse(EventSchema, event)).toMatchObject({ success: true });
    }
  });

  test.each([
    {},
    { kind: 'reverted', value: undefined, by: null },
    { type: 'approval', kind: 'stood' },
    { type: 'retraction', kind: 'reinstated', about: 'b', of: 'override', n: 2 },
  ] as const)('shows the account’s last signal as exactly what goes out: %j', async (change) => {
    const latest = signal(change);
    world.latest = latest;
    await reloadSignals();
    for (const values of ['none', 'hash', 'full'] as const) {
      expect(sample(values)).toContainEqual(await eventOf(latest, values));
      expect(sample(values)).toHaveLength(6);
    }
  });
});

describe('a file', () => {
  const ids = async (what: Omit<Export, 'format'>) =>
    (await text({ format: 'jsonl', ...what }))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).id);

  test('holds all pages in order, and says how far it reaches', async () => {
    world.signals = ['e', 'd', 'c', 'b', 'a'].map((id) => signal({ id }));
    expect(await ids({})).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect((await exported({ format: 'csv' })).parts.join('').split('\r\n')[1]).toMatch(/^a,/);
    expect((await exported({ format: 'csv' })).upTo).toBe(5);
  });

  test('holds what is new, of one type, or some', async () => {
    world.signals = [
      signal({ id: 'e', type: 'retraction', of: 'override' }),
      signal({ id: 'd', type: 'reason' }),
      signal({ id: 'c' }),
      signal({ id: 'b', type: 'reason' }),
      signal({ id: 'a' }),
    ];
    expect(await ids({ after: 3 })).toEqual(['d', 'e']);
    expect(await ids({ type: 'override' })).toEqual(['a', 'c', 'e']);
    expect(await ids({ type: 'reason', after: 2 })).toEqual(['d']);
    expect(await ids({ ids: new Set(['b', 'e']) })).toEqual(['b', 'e']);
    expect((await exported({ format: 'jsonl', after: 5 })).upTo).toBe(5);
  });
});

describe('looking at once', () => {
  const last = () => world.looks.at(-1) as { name: string; account: object; hear: Hear };
  const looking = () => signalsStore.getState().looking;

  test('shows how far it is, and reads everything anew when it ends', async () => {
    lookNow();
    lookNow();
    expect(world.looks).toHaveLength(1);
    expect(last()).toMatchObject({ name: 'sweep', account: { crm: 'hubspot', account: '1' } });
    last().hear.progress({ looked: 7 });
    expect(looking()).toEqual({ looked: 7 });
    const before = world.asked;
    last().hear.end();
    expect(looking()).toBeNull();
    expect(world.asked).toBeGreaterThan(before);
  });

  test('is cancelled by a person, and by going to another account', async () => {
    lookNow();
    cancelLook();
    expect(looking()).toBeNull();
    lookNow();
    const { hear } = last();
    await openSignals('hubspot', '2');
    hear.progress({ looked: 9 });
    expect(looking()).toBeNull();
  });

  test('is paused and goes on', async () => {
    await pauseSweep(true);
    expect(signalsStore.getState().sweep).toMatchObject({ paused: true });
    await pauseSweep(false);
    await reloadSignals();
    expect(signalsStore.getState().sweep).toMatchObject({ paused: false });
  });
});
