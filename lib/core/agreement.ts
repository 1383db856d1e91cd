/**
 * Does what the page shows agree with what the CRM's API says?
 *
 * Pages format values by the user's locale and taste, so each kind of value has its own comparison. It answers `same`,
 * `different` only where the shown text can mean nothing else, and `unclear` otherwise: a mark needs `same`, a record is
 * doubted only on `different`.
 */

export type Verdict = 'same' | 'different' | 'unclear';

export type ValueKind =
  | 'text'
  | 'phone'
  | 'number'
  | 'date'
  | 'datetime'
  | 'option'
  | 'options'
  | 'bool'
  | 'user'
  /** Another record: `value` is its id, `labels` its name where known. */
  | 'reference'
  | 'rich';

/** What a field is expected to show. */
export interface Expected {
  kind: ValueKind;
  /** The raw value as stored, long texts cut to `COMPARED_CHARS`; `null` is empty. */
  value: string | null;
  /** True if `value` was cut. */
  cut?: boolean;
  /** Labels of the current value(s), in the page's language: one for `option`, `user` and `bool`, several for `options`. */
  labels?: string[];
  /** Labels that would contradict: the field's other options. */
  others?: string[];
  /** How names of its month begin, for a date; by `monthBeginnings`. Without them a date that names its month is unclear. */
  months?: string[];
}

/** Longer texts are compared by their beginning. */
export const COMPARED_CHARS = 240;

const EMPTY = new Set(['', '-', '--', '–', '—']);
/** Printable ASCII with single spaces inside: most values, of which nothing is to be changed. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Whitespace collapsed, invisible direction marks removed, compatibility forms folded. */
export function normalise(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .trim();
}

/** `normalise`, case-folded: how labels are compared. */
export function fold(text: string): string {
  return normalise(text).toLowerCase();
}

/** A label as the page shows it, without the colon that some layouts add. */
export function foldLabel(text: string): string {
  return fold(text)
    .replace(/[:*]+$/, '')
    .trimEnd();
}

/** @param shown the text of the page's value, or of its input control */
export function compare(expected: Expected, shown: string): Verdict {
  const text = normalise(shown);
  if (EMPTY.has(text)) return expected.value === null ? 'same' : 'different';
  if (expected.value === null) {
    if (expected.others?.some((other) => fold(other) === fold(text))) return 'different';
    // Placeholders such as "No owner" are words too, so other text in an empty list or user field proves nothing.
    return ['option', 'options', 'user', 'reference', 'rich', 'bool'].includes(expected.kind) ? 'unclear' : 'different';
  }
  switch (expected.kind) {
    case 'number':
      return compareNumber(expected.value, text);
    case 'date':
    case 'datetime':
      return compareDate(expected.value, expected.months ?? [], text);
    case 'user':
      // A page that links the user tells the id itself.
      if (text === expected.value) return 'same';
      return compareLabel(expected, text);
    case 'option':
    case 'bool':
      return compareLabel(expected, text);
    case 'reference':
      return compareReference(expected, text);
    case 'options':
      return compareLabels(expected, text);
    case 'phone':
      return comparePhone(expected.value, text);
    case 'rich':
      return normalise(expected.value) === text ? 'same' : 'unclear';
    default:
      return compareText(expected, text);
  }
}

function compareText(expected: Expected, text: string): Verdict {
  const value = normalise(expected.value ?? '');
  if (value === text) return 'same';
  const shortened = /^(.*?)\s*(…|\.\.\.)$/s.exec(text)?.[1];
  if (shortened !== undefined && shortened.length >= 3 && value.startsWith(shortened)) return 'same';
  if (expected.cut && text.startsWith(value)) return 'same';
  const a = letters(value);
  const b = letters(text);
  if (a === b) return a.length > 0 ? 'same' : 'unclear';
  // Formatted variants of one text (a link without its protocol, a name with a suffix) contain each other.
  return b.length >= 3 && a.length >= 3 && (a.includes(b) || b.includes(a)) ? 'unclear' : 'different';
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}\p{So}]/gu, '');
}

function compareLabel(expected: Expected, text: string): Verdict {
  const shown = fold(text);
  const own = [...(expected.labels ?? []), expected.value ?? ''].map(fold);
  if (own.includes(shown)) return 'same';
  return expected.others?.some((other) => fold(other) === shown) ? 'different' : 'unclear';
}

