/** The sandbox's Lightning page holds what the facts say, and works. */
import { afterEach, describe, expect, test } from 'vitest';
import { placedFields } from '../sandbox/salesforce/layout.ts';
import { displayValue, parseInput } from '../sandbox/salesforce/page/format.ts';
import { memoryTransport } from '../sandbox/salesforce/page/memoryTransport.ts';
import { PageError } from '../sandbox/salesforce/page/transport.ts';
import { LOCALES, VARIANTS } from '../sandbox/salesforce/page/variants.ts';
import { NAMED, namedRows, nameOf, recordPages } from './salesforce/support/lightning';
import { DOM, findAll, LightningPage, type OpenOptions, openSalesforce, pathOf, task } from './salesforce/support/page';
import { TestOrg } from './salesforce/support/records';

const org = new TestOrg();
const parentId = org.add({ object: 'Account', title: 'Acme Holding', seed: 9 });
const accountId = org.add({ object: 'Account', title: 'Acme Corp', seed: 4, values: { ParentId: parentId } });
const contactId = org.add({ object: 'Contact', title: 'Ada Novak', seed: 5, values: { AccountId: accountId } });
const deal = { title: 'Acme - 200 Widgets', values: { AccountId: accountId, StageName: 'Qualification', Type: null } };
const opportunityId = org.add({ ...deal, seed: 2 });
const namesakeId = org.add({ ...deal, seed: 3 });
const opportunity = org.page(opportunityId);
const namesake = org.page(namesakeId);
const account = org.page(accountId);
const contact = org.page(contactId);
const lead = org.page(org.add({ object: 'Lead', title: 'Cara Lind', seed: 6 }));
const records = [opportunity, namesake, account, contact, lead, org.page(parentId)];
const definitionsOf = (object: string) => org.store.catalog.object(object)?.fields ?? [];

let page: LightningPage | undefined;
afterEach(() => {
  page?.close();
  page = undefined;
});

async function open(record = opportunity, options: Partial<OpenOptions> = {}): Promise<LightningPage> {
  page = await openSalesforce({ records: [record, ...records.filter((one) => one !== record)], ...options });
  return page;
}

const text = (selector: string) => findAll(document.body, selector).map((one) => one.textContent?.trim());

/** Pages with synthetic shadow need a document of their own. */
const PLAIN = VARIANTS.filter((variant) => variant !== 'lwc-synthetic' && variant !== 'lwc-mixed');

