/** What HubSpot accepts as a property value, and the form it stores it in. */
import type { Store, Values } from '../store.ts';
import type { ObjectTypeId, PropertyDefinition } from '../types.ts';
import type { PropertyProblem } from './errors.ts';
import { invalid, invalidProperties } from './errors.ts';

const MAX_TEXT = 65_536;

type Checked = { value: string } | { error: string; message: string };

const fail = (error: string, message: string): Checked => ({ error, message });

/** Instants without milliseconds are stored without them. */
const storedInstant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

function checkDate(raw: string, definition: PropertyDefinition): Checked {
  const ms = /^-?\d+$/.test(raw) ? Number(raw) : Date.parse(raw);
  if (Number.isNaN(ms)) return fail('INVALID_DATE', `${raw} was not a valid date.`);
  return { value: definition.type === 'date' ? new Date(ms).toISOString().slice(0, 10) : storedInstant(ms) };
}

function checkOption(raw: string, definition: PropertyDefinition, store: Store): Checked {
  const allowed = definition.externalOptions
    ? store.owners.filter((owner) => !owner.archived).map((owner) => owner.id)
    : definition.options.map((option) => option.value);
  const chosen = definition.fieldType === 'checkbox' ? raw.split(';').filter(Boolean) : [raw];
  const stranger = chosen.find((value) => !allowed.includes(value));
  if (stranger === undefined) return { value: chosen.join(';') };
  return fail('INVALID_OPTION', `${stranger} was not one of the allowed options: [${allowed.join(', ')}]`);
}

function check(raw: string, definition: PropertyDefinition, store: Store): Checked {
  if (raw === '') return { value: '' };
  switch (definition.type) {
    case 'number':
      return Number.isNaN(Number(raw))
        ? fail('INVALID_NUMBER', `${raw} was not a valid number.`)
        : { value: raw.trim() };
    case 'bool':
      return /^(true|false)$/i.test(raw)
        ? { value: raw.toLowerCase() }
        : fail('INVALID_OPTION', `${raw} was not one of the allowed options: [true, false]`);
    case 'date':
    case 'datetime':
      return checkDate(raw, definition);
    case 'enumeration':
      return checkOption(raw, definition, store);
    default:
      if (definition.name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(raw)) {
        return fail('INVALID_EMAIL', `Email address ${raw} is invalid`);
      }
      if (raw.length > MAX_TEXT) return fail('STRING_TOO_LONG', `The value is longer than ${MAX_TEXT} characters.`);
      return { value: raw };
  }
}

/**
 * Checks the `properties` of a write.
 *
 * @returns values in stored form; throws the 400 that lists every problem
 */
export function checkProperties(store: Store, typeId: ObjectTypeId, properties: unknown): Values {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw invalid('Some required fields were not set: [properties]');
  }
  const problems: PropertyProblem[] = [];
  const values: Values = {};
  for (const [name, raw] of Object.entries(properties)) {
    const checked = checkProperty(store, typeId, name, raw);
    if ('value' in checked) values[name] = checked.value;
    else {
      const { error, message } = checked;
      const portalId = Number(store.portal.id);
      problems.push({ isValid: false, message, error, name, localizedErrorMessage: message, portalId });
    }
  }
  if (problems.length > 0) throw invalidProperties(problems);
  return values;
}

function checkProperty(store: Store, typeId: ObjectTypeId, name: string, raw: unknown): Checked {
  const definition = store.catalog.property(typeId, name);
  if (!definition) return fail('PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
  if (definition.readOnlyValue || definition.calculated) {
    return fail('READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  }
  if (raw !== null && typeof raw === 'object') return fail('INVALID_VALUE', 'Values must be strings');
  return check(raw === null || raw === undefined ? '' : String(raw), definition, store);
}
