/** What people do on a record's page before its fields are looked for, and what is to be found then. */
import type { PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import { indexPath } from '../../sandbox/hubspot/page/routes.ts';
import type { PropertyDefinition } from '../../sandbox/hubspot/types.ts';
import type { Wanted } from '../conformance';
import { frames, type HubSpotPage, type OpenOptions, PORTAL } from '../support/hubspot';
import { makeRecord } from '../support/records';
import type { Case } from './pages';

export interface State {
  name: string;
  /** The deal where absent. */
  record?: PageRecord;
  options?: Partial<OpenOptions>;
  breakable?: boolean;
  /** The record's title is not on the page then. */
  titleless?: boolean;
  /** Does it; resolves to what is to be found now, or to nothing where that is the same as before. */
  run(found: Case): Promise<Wanted[] | undefined>;
}

/** A row in its editor: found where it is, its value what the control holds. */
function editing(wanted: readonly Wanted[], field: string, shown: string): Wanted[] {
  return wanted.map((w) => (w.surface === 'row' && w.field === field ? { ...w, editing: true, shown } : w));
}

/** Rows of the oldest pages are form controls at all times, so there a row in its editor looks like any other. */
const edits = ({ page, wanted }: Case, field: string, shown: string) =>
  page.dom.variant === 'legacy'
    ? wanted.map((w) => (w.surface === 'row' && w.field === field ? { ...w, shown } : w))
    : editing(wanted, field, shown);

/** Nothing of the panel of all properties can be told from a dialog where no attribute names it. */
const namesPanel = (page: HubSpotPage) => page.dom.variant === '2026' || page.dom.variant === '2025';

function panelRows(page: HubSpotPage): Wanted[] {
  if (!namesPanel(page)) return [];
  const mounted = [...page.origins()].flatMap(([node, { part, field }]) =>
    part === 'panel' && field && node instanceof HTMLLabelElement ? [field] : [],
  );
  return mounted.map((field) => ({ field, layer: 'attribute', surface: 'panel' }));
}

const panelBody = () => {
  const body = document.querySelector('[role="dialog"] > header + div');
  if (!body) throw new Error('no panel');
  return body;
};

/** Two more properties: one whose label the page uses for another value, one whose label another property has, too. */
function labelled(name: string, label: string, like: PropertyDefinition): PropertyDefinition {
  return {
    ...like,
    name,
    label,
    labels: undefined,
    type: 'string',
    fieldType: 'text',
    options: [],
    hubspotDefined: false,
  };
}
const someText = makeRecord({ id: '0', title: '' }).definitions.find(
  (d) => d.name === 'hs_next_step',
) as PropertyDefinition;
const withOwnWords = makeRecord({
  id: '105',
  title: 'A deal with a property called Stage',
  extra: ['Stage', 'Phase', 'Étape', 'المرحلة'].map((label, index) => labelled(`own_stage_${index}`, label, someText)),
});
const withTwins = makeRecord({
  id: '106',
  title: 'A deal with two amounts',
  extra: [labelled('other_amount', ' amount: ', someText), labelled('close_date_2', 'Close  DATE', someText)],
});

export const states: State[] = [
  {
    name: 'text being edited',
    breakable: true,
    async run(found) {
      await found.page.edit('description');
      await found.page.type('description', 'something new');
      return edits(found, 'description', 'something new');
    },
  },
  {
    name: 'select being edited, its list open',
    async run(found) {
      const { page, record, wanted } = found;
      await page.edit('hs_priority');
      const shown = page.fields(record).shown('hs_priority');
      return page.dom.variant === 'legacy' ? wanted : edits(found, 'hs_priority', shown);
    },
  },
  {
    name: 'owner being edited',
    async run(found) {
      const { page, record } = found;
      await page.edit('hubspot_owner_id');
      return edits(found, 'hubspot_owner_id', page.fields(record).shown('hubspot_owner_id'));
    },
  },
  {
    name: 'date being edited',
    async run(found) {
      await found.page.edit('contract_start');
      return edits(found, 'contract_start', found.record.properties.contract_start ?? '');
    },
  },
  {
    name: 'after a save that reuses rows',
    breakable: true,
    async run({ page, wanted }) {
      await page.change('hs_next_step', 'call them');
      return wanted.map((w) => (w.field === 'hs_next_step' && w.surface === 'row' ? { ...w, shown: 'call them' } : w));
    },
  },
  {
    name: 'after it has been busy',
    async run({ page }) {
      await page.app.churn(7);
      return undefined;
    },
  },
  {
    name: 'all cards open',
    async run({ page, record, wanted }) {
      await page.click('recordInformation', page.container);
      const { unknown } = { unknown: page.dom.variant === 'unknown' };
      const more = ['createdate', 'hs_lastmodifieddate', 'hs_object_id', 'closed_lost_reason', 'closed_won_reason'];
      const layer = unknown ? 'label' : 'attribute';
      return [
        ...wanted,
        ...more.map(
          (field): Wanted => ({ field, layer, surface: 'row', shown: page.fields(record).display(field, true) }),
        ),
      ];
    },
  },
  {
    name: 'left column folded',
    titleless: true,
    async run({ page, wanted }) {
      page.container.querySelector<HTMLElement>('aside button')?.click();
      await page.settle();
      return wanted.filter((w) => w.surface === 'summary');
    },
  },
  {
    name: 'panel of all properties',
    breakable: true,
    async run({ page, wanted }) {
      await page.click('viewAllProperties');
      return [...wanted, ...panelRows(page)];
    },
  },
  {
    name: 'panel of all properties, scrolled',
    async run({ page, wanted }) {
      await page.click('viewAllProperties');
      const before = panelRows(page);
      panelBody().scrollTop = 600;
      await frames(4);
      await page.settle();
      const after = panelRows(page);
      if (namesPanel(page) && after[0]?.field === before[0]?.field) throw new Error('the panel has not scrolled');
      return [...wanted, ...after];
    },
  },
  {
    name: 'preview of another deal',
    breakable: true,
    async run({ page }) {
      await page.click('preview');
      return undefined;
    },
  },
  {
    name: 'history of a property',
    async run({ page, wanted }) {
      await page.click('details', page.row(wanted.find((w) => w.surface === 'row')?.field ?? 'amount'));
      return undefined;
    },
  },
  {
    name: 'stage list open',
    async run({ page }) {
      page.row('dealstage', 'highlight').querySelector<HTMLElement>('button')?.click();
      await page.settle();
      return undefined;
    },
  },
  {
    name: 'pointer on a linked record',
    async run({ page, record }) {
      const [other] = record.associations;
      const link = [...page.container.querySelectorAll('a')].find((a) => a.textContent === other?.title);
      link?.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      while (!document.querySelector('[role="tooltip"]')) await frames(1);
      return undefined;
    },
  },
  {
    name: 'timeline',
    breakable: true,
    async run({ page, wanted }) {
      await page.click('activities');
      return wanted.filter((w) => w.surface !== 'summary');
    },
  },
  {
    name: 'scrolled, small header on top',
    async run({ page }) {
      const column = page.container.querySelector('aside');
      if (column) column.scrollTop = 300;
      await frames(2);
      return undefined;
    },
  },
  {
    name: 'labels that the page uses for other values',
    record: withOwnWords,
    run: async () => undefined,
  },
  {
    name: 'two properties of one label',
    record: withTwins,
    run: async () => undefined,
  },
  {
    name: 'list',
    options: { path: indexPath(PORTAL, '0-3') },
    run: async () => [],
  },
  {
    name: 'board',
    options: { path: indexPath(PORTAL, '0-3', 'all', 'board') },
    run: async () => [],
  },
  {
    name: 'list with a preview',
    options: { path: indexPath(PORTAL, '0-3') },
    async run({ page }) {
      await page.click('preview');
      return [];
    },
  },
  {
    name: 'list with the create dialog',
    options: { path: indexPath(PORTAL, '0-3') },
    async run({ page }) {
      const create = [...page.container.querySelectorAll<HTMLElement>('main header button')];
      create.at(-1)?.click();
      while (!document.querySelector('iframe')?.contentDocument?.querySelector('iframe')) await frames(1);
      await frames(2);
      return [];
    },
  },
  {
    name: 'record that is gone',
    options: { path: `/contacts/${PORTAL}/record/0-3/999` },
    run: async () => [],
  },
];
