import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FieldRules, fitValue, optionsFor } from '../../../lib/core/values';

const rules = (change: Partial<FieldRules>): FieldRules => ({
  kind: 'text',
  readOnly: false,
  isUser: false,
  options: [],
  ...change,
});
const people = [
  { name: 'Dana Reyes', keys: ['user:1', 'owner:11'], active: true },
  { name: 'Noor Haddad', keys: ['owner:12'], active: true },
  { name: 'Sam Two', keys: ['owner:13'], active: true },
  { name: 'Sam Two', keys: ['owner:14'], active: true },
  { name: 'Gone Person', keys: ['owner:15'], active: false },
];
const judged = (of: FieldRules | undefined, value: string, values: Record<string, string | null> = {}) =>
  fitValue(of, 'f', value, { values: new Map(Object.entries(values)), people });

const stages = rules({
  kind: 'option',
  pipelineField: 'pipeline',
  options: [
    { value: 'a', label: 'Open', pipeline: 'p' },
    { value: 'b', label: 'Won', pipeline: 'p' },
    { value: 'c', label: 'Won', pipeline: 'q' },
    { value: 'd', label: 'Any' },
  ],
});

describe('whether a value fits', () => {
  test.each<[string, FieldRules | undefined, string, object]>([
    ['no such field', undefined, 'x', { unfit: 'noField' }],
    ['nobody may write it', rules({ readOnly: true }), 'x', { unfit: 'readOnly' }],
    ['formatted text', rules({ kind: 'rich' }), 'x', { unfit: 'formatted' }],
    ['an address', rules({ kind: 'rich', writes: 'text' }), '1 Main St', { to: '1 Main St' }],
    ['the beginning of a period', rules({ kind: 'rich', writes: 'date' }), '2027-01-29', { to: '2027-01-29' }],
    ['no beginning of a period', rules({ kind: 'rich', writes: 'date' }), 'soon', { unfit: 'date' }],
    ['a time of day', rules({ kind: 'rich', writes: 'time' }), '09:30', { to: '09:30:00' }],
    ['one with seconds', rules({ kind: 'rich', writes: 'time' }), '23:59:59', { to: '23:59:59' }],
    ['no time of day', rules({ kind: 'rich', writes: 'time' }), '24:00', { unfit: 'time' }],
    ['an option of the pipeline', stages, 'b', { to: 'b' }],
    ['its label', stages, 'won', { to: 'b' }],
    ['a stage of another pipeline', stages, 'c', { unfit: 'option' }],
    ['no option', stages, 'Closed-Wonn', { unfit: 'option' }],
    ['a user by id', rules({ kind: 'user', isUser: true }), '11', { to: '11' }],
    ['a user by name', rules({ kind: 'user', isUser: true }), 'noor haddad', { to: '12' }],
    ['a name two users have', rules({ kind: 'user', isUser: true }), 'Sam Two', { unfit: 'user' }],
    ['somebody who left', rules({ kind: 'user', isUser: true }), '15', { unfit: 'user' }],
    ['a number', rules({ kind: 'number' }), ' 1500.50 ', { to: '1500.5' }],
    ['a number as people write it', rules({ kind: 'number' }), '1.500,50', { unfit: 'number' }],
    ['no number', rules({ kind: 'number' }), 'about 5', { unfit: 'number' }],
    ['a date', rules({ kind: 'date' }), '2027-01-29', { to: '2027-01-29' }],
    ['a date with a time', rules({ kind: 'date' }), '2027-01-29T10:00:00Z', { to: '2027-01-29' }],
    ['a day that does not exist', rules({ kind: 'date' }), '2027-02-30', { unfit: 'date' }],
    ['a date in words', rules({ kind: 'date' }), 'next Tuesday', { unfit: 'date' }],
    ['yes or no', rules({ kind: 'bool' }), 'TRUE', { to: 'true' }],
    ['neither', rules({ kind: 'bool' }), 'maybe', { unfit: 'bool' }],
    ['too long', rules({ maxLength: 3 }), 'four', { unfit: 'long' }],
    ['text as it is', rules({}), '  two  words ', { to: '  two  words ' }],
    [
      'several options',
      rules({
        kind: 'options',
        options: [
          { value: '1', label: 'EMEA' },
          { value: '2', label: 'DACH' },
        ],
      }),
      '1; dach',
      { to: '1;2' },
    ],
    [
      'one of several is none',
      rules({ kind: 'options', options: [{ value: '1', label: 'EMEA' }] }),
      '1;9',
      { unfit: 'option' },
    ],
  ])('%s', (_, of, value, expected) => {
    expect(judged(of, value, { pipeline: 'p', f: 'something else' })).toEqual(expected);
  });

  test('what is there already is not worth a write', () => {
    expect(judged(stages, 'Open', { pipeline: 'p', f: 'a' })).toEqual({ unfit: 'same' });
  });

  test('only options of the record’s own pipeline are offered; all where that is not known', () => {
    expect(optionsFor(stages, new Map([['pipeline', 'q']])).map(({ value }) => value)).toEqual(['c', 'd']);
    expect(optionsFor(stages, new Map()).map(({ value }) => value)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('what fits is an option, a user or a number, and fits again as it would be written', () => {
    const kinds = fc.constantFrom<FieldRules>(
      stages,
      rules({ kind: 'number' }),
      rules({ kind: 'user', isUser: true }),
      rules({ kind: 'date' }),
      rules({ kind: 'bool' }),
    );
    fc.assert(
      fc.property(
        kinds,
        fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('a', 'Won', '11', '2024-02-29')),
        (of, value) => {
          const first = judged(of, value, { pipeline: 'p' });
          if ('to' in first) expect(judged(of, first.to ?? '', { pipeline: 'p' })).toEqual(first);
        },
      ),
    );
  });
});

test('no value clears a field that can be empty and is not, of whatever kind', () => {
  for (const kind of [
    'text',
    'number',
    'option',
    'options',
    'user',
    'date',
    'datetime',
    'bool',
    'reference',
  ] as const) {
    expect(judged(rules({ kind }), '', { f: 'x' }), kind).toEqual({ to: null });
    expect(judged(rules({ kind }), '', { f: null }), kind).toEqual({ unfit: 'same' });
    expect(judged(rules({ kind, required: true }), '', { f: 'x' }), kind).toEqual({ unfit: 'required' });
  }
  expect(judged(rules({ readOnly: true }), '', { f: 'x' })).toEqual({ unfit: 'readOnly' });
  expect(judged(rules({ kind: 'rich' }), '', { f: 'x' })).toEqual({ unfit: 'formatted' });
  const period = rules({ kind: 'rich', writes: 'date', half: 'f_until' });
  expect(judged(period, '', { f: '2027-01-01', f_until: '2027-02-01' })).toEqual({ unfit: 'half' });
  expect(judged(period, '', { f: '2027-01-01', f_until: null })).toEqual({ to: null });
});

test('a moment is written as the CRMs keep it, so that it is what is read again', () => {
  const at = rules({ kind: 'datetime' });
  expect(judged(at, '2027-03-04T10:00:00.000Z')).toEqual({ to: '2027-03-04T10:00:00Z' });
  expect(judged(at, '2027-03-04T11:00:00+01:00')).toEqual({ to: '2027-03-04T10:00:00Z' });
  expect(judged(at, '2027-03-04T10:00:00.120Z')).toEqual({ to: '2027-03-04T10:00:00.120Z' });
  expect(judged(at, '2027-03-04T10:00:00Z', { f: '2027-03-04T10:00:00Z' })).toEqual({ unfit: 'same' });
});