describe.each(PLAIN)('%s', (variant) => {
  test.each(variant === 'layout' ? LOCALES : (['en'] as const))('shows what its truth says, in %s', async (locale) => {
    for (const record of [opportunity, account, contact, lead]) {
      const shown = await open(record, { dom: { variant, locale } });
      const truth = placedFields(record, definitionsOf(record.object), shown.dom);
      const rows = truth.filter(({ surface }) => surface === 'row');
      const fields = rows.map(({ field }) => field);
      // Columns are read side by side in a layout, one after the other in Dynamic Forms.
      const own = namedRows().filter((row) => shown.originOf(row)?.part === 'details');
      expect(own.map((row) => nameOf(row)).sort()).toEqual(
        rows[0]?.byAttribute ? fields.map((f) => `${record.object}.${f}`).sort() : [],
      );
      for (const field of new Set(fields)) {
        const nodes = shown.nodesOf(field);
        expect(nodes).toHaveLength(fields.filter((one) => one === field).length);
        for (const node of nodes) {
          const words = findAll(node, '*').flatMap((one) =>
            [...one.childNodes].filter((child) => child instanceof Text).map((child) => child.data),
          );
          expect(words).toContain(shown.label(record, field));
        }
      }
      for (const { field, surface } of truth) {
        if (surface === 'title') expect(shown.nodesOf(field, 'title')).toHaveLength(1);
        if (surface === 'highlight') expect(shown.nodesOf(field, 'highlights')).toHaveLength(1);
        if (surface === 'path') expect(shown.nodesOf(field, 'path')).toHaveLength(1);
      }
      shown.close();
      page = undefined;
    }
  });

  test('every node that names a field stands for it', async () => {
    const shown = await open(opportunity, { dom: { variant } });
    for (const row of namedRows()) {
      const origin = shown.originOf(row);
      expect(`${origin?.record.split('/')[0]}.${origin?.field}`).toBe(nameOf(row));
    }
    const foreign = namedRows().filter((row) => !nameOf(row).startsWith('Opportunity.'));
    expect(foreign.every((row) => shown.originOf(row)?.record === `Account/${accountId}`)).toBe(true);
    expect(foreign.length > 0).toBe(variant !== 'unknown');
  });

  test('edits, saves and gives up', async () => {
    const shown = await open(opportunity, { dom: { variant } });
    await shown.edit('NextStep');
    for (const field of ['NextStep', 'StageName', 'Amount', 'AccountId']) expect(shown.control(field)).toBeTruthy();
    expect(() => shown.control('ExpectedRevenue')).toThrow();
    await shown.type('NextStep', 'call Ada');
    await shown.type('StageName', 'Needs Analysis');
    await shown.save();
    expect(shown.said('NextStep')).toContain('call Ada');
    expect(shown.said('StageName')).toContain('Needs Analysis');
    expect(document.body.textContent).toContain('Opportunity "Acme - 200 Widgets" was saved.');
    await shown.edit('NextStep');
    await shown.type('NextStep', 'never mind');
    await shown.cancel();
    expect(shown.said('NextStep')).toContain('call Ada');
    expect(() => shown.control('NextStep')).toThrow();
  });

  test('left pages stay, one is in front', async () => {
    const shown = await open(opportunity, { dom: { variant } });
    await shown.goTo(namesake);
    await shown.goTo(contact);
    await shown.goTo(opportunity);
    const visible = recordPages().filter((one) => one.checkVisibility());
    if (variant === 'unknown') return;
    expect(recordPages().length).toBeGreaterThanOrEqual(3);
    expect(visible.map((one) => shown.originOf(one)?.record)).toEqual([`Opportunity/${opportunityId}`]);
    expect(visible[0]?.closest('.active.lafPageHost, .oneConsoleTab.active')).toBeTruthy();
  });

  test('goes on working while it changes by itself', async () => {
    const shown = await open(opportunity, { dom: { variant, strict: true } });
    for (let beat = 0; beat < 9; beat++) {
      await shown.app.churn(1);
      await shown.settle();
      expect(shown.said('Amount')).toContain(shown.shown(opportunity, 'Amount'));
    }
    expect(shown.app.violations).toEqual([]);
  });
});

