/** What people do on a record's page before its fields are looked for, and what is to be found then. */
import type { PageRecord } from '../../sandbox/salesforce/page/protocol.ts';
import type { Variant } from '../../sandbox/salesforce/page/variants.ts';
import type { FieldDef } from '../../sandbox/salesforce/types.ts';
import type { Wanted } from '../conformance';
import type { Records } from './pages';
import { findAll, type LightningPage, task } from './support/page';
import { wantedAtFirst, wantedDetails } from './wanted';

export interface Case {
  page: LightningPage;
  record: PageRecord;
  definitions: readonly FieldDef[];
  wanted: Wanted[];
  all: Records;
}

/** What is to be found after what was done; what is left out is as it was. */
export interface Found {
  wanted?: Wanted[];
  /** The record the page is on now. */
  record?: PageRecord;
}

export interface State {
  name: string;
  /** The opportunity where absent. */
  record?: keyof Records;
  path?: string;
  breakable?: boolean;
  /** Variants in which it can be done; all where absent. */
  only?: (variant: Variant) => boolean;
  run(found: Case): Promise<Found | undefined>;
}

const named = (variant: Variant) => variant !== 'unknown';

/** Rows in their editors: every field that can be edited in place, with what its control holds. */
function editing({ wanted, record }: Case): Wanted[] {
  const inPlace = new Set(
    record.fields
      .filter(({ name, editable }) => editable && !['OwnerId', 'RecordTypeId'].includes(name))
      .map(({ name }) => name),
  );
  return wanted.map(({ shown, ...w }) =>
    w.surface === 'row' && inPlace.has(w.field) ? { ...w, editing: true } : { ...w, shown },
  );
}

export const states: State[] = [
  {
    name: 'being edited',
    breakable: true,
    async run(found) {
      await found.page.edit('Amount');
      return { wanted: editing(found) };
    },
  },
  {
    name: 'a value typed, a list open',
    async run(found) {
      await found.page.edit('StageName');
      await found.page.type('NextStep', 'something new');
      found.page.control('StageName').click();
      await found.page.settle();
      const wanted = editing(found).map((w) =>
        w.surface === 'row' && w.field === 'NextStep' ? { ...w, shown: 'something new' } : w,
      );
      return { wanted };
    },
  },
  {
    name: 'editing given up',
    async run({ page }) {
      await page.edit('Amount');
      await page.type('NextStep', 'something new');
      await page.cancel();
      return undefined;
    },
  },
  {
    name: 'a value saved',
    async run({ page, wanted }) {
      await page.change('NextStep', 'something new');
      return { wanted: wanted.map((w) => (w.field === 'NextStep' ? { ...w, shown: 'something new' } : w)) };
    },
  },
  {
    name: 'the form of Edit open',
    breakable: true,
    async run({ page, record }) {
      await page.openModal('edit', record);
      return undefined;
    },
  },
  {
    name: 'the form of New open',
    async run({ page, record }) {
      await page.openModal('new', record);
      return undefined;
    },
  },
  {
    name: 'the card of a linked record open',
    breakable: true,
    async run({ page }) {
      await page.hover('AccountId');
      while (findAll(document.body, '[role="dialog"]').length === 0) await task();
      return undefined;
    },
  },
  {
    name: 'another tab in front',
    async run({ page }) {
      await page.openTab('related');
      return undefined;
    },
  },
  {
    name: 'details opened',
    record: 'account',
    breakable: true,
    async run({ page, record, definitions, wanted }) {
      await page.openTab('details');
      return { wanted: [...wanted, ...wantedDetails(page, record, definitions)] };
    },
  },
  {
    name: 'a section folded',
    only: (variant) => variant !== 'dynamic',
    async run({ page }) {
      await page.toggleSection(page.dom.locale === 'en' ? 'Opportunity Information' : '');
      return undefined;
    },
  },
  {
    name: 'busy, parts made anew',
    async run({ page }) {
      for (let beat = 0; beat < 9; beat++) await page.app.churn(1);
      await page.settle();
      return undefined;
    },
  },
  {
    name: 'five records alive',
    breakable: true,
    async run({ page, all, record }) {
      for (const other of [all.namesake, all.contact, all.lead, all.case]) await page.goTo(other);
      await page.goTo(record);
      return undefined;
    },
  },
  {
    name: 'another record with the same name',
    async run({ page, all, definitions }) {
      await page.goTo(all.namesake);
      return { record: all.namesake, wanted: wantedAtFirst(page, all.namesake, definitions) };
    },
  },
  {
    name: 'a step of the path looked at',
    only: named,
    async run({ page }) {
      const step = findAll(document.body, '[role="option"]').find((one) => one.checkVisibility());
      step?.click();
      await page.settle();
      return undefined;
    },
  },
  {
    name: 'a step of the path taken',
    only: named,
    async run({ page, wanted }) {
      await page.markStep('Qualification');
      return {
        wanted: wanted.map((w) => (w.field === 'StageName' ? { ...w, shown: 'Qualification' } : w)),
      };
    },
  },
  {
    name: 'a list',
    path: '/lightning/o/Opportunity/list',
    run: async () => ({ wanted: [] }),
  },
  {
    name: 'a list, the record behind it',
    async run({ page }) {
      page.app.navigate('/lightning/o/Opportunity/list');
      await page.settle();
      return { wanted: [] };
    },
  },
  {
    name: 'a record that is gone',
    path: '/lightning/r/Opportunity/006Hs000001AbCfIAK/view',
    run: async () => ({ wanted: [] }),
  },
];
