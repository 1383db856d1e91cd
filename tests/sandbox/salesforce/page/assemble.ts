/** Puts together from the store what the page asks for. */
import { canEdit, canSee } from '../access.ts';
import { labelIn } from '../catalog.ts';
import { MASTER_RECORD_TYPE } from '../org.ts';
import type { Store } from '../store.ts';
import type { FieldDef, ObjectDef, StoredRecord } from '../types.ts';
import { layoutOf } from './layouts.ts';
import type { FieldType, ListPage, LookupRow, ObjectName, OtherRecord, PageField, PageRecord } from './protocol.ts';

/** The most rows of a list, of a related list, of a lookup's suggestions. */
const LIST = 25;
const RELATED = 3;
const SUGGESTED = 8;

/** Objects with a path above their records, and the field it follows. */
const PATHS: Record<string, string> = { Opportunity: 'StageName', Lead: 'Status' };

const FORMULAS: ReadonlySet<FieldDef['type']> = new Set(['currency', 'double', 'percent', 'date']);

/** Whose page of which org it is: field-level security hides and locks fields. */
export interface Viewer {
  store: Store;
  userId: string;
}

const nameOf = ({ label, labels, plural }: ObjectDef): ObjectName => ({ label, labels, plural });

function typeOf(field: FieldDef, parts: readonly FieldDef[]): FieldType {
  if (field.type === 'id') return 'string';
  return field.name === 'Name' && parts.length > 0 && field.calculated ? 'name' : field.type;
}

function assembleField(viewer: Viewer, record: StoredRecord | null, object: ObjectDef, field: FieldDef): PageField {
  const { store, userId } = viewer;
  const value = (name: string) => (record ? store.value(record, name) : null);
  const parts = object.fields.filter(
    (one) => one.compound === field.name && (field.calculated || field.type === 'address'),
  );
  const own = value(field.name);
  const type = typeOf(field, parts);
  const [target] = field.referenceTo;
  const other = target && store.catalog.object(target);
  const moment = { CreatedById: 'CreatedDate', LastModifiedById: 'LastModifiedDate' }[field.name];
  const converted = value('IsConverted') === 'true';
  const recordType = value('RecordTypeId');
  return {
    name: field.name,
    label: field.label,
    labels: field.labels,
    type,
    value: own,
    editable:
      !converted && (parts.length > 0 ? parts : [field]).some((one) => one.updateable && canEdit(store, one, userId)),
    required: field.required || parts.some(({ required }) => required),
    ...(field.calculated && FORMULAS.has(field.type) && { formula: true }),
    ...(field.helpText && { help: field.helpText }),
    ...(field.options.length > 0 && {
      options: store.catalog.picklist(field, recordType).map(({ value, label, labels }) => ({ value, label, labels })),
    }),
    ...(other && { reference: { object: other.name, plural: other.plural, name: own && store.nameOf(own) } }),
    ...(parts.length > 0 && { parts: Object.fromEntries(parts.map(({ name }) => [name, value(name)])) }),
    ...(field.type === 'currency' && { currency: value('CurrencyIsoCode') ?? undefined }),
    ...(moment && { at: value(moment) ?? undefined }),
  };
}

function fieldsOf(viewer: Viewer, record: StoredRecord | null, object: ObjectDef): PageField[] {
  return object.fields
    .filter((field) => !isPart(object, field) && canSee(viewer.store, field, viewer.userId))
    .map((field) => assembleField(viewer, record, object, field));
}

/** Parts of a compound are shown by it, where it is one. */
function isPart(object: ObjectDef, { compound }: FieldDef): boolean {
  const whole = object.fields.find(({ name }) => name === compound);
  return whole !== undefined && (whole.calculated || whole.type === 'address');
}

function objectOf(store: Store, name: string): ObjectDef {
  const object = store.catalog.object(name);
  if (!object?.page) throw new Error(`no page for ${name}`);
  return object;
}

