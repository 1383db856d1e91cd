/** Short forms for writing property definitions down. */
import type { Locale, PropertyDefinition, PropertyOption } from '../types.ts';

/** API label, then German, French and Arabic UI labels; custom properties only have the first. */
type LabelSet = readonly [en: string, de?: string, fr?: string, ar?: string];

type Kind =
  | 'text'
  | 'textarea'
  | 'phone'
  | 'number'
  | 'select'
  | 'radio'
  | 'checkbox'
  | 'bool'
  | 'date'
  | 'datetime'
  | 'owner';

const TYPES: Record<Kind, readonly [PropertyDefinition['type'], string]> = {
  text: ['string', 'text'],
  textarea: ['string', 'textarea'],
  phone: ['string', 'phonenumber'],
  number: ['number', 'number'],
  select: ['enumeration', 'select'],
  radio: ['enumeration', 'radio'],
  checkbox: ['enumeration', 'checkbox'],
  bool: ['bool', 'booleancheckbox'],
  date: ['date', 'date'],
  datetime: ['datetime', 'date'],
  owner: ['enumeration', 'select'],
};

const KEEP_CAPITALS = /^(URL|ID|UTM|AI|SLA|HubSpot|1|2)$/;

/** What the UI shows where the API says "Deal Stage": "Deal stage". */
function sentenceCase(label: string): string {
  return label
    .split(' ')
    .map((word, index) => (index === 0 || KEEP_CAPITALS.test(word) ? word : word.toLowerCase()))
    .join(' ');
}

function base(name: string, kind: Kind, groupName: string, label: string): PropertyDefinition {
  const [type, fieldType] = TYPES[kind];
  const owner = kind === 'owner' ? ({ externalOptions: true, referencedObjectType: 'OWNER' } as const) : {};
  const options = kind === 'bool' ? pairs(['true', 'Yes'], ['false', 'No']) : [];
  return {
    name,
    label,
    type,
    fieldType,
    groupName,
    description: '',
    options,
    hubspotDefined: false,
    calculated: false,
    readOnlyValue: false,
    hidden: false,
    archived: false,
    displayOrder: -1,
    ...owner,
  };
}

/** One of HubSpot's own properties, translated in the UI. */
export function native(
  name: string,
  kind: Kind,
  groupName: string,
  labels: LabelSet,
  extra: Partial<PropertyDefinition> = {},
): PropertyDefinition {
  const [en, de = en, fr = en, ar = en] = labels;
  const translated: Record<Locale, string> = { en: sentenceCase(en), de, fr, ar };
  return { ...base(name, kind, groupName, en), hubspotDefined: true, labels: translated, ...extra };
}

/** A property somebody made in this portal; its label is shown as it is in every language. */
export function custom(
  name: string,
  kind: Kind,
  groupName: string,
  label: string,
  extra: Partial<PropertyDefinition> = {},
): PropertyDefinition {
  return { ...base(name, kind, groupName, label), ...extra };
}

/** A property HubSpot works out itself. */
export const CALCULATED: Partial<PropertyDefinition> = { calculated: true, readOnlyValue: true };

/** A property HubSpot fills and nobody edits. */
export const READ_ONLY: Partial<PropertyDefinition> = { readOnlyValue: true };

export function pairs(...values: ReadonlyArray<readonly [value: string, label: string]>): PropertyOption[] {
  return values.map(([value, label], displayOrder) => ({ value, label, displayOrder, hidden: false }));
}
