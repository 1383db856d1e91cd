/** Asks a CRM by its own API, as anybody with a key could, what a record holds and what its history tells. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Account } from './drive.ts';

export interface CrmRecord {
  object: string;
  id: string;
}

/** Salesforce's histories that are not called by the object's name. */
const HISTORIES: Record<string, string> = { Opportunity: 'OpportunityFieldHistory' };
const PIPEDRIVE_PATHS: Record<string, string> = { deal: 'deals', person: 'persons', organization: 'organizations' };
/** The changelog speaks the API's first version. */
const CHANGELOG_KEYS: Record<string, string> = { owner_id: 'user_id', phones: 'phone', emails: 'email' };

/** What a field holds now, as the API has it; `null` where it is empty. */
export async function fieldNow(
  sandbox: Sandbox,
  account: Account,
  { object, id }: CrmRecord,
  field: string,
): Promise<string | null> {
  switch (account.crm) {
    case 'hubspot': {
      const path = `/crm/v3/objects/${object}/${id}?properties=${field}`;
      const { properties } = await get<{ properties: Values }>(sandbox, account, path);
      return asText(properties[field]);
    }
    case 'salesforce': {
      const path = `/services/data/v67.0/sobjects/${object}/${id}?fields=${field}`;
      return asText((await get<Values>(sandbox, account, path))[field]);
    }
    case 'pipedrive': {
      const path = `/api/v2/${PIPEDRIVE_PATHS[object]}/${id}`;
      const { data } = await get<{ data: Values & { custom_fields?: Values } }>(sandbox, account, path);
      return asText(field in data ? data[field] : data.custom_fields?.[field]);
    }
  }
}

/** The values that a field's own history tells of, newest first. */
export async function historyOf(
  sandbox: Sandbox,
  account: Account,
  { object, id }: CrmRecord,
  field: string,
): Promise<(string | null)[]> {
  switch (account.crm) {
    case 'hubspot': {
      const path = `/crm/v3/objects/${object}/${id}?propertiesWithHistory=${field}`;
      const record = await get<{ propertiesWithHistory: Record<string, { value: unknown }[]> }>(sandbox, account, path);
      return (record.propertiesWithHistory[field] ?? []).map(({ value }) => asText(value));
    }
    case 'salesforce': {
      const from = HISTORIES[object] ?? `${object}History`;
      // A reference's rows go by its name without the ending; each change of it has one row with the name and one with the id.
      const fields = `'${field}', '${field.replace(/Id$/, '')}'`;
      const soql = `SELECT NewValue FROM ${from} WHERE ${object}Id = '${id}' AND Field IN (${fields}) ORDER BY CreatedDate DESC, Id DESC`;
      const path = `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;
      const { records } = await get<{ records: { NewValue: unknown }[] }>(sandbox, account, path);
      return records.map(({ NewValue }) => asText(NewValue));
    }
    case 'pipedrive': {
      const path = `/api/v1/${PIPEDRIVE_PATHS[object]}/${id}/changelog?limit=500`;
      const { data } = await get<{ data: { field_key: string; new_value: unknown }[] }>(sandbox, account, path);
      const key = CHANGELOG_KEYS[field] ?? field;
      return data.flatMap(({ field_key, new_value }) => (field_key === key ? [asText(new_value)] : []));
    }
  }
}

type Values = Record<string, unknown>;

async function get<T>({ info }: Sandbox, { crm, tokens }: Account, path: string): Promise<T> {
  const headers: Record<string, string> =
    crm === 'pipedrive' ? { 'x-api-token': tokens.full } : { authorization: `Bearer ${tokens.full}` };
  const response = await fetch(info.apis[crm] + path, { headers });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** A value as text; of lists, such as Pipedrive's telephone numbers, what their entries hold. */
function asText(value: unknown): string | null {
  if (Array.isArray(value))
    return asText(value.map((one) => asText((one as { value?: unknown }).value ?? one)).join(';'));
  return value === null || value === undefined || value === '' ? null : String(value);
}
