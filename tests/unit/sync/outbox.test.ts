import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Decision } from '../../../lib/core/decisions';
import type { SignalEvent } from '../../../lib/core/events';
import { backoff, deliveryOf, OUTBOX_SIZE } from '../../../lib/core/outbox';
import { captureDecision, captureLeftDecisions } from '../../../lib/services/signals';
import { database, type KeptSignal } from '../../../lib/store/db';
import { getSecret } from '../../../lib/store/secrets';
import type { Delivery } from '../../../lib/sync/endpoint';
import {
  addEndpoint,
  changeEndpoint,
  compactIfLow,
  compactSignals,
  discardLetters,
  flush,
  forgetSignals,
  noteExport,
  removeEndpoint,
  retryEndpoint,
  retryLetters,
  setRoom,
  signalsOf,
  signalsState,
} from '../../../lib/sync/outbox';
import { newSecret } from '../../../lib/sync/signing';

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const OK: Delivery = { ok: true };
const world = vi.hoisted(() => ({
  allowed: true,
  answer: (() => ({ ok: true })) as (events: SignalEvent[]) => Delivery,
  seen: [] as SignalEvent[][],
  messages: [] as string[],
  asked: 0,
  online: true,
}));

vi.mock('wxt/browser', () => ({ browser: { permissions: { contains: async () => world.allowed } } }));
vi.mock('../../../lib/sync/endpoint', () => ({
  deliver: async (_endpoint: unknown, { id, events }: { id: string; events: SignalEvent[] }) => {
    world.asked++;
    world.messages.push(id);
    const answer = world.answer(events);
    if (answer.ok) world.seen.push(events);
    return answer;
  },
}));
vi.stubGlobal('navigator', {
  get onLine() {
    return world.online;
  },
  locks: { request: (_name: string, run: () => Promise<unknown>) => run() },
});

function decision(n: number): Decision {
  return {
    key: `k${n}`,
    record: 'r',
    ref,
    kind: 'reject',
    suggestion: `s${n}`,
    field: 'amount',
    label: 'Amount',
    agent: 'Copilot',
    source: { kind: 'metadata' },
    staged: '5',
    seen: '4',
    to: null,
    seenQuiet: true,
    entry: { id: `s${n}`, at: 1_800_000_000_000 + n, field: 'amount', d: 'reject', by: { id: '1', name: 'Dana' } },
    state: 'done',
    noted: true,
    at: 0,
  };
}

const state = () => signalsState('hubspot', '1');
const endpoint = { crm: 'hubspot', account: '1', url: 'https://hooks.example/events' } as const;
const add = (values: 'none' | 'full' = 'none') => addEndpoint({ ...endpoint, values }, newSecret());
const first = async () => (await state()).endpoints[0];

beforeEach(async () => {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  world.allowed = true;
  world.answer = () => OK;
  world.seen = [];
  world.messages = [];
  world.asked = 0;
  world.online = true;
});

describe('capture', () => {
  test('a decision is two signals, each once, however often it is told', async () => {
    await captureDecision(decision(1));
    await captureDecision(decision(1));
    expect((await signalsOf('hubspot', '1')).map(({ type, kind }) => `${type} ${kind}`)).toEqual([
      'override rejected',
      'decision reject',
    ]);
  });

  test('a note about a rejection is a signal about that rejection', async () => {
    const rejected = decision(1);
    await captureDecision(rejected);
    const entry = { ...rejected.entry, at: rejected.entry.at + 5, d: 'note', note: 'Old mail.' };
    const notes = { key: rejected.key, at: rejected.entry.at };
    await captureDecision({ ...rejected, key: 'n', kind: 'note', notes, entry });
    await captureDecision({ ...rejected, key: 'n', kind: 'note', notes, entry });
    const [note, rejection, , ...others] = await signalsOf('hubspot', '1');
    expect(others).toEqual([]);
    expect(note).toMatchObject({ type: 'reason', kind: 'explained', note: 'Old mail.', about: rejection?.id });
    expect(rejection?.kind).toBe('rejected');
  });

  test('a suggestion that was approved, taken back and rejected is said to be both', async () => {
    const approved = { ...decision(1), kind: 'approve', to: '5', state: 'undone' } as const;
    await (await database()).put('decisions', approved, ['hubspot', '1', 'k']);
    await captureLeftDecisions();
    const { entry } = decision(1);
    await captureDecision({ ...decision(1), entry: { ...entry, at: entry.at + 60_000 } });
    const kinds = (await signalsOf('hubspot', '1')).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['approve', 'approved', 'reject', 'rejected']);
  });

  test('what is not done says nothing', async () => {
    await captureDecision({ ...decision(1), state: 'waiting' });
    expect(await signalsOf('hubspot', '1')).toEqual([]);
  });
});

