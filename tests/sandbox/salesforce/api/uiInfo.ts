/** `/ui-api/object-info` and `/ui-api/layout`: labels in the user's language, options per record type, the layout. */
import type { Reply } from '../../http.ts';
import { canEdit, visibleFields } from '../access.ts';
import { labelIn } from '../catalog.ts';
import { MASTER_RECORD_TYPE } from '../org.ts';
import type { FieldDef, ObjectDef, PicklistOption } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { basePath, fieldOf, languageOf, objectOf } from './call.ts';
import { notFound } from './errors.ts';

const DATA_TYPES: Partial<Record<FieldDef['type'], string>> = {
  string: 'String',
  textarea: 'TextArea',
  picklist: 'Picklist',
  multipicklist: 'MultiPicklist',
  boolean: 'Boolean',
  currency: 'Currency',
  percent: 'Percent',
  double: 'Double',
  int: 'Int',
  date: 'Date',
  datetime: 'DateTime',
  reference: 'Reference',
  email: 'Email',
  phone: 'Phone',
  url: 'Url',
  address: 'Address',
  id: 'Reference',
};

function uiField(call: Call, object: ObjectDef, field: FieldDef) {
  const { store, credential } = call;
  const writes = credential.canWrite && !object.readOnly && canEdit(store, field, credential.userId);
  return {
    apiName: field.name,
    calculated: field.calculated,
    compound: field.type === 'address' || object.fields.some(({ compound }) => compound === field.name),
    compoundComponentName: null,
    compoundFieldName: field.compound ?? null,
    controllerName: null,
    controllingFields: [],
    createable: writes && field.createable,
    custom: field.custom,
    dataType: DATA_TYPES[field.type] ?? 'String',
    extraTypeInfo: null,
    filterable: true,
    htmlFormatted: false,
    inlineHelpText: field.helpText ?? null,
    label: labelIn(field, languageOf(call)),
    length: field.length,
    nameField: field.name === object.nameField,
    precision: field.precision,
    reference: field.type === 'reference',
    referenceToInfos: field.referenceTo.map((apiName) => ({
      apiName,
      nameFields: [call.store.catalog.object(apiName)?.nameField ?? 'Name'],
    })),
    relationshipName: field.relationshipName ?? null,
    required: field.required,
    scale: field.scale,
    searchPrefilterable: false,
    sortable: true,
    unique: false,
    updateable: writes && field.updateable,
  };
}

function recordTypeInfos(call: Call, object: ObjectDef) {
  const types = call.store.catalog.recordTypes(object.name);
  const info = (recordTypeId: string, name: string, defaultRecordTypeMapping: boolean, master: boolean) =>
    [recordTypeId, { available: true, defaultRecordTypeMapping, master, name, recordTypeId }] as const;
  return Object.fromEntries([
    ...types.map(({ id, name }, index) => info(id, name, index === 0, false)),
    info(MASTER_RECORD_TYPE, 'Master', types.length === 0, true),
  ]);
}

function infoOf(call: Call, name: string) {
  const object = objectOf(call, name);
  const writes = call.credential.canWrite && !object.readOnly;
  const fields = visibleFields(call.store, object, call.credential.userId);
  return {
    apiName: object.name,
    associateEntityType: null,
    childRelationships: [],
    createable: writes,
    custom: object.custom,
    defaultRecordTypeId: call.store.catalog.recordTypes(object.name)[0]?.id ?? MASTER_RECORD_TYPE,
    deletable: writes,
    dependentFields: {},
    eTag: String(call.store.catalog.changedAt),
    feedEnabled: false,
    fields: Object.fromEntries(fields.map((field) => [field.name, uiField(call, object, field)])),
    keyPrefix: object.prefix,
    label: labelIn(object, languageOf(call)),
    labelPlural: object.plural,
    layoutable: object.page,
    mruEnabled: object.page,
    nameFields: [object.nameField],
    queryable: true,
    recordTypeInfos: recordTypeInfos(call, object),
    searchable: object.page,
    themeInfo: { color: '9050E9', iconUrl: '' },
    updateable: writes,
  };
}

