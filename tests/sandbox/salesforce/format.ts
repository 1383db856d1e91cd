/** How Salesforce writes times and values down: for programs, and for people in their language. */
import { labelIn } from './catalog.ts';
import type { Store } from './store.ts';
import type { FieldDef, Language, StoredRecord } from './types.ts';

/** `2026-11-20T15:02:11.000+0000`, as REST has it. */
export const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

const LOCALES: Record<Language, string> = { en: 'en-US', de: 'de-DE', fr: 'fr-FR', ar: 'ar-EG-u-nu-latn' };

/** The zone of the users of both orgs. */
export const TIME_ZONE = 'Europe/Dublin';

const DEFAULT_CURRENCY = 'USD';

function number(text: string, scale: number, language: Language): string {
  const digits = { minimumFractionDigits: scale === 2 ? 2 : 0, maximumFractionDigits: scale };
  return new Intl.NumberFormat(LOCALES[language], digits).format(Number(text));
}

function currency(text: string, code: string | null, multi: boolean, language: Language): string {
  if (multi) return `${code ?? DEFAULT_CURRENCY} ${number(text, 2, language)}`;
  return new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency: DEFAULT_CURRENCY }).format(
    Number(text),
  );
}

/** Dates without padding in English, as its pages show them. */
function date(text: string, language: Language): string {
  const options: Intl.DateTimeFormatOptions =
    language === 'en'
      ? { year: 'numeric', month: 'numeric', day: 'numeric' }
      : { year: 'numeric', month: '2-digit', day: '2-digit' };
  return new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: 'UTC' }).format(Date.parse(text));
}

function dateTime(text: string, language: Language): string {
  const zoned = { timeZone: TIME_ZONE } as const;
  const day = new Intl.DateTimeFormat(LOCALES[language], {
    ...zoned,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  const time = new Intl.DateTimeFormat(LOCALES[language], { ...zoned, hour: 'numeric', minute: '2-digit' });
  const at = Date.parse(text);
  return `${day.format(at)}, ${time.format(at).replace('\u202f', ' ')}`;
}

/** The label of an option; a value that is none is shown as it is. */
export function optionLabel(field: FieldDef, value: string, language: Language): string {
  const option = field.options.find((one) => one.value === value);
  return option ? labelIn(option, language) : value;
}

/**
 * A field's value as a page shows it.
 *
 * @returns `null` where it is empty, or where a page shows a checkbox
 */
export function displayValue(store: Store, record: StoredRecord, field: FieldDef, language: Language): string | null {
  const text = store.value(record, field.name);
  if (text === null) return null;
  switch (field.type) {
    case 'boolean':
      return null;
    case 'currency':
      return currency(text, store.value(record, 'CurrencyIsoCode'), store.org.multiCurrency, language);
    case 'percent':
      return `${number(text, field.scale === 0 ? 0 : 1, language)}${language === 'fr' || language === 'de' ? '\u00a0%' : '%'}`;
    case 'double':
    case 'int':
      return number(text, 0, language);
    case 'date':
      return date(text, language);
    case 'datetime':
      return dateTime(text, language);
    case 'picklist':
      return optionLabel(field, text, language);
    case 'multipicklist':
      return text
        .split(';')
        .map((one) => optionLabel(field, one, language))
        .join('; ');
    case 'reference':
      return store.nameOf(text);
    default:
      return text;
  }
}
