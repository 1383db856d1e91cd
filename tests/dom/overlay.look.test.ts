/** How marks look: size, colour, room, and what they do when the page changes its shape. */

import { afterEach, describe, expect, test, vi } from 'vitest';
import { page as runner } from 'vitest/browser';
import { MARK_STATES } from '../../lib/core/types';
import type { MarkInfo } from '../../lib/core/view';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { everyField, viewOf } from './support/catalog';
import { frames, type HubSpotPage } from './support/hubspot';
import { type Answer, answers, looked, markOf, marks, until } from './support/overlay';
import { openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
/** The first mark of a field. */
const shown = (field: string) => markOf(field).host;
const placed = () => marks().filter((mark) => mark.placed);
const boxes = () => placed().map(({ host, field }) => ({ field, rect: host.getBoundingClientRect() }));

function overlapping(): string[] {
  const all = boxes().filter(({ rect }) => rect.width > 0);
  return all.flatMap((a, index) =>
    all.slice(index + 1).flatMap((b) => {
      const x = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const y = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
      return x > 0.01 && y > 0.01 ? [`${a.field} and ${b.field}`] : [];
    }),
  );
}

/** Text of the page that a mark's glyph covers. */
function covered(): string[] {
  return placed().flatMap(({ host, button, field }) => {
    const glyph = button.querySelector('svg')?.getBoundingClientRect();
    if (!glyph || host.getBoundingClientRect().width === 0) return [];
    const range = document.createRange();
    const texts = document.createTreeWalker(host.parentElement?.parentElement ?? document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const x = Math.min(rect.right, glyph.right) - Math.max(rect.left, glyph.left);
        const y = Math.min(rect.bottom, glyph.bottom) - Math.max(rect.top, glyph.top);
        if (x > 0.5 && y > 0.5) return [`${field} covers “${node.nodeValue}”`];
      }
    }
    return [];
  });
}

afterEach(async () => {
  await runner.viewport(1280, 900);
});

describe.each([
  ['2026', 'en'],
  ['2026', 'de'],
  ['2026', 'ar'],
  ['2025', 'en'],
  ['legacy', 'en'],
  ['unknown', 'en'],
  ['unknown', 'ar'],
] as const)('%s %s', (variant, locale) => {
  test.each(Object.keys(RECORDS))('%s: boxes are big enough, do not overlap, cover no text', async (type) => {
    const record = RECORDS[type] as PageRecord;
    await openPage([record], { variant, locale });
    await startOverlay(answers([record], { marks: everyField(record), locale }));
    expect(placed().length).toBeGreaterThan(4);
    for (const { rect } of boxes()) expect(rect).toMatchObject({ width: 24, height: 24 });
    for (const { button } of placed()) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
    expect(overlapping()).toEqual([]);
    expect(covered()).toEqual([]);
  });
});

/** How far a mark in the data highlights stands from the end of its value. */
function gap(page: HubSpotPage, field: string): number {
  const nodes = page.nodesOf(field, 'data-highlights');
  const mark = marks().find(({ host }) => nodes[0]?.contains(host));
  const range = document.createRange();
  range.selectNodeContents(nodes.at(-1) as Element);
  return (mark?.host.getBoundingClientRect().left ?? Number.NaN) - range.getBoundingClientRect().right;
}

