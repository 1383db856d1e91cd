import type { Locale, Owner, Pipeline, PropertyDefinition } from '../types.ts';
import { translate } from './texts/index.ts';

/** What values are displayed with. */
export interface FormatContext {
  locale: Locale;
  timeZone: string;
  /** ISO code for money without a currency of its own. */
  currency: string;
  owners: readonly Owner[];
  pipelines: readonly Pipeline[];
}

/** CRMs write Western digits in Arabic user interfaces. */
const INTL_LOCALES: Record<Locale, string> = { en: 'en-US', de: 'de-DE', fr: 'fr-FR', ar: 'ar-u-nu-latn' };

const PLAIN_NUMBERS = new Set(['hs_object_id']);

const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Intl formatters are slow to make and a page shows hundreds of values. */
function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const formatter = (formatters.get(key) as T | undefined) ?? make();
  formatters.set(key, formatter);
  return formatter;
}

function number(value: string, locale: Locale, options: Intl.NumberFormatOptions): string {
  const amount = Number(value);
  if (value.trim() === '' || !Number.isFinite(amount)) return value;
  return cached(
    `n ${locale} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(INTL_LOCALES[locale], options),
  ).format(amount);
}

function date(at: Date, context: Pick<FormatContext, 'locale' | 'timeZone'>, withTime: boolean): string {
  const { locale, timeZone } = context;
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone };
  if (withTime) Object.assign(options, { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  return cached(
    `d ${locale} ${timeZone} ${withTime}`,
    () => new Intl.DateTimeFormat(INTL_LOCALES[locale], options),
  ).format(at);
}

/** The API gives date-times as ISO text, older rows as epoch milliseconds; anything else is shown as it is. */
function dateValue(value: string, context: Pick<FormatContext, 'locale' | 'timeZone'>, withTime: boolean): string {
  const at = new Date(/^\d+$/.test(value) ? Number(value) : value);
  return Number.isNaN(at.getTime()) ? value : date(at, context, withTime);
}

/** A moment as the page writes it: date, time and zone. */
export function displayTime(iso: string, context: Pick<FormatContext, 'locale' | 'timeZone'>): string {
  return date(new Date(iso), context, true);
}

/** Heading of a month in the activity feed, e.g. "November 2026". */
export function displayMonth(iso: string, context: Pick<FormatContext, 'locale' | 'timeZone'>): string {
  const { locale, timeZone } = context;
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', timeZone };
  return cached(`m ${locale} ${timeZone}`, () => new Intl.DateTimeFormat(INTL_LOCALES[locale], options)).format(
    new Date(iso),
  );
}

export function ownerName(owner: Owner, locale: Locale): string {
  const name = [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email;
  return owner.archived ? `${name} (${translate(locale, 'deactivated')})` : name;
}

function option(value: string, definition: PropertyDefinition, { owners, pipelines, locale }: FormatContext): string {
  if (definition.referencedObjectType === 'OWNER') {
    const owner = owners.find(({ id }) => id === value);
    return owner ? ownerName(owner, locale) : value;
  }
  const stage = pipelines.flatMap(({ stages }) => stages).find(({ id }) => id === value);
  if (stage && /stage$/.test(definition.name)) return stage.label;
  const pipeline = pipelines.find(({ id }) => id === value);
  if (pipeline && /pipeline$/.test(definition.name)) return pipeline.label;
  return definition.options.find((candidate) => candidate.value === value)?.label ?? value;
}

/**
 * A property's value as the page shows it, in its language; "" for no value (the page writes "--").
 * `properties` are the record's other values (money needs the currency). `withTime` also shows the time of moments HubSpot keeps itself.
 */
export function displayValue(
  definition: PropertyDefinition,
  properties: Record<string, string | null>,
  context: FormatContext,
  withTime = false,
): string {
  const value = properties[definition.name];
  if (value === null || value === undefined || value === '') return '';
  const { locale } = context;
  switch (definition.type) {
    case 'number':
      if (PLAIN_NUMBERS.has(definition.name)) return value;
      if (definition.showCurrencySymbol) {
        const currency = properties[definition.currencyPropertyName ?? ''] || context.currency;
        return number(value, locale, { style: 'currency', currency });
      }
      return number(
        value,
        locale,
        definition.name.endsWith('_probability') ? { style: 'percent' } : { maximumFractionDigits: 6 },
      );
    case 'bool':
      return translate(locale, value === 'true' ? 'yes' : 'no');
    case 'date':
      return dateValue(value, { locale, timeZone: 'UTC' }, false);
    case 'datetime':
      return dateValue(value, context, withTime && (definition.readOnlyValue || definition.name === 'createdate'));
    case 'enumeration':
      return value
        .split(';')
        .map((part) => option(part, definition, context))
        .join(', ');
    default:
      return value;
  }
}
