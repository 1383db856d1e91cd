/** Comparisons of SOQL: texts without regard to case, ids in either length, moments, spans of days. */
import { normalId } from '../../ids.ts';
import type { FieldDef } from '../../types.ts';
import { ApiError } from '../errors.ts';
import type { Literal } from './parse.ts';

const DAY = 86_400_000;

type Matches = (text: string | null) => boolean;

const NUMBERS = ['currency', 'percent', 'double', 'int'];

function mismatch(field: FieldDef): ApiError {
  const message = `value of filter criterion for field '${field.name}' must be of type ${field.type} and should not be enclosed in quotes`;
  return new ApiError(400, 'INVALID_FIELD', message);
}

/** The first and the last moment a literal covers. */
function spanOf(literal: Literal, now: number): readonly [from: number, to: number] {
  if (literal.kind === 'moment') {
    const at = Date.parse(literal.text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
    return [at, at];
  }
  const today = Math.floor(now / DAY) * DAY;
  const days = Number(/\d+$/.exec(literal.text)?.[0] ?? 0);
  const date = new Date(now);
  switch (literal.text.replace(/:\d+$/, '')) {
    case 'YESTERDAY':
      return [today - DAY, today - 1];
    case 'TOMORROW':
      return [today + DAY, today + 2 * DAY - 1];
    case 'LAST_N_DAYS':
      return [today - days * DAY, today + DAY - 1];
    case 'THIS_MONTH':
      return [
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) - 1,
      ];
    case 'THIS_YEAR':
      return [Date.UTC(date.getUTCFullYear(), 0), Date.UTC(date.getUTCFullYear() + 1, 0) - 1];
    default:
      return [today, today + DAY - 1];
  }
}

/** -1, 0 or 1, as a stored value lies before, within or after a literal. */
function order(field: FieldDef, text: string, literal: Literal, now: number): number {
  // Ids are told apart by case; in the order in which they are sorted.
  if (field.type === 'id' || field.type === 'reference') {
    const id = normalId(literal.text) ?? literal.text;
    return text < id ? -1 : text > id ? 1 : 0;
  }
  const [from, to] =
    field.type === 'date' || field.type === 'datetime'
      ? spanOf(literal, now)
      : NUMBERS.includes(field.type)
        ? [Number(literal.text), Number(literal.text)]
        : [literal.text.toLowerCase(), literal.text.toLowerCase()];
  const value =
    typeof from === 'string'
      ? text.toLowerCase()
      : typeof to === 'number' && field.type.startsWith('date')
        ? Date.parse(text)
        : Number(text);
  return value < from ? -1 : value > to ? 1 : 0;
}

function check(field: FieldDef, literal: Literal): void {
  if (literal.kind === 'null') return;
  const dates = field.type === 'date' || field.type === 'datetime';
  if (dates && literal.kind !== 'moment' && literal.kind !== 'span') throw mismatch(field);
  if (NUMBERS.includes(field.type) && literal.kind !== 'number') throw mismatch(field);
  if (field.type === 'boolean' && literal.kind !== 'boolean') throw mismatch(field);
  if ((field.type === 'id' || field.type === 'reference') && literal.kind !== 'text') throw mismatch(field);
}

function equals(field: FieldDef, literal: Literal, now: number): Matches {
  check(field, literal);
  if (literal.kind === 'null') return (text) => text === null;
  if (field.type === 'id' || field.type === 'reference') {
    const id = normalId(literal.text);
    if (!id && literal.text !== '') {
      throw new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${literal.text}`);
    }
    return (text) => (text === null ? literal.text === '' : text === id);
  }
  if (literal.text === '' && literal.kind === 'text') return (text) => text === null;
  return (text) => text !== null && order(field, text, literal, now) === 0;
}

function like(pattern: string): RegExp {
  const source = pattern.replace(/\\([%_])|([%_])|([\\^$.*+?()[\]{}|])/g, (_, kept, wild, special) => {
    if (kept) return kept;
    if (wild) return wild === '%' ? '[^]*' : '[^]';
    return `\\${special}`;
  });
  return new RegExp(`^${source}$`, 'i');
}

/** A comparison of one field with literals; throws where they do not fit the field. */
export function matcher(field: FieldDef, op: string, values: readonly Literal[], now: number): Matches {
  const [first = { kind: 'null', text: '' } as Literal] = values;
  if (op === 'LIKE') {
    const pattern = like(first.text);
    return (text) => text !== null && pattern.test(text);
  }
  const same = values.map((value) => equals(field, value, now));
  if (op === '=' || op === 'IN') return (text) => same.some((matches) => matches(text));
  if (op === '!=' || op === 'NOT IN') return (text) => !same.some((matches) => matches(text));
  check(field, first);
  return (text) => {
    if (text === null || first.kind === 'null') return false;
    const found = order(field, text, first, now);
    if (op === '<') return found < 0;
    if (op === '>') return found > 0;
    return op === '<=' ? found <= 0 : found >= 0;
  };
}
