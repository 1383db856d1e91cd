/** Values as the page writes them (facts §6.5). */
import type { Labels, Option, PageField } from './protocol.ts';
import type { Locale } from './variants.ts';

export interface Format {
  locale: Locale;
  timeZone: string;
  currency: string;
  multiCurrency: boolean;
}

/** Western digits in every language, as Salesforce has them. */
const INTL: Record<Locale, string> = { en: 'en-US', de: 'de-DE', fr: 'fr-FR', ar: 'ar-u-nu-latn' };

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Intl formatters are slow to make and a page shows hundreds of values. */
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const formatter = (made.get(key) as T | undefined) ?? make();
  made.set(key, formatter);
  return formatter;
}

function number(value: string, { locale }: Format, options: Intl.NumberFormatOptions): string {
  const amount = Number(value);
  if (value.trim() === '' || !Number.isFinite(amount)) return value;
  const key = `n ${locale} ${JSON.stringify(options)}`;
  return once(key, () => new Intl.NumberFormat(INTL[locale], options)).format(amount);
}

function moment(value: string, { locale, timeZone }: Format, withTime: boolean): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  const zone = withTime ? timeZone : 'UTC';
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: zone };
  if (locale === 'de') Object.assign(options, { month: '2-digit', day: '2-digit' });
  if (withTime) Object.assign(options, { hour: 'numeric', minute: '2-digit' });
  const key = `d ${locale} ${zone} ${withTime}`;
  // Salesforce writes an ordinary space where newer formatters have a narrow one.
  return once(key, () => new Intl.DateTimeFormat(INTL[locale], options))
    .format(at)
    .replace('\u202f', ' ');
}

/** A field's or option's label in the page's language. */
export function labelOf(labelled: { label: string; labels?: Labels }, locale: Locale): string {
  return labelled.labels?.[locale] ?? labelled.label;
}

function optionLabel(value: string, options: readonly Option[] | undefined, locale: Locale): string {
  const option = options?.find((candidate) => candidate.value === value);
  return option ? labelOf(option, locale) : value;
}

/** An address on lines, as it is displayed; parts are component fields by API name. */
export function addressLines(parts: Record<string, string | null>): string[] {
  const part = (name: string) => Object.entries(parts).find(([key]) => key.endsWith(name))?.[1] ?? '';
  const town = [part('City'), [part('State'), part('PostalCode')].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [part('Street'), town, part('Country')].filter(Boolean);
}

/** What one unit is worth in the org's currency, as an administrator once entered it. */
const RATES: Record<string, number> = { EUR: 1.1425, GBP: 1.31 };

function money(field: PageField, value: string, format: Format): string {
  const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  if (!format.multiCurrency) {
    return number(value, format, { style: 'currency', currency: format.currency, currencyDisplay: 'narrowSymbol' });
  }
  const code = field.currency ?? format.currency;
  const own = `${code} ${number(value, format, cents)}`;
  if (code === format.currency) return own;
  const converted = String(Number(value) * (RATES[code] ?? 1));
  return `${own} (${format.currency} ${number(converted, format, cents)})`;
}

/** The text of a field's value, `""` where it has none. A checkbox has no text. */
export function displayValue(field: PageField, format: Format): string {
  const { value, type } = field;
  if (type === 'address') return addressLines(field.parts ?? {}).join('\n');
  if (type === 'boolean' || value === null || value === '') return '';
  switch (type) {
    case 'currency':
      return money(field, value, format);
    case 'percent':
      return number(String(Number(value) / 100), format, { style: 'percent', maximumFractionDigits: 2 });
    case 'double':
    case 'int':
      return number(value, format, { maximumFractionDigits: 6 });
    case 'date':
      return moment(value, format, false);
    case 'datetime':
      return moment(value, format, true);
    case 'picklist':
      return optionLabel(value, field.options, format.locale);
    case 'multipicklist':
      return value
        .split(';')
        .map((one) => optionLabel(one, field.options, format.locale))
        .join('; ');
    case 'reference':
      return field.reference?.name ?? value;
    default:
      return value;
  }
}

/** The moment beside a person in Created By and Last Modified By. */
export function displayMoment(iso: string, format: Format): string {
  return moment(iso, format, true);
}

/** What an input shows of a value before it is edited: the value itself, dates and numbers in the page's language. */
export function inputText(field: PageField, value: string | null, format: Format): string {
  if (value === null) return '';
  if (field.type === 'date') return moment(value, format, false);
  if (['currency', 'double', 'int'].includes(field.type)) {
    return number(value, format, {
      minimumFractionDigits: field.type === 'currency' ? 2 : 0,
      maximumFractionDigits: 6,
    });
  }
  return value;
}

/** A value as stored, of what a person typed into an input; unreadable text stays as it is, for the server to refuse. */
export function parseInput(field: PageField, text: string, format: Format): string {
  const typed = text.trim();
  if (typed === '') return '';
  if (field.type === 'date') return parseDate(typed, format);
  if (!['currency', 'double', 'int', 'percent'].includes(field.type)) return text;
  const decimal = once(`n ${format.locale} {}`, () => new Intl.NumberFormat(INTL[format.locale]))
    .format(1.5)
    .charAt(1);
  const plain = typed.replace(/[\s\u00a0\u202f%]/g, '');
  const canonical = decimal === ',' ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', '');
  return Number.isFinite(Number(canonical)) ? String(Number(canonical)) : text;
}

function parseDate(text: string, { locale }: Format): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const found = text.match(/\d+/g);
  if (found?.length !== 3) return text;
  // Arabic dates begin with the year.
  const [first = '', second = '', year = ''] = found[0]?.length === 4 ? found.toReversed() : found;
  const [month, day] = locale === 'en' ? [first, second] : [second, first];
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
