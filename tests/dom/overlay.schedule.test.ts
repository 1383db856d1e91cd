/** When the background is asked: while the tab is in use, less and less often, sooner where the page shows something else. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ViewReply } from '../../lib/core/view';
import { memoryTransport } from '../sandbox/hubspot/page/memoryTransport.ts';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { viewOf } from './support/catalog';
import { PORTAL } from './support/hubspot';
import { type Answer, answers, looked, marks, type Overlay, status } from './support/overlay';
import { makeRecord } from './support/records';
import { goTo, openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
const other = makeRecord({ id: '601', title: 'Another', seed: 8 });
const SECOND = 1000;

const seen = { focus: true, visibility: 'visible' as DocumentVisibilityState };

beforeEach(() => {
  seen.focus = true;
  seen.visibility = 'visible';
  vi.spyOn(document, 'hasFocus').mockImplementation(() => seen.focus);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => seen.visibility);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A page that stands still, with the clock in the test's hands from here on. */
async function start(answer: Answer): Promise<Overlay> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  return startOverlay(answer);
}

const use = () => window.dispatchEvent(new Event('wheel'));
const same: Answer = answers([deal, other], { marks: { amount: 'agent' } });
const fails =
  (problem: Extract<ViewReply, { ok: false }>['problem']): Answer =>
  () => ({ ok: false, problem });

/** Lets time pass in steps; @returns after how many seconds of it each question came, with its reason. */
async function pass(overlay: Overlay, seconds: number, every: () => void = () => {}): Promise<string[]> {
  const from = overlay.asked.length;
  const began = Date.now();
  const step = Math.max(1, Math.round(seconds / 25));
  for (let left = seconds; left > 0; left -= step) {
    await vi.advanceTimersByTimeAsync(Math.min(step, left) * SECOND);
    every();
  }
  return overlay.asked.slice(from).map(({ reason, at }) => `${reason} ${Math.round((at - began) / 100) / 10}`);
}

describe('refreshing', () => {
  test('after 30 s, then doubling up to 5 minutes while nothing changes', async () => {
    await openPage([deal]);
    const overlay = await start(same);
    expect(overlay.asked.map(({ reason }) => reason)).toEqual(['open']);
    const asked = await pass(overlay, 1700, use);
    const times = asked.map((a) => Number(a.split(' ')[1]));
    expect(asked.every((a) => a.startsWith('refresh'))).toBe(true);
    const gaps = times.map((time, index) => Math.round(time - (times[index - 1] ?? 0)));
    expect(gaps).toEqual([30, 60, 120, 240, 300, 300, 300, 300]);
  });

  test('another name or time in words is said, and is no change', async () => {
    await openPage([deal]);
    let minutes = 0;
    const overlay = await start(() => {
      const words = { name: `Amount: by Lead Enricher, ${minutes++} min ago`, tip: '' };
      return { ok: true, view: viewOf(deal, { marks: { amount: { words } } }) };
    });
    const asked = await pass(overlay, 215, use);
    expect(asked).toHaveLength(3);
    expect(marks()[0]?.button.getAttribute('aria-label')).toBe('Amount: by Lead Enricher, 3 min ago');
  });

  test('every 30 s again after something changed', async () => {
    await openPage([deal]);
    let state: 'agent' | 'corrected' = 'agent';
    const overlay = await start(() => ({ ok: true, view: viewOf(deal, { marks: { amount: state } }) }));
    await pass(overlay, 215, use);
    state = 'corrected';
    const asked = await pass(overlay, 300, use);
    const times = asked.map((a) => Number(a.split(' ')[1]));
    expect(Math.round((times[1] ?? 0) - (times[0] ?? 0))).toBe(30);
    expect(marks()[0]?.state).toBe('corrected');
  });

  test('not in a hidden tab; when it is seen again, at once', async () => {
    await openPage([deal]);
    const overlay = await start(same);
    seen.visibility = 'hidden';
    expect(await pass(overlay, 120, use)).toEqual([]);
    seen.visibility = 'visible';
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(overlay.asked).toHaveLength(2);
    expect((await pass(overlay, 70, use)).length).toBeGreaterThan(0);
  });

  test('not in a window that others cover; with the focus it goes on', async () => {
    await openPage([deal]);
    const overlay = await start(same);
    seen.focus = false;
    expect(await pass(overlay, 120, use)).toEqual([]);
    seen.focus = true;
    window.dispatchEvent(new Event('focus'));
    expect(overlay.asked).toHaveLength(2);
  });

  test('focus alone asks nothing before it is time', async () => {
    await openPage([deal]);
    const overlay = await start(same);
    await pass(overlay, 10, use);
    window.dispatchEvent(new Event('focus'));
    expect(overlay.asked).toHaveLength(1);
  });

  test('not after 5 minutes without use; the first use asks at once', async () => {
    await openPage([deal]);
    const overlay = await start(same);
    const early = await pass(overlay, 5 * 60);
    expect(early).toHaveLength(3);
    expect(await pass(overlay, 20 * 60)).toEqual([]);
    use();
    expect(overlay.asked).toHaveLength(5);
    expect((await pass(overlay, 5 * 60, use)).length).toBeGreaterThan(0);
  });

  test('one question at a time', async () => {
    await openPage([deal]);
    const { promise, resolve } = Promise.withResolvers<void>();
    const overlay = await start(async (ref, reason) => {
      await promise;
      return same(ref, reason);
    });
    overlay.session.refresh();
    window.dispatchEvent(new Event('online'));
    await pass(overlay, 120, use);
    expect(overlay.asked).toHaveLength(1);
    resolve();
    await pass(overlay, 1);
    overlay.session.refresh();
    expect(overlay.asked).toHaveLength(2);
  });

  test('another record starts over', async () => {
    const page = await openPage([deal, other]);
    const overlay = await start(same);
    await pass(overlay, 400, use);
    const settled = page.settle();
    goTo(page, other);
    await pass(overlay, 1, use);
    await settled;
    const asked = await pass(overlay, 95, use);
    expect(overlay.asked.filter(({ id }) => id === other.id).map(({ reason }) => reason)).toEqual([
      'open',
      'refresh',
      'refresh',
    ]);
    expect(asked).toHaveLength(2);
  });

  test('nothing is asked on a page without a record', async () => {
    const page = await openPage([deal]);
    const overlay = await start(same);
    page.app.navigate('/settings');
    expect(await pass(overlay, 400, use)).toEqual([]);
  });

  test('nothing is asked while everything is hidden, and it goes on after', async () => {
    await openPage([deal]);
    const overlay = await start(same);
    overlay.session.setHidden(true);
    expect(await pass(overlay, 200, use)).toEqual([]);
    overlay.session.setHidden(false);
    expect(overlay.asked).toHaveLength(2);
    expect((await pass(overlay, 200, use)).length).toBeGreaterThan(1);
  });

  test('nothing is asked after the end', async () => {
    await openPage([deal]);
    const overlay = await start(same);
    overlay.stop();
    use();
    window.dispatchEvent(new Event('focus'));
    window.dispatchEvent(new Event('online'));
    expect(await pass(overlay, 400, use)).toEqual([]);
  });
});

