/** The sandbox's own Pipedrive page: what the product's tests rely on. */
import { afterEach, describe, expect, test } from 'vitest';
import { placedFields } from '../../sandbox/pipedrive/layout.ts';
import { firstBlocks } from '../../sandbox/pipedrive/page/blocks.ts';
import { OWN_PARTS } from '../../sandbox/pipedrive/page/render/origins.ts';
import { LOCALES, VARIANTS } from '../../sandbox/pipedrive/page/variants.ts';
import { frames, type OpenOptions, openPipedrive, type PipedrivePage, task } from './support/page';
import { codeOf, custom, makeRecord, ORGANIZATION_RECORD, PERSON_RECORD } from './support/records';

const linked = { person: PERSON_RECORD, organization: ORGANIZATION_RECORD };
const deal = makeRecord({ id: '42', title: 'Nordlicht, 50 seats', ...linked });
const twin = makeRecord({ id: '43', title: 'Nordlicht, 50 seats', seed: 2, ...linked });
const lead = makeRecord({ object: 'lead', id: '7c0d4f1e-2b9a-4f0c-8d3e-5a6b7c8d9e0f', title: 'Brightwater lead' });
const RECORDS = [deal, twin, PERSON_RECORD, ORGANIZATION_RECORD];

let open: PipedrivePage | null = null;

async function show(options: Partial<OpenOptions> = {}): Promise<PipedrivePage> {
  open = await openPipedrive({ records: RECORDS, ...options });
  return open;
}

afterEach(() => {
  open?.close();
  open = null;
});

const byTestId = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];

describe('structure', () => {
  test('of the facts', async () => {
    await show();
    const title = document.querySelector<HTMLTextAreaElement>(
      '[data-testid="header-title"] h1.cui5-editable-text__box > textarea.cui5-editable-text__input',
    );
    expect(title?.value).toBe(deal.title);
    const stages = [...document.querySelectorAll('[role="listbox"].cui5-stage-selector > button[role="option"]')];
    expect(stages.map((stage) => stage.ariaLabel)).toEqual(deal.stages.map(({ name }) => name));
    expect(stages.filter((stage) => stage.ariaSelected === 'true').map((stage) => stage.textContent)).toEqual([
      '6 days',
    ]);
    expect(byTestId('detail-block')).toHaveLength(1);
    const rows = document.querySelectorAll(
      '[data-virtuoso-scroller] > div > [data-index] > [data-testid="detail-block"] > [data-testid="fields-list-row"]',
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect(row.querySelector('[data-testid="field-name"]')?.parentElement).toBe(row);
      expect(row.querySelector(':scope > [data-testid="fields-list-row-field-components"] > div > div')).not.toBeNull();
    }
    expect(
      byTestId('fields-list-group').map((group) => group.querySelector('[data-test="accordion_header"]')?.textContent),
    ).toEqual(['AI staging4/4']);
    expect(byTestId('won-button')).toHaveLength(1);
    expect(document.title).toBe(`${deal.title} - Deals`);
  });

  test('no attribute names a field of the sidebar', async () => {
    const page = await show();
    const codes = deal.fields.map(({ code }) => code);
    for (const element of page.scroller.querySelectorAll('*')) {
      for (const name of element.getAttributeNames()) expect(codes).not.toContain(element.getAttribute(name));
    }
  });

  test('the unknown page has texts alone', async () => {
    const page = await show({ variant: 'unknown' });
    for (const element of page.container.querySelectorAll('*')) {
      for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^(data-|aria-|role|id$|name$)/);
      expect(element.getAttribute('class') ?? '').not.toMatch(/cui5|Component/);
    }
    expect(page.scroller.textContent).toContain('Details');
    expect(page.row('owner_id').textContent).toContain('Owner');
  });

  test('labels of default fields are translated, those of custom fields are not', async () => {
    const page = await show({ locale: 'uk' });
    expect(page.row('owner_id').firstChild?.textContent).toBe('Власник');
    expect(page.row(codeOf('Next step')).firstChild?.textContent).toBe('Next step');
    expect(page.row('owner_id').querySelector('button')?.ariaLabel).toBe('Редагувати');
    expect(document.title).toBe(`${deal.title} - Угоди`);
  });

  test('decided deals have no stage bar', async () => {
    const won = makeRecord({ id: '44', title: 'Won', values: { status: 'won' } });
    await show({ records: [won] });
    expect(document.querySelector('.cui5-stage-selector')).toBeNull();
  });
});

