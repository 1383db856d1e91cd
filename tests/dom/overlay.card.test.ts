/** Opening a mark's card, by pointer and keyboard, and everything that closes it. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as runner } from 'vitest/browser';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { everyField } from './support/catalog';
import { frames, type HubSpotPage } from './support/hubspot';
import { click, clickAt, point, pointAway, press } from './support/input';
import { answers, card, inRoot, looked, markOf, marks, type Overlay, until } from './support/overlay';
import { makeRecord } from './support/records';
import { goTo, openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
const next = makeRecord({ id: '501', title: 'The next one', seed: 7 });
const answer = answers([deal, next], (record) => ({ marks: everyField(record) }));

let page: HubSpotPage;
let overlay: Overlay;
/** Every shadow root that was made, since a card's is closed. */
let roots: Map<Element, ShadowRoot>;

beforeEach(async () => {
  roots = new Map();
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
    const root = attach.call(this, init);
    roots.set(this, root);
    return root;
  });
  page = await openPage([deal, next]);
  overlay = await startOverlay(answer);
  await pointAway();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await runner.viewport(1280, 900);
});

/** A mark of the sidebar. */
const rowMark = (field: string) => markOf(field, page.row(field));
const isEditing = (field: string) => page.row(field).querySelector('textarea, input') !== null;
const frameOf = (host: Element | null) => (host ? roots.get(host)?.querySelector('iframe') : null);
const focused = () => {
  const active = document.activeElement;
  return active?.shadowRoot?.activeElement ?? active;
};

function boxOf(element: Element | null | undefined): DOMRect {
  if (!element) throw new Error('nothing to measure');
  return element.getBoundingClientRect();
}

async function clickInCard(): Promise<void> {
  const { left, top } = boxOf(card());
  await clickAt(left + 20, top + 20);
}

describe('opening', () => {
  test('by click: one card, for the field and the record', async () => {
    await click(rowMark('description').host);
    expect(overlay.cards).toEqual([`0-3/${deal.id} description`]);
    expect(document.querySelectorAll('countersign-card')).toHaveLength(1);
    expect(card()?.matches(':popover-open')).toBe(true);
    const url = new URL(frameOf(card())?.src ?? '');
    expect(url.searchParams.get('field')).toBe('description');
    expect(url.searchParams.get('theme')).toBe('light');
    expect(url.searchParams.get('focus')).toBe('1');
    expect(rowMark('description').button.getAttribute('aria-expanded')).toBe('true');
    expect(rowMark('description').host.hasAttribute('data-open')).toBe(true);
  });

  test('the page cannot reach into it', async () => {
    await click(rowMark('description').host);
    expect(card()?.shadowRoot).toBeNull();
    expect(window.frames.length).toBe(0);
  });

  test.each(['Enter', ' '] as const)('by keyboard: %s', async (key) => {
    rowMark('description').button.focus();
    await press(key);
    expect(overlay.cards).toEqual([`0-3/${deal.id} description`]);
    expect(isEditing('description')).toBe(false);
  });

  test('not by a click that the page made up', async () => {
    rowMark('description').button.click();
    rowMark('description').host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    expect(overlay.cards).toEqual([]);
  });

  test('by resting on it: first its tip, then the card, which takes no focus', async () => {
    await point(rowMark('description').host);
    await until(() => inRoot('.tip')?.hidden === false);
    expect(inRoot('.tip')?.textContent).toBe('Lead Enricher');
    expect(card()).toBeNull();
    await until(() => card() !== null);
    expect(new URL(frameOf(card())?.src ?? '').searchParams.has('focus')).toBe(false);
    expect(focused()).toBe(document.body);
    await pointAway();
    await until(() => card() === null);
    expect(inRoot('.tip')?.hidden).toBe(true);
  });

  test('passing over it does nothing', async () => {
    await point(rowMark('description').host);
    await frames(4);
    await pointAway();
    await frames(40);
    expect([card(), inRoot('.tip')?.hidden]).toEqual([null, true]);
  });

  test('another mark’s takes its place', async () => {
    await click(rowMark('description').host);
    await click(rowMark('dealtype').host);
    expect(overlay.cards.map((c) => c.split(' ')[1])).toEqual(['description', 'dealtype']);
    expect(document.querySelectorAll('countersign-card:not([data-closing])')).toHaveLength(1);
    expect(rowMark('description').button.getAttribute('aria-expanded')).toBe('false');
    await until(() => document.querySelectorAll('countersign-card').length === 1);
  });

  test('takes its height from its page, within limits', async () => {
    await click(rowMark('description').host);
    await until(() => card()?.getBoundingClientRect().height === 200);
  });

  test.each([
    ['wide', 1280, 900],
    ['narrow', 700, 700],
    ['low', 1280, 360],
  ])('stands clear of its own row, in view: %s', async (_, width, height) => {
    await runner.viewport(width, height);
    await looked();
    for (const field of ['hs_next_step', 'dealstage', 'hubspot_owner_id']) {
      const row = page.row(field);
      row.scrollIntoView({ block: 'center' });
      await frames(3);
      await click(rowMark(field).host);
      await until(() => (card()?.getBoundingClientRect().height ?? 0) === 200);
      await frames(2);
      const box = boxOf(card());
      const own = row.getBoundingClientRect();
      const x = Math.min(box.right, own.right) - Math.max(box.left, own.left);
      const y = Math.min(box.bottom, own.bottom) - Math.max(box.top, own.top);
      if (height > 450) expect(x <= 0 || y <= 0, `${field} is covered`).toBe(true);
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(width);
      expect(box.bottom).toBeLessThanOrEqual(height);
      await clickAt(width - 3, 3);
    }
  });
});

