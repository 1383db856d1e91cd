/** Marks stay with their fields whatever the page does to its rows. */
import { describe, expect, test } from 'vitest';
import { memoryTransport } from '../sandbox/hubspot/page/memoryTransport.ts';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import type { DomVariant } from '../sandbox/hubspot/types.ts';
import { RECORDS } from './hubspot/pages';
import { viewOf } from './support/catalog';
import { frames, type HubSpotPage, PORTAL } from './support/hubspot';
import { type Answer, answers, looked, markedFields, markOf, marks, until } from './support/overlay';
import { openPage, startOverlay } from './support/stage';
import { whereabouts } from './support/whereabouts';

const deal = RECORDS.deal as PageRecord;
const FIELDS = { amount: 'agent', hs_priority: 'unknown', hs_next_step: 'agent', description: 'agent' } as const;

/** Marks on another field than their own. */
const misplaced = (page: HubSpotPage) =>
  whereabouts(page, marks()).filter(({ mark, at }) => !at.endsWith(` ${mark.field}`));
const inRows = (page: HubSpotPage) =>
  whereabouts(page, marks())
    .flatMap(({ mark, at }) => (at.includes(' row ') ? [mark.field] : []))
    .sort();

const record: PageRecord = { ...deal, properties: { ...deal.properties, hs_next_step: 'call them' } };

describe.each(['2026', '2025', 'legacy', 'unknown'] as const)('%s', (variant: DomVariant) => {
  const start = async () => {
    const page = await openPage([record], { variant });
    await startOverlay(answers([record], { marks: FIELDS }));
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
    return page;
  };

  test('a busy page: rows changing places, help texts, notices', async () => {
    const page = await start();
    for (let beat = 0; beat < 24; beat++) {
      await page.app.churn(1);
      await frames(1);
      expect(misplaced(page)).toEqual([]);
    }
    await looked();
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
  });

  test('the same data again', async () => {
    const page = await start();
    await page.app.refresh();
    await looked();
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
    expect(misplaced(page)).toEqual([]);
  });

  test('a save of another field: rows are reused and change places', async () => {
    const page = await start();
    // Last in its card, so that every row above moves down.
    await page.change('intent_score', '77');
    expect(misplaced(page)).toEqual([]);
    await looked();
    expect(misplaced(page)).toEqual([]);
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
  });

  test('a save of a marked field hides its mark until the CRM has been asked', async () => {
    const page = await openPage([record], { variant });
    let current = record;
    const overlay = await startOverlay((ref) => answers([current], { marks: FIELDS })(ref));
    await page.change('hs_next_step', 'wait for them');
    await looked();
    expect(inRows(page)).toEqual(['amount', 'description', 'hs_priority']);
    current = { ...record, properties: { ...record.properties, hs_next_step: 'wait for them' } };
    overlay.session.refresh();
    await looked();
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
  });

  test('a change by someone else hides only its own mark', async () => {
    const transport = memoryTransport({ portalId: PORTAL, dom: { ...{ strict: true }, variant }, records: [record] });
    const page = await openPage([record], { variant }, { transport });
    await startOverlay(answers([record], { marks: FIELDS }));
    await transport.save('0-3', record.id, { description: 'another text' });
    await page.app.refresh();
    await looked();
    expect(inRows(page)).toEqual(['amount', 'hs_next_step', 'hs_priority']);
    await transport.save('0-3', record.id, { description: record.properties.description ?? '' });
    await page.app.refresh();
    await looked();
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
  });

  test('an emptied value hides its mark', async () => {
    const transport = memoryTransport({ portalId: PORTAL, dom: { ...{ strict: true }, variant }, records: [record] });
    const page = await openPage([record], { variant }, { transport });
    await startOverlay(answers([record], { marks: FIELDS }));
    await transport.save('0-3', record.id, { hs_next_step: '' });
    await page.app.refresh();
    await looked();
    expect(inRows(page)).toEqual(['amount', 'description', 'hs_priority']);
  });

  test('cards folded and unfolded', async () => {
    const page = await start();
    await page.click('aboutDeal', page.container);
    await looked();
    expect(inRows(page)).toEqual([]);
    await page.click('aboutDeal', page.container);
    await looked();
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
  });
});