describe('a field', () => {
  test('of a page layout', async () => {
    await open();
    const row = document.querySelector<HTMLElement>(
      '[data-target-selection-name="sfdc:RecordField.Opportunity.StageName"]',
    );
    const item = row?.parentElement;
    expect(item?.localName).toBe('records-record-layout-item');
    expect(item?.getAttribute('field-label')).toBe('Stage');
    expect(row?.getAttribute('role')).toBe('listitem');
    expect(row?.className).toBe('slds-grid slds-size_1-of-1 label-stacked');
    expect(row?.querySelector('.test-id__field-label-container > .test-id__field-label')?.textContent).toBe('Stage');
    const value = row?.querySelector('.slds-form-element__control > .test-id__field-value');
    const slot = value?.querySelector(':scope > slot[name="outputField"]');
    expect(slot?.firstElementChild?.localName).toBe('sfa-output-stage-name');
    expect(slot?.firstElementChild?.getAttribute('data-output-element-id')).toBe('output-field');
    expect(value?.nextElementSibling?.matches('button.test-id__inline-edit-trigger[title="Edit Stage"]')).toBe(true);
    expect(item?.hasAttribute('lwc-2qpe2t0sbck-host')).toBe(true);
  });

  test('of Dynamic Forms', async () => {
    await open(opportunity, { dom: { variant: 'dynamic' } });
    const fields = [...document.querySelectorAll('flexipage-field')];
    const names = fields.map((field) => field.getAttribute('data-field-id'));
    expect(names).toContain('RecordStageNameField');
    expect(names).toContain('RecordRenewal_Status_cField');
    expect(names.filter((name) => name?.startsWith('RecordNextStep'))).toEqual([
      'RecordNextStepField',
      'RecordNextStepField2',
    ]);
    const row = document.querySelector(
      'flexipage-field[data-field-id="RecordStageNameField"] > slot > record_flexipage-record-field > div',
    );
    expect(row?.getAttribute('data-target-selection-name')).toBe('sfdc:RecordField.Opportunity.StageName');
    expect(row?.querySelector('slot[name="output"] > [slot="output"]')).toBeTruthy();
    expect(document.querySelectorAll('record_flexipage-record-field:has(lightning-ai-form-control)')).toHaveLength(2);
    expect(document.querySelector('flexipage-component2[data-component-id="flexipage_fieldSection"]')).toBeTruthy();
  });

  test('beside its label', async () => {
    await open(opportunity, { dom: { variant: 'inline' } });
    expect(document.querySelectorAll('.region-main .label-stacked')).toHaveLength(0);
    expect(document.querySelectorAll(`.label-inline${NAMED} .slds-form-element_horizontal`).length).toBeGreaterThan(20);
  });

  test('in a description list', async () => {
    await open(opportunity, { dom: { variant: 'dl' } });
    expect(document.querySelector(`${NAMED} dl > dt .test-id__field-label`)).toBeTruthy();
    expect(document.querySelector(`${NAMED} dl > dd > div > .test-id__field-value > slot`)).toBeTruthy();
  });

  test('that leads to a record ends in more than its name', async () => {
    const shown = await open();
    const link = shown.row('AccountId').querySelector('force-lookup a');
    expect(link?.getAttribute('href')).toBe(`/lightning/r/Account/${accountId}/view`);
    expect(link?.textContent).toBe('Acme Corp');
    expect(shown.row('AccountId').querySelector('force-lookup')?.textContent).toMatch(/Open Acme Corp Preview$/);
    expect(shown.row('OwnerId').querySelector('force-owner-lookup force-lookup')).toBeTruthy();
    expect(shown.row('CreatedById').querySelector('records-modstamp')?.textContent).toContain(', 11/20/2026, 3:02 PM');
  });

  test('that is worked out cannot be edited', async () => {
    const shown = await open();
    const row = shown.row('ExpectedRevenue');
    expect(row.querySelector('.is-read-only records-formula-output > slot')).toBeTruthy();
    expect(row.querySelector('button')).toBeNull();
    expect(row.querySelector('.slds-form-element_edit')).toBeNull();
  });

  test('without a value', async () => {
    const shown = await open();
    expect(shown.row('Type').querySelector('lightning-formatted-text')?.textContent).toBe('');
  });

  test('of several values, a name, an address, a number to call', async () => {
    const shown = await open(contact);
    expect(shown.row('Name').querySelector('lightning-formatted-name')?.textContent).toBe('Ada Novak');
    expect(shown.row('MailingAddress').querySelector('lightning-formatted-address > a')).toBeTruthy();
    expect(shown.row('Phone').querySelector('a[href^="tel:"]')).toBeTruthy();
    expect(
      shown.row('Email').querySelector('emailui-formatted-email-contact > emailui-formatted-email-wrapper a'),
    ).toBeTruthy();
    expect(shown.row('Interests__c').querySelector('.test-id__field-value')?.textContent).toContain('; ');
  });
});