describe('a page that changes its shape', () => {
  const open = async () => {
    const page = await openPage([deal], { strict: false });
    await startOverlay(answers([deal], { marks: everyField(deal) }));
    return page;
  };

  test('a row placed again keeps clear of its neighbours', async () => {
    const page = await open();
    for (const field of ['amount', 'closedate', 'amount']) {
      const text = page.nodesOf(field, 'highlight').at(-1)?.firstChild as Text;
      text.data = `${text.data} `;
      await frames(2);
      expect(overlapping()).toEqual([]);
    }
  });

  test('a folded column leaves more room to another', async () => {
    const page = await open();
    const before = gap(page, 'pipeline');
    const [, right] = page.container.querySelectorAll('aside');
    right?.querySelector<HTMLElement>('button')?.click();
    await page.settle();
    await frames(5);
    expect(Math.abs(gap(page, 'pipeline') - before)).toBeLessThanOrEqual(1);
    expect(covered()).toEqual([]);
  });

  test('another size of the window', async () => {
    const page = await open();
    const before = gap(page, 'pipeline');
    await runner.viewport(1000, 700);
    await until(() => Math.abs(gap(page, 'pipeline') - before) <= 1);
    expect(overlapping()).toEqual([]);
    expect(covered()).toEqual([]);
  });

  test('a part that is hidden by style alone and shown again', async () => {
    const page = await open();
    const [left] = page.container.querySelectorAll('aside');
    const count = placed().length;
    (left as HTMLElement).style.display = 'none';
    await until(() => placed().length < count);
    (left as HTMLElement).style.display = '';
    await until(() => placed().length === count);
  });

  test('marks scroll with their rows', async () => {
    const page = await open();
    const mark = shown('hs_next_step');
    const row = page.row('hs_next_step');
    const distance = () => mark.getBoundingClientRect().top - row.getBoundingClientRect().top;
    const before = distance();
    const [left] = page.container.querySelectorAll('aside');
    (left as HTMLElement).scrollTop = 200;
    await frames(2);
    expect(distance()).toBeCloseTo(before, 1);
  });
});

describe('size', () => {
  const fields = ['amount', 'closedate', 'hs_priority', 'dealtype', 'description', 'hs_next_step', 'contract_start'];
  const sizes = () => new Set(placed().map(({ host }) => host.dataset.size ?? 'usual'));
  const glyphOf = (field: string) => markOf(field).button.querySelector('svg')?.getBoundingClientRect().width;

  test('twelve marks in view keep their size', async () => {
    await openPage([deal]);
    await startOverlay(answers([deal], { marks: Object.fromEntries(fields.map((field) => [field, 'agent'])) }));
    expect(placed().length).toBeLessThanOrEqual(12);
    expect(sizes()).toEqual(new Set(['usual']));
    expect(glyphOf('description')).toBe(12);
  });

  test('with more of them glyphs shrink, but not those that are new or unknown', async () => {
    await openPage([deal]);
    const many: Record<string, Partial<MarkInfo>> = Object.fromEntries(
      deal.definitions.map(({ name }) => [name, { state: 'agent' as const }]),
    );
    many.amount = { state: 'unknown' };
    many.hs_priority = { state: 'agent', fresh: true };
    many.dealtype = { state: 'automation' };
    await startOverlay(answers([deal], { marks: many }));
    expect(placed().length).toBeGreaterThan(12);
    expect(shown('description').dataset.size).toBe('calm');
    expect(glyphOf('description')).toBe(9);
    expect(glyphOf('amount')).toBe(12);
    expect(glyphOf('hs_priority')).toBe(12);
    expect(glyphOf('dealtype')).toBe(9);
    expect(shown('dealname').dataset.size).toBe('title');
    expect(glyphOf('dealname')).toBe(14);
    // The hit box stays.
    expect(shown('description').getBoundingClientRect()).toMatchObject({ width: 24, height: 24 });
  });
});

