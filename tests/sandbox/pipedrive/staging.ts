/** Fields in which agents of this company propose values. Pipedrive names custom fields itself, so their labels tell. */
import type { Staging } from '../engine/types.ts';
import { custom } from './catalog/define.ts';
import type { Catalog } from './catalog.ts';
import type { FieldDefinition, RecordObject } from './types.ts';

const PREFIX = 'AI suggested ';
const METADATA = 'AI suggestions';
const COUNT = 'AI pending count';

/** What agents may propose from the start, by label; a team adds more through the API. */
const STAGED: Readonly<Record<RecordObject, readonly string[]>> = {
  deal: ['Stage', 'Value', 'Expected close date', 'Priority', 'Next step', 'Description', 'Commission rate', 'Owner'],
  person: ['Job title', 'Phone', 'Lifecycle stage', 'UTM source', 'Owner'],
  organization: ['Industry', 'Number of employees', 'Phone', 'Organization type', 'Owner'],
};

const fold = (label: string): string => label.replace(/\s+/g, ' ').trim().toLowerCase();

/** Adds the staging fields a company has from the start. No block of the pages shows them. */
export function addStaging(catalog: Catalog): void {
  const hidden = { details: false };
  for (const [object, labels] of Object.entries(STAGED) as Array<[RecordObject, readonly string[]]>) {
    catalog.seed(object, [
      ...labels.map((label) =>
        custom(`${object}/staging/${label}`, PREFIX + label, label === 'Description' ? 'text' : 'varchar', hidden),
      ),
      custom('ai suggestions', METADATA, 'text', hidden),
      custom('ai pending count', COUNT, 'double', hidden),
    ]);
  }
}

/** What an object has now. Of several fields of one label the first is meant. */
export function stagingOf(catalog: Catalog, object: RecordObject): Staging {
  const byLabel = new Map<string, FieldDefinition>();
  for (const field of catalog.fields(object)) {
    if (!byLabel.has(fold(field.name))) byLabel.set(fold(field.name), field);
  }
  const code = (label: string) => byLabel.get(fold(label))?.code;
  const fields = [...byLabel.values()].flatMap((field) => {
    const staged = code(PREFIX + field.name);
    return staged ? [[field.code, staged] as const] : [];
  });
  return { fields: new Map(fields), metadata: code(METADATA), count: code(COUNT) };
}

export function isStaging(catalog: Catalog, object: RecordObject, code: string): boolean {
  const label = fold(catalog.field(object, code)?.name ?? '');
  return label.startsWith(fold(PREFIX)) || label === fold(METADATA) || label === fold(COUNT);
}