describe('room', () => {
  const size = async () => (await (await database()).get('outbox', 'state'))?.size ?? 0;
  const full = async (room: number) => {
    const db = await database();
    const now = await db.get('outbox', 'state');
    await db.put('outbox', { seq: 0, full: false, ...now, size: room }, 'state');
  };

  test('without any, capture stops and says so, and goes on once there is some', async () => {
    await full(OUTBOX_SIZE);
    await captureDecision(decision(1));
    expect(await signalsOf('hubspot', '1')).toEqual([]);
    expect(await state()).toMatchObject({ full: true, used: 100 });
    await full(0);
    await captureDecision(decision(1));
    expect(await signalsOf('hubspot', '1')).toHaveLength(2);
    expect(await state()).toMatchObject({ full: false });
  });

  test('a person may give more, and less loses nothing', async () => {
    await full(OUTBOX_SIZE);
    await captureDecision(decision(1));
    expect(await state()).toMatchObject({ full: true, room: 50 });
    await setRoom(100);
    expect(await state()).toMatchObject({ full: false, used: 50, room: 100 });
    await captureDecision(decision(1));
    expect(await signalsOf('hubspot', '1')).toHaveLength(2);
    await setRoom(25);
    expect(await signalsOf('hubspot', '1')).toHaveLength(2);
    await captureDecision(decision(2));
    expect(await signalsOf('hubspot', '1')).toHaveLength(2);
    expect(await state()).toMatchObject({ full: true, room: 25 });
  });

  test('an account that is removed gives its room back', async () => {
    await captureDecision(decision(1));
    await captureDecision({ ...decision(1), ref: { ...ref, account: '2' } });
    await add();
    const both = await size();
    await forgetSignals('hubspot', '1');
    expect(await state()).toMatchObject({ kept: 0, endpoints: [] });
    expect(await signalsOf('hubspot', '2')).toHaveLength(2);
    expect(await size()).toBe(both / 2);
  });

  test('old values go once every endpoint has them, and the signal is not captured anew', async () => {
    await captureDecision(decision(1));
    await add();
    const later = decision(1).entry.at + 40 * 86_400_000;
    await compactSignals(later);
    expect((await signalsOf('hubspot', '1'))[0]?.agentValue).toBe('5');
    await flush();
    const before = await size();
    await compactSignals(later);
    expect((await signalsOf('hubspot', '1'))[0]?.agentValue).toBeUndefined();
    expect(await size()).toBeLessThan(before);
    await captureDecision(decision(1));
    expect(await signalsOf('hubspot', '1')).toHaveLength(2);
  });
});

