/** What the product is told about a record, worked out from the sandbox's page data and not by the product's own code. */
import type { Expected } from '../../../lib/core/agreement';
import { foldLabel } from '../../../lib/core/agreement';
import type { Catalog, CatalogField } from '../../../lib/crm/contract';
import { labelOf } from '../../sandbox/salesforce/page/format.ts';
import type { PageField, PageRecord } from '../../sandbox/salesforce/page/protocol.ts';
import type { Locale } from '../../sandbox/salesforce/page/variants.ts';
import type { FieldDef } from '../../sandbox/salesforce/types.ts';
import { dated } from '../support/dated';

const KINDS: Partial<Record<FieldDef['type'], Expected['kind']>> = {
  currency: 'number',
  double: 'number',
  int: 'number',
  percent: 'number',
  boolean: 'bool',
  date: 'date',
  datetime: 'datetime',
  phone: 'phone',
  picklist: 'option',
  multipicklist: 'options',
};

/** The parts of an address are fields; the address is none, and neither is the id that the page's own URL names. */
const LEFT_OUT: readonly FieldDef['type'][] = ['address', 'id'];

function expectedOf(definition: FieldDef, field: PageField | undefined, value: string | null): Expected {
  const { type, options, referenceTo } = definition;
  if (type === 'reference') {
    const kind = referenceTo.includes('User') ? 'user' : 'reference';
    return { kind, value, labels: field?.reference?.name ? [field.reference.name] : [] };
  }
  const kind = KINDS[type] ?? 'text';
  if (options.length === 0) return dated({ kind, value });
  const values = value?.split(';') ?? [];
  return {
    kind,
    value,
    labels: options.flatMap((option) => (values.includes(option.value) ? [option.label] : [])),
    others: options.flatMap((option) => (values.includes(option.value) ? [] : [option.label])),
  };
}

/** @param definitions every field of the record's object */
export function catalogOf(record: PageRecord, definitions: readonly FieldDef[], locale: Locale): Catalog {
  const parts = new Map(record.fields.flatMap((field) => Object.entries(field.parts ?? {})));
  const fields = definitions
    .filter(({ type }) => !LEFT_OUT.includes(type))
    .map((definition): CatalogField => {
      const field = record.fields.find(({ name }) => name === definition.name);
      const value = field?.value ?? parts.get(definition.name) ?? null;
      const { name } = definition;
      return { name, label: labelOf(definition, locale), expected: expectedOf(definition, field, value) };
    });
  const labels = [...Map.groupBy(fields, ({ label }) => foldLabel(label))];
  const names = labels.map(([label, same]) => [label, same.map(({ name }) => name)] as const);
  return {
    object: record.object,
    title: record.title,
    fields: new Map(fields.map((field) => [field.name, field])),
    byLabel: new Map(
      names.flatMap(([label, [name, ...others]]) => (name && others.length === 0 ? [[label, name]] : [])),
    ),
    ambiguous: new Map(names.filter(([, same]) => same.length > 1)),
  };
}