describe('a page that shows something else', () => {
  const gapsOf = (asked: string[]) => {
    const times = asked.filter((a) => a.startsWith('recheck')).map((a) => Number(a.split(' ')[1]));
    return times.map((time, index) => Math.round((time - (times[index - 1] ?? 0)) * 10) / 10);
  };

  test('is asked about soon, then less and less often', async () => {
    await openPage([deal]);
    const overlay = await start(() => ({
      ok: true,
      view: viewOf(deal, { marks: { amount: 'agent' }, values: { amount: '1' } }),
    }));
    const times: number[] = [Date.now()];
    // Answers are looked at in frames, which are real.
    for (let n = 0; n < 90; n++) {
      await vi.advanceTimersByTimeAsync(1500);
      const rechecks = overlay.asked.filter(({ reason }) => reason === 'recheck').map(({ at }) => at);
      if (rechecks.length < times.length) continue;
      times.push(rechecks.at(-1) as number);
      await looked();
    }
    const gaps = times.slice(1).map((time, index) => (time - (times[index] as number)) / SECOND);
    expect(gaps.slice(0, 6)).toEqual([1.5, 3, 6, 12, 24, 48]);
  });

  test('for one field: asked once, and the mark comes back with the answer', async () => {
    const transport = memoryTransport({ portalId: PORTAL, dom: { strict: true }, records: [deal] });
    const page = await openPage([deal], {}, { transport });
    let current = deal;
    const overlay = await start(() => ({
      ok: true,
      view: viewOf(current, { marks: { description: 'agent', amount: 'agent' } }),
    }));
    const change = async (text: string) => {
      await transport.save('0-3', deal.id, { description: text });
      const refreshed = page.app.refresh();
      await vi.advanceTimersByTimeAsync(10);
      await refreshed;
      await looked();
      expect(marks().map(({ field }) => field)).not.toContain('description');
    };
    for (let n = 0; n < 8; n++) {
      await change(`text no ${n}`);
      current = { ...deal, properties: { ...deal.properties, description: `text no ${n}` } };
      const asked = await pass(overlay, 5, use);
      await looked();
      // Every change is asked about soon, however many there were before.
      expect(gapsOf(asked), `change ${n}`).toEqual([1.5]);
      expect(marks().map(({ field }) => field)).toContain('description');
    }
  });

  test('for one field that stays different: not again and again', async () => {
    const transport = memoryTransport({ portalId: PORTAL, dom: { strict: true }, records: [deal] });
    const page = await openPage([deal], {}, { transport });
    const overlay = await start(same);
    await transport.save('0-3', deal.id, { amount: '77' });
    const refreshed = page.app.refresh();
    await vi.advanceTimersByTimeAsync(10);
    await refreshed;
    await looked();
    const asked = await pass(overlay, 25, use);
    expect(gapsOf(asked)).toEqual([1.5]);
  });

  test('is not asked about in a hidden tab', async () => {
    await openPage([deal]);
    const overlay = await start(() => ({
      ok: true,
      view: viewOf(deal, { marks: { amount: 'agent' }, values: { amount: '1' } }),
    }));
    seen.visibility = 'hidden';
    expect(await pass(overlay, 60)).toEqual([]);
  });
});