describe('closing', () => {
  const open = async () => {
    await click(rowMark('description').host);
    expect(card()).not.toBeNull();
  };

  test('by a second click on its mark', async () => {
    await open();
    await click(rowMark('description').host);
    expect(card()).toBeNull();
  });

  test('by Escape; the focus goes back to the mark', async () => {
    await open();
    rowMark('description').button.focus();
    await press('Escape');
    expect(card()).toBeNull();
    expect(focused()).toBe(rowMark('description').button);
    expect(rowMark('description').button.getAttribute('aria-expanded')).toBe('false');
    expect(rowMark('description').host.hasAttribute('data-open')).toBe(false);
  });

  test('by its own page; the focus goes back to the mark', async () => {
    await open();
    await until(() => card()?.getBoundingClientRect().height === 200);
    await clickInCard();
    await press('x');
    await until(() => card() === null);
    expect(focused()).toBe(rowMark('description').button);
  });

  test('by a click elsewhere, which the page gets', async () => {
    await open();
    const { right, top } = page.row('dealtype').getBoundingClientRect();
    await clickAt(right - 60, top + 30);
    expect(card()).toBeNull();
  });

  test('not by a click in the card', async () => {
    await open();
    await clickInCard();
    expect(card()).not.toBeNull();
  });

  test('when the address names another record, at once', async () => {
    await open();
    goTo(page, next);
    expect(document.querySelector('countersign-card')).toBeNull();
  });

  test('when its row is scrolled out of view', async () => {
    await runner.viewport(1280, 400);
    page.row('description').scrollIntoView({ block: 'center' });
    await looked();
    await open();
    (page.container.querySelector('aside') as HTMLElement).scrollTop = 0;
    await until(() => card() === null);
  });

  test('when its value changes, and the node of its row becomes another field’s', async () => {
    await click(rowMark('hs_priority').host);
    expect(card()).not.toBeNull();
    await page.edit('hs_priority');
    const low = [...document.querySelectorAll<HTMLElement>('[role="option"]')].find((o) => o.textContent === 'Low');
    low?.click();
    await page.settle();
    await page.click('save', page.container);
    await until(() => card() === null);
  });

  test('when the extension goes', async () => {
    await open();
    overlay.stop();
    expect([card(), marks()]).toEqual([null, []]);
  });

  test('when the extension goes while it fades', async () => {
    await open();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(card()).toBeNull();
    overlay.stop();
    expect(document.querySelector('countersign-card')).toBeNull();
  });

  test('when everything is hidden', async () => {
    await open();
    overlay.session.setHidden(true);
    expect(card()).toBeNull();
  });
});

describe('the page’s row', () => {
  test('does not feel what happens on a mark', async () => {
    const felt: string[] = [];
    const types = [
      'click',
      'dblclick',
      'mousedown',
      'mouseup',
      'pointerdown',
      'pointerup',
      'keydown',
      'keyup',
      'contextmenu',
    ];
    const listening = new AbortController();
    for (const type of types) page.container.addEventListener(type, () => felt.push(type), listening);
    await click(rowMark('description').host);
    rowMark('description').button.focus();
    await press('Enter');
    await press(' ');
    expect(felt).toEqual([]);
    expect(isEditing('description')).toBe(false);
    listening.abort();
  });

  test('is edited by a click beside the mark', async () => {
    const { bottom, left } = page.row('description').getBoundingClientRect();
    await clickAt(left + 20, bottom - 12);
    await page.settle();
    expect(isEditing('description')).toBe(true);
  });

  test('an inert mark lets clicks through', async () => {
    await page.edit('description');
    await looked();
    await click(rowMark('description').host);
    expect(overlay.cards).toEqual([]);
  });

  test('what is new has been seen once its card is open', async () => {
    overlay.stop();
    const second = await startOverlay(answers([deal], { marks: { description: { state: 'agent', fresh: true } } }));
    await click(rowMark('description').host);
    expect(second.seen).toEqual([['description']]);
    expect(rowMark('description').host.hasAttribute('data-fresh')).toBe(false);
  });
});

describe('moving between marks', () => {
  const inOrder = () => marks().map(({ button }) => button);

  test('step goes to the first, the next and round again', () => {
    const buttons = inOrder();
    for (const button of [...buttons, buttons[0]]) {
      overlay.session.step(1);
      expect(focused()).toBe(button);
    }
  });

  test('and backwards', () => {
    const buttons = inOrder();
    for (const button of [...buttons.toReversed(), buttons.at(-1)]) {
      overlay.session.step(-1);
      expect(focused()).toBe(button);
    }
  });

  test('brings a mark into view', async () => {
    await runner.viewport(1280, 400);
    const last = [...marks()].findLast(({ host }) => page.container.querySelector('aside')?.contains(host));
    for (let n = 0; n < marks().length && focused() !== last?.button; n++) overlay.session.step(1);
    const { top, bottom } = boxOf(last?.host);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(400);
  });

  test('the pill’s menu does the same, and nothing happens where there are no marks', async () => {
    inRoot('.pill')?.click();
    const items = [...(inRoot('.menu')?.querySelectorAll<HTMLElement>('.item') ?? [])];
    items.find((item) => item.textContent?.startsWith('pill.next'))?.click();
    expect(focused()).toBe(inOrder()[0]);
    overlay.session.setHidden(true);
    overlay.session.step(1);
    expect(marks()).toEqual([]);
  });

  test('Tab reaches marks, each with a name of its own', async () => {
    rowMark('dealstage').button.focus();
    expect(rowMark('dealstage').button.getAttribute('aria-label')).toBe('Deal Stage: agent');
    expect(rowMark('dealstage').button.getAttribute('aria-haspopup')).toBe('dialog');
    await press('Tab');
    expect(focused()).not.toBe(rowMark('dealstage').button);
  });
});