function other(viewer: Viewer, record: StoredRecord): OtherRecord {
  const { store } = viewer;
  const object = objectOf(store, record.object);
  return {
    object: object.name,
    objectName: nameOf(object),
    id: record.id,
    title: store.title(record),
    nameField: object.nameField,
    fields: fieldsOf(viewer, record, object),
  };
}

/** The records that refer to one, by object. */
function related(viewer: Viewer, record: StoredRecord): PageRecord['related'] {
  const { store } = viewer;
  return store.catalog.pageObjects().flatMap((object) => {
    const lookups = object.fields.filter((field) => field.createable && field.referenceTo.includes(record.object));
    const rows = store
      .list(object.name)
      .filter((one) => lookups.some(({ name }) => store.value(one, name) === record.id))
      .slice(0, RELATED);
    return rows.length > 0 ? [{ object: object.name, rows: rows.map((row) => other(viewer, row)) }] : [];
  });
}

function pathOf(object: ObjectDef, fields: readonly PageField[]): PageRecord['path'] {
  const field = PATHS[object.name];
  const definition = object.fields.find(({ name }) => name === field);
  const shown = fields.find(({ name }) => name === field);
  if (!field || !definition || !shown) return null;
  const closedAs = (value: string) => {
    const option = definition.options.find((one) => one.value === value);
    const closed = option?.closed || value.startsWith('Closed');
    const won = option?.won || value === 'Closed - Converted';
    return closed ? (won ? 'won' : 'lost') : undefined;
  };
  return { field, steps: (shown.options ?? []).map(({ value }) => ({ value, closed: closedAs(value) })) };
}

function page(viewer: Viewer, object: ObjectDef, record: StoredRecord | null): PageRecord {
  const { store } = viewer;
  const fields = fieldsOf(viewer, record, object);
  const lookup = layoutOf(object.name).parent?.field;
  const parentId = record && lookup && store.value(record, lookup);
  const parent = parentId ? store.find(parentId) : undefined;
  return {
    object: object.name,
    objectName: nameOf(object),
    id: record?.id ?? '',
    title: record ? store.title(record) : '',
    nameField: object.nameField,
    fields,
    recordType: (record && store.value(record, 'RecordTypeId')) ?? MASTER_RECORD_TYPE,
    sections: object.layout.map(({ label, labels, columns }) => ({
      label,
      labels,
      columns: columns.map((one) => [...one]),
    })),
    highlights: [...object.compact],
    path: pathOf(object, fields),
    parent: parent ? other(viewer, parent) : null,
    related: record ? related(viewer, record) : [],
  };
}

/** Everything a record's page shows. Throws for records of objects without one. */
export function assembleRecord(viewer: Viewer, record: StoredRecord): PageRecord {
  return page(viewer, objectOf(viewer.store, record.object), record);
}

/** The form of a new record. Throws for objects without a page. */
export function assembleBlank(viewer: Viewer, object: string): PageRecord {
  return page(viewer, objectOf(viewer.store, object), null);
}

/** An object's records, latest changed first. Throws for objects without a page. */
export function assembleList(viewer: Viewer, name: string): ListPage {
  const { store } = viewer;
  const object = objectOf(store, name);
  const rows = store
    .list(object.name)
    .toSorted((a, b) => b.modifiedAt - a.modifiedAt)
    .slice(0, LIST);
  return { object: object.name, objectName: nameOf(object), rows: rows.map((row) => other(viewer, row)) };
}

/** Records whose name contains a text. */
export function findByName(store: Store, object: string, text: string): LookupRow[] {
  return store
    .list(object)
    .map((record) => ({ id: record.id, name: store.title(record) }))
    .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
    .slice(0, SUGGESTED);
}

/** The tabs of the navigation bar in a language. */
export function tabsOf(store: Store, language: Parameters<typeof labelIn>[1]): { object: string; plural: string }[] {
  return store.catalog
    .pageObjects()
    .map((object) => ({ object: object.name, plural: language === 'en' ? object.plural : labelIn(object, language) }));
}
