import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldName, isDerived, isHalf, isReadOnly } from '../../../../lib/crm/pipedrive/keys';

const CODE = 'a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5';

test.each([
  ['user_id', 'owner_id'],
  ['label', 'label_ids'],
  ['pipeline', 'pipeline_id'],
  ['email', 'emails'],
  ['phone', 'phones'],
  ['stage_id', 'stage_id'],
  ['owner_id', 'owner_id'],
  [CODE, CODE],
  [`${CODE}_currency`, `${CODE}_currency`],
])('%s is %s', (key, name) => expect(fieldName(key)).toBe(name));

test('a name of v2 is its own name, whatever is mapped to it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__')), (key) => {
      expect(typeof fieldName(key)).toBe('string');
      expect(fieldName(fieldName(key))).toBe(fieldName(key));
    }),
  );
});

test.each([
  'stage_change_time',
  'update_time',
  'add_time',
  'activities_count',
  'next_activity_date',
  'last_activity_id',
  'last_incoming_mail_time',
  'last_outgoing_mail_time',
  'weighted_value',
  'weighted_value_currency',
  'acv',
  'arr_currency',
  'mrr',
  'score',
])('%s follows from something else', (key) => expect(isDerived(key)).toBe(true));

test.each([
  'stage_id',
  'value',
  'won_time',
  'lost_time',
  'close_time',
  'expected_close_date',
  'employee_count',
  'title',
  CODE,
  `${CODE}_currency`,
])('%s is somebody’s', (key) => {
  expect(isDerived(key)).toBe(false);
  expect(isReadOnly(key)).toBe(false);
});

test('what nobody can write', () => {
  for (const key of ['id', 'creator_user_id', 'origin', 'origin_id', 'add_time']) expect(isReadOnly(key)).toBe(true);
});

test('second halves belong to custom fields alone', () => {
  expect(isHalf(`${CODE}_currency`)).toBe(true);
  expect(isHalf(`${CODE}_until`)).toBe(true);
  expect(isHalf('value_currency')).toBe(false);
  expect(isHalf(CODE)).toBe(false);
});
