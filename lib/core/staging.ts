/**
 * Staging: the fields of a record in which agents propose values and people's decisions are kept.
 *
 * By convention, unless the team file says otherwise:
 * | | HubSpot | Salesforce | Pipedrive (by label) |
 * |---|---|---|---|
 * | proposed value of a field | `ai_suggested_<property>` | `AI_Suggested_<Field>__c` | `AI suggested <field>` |
 * | metadata | `ai_suggestions` | `AI_Suggestions__c` | `AI suggestions` |
 * | number of open suggestions | `ai_pending_count` | `AI_Pending_Count__c` | `AI pending count` |
 * | ledger | `countersign_ledger` | `Countersign_Ledger__c` | `Countersign ledger` |
 *
 * Metadata adds to the value in the staging field and is its authority only where a field has no staging field. Pure.
 */
import { foldLabel } from './agreement';
import type { TeamFile } from './team';
import type { Crm } from './types';

/** A field as far as its name matters here. */
export interface NamedField {
  name: string;
  label: string;
}

/** The staging fields of one object, by the names under which the CRM's API knows them. */
export interface Staging {
  /** Field → the field in which its proposed value stands. */
  fields: ReadonlyMap<string, string>;
  metadata: string | null;
  count: string | null;
  ledger: string | null;
}

type Part = 'metadata' | 'count' | 'ledger';
export const STAGING_PARTS: readonly Part[] = ['metadata', 'count', 'ledger'];

const NAMES: Record<Crm, Record<Part, string>> = {
  hubspot: { metadata: 'ai_suggestions', count: 'ai_pending_count', ledger: 'countersign_ledger' },
  salesforce: { metadata: 'AI_Suggestions__c', count: 'AI_Pending_Count__c', ledger: 'Countersign_Ledger__c' },
  pipedrive: { metadata: 'AI suggestions', count: 'AI pending count', ledger: 'Countersign ledger' },
};

/** Salesforce allows 40 characters before `__c`, HubSpot 100 in all. */
const SALESFORCE_CHARS = 40;
const HUBSPOT_CHARS = 100;

/**
 * The name (Pipedrive: the label) of the staging field for a field.
 *
 * Salesforce: the field's name without `__c`, `__` made `_`; longer than 40 characters in all it is cut and ends in `_` and eight
 * hexadecimal digits of the FNV-1a hash of the field's full name. HubSpot: cut in the same way at 100.
 */
export function stagingName(crm: Crm, field: NamedField): string {
  if (crm === 'pipedrive') return `AI suggested ${field.label}`;
  if (crm === 'hubspot') return cut(`ai_suggested_${field.name}`, field.name, HUBSPOT_CHARS);
  const base = field.name.replace(/__c$/, '').replaceAll('__', '_');
  return `${cut(`AI_Suggested_${base}`, field.name, SALESFORCE_CHARS)}__c`;
}

/** The name (Pipedrive: the label) of one of the other staging fields. */
export function stagingPartName(crm: Crm, part: Part): string {
  return NAMES[crm][part];
}

/**
 * The staging fields that an object has.
 * @param fields all fields of the object
 */
export function stagingOf(crm: Crm, object: string, fields: readonly NamedField[], team: TeamFile): Staging {
  const byName = new Set(fields.map(({ name }) => name));
  const byLabel = new Map(fields.map(({ name, label }) => [foldLabel(label), name]));
  const find = (name: string) =>
    byName.has(name) ? name : crm === 'pipedrive' ? (byLabel.get(foldLabel(name)) ?? null) : null;
  const part = (one: Part, named: string | undefined) => (named ? find(named) : null) ?? find(NAMES[crm][one]);
  const own = team.fields;
  const parts = {
    metadata: part('metadata', own.metadata),
    count: part('count', own.count),
    ledger: part('ledger', own.ledger),
  };
  const mapped = new Map(
    (own.staging ?? []).filter((one) => one.object === object && byName.has(one.in)).map((one) => [one.field, one.in]),
  );
  const taken = new Set<string | null>([...mapped.values(), ...Object.values(parts)]);
  const found = new Map<string, string>();
  for (const field of fields) {
    const staging = mapped.get(field.name) ?? find(stagingName(crm, field));
    if (!staging || taken.has(field.name) || staging === field.name) continue;
    if (!mapped.has(field.name) && taken.has(staging)) continue;
    found.set(field.name, staging);
    taken.add(staging);
  }
  return { fields: found, ...parts };
}

/** True for a field that carries suggestions, decisions or their bookkeeping: no mark stands on it. */
export function isStaging(staging: Staging, field: string): boolean {
  const { metadata, count, ledger, fields } = staging;
  return field === metadata || field === count || field === ledger || [...fields.values()].includes(field);
}

function cut(name: string, full: string, limit: number): string {
  // Salesforce takes no two underscores in a row.
  return name.length <= limit ? name : `${name.slice(0, limit - 9).replace(/_+$/, '')}_${fnv1a(full)}`;
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): short names need no cryptography. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