describe('what stands where', () => {
  const CASES = VARIANTS.flatMap((variant) => LOCALES.map((locale) => ({ variant, locale })));

  test.each(CASES)('the truth of $variant in $locale is what is mounted', async ({ variant, locale }) => {
    for (const record of [deal, lead, PERSON_RECORD, ORGANIZATION_RECORD]) {
      const page = await show({ records: [record, ...RECORDS.filter((one) => one !== record)], variant, locale });
      const own = `${record.object}/${record.id}`;
      const mounted = [...page.container.querySelectorAll('*')].flatMap((element) => {
        const origin = page.originOf(element);
        if (origin?.record !== own || !origin.field || !OWN_PARTS.includes(origin.part)) return [];
        return [`${origin.part} ${origin.field}`];
      });
      const truth = placedFields(record, page.arrangement, locale).map(({ surface, field }) => `${surface} ${field}`);
      expect([...new Set(mounted)].sort()).toEqual(truth.toSorted());
      page.close();
    }
  });

  test('blocks are as high as they were said to be', async () => {
    const page = await show();
    expect(innerHeight).toBe(900);
    const expected = firstBlocks(deal, page.arrangement).map(({ id }) => id);
    expect(byTestId('virtuoso-scroller')[0]?.querySelectorAll('section')).toHaveLength(expected.length);
    await page.scrollTo('end');
    await page.scrollTo(0);
    expect(byTestId('virtuoso-scroller')[0]?.querySelectorAll('section')).toHaveLength(expected.length);
  });

  test('a field of a linked record is that record’s', async () => {
    const page = await show();
    await page.reveal('owner_id', 'person');
    const row = page.row('owner_id', 'person');
    expect(row.closest('[data-testid="person-block"]')).not.toBeNull();
    expect(page.originOf(row)).toEqual({ record: 'person/301', field: 'owner_id', part: 'person' });
    expect(row.textContent).toContain('Owner');
  });

  test('names are recognisable only where one field has them', () => {
    const record = makeRecord({ id: '45', title: 'Twins', extra: [custom('Source channel'), custom('owner :')] });
    const truth = placedFields(record, { variant: '2026' }, 'en');
    const unique = (field: string) => truth.find((one) => one.field === field)?.byUniqueLabel;
    expect(unique('channel')).toBe(false);
    expect(unique('owner_id')).toBe(false);
    expect(unique('visible_to')).toBe(true);
    const inGerman = placedFields(record, { variant: '2026' }, 'de');
    expect(inGerman.find(({ field }) => field === 'visible_to')?.byUniqueLabel).toBe(false);
    expect(inGerman.find(({ field }) => field === 'label_ids')?.byUniqueLabel).toBe(true);
  });
});

