/** Short forms for writing fields down. */
import { createHash } from 'node:crypto';
import type { FieldDefinition, FieldOption, FieldType, UiLanguage } from '../types.ts';

interface Extras {
  v1?: string;
  labels?: Partial<Record<UiLanguage, string>>;
  details?: boolean;
  optional?: boolean;
  readOnly?: boolean;
  options?: FieldOption[];
  description?: string;
  group?: string;
}

/** The 40 hex digits of a custom field. Pipedrive draws them; here they follow from the name. */
export const hashOf = (seed: string): string => createHash('sha1').update(`custom field ${seed}`).digest('hex');

/** A field every Pipedrive account has. */
export function standard(code: string, name: string, type: FieldType, extras: Extras = {}): FieldDefinition {
  const { v1 = code, details = false, optional = false, readOnly = false, ...rest } = extras;
  return { code, v1Key: v1, name, type, custom: false, details, optional, readOnly, ...rest };
}

/** A field somebody added; `seed` decides its code. Custom fields are in Details unless said otherwise. */
export function custom(seed: string, name: string, type: FieldType, extras: Extras = {}): FieldDefinition {
  const code = hashOf(seed);
  const { details = true, ...rest } = extras;
  return { code, v1Key: code, name, type, custom: true, details, optional: false, readOnly: false, ...rest };
}

/** Options of a custom field: ids count on from `first`. */
export const options = (first: number, ...labels: string[]): FieldOption[] =>
  labels.map((label, index) => ({ id: first + index, label }));

/** Who may see a record; ids are numbers, as the values are. */
export const VISIBLE_TO: FieldOption[] = [
  { id: 1, label: 'Item owner' },
  { id: 3, label: 'Item owner’s visibility group' },
  { id: 5, label: 'Item owner’s visibility group and sub-groups' },
  { id: 7, label: 'All users' },
];

/** Counters and times Pipedrive keeps by itself, which an answer holds only when asked. */
export const counters = (...fields: ReadonlyArray<readonly [code: string, name: string]>): FieldDefinition[] =>
  fields.map(([code, name]) => standard(code, name, 'int', { optional: true, readOnly: true }));

/** Fields all three objects of this company have, under one code each. */
export const shared = (): FieldDefinition[] => [
  custom('last_modified_by_agent', 'last_modified_by_agent', 'varchar', { group: 'AI' }),
  custom('ai_last_run_id', 'ai_last_run_id', 'varchar', { group: 'AI' }),
  custom('countersign ledger', 'Countersign ledger', 'text', { details: false }),
];

export const STAMP_AGENT = hashOf('last_modified_by_agent');
export const STAMP_RUN = hashOf('ai_last_run_id');
export const LEDGER = hashOf('countersign ledger');
