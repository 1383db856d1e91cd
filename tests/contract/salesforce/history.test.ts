/** The rows that every way of writing leaves. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoryRow } from './support.ts';
import { useSalesforce } from './support.ts';

describe('field history', () => {
  const salesforce = useSalesforce();
  const clean = () => salesforce.noted('clean deal').id;

  beforeEach(() => salesforce.clock.advance(10_000));

  const newest = async (object: string, id: string, count: number): Promise<HistoryRow[]> =>
    (await salesforce.history(object, id)).slice(0, count);

  const userOf = (id: string) => {
    const { people, agents } = salesforce.main;
    return [...people, ...agents].find((one) => one.id === id)?.userId;
  };

  it('names the person of an edit on the page, in the app and in bulk alike', async () => {
    for (const [via, value] of [
      ['page', '18100'],
      ['mobile', '18200'],
      ['bulk', '18300'],
      ['restore', '18100'],
    ] as const) {
      salesforce.clock.advance(2_000);
      await salesforce.write('lea', via, 'Opportunity', clean(), { Amount: value });
      const [row] = await newest('Opportunity', clean(), 1);
      expect(row, via).toMatchObject({
        Field: 'Amount',
        DataType: 'Currency',
        NewValue: Number(value),
        CreatedById: userOf('lea'),
        CreatedBy: { Name: 'Lea Okafor', UserType: 'Standard', Profile: { Name: 'Sales User' } },
      });
    }
  });

  it('names the user of a token, a flow, a site, an import and Salesforce’s own agent', async () => {
    const writers = [
      ['copilot', 'api', 'Pipeline Copilot', 'Standard', 'Salesforce API Only System Integrations'],
      ['billing', 'api', 'Billing Bridge', 'Standard', 'Minimum Access - API Only Integrations'],
      ['desk', 'api', 'Mara Lindqvist', 'Standard', 'System Administrator'],
      ['routing', 'workflow', 'Automated Process', 'AutomatedProcess', 'Automated Process'],
      ['form', 'form', 'Acme Website Site Guest User', 'Guest', 'Acme Website Profile'],
      ['import', 'import', 'Data Loader', 'Standard', 'Salesforce API Only System Integrations'],
      ['native', 'internal', 'EinsteinServiceAgent User', 'Standard', 'Einstein Agent User'],
      ['future', 'internal', 'Platform Service', 'PlatformService', 'Automated Process'],
      ['overlay', 'api', 'Countersign Integration', 'Standard', 'Countersign Integration'],
    ] as const;
    for (const [index, [actor, via, Name, UserType, profile]] of writers.entries()) {
      salesforce.clock.advance(2_000);
      await salesforce.write(actor, via, 'Opportunity', clean(), { NextStep: `Step ${index}` });
      const [row] = await newest('Opportunity', clean(), 1);
      expect(row, actor).toMatchObject({
        Field: 'NextStep',
        DataType: 'Text',
        NewValue: `Step ${index}`,
        CreatedBy: { Name, UserType, Profile: { Name: profile } },
      });
    }
  });

  it('has two rows for a lookup, one with names and one with ids, in the same second', async () => {
    await salesforce.write('tom', 'page', 'Opportunity', clean(), {
      OwnerId: String(userOf('ivo')),
      Commission_Owner__c: String(userOf('dana')),
    });
    const rows = await newest('Opportunity', clean(), 4);
    expect(new Set(rows.map((row) => row.CreatedDate)).size).toBe(1);
    const pairs = rows.map((row) => [row.Field, row.DataType, row.OldValue, row.NewValue]);
    expect(pairs).toEqual([
      ['Commission_Owner__c', 'Text', 'Lea Okafor', 'Dana Reyes'],
      ['Commission_Owner__c', 'EntityId', userOf('lea'), userOf('dana')],
      ['Owner', 'Text', 'Lea Okafor', 'Ivo Brandt'],
      ['Owner', 'EntityId', userOf('lea'), userOf('ivo')],
    ]);
  });

  it('derives probability and forecast category from a stage, in the same second and by the same user', async () => {
    await salesforce.write('copilot', 'api', 'Opportunity', clean(), { StageName: 'Closed Won' });
    const rows = await newest('Opportunity', clean(), 3);
    expect(rows.map((row) => [row.Field, row.NewValue, row.CreatedById])).toEqual([
      ['ForecastCategoryName', 'Closed', userOf('copilot')],
      ['Probability', 100, userOf('copilot')],
      ['StageName', 'Closed Won', userOf('copilot')],
    ]);
    expect(new Set(rows.map((row) => row.CreatedDate)).size).toBe(1);
    const truth = new Map(salesforce.truth(clean()).map((cell) => [cell.field, cell]));
    expect(truth.get('StageName')).toMatchObject({ attribution: 'agent' });
    expect(truth.get('Probability')).toMatchObject({ attribution: 'system', value: '100' });
  });

  it('keeps a probability that is given, and leaves it alone when something else changes', async () => {
    const id = salesforce.noted('namesake of the damaged').id;
    await salesforce.write('tom', 'page', 'Opportunity', id, { StageName: 'Needs Analysis', Probability: '35' });
    salesforce.clock.advance(2_000);
    await salesforce.write('tom', 'page', 'Opportunity', id, { NextStep: 'Wait' });
    const truth = new Map(salesforce.truth(id).map((cell) => [cell.field, cell]));
    expect(truth.get('Probability')).toMatchObject({ value: '35', attribution: 'human' });
    const { body } = await salesforce.call(
      `/services/data/v66.0/sobjects/Opportunity/${id}?fields=Probability,ExpectedRevenue,Amount`,
    );
    expect(body).toMatchObject({ Probability: 35 });
    const { Amount, ExpectedRevenue } = body as { Amount: number; ExpectedRevenue: number };
    expect(ExpectedRevenue).toBeCloseTo(Amount * 0.35);
  });

  it('says that a long text or several options changed, not how', async () => {
    await salesforce.write('copilot', 'api', 'Opportunity', clean(), { Description: 'New text' });
    const [row] = await newest('Opportunity', clean(), 1);
    expect(row).toMatchObject({ Field: 'Description', OldValue: null, NewValue: null, CreatedById: userOf('copilot') });
    const contact = salesforce.noted('UTM values an agent overwrote').id;
    await salesforce.write('ivo', 'page', 'Contact', contact, { Interests__c: 'api;support' });
    expect((await newest('Contact', contact, 1))[0]).toMatchObject({ Field: 'Interests__c', NewValue: null });
  });

  it('has values of their own type: dates, ticks, percents, options', async () => {
    await salesforce.write('tom', 'page', 'Opportunity', clean(), {
      CloseDate: '2027-03-01',
      Partner_Sourced__c: 'true',
      Commission_Rate__c: '7.5',
      Priority__c: 'Low',
    });
    const rows = new Map((await newest('Opportunity', clean(), 4)).map((row) => [row.Field, row]));
    expect(rows.get('CloseDate')).toMatchObject({ DataType: 'DateOnly', NewValue: '2027-03-01' });
    expect(rows.get('Partner_Sourced__c')).toMatchObject({ DataType: 'Boolean', OldValue: false, NewValue: true });
    expect(rows.get('Commission_Rate__c')).toMatchObject({ DataType: 'Percent', NewValue: 7.5 });
    expect(rows.get('Priority__c')).toMatchObject({ DataType: 'DynamicEnum', NewValue: 'Low' });
  });

  it('begins with one row for the creation, whatever the record was created with', async () => {
    const { id = '' } = await salesforce.client().sobject('Opportunity').create({
      Name: 'Fresh',
      StageName: 'Prospecting',
      CloseDate: '2027-01-01',
      Amount: 5,
    });
    expect(await salesforce.history('Opportunity', id)).toMatchObject([
      { Field: 'created', OldValue: null, NewValue: null, CreatedBy: { Name: 'Countersign Integration' } },
    ]);
    expect(new Set(salesforce.truth(id).map(({ field }) => field))).toContain('Amount');
  });

  it('has times of whole seconds and rows of one second in the order of their ids', async () => {
    await salesforce.write('tom', 'page', 'Opportunity', clean(), { NextStep: 'One' });
    await salesforce.write('copilot', 'api', 'Opportunity', clean(), { NextStep: 'Two' });
    const [second, first] = await newest('Opportunity', clean(), 2);
    expect([first?.NewValue, second?.NewValue]).toEqual(['One', 'Two']);
    expect(second?.CreatedDate).toMatch(/\.000\+0000$/);
    expect((second?.Id ?? '') > (first?.Id ?? '')).toBe(true);
  });

  it('marks a merge, and the values it carried over, in the merging user’s name', async () => {
    const merged = salesforce.sandbox.accounts.get(salesforce.main.account)?.journal.records();
    const copy = merged?.find((record) => record.gone?.why === 'merged-away' && record.copyOf);
    const survivor = copy?.copyOf?.id ?? '';
    const rows = await salesforce.history('Account', survivor);
    const marker = rows.find((row) => row.Field === 'accountMerged');
    expect(marker).toMatchObject({ OldValue: null, NewValue: null, CreatedById: userOf('copilot') });
    const carried = rows.filter((row) => row.CreatedDate === marker?.CreatedDate && row !== marker);
    const truth = salesforce
      .truth(survivor)
      .flatMap(({ field, rows: list }) => list.filter(({ via }) => via === 'merge').map(() => field));
    expect(new Set(carried.map(({ Field }) => Field))).toEqual(new Set(truth));
  });

  it('has the special rows of leads, cases and opportunities', async () => {
    const lead = salesforce.noted('lead an agent worked on').id;
    expect((await salesforce.history('Lead', lead)).map(({ Field }) => Field)).toContain('ownerAccepted');
    const converted = salesforce.noted('converted lead').id;
    expect((await salesforce.history('Lead', converted)).map(({ Field }) => Field)).toContain('leadConverted');
    const ticket = salesforce.noted('closed on a polite').id;
    expect((await salesforce.history('Case', ticket)).map(({ Field }) => Field)).toContain('closed');
  });

  it('is there for custom objects under their own name', async () => {
    const renewal = salesforce.noted('custom object').id;
    const rows = await salesforce.history('Renewal__c', renewal);
    expect(rows.map(({ Field, NewValue }) => [Field, NewValue])).toEqual([
      ['Status__c', 'Offered'],
      ['Notes__c', null],
      ['Status__c', 'Signed'],
      ['created', null],
    ]);
  });

  it('forgets a field that was deleted, rows and all', async () => {
    const rows = await salesforce.soql("SELECT Id FROM ContactHistory WHERE Field = 'Legacy_Score__c'");
    expect(rows.body).toMatchObject({ totalSize: 0 });
    const gone = await salesforce.soql('SELECT Legacy_Score__c FROM Contact');
    expect(gone.body).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
  });

  it('keeps stages, amounts and dates in OpportunityHistory as well', async () => {
    const { id } = salesforce.noted('moved to and fro');
    const { records } = await salesforce
      .client()
      .query(
        `SELECT StageName, Amount, PrevAmount, CreatedBy.Name FROM OpportunityHistory WHERE OpportunityId = '${id}' ORDER BY CreatedDate DESC, Id DESC`,
      );
    expect(records.length).toBe(10);
    expect(records[0]).toMatchObject({ CreatedBy: { Name: 'Pipeline Copilot' }, Amount: 18000 });
  });
});
