import { describe, expect, test } from 'vitest';
import { fieldMetas, modifiedAt, OBJECTS, snapshotOf, valuesOf } from '../../../../lib/crm/pipedrive/records';
import { valueText } from '../../../../lib/crm/pipedrive/values';

const CODE = 'a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5';
const NAMES = { stages: [{ value: '3', label: 'Demo' }], pipelines: [{ value: '1', label: 'Pipeline' }] };

const field = (field_code: string, field_type: string, more: object = {}) => ({
  field_name: `${field_code} label`,
  field_code,
  field_type,
  ...more,
});
const custom = (field_type: string, more: object = {}) => field(CODE, field_type, { is_custom_field: true, ...more });
const meta = (object: string, ...fields: ReturnType<typeof field>[]) => fieldMetas(object, fields, NAMES)[0];

describe('fields', () => {
  test.each([
    ['varchar', 'text'],
    ['text', 'text'],
    ['varchar_auto', 'text'],
    ['double', 'number'],
    ['monetary', 'number'],
    ['enum', 'option'],
    ['set', 'options'],
    ['date', 'date'],
    ['boolean', 'bool'],
    ['phone', 'phone'],
    ['user', 'user'],
    ['org', 'reference'],
    ['people', 'reference'],
    ['daterange', 'rich'],
    ['time', 'rich'],
    ['address', 'rich'],
    ['timerange', 'rich'],
    ['picture', 'rich'],
    ['json', 'rich'],
    ['deals', 'rich'],
    ['project', 'rich'],
    ['activity', 'rich'],
    ['price_list', 'rich'],
    ['billing_frequency', 'rich'],
    ['projects_board', 'rich'],
    ['projects_phase', 'rich'],
    ['something_new', 'rich'],
  ])('a custom field of type %s is of kind %s', (type, kind) => {
    expect(meta('deal', custom(type))?.kind).toBe(kind);
  });

  test.each([
    ['daterange', 'date'],
    ['time', 'time'],
    ['timerange', 'time'],
    ['address', 'text'],
    ['something_new', undefined],
    ['varchar', undefined],
  ])('one of type %s is written as %s', (type, writes) => {
    expect(meta('deal', custom(type))?.writes).toBe(writes);
  });

  test.each([
    ['deal', 'stage_id', 'stage', 'option'],
    ['deal', 'pipeline', 'double', 'option'],
    ['deal', 'status', 'status', 'option'],
    ['deal', 'label', 'enum', 'options'],
    ['deal', 'add_time', 'date', 'datetime'],
    ['deal', 'expected_close_date', 'date', 'date'],
    ['person', 'email', 'varchar', 'options'],
    ['person', 'phone', 'phone', 'phone'],
  ])('%s: %s', (object, code, type, kind) => expect(meta(object, field(code, type))?.kind).toBe(kind));

  test('names are those of v2, whichever the answer has', () => {
    expect(meta('deal', field('user_id', 'user'))?.name).toBe('owner_id');
    expect(meta('deal', field('owner_id', 'user'))?.name).toBe('owner_id');
  });

  test('options are known by their ids', () => {
    expect(meta('deal', field('status', 'status', { options: [{ id: 'open', label: 'Open' }] }))?.options).toEqual([
      { value: 'open', label: 'Open' },
    ]);
    expect(meta('deal', custom('enum', { options: [{ id: 7, label: 'High' }] }))?.options).toEqual([
      { value: '7', label: 'High' },
    ]);
    expect(meta('deal', field('stage_id', 'stage'))?.options).toEqual(NAMES.stages);
    expect(meta('deal', field('pipeline_id', 'double'))?.options).toEqual(NAMES.pipelines);
  });

  test('a stage belongs to the record’s pipeline', () => {
    expect(meta('deal', field('stage_id', 'stage'))?.pipelineField).toBe('pipeline_id');
    expect(meta('deal', field('pipeline_id', 'double'))).not.toHaveProperty('pipelineField');
  });

  test.each([
    ['varchar', 255],
    ['varchar_auto', 255],
    ['phone', 255],
    ['text', 65_000],
    ['double', undefined],
  ])('a custom %s has at most %s characters', (type, most) => {
    expect(meta('deal', custom(type))?.maxLength).toBe(most);
    expect(meta('deal', field('title', type))?.maxLength).toBeUndefined();
  });

  test('money says where its currency is, and a currency is a field', () => {
    expect(meta('deal', field('value', 'monetary'))?.currencyField).toBe('currency');
    const subfields = [
      { field_code: CODE, field_name: 'Amount of Fee' },
      { field_code: `${CODE}_currency`, field_name: 'Currency of Fee' },
    ];
    const [amount, currency, ...rest] = fieldMetas('deal', [custom('monetary', { subfields })], NAMES);
    expect(amount?.currencyField).toBe(`${CODE}_currency`);
    expect(currency).toMatchObject({ name: `${CODE}_currency`, label: 'Currency of Fee', kind: 'text' });
    expect(rest).toEqual([]);
  });

  test('what an answer does not hold contradicts nothing', () => {
    expect(meta('deal', field('score', 'double', { is_optional_response_field: true }))?.kind).toBe('rich');
    expect(meta('deal', field('product_quantity', 'int'))?.kind).toBe('rich');
    // What is not read cannot be compared, so that it is not written either.
    expect(meta('deal', field('place', 'address'))).toMatchObject({ kind: 'rich' });
    expect(meta('deal', field('place', 'address'))).not.toHaveProperty('writes');
  });

  test('what Pipedrive keeps itself is nobody’s to write', () => {
    expect(meta('deal', field('update_time', 'date'))?.readOnly).toBe(true);
    expect(meta('deal', field('origin', 'enum'))?.readOnly).toBe(true);
    expect(meta('deal', field('value', 'monetary'))?.readOnly).toBe(false);
  });

  test('leads have those of a deal’s fields that their answers hold, and no history', () => {
    const fields = ['title', 'org_id', 'stage_id', 'value'].map((code) => field(code, 'varchar'));
    const metas = fieldMetas('lead', [...fields, custom('varchar')], NAMES);
    expect(metas.map(({ name }) => name)).toEqual(['title', 'organization_id', 'value', CODE]);
    expect(metas.every(({ tracked }) => tracked === false)).toBe(true);
    expect(meta('deal', custom('varchar'))).not.toHaveProperty('tracked');
  });
});

