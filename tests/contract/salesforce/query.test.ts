/** SOQL through jsforce and by hand: what can be asked, what comes back, and how a query fails. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalId, to18 } from '../../sandbox/salesforce/ids.ts';
import { DATA, failure, useSalesforce } from './support.ts';

interface Page {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: Array<Record<string, unknown>>;
}

describe('queries', () => {
  const salesforce = useSalesforce();
  const damaged = () => salesforce.main.records[0]?.id ?? '';
  const ask = async (soql: string): Promise<Page> => {
    const { status, body, text } = await salesforce.soql(soql);
    expect(status, text).toBe(200);
    return body;
  };
  const refusal = async (soql: string, token?: string) => {
    const { status, body } = await salesforce.soql(soql, token);
    const [error] = body as Array<{ errorCode: string; message: string }>;
    return { status, ...error };
  };

  it('answer records with their attributes, dates and lookups in the shape of REST', async () => {
    const soql = `SELECT Id, Name, Amount, CloseDate, CreatedDate, Partner_Sourced__c, Owner.Name, Owner.Profile.Name, Account.Name, Commission_Owner__r.Name, RecordType.DeveloperName, Campaign.Name FROM Opportunity WHERE Id = '${damaged()}'`;
    const { records, totalSize, done } = await ask(soql);
    expect([totalSize, done]).toEqual([1, true]);
    expect(records[0]).toEqual({
      attributes: { type: 'Opportunity', url: `${DATA}/sobjects/Opportunity/${damaged()}` },
      Id: damaged(),
      Name: 'Brightwater, 120 seats',
      Amount: 45500,
      CloseDate: '2026-11-26',
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/),
      Partner_Sourced__c: true,
      Owner: {
        attributes: { type: 'User', url: `${DATA}/sobjects/User/005Hs000000AbCdIAK` },
        Name: 'Dana Reyes',
        Profile: { attributes: { type: 'Profile', url: expect.any(String) }, Name: 'Sales User' },
      },
      Account: { attributes: expect.anything(), Name: 'Brightwater' },
      Commission_Owner__r: { attributes: expect.anything(), Name: 'Dana Reyes' },
      RecordType: { attributes: expect.anything(), DeveloperName: 'New_Business' },
      Campaign: null,
    });
  });

  it('take ids of fifteen characters and give eighteen, in any lookup', async () => {
    const short = damaged().slice(0, 15);
    expect((await ask(`SELECT Id FROM Opportunity WHERE Id = '${short}'`)).records).toMatchObject([{ Id: damaged() }]);
    const rows = await ask(`SELECT Id FROM OpportunityFieldHistory WHERE OpportunityId IN ('${short}')`);
    expect(rows.totalSize).toBeGreaterThan(5);
    // The namesake's id differs in case alone.
    const twin = salesforce.main.records[1]?.id ?? '';
    expect((await ask(`SELECT Id FROM Opportunity WHERE Id = '${twin.slice(0, 15)}'`)).records).toMatchObject([
      { Id: twin },
    ]);
    expect(await refusal("SELECT Id FROM Opportunity WHERE Id = '006bad'")).toMatchObject({ status: 400 });
    const wrongSum = `${short}AAA`;
    expect(normalId(wrongSum)).toBeUndefined();
  });

  it('compare, combine, sort, limit and skip', async () => {
    const all = (await ask('SELECT Id, Amount, StageName FROM Opportunity ORDER BY Amount DESC NULLS LAST, Id'))
      .records;
    const amounts = all.map(({ Amount }) => Amount as number | null);
    expect(amounts).toEqual([...amounts].sort((a, b) => (b ?? -1) - (a ?? -1)));
    const some = await ask('SELECT Id FROM Opportunity ORDER BY Amount DESC NULLS LAST, Id LIMIT 3 OFFSET 2');
    expect(some.records.map(({ Id }) => Id)).toEqual(all.slice(2, 5).map(({ Id }) => Id));
    const count = (where: string) =>
      ask(`SELECT COUNT() FROM Opportunity WHERE ${where}`).then((page) => page.totalSize);
    const big = all.filter(({ Amount }) => Number(Amount) >= 2_000).length;
    expect(await count('Amount >= 2000')).toBe(big);
    expect(await count('NOT (Amount >= 2000)')).toBe(all.length - big);
    expect(await count("StageName IN ('Qualification', 'Closed Won') AND (Amount > 1 OR Amount = null)")).toBe(
      all.filter(({ StageName }) => ['Qualification', 'Closed Won'].includes(String(StageName))).length,
    );
    expect(await count("StageName NOT IN ('Qualification')")).toBe(
      all.filter(({ StageName }) => StageName !== 'Qualification').length,
    );
    expect(await count("StageName <> 'qualification'")).toBe(await count("StageName != 'Qualification'"));
    expect(await count("Name LIKE 'brightwater, 120%'")).toBe(2);
    expect(await count("Name LIKE 'Brightwater\\\\_%'")).toBe(0);
    expect(await count('CreatedDate < 2026-08-01T00:00:00Z')).toBeGreaterThan(1);
    expect(await count('CreatedDate > 2026-11-20T00:00:00+01:00')).toBe(0);
    expect(await count('CloseDate >= 2026-12-01 AND CloseDate < 2027-01-01')).toBeGreaterThan(2);
    expect(await count('LastModifiedDate = LAST_N_DAYS:30')).toBeGreaterThan(10);
    expect(await count('Partner_Sourced__c = true')).toBeGreaterThan(2);
  });

  it('know functions, aliases, groups and children', async () => {
    const page = await ask(
      `SELECT o.Id, toLabel(o.StageName) stage, FORMAT(Amount) shown, (SELECT Field, NewValue FROM Histories WHERE Field = 'StageName' ORDER BY CreatedDate DESC) FROM Opportunity o WHERE o.Id = '${damaged()}'`,
    );
    expect(page.records[0]).toMatchObject({
      stage: 'Negotiation/Review',
      shown: 'EUR 45,500.00',
      Histories: { totalSize: 1, done: true, records: [{ Field: 'StageName', NewValue: 'Negotiation/Review' }] },
    });
    const groups = await ask(
      'SELECT CreatedById, CreatedBy.Name, COUNT(Id) changes FROM ContactHistory GROUP BY CreatedById, CreatedBy.Name',
    );
    expect(groups.records.length).toBeGreaterThan(5);
    expect(groups.records).toContainEqual({
      attributes: { type: 'AggregateResult' },
      CreatedById: '005Hs000000CoPiIAK',
      Name: 'Pipeline Copilot',
      changes: expect.any(Number),
    });
    expect((await ask('SELECT COUNT() FROM Contact')).records).toEqual([]);
    expect((await ask('SELECT FIELDS(ALL) FROM Lead LIMIT 5')).records[0]).toHaveProperty('UTM_Source__c');
  });

  it('come in pages of two thousand or as asked, and jsforce fetches them all', async () => {
    const soql = 'SELECT Id FROM ContactHistory';
    const [first, small] = [
      await ask(soql),
      (await salesforce.call(`${DATA}/query?q=${encodeURIComponent(soql)}`, {
        headers: { 'Sforce-Query-Options': 'batchSize=200' },
      })) as { body: Page },
    ];
    expect(first.totalSize).toBeGreaterThan(1_000);
    expect(small.body.records).toHaveLength(200);
    expect(small.body.done).toBe(false);
    const next = await salesforce.call(small.body.nextRecordsUrl ?? '');
    expect((next.body as Page).records).toHaveLength(200);
    const query = salesforce
      .client()
      .query(soql, { autoFetch: true, maxFetch: 50_000, headers: { 'Sforce-Query-Options': 'batchSize=500' } });
    expect((await query).records).toHaveLength(first.totalSize);
    const lost = await salesforce.call(`${DATA}/query/01gHs0000099999IAA-2000`);
    expect(lost.body).toMatchObject([{ errorCode: 'INVALID_QUERY_LOCATOR' }]);
  });

  it('find any text that is quoted as SOQL wants it', async () => {
    const client = salesforce.client();
    const { id } = await client
      .sobject('Lead')
      .create({ LastName: 'Quote', Company: 'x', Status: 'Open - Not Contacted' });
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), async (raw) => {
        const text = `x${raw}`;
        await client.sobject('Lead').update({ Id: id ?? '', Company: text });
        const quoted = text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
        const page = await ask(`SELECT Company FROM Lead WHERE Company = '${quoted}' AND Id = '${id}'`);
        expect(page.records.map(({ Company }) => Company)).toEqual([text]);
      }),
      { numRuns: 40 },
    );
  });

  it('fail as a whole over one field that is missing or hidden', async () => {
    for (const field of ['Margin__c', 'Nonsense__c', 'Owner.Nonsense', 'Nonsense__r.Name']) {
      const error = await refusal(`SELECT Id, ${field} FROM Opportunity LIMIT 1`);
      expect(error, field).toMatchObject({ status: 400, errorCode: 'INVALID_FIELD' });
    }
    const error = await failure(() =>
      Promise.resolve(salesforce.client().query('SELECT Id, Margin__c FROM Opportunity')),
    );
    expect(error.errorCode).toBe('INVALID_FIELD');
    expect(error.message).toContain("No such column 'Margin__c' on entity 'Opportunity'");
  });

  it('fail for unknown objects, bad grammar, and values that can be neither compared nor sorted', async () => {
    expect(await refusal('SELECT Id FROM Nonsense')).toMatchObject({ errorCode: 'INVALID_TYPE' });
    expect(await refusal('SELECT Id FROM CampaignHistory')).toMatchObject({ errorCode: 'INVALID_TYPE' });
    for (const soql of [
      'SELECT FROM Opportunity',
      "SELECT Id FROM Opportunity WHERE Name = 'open",
      'SELECT Id FROM Opportunity WHERE',
      'SELECT Id FROM Opportunity LIMIT x',
      'SELECT Id Opportunity',
      'SELECT Id FROM Opportunity WHERE Name ! 1',
      'DELETE FROM Opportunity',
    ]) {
      expect(await refusal(soql), soql).toMatchObject({ status: 400, errorCode: 'MALFORMED_QUERY' });
    }
    for (const soql of [
      "SELECT Id FROM OpportunityFieldHistory WHERE NewValue = 'x'",
      'SELECT Id FROM OpportunityFieldHistory ORDER BY OldValue',
      "SELECT Id FROM Opportunity WHERE Description = 'x'",
      "SELECT Id FROM Opportunity WHERE Amount = '5'",
      "SELECT Id FROM OpportunityFieldHistory WHERE Opportunity.Account.Name = 'x'",
    ]) {
      expect(await refusal(soql), soql).toMatchObject({ status: 400, errorCode: 'INVALID_FIELD' });
    }
  });

  it('tell which fields are tracked', async () => {
    const page = await ask(
      "SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Opportunity'",
    );
    const tracked = new Map(page.records.map((one) => [one.QualifiedApiName, one.IsFieldHistoryTracked]));
    expect(tracked.get('StageName')).toBe(true);
    expect(tracked.get('AccountId')).toBe(false);
    expect(tracked.has('Margin__c')).toBe(false);
    const tooling = await salesforce
      .client()
      .tooling.query(
        "SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead' AND IsFieldHistoryTracked = true",
      );
    expect(tooling.totalSize).toBeGreaterThan(5);
  });

  it('leave deleted records to queryAll', async () => {
    const gone = salesforce.noted('three weeks of changes, deleted').id;
    expect((await ask(`SELECT Id FROM Contact WHERE Id = '${gone}'`)).totalSize).toBe(0);
    const soql = encodeURIComponent(`SELECT Id, IsDeleted FROM Contact WHERE Id = '${gone}'`);
    const { body } = await salesforce.call(`${DATA}/queryAll?q=${soql}`);
    expect(body).toMatchObject({ records: [{ Id: gone, IsDeleted: true }] });
  });
});

describe('record ids', () => {
  it('have the checksum of the published rule', () => {
    expect(to18('0124J000000gyf4')).toBe('0124J000000gyf4QAA');
    expect(to18('00DHs000000AbCd')).toBe('00DHs000000AbCdMAK');
    expect(to18('006Hs000001AbCe')).toBe('006Hs000001AbCeIAK');
  });

  it('keep their meaning in both lengths and with no other checksum', () => {
    const id15 = fc.string({ minLength: 15, maxLength: 15, unit: fc.constantFrom(...'0aA9zZbByY') });
    fc.assert(
      fc.property(id15, fc.string({ minLength: 3, maxLength: 3, unit: fc.constantFrom(...'ABCQ05') }), (id, sum) => {
        expect(normalId(id)).toBe(to18(id));
        expect(normalId(to18(id))).toBe(to18(id));
        expect(normalId(id + sum)).toBe(id + sum === to18(id) ? to18(id) : undefined);
      }),
    );
  });
});
