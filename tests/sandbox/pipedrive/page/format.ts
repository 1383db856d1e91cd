import type { PageField, PageUser, PageValues } from './protocol.ts';
import { translate } from './texts/index.ts';
import type { Locale } from './variants.ts';

/** What values are displayed with. */
export interface FormatContext {
  locale: Locale;
  timeZone: string;
  /** ISO code for money without a currency of its own. */
  currency: string;
  users: readonly PageUser[];
  /** Names of other records by `{object}/{id}`. */
  names: Readonly<Record<string, string>>;
}

export const INTL: Record<Locale, string> = { en: 'en-US', de: 'de-DE', pt: 'pt-BR', uk: 'uk-UA' };

const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Intl formatters are slow to make and a page shows hundreds of values. */
function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const formatter = (formatters.get(key) as T | undefined) ?? make();
  formatters.set(key, formatter);
  return formatter;
}

export function displayNumber(value: string, locale: Locale, options: Intl.NumberFormatOptions = {}): string {
  const amount = Number(value);
  if (value.trim() === '' || !Number.isFinite(amount)) return value;
  const key = `n ${locale} ${JSON.stringify(options)}`;
  return cached(key, () => new Intl.NumberFormat(INTL[locale], options)).format(amount);
}

export function displayMoney(value: string, currency: string, locale: Locale): string {
  const cents = Number.isInteger(Number(value)) ? 0 : 2;
  return displayNumber(value, locale, { style: 'currency', currency, minimumFractionDigits: cents });
}

/** The CRM writes `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS` in UTC; anything else is shown as it is. */
export function displayDate(value: string, { locale, timeZone }: Pick<FormatContext, 'locale' | 'timeZone'>): string {
  const at = new Date(value.length > 10 ? `${value.slice(0, 19).replace(' ', 'T')}Z` : value);
  if (Number.isNaN(at.getTime())) return value;
  const zone = value.length > 10 ? timeZone : 'UTC';
  const options = { dateStyle: 'medium', timeZone: zone } as const;
  return cached(`d ${locale} ${zone}`, () => new Intl.DateTimeFormat(INTL[locale], options)).format(at);
}

/** A moment as the history writes it. */
export function displayTime(iso: string, { locale, timeZone }: Pick<FormatContext, 'locale' | 'timeZone'>): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return cached(`t ${locale} ${timeZone}`, () => new Intl.DateTimeFormat(INTL[locale], options)).format(new Date(iso));
}

function userName(id: string, { users, locale }: FormatContext): string {
  const user = users.find((one) => one.id === id);
  if (!user) return id;
  return user.active ? user.name : `${user.name} (${translate(locale, 'inactiveUser')})`;
}

const optionLabel = (value: string, field: PageField): string =>
  field.options?.find(({ id }) => String(id) === value)?.label ?? value;

/** The currency of a field's money. */
export function currencyOf(field: PageField, values: PageValues, fallback: string): string {
  return (field.code === 'value' ? values.currency : values[`${field.code}_currency`]) ?? fallback;
}

/** A field's value as the page shows it, in its language; "" for no value (the page writes "-"). */
export function displayValue(field: PageField, values: PageValues, context: FormatContext): string {
  const value = values[field.code];
  if (value === null || value === undefined || value === '') return '';
  const { locale } = context;
  switch (field.type) {
    case 'monetary':
      return displayMoney(value, currencyOf(field, values, context.currency), locale);
    case 'double':
    case 'int':
      return displayNumber(value, locale, { maximumFractionDigits: 4 });
    case 'date':
      return displayDate(value, context);
    case 'daterange':
      return [value, values[`${field.code}_until`] ?? ''].map((day) => displayDate(day, context)).join(' - ');
    case 'time':
      return value.slice(0, 5);
    case 'timerange':
      return `${value.slice(0, 5)} - ${(values[`${field.code}_until`] ?? '').slice(0, 5)}`;
    case 'boolean':
      return translate(locale, value === 'true' || value === '1' ? 'yes' : 'no');
    case 'set':
      return value
        .split(';')
        .map((id) => optionLabel(id, field))
        .join(', ');
    case 'user':
      return userName(value, context);
    case 'people':
      return context.names[`person/${value}`] ?? value;
    case 'org':
      return context.names[`organization/${value}`] ?? value;
    default:
      if (field.code === 'phones' || field.code === 'emails') return value.split(';').join(', ');
      return optionLabel(value, field);
  }
}
