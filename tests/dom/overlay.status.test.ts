/** How the page side says how it stands: to machines by an attribute, to people by the pill. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ProblemKind } from '../../lib/core/problem';
import type { OverlayStatus, ViewProblem } from '../../lib/core/view';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { viewOf } from './support/catalog';
import { PORTAL } from './support/hubspot';
import { click } from './support/input';
import { type Answer, answers, inRoot, looked, marks, type Overlay, root, status, until } from './support/overlay';
import { openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
const MARKS = { amount: 'agent', dealtype: 'agent', hs_priority: 'unknown', description: 'automation' } as const;
const fine = answers([deal], { marks: MARKS });
const pill = () => inRoot('.pill');
const menu = () => inRoot('.menu');

afterEach(() => {
  vi.useRealTimers();
});

/** What each problem makes of the status: without anything known of the record, and after it was read once. */
const STATUS: Record<ViewProblem['kind'], [before: OverlayStatus, after: OverlayStatus, keepsMarks: boolean]> = {
  noAccount: ['no-account', 'no-account', false],
  signedOut: ['no-account', 'no-account', false],
  wrongAccount: ['mismatch', 'mismatch', false],
  gone: ['error', 'error', false],
  moved: ['loading', 'loading', true],
  offline: ['offline', 'offline', true],
  timeout: ['error', 'stale', true],
  forbidden: ['error', 'stale', true],
  busy: ['error', 'stale', true],
  daily: ['error', 'stale', true],
  budget: ['error', 'stale', true],
  server: ['error', 'stale', true],
  unreadable: ['error', 'stale', true],
  refused: ['error', 'stale', true],
  conflict: ['error', 'stale', true],
  sharedKey: ['error', 'stale', true],
};

const problemOf = (kind: string): ViewProblem =>
  kind === 'wrongAccount' ? { kind, connected: '99' } : { kind: kind as ProblemKind, message: 'in its own words' };

describe.each(Object.entries(STATUS))('%s', (kind, [before, after, keepsMarks]) => {
  test(`before the record was read: ${before}`, async () => {
    await openPage([deal]);
    await startOverlay(() => ({ ok: false, problem: problemOf(kind) }));
    expect(status()).toBe(before);
    expect(marks()).toEqual([]);
    expect(root()?.dataset.countersignRecord).toBe(`hubspot/${PORTAL}/0-3/${deal.id}`);
    expect(pill()?.hidden).toBe(kind === 'moved');
    if (kind !== 'moved') expect(pill()?.getAttribute('aria-label')).toMatch(/^Countersign: problem\./);
  });

  test(`after it was read: ${after}, ${keepsMarks ? 'marks stay' : 'no marks'}`, async () => {
    await openPage([deal]);
    let answer: Answer = fine;
    const overlay = await startOverlay((ref, reason) => answer(ref, reason));
    const count = marks().length;
    answer = () => ({ ok: false, problem: problemOf(kind) });
    overlay.session.refresh();
    await looked();
    expect(status()).toBe(after);
    expect(marks()).toHaveLength(keepsMarks ? count : 0);
    await until(() => overlay.reports.at(-1)?.status === after);
    answer = fine;
    overlay.session.refresh();
    await looked();
    expect([status(), marks().length]).toEqual(['ready', count]);
  });
});

test('a view that comes with a problem is stale, and shows its marks', async () => {
  await openPage([deal]);
  await startOverlay(() => ({ ok: true, view: viewOf(deal, { marks: MARKS }), problem: { kind: 'server' } }));
  expect(status()).toBe('stale');
  expect(marks().length).toBeGreaterThan(3);
});