describe('virtual list', () => {
  test('mounts and unmounts blocks on scrolling', async () => {
    const page = await show();
    const index = () =>
      [...page.scroller.querySelectorAll('[data-index]')].map((one) => one.getAttribute('data-index'));
    const before = index();
    expect(before[0]).toBe('0');
    const first = page.row('value', 'summary');
    await page.scrollTo('end');
    expect(index()).not.toContain('0');
    expect(first.isConnected).toBe(false);
    await page.scrollTo(0);
    expect(index()).toEqual(before);
    expect(page.row('value', 'summary')).not.toBe(first);
  });

  test('blocks can be folded and put in another order', async () => {
    const page = await show({ order: ['details', 'summary'], folded: ['source'] });
    const titles = [...page.scroller.querySelectorAll('[data-testid="block-collapse"]')].map((one) => one.textContent);
    expect(titles.slice(0, 3)).toEqual(['Details', 'Summary', 'Source']);
    expect(page.has('channel', 'source')).toBe(false);
    await page.toggleBlock('source');
    expect(page.has('channel', 'source')).toBe(true);
    document.querySelector<HTMLElement>('[data-test="accordion_header"]')?.click();
    expect(page.has(codeOf('AI confidence'))).toBe(false);
    expect(page.has('owner_id')).toBe(true);
    await page.toggleBlock('details');
    expect(page.has('owner_id')).toBe(false);
  });
});

describe('editing', () => {
  const nextStep = codeOf('Next step');
  const text = (page: PipedrivePage, code: string, part = 'details') =>
    page.row(code, part).querySelector('[data-testid="fields-list-row-field-components"]')?.textContent ??
    page.row(code, part).lastElementChild?.textContent;

  test('a text', async () => {
    const page = await show();
    await page.change(nextStep, 'Send order form');
    expect(text(page, nextStep)).toBe('Send order form');
    expect(document.querySelector('.cui5-snackbar__message')?.textContent).toBe('Changes saved');
  });

  test('cancelled', async () => {
    const page = await show();
    await page.edit(nextStep);
    await page.type(nextStep, 'Something else');
    await page.cancel();
    expect(text(page, nextStep)).toBe(page.shown(deal, nextStep));
  });

  test('an option, in a list outside the row', async () => {
    const page = await show();
    const priority = codeOf('Priority');
    await page.edit(priority);
    const list = await page.openOptions(priority);
    expect(list.getAttribute('role')).toBe('listbox');
    expect(page.container.contains(list)).toBe(false);
    (list.querySelectorAll<HTMLElement>('.cui5-option')[3] as HTMLElement).click();
    await page.save();
    expect(text(page, priority)).toBe('Urgent');
  });

  test('a person, several options, a yes or no', async () => {
    const page = await show();
    await page.edit('owner_id');
    await page.choose('owner_id', 'Noor Haddad');
    await page.save();
    expect(text(page, 'owner_id')).toBe('Noor Haddad');
    await page.edit('label_ids', 'summary');
    await page.choose('label_ids', 'Hot lead', 'summary');
    await page.save();
    expect(text(page, 'label_ids', 'summary')).toContain('Hot lead');
    const renewal = codeOf('Auto-renewal');
    await page.edit(renewal);
    await page.choose(renewal, page.shown(deal, renewal) === 'Yes' ? 'No' : 'Yes');
    await page.save();
    expect(text(page, renewal)).not.toBe(page.shown(deal, renewal));
  });

  test.each([
    { locale: 'en', money: '45,000.5', shownMoney: '€45,000.50', day: '12/18/2026', shownDay: 'Dec 18, 2026' },
    { locale: 'de', money: '45.000,5', shownMoney: '45.000,50 €', day: '18.12.2026', shownDay: '18.12.2026' },
    { locale: 'pt', money: '45.000,5', shownMoney: '€ 45.000,50', day: '18/12/2026', shownDay: '18 de dez. de 2026' },
  ] as const)('money and dates in $locale', async ({ locale, money, shownMoney, day, shownDay }) => {
    const page = await show({ locale });
    await page.change('value', money, 'summary');
    expect(text(page, 'value', 'summary')?.replace(/\s/g, ' ')).toBe(shownMoney.replace(/\s/g, ' '));
    await page.change('expected_close_date', day, 'summary');
    expect(text(page, 'expected_close_date', 'summary')).toBe(shownDay);
  });

  test('the value of a deal with products is locked', async () => {
    const products = [{ name: 'Seat', price: 90, quantity: 50 }];
    const page = await show({ records: [makeRecord({ id: '46', title: 'Products', products })] });
    page.row('value', 'summary').querySelector<HTMLElement>('div > div')?.click();
    expect(page.row('value', 'summary').querySelector('input')).toBeNull();
  });

  test.each(VARIANTS)('the title on the page of %s', async (variant) => {
    const page = await show({ variant });
    await page.changeTitle('Nordlicht, 60 seats');
    expect(document.title).toContain('Nordlicht, 60 seats');
  });

  test('the stage, by its bar', async () => {
    const page = await show();
    await page.clickStage('Demo Scheduled');
    expect(document.querySelector('.cui5-stage-selector [aria-selected="true"]')?.ariaLabel).toBe('Demo Scheduled');
    expect(page.originOf(page.row('stage_id', 'stage'))?.record).toBe('deal/42');
  });

  test('winning, reopening and losing', async () => {
    const page = await show();
    await page.click('won');
    expect(document.querySelector('.cui5-stage-selector')).toBeNull();
    await page.click('reopen');
    await page.click('lost');
    document.querySelector<HTMLElement>('[role="alertdialog"] [data-testid="action-dialog-action-button"]')?.click();
    await page.settle();
    expect(document.querySelector('main')?.textContent).toContain('LostReopen');
  });

  test('a refusal keeps the editor', async () => {
    const { memoryTransport } = await import('../../sandbox/pipedrive/page/memoryTransport.ts');
    const transport = memoryTransport({ records: RECORDS });
    const page = await show({ transport: { ...transport, save: () => Promise.reject(new Error('no such date')) } });
    await page.change(nextStep, 'x');
    expect(page.control(nextStep).value).toBe('x');
    expect(document.querySelector('.cui5-snackbar__message')?.textContent).toContain('no such date');
  });
});

