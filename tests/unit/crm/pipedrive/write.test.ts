import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldMeta } from '../../../../lib/crm/contract';
import { fieldMetas, valuesOf } from '../../../../lib/crm/pipedrive/records';
import { bodyOf, dependsOnRecord, lacksCurrency, type Update } from '../../../../lib/crm/pipedrive/write';

const code = (digit: string) => digit.repeat(40);
const [TEXT, MONEY, PERIOD, SET, ADDRESS, ENUM, NUMBER, USER] = ['a', 'b', 'c', 'd', 'e', 'f', '1', '2'].map(code) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const half = (name: string, part: string) => ({ field_code: `${name}_${part}`, field_name: part });
const custom = (field_code: string, field_type: string, subfields: ReturnType<typeof half>[] = []) => ({
  field_code,
  field_name: field_code,
  field_type,
  subfields,
  is_custom_field: true,
});
const own = (field_code: string, field_type: string) => ({ field_code, field_name: field_code, field_type });

const CUSTOM = [
  custom(TEXT, 'varchar'),
  custom(MONEY, 'monetary', [half(MONEY, 'currency')]),
  custom(PERIOD, 'daterange', [half(PERIOD, 'until')]),
  custom(SET, 'set'),
  custom(ADDRESS, 'address', [half(ADDRESS, 'country')]),
  custom(ENUM, 'enum'),
  custom(NUMBER, 'double'),
  custom(USER, 'user'),
];
const OWN = [
  own('title', 'varchar'),
  own('value', 'monetary'),
  own('currency', 'varchar'),
  own('stage_id', 'stage'),
  own('status', 'status'),
  own('visible_to', 'visible_to'),
  own('label_ids', 'set'),
  own('person_id', 'people'),
  own('is_archived', 'boolean'),
  own('emails', 'varchar'),
  own('phones', 'phone'),
  own('address', 'address'),
];
const metasOf = (object: string) => fieldMetas(object, [...OWN, ...CUSTOM], { stages: [], pipelines: [] });
const byName = (metas: FieldMeta[]) => new Map(metas.map((meta) => [meta.name, meta]));

const update = (object: string, values: Record<string, string | null>, more: Partial<Update> = {}): Update => ({
  object,
  values: new Map(Object.entries(values)),
  fields: byName(metasOf(object)),
  ...more,
});
const body = (...given: Parameters<typeof update>) => bodyOf(update(...given));

