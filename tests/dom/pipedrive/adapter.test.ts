/** What the conformance suite does not ask of Pipedrive's page side: learned labels, and other records beside the page's own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LabelAlias, learnedLabels, mergeAliases, proposeAliases } from '../../../lib/core/aliases';
import { pipedrivePage } from '../../../lib/crm/pipedrive/fields';
import type { PageRecord } from '../../sandbox/pipedrive/page/protocol.ts';
import { LOCALES, type Locale } from '../../sandbox/pipedrive/page/variants.ts';
import { spotsOf } from '../conformance/look';
import { catalogOf } from './catalog';
import { type OpenOptions, openPipedrive, type PipedrivePage } from './support/page';
import { codeOf, custom, makeRecord, ORGANIZATION_RECORD, PERSON_RECORD } from './support/records';

const person = (seed: number) => makeRecord({ ...PERSON_RECORD, id: String(300 + seed), seed: seed + 20 });
const deal = (seed: number, values: Record<string, string | null> = {}) =>
  makeRecord({
    id: String(40 + seed),
    title: `Deal ${seed}`,
    seed,
    person: person(seed),
    organization: { ...ORGANIZATION_RECORD, id: String(3_000 + seed) },
    values,
  });

let page: PipedrivePage | null = null;
const beside: Element[] = [];

async function show(record: PageRecord, options: Partial<OpenOptions> = {}): Promise<PipedrivePage> {
  page?.close();
  page = await openPipedrive({ records: [record], ...options });
  return page;
}

/** A copy of the page as it stands, in a box of its own beside it. */
function copyBeside(title: string): Element {
  const copy = page?.container.cloneNode(true) as Element;
  const input = copy.querySelector<HTMLTextAreaElement>('[data-testid="header-title"] textarea');
  if (input) input.value = title;
  const box = document.createElement('aside');
  box.append(copy);
  document.body.append(box);
  beside.push(box);
  return box;
}

beforeEach(() => {
  page = null;
});
afterEach(() => {
  page?.close();
  for (const box of beside.splice(0)) box.remove();
});

const found = (record: PageRecord, learned = {}) => spotsOf(pipedrivePage, document, catalogOf(record, learned));

describe('another record beside the page’s own', () => {
  test('is left alone', async () => {
    const record = deal(1);
    await show(record);
    const before = found(record).length;
    const box = copyBeside('Another deal');
    const after = found(record);
    expect(after).toHaveLength(before);
    for (const { row } of after) expect(box.contains(row)).toBe(false);
  });

  test('of the same name makes both uncertain', async () => {
    const record = deal(1);
    await show(record);
    copyBeside(record.title);
    expect(found(record)).toEqual([]);
  });

  test('whose name alone is there: neither is the page’s', async () => {
    await show(deal(1));
    copyBeside('Another deal');
    expect(found({ ...deal(1), title: 'A third deal' })).toEqual([]);
  });

  test('in a dialog is left alone, its name as well', async () => {
    const record = deal(1);
    await show(record);
    copyBeside('Another deal').setAttribute('role', 'dialog');
    expect(pipedrivePage.title(document, catalogOf(record))).toBe(record.title);
    expect(found(record).length).toBeGreaterThan(10);
  });
});

