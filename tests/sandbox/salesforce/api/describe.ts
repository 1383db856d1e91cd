/** `describe`: what objects and fields there are for this caller; fields hidden from them are left out. */
import type { Reply } from '../../http.ts';
import { canEdit, visibleFields } from '../access.ts';
import { historyObject, labelIn } from '../catalog.ts';
import { MASTER_RECORD_TYPE } from '../org.ts';
import type { FieldDef, ObjectDef } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { basePath, header, languageOf } from './call.ts';
import { notFound } from './errors.ts';
import { tooYoung } from './soql/rows.ts';

const SOAP_TYPES: Partial<Record<FieldDef['type'], string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  currency: 'xsd:double',
  percent: 'xsd:double',
  double: 'xsd:double',
  int: 'xsd:int',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  address: 'urn:address',
};

/** Every record of these objects has one. */
const OWNER = 'OwnerId';

const isLong = ({ type, length }: FieldDef): boolean => type === 'textarea' && length > 255;

function describeField(call: Call, object: ObjectDef, field: FieldDef) {
  const { credential, store } = call;
  const language = languageOf(call);
  const writes = credential.canWrite && !object.readOnly && canEdit(store, field, credential.userId);
  const picks = field.options.map((option, index) => ({
    active: true,
    defaultValue: index === 0 && field.required,
    label: labelIn(option, language),
    validFor: null,
    value: option.value,
  }));
  return {
    aggregatable: !isLong(field),
    autoNumber: object.name === 'Case' && field.name === 'CaseNumber',
    byteLength: field.length * 3,
    calculated: field.calculated && field.type !== 'address' && field.compound === undefined && !isName(object, field),
    caseSensitive: false,
    compoundFieldName: field.compound ?? null,
    controllerName: null,
    createable: writes && field.createable,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? false : null,
    defaultedOnCreate: field.type === 'boolean' || ['OwnerId', 'CurrencyIsoCode', 'Id'].includes(field.name),
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? field.precision : 0,
    externalId: false,
    extraTypeInfo: field.rich ? 'richtextarea' : isLong(field) && field.custom ? 'plaintextarea' : null,
    filterable: !isLong(field),
    groupable: !isLong(field),
    htmlFormatted: field.rich === true,
    idLookup: field.type === 'id',
    inlineHelpText: field.helpText ?? null,
    label: labelIn(field, language),
    length: field.length,
    name: field.name,
    nameField: field.name === object.nameField,
    nillable: !field.required && field.type !== 'boolean' && field.type !== 'id' && field.name !== OWNER,
    permissionable: !field.required && (field.createable || field.updateable),
    picklistValues: picks,
    precision: field.precision,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName ?? null,
    restrictedPicklist: field.restricted,
    scale: field.scale,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: !isLong(field),
    type: field.type,
    unique: false,
    updateable: writes && field.updateable,
  };
}

const isName = (object: ObjectDef, field: FieldDef): boolean => field.name === object.nameField;

function summary(call: Call, object: ObjectDef) {
  const language = languageOf(call);
  const writes = call.credential.canWrite && !object.readOnly;
  const url = `${basePath(call)}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: writes,
    custom: object.custom,
    customSetting: false,
    deletable: writes,
    hasSubtypes: false,
    keyPrefix: object.prefix,
    label: labelIn(object, language),
    labelPlural: object.plural,
    layoutable: object.page,
    mergeable: ['Account', 'Contact', 'Lead'].includes(object.name),
    name: object.name,
    queryable: true,
    retrieveable: true,
    searchable: object.page,
    triggerable: object.page,
    undeletable: object.page,
    updateable: writes,
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  };
}

/** Every object, the history objects among them. */
export const describeGlobal: Handler = (call): Reply => {
  const objects = call.store.catalog.objects();
  const histories = objects.flatMap((object) => historyObject(object) ?? []);
  const sobjects = [...objects, ...histories].map((object) => summary(call, object));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
};

/** An object or a history object by name; throws the 404. */
function describable(call: Call, name: string): ObjectDef {
  const { catalog } = call.store;
  const parent = catalog.ofHistory(name);
  const object = (parent && historyObject(parent)) ?? catalog.object(name);
  if (!object || tooYoung(call, object.name)) throw notFound();
  return object;
}

export const describeObject: Handler = (call, { object: name = '' }): Reply => {
  const object = describable(call, name);
  const { store, credential } = call;
  const headers = { 'Last-Modified': new Date(store.catalog.changedAt).toUTCString() };
  const since = Date.parse(header(call, 'if-modified-since') ?? '');
  if (since >= Math.floor(store.catalog.changedAt / 1_000) * 1_000) return { status: 304, headers };
  const types = store.catalog.recordTypes(object.name).map((one, index) => ({
    active: true,
    available: true,
    defaultRecordTypeMapping: index === 0,
    developerName: one.developerName,
    master: false,
    name: one.name,
    recordTypeId: one.id,
  }));
  const master = {
    active: true,
    available: true,
    defaultRecordTypeMapping: types.length === 0,
    developerName: 'Master',
    master: true,
    name: 'Master',
    recordTypeId: MASTER_RECORD_TYPE,
  };
  const fields = visibleFields(store, object, credential.userId)
    .filter(({ name: one }) => !tooYoung(call, `${object.name}.${one}`))
    .map((field) => describeField(call, object, field));
  const childRelationships = object.history
    ? [
        {
          childSObject: object.history.name,
          field: object.history.parent,
          relationshipName: 'Histories',
          cascadeDelete: true,
        },
      ]
    : [];
  return {
    status: 200,
    headers,
    body: {
      ...summary(call, object),
      fields,
      childRelationships,
      recordTypeInfos: [...types, master],
      supportedScopes: [],
    },
  };
};

/** What can be asked of one object, and what was last made of it. */
export const objectInfo: Handler = (call, { object: name = '' }): Reply => ({
  status: 200,
  body: { objectDescribe: summary(call, describable(call, name)), recentItems: [] },
});