describe('a body of v2', () => {
  test.each<[object: string, name: string, text: string | null, json: unknown]>([
    ['deal', 'title', 'A; b', 'A; b'],
    ['deal', 'title', null, null],
    ['deal', 'value', '12.5', 12.5],
    ['deal', 'value', 'many', 'many'],
    ['deal', 'currency', 'EUR', 'EUR'],
    ['deal', 'stage_id', '3', 3],
    ['deal', 'status', 'won', 'won'],
    ['deal', 'visible_to', '3', 3],
    ['deal', 'label_ids', '1;2', [1, 2]],
    ['deal', 'label_ids', null, []],
    ['deal', 'person_id', '42', 42],
    ['deal', 'person_id', null, null],
    ['deal', 'is_archived', 'true', true],
    ['deal', 'is_archived', 'false', false],
    ['person', 'emails', null, []],
    [
      'person',
      'phones',
      '1;2',
      [
        { value: '1', primary: true },
        { value: '2', primary: false },
      ],
    ],
    ['organization', 'address', '1 Quay', { value: '1 Quay' }],
    ['organization', 'address', null, null],
  ])('%s %s: %j is %j', (object, name, text, json) => expect(body(object, { [name]: text })).toEqual({ [name]: json }));

  test.each<[name: string, text: string | null, json: unknown]>([
    [TEXT, '42', '42'],
    [TEXT, null, null],
    [SET, '1;2', [1, 2]],
    [SET, '1', [1]],
    [SET, null, null],
    [ENUM, '7', 7],
    [NUMBER, '0', 0],
    [USER, '104', 104],
    [MONEY, null, null],
    [PERIOD, null, null],
    [ADDRESS, '1 Quay', { value: '1 Quay' }],
    [ADDRESS, null, null],
  ])('custom field %s: %j is %j', (name, text, json) => {
    expect(body('deal', { [name]: text })).toEqual({ custom_fields: { [name]: json } });
  });

  test('has custom fields only where some are written, and sets nothing else', () => {
    expect(body('deal', { title: 'A' })).toEqual({ title: 'A' });
    expect(body('deal', {})).toEqual({});
    expect(body('deal', { title: 'A', [TEXT]: null })).toEqual({ title: 'A', custom_fields: { [TEXT]: null } });
  });

  test('an unknown field is sent as it is', () => {
    expect(body('deal', { [code('9')]: '1', colour: '2' })).toEqual({
      colour: '2',
      custom_fields: { [code('9')]: '1' },
    });
  });

  const record = {
    id: 1,
    currency: 'NOK',
    custom_fields: {
      [MONEY]: { value: 5, currency: 'GBP' },
      [PERIOD]: { value: '2026-01-01', until: '2026-02-01' },
      [ADDRESS]: { value: '2 Quay', locality: 'Cork', country: 'IE' },
    },
  };

  test('money comes with its currency: the one written, its own, the record’s, the user’s', () => {
    const money = (values: Record<string, string | null>, more: Partial<Update>) =>
      (body('deal', values, more).custom_fields as Record<string, unknown>)[MONEY];
    const currency = 'EUR';
    expect(money({ [MONEY]: '6', [`${MONEY}_currency`]: 'USD' }, { record, currency })).toEqual({
      value: 6,
      currency: 'USD',
    });
    expect(money({ [MONEY]: '6' }, { record, currency })).toEqual({ value: 6, currency: 'GBP' });
    const empty = { ...record, custom_fields: { [MONEY]: null } };
    expect(money({ [MONEY]: '6' }, { record: empty, currency })).toEqual({ value: 6, currency: 'NOK' });
    expect(money({ [MONEY]: '6' }, { record: { id: 1 }, currency })).toEqual({ value: 6, currency: 'EUR' });
    expect(money({ [`${MONEY}_currency`]: 'USD' }, { record })).toEqual({ value: 5, currency: 'USD' });
  });

  test('a time of day keeps its zone', () => {
    const TIME = code('3');
    const fields = byName(fieldMetas('deal', [custom(TIME, 'time')], { stages: [], pipelines: [] }));
    const custom_fields = { [TIME]: { value: '09:00:00', timezone_name: 'Europe/Oslo' } };
    expect(body('deal', { [TIME]: '10:00:00' }, { fields, record: { id: 1, custom_fields } })).toEqual({
      custom_fields: { [TIME]: { value: '10:00:00', timezone_name: 'Europe/Oslo' } },
    });
    expect(body('deal', { [TIME]: '10:00:00' }, { fields, record: { id: 1 } })).toEqual({
      custom_fields: { [TIME]: { value: '10:00:00' } },
    });
  });

  test('a period keeps the end that is not written; an address keeps nothing of the place before', () => {
    expect(body('deal', { [PERIOD]: '2026-03-01' }, { record })).toEqual({
      custom_fields: { [PERIOD]: { value: '2026-03-01', until: '2026-02-01' } },
    });
    expect(body('deal', { [`${PERIOD}_until`]: '2026-04-01' }, { record })).toEqual({
      custom_fields: { [PERIOD]: { value: '2026-01-01', until: '2026-04-01' } },
    });
    expect(body('deal', { [ADDRESS]: '3 Quay' }, { record })).toEqual({
      custom_fields: { [ADDRESS]: { value: '3 Quay' } },
    });
  });
});

describe('what has to be known of the record', () => {
  test.each<[object: string, values: Record<string, string | null>, depends: boolean]>([
    ['deal', { title: 'A', value: '1', [TEXT]: 'x', [SET]: '1' }, false],
    ['deal', { [MONEY]: '1' }, true],
    ['deal', { [MONEY]: null }, false],
    ['deal', { [MONEY]: '1', [`${MONEY}_currency`]: 'EUR' }, false],
    ['deal', { [`${MONEY}_currency`]: 'EUR' }, true],
    ['deal', { [PERIOD]: '2026-01-01' }, true],
    ['deal', { [PERIOD]: null }, false],
    ['deal', { [ADDRESS]: '1 Quay' }, true],
    ['person', { emails: 'a@x.example' }, true],
    ['person', { emails: null }, false],
    ['lead', { value: '1' }, true],
    ['lead', { value: '1', currency: 'EUR' }, false],
    ['lead', { currency: 'EUR' }, true],
    ['lead', { value: null }, false],
    ['lead', { [MONEY]: '1', [PERIOD]: '2026-01-01' }, false],
  ])('%s %j: %s', (object, values, depends) => {
    expect(dependsOnRecord(update(object, values))).toBe(depends);
  });

  test('a currency is missing only where neither the values nor the record have one', () => {
    const money = { [MONEY]: '1' };
    expect(lacksCurrency(update('deal', money))).toBe(true);
    expect(lacksCurrency(update('deal', money, { record: { id: 1 } }))).toBe(true);
    expect(lacksCurrency(update('deal', money, { record: { id: 1, currency: 'EUR' } }))).toBe(false);
    const custom_fields = { [MONEY]: { value: 1, currency: 'EUR' } };
    expect(lacksCurrency(update('deal', money, { record: { id: 1, custom_fields } }))).toBe(false);
    expect(lacksCurrency(update('deal', { value: '1' }))).toBe(false);
  });
});

