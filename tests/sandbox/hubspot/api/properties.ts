/** Property definitions: reading them in any language, creating, changing and archiving custom ones. */
import { iso } from '../../engine/clock.ts';
import type { Reply } from '../../http.ts';
import type { Locale, ObjectTypeId, PropertyDefinition, PropertyOption } from '../types.ts';
import type { Call, Params } from './call.ts';
import { bodyOf, flag, inputsOf } from './call.ts';
import { ApiError, invalid } from './errors.ts';
import { requireSchema } from './objectTypes.ts';

/** Which field types go with which types. */
const FIELD_TYPES: Record<PropertyDefinition['type'], readonly string[]> = {
  string: ['text', 'textarea', 'html', 'phonenumber', 'file'],
  number: ['number', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox'],
  bool: ['booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  phone_number: ['phonenumber'],
};

const ORIGIN = '2024-03-04T09:00:00.000Z';

/** A definition as the API sends it; `locale` picks the label of HubSpot's own properties. */
function render(definition: PropertyDefinition, locale: string | null) {
  const { labels, readOnlyValue, archivedAt, createdAt = ORIGIN, updatedAt = createdAt, ...rest } = definition;
  const translated = locale && locale !== 'en' ? labels?.[locale as Locale] : undefined;
  return {
    ...rest,
    label: translated ?? definition.label,
    createdAt,
    updatedAt,
    ...(archivedAt && { archivedAt }),
    hasUniqueValue: definition.hasUniqueValue ?? false,
    externalOptions: definition.externalOptions ?? false,
    formField: !readOnlyValue,
    dataSensitivity: 'non_sensitive',
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyOptions: definition.hubspotDefined,
      readOnlyValue,
    },
  };
}

const unknownProperty = (name: string): ApiError =>
  new ApiError(404, 'OBJECT_NOT_FOUND', `No property exists with name ${name}`, {
    subCategory: 'PropertyValidationError.PROPERTY_DOESNT_EXIST',
    context: { propertyName: [name] },
  });

function optionsOf(raw: unknown): PropertyOption[] {
  if (raw === undefined) return [];
  if (!Array.isArray(raw)) throw invalid('options must be a list');
  return raw.map((option: Partial<PropertyOption>, index) => {
    if (typeof option.value !== 'string' || typeof option.label !== 'string')
      throw invalid('Options need value and label');
    return {
      value: option.value,
      label: option.label,
      displayOrder: option.displayOrder ?? index,
      hidden: option.hidden === true,
    };
  });
}

function defineFrom(call: Call, typeId: ObjectTypeId, input: Record<string, unknown>): PropertyDefinition {
  const required = ['name', 'label', 'type', 'fieldType', 'groupName'];
  const absent = required.filter((key) => typeof input[key] !== 'string' || input[key] === '');
  if (absent.length > 0) throw invalid(`Some required fields were not set: [${absent.join(', ')}]`);
  const [name, label, type, fieldType, groupName] = required.map((key) => String(input[key])) as [
    string,
    string,
    string,
    string,
    string,
  ];
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(name)) throw invalid(`Property name "${name}" is invalid`);
  const allowed = FIELD_TYPES[type as PropertyDefinition['type']];
  if (!allowed) throw invalid(`Invalid property type ${type}`);
  if (!allowed.includes(fieldType)) throw invalid(`fieldType ${fieldType} cannot be used with type ${type}`);
  if (!call.store.catalog.group(typeId, groupName)) throw invalid(`Property group ${groupName} does not exist`);
  if (call.store.catalog.property(typeId, name)) {
    throw new ApiError(409, 'OBJECT_ALREADY_EXISTS', `A property named '${name}' already exists.`, {
      subCategory: 'Properties.PROPERTY_EXISTS',
    });
  }
  const at = iso(call.clock.now());
  return {
    name,
    label,
    type: type as PropertyDefinition['type'],
    fieldType,
    groupName,
    description: String(input.description ?? ''),
    options: optionsOf(input.options),
    hubspotDefined: false,
    calculated: fieldType === 'calculation_equation',
    readOnlyValue: fieldType === 'calculation_equation',
    hidden: input.hidden === true,
    archived: false,
    displayOrder: Number(input.displayOrder ?? -1),
    ...(input.hasUniqueValue === true && { hasUniqueValue: true }),
    createdAt: at,
    updatedAt: at,
  };
}

