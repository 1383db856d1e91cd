/** Pipedrive's record pages in every generation and language, at rest and in the states people bring them into. */

import type { PageRecord } from '../../sandbox/pipedrive/page/protocol.ts';
import { OWN_PARTS } from '../../sandbox/pipedrive/page/render/origins.ts';
import { LOCALES, VARIANTS, type Variant } from '../../sandbox/pipedrive/page/variants.ts';
import type { ConformancePage, OpenPage } from '../conformance';
import { catalogOf } from './catalog';
import { OTHERS, type State, states } from './states';
import { type OpenOptions, openPipedrive } from './support/page';
import { codeOf, makeRecord, ORGANIZATION_RECORD, PERSON_RECORD } from './support/records';
import { wantedAtFirst } from './wanted';

/** One record of each object, with others beside it and some fields empty. */
export const RECORDS: Record<string, PageRecord> = {
  deal: makeRecord({
    id: '42',
    title: 'Renewal 2027',
    person: PERSON_RECORD,
    organization: ORGANIZATION_RECORD,
    seed: 1,
    values: { [codeOf('Description')]: null, channel: null },
  }),
  person: makeRecord({
    object: 'person',
    id: '51',
    title: 'Mara O’Neil',
    organization: ORGANIZATION_RECORD,
    seed: 6,
    values: { owner_id: null, job_title: null },
  }),
  organization: makeRecord({ object: 'organization', id: '61', title: 'Northwind & Søns', seed: 8 }),
  lead: makeRecord({
    object: 'lead',
    id: '7c0d4f1e-2b9a-4f0c-8d3e-5a6b7c8d9e0f',
    title: 'Brightwater lead',
    person: PERSON_RECORD,
    seed: 9,
  }),
};

const AT_REST = { run: async () => undefined };

async function open(
  record: PageRecord,
  dom: Partial<OpenOptions>,
  { run, options, titleless }: Omit<State, 'name'>,
): Promise<OpenPage> {
  const page = await openPipedrive({ records: [record, ...OTHERS], ...dom, ...options });
  const catalog = catalogOf(record);
  const wanted = wantedAtFirst(page, record, catalog);
  const changed = await run({ page, record, wanted });
  const own = `${record.object}/${record.id}`;
  return {
    catalog,
    ...(changed?.length === 0 || titleless ? {} : { title: record.title }),
    wanted: changed ?? wanted,
    fieldOf(node) {
      const origin = page.originOf(node);
      const isOwn = origin?.record === own && (OWN_PARTS.includes(origin.part) || origin.part === 'lead');
      return isOwn ? origin.field : null;
    },
    close: () => page.close(),
  };
}

/** Moving a row out of a foreign block is the same as changing whose it is, which the texts of a page that names nothing cannot tell. */
const isBreakable = (variant: Variant) => variant !== 'unknown';

export function pipedrivePages(): ConformancePage[] {
  const atRest = VARIANTS.flatMap((variant) =>
    LOCALES.flatMap((locale) =>
      Object.entries(RECORDS).map(
        ([object, record]): ConformancePage => ({
          name: `${variant} ${locale}: ${object}`,
          breakable: isBreakable(variant) && locale === 'en' && object !== 'lead',
          open: () => open(record, { variant, locale }, AT_REST),
        }),
      ),
    ),
  );
  const inStates = VARIANTS.flatMap((variant) =>
    // What a state changes is the same in every language.
    states
      .filter(({ named }) => !named || variant !== 'unknown')
      .map(
        (state): ConformancePage => ({
          name: `${variant} en: ${state.name}`,
          breakable: isBreakable(variant) && state.breakable === true,
          open: () => open(state.record ?? (RECORDS.deal as PageRecord), { variant, locale: 'en' }, state),
        }),
      ),
  );
  return [...atRest, ...inStates];
}
