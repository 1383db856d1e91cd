/** What can be queried: records, their field history, and definitions, each as rows of named values. */
import { canSee, visibleFields } from '../../access.ts';
import { standard } from '../../catalog/define.ts';
import { historyObject, labelIn } from '../../catalog.ts';
import { isoSeconds } from '../../format.ts';
import { normalId } from '../../ids.ts';
import { NATIVE_LIFE } from '../../side.ts';
import type { FieldDef, HistoryRow, ObjectDef, StoredRecord } from '../../types.ts';
import type { Call } from '../call.ts';
import { languageOf, release } from '../call.ts';
import { noSuchColumn, noSuchType } from '../errors.ts';
import { restValue } from '../records.ts';
import { definitionId } from '../tooling.ts';

/** A row of any kind. Names are API names as the definition spells them. */
export interface Row {
  id: string | null;
  text(field: string): string | null;
  json(field: string): unknown;
  /** The record behind it, where there is one. */
  record?: StoredRecord;
}

export interface Table {
  object: ObjectDef;
  /** All rows, or those of the given ids in the given field where that can be looked up. */
  rows(lookup?: { field: string; ids: readonly string[] }): Row[];
  /** The field that names the record a row belongs to, if rows can be looked up by it. */
  parent?: string;
}

export function recordRow(call: Call, record: StoredRecord): Row {
  const { store } = call;
  return {
    id: record.id,
    record,
    text: (field) => store.value(record, field),
    json: (field) => {
      const definition = store.catalog.field(record.object, field);
      return definition ? restValue(store, record, definition) : null;
    },
  };
}

function historyRow(parent: string, row: HistoryRow): Row {
  const created = isoSeconds(row.at);
  const values: Record<string, unknown> = {
    Id: row.id,
    IsDeleted: false,
    [parent]: row.parentId,
    CreatedById: row.createdById,
    CreatedDate: created,
    Field: row.field,
    DataType: row.dataType,
    OldValue: row.oldValue,
    NewValue: row.newValue,
  };
  return {
    id: row.id,
    json: (field) => values[field] ?? null,
    text: (field) => (field === 'CreatedDate' ? new Date(row.at).toISOString() : textOf(values[field])),
  };
}

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** A row of a definition rather than a record. */
const plainRow = (id: string | null, values: Record<string, unknown>): Row => ({
  id,
  json: (field) => values[field] ?? null,
  text: (field) => textOf(values[field]),
});

function histories(call: Call, parent: ObjectDef, object: ObjectDef, field: string): Table {
  const { store, credential } = call;
  const seen = (row: HistoryRow) => {
    const definition = row.api === null ? undefined : store.catalog.field(parent.name, row.api);
    return definition === undefined || canSee(store, definition, credential.userId);
  };
  const rowsOf = (record: StoredRecord) =>
    store
      .history(record)
      .filter(seen)
      .map((row) => historyRow(field, row));
  return {
    object,
    parent: field,
    rows: (lookup) => {
      const records =
        lookup?.field === field
          ? lookup.ids.flatMap((id) => store.get(parent.name, id) ?? [])
          : store.list(parent.name);
      return records.flatMap(rowsOf);
    },
  };
}

const META_TYPES: Partial<Record<FieldDef['type'], string>> = {
  string: 'Text',
  textarea: 'Long Text Area',
  picklist: 'Picklist',
  multipicklist: 'Picklist (Multi-Select)',
  boolean: 'Checkbox',
  reference: 'Lookup',
};

const columns = (...names: string[]): FieldDef[] => names.map((name) => standard(name, 'string', [name]));

const metaObject = (name: string, ...names: string[]): ObjectDef => ({
  name,
  label: name,
  plural: name,
  prefix: '4ie',
  custom: false,
  nameField: 'QualifiedApiName',
  fields: columns(...names),
  layout: [],
  compact: [],
  page: false,
  readOnly: true,
});

function fieldDefinitions(call: Call): Table {
  const { store, credential } = call;
  const rows = () =>
    store.catalog.pageObjects().flatMap((object) =>
      visibleFields(store, object, credential.userId).map((field) =>
        plainRow(null, {
          DurableId: `${object.name}.${field.name}`,
          QualifiedApiName: field.name,
          DeveloperName: field.name.replace(/__c$/, ''),
          Label: labelIn(field, languageOf(call)),
          DataType: META_TYPES[field.type] ?? field.type,
          Length: field.length,
          EntityDefinitionId: object.name,
          'EntityDefinition.QualifiedApiName': object.name,
          IsFieldHistoryTracked: store.catalog.tracks(object.name, field),
        }),
      ),
    );
  const object = metaObject(
    'FieldDefinition',
    'DurableId',
    'QualifiedApiName',
    'DeveloperName',
    'Label',
    'DataType',
    'Length',
    'EntityDefinitionId',
    'EntityDefinition.QualifiedApiName',
    'IsFieldHistoryTracked',
  );
  return { object, rows };
}

