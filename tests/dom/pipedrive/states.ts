/** What people do on a record's page before its fields are looked for, and what is to be found then. */
import type { PageRecord } from '../../sandbox/pipedrive/page/protocol.ts';
import type { Wanted } from '../conformance';
import type { OpenOptions, PipedrivePage } from './support/page';
import { codeOf, custom, makeRecord, ORGANIZATION_RECORD, PERSON_RECORD, USERS } from './support/records';
import { shownIn } from './wanted';

export interface Case {
  page: PipedrivePage;
  record: PageRecord;
  wanted: Wanted[];
}

export interface State {
  name: string;
  /** The deal where absent. */
  record?: PageRecord;
  options?: Partial<OpenOptions>;
  breakable?: boolean;
  /** Tried only where attributes name the parts of the page. */
  named?: boolean;
  /** The record's title is not what the page shows then. */
  titleless?: boolean;
  /** Does it; resolves to what is to be found now, or to nothing where that is the same as before. */
  run(found: Case): Promise<Wanted[] | undefined>;
}

const same = async () => undefined;

/** A row in its editor: found where it is, its value what the control holds. */
const editing = (wanted: readonly Wanted[], field: string, shown: string | undefined, surface = 'row'): Wanted[] =>
  wanted.map((w) => (w.field === field && w.surface === surface ? { ...w, editing: true, shown } : w));

const now = (wanted: readonly Wanted[], field: string, shown: string): Wanted[] =>
  wanted.map((w) => (w.field === field ? { ...w, shown } : w));

const NEXT_STEP = codeOf('Next step');
const OTHER_NEXT_STEP = codeOf('Another next step');

function withTwins(id: string, own: string, other: string): PageRecord {
  return makeRecord({
    id,
    title: 'Two next steps',
    seed: 7,
    extra: [custom(' next  STEP: ', 'varchar', { code: OTHER_NEXT_STEP })],
    values: { [NEXT_STEP]: own, [OTHER_NEXT_STEP]: other },
  });
}

/** The linked person's and organization's rows have labels of the deal's own, and here their values, too. */
const PRIORITY = codeOf('Priority');
const likeThePerson = makeRecord({
  id: '108',
  title: 'Like its person',
  person: {
    ...PERSON_RECORD,
    values: {
      ...PERSON_RECORD.values,
      owner_id: '101',
      visible_to: '7',
      [codeOf('Next step of a person')]: 'call them',
    },
  },
  organization: { ...ORGANIZATION_RECORD, values: { ...ORGANIZATION_RECORD.values, owner_id: '101', visible_to: '7' } },
  values: { owner_id: '101', visible_to: '7', [NEXT_STEP]: 'call them', [PRIORITY]: '101' },
});

const other = makeRecord({ id: '43', title: 'Another deal', seed: 2 });
const twin = makeRecord({ id: '44', title: 'Renewal 2027', seed: 5 });

export const OTHERS: readonly PageRecord[] = [other, twin, PERSON_RECORD, ORGANIZATION_RECORD];