describe('the pill', () => {
  const start = async (answer: Answer = fine): Promise<Overlay> => {
    await openPage([deal]);
    return startOverlay(answer);
  };

  test('counts values by agents and unknown ones', async () => {
    await start();
    expect([...(pill()?.querySelectorAll('span') ?? [])].map((span) => span.textContent)).toEqual(['2', '1']);
    expect(pill()?.getAttribute('aria-label')).toBe('pill.name 2 0 1');
  });

  test('is away where there is nothing to say', async () => {
    await start(answers([deal], { marks: {} }));
    expect(status()).toBe('ready');
    expect(pill()?.hidden).toBe(true);
  });

  test('says once, for screen readers, how many values agents wrote', async () => {
    const overlay = await start();
    expect(inRoot('.live')?.textContent).toBe('pill.live 2');
    expect(inRoot('.live')?.getAttribute('aria-live')).toBe('polite');
    overlay.session.refresh();
    await looked();
    expect(inRoot('.live')?.textContent).toBe('pill.live 2');
  });

  test('its menu has the suggestions that have no chip, and opens their card', async () => {
    const overlay = await start(
      answers([deal], { suggestions: { amount: {}, closed_lost_reason: { value: 'Price' } } }),
    );
    await click(pill() as HTMLElement);
    const items = [...(menu()?.querySelectorAll<HTMLElement>('[data-suggestion]') ?? [])];
    expect(items.map((item) => item.dataset.suggestion)).toEqual(['id-closed_lost_reason']);
    expect(items[0]?.textContent).toContain('→ Price');
    await click(items[0] as HTMLElement);
    expect(overlay.cards).toEqual([`0-3/${deal.id} closed_lost_reason suggestion`]);
  });

  test('opens its menu, which closes on Escape and on a press elsewhere', async () => {
    const overlay = await start();
    await click(pill() as HTMLElement);
    expect(menu()?.hidden).toBe(false);
    expect(pill()?.getAttribute('aria-expanded')).toBe('true');
    expect(root()?.shadowRoot?.activeElement).toBe(menu()?.querySelector('button'));
    root()?.shadowRoot?.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    );
    expect(menu()?.hidden).toBe(true);
    expect(root()?.shadowRoot?.activeElement).toBe(pill());
    await click(pill() as HTMLElement);
    expect(menu()?.hidden).toBe(false);
    await click(document.querySelector('h2') as HTMLElement);
    expect(menu()?.hidden).toBe(true);
    expect(overlay.asked).toHaveLength(1);
  });

  test('shows what every glyph means', async () => {
    await start();
    pill()?.click();
    expect(menu()?.querySelectorAll('.legend li')).toHaveLength(6);
  });

  test('hides everything until the next load', async () => {
    const overlay = await start();
    pill()?.click();
    [...(menu()?.querySelectorAll<HTMLElement>('.item') ?? [])].find((i) => i.textContent === 'pill.hide')?.click();
    expect([marks(), pill()?.hidden, overlay.session.hidden]).toEqual([[], true, true]);
  });

  test.each([
    ['server', 'retry'],
    ['noAccount', 'connect'],
    ['signedOut', 'connect'],
    ['wrongAccount', 'connect'],
    ['gone', 'reload'],
  ] as const)('offers what helps: %s, %s', async (kind, action) => {
    const overlay = await start(() => ({ ok: false, problem: problemOf(kind) }));
    pill()?.click();
    expect(menu()?.querySelector('p')?.textContent).toContain(`problem.${kind === 'server' ? 'server' : kind}.long`);
    const button = menu()?.querySelector<HTMLElement>('.action');
    expect(button?.textContent).toBe(`pill.action.${action}`);
    if (action === 'reload') return;
    button?.click();
    await looked();
    if (action === 'connect') expect(overlay.opened).toEqual(['accounts']);
    else expect(overlay.asked.map(({ reason }) => reason)).toEqual(['open', 'recheck']);
  });

  test('moves up where the page has something of its own in the corner', async () => {
    const badge = document.createElement('div');
    badge.style.cssText = 'position: fixed; right: 0; bottom: 0; width: 120px; height: 60px; z-index: 9';
    document.body.append(badge);
    try {
      await start();
      const bottom = () => pill()?.getBoundingClientRect().bottom ?? 0;
      const half = (pill()?.getBoundingClientRect().height ?? 0) / 2;
      // It looks for room when the page is at rest.
      await until(() => bottom() <= badge.getBoundingClientRect().top + half);
    } finally {
      badge.remove();
    }
  });

  test('stands above the place of Lightning’s utility bar, on Salesforce alone', async () => {
    await start();
    const below = () => innerHeight - (pill()?.getBoundingClientRect().bottom ?? 0);
    expect(below()).toBe(16);
    const host = root();
    if (host) host.dataset.countersignRecord = 'salesforce/00D/Opportunity/006';
    expect(below()).toBe(56);
  });

  test('stands where the page’s direction ends a line, even if the page says so late', async () => {
    const { documentElement: html } = document;
    let answer: Answer = () => ({ ok: false, problem: problemOf('moved') });
    const overlay = await start((ref, reason) => answer(ref, reason));
    expect(root()?.dataset.pageDir).toBe('ltr');
    try {
      html.dir = 'rtl';
      answer = fine;
      overlay.session.refresh();
      await until(() => root()?.dataset.pageDir === 'rtl');
      expect(pill()?.getBoundingClientRect().left).toBe(16);
    } finally {
      html.dir = '';
    }
  });

  test('takes no room and covers nothing but itself', async () => {
    await start();
    expect(root()?.getBoundingClientRect()).toMatchObject({ width: 0, height: 0 });
    expect(document.documentElement.scrollWidth).toBe(document.documentElement.clientWidth);
  });
});
