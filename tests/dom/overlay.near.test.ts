/** Marks and chips far from the view stand on the page, and are drawn once they come near it. */
import { describe, expect, test } from 'vitest';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { answers, chips, looked, markOf, marks, until } from './support/overlay';
import { makeRecord } from './support/records';
import { goTo, later, openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
const FAR = 'closedate';
const fine = answers([deal], {
  marks: { amount: 'agent', [FAR]: 'agent' },
  suggestions: { [FAR]: { value: '1 March 2027' } },
});
const rowOf = (field: string) => document.querySelector(`ul > [data-test-id="${field}"]`) as HTMLElement;
const inRow = (field: string) => markOf(field, rowOf(field));
const chip = () => chips().find(({ field }) => field === FAR);
const isDrawn = (mark: { host: Element } | undefined) => mark?.host.shadowRoot != null;
const isInView = ({ host }: { host: Element }) => {
  const { top, bottom, width } = host.getBoundingClientRect();
  return width > 0 && top >= 0 && bottom <= innerHeight;
};

/** Moves a field's row this far down, by a style of the page's own. */
function moveDown(field: string, px: number): HTMLStyleElement {
  const style = document.createElement('style');
  style.textContent = `ul > [data-test-id="${field}"] { display: block; margin-top: ${px}px; }`;
  document.head.append(style);
  later(() => style.remove());
  return style;
}

async function farAway() {
  await openPage([deal]);
  const style = moveDown(FAR, 9_000);
  return { style, overlay: await startOverlay(fine) };
}

describe('a row far below the view', () => {
  test('has its mark and chip, which are not drawn, take no room and are counted', async () => {
    const { overlay } = await farAway();
    await until(() => overlay.reports.length > 0);
    expect(isDrawn(inRow('amount'))).toBe(true);
    for (const one of [inRow(FAR), chip()]) {
      expect(isDrawn(one)).toBe(false);
      expect(one?.host.getClientRects()).toHaveLength(0);
    }
    expect(overlay.reports.at(-1)).toMatchObject({ unplaced: [], suggested: [FAR] });
    expect(overlay.reports.at(-1)?.placed.toSorted()).toEqual(['amount', FAR].toSorted());
  });

  test('shows them when it is scrolled to, in their places', async () => {
    await farAway();
    rowOf(FAR).scrollIntoView();
    await until(() => isDrawn(inRow(FAR)) && isDrawn(chip()));
    const [mark, proposal] = [inRow(FAR), chip()].map((one) => one?.host.getBoundingClientRect() as DOMRect);
    const row = rowOf(FAR).getBoundingClientRect();
    expect(mark?.top).toBeGreaterThanOrEqual(row.top);
    expect(mark?.bottom).toBeLessThanOrEqual(row.bottom);
    expect(mark?.right).toBeLessThanOrEqual(proposal?.left ?? 0);
    expect(inRow(FAR).button.getAttribute('aria-label')).toContain('agent');
  });

  test('shows them when the page moves it near', async () => {
    const { style } = await farAway();
    style.remove();
    await until(() => isDrawn(inRow(FAR)) && isDrawn(chip()));
  });

  test('shows them before it comes into view', async () => {
    const { style } = await farAway();
    // One view further down than it stands by itself.
    style.textContent = style.textContent.replace('9000px', `${innerHeight}px`);
    await until(() => isDrawn(inRow(FAR)) && isDrawn(chip()));
    expect(isInView(inRow(FAR))).toBe(false);
  });

  test('is reached by the keys that go from mark to mark', async () => {
    const { overlay } = await farAway();
    const reached = () => [...marks(), ...chips()].find(({ host }) => host === document.activeElement);
    for (let n = 0; n < marks().length && !reached()?.host.closest(`[data-test-id="${FAR}"]`); n++) {
      overlay.session.step(1);
    }
    const far = reached();
    expect(far?.field).toBe(FAR);
    expect(far && isInView(far)).toBe(true);
  });

  test('keeps its mark up to date while nobody sees it', async () => {
    await openPage([deal]);
    moveDown(FAR, 9_000);
    let state: 'agent' | 'corrected' = 'agent';
    const overlay = await startOverlay((ref) => answers([deal], { marks: { [FAR]: state } })(ref));
    state = 'corrected';
    overlay.session.refresh();
    await until(() => inRow(FAR).state === 'corrected');
    expect(isDrawn(inRow(FAR))).toBe(false);
    rowOf(FAR).scrollIntoView();
    await until(() => isDrawn(inRow(FAR)));
    expect(inRow(FAR).button.getAttribute('aria-label')).toContain('corrected');
  });

  test('leaves nothing behind when the record changes', async () => {
    const other = makeRecord({ id: '602', title: 'Another', seed: 9 });
    const page = await openPage([deal, other]);
    const style = moveDown(FAR, 9_000);
    await startOverlay(answers([deal, other], ({ id }) => (id === deal.id ? { marks: { [FAR]: 'agent' } } : {})));
    expect(marks()).not.toEqual([]);
    goTo(page, other);
    style.remove();
    await page.settle();
    await looked();
    expect(marks()).toEqual([]);
  });
});