export function listProperties(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'read');
  const definitions = call.store.catalog.properties(type.id, flag(call, 'archived'));
  return { status: 200, body: { results: definitions.map((one) => render(one, call.query.get('locale'))) } };
}

export function readProperty(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'read');
  const name = params.name ?? '';
  const { catalog } = call.store;
  const definition = flag(call, 'archived') ? catalog.anyProperty(type.id, name) : catalog.property(type.id, name);
  if (!definition) throw unknownProperty(name);
  return { status: 200, body: render(definition, call.query.get('locale')) };
}

export function createProperty(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'write');
  const definition = defineFrom(call, type.id, bodyOf(call));
  call.store.catalog.put(type.id, definition);
  return { status: 201, body: render(definition, null) };
}

export function updateProperty(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'write');
  const name = params.name ?? '';
  const old = call.store.catalog.property(type.id, name);
  if (!old) throw unknownProperty(name);
  const body = bodyOf(call);
  if (old.hubspotDefined) throw invalid(`Property ${name} is read only and cannot be changed`);
  const changed: PropertyDefinition = {
    ...old,
    ...(typeof body.label === 'string' && { label: body.label }),
    ...(typeof body.description === 'string' && { description: body.description }),
    ...(typeof body.groupName === 'string' && { groupName: body.groupName }),
    ...(typeof body.hidden === 'boolean' && { hidden: body.hidden }),
    ...(body.options !== undefined && { options: optionsOf(body.options) }),
    updatedAt: iso(call.clock.now()),
  };
  call.store.catalog.put(type.id, changed);
  return { status: 200, body: render(changed, null) };
}

export function archiveProperty(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'write');
  const name = params.name ?? '';
  if (call.store.catalog.property(type.id, name)?.hubspotDefined) {
    throw invalid(`Property ${name} is read only and cannot be deleted`);
  }
  call.store.catalog.archive(type.id, name, iso(call.clock.now()));
  return { status: 204 };
}

/** Batch create, read and archive; what fails is reported next to what works. */
export function batchProperties(call: Call, params: Params): Reply {
  const action = params.action ?? '';
  const type = requireSchema(call, params.type ?? '', action === 'read' ? 'read' : 'write');
  const inputs = inputsOf(bodyOf(call), 100);
  const { catalog } = call.store;
  const results: unknown[] = [];
  const errors: unknown[] = [];
  for (const input of inputs) {
    const name = String(input.name);
    try {
      if (action === 'archive') catalog.archive(type.id, name, iso(call.clock.now()));
      else if (action === 'create') {
        const definition = defineFrom(call, type.id, input);
        catalog.put(type.id, definition);
        results.push(render(definition, null));
      } else {
        const definition = catalog.property(type.id, name);
        if (!definition) throw unknownProperty(name);
        results.push(render(definition, call.query.get('locale')));
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { correlationId: _, ...body } = error.reply.body as Record<string, unknown>;
      errors.push({ context: { name: [name] }, errors: [], links: {}, ...body });
    }
  }
  if (action === 'archive') return { status: 204 };
  const at = iso(call.clock.now());
  const partial = errors.length > 0 && { numErrors: errors.length, errors };
  const status = partial && call.version !== '2026-09' ? 207 : action === 'create' ? 201 : 200;
  return { status, body: { status: 'COMPLETE', results, ...partial, startedAt: at, completedAt: at } };
}
