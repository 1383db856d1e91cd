/** Whether a proposed or typed value fits a field, and how it would be written. Pure. */
import type { ValueKind } from './agreement';

/** How values are written that pages show in ways of their own. */
export type RichValue = 'text' | 'date' | 'time';

/** Why a value cannot be written into a field. */
export type Unfit =
  | 'noField'
  | 'readOnly'
  | 'option'
  | 'user'
  | 'number'
  | 'date'
  | 'time'
  | 'bool'
  | 'long'
  | 'reference'
  | 'formatted'
  | 'required'
  | 'half'
  | 'same';

/** What has to be known of a field to judge a value. */
export interface FieldRules {
  kind: ValueKind | RichValue;
  /** How a value is written, where `kind` does not say it; one of the kind `rich` without it cannot be written here. */
  writes?: RichValue;
  readOnly: boolean;
  isUser: boolean;
  options: readonly { value: string; label: string; pipeline?: string }[];
  pipelineField?: string;
  maxLength?: number;
  /** True for a field that is never empty. */
  required?: boolean;
  /** The field that holds the second half of its value: as long as that is filled, this one cannot be empty. */
  half?: string;
}

/** What has to be known of the record and its account. */
export interface RecordRules {
  values: ReadonlyMap<string, string | null>;
  /** The account's users, by the ids values name them with. */
  people: readonly { name: string; keys: readonly string[]; active: boolean }[];
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The options that are valid for one record: a stage belongs to its pipeline. */
export function optionsFor(rules: FieldRules, values: RecordRules['values']): FieldRules['options'] {
  const pipeline = rules.pipelineField ? values.get(rules.pipelineField) : undefined;
  return rules.options.filter((option) => !option.pipeline || !pipeline || option.pipeline === pipeline);
}

/** True for a field of which nothing says that it cannot be cleared. */
export function canBeEmpty(rules: FieldRules, values: RecordRules['values']): boolean {
  return 'to' in cleared(rules, values);
}

/**
 * @param value raw, or an option's label or a user's name where that names exactly one; empty to clear the field
 * @returns the raw value to write, `null` to clear the field, or why it cannot be written
 */
export function fitValue(
  rules: FieldRules | undefined,
  field: string,
  value: string,
  record: RecordRules,
): { to: string | null } | { unfit: Unfit } {
  if (!rules) return { unfit: 'noField' };
  if (rules.readOnly) return { unfit: 'readOnly' };
  if (rules.kind === 'rich' && !rules.writes) return { unfit: 'formatted' };
  const fit = value === '' ? cleared(rules, record.values) : rawValueOf(rules, value.trim(), value, record);
  return 'to' in fit && fit.to === (record.values.get(field) ?? null) ? { unfit: 'same' } : fit;
}

function cleared({ required, half }: FieldRules, values: RecordRules['values']): { to: null } | { unfit: Unfit } {
  if (required) return { unfit: 'required' };
  return half && values.get(half) ? { unfit: 'half' } : { to: null };
}

function rawValueOf(
  rules: FieldRules,
  value: string,
  raw: string,
  record: RecordRules,
): { to: string } | { unfit: Unfit } {
  if (rules.isUser || rules.kind === 'user') return userOf(value, record);
  switch (kindOf(rules)) {
    case 'option':
      return optionOf(optionsFor(rules, record.values), value);
    case 'options': {
      const parts = value.split(';').map((part) => optionOf(rules.options, part.trim()));
      const chosen = parts.flatMap((part) => ('to' in part ? [part.to] : []));
      return chosen.length === parts.length ? { to: chosen.join(';') } : { unfit: 'option' };
    }
    case 'number':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? { to: String(Number(value)) } : { unfit: 'number' };
    case 'date':
      return dateOf(value);
    case 'time':
      return timeOfDay(value);
    case 'datetime': {
      const at = /^\d{10,}$/.test(value) ? Number(value) : Date.parse(value);
      return Number.isFinite(at) ? { to: timeText(at) } : { unfit: 'date' };
    }
    case 'bool':
      return /^(true|false)$/i.test(value) ? { to: value.toLowerCase() } : { unfit: 'bool' };
    case 'reference':
      return /^[\w-]{1,40}$/.test(value) ? { to: value } : { unfit: 'reference' };
    default:
      return rules.maxLength !== undefined && raw.length > rules.maxLength ? { unfit: 'long' } : { to: raw };
  }
}

/** What the field's values are when they are written. */
export function kindOf({ kind, writes }: Pick<FieldRules, 'kind' | 'writes'>): ValueKind | RichValue {
  return writes ?? kind;
}

/** A moment as the CRMs keep it: milliseconds only where there are some. What is written has to be what is read again. @param at epoch ms */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function optionOf(options: FieldRules['options'], value: string): { to: string } | { unfit: Unfit } {
  if (options.some((option) => option.value === value)) return { to: value };
  const [named, ...others] = options.filter((option) => option.label.toLowerCase() === value.toLowerCase());
  return named && others.length === 0 ? { to: named.value } : { unfit: 'option' };
}

function userOf(value: string, { people }: RecordRules): { to: string } | { unfit: Unfit } {
  const active = people.filter((person) => person.active);
  const idOf = (person: (typeof people)[number]) =>
    person.keys.find((key) => key.startsWith('owner:'))?.slice('owner:'.length);
  if (active.some((person) => idOf(person) === value)) return { to: value };
  const [named, ...others] = active.filter((person) => person.name.toLowerCase() === value.toLowerCase());
  const id = named && others.length === 0 ? idOf(named) : undefined;
  return id === undefined ? { unfit: 'user' } : { to: id };
}

function dateOf(value: string): { to: string } | { unfit: Unfit } {
  const day = ISO_DATE.test(value) ? value : /^\d{4}-\d{2}-\d{2}T/.test(value) ? value.slice(0, 10) : null;
  if (!day) return { unfit: 'date' };
  const at = Date.parse(`${day}T00:00:00Z`);
  // 31 February is read as 3 March.
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(day) ? { to: day } : { unfit: 'date' };
}

/** With seconds, as it is read again. */
function timeOfDay(value: string): { to: string } | { unfit: Unfit } {
  const [, minutes, seconds = ':00'] = /^((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?$/.exec(value) ?? [];
  return minutes ? { to: minutes + seconds } : { unfit: 'time' };
}
