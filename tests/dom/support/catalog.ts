/** What the product is told about a record, worked out from the sandbox's page data and not by the product's own code. */

import type { Expected } from '../../../lib/core/agreement';
import { foldLabel } from '../../../lib/core/agreement';
import type { MarkInfo, RecordView, ViewField, ViewSuggestion } from '../../../lib/core/view';
import type { Catalog } from '../../../lib/crm/contract';
import type { PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import type { Locale, PropertyDefinition } from '../../sandbox/hubspot/types.ts';
import { dated } from './dated';
import { PORTAL } from './hubspot';

/** The label as HubSpot's API gives it: the page may write it in another case. */
function apiLabel(definition: PropertyDefinition, locale: Locale): string {
  return locale === 'en' ? definition.label : (definition.labels?.[locale] ?? definition.label);
}

const KINDS: Partial<Record<PropertyDefinition['type'], Expected['kind']>> = {
  number: 'number',
  bool: 'bool',
  date: 'date',
  datetime: 'datetime',
  phone_number: 'phone',
};

function expectedOf(definition: PropertyDefinition, record: PageRecord): Expected {
  const value = record.properties[definition.name] || null;
  if (definition.referencedObjectType === 'OWNER') {
    const names = record.owners.map((owner) => ({ id: owner.id, name: `${owner.firstName} ${owner.lastName}`.trim() }));
    return {
      kind: 'user',
      value,
      labels: names.flatMap(({ id, name }) => (id === value ? [name] : [])),
      others: names.flatMap(({ id, name }) => (id === value ? [] : [name])),
    };
  }
  if (definition.fieldType === 'phonenumber') return { kind: 'phone', value };
  if (definition.type !== 'enumeration') {
    return dated({
      kind: KINDS[definition.type] ?? 'text',
      value,
      ...(definition.type === 'bool' ? optionsOf(definition, value) : {}),
    });
  }
  const kind = definition.fieldType === 'checkbox' ? 'options' : 'option';
  return { kind, value, ...optionsOf(definition, value) };
}

function optionsOf({ options }: PropertyDefinition, value: string | null): Pick<Expected, 'labels' | 'others'> {
  const values = value?.split(';') ?? [];
  return {
    labels: options.flatMap((option) => (values.includes(option.value) ? [option.label] : [])),
    others: options.flatMap((option) => (values.includes(option.value) ? [] : [option.label])),
  };
}

/** The same in every answer, so that two answers about the same record are equal. */
const CHANGED_AT = Date.now() - 3_600_000;

export type Marks = Record<string, Partial<MarkInfo> | MarkInfo['state']>;

export interface ViewInput {
  /** Fields with a mark. */
  marks?: Marks;
  locale?: Locale;
  title?: string;
  /** Fields for which an agent proposes a value. */
  suggestions?: Record<string, Partial<ViewSuggestion>>;
  /** Values the API gives, where they differ from what the page shows. */
  values?: Record<string, string | null>;
}

/** What the background would answer for a record. */
export function viewOf(
  record: PageRecord,
  { marks = {}, locale = 'en', title, values, suggestions = {} }: ViewInput = {},
): RecordView {
  const shown = values ? { ...record, properties: { ...record.properties, ...values } } : record;
  const fields = record.definitions.map((definition): ViewField => {
    const given = marks[definition.name];
    const mark = typeof given === 'string' ? { state: given } : given;
    const proposed = suggestions[definition.name];
    return {
      name: definition.name,
      label: apiLabel(definition, locale),
      expected: expectedOf(definition, shown),
      ...(definition.readOnlyValue || definition.calculated ? { readOnly: true } : {}),
      ...(mark
        ? {
            mark: {
              state: 'agent',
              fresh: false,
              at: CHANGED_AT,
              words: { name: `${apiLabel(definition, locale)}: ${mark.state ?? 'agent'}`, tip: 'Lead Enricher' },
              ...mark,
            },
          }
        : {}),
      ...(proposed
        ? {
            suggestion: {
              id: `id-${definition.name}`,
              value: 'A value',
              state: 'open',
              sensitive: false,
              words: {
                name: `${apiLabel(definition, locale)}: suggested ${proposed.value ?? 'A value'}`,
                tip: 'Copilot',
              },
              ...proposed,
            },
          }
        : {}),
    };
  });
  const ref = { crm: 'hubspot', account: PORTAL, object: record.typeId, id: record.id } as const;
  return {
    ref,
    record: ref,
    title: title ?? record.title,
    fields,
    gaps: { asCreated: 0, notTracked: 0, corrections: 0, cut: 0 },
    asOf: Date.now(),
    offset: 0,
  };
}

/** The same as the adapter gets it. */
export function catalogOf(record: PageRecord, locale: Locale): Catalog {
  const { fields, title } = viewOf(record, { locale });
  const labels = Map.groupBy(fields, (field) => foldLabel(field.label));
  return {
    object: record.typeId,
    title,
    ambiguous: new Map(
      [...labels].flatMap(([label, sharing]) => (sharing.length > 1 ? [[label, sharing.map((f) => f.name)]] : [])),
    ),
    fields: new Map(fields.map(({ name, label, expected }) => [name, { name, label, expected }])),
    byLabel: new Map(
      [...labels].flatMap(([label, [field, ...others]]) => (field && others.length === 0 ? [[label, field.name]] : [])),
    ),
  };
}

/** A mark on every field of a record. */
export function everyField(record: PageRecord, state: MarkInfo['state'] = 'agent'): Marks {
  return Object.fromEntries(record.definitions.map(({ name }) => [name, state]));
}
