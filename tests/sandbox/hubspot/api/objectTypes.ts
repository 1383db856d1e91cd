/** Names an object type goes by in paths, and the scopes it takes. */
import type { ObjectTypeId } from '../types.ts';
import type { Call } from './call.ts';
import { invalid, missingScopes } from './errors.ts';

interface TypeInfo {
  id: ObjectTypeId;
  singular: string;
  plural: string;
  defaults: readonly string[];
  /** Properties `query` of a search looks into. */
  searchable: readonly string[];
}

const TYPES: readonly TypeInfo[] = [
  {
    id: '0-1',
    singular: 'contact',
    plural: 'contacts',
    defaults: ['firstname', 'lastname', 'email'],
    searchable: ['firstname', 'lastname', 'email', 'phone', 'company'],
  },
  {
    id: '0-2',
    singular: 'company',
    plural: 'companies',
    defaults: ['name', 'domain'],
    searchable: ['name', 'domain', 'phone'],
  },
  {
    id: '0-3',
    singular: 'deal',
    plural: 'deals',
    defaults: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage'],
    searchable: ['dealname', 'description'],
  },
  {
    id: '0-5',
    singular: 'ticket',
    plural: 'tickets',
    defaults: ['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_priority', 'hs_ticket_category'],
    searchable: ['subject', 'content'],
  },
  { id: '0-46', singular: 'note', plural: 'notes', defaults: [], searchable: ['hs_note_body'] },
];

/** Looks a type up by plural, singular or id. */
export function objectType(name: string): TypeInfo {
  const wanted = name.toLowerCase();
  const found = TYPES.find((type) => type.id === wanted || type.plural === wanted || type.singular === wanted);
  if (!found) throw invalid(`Unable to infer object type from: ${name}`);
  return found;
}

const scopesFor = (type: TypeInfo, access: 'read' | 'write'): string[] => {
  if (type.id === '0-5') return ['tickets', `crm.objects.tickets.${access}`];
  if (type.id === '0-46') return [`crm.objects.contacts.${access}`];
  return [`crm.objects.${type.plural}.${access}`];
};

/** Throws 403 unless the token has one of the scopes. */
export function requireScope(call: Call, anyOf: readonly string[]): void {
  if (!anyOf.some((scope) => call.credential.scopes.has(scope))) throw missingScopes([...anyOf]);
}

export function requireObject(call: Call, name: string, access: 'read' | 'write'): TypeInfo {
  const type = objectType(name);
  requireScope(call, scopesFor(type, access));
  return type;
}

/** Definitions may be read with the object's read scope, changed only with the schema scope. */
export function requireSchema(call: Call, name: string, access: 'read' | 'write'): TypeInfo {
  const type = objectType(name);
  const plural = type.id === '0-46' ? 'contacts' : type.plural;
  const schema = `crm.schemas.${plural}.${access}`;
  requireScope(call, access === 'write' ? [schema] : [...scopesFor(type, 'read'), schema]);
  return type;
}
