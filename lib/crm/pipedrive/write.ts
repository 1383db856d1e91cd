/**
 * A snapshot's texts as the body of an update: the inverse of `values.ts`, by Pipedrive's published encodings. Pure.
 *
 * Deals, persons and organizations are written in v2, which takes numbers as numbers, custom fields under `custom_fields`, and a
 * value of two parts whole. Leads are written in v1, where custom fields and their second halves stand beside the others.
 */
import type { FieldMeta } from '../contract';
import { codeOf, isCustom } from './keys';
import type { ApiRecord } from './records';
import { valueText } from './values';

type Values = ReadonlyMap<string, string | null>;
type Fields = ReadonlyMap<string, FieldMeta>;

/** What is written, and what is known of the record it is written to. */
export interface Update {
  object: string;
  values: Values;
  fields: Fields;
  /** The record as it is; only needed where `dependsOnRecord` says so. */
  record?: ApiRecord;
  /** For money that neither the values nor the record give a currency; only needed where `lacksCurrency` says so. */
  currency?: string;
}

/** Lists of labelled entries, the primary one first. */
const LISTS = ['emails', 'phones', 'im'];
/** What is emptied by an empty list: Pipedrive describes these as lists that are never null. */
const EMPTY_LISTS = [...LISTS, 'label_ids'];

/** True where the new value holds parts that the values do not give: they are kept as the record has them. */
export function dependsOnRecord(update: Update): boolean {
  const { object, values, fields } = update;
  if (lacksCurrency(update)) return true;
  return [...values].some(([name, text]) => {
    if (object === 'lead') return name === 'currency' && !values.has('value');
    if (isCustom(name)) return name !== codeOf(name) ? !values.has(codeOf(name)) : text && isWhole(name, fields);
    return text && LISTS.includes(name);
  });
}

/** True for an amount whose currency neither the values nor the record tell. */
export function lacksCurrency({ object, values, fields, record }: Update): boolean {
  return [...values].some(([name, text]) => {
    const inside = object === 'lead' ? name === 'value' : isCustom(name);
    const currencyField = inside && text ? fields.get(name)?.currencyField : undefined;
    return !!currencyField && !values.get(currencyField) && !currencyIn(record, name);
  });
}

/** The body of an update that sets exactly these values; what cannot be read as a field's kind is sent as it is, to be refused. */
export function bodyOf(update: Update): Record<string, unknown> {
  return update.object === 'lead' ? leadBody(update) : recordBody(update);
}

function recordBody(update: Update): Record<string, unknown> {
  const { values, fields, record } = update;
  const root: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const [name, text] of values) {
    const kind = fields.get(name)?.kind;
    if (isCustom(name)) custom[codeOf(name)] = customValue(codeOf(name), update);
    else if (!text) root[name] = EMPTY_LISTS.includes(name) ? [] : null;
    else if (LISTS.includes(name)) root[name] = entriesOf(text, record?.[name]);
    // Addresses; of their parts only `value` is needed.
    else root[name] = kind === 'rich' ? { value: text } : plain(kind, text);
  }
  return Object.keys(custom).length > 0 ? { ...root, custom_fields: custom } : root;
}

/** A custom field's new value; one of two parts keeps the part that is not written, a time of day its zone. */
function customValue(code: string, update: Update): unknown {
  const { values, fields, record } = update;
  const meta = fields.get(code);
  const text = values.get(code);
  if (values.has(code) && !text) return null;
  const half = meta?.currencyField ? 'currency' : isPeriod(code, fields) ? 'until' : undefined;
  if (!half && meta?.kind !== 'rich') return plain(meta?.kind, text ?? '');
  const before = (record?.custom_fields?.[code] ?? {}) as Record<string, unknown>;
  const other = `${code}_${half}`;
  const until = values.has(other) ? values.get(other) : before.until;
  return {
    value: text ? plain(meta?.kind, text) : before.value,
    ...(half ? { [half]: half === 'currency' ? currencyOf(code, update) : until } : {}),
    ...(before.timezone_name ? { timezone_name: before.timezone_name } : {}),
  };
}

function leadBody(update: Update): Record<string, unknown> {
  const { values, fields, record } = update;
  const body: Record<string, unknown> = {};
  for (const [name, text] of values) {
    const kind = fields.get(name)?.kind;
    if (name === 'value' || name === 'currency') {
      // An amount and its currency, neither without the other.
      const before = (record?.value ?? {}) as Record<string, unknown>;
      const amount = values.has('value') ? values.get('value') : valueText('number', before.amount);
      body.value = amount ? { amount: plain('number', amount), currency: currencyOf('value', update) } : null;
    } else if (!text) body[name] = null;
    else if (kind === 'options') body[name] = text.replaceAll(';', ',');
    // The one number that a lead has as text.
    else body[name] = name === 'visible_to' ? text : plain(kind, text);
  }
  return body;
}

/** The currency of an amount: the one written with it, the one it has, or the record's own. */
function currencyOf(name: string, { values, fields, record, currency }: Update): string | undefined {
  const field = fields.get(name)?.currencyField ?? '';
  return values.get(field) || currencyIn(record, name) || currency;
}

function currencyIn(record: ApiRecord | undefined, name: string): string | null {
  const value = isCustom(name) ? record?.custom_fields?.[name] : record?.[name];
  const own = (value as { currency?: unknown } | null | undefined)?.currency;
  return valueText('text', own) ?? valueText('text', record?.currency);
}

/** Values that v2 takes as an object. */
function isWhole(code: string, fields: Fields): boolean {
  return fields.get(code)?.kind === 'rich' || isPeriod(code, fields);
}

function isPeriod(code: string, fields: Fields): boolean {
  return fields.has(`${code}_until`);
}

/** Entries for all parts of a joined text; an entry whose value stays keeps its label, one that is replaced hands its label on. */
function entriesOf(text: string, before: unknown): object[] {
  const entries = (Array.isArray(before) ? before : []) as { value?: string; label?: string; primary?: boolean }[];
  const ordered = [...entries.filter(({ primary }) => primary), ...entries.filter(({ primary }) => !primary)];
  const parts = text.split(';').filter(Boolean);
  return parts.map((value, index) => {
    const same = ordered.find((entry) => entry.value === value);
    const replaced = parts.includes(ordered[index]?.value ?? '') ? undefined : ordered[index];
    const label = (same ?? replaced)?.label;
    return { value, primary: index === 0, ...(label ? { label } : {}) };
  });
}

/** A text as the JSON of its kind. */
function plain(kind: FieldMeta['kind'] | undefined, text: string): unknown {
  switch (kind) {
    case 'number':
    case 'option':
    case 'user':
    case 'reference':
      return numberOr(text);
    case 'options':
      return text.split(';').map(numberOr);
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}

/** Ids are numbers, but for most of the options that Pipedrive brings along (`open`). */
function numberOr(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