describe('going about', () => {
  test('the address changes first, the old record stays for a while', async () => {
    const page = await show();
    const title = byTestId('header-title')[0];
    page.goTo(twin);
    expect(page.location.path()).toBe('/deal/43');
    await task();
    await frames(2);
    expect(page.originOf(page.row('owner_id'))?.record).toBe('deal/42');
    await page.settle();
    expect(page.originOf(page.row('owner_id'))?.record).toBe('deal/43');
    // As in the real page, what is alike is kept.
    expect(byTestId('header-title')[0]).toBe(title);
    await page.scrollTo('end');
    expect(page.has('value', 'summary')).toBe(false);
    page.app.back();
    await page.settle();
    expect(page.scroller.scrollTop).toBe(0);
    expect(page.originOf(page.row('value', 'summary'))?.record).toBe('deal/42');
    page.app.forward();
    await page.settle();
    expect(page.originOf(page.row('owner_id'))?.record).toBe('deal/43');
  });

  test('parts arrive late', async () => {
    const { PipedrivePage } = await import('./support/page');
    open = new PipedrivePage({ records: RECORDS, lateRenderMs: 200 });
    while (!document.querySelector('[data-testid="virtuoso-scroller"]')) await frames(1);
    expect(byTestId('header-title')).toHaveLength(0);
    expect(byTestId('detail-block')).toHaveLength(0);
    await open.settle();
    expect(byTestId('header-title')).toHaveLength(1);
    expect(byTestId('detail-block')).toHaveLength(1);
  });

  test('a list names entity and field in its cells', async () => {
    const page = await show({ path: '/deals/list' });
    const cell = document.querySelector(
      '.gridContent--scrollable .gridContent__table tbody tr td[data-field="deal.value"]',
    );
    expect(cell && page.originOf(cell)).toEqual({ record: 'deal/42', field: 'value', part: 'list' });
    await page.click('preview');
    expect(page.location.path()).toContain('selectedItem=deal');
    expect(byTestId('detail-block')).toHaveLength(1);
    expect(page.originOf(byTestId('fields-list-row')[0] as HTMLElement)?.part).toBe('panel');
  });

  test('the board, people and organizations, leads', async () => {
    const page = await show({ path: '/pipeline/1' });
    expect(document.querySelector('[data-test="pipeline-wrapper"] a[href="/deal/42"]')).not.toBeNull();
    page.goTo(PERSON_RECORD);
    await page.settle();
    expect(document.title).toBe('Ada Novak - contact details');
    page.goTo(ORGANIZATION_RECORD);
    await page.settle();
    expect(page.has('website')).toBe(true);
    page.app.navigate('/nowhere');
    await page.settle();
    expect(page.container.textContent).toContain('Item not found');
  });

  test('the changelog shows labels and past values', async () => {
    const page = await show();
    await page.openChangelog();
    const [row] = page.nodesOf('value', 'changelog');
    expect(row?.textContent).toContain('Value');
    expect(row?.textContent).toContain('€');
  });

  test('the dialog for a new deal has the API’s names on its inputs', async () => {
    const page = await show({ path: '/deals/list' });
    await page.openAddModal();
    const keys = [...document.querySelectorAll('[data-test="add-modal"] [data-test-key]')];
    expect(keys.map((one) => one.getAttribute('data-test-key'))).toContain('expected_close_date');
    const title = document.querySelector<HTMLInputElement>('[data-test-key="title"]') as HTMLInputElement;
    title.value = 'A new deal';
    title.dispatchEvent(new InputEvent('input', { bubbles: true }));
    document.querySelector<HTMLElement>('[data-test="add-modals-save"]')?.click();
    await page.settle();
    expect(document.title).toBe('A new deal - Deals');
  });

  test('activities and notes are added to the history', async () => {
    const page = await show();
    await page.openActivity();
    const subject = document.querySelector<HTMLInputElement>('[data-test="activity-subject"]') as HTMLInputElement;
    subject.value = 'Call Ada';
    subject.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await page.save();
    expect(page.container.textContent).toContain('Call Ada');
  });
});