describe('what is delivered makes room', () => {
  const later = decision(1).entry.at + 40 * 86_400_000;
  const soon = decision(1).entry.at + 1_000;
  const values = async () => (await signalsOf('hubspot', '1')).map(({ agentValue }) => agentValue);
  const unnoted = (n: number): Decision => ({ ...decision(n), noted: false });
  const low = async () => {
    const db = await database();
    const now = await db.get('outbox', 'state');
    if (now) await db.put('outbox', { ...now, size: OUTBOX_SIZE * 0.9 }, 'state');
  };

  test('not what the endpoint refused, until somebody gives it up', async () => {
    await captureDecision(decision(1));
    const bad = (await signalsOf('hubspot', '1')).at(-1);
    await add('full');
    world.answer = (events) =>
      events.some(({ id }) => id === bad?.id) ? { ok: false, kind: 'refused', status: 422, message: 'odd' } : OK;
    await flush();
    await compactSignals(later);
    expect(await values()).toEqual([undefined, '5']);
    world.answer = () => OK;
    const to = (await first())?.id ?? '';
    await retryLetters(to);
    await flush();
    expect(world.seen.flat().find(({ id }) => id === bad?.id)).toMatchObject({ data: { agentValue: '5' } });
    await compactSignals(later);
    expect(await values()).toEqual([undefined, undefined]);
  });

  test('nor what no place has', async () => {
    await captureDecision(unnoted(1));
    await compactSignals(later);
    expect(await values()).toEqual(['5', '5']);
  });

  test('a file counts where signals go nowhere else', async () => {
    await captureDecision(unnoted(1));
    await noteExport('hubspot', '1', 1);
    await compactSignals(later);
    expect(await values()).toEqual(['5', undefined]);
    expect((await state()).exported?.seq).toBe(1);
    await forgetSignals('hubspot', '1');
    expect((await state()).exported).toBeNull();
  });

  test('so does the CRM’s ledger, that of a decision as well', async () => {
    const db = await database();
    await captureDecision(decision(1));
    await db.put('decisions', decision(1), ['hubspot', '1', 'k1']);
    const waiting = { ref, entry: decision(1).entry, seq: 1, failures: 0 };
    await db.put('ledgerEntries', waiting, ['hubspot', '1', 'x']);
    await compactSignals(later);
    expect(await values()).toEqual(['5', '5']);
    await db.delete('ledgerEntries', ['hubspot', '1', 'x']);
    await compactSignals(later);
    expect(await values()).toEqual([undefined, undefined]);
  });

  test('of two places both', async () => {
    const db = await database();
    await captureDecision(decision(1));
    await add();
    await flush();
    await db.put('ledgers', { on: true, cursor: 0, failures: 0 }, ['hubspot', '1']);
    await compactSignals(later);
    expect(await values()).toEqual(['5', '5']);
    await db.put('ledgers', { on: true, cursor: 2, failures: 0 }, ['hubspot', '1']);
    await compactSignals(later);
    expect(await values()).toEqual([undefined, undefined]);
  });

  test('before its time where room runs out, and not otherwise', async () => {
    await captureDecision(decision(1));
    await add();
    await flush();
    await compactSignals(soon);
    await compactIfLow(soon);
    expect(await values()).toEqual(['5', '5']);
    await low();
    await compactIfLow(soon);
    expect(await values()).toEqual([undefined, undefined]);
  });
});

test('more signals than one message carries come in pages, newest first', async () => {
  for (let n = 0; n < 3; n++) await captureDecision({ ...decision(n), staged: 'ж'.repeat(6_000_000) });
  const pages: number[][] = [];
  for (let before: number | undefined; before === undefined || before > 1; before = pages.at(-1)?.at(-1) ?? 0) {
    const page = await signalsOf('hubspot', '1', before);
    expect(JSON.stringify(page).length).toBeLessThan(17_000_000);
    pages.push(page.map(({ seq }) => seq));
  }
  expect(pages).toEqual([
    [6, 5],
    [4, 3],
    [2, 1],
  ]);
  expect(await signalsOf('hubspot', '1', 1)).toEqual([]);
});

