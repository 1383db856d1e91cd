/** How marks look: size, colour, room, and what they do when the page changes its shape. */
import { page as runner } from 'vitest/browser';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MarkInfo } from '../../lib/core/view';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { everyField, viewOf } from './support/catalog';
import { frames, type HubSpotPage } from './support/hubspot';
import { type Answer, answers, looked, markOf, marks, until } from './support/overlay';
import { openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
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

describe('what the page does to its shape', () => {
  const open = async () => {
    const page = await openPage([deal]);
    await startOverlay(answers([deal], { marks: everyField(deal) }));
    return page;
  };
  /** How far each mark stands from the end of its value's first line. */
  const distances = (page: HubSpotPage) =>
    boxes().flatMap(({ field, rect }) => {
      const value = page.nodesOf(field, 'data-highlights').at(-1);
      if (!value?.parentElement?.contains(markOf(field, value.parentElement).host)) return [];
      const range = document.createRange();
      range.selectNodeContents(value);
      return [Math.round(rect.left - range.getBoundingClientRect().right)];
    });

  test('a row placed again keeps clear of its neighbours', async () => {
    const page = await open();
    for (let round = 0; round < 4; round++) {
      for (const field of ['amount', 'closedate']) {
        const text = page.nodesOf(field, 'highlight').at(-1)?.firstChild;
        // A re-render with another text and back, one line at a time.
        const before = text?.nodeValue ?? '';
        if (text) text.nodeValue = `${before} `;
        await frames(2);
        if (text) text.nodeValue = before;
        await frames(2);
        expect(overlapping()).toEqual([]);
      }
    }
    page.app.violations.length = 0;
  });

  test.each([
    ['a column is folded', (page: HubSpotPage) => [...page.container.querySelectorAll<HTMLElement>('aside button')].find((b) => b.closest('aside') === page.container.querySelectorAll('aside')[1])?.click()],
    ['a column gets another width by style alone', (page: HubSpotPage) => page.container.querySelectorAll('aside')[1]?.remove],
  ])('%s', async (_, change) => {
    const page = await open();
    const marksOf = () => {
      const cards = page.nodesOf('pipeline', 'data-highlights');
      const value = cards.at(-1) as Element;
      const mark = marks().find((m) => cards[0]?.contains(m.host));
      const range = document.createRange();
      range.selectNodeContents(value);
      return Math.round((mark?.host.getBoundingClientRect().left ?? 0) - range.getBoundingClientRect().right);
    };
    const before = marksOf();
    change(page);
    await page.settle();
    await frames(10);
    expect(Math.abs(marksOf() - before)).toBeLessThanOrEqual(1);
    void distances;
  });
});
