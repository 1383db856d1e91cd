/** Between stored values and what a person types into an editor. */
import { INTL } from './format.ts';
import type { PageField, PageValues } from './protocol.ts';
import type { PageSet } from './transport.ts';
import type { Locale } from './variants.ts';

/** How a field is edited. */
export type EditorKind =
  | 'text'
  | 'long'
  | 'number'
  | 'money'
  | 'date'
  | 'dates'
  | 'option'
  | 'options'
  | 'user'
  | 'record';

export interface Draft {
  text: string;
  /** Currency of money, end of a period. */
  second: string;
}

export function editorKind({ type, options }: PageField): EditorKind {
  switch (type) {
    case 'text':
      return 'long';
    case 'int':
    case 'double':
      return 'number';
    case 'monetary':
      return 'money';
    case 'date':
      return 'date';
    case 'daterange':
      return 'dates';
    case 'set':
      return 'options';
    case 'user':
      return 'user';
    case 'people':
    case 'org':
      return 'record';
    case 'enum':
    case 'boolean':
    case 'status':
    case 'visible_to':
      return 'option';
    default:
      return options?.length ? 'option' : 'text';
  }
}

/** Order of day, month and year in numbers, and their separator. */
function dateShape(locale: Locale): { order: string[]; separator: string } {
  const parts = new Intl.DateTimeFormat(INTL[locale], {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).formatToParts();
  return {
    order: parts.flatMap(({ type }) => (type === 'literal' ? [] : [type])),
    separator: parts.find(({ type }) => type === 'literal')?.value ?? '/',
  };
}

function typedDate(iso: string, locale: Locale): string {
  const [year, month, day] = iso.slice(0, 10).split('-');
  const { order, separator } = dateShape(locale);
  return day ? order.map((part) => ({ year, month, day })[part]).join(separator) : iso;
}

/** Numbers in the order of the language, or an ISO date; other text is passed on for the server to refuse. */
function storedDate(typed: string, locale: Locale): string {
  if (/^\d{4}-\d\d-\d\d$/.test(typed)) return typed;
  const numbers = typed.match(/\d+/g) ?? [];
  if (numbers.length !== 3) return typed;
  const parts = Object.fromEntries(dateShape(locale).order.map((part, index) => [part, numbers[index] ?? '']));
  return `${parts.year}-${parts.month?.padStart(2, '0')}-${parts.day?.padStart(2, '0')}`;
}

const decimal = (locale: Locale): string => (locale === 'en' ? '.' : ',');

function storedNumber(typed: string, locale: Locale): string {
  const grouping = locale === 'en' ? /[,\s]/g : /[.\s]/g;
  return typed.replace(grouping, '').replace(decimal(locale), '.');
}

/** Name of the value that belongs to a field's second input. */
function secondOf({ code, type }: PageField): string | null {
  if (type === 'monetary') return code === 'value' ? 'currency' : `${code}_currency`;
  return type === 'daterange' ? `${code}_until` : null;
}

export function draftOf(field: PageField, values: PageValues, locale: Locale, currency: string): Draft {
  const text = values[field.code] ?? '';
  const other = secondOf(field);
  const second = (other && values[other]) || '';
  switch (editorKind(field)) {
    case 'number':
      return { text: text.replace('.', decimal(locale)), second };
    case 'money':
      return { text: text.replace('.', decimal(locale)), second: second || currency };
    case 'date':
    case 'dates':
      return { text: typedDate(text, locale), second: typedDate(second, locale) };
    default:
      return { text, second };
  }
}

/** What saving a draft writes; `null` clears. */
export function setOf(field: PageField, draft: Draft, locale: Locale): PageSet {
  const text = draft.text.trim();
  const kind = editorKind(field);
  const other = secondOf(field);
  if (text === '') return { [field.code]: null, ...(other && field.code !== 'value' && { [other]: null }) };
  const stored = (typed: string) => (kind === 'dates' || kind === 'date' ? storedDate(typed.trim(), locale) : typed);
  const value = kind === 'number' || kind === 'money' ? storedNumber(text, locale) : stored(text);
  return { [field.code]: value, ...(other && { [other]: stored(draft.second) || null }) };
}