describe('sending', () => {
  test('in the order of capture, all of it, none twice', async () => {
    for (let n = 0; n < 60; n++) await captureDecision(decision(n));
    await add();
    expect(await flush()).toBeNull();
    await flush();
    const ids = world.seen.flat().map(({ id }) => id);
    expect(ids).toEqual((await signalsOf('hubspot', '1')).map(({ id }) => id).reverse());
    expect(ids).toHaveLength(120);
    expect((await first())?.waiting).toBe(0);
  });

  test('what cannot be sent now waits, is tried again later and not before', async () => {
    await captureDecision(decision(1));
    await add();
    const retryAt = Date.now() + 60_000;
    world.answer = () => ({ ok: false, kind: 'later', status: 503, message: '', retryAt });
    expect(await flush()).toBe(retryAt);
    world.answer = () => OK;
    expect(await flush()).toBe(retryAt);
    expect(world.seen).toEqual([]);
    expect(await first()).toMatchObject({ waiting: 2, stopped: false, problem: { status: 503 } });
    await retryEndpoint((await first())?.id ?? '');
    expect(await flush()).toBeNull();
    expect((await first())?.waiting).toBe(0);
  });

  test('an endpoint that is down for days gets everything when it is back, in order, and is asked about hourly at most', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      await add();
      world.answer = () => ({ ok: false, kind: 'later', message: 'offline' });
      const until = Date.now() + 5 * 86_400_000;
      let tries = 0;
      for (let n = 0; Date.now() < until; n++) {
        if (n < 20) await captureDecision(decision(n));
        const next = await flush();
        tries++;
        expect((next ?? 0) - Date.now()).toBeLessThanOrEqual(3_600_000);
        // A browser that sleeps comes back late.
        vi.setSystemTime(Math.max(next ?? 0, Date.now() + 1_800_000));
      }
      expect(tries).toBeLessThanOrEqual(240);
      expect(await first()).toMatchObject({ waiting: 40, stopped: false, problem: { message: 'offline' } });
      world.answer = () => OK;
      expect(await flush()).toBeNull();
      const kept = (await signalsOf('hubspot', '1')).map(({ id }) => id).reverse();
      expect(world.seen.flat().map(({ id }) => id)).toEqual(kept);
      expect((await state()).dead).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('an answer that stops the endpoint loses nothing and is not tried again by itself', async () => {
    await captureDecision(decision(1));
    await add();
    for (const status of [401, 403, 404, 410, 302]) {
      world.answer = () => ({ ok: false, kind: 'refused', status, message: 'no' });
      await retryEndpoint((await first())?.id ?? '');
      expect(await flush()).toBeNull();
      expect(await first()).toMatchObject({ waiting: 2, stopped: true, problem: { message: 'no', status } });
    }
    world.answer = () => OK;
    await flush();
    expect(world.seen).toEqual([]);
  });

  test('without the right to send, nothing leaves', async () => {
    await captureDecision(decision(1));
    await add();
    world.allowed = false;
    await flush();
    expect(world.seen).toEqual([]);
    expect(await first()).toMatchObject({ stopped: true, problem: { message: 'permission' } });
  });

  test('one bad signal is set aside with the answer; the others pass', async () => {
    for (let n = 0; n < 20; n++) await captureDecision(decision(n));
    const all = (await signalsOf('hubspot', '1')).reverse();
    const bad = all[7]?.id;
    await add();
    world.answer = (events) =>
      events.some(({ id }) => id === bad) ? { ok: false, kind: 'refused', status: 422, message: 'odd' } : OK;
    await flush();
    expect(world.seen.flat().map(({ id }) => id)).toEqual(all.map(({ id }) => id).filter((id) => id !== bad));
    const { dead, endpoints } = await state();
    expect(dead).toMatchObject([{ signal: bad, field: 'Amount', status: 422, message: 'odd' }]);
    expect(endpoints[0]?.waiting).toBe(0);
    const to = endpoints[0]?.id ?? '';
    world.answer = () => OK;
    await retryLetters(to, bad ?? '');
    expect(await state()).toMatchObject({ dead: [], endpoints: [{ waiting: 1 }] });
    await flush();
    expect(await state()).toMatchObject({ dead: [], endpoints: [{ waiting: 0 }] });
    expect(world.seen.flat()).toHaveLength(40);
    await discardLetters(to, bad ?? '');
    expect(await (await database()).count('deadLetters')).toBe(0);
  });

  test('an endpoint that answers 400 to everything is stopped, and what it refused goes first once it is edited', async () => {
    for (let n = 0; n < 100; n++) await captureDecision(decision(n));
    await add();
    world.answer = () => ({
      ok: false,
      kind: 'refused',
      status: 400,
      message: `Invalid signature, trace ${world.asked}`,
    });
    await flush();
    expect(world.asked).toBeLessThan(20);
    expect(await state()).toMatchObject({ endpoints: [{ stopped: true, waiting: 198, problem: { status: 400 } }] });
    expect((await state()).dead).toHaveLength(2);
    world.answer = () => OK;
    await changeEndpoint((await first())?.id ?? '', { url: endpoint.url, values: 'none', types: null }, newSecret());
    await flush();
    const kept = (await signalsOf('hubspot', '1')).map(({ id }) => id).reverse();
    expect(world.seen.flat().map(({ id }) => id)).toEqual(kept);
    expect(await state()).toMatchObject({ dead: [], endpoints: [{ stopped: false, waiting: 0, problem: null }] });
  });

  test('it is stopped as well where signals come one by one, and not where one of them is taken', async () => {
    await addEndpoint({ ...endpoint, values: 'none', types: ['override'] }, newSecret());
    const refuse = (): Delivery => ({ ok: false, kind: 'refused', status: 422, message: 'odd' });
    for (let n = 0; n < 4; n++) {
      world.answer = n === 2 ? () => OK : refuse;
      await captureDecision(decision(n));
      await flush();
    }
    expect(await first()).toMatchObject({ stopped: false, waiting: 0 });
    for (let n = 4; n < 9; n++) {
      await captureDecision(decision(n));
      await flush();
    }
    expect(await first()).toMatchObject({ stopped: true, waiting: 4 });
    // Somebody has looked, and it goes on from there.
    await retryEndpoint((await first())?.id ?? '');
    await flush();
    expect(await first()).toMatchObject({ stopped: true, waiting: 2 });
  });

  test('all that was refused is sent again in order, or given up at once', async () => {
    for (let n = 0; n < 9; n++) await captureDecision(decision(n));
    const all = (await signalsOf('hubspot', '1')).map(({ id }) => id).reverse();
    const bad = new Set(all.filter((_, index) => index % 2 === 1));
    await add();
    world.answer = (events) =>
      events.some(({ id }) => bad.has(id)) ? { ok: false, kind: 'refused', status: 422, message: 'odd' } : OK;
    await flush();
    expect((await state()).dead).toHaveLength(9);
    const to = (await first())?.id ?? '';
    await discardLetters(to, all[1]);
    await retryLetters(to);
    expect(await state()).toMatchObject({ dead: [], endpoints: [{ waiting: 8 }] });
    world.answer = () => OK;
    world.seen = [];
    await flush();
    expect(world.seen.flat().map(({ id }) => id)).toEqual(all.filter((id) => bad.has(id) && id !== all[1]));
    world.answer = () => ({ ok: false, kind: 'refused', status: 422, message: 'odd' });
    await captureDecision(decision(10));
    await flush();
    expect((await state()).dead).toHaveLength(2);
    await discardLetters(to);
    expect((await state()).dead).toEqual([]);
    await retryLetters(to);
    expect((await first())?.waiting).toBe(0);
  });

  test('what was refused and is no more meant for the endpoint is not sent again', async () => {
    await captureDecision(decision(1));
    await add();
    const refuse = (): Delivery => ({ ok: false, kind: 'refused', status: 422, message: 'odd' });
    world.answer = refuse;
    await flush();
    world.answer = () => OK;
    await changeEndpoint((await first())?.id ?? '', { url: endpoint.url, values: 'none', types: ['decision'] });
    await flush();
    expect(world.seen.flat().map(({ type }) => type)).toEqual(['countersign.decision.v1']);
    expect(await state()).toMatchObject({ dead: [], endpoints: [{ waiting: 0 }] });
  });

  test('a batch that is sent again is the same message, another one is another', async () => {
    await captureDecision(decision(1));
    await add();
    world.answer = () => ({ ok: false, kind: 'later', message: 'timeout' });
    await flush();
    await retryEndpoint((await first())?.id ?? '');
    await flush();
    await captureDecision(decision(2));
    await retryEndpoint((await first())?.id ?? '');
    await flush();
    const [one, two, other] = world.messages;
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(two).toBe(one);
    expect(other).not.toBe(one);
  });

  test('an offline browser looks every half minute and waits no longer for it each time', async () => {
    await captureDecision(decision(1));
    await add();
    world.answer = () => ({ ok: false, kind: 'later', message: 'offline' });
    world.online = false;
    const db = await database();
    const id = (await first())?.id ?? '';
    for (let n = 0; n < 20; n++) {
      const wait = ((await flush()) ?? 0) - Date.now();
      expect(wait).toBeGreaterThan(29_000);
      expect(wait).toBeLessThanOrEqual(30_000);
      const kept = await db.get('endpoints', id);
      expect(kept).toMatchObject({ failures: 0, problem: { message: 'offline' } });
      if (kept) await db.put('endpoints', { ...kept, retryAt: 1 }, id);
    }
  });

  test('what was given up is shown no more, and not taken for delivered', async () => {
    await captureDecision(decision(1));
    const [bad] = (await signalsOf('hubspot', '1')).reverse();
    await add();
    world.answer = (events) =>
      events.some(({ id }) => id === bad?.id) ? { ok: false, kind: 'refused', status: 422, message: 'odd' } : OK;
    await flush();
    const to = (await first())?.id ?? '';
    await discardLetters(to, bad?.id ?? '');
    expect((await state()).dead).toEqual([]);
    const kept = await (await database()).get('endpoints', to);
    const letter = await (await database()).get('deadLetters', [to, bad?.id ?? '']);
    const asKept = { ...(bad as KeptSignal), seq: 1 };
    expect(kept && deliveryOf(asKept, kept, letter)).toMatchObject({ state: 'discarded', status: 422 });
  });

  test('an endpoint that wants one type gets that, in order, and waits for nothing else', async () => {
    for (let n = 0; n < 60; n++) await captureDecision(decision(n));
    await addEndpoint({ ...endpoint, values: 'none', types: ['override'] }, newSecret());
    expect((await first())?.waiting).toBe(60);
    world.answer = (events) => (events.length > 7 ? { ok: false, kind: 'tooLarge', status: 413, message: '' } : OK);
    await flush();
    const all = (await signalsOf('hubspot', '1')).reverse();
    expect(world.seen.flat().map(({ id }) => id)).toEqual(
      all.filter(({ type }) => type === 'override').map(({ id }) => id),
    );
    expect((await first())?.waiting).toBe(0);
  });

  test('edited, a stopped endpoint goes on at the new address where it was', async () => {
    await captureDecision(decision(1));
    await add();
    world.answer = () => ({ ok: false, kind: 'refused', status: 404, message: 'no' });
    await flush();
    const to = (await first())?.id ?? '';
    world.answer = () => OK;
    const before = await getSecret(`endpoint:${to}`);
    await changeEndpoint(to, { url: 'https://other.example/in', values: 'full', types: ['decision'] });
    expect(await first()).toMatchObject({
      id: to,
      url: 'https://other.example/in',
      types: ['decision'],
      stopped: false,
    });
    expect(await getSecret(`endpoint:${to}`)).toBe(before);
    await flush();
    expect(world.seen.flat().map(({ type }) => type)).toEqual(['countersign.decision.v1']);
    // What was not for it is not sent later.
    const fresh = newSecret();
    await changeEndpoint(to, { url: 'https://other.example/in', values: 'full', types: null }, fresh);
    expect(await getSecret(`endpoint:${to}`)).toBe(fresh);
    await flush();
    expect(world.seen.flat()).toHaveLength(1);
  });

  test('a batch that is too large goes in smaller ones', async () => {
    for (let n = 0; n < 20; n++) await captureDecision(decision(n));
    await add();
    world.answer = (events) => (events.length > 3 ? { ok: false, kind: 'tooLarge', status: 413, message: '' } : OK);
    await flush();
    expect(world.seen.flat()).toHaveLength(40);
  });

  test('a worker that dies after the answer sends again, and the ids are the same', async () => {
    await captureDecision(decision(1));
    await add();
    let dies = true;
    world.answer = (events) => {
      if (!dies) return OK;
      dies = false;
      world.seen.push(events);
      throw new Error('dead');
    };
    await expect(flush()).rejects.toThrow('dead');
    await flush();
    expect(world.seen[0]).toEqual(world.seen[1]);
  });

  test('values leave only as far as the endpoint may know them', async () => {
    await captureDecision(decision(1));
    await add();
    await flush();
    expect(JSON.stringify(world.seen)).not.toContain('"5"');
    await removeEndpoint((await first())?.id ?? '');
    expect((await state()).endpoints).toEqual([]);
    await add('full');
    await flush();
    expect(JSON.stringify(world.seen.at(-1))).toContain('"agentValue":"5"');
  });

  test('another account’s signals stay where they are', async () => {
    await captureDecision({ ...decision(1), ref: { ...ref, account: '2' } });
    await add();
    await flush();
    expect(world.seen).toEqual([]);
  });
});

test('waiting grows to an hour at most, with full jitter', () => {
  expect(backoff(1, 0)).toBe(0);
  expect(backoff(1, 1)).toBe(2_000);
  expect(backoff(5, 1)).toBe(32_000);
  expect(backoff(500, 1)).toBe(3_600_000);
});
