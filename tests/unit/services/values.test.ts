import { expect, test } from 'vitest';
import type { FieldMeta } from '../../../lib/crm/contract';
import type { Known } from '../../../lib/services/reading';
import { shownIn } from '../../../lib/services/suggestions';
import { showValue } from '../../../lib/services/values';

const context = {
  people: [{ name: 'Dana Reyes', keys: ['owner:1001', 'user:7'], active: true }],
  currency: 'USD',
  language: 'en-US',
  yes: 'Yes',
  no: 'No',
};
const meta = (kind: FieldMeta['kind'], more: Partial<FieldMeta> = {}): FieldMeta => ({
  name: 'x',
  label: 'X',
  kind,
  options: [],
  isUser: false,
  readOnly: false,
  ...more,
});
const stages = { options: [{ value: 'contractsent', label: 'Contract Sent' }] };

test.each([
  [meta('text'), null, null],
  [meta('number'), '', null],
  [meta('option', stages), 'contractsent', 'Contract Sent'],
  [meta('option', stages), 'removed', 'removed'],
  [meta('options', stages), 'contractsent;other', 'Contract Sent, other'],
  [meta('bool'), 'true', 'Yes'],
  [meta('bool'), 'false', 'No'],
  [meta('user', { isUser: true }), '1001', 'Dana Reyes'],
  [meta('user', { isUser: true }), '9', '9'],
  [meta('number', { currencyField: 'c' }), '48000', '$48,000.00'],
  [meta('number'), '0.8', '0.8'],
  [meta('number'), 'many', 'many'],
  [meta('date'), '2026-12-15', 'Dec 15, 2026'],
  [meta('datetime'), '2026-12-15T00:00:00Z', 'Dec 15, 2026'],
  [meta('datetime'), 'soon', 'soon'],
  [meta('rich', { writes: 'date' }), '2026-12-15', 'Dec 15, 2026'],
  [meta('rich', { writes: 'time' }), '09:30:00', '09:30:00'],
  [meta('text'), '<b>bold</b>', '<b>bold</b>'],
  [undefined, 'x', 'x'],
])('%j %j is shown as %j', (field, value, shown) => {
  expect(showValue(field, value, context)).toBe(shown);
});

test('a currency nobody knows and a 64 KB text are shown all the same', () => {
  expect(showValue(meta('number', { currencyField: 'c' }), '5', { ...context, currency: 'nonsense' })).toBe('5');
  for (const kind of ['text', 'number', 'date', 'option', 'options', 'bool', 'user', 'reference'] as const)
    expect(showValue(meta(kind), 'x'.repeat(65_536), context)?.length, kind).toBeLessThan(3000);
});

test('a lookup is shown by the name of the record it names, another record by its id', () => {
  const snapshot = { values: new Map([['x', '001']]), names: new Map([['x', 'Acme']]) };
  const known = { snapshot, people: [], connection: {} } as unknown as Known;
  const show = shownIn(known, meta('reference'), 'en', context);
  expect(show('001')).toBe('Acme');
  expect(show('002')).toBe('002');
});
