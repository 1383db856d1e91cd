/** What jsforce and a raw client learn of objects and fields, and who sees which. */
import { describe, expect, it } from 'vitest';
import { DATA, failure, useSalesforce } from './support.ts';

interface Field {
  name: string;
  label: string;
  type: string;
  updateable: boolean;
  calculated: boolean;
  picklistValues: Array<{ value: string; label: string }>;
  [key: string]: unknown;
}

describe('schemas', () => {
  const salesforce = useSalesforce({ told: false });

  describe('descriptions', () => {
    const { call } = salesforce;
    const fieldsOf = async (object: string, token?: string): Promise<Map<string, Field>> => {
      const { fields } = await salesforce.client(token).describe(object);
      return new Map((fields as unknown as Field[]).map((field) => [field.name, field]));
    };

    it('list the versions without a token, and the resources with one', async () => {
      const versions = await fetch(`${salesforce.base}/services/data/`);
      expect(await versions.json()).toContainEqual({
        label: "Winter '27",
        url: '/services/data/v68.0',
        version: '68.0',
      });
      const resources = await salesforce.call(DATA);
      expect(resources.body).toMatchObject({ sobjects: `${DATA}/sobjects`, query: `${DATA}/query` });
      expect((await salesforce.call('/services/data/v12.0/limits')).status).toBe(404);
    });

    it('list the objects with their key prefixes, history objects among them', async () => {
      const { sobjects } = await salesforce.client().describeGlobal();
      const byName = new Map(sobjects.map((one) => [one.name, one]));
      expect(byName.get('Opportunity')).toMatchObject({ keyPrefix: '006', label: 'Opportunity', custom: false });
      expect(byName.get('Renewal__c')).toMatchObject({ keyPrefix: 'a0X', custom: true });
      for (const name of ['OpportunityFieldHistory', 'AccountHistory', 'CaseHistory', 'Renewal__History']) {
        expect(byName.get(name)?.keyPrefix, name).toBe('017');
      }
      expect(byName.has('OpportunityHistory')).toBe(true);
    });

    it('describe fields as clients need them', async () => {
      const fields = await fieldsOf('Opportunity');
      expect(fields.get('StageName')).toMatchObject({
        label: 'Stage',
        type: 'picklist',
        nillable: false,
        updateable: true,
      });
      expect(fields.get('StageName')?.picklistValues[0]).toMatchObject({ active: true, value: 'Prospecting' });
      expect(fields.get('OwnerId')).toMatchObject({ referenceTo: ['User'], relationshipName: 'Owner' });
      expect(fields.get('ExpectedRevenue')).toMatchObject({ calculated: true, updateable: false });
      expect(fields.get('Renewal_Status__c')).toMatchObject({ restrictedPicklist: true, custom: true });
      expect(fields.get('CurrencyIsoCode')).toMatchObject({ type: 'picklist' });
      const contact = await fieldsOf('Contact');
      expect(contact.get('LastName')).toMatchObject({ compoundFieldName: 'Name', nillable: false });
      expect(contact.get('Name')).toMatchObject({ updateable: false, nameField: true });
      const labels = [...(await fieldsOf('Case')).values()].filter(({ label }) => label === 'Status');
      expect(labels.map(({ name }) => name)).toEqual(['Status', 'Support_Status__c']);
    });

    it('leave out fields the caller must not see, and currencies where there is one alone', async () => {
      expect((await fieldsOf('Opportunity')).has('Margin__c')).toBe(false);
      expect((await fieldsOf('Opportunity', salesforce.main.tokens.readonly)).has('Margin__c')).toBe(false);
      const other = await fieldsOf('Opportunity', salesforce.other.tokens.full);
      expect(other.has('CurrencyIsoCode')).toBe(false);
      expect((await fieldsOf('Account', salesforce.other.tokens.full)).has('IsPersonAccount')).toBe(false);
      expect((await fieldsOf('Account')).has('IsPersonAccount')).toBe(true);
    });

    it('show a token that only reads that nothing can be updated', async () => {
      const fields = [...(await fieldsOf('Opportunity', salesforce.main.tokens.readonly)).values()];
      expect(fields.some(({ updateable }) => updateable)).toBe(false);
    });

    it('are not sent again to who has them already', async () => {
      const path = `${DATA}/sobjects/Lead/describe`;
      const first = await call(path);
      const since = first.headers.get('last-modified') ?? '';
      expect((await call(path, { headers: { 'if-modified-since': since } })).status).toBe(304);
      const earlier = new Date(Date.parse(since) - 60_000).toUTCString();
      expect((await call(path, { headers: { 'if-modified-since': earlier } })).status).toBe(200);
      expect((await call(`${DATA}/sobjects/Nonsense/describe`)).body).toMatchObject([{ errorCode: 'NOT_FOUND' }]);
    });

    it('have labels and options in the user’s language, with names that stay', async () => {
      const info = async (headers = {}) => {
        const { body } = await call(`${DATA}/ui-api/object-info/Opportunity`, { headers });
        return body as { apiName: string; label: string; fields: Record<string, { label: string; dataType: string }> };
      };
      expect((await info()).fields.StageName).toMatchObject({ label: 'Stage', dataType: 'Picklist' });
      salesforce.sandbox.settings.set({ language: 'de' });
      expect((await info()).fields.StageName?.label).toBe('Phase');
      expect((await fieldsOf('Opportunity')).get('CloseDate')?.label).toBe('Schlusstermin');
      expect((await fieldsOf('Opportunity')).get('Priority__c')?.label).toBe('Priority');
      expect((await info({ 'accept-language': 'fr' })).fields.StageName?.label).toBe('Étape');
      expect((await info({ 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8' })).fields.StageName?.label).toBe('Phase');
      salesforce.sandbox.settings.set({ language: 'ar' });
      expect((await info()).label).toBe('الفرصة');
      salesforce.sandbox.settings.set({ language: 'en' });
    });

    it('offer the options of a record type, with what a stage means', async () => {
      const { body } = await call(`${DATA}/ui-api/object-info/Opportunity`);
      const { recordTypeInfos } = body as { recordTypeInfos: Record<string, { name: string }> };
      const byName = new Map(Object.entries(recordTypeInfos).map(([id, { name }]) => [name, id]));
      const stages = async (type: string) => {
        const path = `${DATA}/ui-api/object-info/Opportunity/picklist-values/${byName.get(type)}/StageName`;
        return ((await call(path)).body as { values: Array<{ value: string; attributes: object }> }).values;
      };
      const [business, partner] = [await stages('New Business'), await stages('Partner')];
      expect(business.map(({ value }) => value)).not.toContain('Partner Signed');
      expect(partner.map(({ value }) => value)).toContain('Partner Signed');
      expect(business.find(({ value }) => value === 'Closed Won')?.attributes).toEqual({
        picklistAtrributesValueType: 'OpportunityStagePicklistValueAttributes',
        closed: true,
        won: true,
        defaultProbability: 100,
        forecastCategoryName: 'Closed',
      });
    });

    it('give the layouts of the page', async () => {
      const read = async (type: string) => {
        const { body } = await call(`${DATA}/ui-api/layout/Opportunity?layoutType=${type}&mode=View`);
        const { sections } = body as {
          sections: Array<{
            heading: string;
            layoutRows: Array<{ layoutItems: Array<{ layoutComponents: Array<{ apiName: string }> }> }>;
          }>;
        };
        return sections.flatMap(({ layoutRows }) =>
          layoutRows.flatMap(({ layoutItems }) =>
            layoutItems.flatMap(({ layoutComponents }) => layoutComponents.map(({ apiName }) => apiName)),
          ),
        );
      };
      expect(await read('Full')).toEqual(expect.arrayContaining(['StageName', 'Amount', 'Commission_Rate__c']));
      expect(await read('Full')).not.toContain('Margin__c');
      expect(await read('Compact')).toEqual(['Name', 'AccountId', 'CloseDate', 'Amount', 'OwnerId']);
    });
  });

  describe('fields made through the API', () => {
    const metadata = { label: 'AI Suggested Stage', type: 'Text', length: 255, required: false, trackHistory: false };
    const make = (FullName: string, Metadata: object = metadata, token?: string) =>
      salesforce.call(`${DATA}/tooling/sobjects/CustomField`, {
        json: { FullName, Metadata },
        ...(token && { token }),
      });

    it('are nobody’s to see until a permission set grants them', async () => {
      const made = await make('Opportunity.AI_Suggested_StageName__c');
      expect(made).toMatchObject({ status: 201, body: { success: true, errors: [], warnings: [], infos: [] } });
      const ask = () => salesforce.soql('SELECT AI_Suggested_StageName__c FROM Opportunity LIMIT 1');
      expect((await ask()).body).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
      const client = salesforce.client();
      const { records } = await client.query("SELECT Id FROM PermissionSet WHERE Name = 'Countersign'");
      await client.sobject('FieldPermissions').create({
        ParentId: records[0]?.Id ?? '',
        SobjectType: 'Opportunity',
        Field: 'Opportunity.AI_Suggested_StageName__c',
        PermissionsRead: true,
        PermissionsEdit: true,
      });
      expect((await ask()).status).toBe(200);
      const reader = await salesforce.soql(
        'SELECT AI_Suggested_StageName__c FROM Opportunity',
        salesforce.main.tokens.readonly,
      );
      expect(reader.status).toBe(400);
      const people = await client.query("SELECT Id FROM User WHERE Name = 'Report Reader'");
      await client.sobject('PermissionSetAssignment').create({
        AssigneeId: people.records[0]?.Id ?? '',
        PermissionSetId: records[0]?.Id ?? '',
      });
      const assigned = await salesforce.soql(
        'SELECT AI_Suggested_StageName__c FROM Opportunity',
        salesforce.main.tokens.readonly,
      );
      expect(assigned.status).toBe(200);
      const { id } = salesforce.noted('another currency');
      await client.sobject('Opportunity').update({ Id: id, AI_Suggested_StageName__c: 'Closed Won' });
      expect(salesforce.sandbox.stagingFields()).toMatchObject([
        { crm: 'salesforce', object: 'Opportunity', name: 'AI_Suggested_StageName__c', type: 'string' },
      ]);
    });

    it('are refused without the right, twice, with a bad name, or as the twenty-first tracked field', async () => {
      const { noSchema } = salesforce.main.tokens;
      expect(await make('Lead.A__c', metadata, noSchema)).toMatchObject({
        status: 403,
        body: [{ errorCode: 'INSUFFICIENT_ACCESS' }],
      });
      await make('Lead.Twice__c');
      expect((await make('Lead.Twice__c')).body).toMatchObject([{ errorCode: 'DUPLICATE_DEVELOPER_NAME' }]);
      expect((await make('Lead.UTM__Source__c')).body).toMatchObject([{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }]);
      expect((await make(`Lead.${'x'.repeat(41)}__c`)).body).toMatchObject([{ errorCode: 'STRING_TOO_LONG' }]);
      expect((await make(`Lead.${'x'.repeat(40)}__c`)).status).toBe(201);
      const tracked = { ...metadata, trackHistory: true };
      for (const name of ['Priority2', 'Priority3']) await make(`Opportunity.${name}__c`, tracked);
      expect((await make('Opportunity.One_More__c', tracked)).body).toMatchObject([
        { errorCode: 'FIELD_INTEGRITY_EXCEPTION' },
      ]);
    });

    it('can be picklists and long texts, and be deleted again', async () => {
      const value = [{ fullName: 'A', label: 'A', default: false }];
      const valueSet = { restricted: true, valueSetDefinition: { sorted: false, value } };
      const made = await make('Case.Pick__c', { label: 'Pick', type: 'Picklist', valueSet });
      await make('Case.Long__c', { label: 'Long', type: 'LongTextArea', length: 32_768, visibleLines: 3 });
      expect(salesforce.sandbox.stagingFields()).toContainEqual(
        expect.objectContaining({ name: 'Long__c', type: 'textarea', length: 32_768 }),
      );
      const { id } = made.body as { id: string };
      expect((await salesforce.call(`${DATA}/tooling/sobjects/CustomField/${id}`, { method: 'DELETE' })).status).toBe(
        204,
      );
      expect(salesforce.sandbox.stagingFields().map((one) => (one as { name: string }).name)).not.toContain('Pick__c');
    });

    it('fail in jsforce with Salesforce’s code', async () => {
      const error = await failure(() =>
        salesforce.client().tooling.sobject('CustomField').create({ FullName: 'Nonsense.X__c', Metadata: metadata }),
      );
      expect(error.errorCode).toBe('INVALID_INPUT');
    });
  });
});