export const states: State[] = [
  {
    name: 'text being edited',
    breakable: true,
    async run({ page, wanted }) {
      await page.edit(NEXT_STEP);
      await page.type(NEXT_STEP, 'something new');
      return editing(wanted, NEXT_STEP, 'something new');
    },
  },
  {
    name: 'option being edited, its list open',
    named: true,
    async run({ page, wanted, record }) {
      const shown = page.shown(record, PRIORITY);
      await page.edit(PRIORITY);
      await page.openOptions(PRIORITY);
      return editing(wanted, PRIORITY, shown);
    },
  },
  {
    name: 'owner being edited',
    named: true,
    async run({ page, record, wanted }) {
      const name = USERS.find(({ id }) => id === record.values.owner_id)?.name;
      await page.edit('owner_id');
      return editing(wanted, 'owner_id', name);
    },
  },
  {
    name: 'value being edited in the summary',
    async run({ page, wanted }) {
      await page.edit('value', 'summary');
      await page.type('value', '12', 'summary');
      return editing(wanted, 'value', '12', 'summary');
    },
  },
  {
    name: 'after a save',
    breakable: true,
    // A page that names nothing is known by its values, so it is not until the API knows the new one, too.
    named: true,
    async run({ page, wanted }) {
      await page.change(NEXT_STEP, 'call them');
      return now(wanted, NEXT_STEP, 'call them');
    },
  },
  {
    name: 'after a cancelled edit',
    async run({ page }) {
      await page.edit(NEXT_STEP);
      await page.type(NEXT_STEP, 'never mind');
      await page.cancel();
      return undefined;
    },
  },
  {
    name: 'title being edited',
    named: true,
    titleless: true,
    async run({ page, wanted }) {
      const box = document.querySelector('[data-testid="header-title"]');
      box?.querySelector<HTMLElement>('textarea, span')?.click();
      await page.settle();
      return editing(wanted, 'title', undefined, 'title');
    },
  },
  {
    name: 'stage moved by the bar',
    named: true,
    async run({ page, wanted }) {
      await page.clickStage('Negotiations Started');
      return now(wanted, 'stage_id', 'Negotiations Started');
    },
  },
  {
    name: 'after it has been busy',
    breakable: true,
    async run({ page }) {
      await page.app.churn(9);
      return undefined;
    },
  },
  {
    name: 'details folded',
    named: true,
    async run({ page, wanted }) {
      const details = new Set(wanted.filter(({ field }) => page.has(field, 'details')).map(({ field }) => field));
      await page.toggleBlock('details');
      return wanted.filter(({ field, surface }) => surface !== 'row' || !details.has(field));
    },
  },
  {
    name: 'person and organization first',
    options: { order: ['person', 'organization', 'details', 'summary'] },
    breakable: true,
    run: same,
  },
  {
    name: 'a person who has the same values under the same labels',
    record: likeThePerson,
    run: same,
  },
  {
    name: 'changelog of the history',
    async run({ page }) {
      await page.openChangelog();
      return undefined;
    },
  },
  {
    name: 'an activity being planned',
    async run({ page }) {
      await page.openActivity();
      return undefined;
    },
  },
  {
    name: 'a deal being lost',
    named: true,
    async run({ page }) {
      await page.click('lost');
      return undefined;
    },
  },
  {
    name: 'a value that products make',
    record: makeRecord({
      id: '109',
      title: 'With products',
      products: [{ name: 'Seat', price: 20, quantity: 50 }],
      values: { value: '1000' },
    }),
    run: same,
  },
  {
    name: 'two fields of one label that the value tells apart',
    record: withTwins('110', 'call them', 'send the offer'),
    async run({ page, record, wanted }) {
      const rows = [NEXT_STEP, OTHER_NEXT_STEP].flatMap((code): Wanted[] => {
        const field = record.fields.find((one) => one.code === code);
        return field && page.has(code)
          ? [{ field: code, layer: 'label', surface: 'row', shown: shownIn(page, record, field) }]
          : [];
      });
      return [...wanted, ...rows];
    },
  },
  {
    name: 'two fields of one label and one value',
    record: withTwins('111', 'call them', 'call them'),
    run: same,
  },
  {
    name: 'two fields of one label, one empty',
    record: withTwins('112', 'call them', ''),
    async run({ page, wanted }) {
      const row = (field: string, shown: string): Wanted => ({ field, layer: 'label', surface: 'row', shown });
      return page.has(OTHER_NEXT_STEP) ? [...wanted, row(NEXT_STEP, 'call them'), row(OTHER_NEXT_STEP, '-')] : wanted;
    },
  },
  {
    name: 'decided',
    record: makeRecord({ id: '113', title: 'Won', values: { status: 'won' } }),
    run: same,
  },
  {
    name: 'list',
    options: { path: '/deals/list' },
    run: async () => [],
  },
  {
    name: 'board',
    options: { path: '/pipeline/1' },
    run: async () => [],
  },
  {
    name: 'list with the dialog for a new deal',
    options: { path: '/deals/list' },
    async run({ page }) {
      await page.openAddModal();
      return [];
    },
  },
  {
    name: 'record that is gone',
    options: { path: '/deal/999' },
    run: async () => [],
  },
];