describe('labels that the API does not know', () => {
  const unmatched = (record: PageRecord, learned = {}) =>
    pipedrivePage.unmatched?.(document, catalogOf(record, learned)) ?? [];

  test('are named with what they show, of the record’s own blocks alone', async () => {
    const record = deal(1);
    await show(record, { locale: 'de' });
    const rows = unmatched(record);
    expect(rows).toContainEqual({ label: 'Besitzer', shown: page?.shown(record, 'owner_id') });
    expect(rows).toContainEqual({ label: 'Sichtbar für', shown: page?.shown(record, 'visible_to') });
    // The person's and the organization's labels are unknown to deals, too.
    for (const { label } of rows) expect(['Telefon', 'E-Mail', 'Adresse', 'Name']).not.toContain(label);
    expect(rows.filter(({ label }) => label === 'Besitzer')).toHaveLength(1);
  });

  test('there are none in the API’s own language', async () => {
    const record = deal(1);
    await show(record);
    expect(unmatched(record)).toEqual([]);
  });

  test('while a row is edited it says nothing', async () => {
    const record = deal(1);
    const open = await show(record, { locale: 'de' });
    await open.edit('owner_id');
    expect(unmatched(record).map(({ label }) => label)).not.toContain('Besitzer');
  });

  test('that were learned are found like any other', async () => {
    const record = deal(1);
    await show(record, { locale: 'de' });
    const fieldsOf = (learned: Record<string, string>) => found(record, learned).map(({ spot }) => spot.field);
    expect(fieldsOf({})).not.toContain('owner_id');
    expect(fieldsOf({ Besitzer: 'owner_id' })).toContain('owner_id');
    expect(unmatched(record, { Besitzer: 'owner_id' }).map(({ label }) => label)).not.toContain('Besitzer');
  });

  test('make a summary the record’s own once its labels are known, or the two that only it has', async () => {
    const record = deal(1);
    await show(record, { locale: 'de' });
    const summary = ['value', 'expected_close_date', 'person_id', 'org_id'].map((code): [string, string] => [
      record.fields.find((field) => field.code === code)?.labels?.de ?? '',
      code,
    ]);
    const inSummary = (learned: Record<string, string>) =>
      found(record, learned).flatMap(({ spot }) => (spot.surface === 'summary' ? [spot.field] : []));
    expect(inSummary(Object.fromEntries(summary.slice(1)))).toEqual([]);
    expect(inSummary(Object.fromEntries(summary.slice(2)))).toEqual([]);
    // Value and closing date of this record: no other's summary.
    expect(inSummary(Object.fromEntries(summary.slice(0, 2)))).toEqual(
      expect.arrayContaining(['value', 'expected_close_date']),
    );
    await show({ ...deal(1), values: { ...record.values, value: '1' } }, { locale: 'de' });
    expect(inSummary(Object.fromEntries(summary.slice(0, 2)))).toEqual([]);
    await show(record, { locale: 'de' });
    expect(inSummary(Object.fromEntries(summary))).toEqual(expect.arrayContaining(['value', 'expected_close_date']));
  });

  test.each(LOCALES.filter((locale) => locale !== 'en'))(
    'are learned from a few records, and none wrongly: %s',
    async (locale) => {
      const known = await learnFrom(
        [1, 2, 3, 4, 5, 6].map((seed) => deal(seed)),
        locale,
      );
      const right = new Map(
        deal(1).fields.flatMap(({ code, labels }) => {
          const label = labels?.[locale as Exclude<Locale, 'en'>];
          return label ? [[label.toLowerCase(), code] as const] : [];
        }),
      );
      const learned = learnedLabels(known);
      for (const [label, field] of learned) expect(field, label).toBe(right.get(label));
      for (const field of ['owner_id', 'value', 'person_id', 'org_id']) expect([...learned.values()]).toContain(field);
    },
  );

  test('a field of the account’s own with the same values all the time is not taken for another', async () => {
    const copy = custom('Copied value', 'double', { code: codeOf('Copied value') });
    const records = [1, 2, 3].map((seed) =>
      makeRecord({
        id: String(70 + seed),
        title: `Copied ${seed}`,
        seed,
        extra: [copy],
        values: { [copy.code]: String(9_000 + seed), owner_id: '101' },
      }),
    );
    const known = await learnFrom(records, 'de');
    expect([...learnedLabels(known).values()]).not.toContain(copy.code);
  });
});

async function learnFrom(records: readonly PageRecord[], locale: Locale): Promise<LabelAlias[]> {
  let known: LabelAlias[] = [];
  for (const record of records) {
    await show(record, { locale });
    const catalog = catalogOf(record, Object.fromEntries(learnedLabels(known)));
    const rows = pipedrivePage.unmatched?.(document, catalog) ?? [];
    known = mergeAliases(known, proposeAliases(rows, catalog), record.id);
  }
  return known;
}
