import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordId } from '../../../../lib/crm/salesforce/ids';

const CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
const short = fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 15, maxLength: 15 });

test.each([
  ['0124J000000gyf4', '0124J000000gyf4QAA'],
  ['006Hs000001AbCd', '006Hs000001AbCdIAK'],
  ['006Hs000001AbCdIAK', '006Hs000001AbCdIAK'],
  ['001Hs000003F2kL', '001Hs000003F2kLIAS'],
  ['00DHs000000AbCd', '00DHs000000AbCdMAK'],
])('%s is %s', (text, id) => expect(recordId(text)).toBe(id));

test.each([
  '',
  '006',
  '006Hs000001AbC-',
  '006Hs000001AbCdIA',
  '006Hs000001AbCdIAKx',
  '006Hs000001AbCdIAS',
  '006Hs000001abcdIAK',
])('%s is no id', (text) => expect(recordId(text)).toBeNull());

test('an id in 18 characters is itself, and tells ids apart that differ in case only', () => {
  fc.assert(
    fc.property(short, short, (a, b) => {
      const full = recordId(a) ?? '';
      expect(full).toHaveLength(18);
      expect(full.startsWith(a)).toBe(true);
      expect(recordId(full)).toBe(full);
      const twin = recordId(a.toLowerCase() === b.toLowerCase() ? b : a.toLowerCase()) ?? '';
      expect(twin.toLowerCase() === full.toLowerCase()).toBe(twin === full);
    }),
  );
});

test('three last characters of another id fit no id', () => {
  fc.assert(
    fc.property(short, short, (a, b) => {
      const suffix = (recordId(b) ?? '').slice(15);
      const own = (recordId(a) ?? '').slice(15);
      expect(recordId(a + suffix)).toBe(suffix === own ? recordId(a) : null);
    }),
  );
});
