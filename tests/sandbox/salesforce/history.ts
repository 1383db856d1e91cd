/** The rows a change leaves in a history object, and which changes leave none. */
import { isoSeconds } from './format.ts';
import type { FieldDef, HistoryRow } from './types.ts';

const MAX_VALUE = 255;

const DATA_TYPES: Partial<Record<FieldDef['type'], string>> = {
  picklist: 'DynamicEnum',
  multipicklist: 'MultiEnum',
  currency: 'Currency',
  percent: 'Percent',
  double: 'Double',
  int: 'Double',
  boolean: 'Boolean',
  date: 'DateOnly',
  datetime: 'DateTime',
};

type Change = Pick<HistoryRow, 'field' | 'api' | 'dataType' | 'oldValue' | 'newValue'>;

const hasNoValues = ({ type, length }: FieldDef): boolean =>
  type === 'multipicklist' || (type === 'textarea' && length > MAX_VALUE);

/** A value as JSON: numbers and booleans are themselves, everything else is text. */
export function jsonValue({ type }: FieldDef, text: string | null): string | number | boolean | null {
  if (text === null) return null;
  if (type === 'boolean') return text === 'true';
  if (type === 'currency' || type === 'percent' || type === 'double' || type === 'int') return Number(text);
  return type === 'datetime' ? isoSeconds(Date.parse(text)) : text;
}

/** How a lookup calls itself in history: a standard one by its relationship, a custom one by its API name. */
export const historyName = ({ name, custom, relationshipName }: FieldDef): string =>
  custom ? name : (relationshipName ?? name);

/**
 * The rows of one change of a tracked field.
 *
 * @param nameOf the name of the record a lookup points to
 * @returns one row, two for a lookup: ids, then names
 */
export function changeRows(
  field: FieldDef,
  before: string | null,
  after: string | null,
  nameOf: (id: string) => string,
): Change[] {
  const row = (dataType: string, oldValue: Change['oldValue'], newValue: Change['newValue']): Change => ({
    field: historyName(field),
    api: field.name,
    dataType,
    oldValue,
    newValue,
  });
  if (field.type === 'reference') {
    const name = (id: string | null) => (id === null ? null : nameOf(id));
    return [row('EntityId', before, after), row('Text', name(before), name(after))];
  }
  if (hasNoValues(field)) return [row(field.type === 'textarea' ? 'TextArea' : 'MultiEnum', null, null)];
  const dataType = DATA_TYPES[field.type] ?? 'Text';
  const long = [before, after].some((text) => text !== null && text.length > MAX_VALUE);
  return [long ? row(dataType, null, null) : row(dataType, jsonValue(field, before), jsonValue(field, after))];
}

/** The special row that a merge leaves on the record that stays. */
export const MERGE_ROWS: Readonly<Record<string, string>> = {
  Account: 'accountMerged',
  Contact: 'contactMerged',
  Lead: 'leadMerged',
};
