/** What the adapter is told about a record, worked out from the sandbox's page data and not by the product's own code. */
import type { Expected, ValueKind } from '../../../lib/core/agreement';
import { foldLabel } from '../../../lib/core/agreement';
import type { Catalog, CatalogField } from '../../../lib/crm/contract';
import type { PageField, PageRecord } from '../../sandbox/pipedrive/page/protocol.ts';
import { dated } from '../support/dated';

const KINDS: Partial<Record<PageField['type'], ValueKind>> = {
  int: 'number',
  double: 'number',
  monetary: 'number',
  boolean: 'bool',
  phone: 'phone',
  date: 'date',
  enum: 'option',
  status: 'option',
  stage: 'option',
  visible_to: 'option',
  set: 'options',
  user: 'user',
  people: 'reference',
  org: 'reference',
  address: 'rich',
  daterange: 'rich',
  time: 'rich',
  timerange: 'rich',
};

/** The API names the options of this one field, which the page shows as buttons. */
const STATUS = ['open', 'won', 'lost', 'deleted'].map((id) => ({
  id,
  label: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
}));

function choicesOf(field: PageField, record: PageRecord): { id: string; label: string }[] {
  if (field.type === 'status') return STATUS;
  if (field.type === 'user') return record.users.map(({ id, name }) => ({ id, label: name }));
  if (field.type === 'stage') return record.stages.map(({ id, name }) => ({ id, label: name }));
  return (field.options ?? []).map(({ id, label }) => ({ id: String(id), label }));
}

function expectedOf(field: PageField, record: PageRecord): Expected {
  const value = record.values[field.code] || null;
  const kind = field.code === 'emails' ? 'options' : (KINDS[field.type] ?? 'text');
  const choices = choicesOf(field, record);
  if (choices.length === 0) return dated({ kind, value });
  const chosen = value?.split(';') ?? [];
  return {
    kind,
    value,
    labels: choices.filter(({ id }) => chosen.includes(id)).map(({ label }) => label),
    ...(kind === 'options'
      ? {}
      : { others: choices.filter(({ id }) => !chosen.includes(id)).map(({ label }) => label) }),
  };
}

/** @param learned labels of the page's language that were learned, to field codes */
export function catalogOf(record: PageRecord, learned: Readonly<Record<string, string>> = {}): Catalog {
  const fields = new Map(
    record.fields.map((field): [string, CatalogField] => [
      field.code,
      { name: field.code, label: field.name, expected: expectedOf(field, record) },
    ]),
  );
  const labels = Map.groupBy(record.fields, ({ name }) => foldLabel(name));
  const single = [...labels].filter(([, [, ...others]]) => others.length === 0);
  const several = [...labels].filter(([, [, ...others]]) => others.length > 0);
  return {
    object: record.object,
    title: record.title,
    fields,
    byLabel: new Map([
      ...single.flatMap(([label, [field]]): [string, string][] => (field ? [[label, field.code]] : [])),
      ...Object.entries(learned).map(([label, code]): [string, string] => [foldLabel(label), code]),
    ]),
    ambiguous: new Map(several.map(([label, some]) => [label, some.map(({ code }) => code)])),
  };
}