describe('the dot of what is new', () => {
  const dot = () => (markOf('amount').button.querySelector('.dot') as Element).getBoundingClientRect();
  const glyph = () => (markOf('amount').button.querySelector('svg') as Element).getBoundingClientRect();
  const fresh: Answer = (ref) =>
    answers([deal], { marks: { amount: { state: 'agent', fresh: true }, dealtype: 'agent' } })(ref);

  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(['en', 'ar'] as const)('stands at the glyph’s inline end, %s', async (locale) => {
    await openPage([deal], { locale });
    await startOverlay(fresh);
    expect(markOf('amount').button.getAttribute('aria-label')).toContain('new');
    const centre = dot().left + dot().width / 2;
    if (locale === 'ar') expect(Math.abs(centre - (glyph().left + (0.6 / 16) * 12))).toBeLessThan(0.5);
    else expect(Math.abs(centre - (glyph().left + (15.4 / 16) * 12))).toBeLessThan(0.5);
    expect(markOf('dealtype').button.querySelector('.dot')).toBeNull();
  });

  test('ends after five seconds in view, and the background hears of it', async () => {
    await openPage([deal]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const overlay = await startOverlay(fresh);
    expect(shown('amount').hasAttribute('data-fresh')).toBe(true);
    vi.advanceTimersByTime(4_900);
    expect(overlay.seen).toEqual([]);
    vi.advanceTimersByTime(200);
    // The other one is an agent's, of which it counts that somebody saw it.
    expect(overlay.seen).toEqual([['amount', 'dealtype']]);
    expect(marks().some(({ host }) => host.hasAttribute('data-fresh'))).toBe(false);
    expect(markOf('amount').button.getAttribute('aria-label')).not.toContain('new');
  });

  test('an agent’s value that is not new counts as seen as well, once; one of unknown origin does not', async () => {
    await openPage([deal]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const marks = { amount: { state: 'agent' }, dealtype: { state: 'unknown' } } as const;
    const overlay = await startOverlay(() => ({ ok: true, view: viewOf(deal, { marks }) }));
    vi.advanceTimersByTime(5_100);
    expect(overlay.seen).toEqual([['amount']]);
    vi.advanceTimersByTime(20_000);
    expect(overlay.seen).toHaveLength(1);
  });

  test('stays while the mark is out of view', async () => {
    const page = await openPage([deal]);
    const [left] = page.container.querySelectorAll('aside');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const answer: Answer = () => ({
      ok: true,
      view: viewOf(deal, { marks: { partner_sourced: { state: 'agent', fresh: true } } }),
    });
    await runner.viewport(1280, 400);
    const overlay = await startOverlay(answer);
    vi.advanceTimersByTime(20_000);
    expect(overlay.seen).toEqual([]);
    (left as HTMLElement).scrollTop = 10_000;
    await frames(2);
    vi.advanceTimersByTime(5_100);
    expect(overlay.seen).toEqual([['partner_sourced']]);
  });
});

/** Relative luminance, WCAG 2.2, by what a canvas makes of a colour. */
function luminance(colour: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('colours', () => {
  test.each(['light', 'dark'] as const)('follow the page’s surface, %s', async (theme) => {
    await openPage([deal], { theme });
    const states = Object.fromEntries(deal.definitions.map(({ name }, i) => [name, MARK_STATES[i % 5] ?? 'agent']));
    await startOverlay(answers([deal], { marks: states }));
    for (const { host } of placed()) expect(host.dataset.theme).toBe(theme);
    // The runner's own theme is light, so only the page can have made these.
    expect(matchMedia('(prefers-color-scheme: dark)').matches).toBe(false);
    for (const { host, button, field } of placed()) {
      const ground = host.style.getPropertyValue('--cs-ground');
      expect(contrast(getComputedStyle(button).color, ground), field).toBeGreaterThanOrEqual(3);
    }
  });

  test('a dark card on a light page', async () => {
    const page = await openPage([deal], { strict: false });
    const [, highlights] = page.nodesOf('pipeline', 'data-highlights');
    const box = highlights?.closest('section') as HTMLElement;
    box.style.background = '#101820';
    await startOverlay(answers([deal], { marks: everyField(deal) }));
    const themes = placed().map(({ host }) => (box.contains(host) ? `card ${host.dataset.theme}` : host.dataset.theme));
    expect(new Set(themes)).toEqual(new Set(['light', 'card dark']));
  });
});

test('the page’s styles do not reach a mark', async () => {
  await openPage([deal]);
  const style = document.createElement('style');
  style.textContent = `* { opacity: 0.1; display: none !important } [data-field] { position: static !important; transform: none !important;
    width: 400px !important; pointer-events: none } button { border: 9px solid red !important; font-size: 50px !important }
    body, html, body div, body main, body aside, body ul, body span, body label, body section, body h1 { display: block !important; opacity: 1 }`;
  document.head.append(style);
  try {
    await startOverlay(answers([deal], { marks: { dealtype: 'agent' } }));
    const mark = markOf('dealtype');
    const css = getComputedStyle(mark.host);
    expect([css.position, css.width, css.display]).toEqual(['absolute', '24px', 'block']);
    expect(getComputedStyle(mark.button).borderWidth).toBe('0px');
    await looked();
  } finally {
    style.remove();
  }
});
