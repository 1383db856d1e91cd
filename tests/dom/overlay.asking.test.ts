/** The strip that asks why: when it comes, where it stands, and that it takes nothing from the person. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { frames, type HubSpotPage } from './support/hubspot';
import { click, clickAt, press } from './support/input';
import { answers, card, looked, markOf, type Overlay, until } from './support/overlay';
import { openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
const FIELD = 'description';

/** What the strip's own page would do: says how large it is. */
const PAGE = `<script>addEventListener('message', ({ports: [port]}) => {
  port?.postMessage({height: 28, width: 300});
  addEventListener('keydown', ({key}) => key === 'x' && port.postMessage({close: true}));
})</script>`;

let page: HubSpotPage;
let overlay: Overlay;
let corrected = false;
let asked: string[];

beforeEach(async () => {
  corrected = false;
  asked = [];
  page = await openPage([deal]);
  const answer = answers([deal], () => ({
    marks: {
      [FIELD]: { state: corrected ? 'corrected' : 'agent', at: corrected ? 2 : 1 },
      dealtype: { state: 'agent' },
    },
  }));
  overlay = await startOverlay(answer, {
    cardUrl: (_, field, about) => {
      asked.push(`${field} ${about}`);
      return `data:text/html,${encodeURIComponent(PAGE)}`;
    },
  });
});

/** The person is in the field and leaves it as it was; then the CRM tells of a correction. */
async function touchThenHear(): Promise<void> {
  await touch();
  await hear();
}

async function touch(): Promise<void> {
  const { bottom, left } = page.row(FIELD).getBoundingClientRect();
  await clickAt(left + 20, bottom - 12);
  await page.settle();
  await press('Escape');
  await page.settle();
}

async function hear(): Promise<void> {
  corrected = true;
  overlay.session.refresh();
  await looked();
  await until(() => markOf(FIELD, page.row(FIELD)).state === 'corrected');
  await frames(3);
}

describe('asking why', () => {
  test('comes once for a correction in a field that the person was in, and takes no focus', async () => {
    await touchThenHear();
    await until(() => card() !== null);
    expect(asked).toEqual([`${FIELD} correction`]);
    expect(document.activeElement).not.toBe(card());
    overlay.session.refresh();
    await looked();
    expect(asked).toHaveLength(1);
  });

  test('does not come for a correction that the CRM tells of while nobody was in the field', async () => {
    await hear();
    expect([asked, card()]).toEqual([[], null]);
  });

  test('does not come over an open card', async () => {
    await touch();
    await click(markOf('dealtype', page.row('dealtype')).host);
    await hear();
    expect(asked).toEqual(['dealtype value']);
    expect(card()).not.toBeNull();
  });

  test('stands in view, clear of its row and of every control', async () => {
    await touchThenHear();
    await until(() => card() !== null);
    await frames(2);
    const strip = card()?.getBoundingClientRect() as DOMRect;
    expect([strip.width, strip.height]).toEqual([300, 28]);
    expect(strip.left).toBeGreaterThanOrEqual(0);
    expect(strip.right).toBeLessThanOrEqual(innerWidth);
    for (const control of document.querySelectorAll('a, button, input, select, textarea')) {
      const box = control.getBoundingClientRect();
      const x = Math.min(box.right, strip.right) - Math.max(box.left, strip.left);
      const y = Math.min(box.bottom, strip.bottom) - Math.max(box.top, strip.top);
      expect(x > 1 && y > 1 && box.width > 0, control.outerHTML).toBe(false);
    }
  });

  test('goes with Escape; the focus stays where it is', async () => {
    await touchThenHear();
    await until(() => card() !== null);
    const before = document.activeElement;
    await press('Escape');
    expect(card()).toBeNull();
    expect(document.activeElement).toBe(before);
  });

  test('goes with the next click elsewhere', async () => {
    await touchThenHear();
    await until(() => card() !== null);
    await clickAt(innerWidth - 3, 3);
    expect(card()).toBeNull();
  });

  test('gives way to the card of its mark', async () => {
    await touchThenHear();
    await until(() => card() !== null);
    await click(markOf(FIELD, page.row(FIELD)).host);
    expect(asked).toEqual([`${FIELD} correction`, `${FIELD} value`]);
    expect(card()).not.toBeNull();
  });
});
