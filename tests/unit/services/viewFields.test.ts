import { expect, test } from 'vitest';
import { compare } from '../../../lib/core/agreement';
import { emptyTeamFile } from '../../../lib/core/team';
import { viewFields } from '../../../lib/services/viewFields';

/** What a page is told of a text. */
function told(value: string) {
  const meta = { name: 'a', label: 'A', kind: 'text' as const, options: [], isUser: false, readOnly: false };
  const snapshot = {
    ref: { crm: 'hubspot' as const, account: '1', object: '0-3', id: '9' },
    title: 'T',
    modified: 0,
    values: new Map([['a', value]]),
    histories: new Map(),
    depth: 20,
  };
  const known = { fields: [meta], snapshot, attributions: new Map(), people: [], team: emptyTeamFile('hubspot', '1') };
  const [field] = viewFields(
    known,
    () => false,
    () => '',
  );
  if (!field) throw new Error('no field');
  return field.expected;
}

test.each([
  ['an accent of its own', 'u\u0308ber alles'],
  ['a letter of two units', '\u{1f600} and more'],
  ['a syllable of several letters', '\u1112\u1161\u11ab and more'],
  ['a sign of two letters', '\ufb01 and more'],
  ['space', '  \n and more'],
])('a long text that is cut within %s is still the text that the page shows', (_, rest) => {
  for (let length = 236; length <= 242; length++) {
    const text = 'x'.repeat(length) + rest;
    const expected = told(text);
    expect(expected.value?.length, String(length)).toBeLessThan(250);
    expect(compare(expected, text), String(length)).toBe('same');
    expect(compare(expected, `y${text}`), String(length)).not.toBe('same');
  }
});