describe('a lead’s body', () => {
  test('has custom fields and their halves beside the others', () => {
    const values = {
      title: 'A',
      visible_to: '3',
      person_id: '42',
      [SET]: '1;2',
      [ENUM]: '7',
      [MONEY]: '5',
      [`${MONEY}_currency`]: 'EUR',
      [PERIOD]: '2026-01-01',
      [TEXT]: null,
    };
    expect(body('lead', values)).toEqual({
      title: 'A',
      visible_to: '3',
      person_id: 42,
      [SET]: '1,2',
      [ENUM]: 7,
      [MONEY]: 5,
      [`${MONEY}_currency`]: 'EUR',
      [PERIOD]: '2026-01-01',
      [TEXT]: null,
    });
  });

  test('has an amount and its currency together, or neither', () => {
    const record = { id: 'x', value: { amount: 5, currency: 'GBP' } };
    expect(body('lead', { value: '6' }, { record })).toEqual({ value: { amount: 6, currency: 'GBP' } });
    expect(body('lead', { currency: 'USD' }, { record })).toEqual({ value: { amount: 5, currency: 'USD' } });
    expect(body('lead', { value: '6', currency: 'USD' })).toEqual({ value: { amount: 6, currency: 'USD' } });
    expect(body('lead', { value: '6' }, { record: { id: 'x' }, currency: 'EUR' })).toEqual({
      value: { amount: 6, currency: 'EUR' },
    });
    expect(body('lead', { value: null, currency: null }, { record })).toEqual({ value: null });
  });
});

describe('round trips', () => {
  const id = fc.integer({ min: 1, max: 1e6 }).map(String);
  const text = fc.string({ minLength: 1, maxLength: 60 });
  const day = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
  const date = day.map((one) => one.toISOString().slice(0, 10));
  const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 5 }).map((list) => list.join(';'));
  const value: Record<string, fc.Arbitrary<string>> = {
    title: text,
    value: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((n) => String(n + 0)),
    stage_id: id,
    label_ids: ids,
    person_id: id,
    is_archived: fc.constantFrom('true', 'false'),
    [TEXT]: text,
    [MONEY]: id,
    [PERIOD]: date,
    [`${PERIOD}_until`]: date,
    [SET]: ids,
    [ENUM]: id,
    [NUMBER]: fc.integer().map(String),
  };
  const arbitrary = fc.record(
    Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fc.option(one)] as const)),
    { requiredKeys: [] },
  );

  test('what a body sets is read back as the same texts', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const values = { ...given } as Record<string, string | null>;
        // A period without its beginning has no end either.
        if (!values[PERIOD]) delete values[`${PERIOD}_until`];
        const record = { id: 1, ...body('deal', values, { currency: 'EUR', record: { id: 1 } }) };
        const read = valuesOf(record, metasOf('deal'));
        for (const [name, text] of Object.entries(values)) expect(read.get(name), name).toBe(text);
      }),
    );
  });
});

describe('a person’s addresses', () => {
  const emails = [
    { value: 'home@x.example', primary: false, label: 'home' },
    { value: 'work@x.example', primary: true, label: 'work' },
  ];
  const written = (text: string) => body('person', { emails: text }, { record: { id: 1, emails } }).emails;

  test('keep their labels, and hand them on where they are replaced', () => {
    expect(written('work@x.example;home@x.example')).toEqual([emails[1], emails[0]]);
    expect(written('home@x.example;work@x.example')).toEqual([
      { ...emails[0], primary: true },
      { ...emails[1], primary: false },
    ]);
    expect(written('new@x.example;home@x.example')).toEqual([
      { value: 'new@x.example', primary: true, label: 'work' },
      emails[0],
    ]);
    expect(written('work@x.example;home@x.example;third@x.example')).toEqual([
      emails[1],
      emails[0],
      { value: 'third@x.example', primary: false },
    ]);
  });
});