export const objectInfo: Handler = (call, { object = '' }) => ({ status: 200, body: infoOf(call, object) });

export const objectInfos: Handler = (call, { names = '' }): Reply => ({
  status: 200,
  body: { results: names.split(',').map((name) => ({ statusCode: 200, result: infoOf(call, name) })) },
});

/** The misspelt name is Salesforce's own. */
function stageAttributes(field: FieldDef, option: PicklistOption) {
  if (field.name !== 'StageName') return null;
  return {
    picklistAtrributesValueType: 'OpportunityStagePicklistValueAttributes',
    closed: option.closed === true,
    won: option.won === true,
    defaultProbability: option.probability ?? 0,
    forecastCategoryName: option.forecastCategory ?? null,
  };
}

function valuesOf(call: Call, field: FieldDef, recordTypeId: string) {
  const values = call.store.catalog.picklist(field, recordTypeId).map((option) => ({
    attributes: stageAttributes(field, option),
    label: labelIn(option, languageOf(call)),
    validFor: [],
    value: option.value,
  }));
  return { controllerValues: {}, defaultValue: null, eTag: String(call.store.catalog.changedAt), url: '', values };
}

export const picklistValues: Handler = (call, { object: name = '', recordType = '', field: wanted = '' }) => {
  const object = objectOf(call, name);
  const field = fieldOf(call, object, wanted);
  if (!field || field.options.length === 0) throw notFound();
  const url = `${basePath(call)}/ui-api/object-info/${object.name}/picklist-values/${recordType}/${field.name}`;
  return { status: 200, body: { ...valuesOf(call, field, recordType), url } };
};

export const allPicklistValues: Handler = (call, { object: name = '', recordType = '' }) => {
  const object = objectOf(call, name);
  const picks = visibleFields(call.store, object, call.credential.userId).filter(({ options }) => options.length > 0);
  const picklistFieldValues = Object.fromEntries(picks.map((field) => [field.name, valuesOf(call, field, recordType)]));
  return { status: 200, body: { eTag: '', picklistFieldValues } };
};

export const layout: Handler = (call, { object: name = '' }) => {
  const object = objectOf(call, name);
  const { store, credential } = call;
  const compact = call.query.get('layoutType') === 'Compact';
  const language = languageOf(call);
  const seen = new Map(visibleFields(store, object, credential.userId).map((field) => [field.name, field]));
  const item = (api: string | undefined) => {
    const field = seen.get(api ?? '');
    const layoutComponents = field
      ? [{ apiName: field.name, componentType: 'Field', label: labelIn(field, language) }]
      : [{ apiName: null, componentType: 'EmptySpace', label: null }];
    return {
      editableForNew: field?.createable ?? false,
      editableForUpdate: field?.updateable ?? false,
      label: field ? labelIn(field, language) : '',
      layoutComponents,
      required: field?.required ?? false,
      sortable: false,
    };
  };
  const shown = compact
    ? [{ label: '', columns: [[object.nameField, ...object.compact]] }]
    : object.layout.map((section) => ({ label: labelIn(section, language), columns: section.columns }));
  const sections = shown.map(({ label, columns }, index) => ({
    collapsible: !compact,
    columns: columns.length,
    heading: label,
    id: `${object.prefix}-section-${index}`,
    layoutRows: Array.from({ length: Math.max(...columns.map((column) => column.length)) }, (_, row) => ({
      layoutItems: columns.map((column) => item(column[row])),
    })),
    rows: Math.max(...columns.map((column) => column.length)),
    useHeading: !compact,
  }));
  const recordTypeId = call.query.get('recordTypeId') ?? MASTER_RECORD_TYPE;
  const body = {
    eTag: '',
    id: null,
    layoutType: compact ? 'Compact' : 'Full',
    mode: call.query.get('mode') ?? 'View',
    objectApiName: object.name,
    recordTypeId,
    saveOptions: [],
    sections,
  };
  return { status: 200, body };
};