describe('values', () => {
  test.each<[Parameters<typeof valueText>[0], unknown, string | null]>([
    ['number', 12.5, '12.5'],
    ['number', '12.50', '12.5'],
    ['number', { value: 500, currency: 'EUR' }, '500'],
    ['number', 'twelve', 'twelve'],
    ['option', 7, '7'],
    ['option', { id: 7, label: 'High' }, '7'],
    ['option', 'open', 'open'],
    ['options', [1, 2], '1;2'],
    ['options', '1,2', '1;2'],
    [
      'options',
      [
        { id: 1, label: 'a' },
        { id: 2, label: 'b' },
      ],
      '1;2',
    ],
    ['options', [], null],
    ['bool', true, 'true'],
    ['bool', '1', 'true'],
    ['bool', '0', 'false'],
    ['datetime', '2026-11-20T09:14:35Z', '2026-11-20T09:14:35Z'],
    ['datetime', '2026-11-20 09:14:35', '2026-11-20T09:14:35Z'],
    ['datetime', '2026-11-20T09:14:35.123Z', '2026-11-20T09:14:35Z'],
    ['date', '2026-11-20', '2026-11-20'],
    ['rich', { value: '2026-01-01', until: '2026-02-01' }, '2026-01-01'],
    ['rich', { value: 'Main St 1', country: 'NO' }, 'Main St 1'],
    ['text', '', null],
    ['text', null, null],
    ['text', undefined, null],
    ['text', '1,2', '1,2'],
  ])('%s %j is %j', (kind, raw, text) => expect(valueText(kind, raw)).toBe(text));

  test('of a record: built-in and custom ones, and second halves', () => {
    const metas = fieldMetas(
      'deal',
      [
        field('title', 'varchar'),
        field('stage_id', 'stage'),
        field('label_ids', 'set'),
        field('person_id', 'people'),
        custom('monetary', { subfields: [{ field_code: `${CODE}_currency`, field_name: 'Currency of Fee' }] }),
      ],
      NAMES,
    );
    const record = {
      id: 42,
      title: 'Renewal',
      stage_id: 3,
      label_ids: [],
      person_id: 301,
      custom_fields: { [CODE]: { value: 20.5, currency: 'USD' } },
    };
    expect(Object.fromEntries(valuesOf(record, metas))).toEqual({
      title: 'Renewal',
      stage_id: '3',
      label_ids: null,
      person_id: '301',
      [CODE]: '20.5',
      [`${CODE}_currency`]: 'USD',
    });
  });

  test('of a field that answers leave out nothing is known, which is not the same as empty', () => {
    const metas = fieldMetas(
      'person',
      [field('marketing_status', 'enum'), field('job_title', 'varchar'), custom('double')],
      NAMES,
    );
    expect(Object.fromEntries(valuesOf({ id: 7, job_title: null, custom_fields: {} }, metas))).toEqual({
      job_title: null,
      [CODE]: null,
    });
  });

  test('of a lead: its value is an amount with a currency', () => {
    const metas = fieldMetas('lead', [field('currency', 'varchar'), field('value', 'monetary')], NAMES);
    for (const fields of [metas, metas.toReversed()]) {
      const values = valuesOf({ id: 'x', value: { amount: 999, currency: 'EUR' } }, fields);
      expect(Object.fromEntries(values)).toEqual({ currency: 'EUR', value: '999' });
    }
  });
});

