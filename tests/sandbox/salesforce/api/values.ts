/** What Salesforce accepts as a field's value, and the form it stores it in. */
import { canEdit, canSee } from '../access.ts';
import { normalId } from '../ids.ts';
import type { Store, Values } from '../store.ts';
import type { FieldDef, ObjectDef, StoredRecord } from '../types.ts';
import { ApiError, malformedJson } from './errors.ts';

interface Write {
  object: ObjectDef;
  /** Absent for a new record. */
  record?: StoredRecord;
  userId: string;
}

/** Keys of a save that are no fields. */
const IGNORED = new Set(['attributes', 'Id', 'id', 'type']);

/** A validation rule of these orgs. */
const MAX_COMMISSION = 20;

const invalid = (code: string, message: string, ...fields: string[]): ApiError =>
  new ApiError(400, code, message, fields);

const badJson = (type: string, raw: unknown): ApiError =>
  malformedJson(
    `Cannot deserialize instance of ${type} from VALUE_STRING value ${String(raw)} or request may be missing a required field`,
  );

function numberText(field: FieldDef, raw: unknown): string {
  const value = typeof raw === 'string' ? Number(raw.trim() || Number.NaN) : raw;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badJson(field.type === 'int' ? 'int' : 'double', raw);
  return String(value);
}

function referenceText(store: Store, field: FieldDef, raw: unknown): string {
  const id = normalId(String(raw));
  if (!id) throw invalid('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(raw)}`, field.name);
  const target = store.find(id);
  if (!target || !field.referenceTo.includes(target.object)) {
    throw invalid('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  return id;
}

function optionsText(field: FieldDef, raw: unknown): string {
  const chosen = field.type === 'multipicklist' ? String(raw).split(';').filter(Boolean) : [String(raw)];
  const stranger = chosen.find((value) => !field.options.some((option) => option.value === value));
  if (stranger !== undefined && field.restricted) {
    throw invalid(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `bad value for restricted picklist field: ${stranger}`,
      field.name,
    );
  }
  return chosen.join(';');
}

function textOf(store: Store, field: FieldDef, raw: unknown): string {
  if (raw === null || raw === undefined || raw === '') return '';
  if (typeof raw === 'object') throw badJson('string', '{');
  switch (field.type) {
    case 'boolean':
      if (!/^(true|false)$/i.test(String(raw))) throw badJson('boolean', raw);
      return String(raw).toLowerCase();
    case 'currency':
    case 'percent':
    case 'double':
    case 'int':
      return numberText(field, raw);
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(String(raw)) || Number.isNaN(Date.parse(String(raw)))) throw badJson('date', raw);
      return String(raw);
    case 'datetime': {
      const at = Date.parse(String(raw).replace(/\+0000$/, 'Z'));
      if (Number.isNaN(at)) throw badJson('datetime', raw);
      return new Date(at).toISOString();
    }
    case 'reference':
      return referenceText(store, field, raw);
    case 'picklist':
    case 'multipicklist':
      return optionsText(field, raw);
    case 'email':
      if (!/^[^\s@]+@[^\s@]+$/.test(String(raw))) {
        throw invalid('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${String(raw)}`, field.name);
      }
      return plain(field, String(raw));
    default:
      return plain(field, String(raw));
  }
}

function plain(field: FieldDef, raw: string): string {
  if (raw.length <= field.length) return raw;
  const message = `${field.label}: data value too large: ${raw.slice(0, 255)} (max length=${field.length})`;
  throw invalid('STRING_TOO_LONG', message, field.name);
}

function fieldFor(store: Store, { object, record, userId }: Write, name: string): FieldDef {
  const field = store.catalog.field(object.name, name);
  if (!field || !canSee(store, field, userId)) {
    throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
  }
  const open = record ? field.updateable : field.createable;
  // A person account's name is its person's.
  const personal = field.name === 'Name' && record !== undefined && store.value(record, 'IsPersonAccount') === 'true';
  if (!open || personal || !canEdit(store, field, userId)) {
    const message = `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
    throw invalid('INVALID_FIELD_FOR_INSERT_UPDATE', message, field.name);
  }
  return field;
}

function checkRequired({ object, record }: Write, values: Values): void {
  const missing = object.fields
    .filter(({ name, required }) =>
      required ? (record ? values[name] === '' : !values[name]) : name === 'OwnerId' && values[name] === '',
    )
    .map(({ name }) => name)
    // A new case has a status without being given one.
    .filter((name) => record || !(object.name === 'Case' && name === 'Status'));
  if (missing.length > 0) {
    throw invalid('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, ...missing);
  }
}

/**
 * Checks the values of a save, in the order in which Salesforce does: fields, values, required fields, rules.
 *
 * @returns values in stored form, `""` where a field is cleared; throws the 400 of the first thing that is wrong
 */
export function checkValues(store: Store, write: Write, raw: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(raw).filter(([name]) => !IGNORED.has(name));
  const fields = entries.map(([name, value]) => [fieldFor(store, write, name), value] as const);
  const values = Object.fromEntries(fields.map(([field, value]) => [field.name, textOf(store, field, value)]));
  checkRequired(write, values);
  if (write.record && store.value(write.record, 'IsConverted') === 'true') {
    throw invalid('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  if (Number(values.Commission_Rate__c ?? 0) > MAX_COMMISSION) {
    throw invalid('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'A commission is 20 % at most.', 'Commission_Rate__c');
  }
  return values;
}