describe('editing', () => {
  const open = async () => {
    const page = await openPage([record]);
    const overlay = await startOverlay(answers([record], { marks: FIELDS }));
    return { page, overlay };
  };

  test('the mark keeps to the label line, inert, and comes back with the value', async () => {
    const { page } = await open();
    const label = () => page.row('description').querySelector('label') as Element;
    const onLabelLine = () => {
      const { top, bottom } = markOf('description', page.row('description')).host.getBoundingClientRect();
      const line = label().getBoundingClientRect();
      return Math.abs((top + bottom) / 2 - (line.top + line.bottom) / 2) <= 4;
    };
    expect(onLabelLine()).toBe(false);
    await page.edit('description');
    await looked();
    const mark = markOf('description', page.row('description'));
    expect(mark.host.hasAttribute('data-inert')).toBe(true);
    expect(getComputedStyle(mark.host).pointerEvents).toBe('none');
    expect(onLabelLine()).toBe(true);
    await page.press('description', 'Escape');
    await looked();
    expect(markOf('description', page.row('description')).host.hasAttribute('data-inert')).toBe(false);
    expect(onLabelLine()).toBe(false);
  });

  test('it does not come back if the value changed meanwhile', async () => {
    const { page } = await open();
    await page.edit('description');
    await page.type('description', 'typed by a person');
    await page.press('description', 'Escape');
    await looked();
    expect(inRows(page)).toContain('description');
    await page.edit('description');
    await page.type('description', 'typed by a person');
    await page.click('save', page.container);
    await looked();
    expect(inRows(page)).not.toContain('description');
  });

  test('a row that is being edited when the page side starts gets no mark until its value is seen', async () => {
    const page = await openPage([record]);
    await page.edit('description');
    await startOverlay(answers([record], { marks: FIELDS }));
    expect(inRows(page)).not.toContain('description');
    expect(inRows(page)).toContain('amount');
    await page.press('description', 'Escape');
    await looked();
    expect(inRows(page)).toContain('description');
  });
});

describe('the panel of all properties', () => {
  test('marks come and go with its rows while it scrolls', async () => {
    const page = await openPage([record]);
    const every = Object.fromEntries(record.definitions.map(({ name }) => [name, 'agent'] as const));
    await startOverlay(answers([record], { marks: every }));
    await page.click('viewAllProperties');
    const body = document.querySelector('[role="dialog"] > header + div') as HTMLElement;
    const shown = new Set<string>();
    for (let top = 0; top < body.scrollHeight; top += 150) {
      body.scrollTop = top;
      await frames(4);
      const inPanel = marks().filter((mark) => body.contains(mark.host));
      for (const { mark, at } of whereabouts(page, inPanel)) {
        expect(at).toBe(`0-3/${record.id} panel ${mark.field}`);
        shown.add(mark.field);
      }
    }
    expect(shown.size).toBeGreaterThan(25);
    document.querySelector<HTMLElement>('[role="dialog"] > header > button')?.click();
    await looked();
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    expect(misplaced(page)).toEqual([]);
    expect(inRows(page).length).toBeGreaterThan(10);
  });
});

describe('the page’s own framework', () => {
  test('a mark that the page throws away comes back', async () => {
    const page = await openPage([record]);
    await startOverlay(answers([record], { marks: FIELDS }));
    markOf('amount', page.row('amount')).host.remove();
    await looked();
    expect(inRows(page)).toContain('amount');
  });

  test('a root that the page throws away comes back with the next look', async () => {
    const page = await openPage([record]);
    await startOverlay(answers([record], { marks: FIELDS }));
    document.querySelector('countersign-root')?.remove();
    await page.app.churn(3);
    await page.app.refresh();
    await until(() => document.querySelector('countersign-root') !== null);
  });
});

describe('news from the background', () => {
  test.each(['2026', 'unknown'] as const)('new, changed and gone marks, %s', async (variant) => {
    const page = await openPage([record], { variant });
    let fields: Record<string, 'agent' | 'corrected'> = { amount: 'agent', hs_priority: 'agent' };
    const answer: Answer = () => ({ ok: true, view: viewOf(record, { marks: fields }) });
    const overlay = await startOverlay(answer);
    expect(inRows(page)).toEqual(['amount', 'hs_priority']);
    fields = { amount: 'corrected', description: 'agent' };
    overlay.session.refresh();
    await looked();
    expect(inRows(page)).toEqual(['amount', 'description']);
    expect(markOf('amount', page.row('amount')).state).toBe('corrected');
    expect(markedFields()).not.toContain('hs_priority');
  });

  test('hidden and shown again', async () => {
    const page = await openPage([record]);
    const { session } = await startOverlay(answers([record], { marks: FIELDS }));
    session.setHidden(true);
    expect(marks()).toEqual([]);
    await page.change('intent_score', '78');
    await looked();
    expect(marks()).toEqual([]);
    session.setHidden(false);
    await looked();
    expect(inRows(page)).toEqual(Object.keys(FIELDS).sort());
    expect(misplaced(page)).toEqual([]);
  });
});

test('a row that loses its name loses its mark, and has it again with its name', async () => {
  const page = await openPage([record], { strict: false });
  await startOverlay(answers([record], { marks: FIELDS }));
  const row = markOf('hs_priority').host.closest('[data-test-id="hs_priority"]');
  expect(row).not.toBeNull();
  row?.removeAttribute('data-test-id');
  await until(() => !inRows(page).includes('hs_priority'));
  row?.setAttribute('data-test-id', 'hs_priority');
  await until(() => inRows(page).includes('hs_priority'));
  expect(misplaced(page)).toEqual([]);
});
