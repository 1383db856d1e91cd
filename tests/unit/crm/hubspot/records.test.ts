import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldMeta, historyOf, OBJECTS, snapshotOf, withPipelines } from '../../../../lib/crm/hubspot/records';

const row = (value: string, minute: number, more: object = {}) => ({
  value,
  timestamp: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
  sourceType: 'INTEGRATION',
  sourceId: '567',
  ...more,
});

describe('history', () => {
  test('newest first, each row with the value before it', () => {
    const { changes, complete } = historyOf('stage', [row('b', 2), row('a', 1)], 20);
    expect(changes.map((c) => [c.from, c.to])).toEqual([
      ['a', 'b'],
      [null, 'a'],
    ]);
    expect(complete).toBe(true);
  });

  test('at the depth HubSpot keeps, what came before is not known', () => {
    const rows = Array.from({ length: 20 }, (_, i) => row(`v${20 - i}`, 20 - i));
    const { changes, complete } = historyOf('stage', rows, 20);
    expect(complete).toBe(false);
    expect(changes.at(-1)?.from).toBeUndefined();
  });

  test.each([
    [{ value: 'a' }],
    [null],
    ['row'],
    [{ ...row('a', 1), timestamp: 'soon' }],
    [{ ...row('a', 1), sourceType: 7 }],
  ])('a malformed row (%j) ends the history where it stands', (bad) => {
    const { changes, complete } = historyOf('stage', [row('c', 3), bad, row('a', 1)], 20);
    expect(changes.map((c) => c.to)).toEqual(['c']);
    expect(complete).toBe(false);
    expect(changes[0]?.from).toBeUndefined();
  });

  test('a cleared value is empty, not an empty text', () => {
    expect(historyOf('stage', [row('', 1)], 20).changes[0]?.to).toBeNull();
  });

  test('rows out of order are put in order, equal times keep theirs', () => {
    const { changes } = historyOf('stage', [row('a', 1), row('c', 3), row('b2', 2), row('b1', 2)], 20);
    expect(changes.map((c) => c.to)).toEqual(['c', 'b2', 'b1', 'a']);
  });

  test('no rows of any shape make it throw', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.integer({ min: 1, max: 50 }), (rows, depth) => {
        const { changes } = historyOf('x', rows, depth);
        for (const change of changes) expect(Number.isFinite(change.at)).toBe(true);
      }),
    );
  });
});

describe('titles', () => {
  const title = (object: string, properties: Record<string, string | null>) =>
    snapshotOf({ crm: 'hubspot', account: '1', object, id: '1' }, { id: '1', properties }).title;
  test.each([
    ['0-1', { firstname: 'Ivo', lastname: 'Brandt', email: 'x@y' }, 'Ivo Brandt'],
    ['0-1', { firstname: null, lastname: 'Brandt', email: 'x@y' }, 'Brandt'],
    ['0-1', { firstname: null, lastname: null, email: 'x@y' }, 'x@y'],
    ['0-2', { name: 'Brightwater', domain: 'b.example' }, 'Brightwater'],
    ['0-2', { name: null, domain: 'b.example' }, 'b.example'],
    ['0-3', { dealname: 'Renewal' }, 'Renewal'],
    ['0-5', { subject: 'Help' }, 'Help'],
  ])('%s %j is titled %s', (object, properties, expected) => expect(title(object, properties)).toBe(expected));
});

test('kinds of properties', () => {
  const kind = (type: string, fieldType: string, more: object = {}) =>
    fieldMeta({ name: 'x', label: 'X', type, fieldType, ...more } as never).kind;
  expect(kind('string', 'text')).toBe('text');
  expect(kind('string', 'phonenumber')).toBe('phone');
  expect(kind('string', 'html')).toBe('rich');
  expect(kind('enumeration', 'checkbox')).toBe('options');
  expect(kind('enumeration', 'select')).toBe('option');
  expect(kind('enumeration', 'select', { referencedObjectType: 'OWNER' })).toBe('user');
  expect(kind('datetime', 'date')).toBe('datetime');
  expect(kind('bool', 'booleancheckbox')).toBe('bool');
  expect(kind('something', 'new')).toBe('text');
});

test.each(['0-3', '0-5'])(
  'stage and pipeline of %s are never empty, whether the pipelines are known or not',
  (object) => {
    const stages = OBJECTS[object]?.stages ?? { type: '', field: '', pipeline: '' };
    const property = { label: 'x', type: 'enumeration', fieldType: 'select' };
    for (const known of [[], [{ id: 'p', stages: [{ id: 's' }] }]]) {
      const of = (name: string) => withPipelines(fieldMeta({ ...property, name }), stages, known);
      expect([of(stages.field).required, of(stages.pipeline).required, of('amount').required]).toEqual([
        true,
        true,
        undefined,
      ]);
    }
  },
);
