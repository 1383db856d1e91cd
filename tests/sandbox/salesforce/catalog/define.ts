/** Short forms for writing field and object definitions down. */
import type { FieldDef, FieldType, Language, ObjectDef, PicklistOption, Section } from '../types.ts';

/** English, then German, French and Arabic. */
export type LabelSet = readonly [en: string, de?: string, fr?: string, ar?: string];

export const labelsOf = ([en, de = en, fr = en, ar = en]: LabelSet): Record<Language, string> => ({ en, de, fr, ar });

const LENGTHS: Partial<Record<FieldType, number>> = {
  id: 18,
  string: 255,
  textarea: 32_000,
  picklist: 255,
  multipicklist: 4_099,
  reference: 18,
  email: 80,
  phone: 40,
  url: 255,
};

const SCALES: Partial<Record<FieldType, readonly [precision: number, scale: number]>> = {
  currency: [18, 2],
  percent: [5, 2],
  double: [18, 2],
  int: [8, 0],
};

function base(name: string, type: FieldType, label: string): FieldDef {
  const [precision, scale] = SCALES[type] ?? [0, 0];
  return {
    name,
    label,
    type,
    length: LENGTHS[type] ?? 0,
    precision,
    scale,
    custom: name.endsWith('__c'),
    createable: true,
    updateable: true,
    required: false,
    calculated: false,
    options: [],
    restricted: false,
    referenceTo: [],
    tracked: false,
    grants: null,
  };
}

/** One of Salesforce's own fields, translated by the UI. */
export function standard(name: string, type: FieldType, labels: LabelSet, extra: Partial<FieldDef> = {}): FieldDef {
  return { ...base(name, type, labels[0]), labels: labelsOf(labels), ...extra };
}

/** A field somebody made in this org; its label is the same in every language. */
export function custom(name: string, type: FieldType, label: string, extra: Partial<FieldDef> = {}): FieldDef {
  return { ...base(name, type, label), ...extra };
}

export const READ_ONLY: Partial<FieldDef> = { createable: false, updateable: false };
export const CALCULATED: Partial<FieldDef> = { ...READ_ONLY, calculated: true };
export const TRACKED: Partial<FieldDef> = { tracked: true };

/** A lookup and the name under which a query reaches the other record. */
export function lookup(referenceTo: string, relationshipName: string): Partial<FieldDef> {
  return { referenceTo: [referenceTo], relationshipName };
}

/** Options whose labels are their values. */
export const options = (...values: string[]): PicklistOption[] => values.map((value) => ({ value, label: value }));

/** Options with labels of their own, translated or not. */
export const labelled = (...values: ReadonlyArray<readonly [value: string, labels: LabelSet]>): PicklistOption[] =>
  values.map(([value, labels]) => ({ value, label: labels[0], labels: labelsOf(labels) }));

export function section(labels: LabelSet, ...columns: string[][]): Section {
  return { label: labels[0], labels: labelsOf(labels), columns };
}

type ObjectParts = Pick<ObjectDef, 'name' | 'prefix' | 'fields'> &
  Partial<ObjectDef> & { title: LabelSet; plural: string };

export function object({ title, ...parts }: ObjectParts): ObjectDef {
  return {
    label: title[0],
    labels: labelsOf(title),
    custom: parts.name.endsWith('__c'),
    nameField: 'Name',
    layout: [],
    compact: [],
    page: true,
    readOnly: false,
    ...parts,
  };
}

/** Set-up data: it can be queried, and has no page. */
export function setup(name: string, prefix: string, fields: FieldDef[], extra: Partial<ObjectDef> = {}): ObjectDef {
  return object({ name, prefix, title: [name], plural: `${name}s`, fields, page: false, readOnly: true, ...extra });
}
