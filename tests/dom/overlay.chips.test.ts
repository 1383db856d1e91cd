/** Chips stand beside the fields that something is proposed for, once each, and make way for marks and for the page. */
import { describe, expect, test } from 'vitest';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { answers, chips, looked, marks } from './support/overlay';
import { makeRecord } from './support/records';
import { goTo, openPage, startOverlay } from './support/stage';

const deal = RECORDS.deal as PageRecord;
const other = makeRecord({ id: '602', title: 'Another', seed: 9 });
const chipOf = (field: string) => chips().find((chip) => chip.field === field);

describe('chips', () => {
  test('one for each field, in a row where the field has one, with the proposal in words', async () => {
    await openPage([deal]);
    await startOverlay(answers([deal], { suggestions: { amount: { value: '$52,500' }, dealstage: {} } }));
    expect(
      chips()
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['amount', 'dealstage']);
    expect(chipOf('amount')).toMatchObject({ text: '→ $52,500', id: 'id-amount', state: 'suggestion', placed: true });
    // Amount is in the highlights as well.
    expect(
      chipOf('amount')?.host.closest('[data-test-id="record-highlight-content"], [data-selenium-test*="highlight"]'),
    ).toBeNull();
    expect(marks()).toEqual([]);
  });

  test('at most three have words, the sensitive ones first', async () => {
    await openPage([deal]);
    const names = ['dealname', 'amount', 'closedate', 'dealstage', 'dealtype', 'hs_priority'].filter((name) =>
      deal.definitions.some((definition) => definition.name === name),
    );
    const suggestions = Object.fromEntries(names.map((name) => [name, { sensitive: name === 'hs_priority' }]));
    await startOverlay(answers([deal], { suggestions }));
    const inWords = chips().filter(({ host }) => host.hasAttribute('data-text'));
    expect(inWords.length).toBeLessThanOrEqual(3);
    if (chipOf('hs_priority')) expect(inWords.map(({ field }) => field)).toContain('hs_priority');
  });

  test('a mark stands at the value, the chip behind it, and neither over the other', async () => {
    await openPage([deal]);
    await startOverlay(answers([deal], { marks: { amount: 'agent' }, suggestions: { amount: { value: '$5' } } }));
    const chip = chipOf('amount')?.host.getBoundingClientRect() as DOMRect;
    const row = chipOf('amount')?.host.parentElement;
    const mark = marks()
      .find(({ host }) => host.parentElement === row)
      ?.host.getBoundingClientRect() as DOMRect;
    expect(mark.right).toBeLessThanOrEqual(chip.left);
  });

  test('mark and chip of a row stay where they are while the page is looked at again', async () => {
    await openPage([deal]);
    let fresh = false;
    const overlay = await startOverlay((ref) =>
      answers([deal], {
        marks: { amount: { state: 'agent', fresh }, dealstage: 'agent' },
        suggestions: { amount: {} },
      })(ref),
    );
    const ours = () =>
      [...(chipOf('amount')?.host.parentElement?.children ?? [])].filter(({ localName }) =>
        localName.startsWith('countersign-'),
      );
    const before = ours();
    expect(before.map(({ localName }) => localName)).toEqual(['countersign-mark', 'countersign-chip']);
    let moves = 0;
    const observer = new MutationObserver((records) => {
      const moved = records.flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes]);
      moves += moved.filter((node) => before.includes(node as Element)).length;
    });
    observer.observe(document.body, { childList: true, subtree: true });
    for (let round = 0; round < 3; round++) {
      fresh = !fresh;
      overlay.session.refresh();
      await looked();
    }
    observer.disconnect();
    expect(moves).toBe(0);
    expect(ours()).toEqual(before);
  });

  test('a value that the page shows differently has no chip: what was read is not what the person sees', async () => {
    await openPage([deal]);
    await startOverlay(answers([deal], { suggestions: { amount: {} }, values: { amount: '1' } }));
    expect(chipOf('amount')).toBeUndefined();
  });

  test('what cannot be used is a glyph: its value is not offered', async () => {
    await openPage([deal]);
    await startOverlay(answers([deal], { suggestions: { amount: { state: 'unusable', value: 'lots' } } }));
    expect(chipOf('amount')).toMatchObject({ text: '', placed: true });
  });

  test('gone with the record, and with the suggestion', async () => {
    const page = await openPage([deal, other]);
    let proposed: Record<string, object> = { amount: {} };
    const overlay = await startOverlay((ref) =>
      answers([deal, other], (record) => ({ suggestions: record === deal ? proposed : {} }))(ref),
    );
    expect(chips()).toHaveLength(1);
    goTo(page, other);
    await looked();
    expect(chips()).toHaveLength(0);
    goTo(page, deal);
    await expect.poll(() => chips().length).toBe(1);
    proposed = {};
    overlay.session.refresh();
    await expect.poll(() => chips().length).toBe(0);
  });
});