describe('strict mode', () => {
  test('what the page does itself is no violation', async () => {
    const page = await show({ strict: true });
    await page.app.churn(20);
    await page.change(codeOf('Next step'), 'x');
    await page.scrollTo('end');
    await page.scrollTo(0);
    page.goTo(twin);
    await page.settle();
    await page.app.refresh();
    expect(page.app.violations).toEqual([]);
  });

  test('foreign elements may stand beside the page’s own, and survive its rendering', async () => {
    const page = await show({ strict: true });
    const row = page.row('owner_id');
    const mark = document.createElement('x-mark');
    row.append(mark);
    mark.setAttribute('data-x', '1');
    await page.app.refresh();
    await frames(1);
    expect(mark.parentElement).toBe(row);
    expect(page.app.violations).toEqual([]);
  });

  test('churn remakes rows but no values', async () => {
    const page = await show();
    const row = page.row('owner_id');
    const text = page.scroller.textContent;
    await page.app.churn(100);
    expect(row.isConnected).toBe(false);
    expect(page.scroller.textContent?.replaceAll('•', '')).toBe(text);
  });

  test.each([
    ['attribute', (row: Element) => row.setAttribute('data-x', '1')],
    ['removed', (row: Element) => row.firstElementChild?.remove()],
    ['moved', (row: Element) => row.firstElementChild && row.append(row.firstElementChild)],
    ['text', (row: Element) => row.append('text')],
  ] as const)('%s is one', async (kind, change) => {
    const page = await show({ strict: true });
    change(page.row('owner_id'));
    await frames(1);
    expect(page.app.violations.map((one) => one.kind)).toEqual([kind]);
  });
});

test('nothing of the page is left', async () => {
  const before = document.body.childElementCount;
  const page = await show();
  page.close();
  open = null;
  expect(document.body.childElementCount).toBe(before);
});
