import { describe, expect, test } from 'vitest';
import { fitValue } from '../../../../lib/core/values';
import { fieldsOf } from '../../../../lib/crm/salesforce/records';

const described = (type: string, more: object = {}) => ({ name: 'X__c', label: 'X', type, updateable: true, ...more });
const field = (type: string, more?: object) => fieldsOf([described(type, more)], new Map())[0];
const fitted = (type: string, value: string, more?: object) =>
  fitValue(field(type, more), 'X__c', value, { values: new Map([['X__c', 'before']]), people: [] });

describe('fields', () => {
  test.each(['base64', 'time', 'encryptedstring'])('one of type %s is neither set nor cleared', (type) => {
    expect(fitted(type, '09:30:00')).toEqual({ unfit: 'formatted' });
    expect(fitted(type, '')).toEqual({ unfit: 'formatted' });
  });

  test.each([{ extraTypeInfo: 'richtextarea' }, { htmlFormatted: true }])('nor is formatted text (%j)', (more) => {
    expect(fitted('textarea', 'x', more)).toEqual({ unfit: 'formatted' });
    expect(fitted('textarea', '', more)).toEqual({ unfit: 'formatted' });
  });

  test.each(['address', 'location', 'id'])('one of type %s has no value of its own', (type) => {
    expect(fitted(type, 'x')).toEqual({ unfit: 'noField' });
  });

  test('what is not nillable is never empty; of what says nothing Salesforce has the word', () => {
    expect(fitted('string', '', { nillable: false })).toEqual({ unfit: 'required' });
    expect(fitted('boolean', '', { nillable: false })).toEqual({ unfit: 'required' });
    expect(fitted('string', '', { nillable: true })).toEqual({ to: null });
    expect(fitted('string', '')).toEqual({ to: null });
  });
});
