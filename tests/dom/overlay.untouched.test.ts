/** The page does not feel its guest: no node changed, none moved, no pixel shifted, nothing left behind. */
import { describe, expect, test } from 'vitest';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { everyField } from './support/catalog';
import { answers, card, looked, marks, Overlay, root } from './support/overlay';
import { later, openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
const all = answers([deal], { marks: everyField(deal) });

/** The box of every element of the page. */
function boxes(container: Element): string[] {
  return [...container.querySelectorAll('*')]
    .filter((element) => !element.localName.startsWith('countersign-'))
    .map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return `${element.localName} ${x} ${y} ${width} ${height} ${element.scrollWidth} ${element.scrollHeight}`;
    });
}

/** The whole document but the tab's title, which the page writes when it likes. */
const markup = () => document.documentElement.outerHTML.replace(/<title>.*?<\/title>/, '');

describe.each([
  ['2026', 'en', 'light'],
  ['2026', 'ar', 'dark'],
  ['2025', 'en', 'light'],
  ['legacy', 'de', 'light'],
  ['unknown', 'en', 'light'],
] as const)('%s %s %s', (variant, locale, theme) => {
  test('the same page before, during and after', async () => {
    const page = await openPage([deal], { variant, locale, theme });
    const before = { boxes: boxes(document.body), markup: markup() };
    const overlay = await startOverlay(answers([deal], { marks: everyField(deal), locale }));
    expect(marks().length).toBeGreaterThan(10);
    expect(boxes(document.body)).toEqual(before.boxes);
    overlay.stop();
    expect(markup()).toBe(before.markup);
    expect(boxes(document.body)).toEqual(before.boxes);
    await page.settle();
  });

  test('its own changes go on as if nobody were there', async () => {
    const page = await openPage([deal], { variant, locale, theme });
    await startOverlay(answers([deal], { marks: everyField(deal), locale }));
    await page.app.churn(12);
    await page.edit('description');
    await looked();
    await page.type('description', 'changed by hand');
    await page.press('description', 'Escape');
    await page.app.refresh();
    await looked();
    expect(page.app.violations).toEqual([]);
  });
});

test('a copy that the page makes of a row shows nothing of ours', async () => {
  const page = await openPage([deal]);
  await startOverlay(all);
  const row = document.querySelector('countersign-mark')?.parentElement;
  if (!row) throw new Error('no mark');
  const copy = row.cloneNode(true) as Element;
  document.body.append(copy);
  later(() => copy.remove());
  const copied = copy.querySelector('countersign-mark');
  expect(copied?.shadowRoot).toBeNull();
  expect(copied?.getBoundingClientRect().width).toBe(0);
  await page.settle();
});

test('the page’s own nodes see no mutation but those of our elements coming', async () => {
  await openPage([deal]);
  const foreign: string[] = [];
  const isOurs = (node: Node) => node instanceof Element && node.localName.startsWith('countersign-');
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      const nodes = [...record.addedNodes, ...record.removedNodes];
      if (isOurs(record.target) || (record.type === 'childList' && nodes.every(isOurs))) continue;
      foreign.push(`${record.type} ${record.target.nodeName}`);
    }
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  later(() => observer.disconnect());
  const overlay = await startOverlay(all);
  overlay.session.step(1);
  overlay.stop();
  await looked();
  expect(foreign).toEqual([]);
});

test('two sessions after each other leave nothing', async () => {
  const page = await openPage([deal]);
  const before = markup();
  const first = await startOverlay(all);
  first.stop();
  const second = new Overlay(all);
  await looked();
  const count = marks().length;
  expect(count).toBeGreaterThan(10);
  expect(document.querySelectorAll('countersign-root')).toHaveLength(1);
  second.stop();
  expect(markup()).toBe(before);
  await page.app.churn(4);
  window.dispatchEvent(new Event('resize'));
  document.dispatchEvent(new Event('scrollend'));
  await looked();
  expect([marks(), root(), card()]).toEqual([[], null, null]);
});

test('nothing comes when the answer arrives after the end', async () => {
  await openPage([deal]);
  const before = markup();
  const { promise, resolve } = Promise.withResolvers<void>();
  const overlay = await startOverlay(async (ref) => {
    await promise;
    return all(ref);
  });
  overlay.stop();
  resolve();
  await looked();
  expect(markup()).toBe(before);
});
