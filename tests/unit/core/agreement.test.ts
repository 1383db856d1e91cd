import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, type Expected, foldLabel } from '../../../lib/core/agreement';
import { dated } from '../../dom/support/dated';

const of = (kind: Expected['kind'], value: string | null, more: Partial<Expected> = {}): Expected =>
  dated({ kind, value, ...more });

describe('empty', () => {
  test.each(['', ' ', '--', '—', '\u00a0'])('%j is empty', (shown) => {
    expect(compare(of('text', null), shown)).toBe('same');
    expect(compare(of('number', '5'), shown)).toBe('different');
  });
  test('placeholders are words', () => {
    expect(compare(of('user', null), 'Kein Eigentümer')).toBe('unclear');
    expect(compare(of('option', null), 'Choose')).toBe('unclear');
    expect(compare(of('option', null, { others: ['High'] }), 'High')).toBe('different');
    expect(compare(of('text', null), 'something')).toBe('different');
  });
});

describe('text', () => {
  test.each([
    ['q4_brand_emea', 'q4_brand_emea', 'same'],
    ['two  spaces\nand a line', 'two spaces and a line', 'same'],
    ['Send the security questionnaire to IT', 'Send the security quest…', 'same'],
    ['https://brightwater.example', 'brightwater.example', 'unclear'],
    ['Head of Operations', 'Head of Sales', 'different'],
    ['😀 launch', '😀 launch', 'same'],
    ['😀', '😺', 'different'],
    ['\u200fشركة\u200f', 'شركة', 'same'],
    ['é', 'e\u0301', 'same'],
  ] as const)('%j shown as %j is %s', (value, shown, verdict) => {
    expect(compare(of('text', value), shown)).toBe(verdict);
  });
  test('a long text is compared by its beginning', () => {
    expect(compare(of('text', 'a'.repeat(240), { cut: true }), 'a'.repeat(65_000))).toBe('same');
    expect(compare(of('text', 'a'.repeat(240), { cut: true }), `b${'a'.repeat(300)}`)).not.toBe('same');
  });
});

describe('number', () => {
  test.each([
    ['48000', '$48,000.00', 'same'],
    ['48000', '48.000,00 €', 'same'],
    ['48000', '48 000,00 €', 'same'],
    ['48000', "CHF 48'000", 'same'],
    ['48000', '٤٨٬٠٠٠٫٠٠', 'same'],
    ['48000', '48.000', 'same'],
    ['-12.5', '−12,5', 'same'],
    ['0.8', '80%', 'same'],
    ['1234.567', '1,234.57', 'same'],
    ['48000', '$45,000.00', 'different'],
    ['2400000', '$2.4M', 'unclear'],
    ['5', 'five', 'unclear'],
    ['abc', 'abc', 'same'],
  ] as const)('%s shown as %s is %s', (value, shown, verdict) => {
    expect(compare(of('number', value), shown)).toBe(verdict);
  });

  test('every format of a number is the same, and a format of another is not', () => {
    const locales = ['en-US', 'de-DE', 'fr-FR', 'de-CH', 'sv-SE', 'hi-IN', 'ar-EG'];
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.constantFrom(...locales), (cents, locale) => {
        const n = cents / 100;
        const shown = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(n);
        expect(compare(of('number', String(n)), shown)).toBe('same');
        const off = n + (n < 0 ? -1 : 1) * 1.07;
        expect(compare(of('number', off.toFixed(2)), shown)).not.toBe('same');
      }),
    );
  });
});

describe('date', () => {
  test.each([
    ['2026-12-15', '12/15/2026', 'same'],
    ['2026-12-15', '15.12.2026', 'same'],
    ['2026-12-15', '2026-12-15', 'same'],
    ['2026-12-15', '15/12/26', 'same'],
    ['2026-12-15', '15 Dec 2026', 'same'],
    ['2026-12-15', 'Dec 15, 2026', 'same'],
    ['2026-12-15', '15. Dezember 2026', 'same'],
    ['2026-12-15', '15 décembre 2026', 'same'],
    ['2026-12-15', '01/29/2027', 'different'],
    ['2026-12-15', '15 Nov 2026', 'unclear'],
    ['2026-12-15', 'next week', 'unclear'],
  ] as const)('%s shown as %s is %s', (value, shown, verdict) => {
    expect(compare(of('date', value), shown)).toBe(verdict);
  });

  test('an instant may fall on the day before or after, depending on the time zone', () => {
    expect(compare(of('datetime', '2026-12-15T23:30:00Z'), '12/16/2026')).toBe('same');
    expect(compare(of('datetime', '2026-12-15T00:30:00Z'), '12/14/2026 19:30')).toBe('same');
    expect(compare(of('datetime', '2026-12-15T12:00:00Z'), '12/18/2026')).toBe('different');
    expect(compare(of('datetime', '2026-12-15T12:00:00Z'), '12/15/2026 1:00 PM GMT+1')).toBe('same');
  });

  test('without the names of its month a date that names one proves nothing', () => {
    expect(compare({ kind: 'date', value: '2026-12-15' }, '15 Dec 2026')).toBe('unclear');
    expect(compare({ kind: 'date', value: '2026-12-15' }, '16 Dec 2026')).toBe('different');
  });

  test('every locale’s short and medium date is the same', () => {
    const locales = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'sv-SE', 'nl-NL', 'pl-PL', 'ar-EG'];
    const day = fc.integer({ min: 0, max: 9000 }).map((n) => new Date(Date.UTC(2010, 0, 1) + n * 86_400_000));
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(...locales),
        fc.constantFrom('short', 'medium') as fc.Arbitrary<'short' | 'medium'>,
        (date, locale, dateStyle) => {
          const shown = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(date);
          expect(compare(of('date', date.toISOString().slice(0, 10)), shown)).toBe('same');
        },
      ),
    );
  });
});

describe('lists', () => {
  const stage = of('option', 'contractsent', { labels: ['Contract Sent'], others: ['Closed Won'] });
  test.each([
    ['Contract sent', 'same'],
    ['contractsent', 'same'],
    ['Closed Won', 'different'],
    ['Vertrag versendet', 'unclear'],
  ] as const)('%s is %s', (shown, verdict) => expect(compare(stage, shown)).toBe(verdict));

  test('several options in any order', () => {
    const regions = of('options', 'a;b', { labels: ['EMEA', 'DACH'] });
    expect(compare(regions, 'DACH, EMEA')).toBe('same');
    expect(compare(regions, 'DACH; EMEA')).toBe('same');
    expect(compare(regions, 'DACH')).toBe('unclear');
  });
});

describe('phone', () => {
  test.each([
    ['+49305550142', '+49 30 5550 142', 'same'],
    ['+49305550142', '(030) 5550142', 'unclear'],
    ['+49305550142', '+49 30 5550 143', 'different'],
  ] as const)('%s shown as %s is %s', (value, shown, verdict) => {
    const result = compare(of('phone', value), shown);
    if (verdict === 'unclear') expect(result).not.toBe('same');
    else expect(result).toBe(verdict);
  });
});

test('no shown text and no value makes it throw', () => {
  const kinds = ['text', 'phone', 'number', 'date', 'datetime', 'option', 'options', 'bool', 'user', 'rich'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.option(fc.string()), fc.string(), (kind, value, shown) => {
      expect(['same', 'different', 'unclear']).toContain(compare(of(kind, value), shown));
    }),
  );
});

test('labels are folded: case, whitespace, a trailing colon', () => {
  expect(foldLabel(' Deal  Stage: ')).toBe(foldLabel('deal stage'));
});