describe('an answer that fails', () => {
  test.each([
    { kind: 'offline' },
    { kind: 'timeout' },
    { kind: 'server' },
    { kind: 'unreadable' },
    { kind: 'moved' },
  ] as const)('$kind: asked again, less and less often', async (problem) => {
    await openPage([deal]);
    const overlay = await start(fails(problem));
    const asked = await pass(overlay, 900, use);
    const times = asked.map((a) => Number(a.split(' ')[1]));
    const gaps = times.map((time, index) => Math.round(time - (times[index - 1] ?? 0)));
    expect(gaps.length).toBeGreaterThan(3);
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(300);
  });

  test.each(['busy', 'daily', 'budget'] as const)('%s: not before the CRM said', async (kind) => {
    await openPage([deal]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const retryAt = Date.now() + 90 * SECOND;
    const overlay = await startOverlay(fails({ kind, retryAt }));
    expect(await pass(overlay, 89, use)).toEqual([]);
    expect(await pass(overlay, 2, use)).toHaveLength(1);
    // A time that has passed is no leave to go on asking.
    expect((await pass(overlay, 120, use)).length).toBeLessThan(8);
  });

  test.each([
    { kind: 'noAccount' },
    { kind: 'wrongAccount', connected: '99' },
    { kind: 'signedOut' },
    { kind: 'forbidden', missing: 'x' },
    { kind: 'gone' },
  ] as const)('$kind: not asked again by itself, but when there is news', async (problem) => {
    await openPage([deal]);
    let answer: Answer = fails(problem);
    const overlay = await start((ref, reason) => answer(ref, reason));
    expect(await pass(overlay, 600, use)).toEqual([]);
    answer = same;
    overlay.session.refresh();
    await looked();
    expect(status()).toBe('ready');
    expect(marks().length).toBeGreaterThan(0);
  });

  test('another record starts over', async () => {
    const page = await openPage([deal, other]);
    const overlay = await start(fails({ kind: 'server' }));
    await pass(overlay, 200, use);
    goTo(page, other);
    await pass(overlay, 5, use);
    expect(overlay.asked.filter(({ id }) => id === other.id)).toHaveLength(3);
  });

  test('the network comes back: asked at once', async () => {
    await openPage([deal]);
    let answer: Answer = fails({ kind: 'offline' });
    const overlay = await start((ref, reason) => answer(ref, reason));
    expect(status()).toBe('offline');
    answer = same;
    window.dispatchEvent(new Event('online'));
    await looked();
    expect(status()).toBe('ready');
    expect(overlay.asked).toHaveLength(2);
  });

  test('an extension that is gone: nothing more', async () => {
    await openPage([deal]);
    const overlay = await start(() => Promise.reject(new Error('Extension context invalidated.')));
    expect(await pass(overlay, 60, use)).toEqual([]);
    expect(marks()).toEqual([]);
  });
});

test('a page that says late what language it is in is asked about once more, for its labels', async () => {
  await openPage([deal]);
  const { lang } = document.documentElement;
  const overlay = await startOverlay(same);
  document.documentElement.lang = lang === 'fr' ? 'de' : 'fr';
  document.body.append(document.createElement('i'));
  await expect.poll(() => overlay.asked.length).toBe(2);
  await looked();
  expect(overlay.asked).toHaveLength(2);
  document.documentElement.lang = lang;
});