function entityDefinitions(call: Call): Table {
  const rows = () =>
    call.store.catalog.pageObjects().map((object) =>
      plainRow(null, {
        DurableId: object.name,
        QualifiedApiName: object.name,
        DeveloperName: object.name.replace(/__c$/, ''),
        Label: labelIn(object, languageOf(call)),
        KeyPrefix: object.prefix,
      }),
    );
  const object = metaObject('EntityDefinition', 'DurableId', 'QualifiedApiName', 'DeveloperName', 'Label', 'KeyPrefix');
  return { object, rows };
}

/** The custom fields' definitions. */
function customFields(call: Call): Table {
  const rows = () =>
    call.store.catalog.pageObjects().flatMap((object) =>
      object.fields.flatMap((field) => {
        const id = definitionId(object.name, field);
        return id
          ? [
              plainRow(id, {
                Id: id,
                DeveloperName: field.name.replace(/__c$/, ''),
                TableEnumOrId: object.name,
                'EntityDefinition.QualifiedApiName': object.name,
                NamespacePrefix: null,
                FullName: `${object.name}.${field.name}`,
              }),
            ]
          : [];
      }),
    );
  const object = metaObject(
    'CustomField',
    'Id',
    'DeveloperName',
    'TableEnumOrId',
    'EntityDefinition.QualifiedApiName',
    'NamespacePrefix',
    'FullName',
  );
  return { object, rows };
}

/** From which release on objects and fields exist that are younger than the API. */
const SINCE: Record<string, number> = {
  AiGenActionItem: 64,
  AiGenActionItemInfo: 67,
  'AiGenActionItem.ParentId': 67,
  'AiGenActionItem.SuggestedNewValue': 67,
};

export const tooYoung = (call: Call, name: string): boolean => release(call) < (SINCE[name] ?? 0);

/** Salesforce shows its own suggestions no longer than this. */
const isShown =
  (now: number) =>
  ({ createdAt }: StoredRecord): boolean =>
    createdAt + NATIVE_LIFE > now;

/** The table of an object, a history object or a definition. Throws `INVALID_TYPE`. */
export function tableOf(call: Call, name: string, withDeleted: boolean): Table {
  const { catalog } = call.store;
  const lower = name.toLowerCase();
  if (lower === 'fielddefinition') return fieldDefinitions(call);
  if (lower === 'entitydefinition') return entityDefinitions(call);
  if (lower === 'customfield' && call.path.startsWith('/tooling')) return customFields(call);
  const parent = catalog.ofHistory(name);
  const history = parent && historyObject(parent);
  if (parent?.history && history) return histories(call, parent, history, parent.history.parent);
  const object = catalog.object(name);
  if (!object || tooYoung(call, object.name)) throw noSuchType(name);
  return {
    object,
    parent: 'Id',
    rows: (lookup) => {
      const { store } = call;
      const records = lookup
        ? lookup.ids.flatMap((id) => (withDeleted ? store.any(object.name, id) : store.get(object.name, id)) ?? [])
        : store.list(object.name, withDeleted);
      const shown = object.name === 'AiGenActionItem' ? records.filter(isShown(store.now())) : records;
      return shown.map((record) => recordRow(call, record));
    },
  };
}

/** A field of a table that the caller sees; throws `INVALID_FIELD`. */
export function columnOf(call: Call, object: ObjectDef, name: string): FieldDef {
  const field = object.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!field || !canSee(call.store, field, call.credential.userId) || tooYoung(call, `${object.name}.${field.name}`)) {
    throw noSuchColumn(name, object.name);
  }
  return field;
}

/** Follows a lookup of a row; `undefined` where it is empty or leads nowhere. */
export function follow(call: Call, row: Row, lookup: FieldDef): Row | undefined {
  const id = normalId(row.text(lookup.name) ?? '');
  const record = id && call.store.find(id);
  return record ? recordRow(call, record) : undefined;
}

/** The lookup that a relationship name stands for, and the object it leads to; throws `INVALID_FIELD`. */
export function relationOf(call: Call, object: ObjectDef, name: string): { lookup: FieldDef; target: ObjectDef } {
  const lookup = object.fields.find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase());
  const target = lookup && call.store.catalog.object(lookup.referenceTo[0] ?? '');
  if (!lookup || !target || !canSee(call.store, lookup, call.credential.userId)) {
    const message = `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw Object.assign(noSuchColumn(name, object.name), { message });
  }
  return { lookup, target };
}

/** The child table that a relationship name stands for and its field that leads back. */
export function childrenOf(object: ObjectDef, name: string): { from: string; field: string } {
  const lower = name.toLowerCase();
  if (lower === 'histories' && object.history) return { from: object.history.name, field: object.history.parent };
  const named: Record<string, { from: string; field: string }> = {
    'Opportunity.opportunityhistories': { from: 'OpportunityHistory', field: 'OpportunityId' },
    'Opportunity.opportunitylineitems': { from: 'OpportunityLineItem', field: 'OpportunityId' },
    'Account.opportunities': { from: 'Opportunity', field: 'AccountId' },
    'Account.contacts': { from: 'Contact', field: 'AccountId' },
    'Account.cases': { from: 'Case', field: 'AccountId' },
    'Opportunity.renewals__r': { from: 'Renewal__c', field: 'Opportunity__c' },
  };
  const found = named[`${object.name}.${lower}`];
  if (!found) throw noSuchType(name);
  return found;
}
