/** The three vendors' clients behind one face: what a deal and its fields are called, and what is read and written. */
import { Client } from '@hubspot/api-client';
import { Connection } from 'jsforce';
import * as pipedrive from 'pipedrive/v2';
import type { AccountInfo, Crm } from '../../sandbox/crm.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** A record's fields as text. */
export type Values = Record<string, string | null>;

/** What one CRM's deals and their fields are called, and its client reads and writes with. */
export interface Side {
  deal: string;
  /** An object without any fields for proposals; `null` where every object has them. */
  bare: string | null;
  fields: Record<'stage' | 'amount' | 'date' | 'pick' | 'text' | 'long' | 'readOnly' | 'plain', string>;
  /** A stage deals of the story do not begin in. */
  stage: string;
  /** The field in which a value is proposed for a field of an object, a deal where none is named. */
  staged(field: string, object?: string): string;
  metadata: string;
  count: string;
  read(object: string, id: string): Promise<Values>;
  write(object: string, id: string, set: Values): Promise<void>;
  /** Makes a staging field through the API and returns its name. */
  makeField(): Promise<string>;
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
const texts = (record: object): Values => Object.fromEntries(Object.entries(record).map(([k, v]) => [k, text(v)]));

async function hubspotSide({ apis }: Sandbox['info'], { tokens }: AccountInfo): Promise<Side> {
  const { crm } = new Client({ accessToken: tokens.full, basePath: apis.hubspot, numberOfApiCallRetries: 0 });
  const names = new Map<string, string[]>();
  for (const object of ['0-1', '0-2', '0-3']) {
    names.set(
      object,
      (await crm.properties.coreApi.getAll(object)).results.map(({ name }) => name),
    );
  }
  return {
    deal: '0-3',
    bare: '0-5',
    fields: {
      stage: 'dealstage',
      amount: 'amount',
      date: 'closedate',
      pick: 'hs_priority',
      text: 'hs_next_step',
      long: 'description',
      readOnly: 'hs_projected_amount',
      plain: 'dealtype',
    },
    stage: 'closedlost',
    staged: (field) => `ai_suggested_${field}`,
    metadata: 'ai_suggestions',
    count: 'ai_pending_count',
    async read(object, id) {
      const { results } = await crm.objects.batchApi.read(object, {
        inputs: [{ id }],
        properties: names.get(object) ?? [],
        propertiesWithHistory: [],
      });
      return texts(results[0]?.properties ?? {});
    },
    async write(object, id, set) {
      const properties = Object.fromEntries(Object.entries(set).map(([name, value]) => [name, value ?? '']));
      await crm.objects.basicApi.update(object, id, { properties });
    },
    async makeField() {
      const { name } = await crm.properties.coreApi.create('0-3', {
        name: 'ai_suggested_dealtype',
        label: 'AI suggested deal type',
        groupName: 'dealinformation',
        type: 'string',
        fieldType: 'text',
      } as never);
      return name;
    },
  };
}

async function salesforceSide({ apis }: Sandbox['info'], { tokens }: AccountInfo): Promise<Side> {
  const client = new Connection({ instanceUrl: apis.salesforce, accessToken: tokens.full, version: '66.0' });
  return {
    deal: 'Opportunity',
    bare: 'Case',
    fields: {
      stage: 'StageName',
      amount: 'Amount',
      date: 'CloseDate',
      pick: 'Priority__c',
      text: 'NextStep',
      long: 'Description',
      readOnly: 'ExpectedRevenue',
      plain: 'Type',
    },
    stage: 'Closed Lost',
    staged: (field) => `AI_Suggested_${field.replace(/__c$/, '')}__c`,
    metadata: 'AI_Suggestions__c',
    count: 'AI_Pending_Count__c',
    read: async (object, id) => texts(await client.sobject(object).retrieve(id)),
    async write(object, id, set) {
      await client.sobject(object).update({ Id: id, ...set });
    },
    async makeField() {
      await client.tooling.sobject('CustomField').create({
        FullName: 'Opportunity.AI_Suggested_Type__c',
        Metadata: { label: 'AI Suggested Type', type: 'Text', length: 255 },
      });
      return 'AI_Suggested_Type__c';
    },
  };
}

async function pipedriveSide({ apis }: Sandbox['info'], { tokens }: AccountInfo): Promise<Side> {
  const configuration = new pipedrive.Configuration({
    apiKey: tokens.full,
    basePath: `${apis.pipedrive}/api/v2`,
  });
  const dealFields = new pipedrive.DealFieldsApi(configuration);
  const [deals, persons, organizations] = [
    new pipedrive.DealsApi(configuration),
    new pipedrive.PersonsApi(configuration),
    new pipedrive.OrganizationsApi(configuration),
  ];
  const lists: Record<string, { data?: unknown }> = {
    deal: await dealFields.getDealFields({ limit: 500 }),
    person: await new pipedrive.PersonFieldsApi(configuration).getPersonFields({ limit: 500 }),
    organization: await new pipedrive.OrganizationFieldsApi(configuration).getOrganizationFields({ limit: 500 }),
  };
  const known = (object: string) => lists[object]?.data as Array<{ field_code: string; field_name: string }>;
  const code = (name: string, object = 'deal') =>
    known(object).find((one) => one.field_name === name)?.field_code ?? '';
  const label = (field: string, object = 'deal') =>
    known(object).find((one) => one.field_code === field)?.field_name ?? '';
  /** Numbers of a person are a list. */
  const plain = (value: unknown) =>
    Array.isArray(value) ? value.map((one) => (one as { value: string }).value).join(';') || null : text(value);
  return {
    deal: 'deal',
    bare: null,
    fields: {
      stage: 'stage_id',
      amount: 'value',
      date: 'expected_close_date',
      pick: code('Priority'),
      text: code('Next step'),
      long: code('Description'),
      readOnly: 'weighted_value',
      plain: code('Deal type'),
    },
    stage: '6',
    staged: (field, object) => code(`AI suggested ${label(field, object)}`, object),
    metadata: code('AI suggestions'),
    count: code('AI pending count'),
    async read(object, id) {
      const { data } =
        object === 'deal'
          ? await deals.getDeal({ id: Number(id) })
          : object === 'person'
            ? await persons.getPerson({ id: Number(id) })
            : await organizations.getOrganization({ id: Number(id) });
      const { custom_fields: custom = {}, ...root } = (data ?? {}) as { custom_fields?: object };
      return Object.fromEntries(Object.entries({ ...root, ...custom }).map(([key, value]) => [key, plain(value)]));
    },
    async write(_object, id, set) {
      const custom = Object.entries(set).filter(([field]) => field.length === 40);
      const root = Object.entries(set).filter(([field]) => field.length !== 40);
      const UpdateDealRequest = { ...Object.fromEntries(root), custom_fields: Object.fromEntries(custom) };
      await deals.updateDeal({ id: Number(id), UpdateDealRequest });
    },
    async makeField() {
      const { data } = await dealFields.addDealField({
        AddDealFieldRequest: { field_name: 'AI suggested Deal type', field_type: 'varchar' },
      });
      return data?.field_code ?? '';
    },
  };
}

const SIDES: Record<Crm, (info: Sandbox['info'], account: AccountInfo) => Promise<Side>> = {
  hubspot: hubspotSide,
  salesforce: salesforceSide,
  pipedrive: pipedriveSide,
};

/** The main account of a CRM, with its full token. */
export async function sideOf(info: Sandbox['info'], crm: Crm): Promise<Side & { account: AccountInfo }> {
  const account = info.accounts.find((one) => one.crm === crm);
  if (!account) throw new Error(`no account of ${crm}`);
  return { account, ...(await SIDES[crm](info, account)) };
}
