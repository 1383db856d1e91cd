/** HubSpot's record pages in every generation and language, at rest and in the states people bring them into. */
import type { PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import type { DomSettings, DomVariant, Locale } from '../../sandbox/hubspot/types.ts';
import type { ConformancePage, OpenPage, Wanted } from '../conformance';
import { catalogOf } from '../support/catalog';
import { type HubSpotPage, openHubSpot } from '../support/hubspot';
import { makeRecord } from '../support/records';
import { type State, states } from './states';
import { wantedAtFirst } from './wanted';

const VARIANTS: readonly DomVariant[] = ['2026', '2025', 'legacy', 'unknown'];
const LOCALES: readonly Locale[] = ['en', 'de', 'fr', 'ar'];

const person = makeRecord({ typeId: '0-1', id: '301', title: 'Zoë Example', seed: 3 });
const company = makeRecord({ typeId: '0-2', id: '302', title: 'Brightwater', seed: 4 });
const otherDeal = makeRecord({ id: '303', title: 'Another deal', seed: 5 });

/** One record of each type, with others beside it and some fields empty. */
export const RECORDS: Record<string, PageRecord> = {
  contact: makeRecord({
    typeId: '0-1',
    id: '101',
    title: 'Mara O’Neil',
    associations: [company, otherDeal],
    values: { city: null, hubspot_owner_id: null, interests: null },
  }),
  company: makeRecord({
    typeId: '0-2',
    id: '102',
    title: 'Northwind & Søns',
    associations: [person, otherDeal],
    seed: 1,
  }),
  deal: makeRecord({
    id: '103',
    title: 'Renewal 2027',
    associations: [person, company, otherDeal],
    seed: 2,
    values: { hs_next_step: null, commission_owner: null },
  }),
  ticket: makeRecord({ typeId: '0-5', id: '104', title: 'Printer on fire', associations: [person, company], seed: 6 }),
};

export interface Case {
  page: HubSpotPage;
  record: PageRecord;
  wanted: Wanted[];
}

const AT_REST = { run: async () => undefined };

/** Opens a record and brings it into a state that says what is to be found then. */
async function open(
  record: PageRecord,
  dom: Partial<DomSettings>,
  { run, options, titleless }: Omit<State, 'name'>,
): Promise<OpenPage> {
  const records = [record, person, company, otherDeal];
  const page = await openHubSpot({ dom, records, ...options });
  const wanted = wantedAtFirst(page, record);
  const changed = await run({ page, record, wanted });
  const origins = page.origins();
  const own = `${record.typeId}/${record.id}`;
  return {
    catalog: catalogOf(record, page.dom.locale),
    ...(changed?.length === 0 || titleless ? {} : { title: record.title }),
    wanted: changed ?? wanted,
    fieldOf(node) {
      const origin = origins.get(node);
      return origin?.record === own ? origin.field : null;
    },
    close: () => page.close(),
  };
}

export function hubspotPages(): ConformancePage[] {
  const atRest = VARIANTS.flatMap((variant) =>
    LOCALES.flatMap((locale) =>
      Object.entries(RECORDS).map(
        ([type, record]): ConformancePage => ({
          name: `${variant} ${locale}: ${type}`,
          breakable: locale === 'en' && (type === 'deal' || type === 'contact'),
          open: () => open(record, { variant, locale }, AT_REST),
        }),
      ),
    ),
  );
  const inStates = VARIANTS.flatMap((variant) =>
    // What a state changes is the same in every language; right to left is tried once.
    (variant === '2026' ? (['en', 'ar'] as const) : (['en'] as const)).flatMap((locale) =>
      states.map(
        (state): ConformancePage => ({
          name: `${variant} ${locale}: ${state.name}`,
          breakable: locale === 'en' && state.breakable === true,
          open: () => open(state.record ?? (RECORDS.deal as PageRecord), { variant, locale }, state),
        }),
      ),
    ),
  );
  return [...atRest, ...inStates];
}