test('a record’s title and time', () => {
  const ref = { crm: 'pipedrive', account: '1', object: 'person', id: '7' } as const;
  const record = { id: 7, name: 'Ada Novak', update_time: '2026-11-20T09:14:35Z' };
  expect(snapshotOf(ref, record, [], new Map())).toMatchObject({
    title: 'Ada Novak',
    modified: Date.parse('2026-11-20T09:14:35Z'),
    depth: null,
  });
  expect(modifiedAt({ id: 7 })).toBeNaN();
  expect(Object.keys(OBJECTS)).toEqual(['deal', 'person', 'organization', 'lead']);
});

describe('what is never empty', () => {
  test.each(['title', 'owner_id', 'stage_id', 'pipeline_id', 'status', 'currency', 'visible_to', 'is_archived'])(
    '%s',
    (name) => expect(meta('deal', field(name, 'varchar'))?.required).toBe(true),
  );

  test('what the team has marked as required', () => {
    const required = (enabled: boolean) =>
      meta('person', custom('varchar', { required_fields: { enabled } }))?.required;
    expect([required(true), required(false)]).toEqual([true, undefined]);
    expect(meta('deal', custom('varchar'))?.required).toBeUndefined();
  });

  test('an amount’s currency, and a period’s beginning as long as it has an end', () => {
    const half = (suffix: string) => ({ subfields: [{ field_code: `${CODE}_${suffix}`, field_name: suffix }] });
    const [amount, currency] = fieldMetas('deal', [custom('monetary', half('currency'))], NAMES);
    expect([amount?.required, amount?.half, currency?.required]).toEqual([undefined, undefined, true]);
    const [from, until] = fieldMetas('deal', [custom('daterange', half('until'))], NAMES);
    expect([from?.half, until?.required]).toEqual([`${CODE}_until`, undefined]);
  });
});
