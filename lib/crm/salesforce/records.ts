/** Salesforce's objects, fields and values in the product's terms. Pure. */
import type * as v from 'valibot';
import { timeText } from '../../core/values';
import type { FieldMeta } from '../contract';
import { recordId } from './ids';
import type { DescribeSchema } from './schema';

/** The standard objects whose record pages are handled; custom ones are handled as well, and named by their pages. */
export const OBJECTS = ['Opportunity', 'Account', 'Contact', 'Lead', 'Case'];

/** Fields that can hold a record's name, the first that is filled wins. A case is titled by its subject. */
const TITLES = ['Name', 'Subject', 'CaseNumber', 'Title', 'ContractNumber', 'OrderNumber'];

/** Parts of other fields, which hold no value of their own, and the id that the address already names. */
const LEFT_OUT = ['id', 'address', 'location'];

/** Types whose described length is the most characters of a value. */
const TEXTS = ['string', 'textarea', 'email', 'phone', 'url'];

const CURRENCY = 'CurrencyIsoCode';

/**
 * What a record is called, of the objects that have no `Name` (Salesforce's Object Reference); one of them in a query would fail it
 * as a whole.
 */
const NAMES: Record<string, string> = {
  Case: 'CaseNumber',
  Event: 'Subject',
  Solution: 'SolutionName',
  Task: 'Subject',
  WorkOrder: 'WorkOrderNumber',
};

type ApiField = v.InferOutput<typeof DescribeSchema>['fields'][number];

/**
 * The fields of a described object.
 * @param tracked whether the object keeps a field's history, by API name, as far as that could be read
 */
export function fieldsOf(fields: readonly ApiField[], tracked: ReadonlyMap<string, boolean>): FieldMeta[] {
  const currencies = fields.some((field) => field.name === CURRENCY);
  return fields
    .filter((field) => !LEFT_OUT.includes(field.type))
    .map((field) => {
      const kind = kindOf(field);
      const history = tracked.get(field.name);
      return {
        name: field.name,
        label: field.label,
        kind,
        options: (field.picklistValues ?? []).map(({ value, label }) => ({ value, label: label ?? value })),
        isUser: kind === 'user',
        readOnly: field.calculated === true || field.updateable === false,
        // Checkboxes are among them: they are false instead.
        ...(field.nillable === false ? { required: true as const } : {}),
        ...(currencies && field.type === 'currency' ? { currencyField: CURRENCY } : {}),
        ...(field.type === 'currency' || field.name === 'StageName' ? { sensitive: true as const } : {}),
        ...(field.length && TEXTS.includes(field.type) ? { maxLength: field.length } : {}),
        ...(history === undefined ? {} : { tracked: history }),
        ...(kind === 'reference' ? namingOf(field) : {}),
      };
    });
}

/** The path by which a query reaches the name of the record that a lookup names; one of several kinds is called by its name. */
function namingOf({ relationshipName, referenceTo = [] }: ApiField): Pick<FieldMeta, 'naming'> {
  const [target = '', ...others] = referenceTo ?? [];
  const name = (others.length === 0 && NAMES[target]) || 'Name';
  return relationshipName ? { naming: `${relationshipName}.${name}` } : {};
}

function kindOf({ type, referenceTo, htmlFormatted, extraTypeInfo }: ApiField): FieldMeta['kind'] {
  switch (type) {
    case 'reference':
      return referenceTo?.includes('User') ? 'user' : 'reference';
    case 'picklist':
      return 'option';
    case 'multipicklist':
      return 'options';
    case 'boolean':
      return 'bool';
    case 'currency':
    case 'double':
    case 'int':
    case 'long':
    case 'percent':
      return 'number';
    case 'date':
    case 'datetime':
    case 'phone':
      return type;
    // How a file, a time of day or a hidden text reads again after a write is not documented well enough to tell that it was taken.
    case 'base64':
    case 'time':
    case 'encryptedstring':
      return 'rich';
    case 'textarea':
      return extraTypeInfo === 'richtextarea' || htmlFormatted ? 'rich' : 'text';
    default:
      return htmlFormatted ? 'rich' : 'text';
  }
}

/** A value of any JSON type as the product keeps it; records and history send the same value in different forms. */
export function canonical(value: unknown, kind: FieldMeta['kind']): string | null {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') return null;
  switch (kind) {
    case 'number':
      return Number.isFinite(Number(value)) ? String(Number(value)) : value;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? value;
    case 'datetime': {
      const at = timeOf(value);
      return Number.isFinite(at) ? timeText(at) : value;
    }
    case 'bool':
      return value.toLowerCase();
    case 'user':
    case 'reference':
      return recordId(value) ?? value;
    default:
      return value;
  }
}

/** Epoch ms of a time as Salesforce writes it (`…+0000`, which not every engine reads); `NaN` for anything else. */
export function timeOf(text: string): number {
  return Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}

/** Values of a record's answer by field. */
export function valuesOf(body: Record<string, unknown>, fields: readonly FieldMeta[]): Map<string, string | null> {
  // A field that may not be read is not in the answer: nothing is known of it, which is not the same as empty.
  const readable = fields.filter(({ name }) => name in body);
  return new Map(readable.map(({ name, kind }) => [name, canonical(body[name], kind)]));
}

/** Values as a save takes them: what `valuesOf` reads from the record afterwards. */
export function bodyOf(
  values: ReadonlyMap<string, string | null>,
  fields: readonly FieldMeta[],
): Record<string, string | number | boolean | null> {
  const kinds = new Map(fields.map(({ name, kind }) => [name, kind]));
  return Object.fromEntries([...values].map(([name, value]) => [name, sent(value, kinds.get(name))]));
}

/** A value in the JSON type of its kind. What does not fit is sent as it is, so that Salesforce says what is wrong with it. */
function sent(value: string | null, kind: FieldMeta['kind'] | undefined): string | number | boolean | null {
  // A checkbox cannot be empty, and null is refused there.
  if (value === null || value === '') return kind === 'bool' ? false : null;
  if (kind === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (kind === 'bool' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** The record's name. */
export function titleOf(body: Record<string, unknown>): string {
  for (const name of TITLES) {
    const value = body[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}