describe('editing', () => {
  test('turns the whole form into inputs', async () => {
    const shown = await open();
    await shown.edit('Amount');
    const root = shown.row('StageName').querySelector('.test-id__output-root');
    expect(root?.classList.contains('recordlayout_in_editing_mode')).toBe(true);
    expect(root?.classList.contains('is-stacked-not-editing')).toBe(false);
    expect(
      shown.row('StageName').querySelector('[slot="inputField"] button[role="combobox"]')?.getAttribute('data-value'),
    ).toBe('Qualification');
    expect(shown.row('CloseDate').querySelector('lightning-datepicker input[name="CloseDate"]')).toBeTruthy();
    expect(
      shown.row('AccountId').querySelector('records-record-layout-lookup lightning-grouped-combobox input'),
    ).toBeTruthy();
    expect(document.querySelectorAll('records-form-footer button[name="SaveEdit"]')).toHaveLength(1);
  });

  test('starts with a double click on a field, or with a key', async () => {
    const shown = await open();
    shown
      .row('Amount')
      .querySelector('.test-id__field-value')
      ?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await shown.settle();
    expect(shown.control('Amount')).toBeTruthy();
    await shown.cancel();
    shown.row('Amount').dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }));
    await shown.settle();
    expect(document.querySelector('.slds-modal')?.getAttribute('aria-label')).toBe('Edit Acme - 200 Widgets');
  });

  test('takes back one field', async () => {
    const shown = await open();
    await shown.edit('Amount');
    await shown.type('NextStep', 'x');
    const undo = shown.row('NextStep').querySelector<HTMLElement>('.inline-edit-undo button');
    expect(undo?.title).toBe('Undo Next Step');
    undo?.click();
    await shown.settle();
    expect(shown.control('NextStep').value).toBe(shown.shown(opportunity, 'NextStep'));
  });

  test('asks for what is missing', async () => {
    const shown = await open();
    await shown.edit('Name');
    await shown.type('Name', '');
    await shown.save();
    expect(text('.slds-has-error .slds-form-element__help')).toEqual(['Complete this field.']);
    expect(text('records-record-edit-error .fieldLevelErrors .errorsList li a')).toEqual(['Opportunity Name']);
  });

  test('shows what the server refuses', async () => {
    const transport = memoryTransport({ records, dom: DOM });
    transport.save = async () => {
      throw new PageError(400, { message: 'No.', fields: { NextStep: 'Say more.' } });
    };
    const shown = await open(opportunity, { transport });
    await shown.change('NextStep', 'x');
    expect(text('.pageLevelErrors .errorsList li')).toEqual(['No.']);
    expect(text('.slds-form-element__help[role="alert"]')).toEqual(['Say more.', 'Say more.']);
  });

  test('in a dialog has the same items in another place', async () => {
    const shown = await open();
    await shown.openModal('edit', opportunity);
    const dialog = document.querySelector('.slds-modal records-modal-lwc-detail-panel-wrapper');
    expect(dialog?.querySelectorAll(NAMED).length).toBeGreaterThan(20);
    await shown.type('NextStep', 'from the dialog', 'modal');
    await shown.save();
    expect(document.querySelector('.slds-modal')).toBeNull();
    expect(shown.said('NextStep')).toContain('from the dialog');
  });

  test('a new record leads to it', async () => {
    const shown = await open();
    await shown.openModal('new', opportunity);
    await shown.type('Name', 'Brand new', 'modal');
    await shown.type('CloseDate', '12/31/2026', 'modal');
    await shown.type('StageName', 'Prospecting', 'modal');
    await shown.save();
    expect(document.title).toBe('Brand new | Opportunity | Salesforce');
    expect(shown.said('CloseDate')).toContain('12/31/2026');
  });
});

