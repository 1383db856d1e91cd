import { describe, expect, test } from 'vitest';
import { compare, type Expected } from '../../../lib/core/agreement';
import { agree, type Shown, type Sighting } from '../../../lib/core/identity';

const text = (value: string): Expected => ({ kind: 'text', value });

function record(id: string, title: string | undefined, values: Record<string, string>): Shown {
  const expected = new Map(Object.entries(values).map(([field, value]) => [field, text(value)]));
  return { ref: { crm: 'hubspot', account: '1', object: '0-3', id }, title, expected };
}

function sightings(of: Shown, shown: Record<string, string>): Sighting[] {
  return Object.entries(shown).map(([field, value]) => {
    const expected = of.expected.get(field);
    return { field, shown: value, verdict: expected ? compare(expected, value) : 'unclear' };
  });
}

const A = record('1', 'Brightwater', { amount: 'alpha', closedate: 'monday' });
const B = record('2', 'Brightwater', { amount: 'alpha', closedate: 'friday' });

describe('agreement', () => {
  test('title and values', () => {
    expect(agree(A, 'brightwater ', sightings(A, { amount: 'alpha' }), [], false)).toEqual({ agreed: true });
  });

  test.each([null, 'Fjordware'])('not with the title %j', (title) => {
    expect(agree(A, title, [], [], false)).toMatchObject({ agreed: false, why: 'title' });
  });

  test('not while a shown value contradicts', () => {
    const seen = sightings(A, { amount: 'alpha', closedate: 'friday' });
    expect(agree(A, 'Brightwater', seen, [], false)).toMatchObject({ why: 'values', fields: ['closedate'] });
  });

  test('an unclear value does not contradict', () => {
    expect(agree(A, 'Brightwater', [{ field: 'x', shown: '?', verdict: 'unclear' }], [], false)).toEqual({
      agreed: true,
    });
  });
});

describe('namesakes', () => {
  test('the old page never passes for the new record', () => {
    expect(agree(B, 'Brightwater', sightings(B, { amount: 'alpha', closedate: 'monday' }), [A], false)).toMatchObject({
      agreed: false,
    });
  });

  test('what both have in common tells nothing', () => {
    expect(agree(B, 'Brightwater', sightings(B, { amount: 'alpha' }), [A], true)).toMatchObject({ why: 'namesake' });
  });

  test('one differing field that matches tells them apart', () => {
    const seen = sightings(B, { amount: 'alpha', closedate: 'friday' });
    expect(agree(B, 'Brightwater', seen, [A], false)).toEqual({ agreed: true });
  });

  test('each of several records before has to be told apart', () => {
    const C = record('3', 'Brightwater', { amount: 'beta', closedate: 'friday' });
    const seen = sightings(B, { closedate: 'friday' });
    expect(agree(B, 'Brightwater', seen, [A, C], false)).toMatchObject({ why: 'namesake' });
    expect(agree(B, 'Brightwater', sightings(B, { closedate: 'friday', amount: 'alpha' }), [A, C], false)).toEqual({
      agreed: true,
    });
  });

  test('coming back to the same record needs nothing more', () => {
    expect(agree(A, 'Brightwater', sightings(A, { amount: 'alpha' }), [A], false)).toEqual({ agreed: true });
  });

  test('a record that was left unanswered blocks until another title was seen', () => {
    const unanswered = record('9', undefined, {});
    const seen = sightings(A, { amount: 'alpha' });
    expect(agree(A, 'Brightwater', seen, [unanswered], false)).toMatchObject({ why: 'namesake' });
    expect(agree(A, 'Brightwater', seen, [unanswered], true)).toEqual({ agreed: true });
  });
});
