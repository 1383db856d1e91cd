/** Records for the sandbox's page with a value of its own in every field, so that no two values can be confused. */
import { Catalog, OWNERS } from '../../sandbox/hubspot/catalog.ts';
import type { PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import { type PageTypeId, SURFACES } from '../../sandbox/hubspot/page/surfaces.ts';
import type { PropertyDefinition } from '../../sandbox/hubspot/types.ts';

export type Values = Record<string, string | null>;

const catalog = new Catalog();

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 5, 9, 30);

/** A value of a property's type; the same for the same seed, another for every other. */
function someValue(definition: PropertyDefinition, seed: number): string {
  const { type, name, fieldType, options } = definition;
  if (definition.referencedObjectType === 'OWNER') return OWNERS[seed % 5]?.id ?? '';
  if (name === 'deal_currency_code') return 'USD';
  if (name === 'pipeline') return 'default';
  if (fieldType === 'phonenumber') return `+1555${String(1_000_000 + seed * 7919).slice(-7)}`;
  switch (type) {
    case 'number':
      return name.endsWith('_probability') ? '0.4' : String(1000 + seed * 37);
    case 'bool':
      return seed % 2 === 0 ? 'true' : 'false';
    case 'date':
      return new Date(FIRST_DAY + seed * DAY).toISOString().slice(0, 10);
    case 'datetime':
      return new Date(FIRST_DAY + seed * DAY).toISOString();
    case 'enumeration':
      return options[seed % Math.max(1, options.length)]?.value ?? '';
    default:
      return `${name} no ${seed}`;
  }
}

export interface RecordInput {
  typeId?: PageTypeId;
  id: string;
  title: string;
  /** Values that differ from the generated ones; `null` is empty. */
  values?: Values;
  /** Records of the same seed have the same generated values. */
  seed?: number;
  /** More properties than the account has from the start. */
  extra?: readonly PropertyDefinition[];
  associations?: readonly PageRecord[];
}

/** Everything the page shows of one record. */
export function makeRecord(input: RecordInput): PageRecord {
  const { typeId = '0-3', id, title, seed = 0, extra = [], associations = [] } = input;
  const definitions = [...catalog.properties(typeId), ...extra];
  const generated = definitions.map((definition, index): [string, string] => [
    definition.name,
    someValue(definition, seed * 101 + index),
  ]);
  const types = [...new Set(associations.map((record) => record.typeId as PageTypeId))];
  return {
    typeId,
    id,
    title,
    properties: {
      ...Object.fromEntries(generated),
      [SURFACES[typeId].title]: title,
      hs_object_id: id,
      ...input.values,
    },
    definitions,
    pipelines: catalog.pipelines(typeId),
    owners: [...OWNERS],
    associations: associations.map((record) => ({
      typeId: record.typeId,
      id: record.id,
      title: record.title,
      properties: record.properties,
    })),
    timeline: [
      {
        id: `${id}-1`,
        at: '2026-11-20T10:00:00.000Z',
        kind: 'change',
        header: 'Pipeline Copilot changed Amount to 12',
        body: 'Amount: 12',
      },
      { id: `${id}-2`, at: '2026-10-02T10:00:00.000Z', kind: 'note', header: 'Dana Reyes wrote a note', body: title },
    ],
    related: Object.fromEntries(
      types.map((type) => [
        type,
        {
          definitions: catalog.properties(type).filter(({ name }) => SURFACES[type].association.includes(name)),
          pipelines: catalog.pipelines(type),
        },
      ]),
    ),
  };
}