describe('the path', () => {
  test('names its stages and changes the stage', async () => {
    const shown = await open();
    const current = document.querySelector('.slds-path__item.slds-is-current');
    expect(current?.getAttribute('data-name')).toBe('Qualification');
    await shown.markStep('Value Proposition');
    expect(document.querySelector('.slds-path__item.slds-is-current')?.getAttribute('data-name')).toBe(
      'Value Proposition',
    );
    expect(shown.said('StageName')).toContain('Value Proposition');
    expect(document.querySelector('records-form-footer')).toBeNull();
  });

  test('asks how a deal was closed', async () => {
    const shown = await open();
    await shown.markStep('Closed');
    const select = document.querySelector<HTMLSelectElement>(
      '.runtime_sales_pathassistantPathAssistantStepClosed .uiInputSelect',
    );
    if (!select) throw new Error('no dialog');
    select.value = 'Closed Won';
    select.dispatchEvent(new Event('change'));
    await shown.save();
    const last = document.querySelector('.slds-path__item:last-child');
    expect(last?.classList.contains('slds-is-won')).toBe(true);
    expect(last?.getAttribute('data-name')).toBe('Closed Won');
  });
});

describe('what is not there at first', () => {
  test('details behind a tab', async () => {
    const shown = await open(account);
    expect(document.querySelector('records-lwc-detail-panel')).toBeNull();
    await shown.openTab('details');
    expect(document.querySelectorAll('records-lwc-detail-panel')).toHaveLength(1);
    await shown.openTab('related');
    expect(document.querySelectorAll('records-lwc-detail-panel')).toHaveLength(1);
    expect(document.querySelector('records-lwc-detail-panel')?.checkVisibility()).toBe(false);
  });

  test('a collapsed section of a layout is in the document', async () => {
    const shown = await open(account);
    await shown.openTab('details');
    expect(document.querySelector('[data-target-selection-name="sfdc:RecordField.Account.Domain__c"]')).toBeTruthy();
    expect(() => shown.row('Domain__c')).toThrow();
    await shown.toggleSection('Additional Information');
    expect(shown.row('Domain__c')).toBeTruthy();
  });

  test('a card about a linked record', async () => {
    const shown = await open();
    await shown.hover('AccountId');
    const card = document.querySelector('.forceHoverPanel');
    expect(card?.querySelectorAll('[data-target-selection-name^="sfdc:RecordField.Account."]').length).toBeGreaterThan(
      3,
    );
    expect(shown.originOf(card?.querySelector(NAMED) as Node)).toEqual({
      record: `Account/${accountId}`,
      field: 'Name',
      part: 'hover',
    });
  });
});

describe('going to another record', () => {
  test('the address comes first, the old page stays for a while', async () => {
    const shown = new LightningPage({ records, dom: { lateRenderMs: 500 } });
    page = shown;
    await shown.settle();
    const before = document.title;
    shown.app.navigate(pathOf(namesake));
    expect(shown.location.path()).toBe(pathOf(namesake));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(shown.originOf(namedRows()[0] as Node)?.record).toBe(`Opportunity/${opportunityId}`);
    expect(
      recordPages()
        .filter((one) => one.checkVisibility())
        .map((one) => shown.originOf(one)?.record),
    ).toEqual([`Opportunity/${opportunityId}`]);
    while (recordPages().length < 2) await task();
    expect(document.querySelector('force-highlights-stencil-desktop')?.checkVisibility()).toBe(true);
    await shown.settle();
    // Both have one name.
    expect(document.title).toBe(before);
    expect(shown.originOf(namedRows()[0] as Node)?.record).toBe(`Opportunity/${namesakeId}`);
    expect(shown.originOf(recordPages()[0] as Node)?.record).toBe(`Opportunity/${opportunityId}`);
  });

  test('a console opens it below the tab it was opened from', async () => {
    const shown = await open(opportunity, { dom: { variant: 'console' } });
    // Another record's page stands before the one that was asked for.
    expect(recordPages()[0]?.checkVisibility()).toBe(false);
    shown.row('AccountId').querySelector('a')?.click();
    await shown.settle();
    expect(shown.location.path()).toBe(`${pathOf(account)}?ws=${encodeURIComponent(pathOf(opportunity))}`);
    const active = recordPages().find((one) => one.checkVisibility());
    expect(shown.originOf(active as Node)?.record).toBe(`Account/${accountId}`);
    expect(active?.closest('.oneConsoleTab.active')?.parentElement?.closest('.oneConsoleTab.active')).toBeTruthy();
    const hidden = recordPages().filter((one) => !one.checkVisibility());
    expect(hidden.some((one) => one.closest('.lafPageHost.active'))).toBe(true);
  });
});

