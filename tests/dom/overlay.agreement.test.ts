/** When the page is the record's, and what is shown while it is not, or while a field is not. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { memoryTransport } from '../sandbox/hubspot/page/memoryTransport.ts';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { everyField, viewOf } from './support/catalog';
import { frames, PORTAL } from './support/hubspot';
import { answers, card, inRoot, looked, markedFields, marks, status, until } from './support/overlay';
import { makeRecord } from './support/records';
import { goTo, openPage, startOverlay } from './support/stage';
import { whereabouts } from './support/whereabouts';

const deal = RECORDS.deal as PageRecord;
const PATIENCE = 8_000;
const fake = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
const openMenu = () => inRoot('.pill')?.click();
const menuText = () => inRoot('.menu')?.textContent ?? '';
const menuFields = () =>
  [...(inRoot('.menu')?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].map((e) => e.dataset.field);

afterEach(() => {
  vi.useRealTimers();
});

describe('a page that is not the record’s', () => {
  test('another title: nothing, at first patiently, then saying so', async () => {
    await openPage([deal]);
    fake();
    const overlay = await startOverlay(() => ({
      ok: true,
      view: viewOf(deal, { marks: everyField(deal), title: 'Something else' }),
    }));
    expect([status(), marks()]).toEqual(['loading', []]);
    vi.advanceTimersByTime(PATIENCE);
    expect([status(), marks()]).toEqual(['mismatch', []]);
    vi.advanceTimersByTime(1_000);
    expect(overlay.reports.at(-1)).toMatchObject({ status: 'mismatch', placed: [], unplaced: [] });
    openMenu();
    expect(menuText()).toContain('problem.page.title');
    expect(inRoot('.action')?.textContent).toBe('pill.action.reload');
  });

  test('a value that contradicts: nothing, and the pill names the field', async () => {
    await openPage([deal]);
    fake();
    await startOverlay(() => ({ ok: true, view: viewOf(deal, { marks: everyField(deal), values: { amount: '1' } }) }));
    vi.advanceTimersByTime(PATIENCE);
    expect([status(), marks()]).toEqual(['mismatch', []]);
    openMenu();
    expect(menuText()).toContain('problem.page.values');
    expect(menuText()).toContain('Amount');
  });

  test('it agrees as soon as the title comes', async () => {
    const transport = memoryTransport({ portalId: PORTAL, dom: { strict: true }, records: [deal] });
    const page = await openPage([deal], {}, { transport });
    await startOverlay(() => ({
      ok: true,
      view: viewOf(deal, { marks: { amount: 'agent' }, title: 'Renewal 2028', values: { dealname: 'Renewal 2028' } }),
    }));
    expect(marks()).toEqual([]);
    await transport.save('0-3', deal.id, { dealname: 'Renewal 2028' });
    await page.app.refresh();
    await until(() => status() === 'ready');
    await looked();
    expect(markedFields()).toEqual(['amount', 'amount']);
  });

  test('a title that comes by a change of its text alone, in a page that names nothing', async () => {
    const page = await openPage([deal], { variant: 'unknown', strict: false });
    await startOverlay(() => ({
      ok: true,
      view: viewOf(deal, { marks: { description: 'agent' }, title: 'Renewal 2028' }),
    }));
    expect(marks()).toEqual([]);
    const title = page.nodesOf('dealname', 'highlight').at(-1)?.firstChild as Text;
    title.data = 'Renewal 2028';
    await until(() => status() === 'ready');
    await looked();
    expect(markedFields()).toEqual(['description']);
  });

  test('namesakes that nothing tells apart: no marks, and it says so', async () => {
    const first = makeRecord({ id: '401', title: 'Renewal', values: { hs_object_id: '1' } });
    const second = makeRecord({ id: '402', title: 'Renewal', values: { hs_object_id: '1' } });
    const page = await openPage([first, second]);
    await startOverlay(answers([first, second], (record) => ({ marks: everyField(record) })));
    expect(marks().length).toBeGreaterThan(10);
    fake();
    goTo(page, second);
    await frames(10);
    expect([status(), marks()]).toEqual(['loading', []]);
    vi.advanceTimersByTime(PATIENCE);
    expect([status(), marks()]).toEqual(['mismatch', []]);
    openMenu();
    expect(menuText()).toContain('problem.page.namesake');
  });

  test('the row of the record before, replaced in place, does not keep the new one from being agreed', async () => {
    const first = makeRecord({ id: '403', title: 'One', seed: 1 });
    const second = makeRecord({ id: '404', title: 'Two', seed: 2 });
    // Rows keyed by property: their content changes, and some are made anew.
    const page = await openPage([first, second], { strict: false });
    let arrived = () => {};
    await startOverlay(async (ref) => {
      if (ref.id === second.id) await new Promise<void>((resolve) => (arrived = resolve));
      return answers([first, second], (record) => ({ marks: everyField(record) }))(ref);
    });
    // The page keeps showing the first record until the answer has come and its rows were looked at.
    const old = page.row('amount').cloneNode(true) as Element;
    for (const mark of old.querySelectorAll('countersign-mark')) mark.remove();
    goTo(page, second);
    await page.settle();
    const row = page.row('amount');
    row.replaceWith(old);
    arrived();
    await looked();
    expect([status(), marks()]).toEqual(['loading', []]);
    old.replaceWith(row);
    await until(() => status() === 'ready');
    await looked();
    expect(marks().length).toBeGreaterThan(10);
  });
});

describe('a field that does not agree', () => {
  test('hides only its own mark, and is listed with the reason', async () => {
    const transport = memoryTransport({ portalId: PORTAL, dom: { strict: true }, records: [deal] });
    const page = await openPage([deal], {}, { transport });
    fake();
    const overlay = await startOverlay(
      answers([deal], { marks: { amount: 'agent', dealtype: 'agent', description: 'unknown' } }),
    );
    await transport.save('0-3', deal.id, { description: 'newer' });
    const refreshed = page.app.refresh();
    await vi.advanceTimersByTimeAsync(50);
    await refreshed;
    await looked();
    expect(markedFields()).toEqual(['amount', 'amount', 'dealtype']);
    await vi.advanceTimersByTimeAsync(500);
    expect(overlay.reports.at(-1)).toMatchObject({
      status: 'ready',
      placed: expect.arrayContaining(['amount', 'dealtype']),
      unplaced: ['description'],
      disagreeing: ['description'],
    });
    openMenu();
    expect(menuFields()).toEqual(['description']);
    expect(menuText()).toContain('pill.disagrees');
  });

  test('an option of another name than the API’s is unclear: no mark, but no doubt about the record', async () => {
    await openPage([deal]);
    await startOverlay(() => {
      const view = viewOf(deal, { marks: { hs_priority: 'agent', amount: 'agent' } });
      const priority = view.fields.find(({ name }) => name === 'hs_priority');
      if (priority) priority.expected = { kind: 'option', value: 'x', labels: ['Hoch'], others: ['Tief'] };
      return { ok: true, view };
    });
    expect(status()).toBe('ready');
    expect(markedFields()).toEqual(['amount', 'amount']);
  });
});

describe('fields that are not on the page', () => {
  test('are listed in the pill’s menu, and each opens its card', async () => {
    await openPage([deal]);
    // The last three are on no surface of the first view.
    const overlay = await startOverlay(
      answers([deal], {
        marks: { amount: 'agent', closed_lost_reason: 'agent', legacy_score: 'unknown', old_segment: 'automation' },
      }),
    );
    await until(() => overlay.reports.length > 0);
    openMenu();
    // What a rule set is not worth a line.
    expect(menuFields().sort()).toEqual(['closed_lost_reason', 'legacy_score']);
    expect(overlay.reports.at(-1)).toMatchObject({
      placed: ['amount'],
      unplaced: expect.arrayContaining(['closed_lost_reason', 'legacy_score']),
    });
    inRoot('.menu [data-field="closed_lost_reason"]')?.click();
    expect(inRoot('.menu')?.hidden).toBe(true);
    expect(overlay.cards).toEqual([`0-3/${deal.id} closed_lost_reason`]);
    expect(card()).not.toBeNull();
  });

  test('the report counts what each layer found', async () => {
    const page = await openPage([deal]);
    const overlay = await startOverlay(answers([deal], { marks: { amount: 'agent' } }));
    await until(() => overlay.reports.length > 0);
    const { layers, found } = overlay.reports.at(-1) ?? {};
    expect(layers?.attribute).toBeGreaterThan(15);
    expect(layers?.label).toBe(4);
    expect(found).toBeGreaterThan(15);
    await page.settle();
  });
});

describe('labels', () => {
  test('one label twice on a surface: neither gets a mark', async () => {
    const page = await openPage([deal], { variant: 'unknown', strict: false });
    const row = page.row('dealtype');
    const twin = row.cloneNode(true) as HTMLElement;
    row.after(twin);
    for (const element of twin.querySelectorAll('[id], [aria-labelledby]')) {
      for (const name of ['id', 'aria-labelledby'])
        if (element.hasAttribute(name)) element.setAttribute(name, 'FormControl-label999');
    }
    await startOverlay(answers([deal], { marks: { dealtype: 'agent', description: 'agent' } }));
    expect(markedFields()).toEqual(['description']);
    twin.remove();
    await looked();
    expect(markedFields()).toEqual(['dealtype', 'description']);
    row.after(twin);
    await looked();
    expect(markedFields()).toEqual(['description']);
  });

  test('one label of two properties: neither gets a mark', async () => {
    await openPage([deal], { variant: 'unknown' });
    await startOverlay(answers([deal], { marks: everyField(deal) }));
    expect(markedFields()).not.toContain('renewal_status');
    expect(markedFields()).not.toContain('onboarding_status');
  });

  test('a word of the page’s own for another value marks nothing', async () => {
    const withStage = makeRecord({
      id: '405',
      title: 'A property called Stage',
      extra: deal.definitions
        .filter(({ name }) => name === 'hs_next_step')
        .map((d) => ({ ...d, name: 'own', label: 'Stage', labels: undefined })),
    });
    const stage = withStage.pipelines[0]?.stages.find(({ id }) => id === withStage.properties.dealstage)?.label ?? '';
    withStage.properties.own = stage;
    const page = await openPage([withStage], { variant: 'legacy' });
    await startOverlay(answers([withStage], { marks: { own: 'agent' } }));
    expect(status()).toBe('ready');
    expect(whereabouts(page, marks())).toEqual([]);
  });
});