/** Ids are case-sensitive; a name that is not the known one proves nothing, for pages shorten and decorate names. */
function compareReference(expected: Expected, text: string): Verdict {
  if (text === expected.value) return 'same';
  if (expected.labels?.some((label) => fold(label) === fold(text))) return 'same';
  const looksLikeId = /^(\d+|[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?)$/.test(text) && /\d/.test(text);
  return looksLikeId && text.length === expected.value?.length ? 'different' : 'unclear';
}

function compareLabels(expected: Expected, text: string): Verdict {
  const parts = text.split(/[;,،]/).map(fold).filter(Boolean).sort();
  for (const own of [expected.labels ?? [], (expected.value ?? '').split(';')]) {
    const wanted = own.map(fold).filter(Boolean).sort();
    if (wanted.length > 0 && wanted.join('\n') === parts.join('\n')) return 'same';
  }
  return 'unclear';
}

function comparePhone(value: string, text: string): Verdict {
  const digits = (s: string) => asciiDigits(s).replace(/\D/g, '');
  const a = digits(value);
  const b = digits(text);
  if (a === '' || b === '') return normalise(value) === text ? 'same' : 'unclear';
  return a === b || (a.length >= 7 && b.length >= 7 && (a.endsWith(b) || b.endsWith(a))) ? 'same' : 'different';
}

/** Arabic-Indic and extended Arabic-Indic digits and separators as ASCII ones. */
function asciiDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (d) => String(d.charCodeAt(0) - 0x6f0))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',');
}

/** Every number a shown text can mean: "48.000" is 48000 in one locale and 48 in another. */
function readings(text: string): { value: number; decimals: number }[] {
  const compact = asciiDigits(text)
    .replace(/[\s'’\u00a0\u202f]/g, '')
    .replace(/[−–]/g, '-');
  const match = /\d[\d.,]*/.exec(compact);
  if (!match) return [];
  const negative = compact.slice(0, match.index).includes('-') || compact.endsWith('-') || /^\(.*\)$/.test(compact);
  const digits = match[0].replace(/[.,]$/, '');
  const found: { value: number; decimals: number }[] = [];
  const add = (whole: string, fraction: string) => {
    const value = Number(`${whole}.${fraction || '0'}`);
    if (Number.isFinite(value)) found.push({ value: negative ? -value : value, decimals: fraction.length });
  };
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last < 0) add(digits, '');
  else {
    const separator = digits.charAt(last);
    const whole = digits.slice(0, last).replace(/[.,]/g, '');
    const fraction = digits.slice(last + 1);
    const once = digits.indexOf(separator) === last;
    if (once) add(whole, fraction);
    if (fraction.length === 3) add(whole + fraction, '');
  }
  return found;
}

function compareNumber(value: string, text: string): Verdict {
  const wanted = Number(value);
  if (!Number.isFinite(wanted)) return normalise(value) === text ? 'same' : 'unclear';
  const shown = readings(text);
  // "2.4M", "1 k": shortened by the page, so the digits alone mean nothing.
  if (shown.length === 0 || /\d\s?(k|m|mn|mio|bn|mrd|b)\b/i.test(text)) return 'unclear';
  const percent = /[%٪]/.test(text);
  const fits = shown.some(({ value: number, decimals }) => {
    const half = 0.5 / 10 ** decimals + 1e-9;
    return Math.abs(number - wanted) <= half || (percent && Math.abs(number - wanted * 100) <= half);
  });
  return fits ? 'same' : 'different';
}

function compareDate(value: string, months: readonly string[], text: string): Verdict {
  const days = possibleDays(value);
  if (days.length === 0) return normalise(value) === text ? 'same' : 'unclear';
  // The time of day and its zone would add numbers that are no date.
  const date = asciiDigits(text)
    .replace(/\d{1,2}:\d{2}(:\d{2})?/g, ' ')
    .replace(/(GMT|UTC)\s?([+-−]\s?\d+)?/gi, ' ')
    .replace(/\b[ap]\.?m\b\.?/gi, ' ');
  const numbers = (date.match(/\d+/g) ?? []).map(Number);
  if (numbers.length < 2) return 'unclear';
  const named = /\p{L}{3,}/u.test(date);
  if (named) {
    // "15 Dec 2026": the month is a word of some language; day and year have to be there.
    const fits = days.some(({ y, m, d }) => sameNumbers(numbers, [y, d]) || sameNumbers(numbers, [y, m, d]));
    return fits ? (monthFits(date, months) ? 'same' : 'unclear') : 'different';
  }
  if (numbers.length < 3) return 'unclear';
  const three = numbers.slice(0, 3);
  return days.some(({ y, m, d }) => sameNumbers(three, [y, m, d]) || sameNumbers(three, [y % 100, m, d]))
    ? 'same'
    : 'different';
}

function sameNumbers(a: number[], b: number[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join();
}

/** The calendar days an instant can fall on: a plain date is one day; an instant depends on the viewer's time zone. */
export function possibleDays(value: string): { y: number; m: number; d: number }[] {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (plain) return [{ y: Number(plain[1]), m: Number(plain[2]), d: Number(plain[3]) }];
  const at = /^\d{10,}$/.test(value) ? Number(value) : Date.parse(value);
  if (!Number.isFinite(at)) return [];
  const HOUR = 3_600_000;
  return [-12 * HOUR, 0, 14 * HOUR]
    .map((offset) => new Date(at + offset))
    .map((day) => ({ y: day.getUTCFullYear(), m: day.getUTCMonth() + 1, d: day.getUTCDate() }));
}

/** True if some word of the text begins like a name of its month. */
function monthFits(text: string, months: readonly string[]): boolean {
  const words = fold(text).match(/\p{L}{3,}/gu) ?? [];
  return words.some((word) => months.some((name) => word.startsWith(name)));
}