describe('amounts', () => {
  test('name their currency where an org has several', () => {
    const field = { name: 'Amount', label: 'Amount', type: 'currency', value: '12000', editable: true } as const;
    const format = { locale: 'en', timeZone: 'UTC', currency: 'USD' } as const;
    expect(displayValue(field, { ...format, multiCurrency: false })).toBe('$12,000.00');
    expect(displayValue(field, { ...format, multiCurrency: true })).toBe('USD 12,000.00');
    const other = displayValue({ ...field, currency: 'EUR' }, { ...format, multiCurrency: true });
    expect(other).toBe('EUR 12,000.00 (USD 13,710.00)');
  });

  test('are read back in the language they are typed in', () => {
    const field = { name: 'Amount', label: 'Amount', type: 'currency', value: null, editable: true } as const;
    const format = { timeZone: 'UTC', currency: 'USD', multiCurrency: false } as const;
    expect(parseInput(field, '12.000,50', { ...format, locale: 'de' })).toBe('12000.5');
    expect(parseInput(field, '12,000.50', { ...format, locale: 'en' })).toBe('12000.5');
    expect(parseInput({ ...field, type: 'date' }, '31.12.2026', { ...format, locale: 'de' })).toBe('2026-12-31');
    expect(parseInput({ ...field, type: 'date' }, '12/31/2026', { ...format, locale: 'en' })).toBe('2026-12-31');
  });
});

describe('a page without names', () => {
  test('has neither custom elements nor telling attributes', async () => {
    await open(opportunity, { dom: { variant: 'unknown' } });
    const root = page?.container as Element;
    const all = findAll(root, '*');
    expect(all.filter((one) => one.localName.includes('-') || one.localName === 'slot')).toEqual([]);
    const names = new Set(all.flatMap((one) => one.getAttributeNames()));
    expect([...names].filter((name) => /^data-|^(name|slot|field-label|apiname|key)$|^lwc-/.test(name))).toEqual([]);
    // With what follows the word: class names here are random letters.
    expect(root.outerHTML).not.toMatch(/StageName|slds-|test-id|sfdc:|flexipage|records-/);
    expect(root.textContent).toContain('Stage');
  });
});

describe('strict', () => {
  test('tells what others do to the page, and lets them add their own', async () => {
    const shown = await open(opportunity, { dom: { strict: true } });
    const value = shown.row('Amount').querySelector('.test-id__field-value') as HTMLElement;
    const badge = document.createElement('span');
    value.after(badge);
    badge.textContent = 'mine';
    await shown.change('NextStep', 'x');
    expect(shown.app.violations).toEqual([]);
    shown.row('Amount').setAttribute('data-mine', '');
    await task();
    const label = shown.row('Amount').querySelector('.test-id__field-label') as HTMLElement;
    document.createElement('b').append(label);
    await task();
    expect(shown.app.violations.map(({ kind }) => kind)).toEqual(['attribute', 'removed']);
  });

  test("the page's own rendering keeps what others have added", async () => {
    const shown = await open();
    const value = () => shown.row('NextStep').querySelector('.test-id__field-value') as HTMLElement;
    const badge = document.createElement('span');
    value().after(badge);
    await shown.app.refresh();
    await shown.app.churn(3);
    expect(value().nextSibling).toBe(badge);
  });
});
