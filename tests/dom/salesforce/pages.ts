/** Salesforce's record pages in every build and language, at rest and in the states people bring them into. */
import type { Dom, PageRecord } from '../../sandbox/salesforce/page/protocol.ts';
import { isLwc, LOCALES, VARIANTS, type Variant } from '../../sandbox/salesforce/page/variants.ts';
import type { ConformancePage, OpenPage } from '../conformance';
import { catalogOf } from './catalog';
import { type State, states } from './states';
import { openSalesforce } from './support/page';
import { TestOrg } from './support/records';
import { wantedAtFirst } from './wanted';

/** One record of each object, with others beside it and some fields empty. */
function makeRecords() {
  const org = new TestOrg();
  const parent = org.add({ object: 'Account', title: 'Globex', seed: 7 });
  // The parent's values differ from the record's in every field that both show.
  const account = org.add({ object: 'Account', title: 'Acme Corp', seed: 1, values: { ParentId: parent, Site: null } });
  const contact = org.add({
    object: 'Contact',
    title: 'Ada Novak',
    seed: 3,
    values: { AccountId: account, Birthdate: null },
  });
  const same = 'Acme - 200 Widgets';
  const opportunity = org.add({
    title: same,
    seed: 2,
    values: { AccountId: account, LeadSource: null, Description: null },
  });
  const namesake = org.add({ title: same, seed: 5, values: { AccountId: parent } });
  const lead = org.add({ object: 'Lead', title: 'Cara Lind', seed: 4 });
  const support = org.add({ object: 'Case', title: 'Printer on fire', seed: 6, values: { AccountId: account } });
  const renewal = org.add({ object: 'Renewal__c', title: 'Acme 2027', seed: 8 });
  const ids = { opportunity, namesake, account, contact, lead, case: support, renewal, parent };
  const of = (id: string) => org.page(id);
  return {
    org,
    records: Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, of(id)])) as Record<
      keyof typeof ids,
      PageRecord
    >,
  };
}

const { org, records } = makeRecords();

export { records };
export type Records = typeof records;

export const definitionsOf = (record: PageRecord) => org.store.catalog.object(record.object)?.fields ?? [];

const AT_REST: Pick<State, 'run'> = { run: async () => undefined };

/** Opens a record and brings it into a state that says what is to be found then. */
async function open(
  record: PageRecord,
  dom: Partial<Dom>,
  { run, path }: Pick<State, 'run' | 'path'>,
): Promise<OpenPage> {
  const others = Object.values(records).filter((other) => other !== record);
  const page = await openSalesforce({ dom, records: [record, ...others], ...(path ? { path } : {}) });
  const definitions = definitionsOf(record);
  const wanted = wantedAtFirst(page, record, definitions);
  const found = await run({ page, record, definitions, wanted, all: records }).catch((error: unknown) => {
    page.close();
    throw error;
  });
  const now = found?.record ?? record;
  const all = found?.wanted ?? wanted;
  return {
    catalog: catalogOf(now, definitionsOf(now), page.dom.locale),
    ...(all.length === 0 ? {} : { title: now.title }),
    wanted: all,
    fieldOf(node) {
      const origin = page.originOf(node);
      return origin?.record === `${now.object}/${now.id}` && origin.part !== 'modal' ? origin.field : null;
    },
    close: () => page.close(),
  };
}

const TRANSLATED: { variants: Variant[]; records: string[] } = {
  variants: ['layout', 'lwc-native', 'lwc-synthetic', 'unknown'],
  records: ['opportunity', 'account', 'case'],
};

/** Builds that differ from the first one in their rows alone, and the states in which rows do. */
const FORMS: Variant[] = ['inline', 'dl'];
const EDITS = ['being edited', 'a value saved'];

/** LWC's synthetic shadow changes the document for good, so its pages need a document of their own. */
const isSynthetic = (variant: Variant) => isLwc(variant) && variant !== 'lwc-native';

export function salesforcePages(wanted: 'plain' | 'synthetic'): ConformancePage[] {
  const variants = VARIANTS.filter((variant) => isSynthetic(variant) === (wanted === 'synthetic'));
  const atRest = variants.flatMap((variant) =>
    LOCALES.flatMap((locale) =>
      Object.entries(records)
        // What a language changes is the same on every build that names its fields.
        .filter(
          ([name]) => locale === 'en' || (TRANSLATED.variants.includes(variant) && TRANSLATED.records.includes(name)),
        )
        .map(
          ([name, record]): ConformancePage => ({
            name: `${variant} ${locale}: ${name}`,
            breakable: locale === 'en' && !isLwc(variant) && ['opportunity', 'account', 'contact'].includes(name),
            open: () => open(record, { variant, locale }, AT_REST),
          }),
        ),
    ),
  );
  const inStates = variants.flatMap((variant) =>
    states
      .filter(({ only, name }) => (only?.(variant) ?? true) && (!FORMS.includes(variant) || EDITS.includes(name)))
      .map(
        (state): ConformancePage => ({
          name: `${variant} en: ${state.name}`,
          breakable: !isLwc(variant) && state.breakable === true,
          open: () => open(records[state.record ?? 'opportunity'], { variant, locale: 'en' }, state),
        }),
      ),
  );
  return [...atRest, ...inStates];
}
