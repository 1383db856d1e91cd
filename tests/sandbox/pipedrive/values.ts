/** A field's value as canonical text, as v2 JSON and as v1 writes it. */
import { schemaInvalid } from './api/errors.ts';
import { fromV1Time, v2Time } from './times.ts';
import type { FieldDefinition } from './types.ts';

/** Reads canonical text of a field, or of the second half of one, by its code. */
type Read = (code: string) => string | null;

/** Field codes to canonical text; `""` clears. */
type Texts = Record<string, string>;

/** Types whose values have a second half of their own, stored and logged under `<code>_<suffix>`; v2 name first. */
const HALVES: Partial<Record<FieldDefinition['type'], ReadonlyArray<readonly [part: string, suffix: string]>>> = {
  monetary: [['currency', 'currency']],
  daterange: [['until', 'until']],
  timerange: [
    ['until', 'until'],
    ['timezone_name', 'timezone_id'],
  ],
  time: [['timezone_name', 'timezone_id']],
};

const REFERENCES = new Set<FieldDefinition['type']>(['user', 'org', 'people', 'stage', 'picture']);
const NUMBERS = new Set<FieldDefinition['type']>(['int', 'double', 'monetary']);
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d\d:\d\d(:\d\d)?$/;
const MAX_LENGTH: Partial<Record<FieldDefinition['type'], number>> = { varchar: 255, text: 65_536 };

/** True where v2 wraps a custom field's value into an object. */
const halvesOf = (field: FieldDefinition) => (field.custom ? (HALVES[field.type] ?? []) : []);

/** Codes of the second halves a field's value can have. */
export const halfCodes = (field: FieldDefinition): string[] =>
  halvesOf(field).map(([, suffix]) => `${field.code}_${suffix}`);

/** True for e-mail addresses and phone numbers of a person: lists of labelled values. */
export const isParts = (field: FieldDefinition): boolean => field.code === 'emails' || field.code === 'phones';

const isTime = (field: FieldDefinition): boolean => field.code.endsWith('_time');

/** Refuses a text that is no value of the field. */
export function checkText(field: FieldDefinition, text: string): void {
  if (text === '') return;
  const refuse = (what: string) => schemaInvalid(`${field.code} ${what}`);
  const longest = MAX_LENGTH[field.type];
  if (longest !== undefined && text.length > longest) throw refuse(`must not exceed ${longest} characters`);
  if ((NUMBERS.has(field.type) || REFERENCES.has(field.type)) && !Number.isFinite(Number(text))) {
    throw refuse('must be a number');
  }
  if (isTime(field) ? Number.isNaN(fromV1Time(text)) : field.type === 'date' && !DATE.test(text)) {
    throw refuse('is not a valid date');
  }
  if (field.type === 'time' && !TIME.test(text)) throw refuse('is not a valid time');
  if (field.options && field.type !== 'varchar_options') {
    const known = new Set(field.options.map(({ id }) => String(id)));
    const parts = field.type === 'set' ? text.split(';') : [text];
    if (parts.some((part) => !known.has(part))) throw refuse('has no such option');
  }
}

const textOf = (field: FieldDefinition, value: unknown): string => {
  if (typeof value === 'string') return isTime(field) ? value.replace('T', ' ').replace(/Z$/, '') : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw schemaInvalid(`${field.code} has a value of the wrong type`);
};

/**
 * Canonical text of what was sent for a field; `null` clears it.
 *
 * @returns the field's text and those of its second halves
 * @throws ApiError for a value of another type, and for an empty list: only `null` clears a set
 */
export function fromV2(field: FieldDefinition, value: unknown): Texts {
  const texts: Texts = {};
  const halves = halvesOf(field);
  if (value === null) {
    for (const code of [field.code, ...halfCodes(field)]) texts[code] = '';
    return texts;
  }
  if (Array.isArray(value)) {
    if (isParts(field))
      return {
        [field.code]: sortedParts(value)
          .map((part) => part.value)
          .join(';'),
      };
    if (field.type !== 'set') throw schemaInvalid(`${field.code} must not be a list`);
    // A label list may be emptied; a custom field may not.
    if (value.length === 0 && field.custom) throw schemaInvalid(`${field.code} must contain at least 1 item`);
    texts[field.code] = value.map(String).join(';');
  } else if (typeof value === 'object') {
    const parts = value as Record<string, unknown>;
    if (halves.length === 0 && field.type !== 'address') throw schemaInvalid(`${field.code} must not be an object`);
    texts[field.code] = textOf(field, parts.value ?? '');
    for (const [part, suffix] of halves) {
      if (parts[part] !== undefined) texts[`${field.code}_${suffix}`] = textOf(field, parts[part] ?? '');
    }
  } else {
    if (field.type === 'set' || isParts(field)) throw schemaInvalid(`${field.code} must be a list`);
    if (halves.length > 0 && field.type !== 'time') throw schemaInvalid(`${field.code} must be an object`);
    texts[field.code] = textOf(field, value);
  }
  checkText(field, texts[field.code] ?? '');
  return texts;
}

export interface Part {
  value: string;
  primary: boolean;
  label: string;
}

/** Sent addresses or numbers, the primary one first. */
export function sortedParts(value: readonly unknown[]): Part[] {
  const parts = value.map((one): Part => {
    const { value: text, primary = false, label = 'work' } = (one ?? {}) as Partial<Part>;
    if (typeof text !== 'string') throw schemaInvalid('every item needs a value');
    return { value: text, primary, label };
  });
  return parts.sort((a, b) => Number(b.primary) - Number(a.primary));
}

const parts = (text: string | null, labels: readonly string[]): Part[] =>
  text === null
    ? []
    : text.split(';').map((value, index) => ({ value, primary: index === 0, label: labels[index] ?? 'work' }));

/** A field's value as v2 JSON. */
export function toV2(field: FieldDefinition, read: Read, labels: readonly string[] = []): unknown {
  const text = read(field.code);
  if (isParts(field)) return parts(text, labels);
  if (text === null) return field.code === 'label_ids' ? [] : field.type === 'boolean' ? false : null;
  const plain = plainV2(field, text);
  const halves = halvesOf(field);
  if (field.type === 'address') return { value: text, formatted_address: text };
  if (halves.length === 0) return plain;
  return {
    value: plain,
    ...Object.fromEntries(halves.map(([part, suffix]) => [part, read(`${field.code}_${suffix}`)])),
  };
}

function plainV2(field: FieldDefinition, text: string): unknown {
  if (isTime(field)) return v2Time(fromV1Time(text));
  if (field.type === 'set') return text.split(';').map(Number);
  if (field.type === 'boolean') return text === 'true';
  const numeric = NUMBERS.has(field.type) || REFERENCES.has(field.type) || field.type === 'visible_to';
  const numbered = field.type === 'enum' && typeof field.options?.[0]?.id === 'number';
  return numeric || numbered || field.code === 'pipeline_id' ? Number(text) : text;
}

/** A value as the changelog writes it: mostly a string, a list for addresses and numbers. */
export function toChangelog(field: FieldDefinition | undefined, text: string | null): string | null | object[] {
  if (text === null || !field) return text;
  if (isParts(field)) return parts(text, []).map(({ label, value, primary }) => ({ label, value, primary }));
  return field.type === 'set' ? text.replaceAll(';', ',') : text;
}
