/** Reading and writing records: single, together, and through the UI API; and how a write fails. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DATA, failure, useSalesforce } from './support.ts';

describe('saving and reading', () => {
  const salesforce = useSalesforce();

  describe('records', () => {
    const clean = () => salesforce.noted('clean deal').id;
    const path = (id = clean(), object = 'Opportunity') => `${DATA}/sobjects/${object}/${id}`;
    const patch = (json: object, headers: Record<string, string> = {}, id = clean(), object = 'Opportunity') =>
      salesforce.call(path(id, object), { method: 'PATCH', json, headers });
    const read = async (fields: string, id = clean(), object = 'Opportunity') =>
      (await salesforce.call(`${path(id, object)}?fields=${fields}`)).body as Record<string, unknown>;

    beforeEach(() => salesforce.clock.advance(10_000));

    it('are read flat, by either id, with the fields asked for or all of them', async () => {
      const all = await salesforce.call(path(clean().slice(0, 15)));
      expect(all.body).toMatchObject({ attributes: { type: 'Opportunity' }, Id: clean(), Name: 'Harborline Renewal' });
      expect(all.body).not.toHaveProperty('Margin__c');
      expect(Object.keys(await read('Name,Amount'))).toEqual(['attributes', 'Name', 'Amount']);
      expect((await salesforce.call(`${path()}?fields=Name,Margin__c`)).body).toMatchObject([
        { errorCode: 'INVALID_FIELD' },
      ]);
      expect((await salesforce.call(path('006Hs0000000000AAA'))).status).toBe(404);
      const { records } = await salesforce
        .client()
        .query("SELECT Id, MailingAddress FROM Contact WHERE MailingCity = 'Dublin' LIMIT 1");
      expect(records[0]?.MailingAddress).toMatchObject({ city: 'Dublin', street: null });
    });

    it('are patched without a body in the answer, and created and deleted through jsforce', async () => {
      const answer = await patch({ NextStep: 'Ring up' });
      expect([answer.status, answer.text]).toEqual([204, '']);
      const override = await salesforce.call(`${path()}?_HttpMethod=PATCH`, { json: { NextStep: 'Ring back' } });
      expect(override.status).toBe(204);
      expect(await read('NextStep')).toMatchObject({ NextStep: 'Ring back' });
      const leads = salesforce.client().sobject('Lead');
      const made = await leads.create({ LastName: 'New', Company: 'Firm', Status: 'Open - Not Contacted' });
      expect(made).toMatchObject({ success: true, errors: [], id: expect.stringMatching(/^00Q.{15}$/) });
      expect(await leads.update({ Id: made.id ?? '', Title: 'Boss' })).toMatchObject({ success: true });
      expect(await leads.retrieve(made.id ?? '')).toMatchObject({ Title: 'Boss', Name: 'New' });
      expect(await leads.destroy(made.id ?? '')).toMatchObject({ success: true });
      expect((await failure(() => leads.retrieve(made.id ?? ''))).errorCode).toBe('NOT_FOUND');
    });

    it('are kept from writers who have an older copy, to the second', async () => {
      const { LastModifiedDate } = await read('LastModifiedDate');
      const known = new Date(String(LastModifiedDate).replace('+0000', 'Z')).toUTCString();
      const stale = new Date(Date.parse(known) - 1_000).toUTCString();
      expect((await patch({ NextStep: 'A' }, { 'if-unmodified-since': stale })).status).toBe(412);
      expect((await patch({ NextStep: 'B' }, { 'if-unmodified-since': known })).status).toBe(204);
      expect(await read('NextStep')).toMatchObject({ NextStep: 'B' });
      expect((await patch({ NextStep: 'C' }, { 'if-unmodified-since': 'yesterday' })).status).toBe(400);
      const client = salesforce.client();
      const late = client
        .sobject('Opportunity')
        .update({ Id: clean(), NextStep: 'D' }, { headers: { 'If-Unmodified-Since': stale } });
      await expect(late).rejects.toThrow();
    });

    it('do not show a second write within the same second', async () => {
      salesforce.clock.hold(Math.floor(salesforce.clock.now() / 1_000) * 1_000 + 2_000);
      await patch({ NextStep: 'First' });
      const { LastModifiedDate } = await read('LastModifiedDate');
      salesforce.clock.advance(500);
      await salesforce.write('copilot', 'api', 'Opportunity', clean(), { NextStep: 'In between' });
      salesforce.clock.hold(salesforce.clock.now() + 300);
      const known = new Date(String(LastModifiedDate).replace('+0000', 'Z')).toUTCString();
      expect((await patch({ NextStep: 'Second' }, { 'if-unmodified-since': known })).status).toBe(204);
      salesforce.clock.run();
    });

    it('have entity tags where they are accounts', async () => {
      const { id } = salesforce.noted('person account');
      const first = await salesforce.call(path(id, 'Account'));
      const tag = first.headers.get('etag') ?? '';
      expect(tag).not.toBe('');
      expect((await salesforce.call(path(id, 'Account'), { headers: { 'if-none-match': tag } })).status).toBe(304);
      expect((await patch({ Phone: '1' }, { 'if-match': tag }, id, 'Account')).status).toBe(204);
      expect((await patch({ Phone: '2' }, { 'if-match': tag }, id, 'Account')).status).toBe(412);
      expect((await salesforce.call(path())).headers.get('etag')).toBeNull();
    });

    it('keep an amount that products decide, and say nothing of it', async () => {
      const { id } = salesforce.noted('with products');
      expect((await patch({ Amount: 1, NextStep: 'x' }, {}, id)).status).toBe(204);
      expect(await read('Amount,NextStep', id)).toMatchObject({ Amount: 12000, NextStep: 'x' });
      const checked = salesforce.sandbox.checkSet(salesforce.main.account, 'Opportunity', id, {
        Amount: '1',
        NextStep: 'y',
      });
      expect(checked).toEqual({ NextStep: 'y' });
    });

    it('refuse values in Salesforce’s words', async () => {
      const wrong: Array<[object, string, RegExp, string[]?]> = [
        [{ Nonsense__c: 1 }, 'INVALID_FIELD', /No such column 'Nonsense__c'/],
        [{ Margin__c: 1 }, 'INVALID_FIELD', /No such column 'Margin__c'/],
        [
          { ExpectedRevenue: 1 },
          'INVALID_FIELD_FOR_INSERT_UPDATE',
          /^Unable to create\/update fields: ExpectedRevenue/,
          ['ExpectedRevenue'],
        ],
        [{ CloseDate: null }, 'REQUIRED_FIELD_MISSING', /^Required fields are missing: \[CloseDate\]$/, ['CloseDate']],
        [
          { Renewal_Status__c: 'No' },
          'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          /^bad value for restricted picklist field: No$/,
          ['Renewal_Status__c'],
        ],
        [{ Name: 'x'.repeat(121) }, 'STRING_TOO_LONG', /max length=120/, ['Name']],
        [{ Commission_Rate__c: 21 }, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', /commission/, ['Commission_Rate__c']],
        [{ CloseDate: 'soon' }, 'JSON_PARSER_ERROR', /date/],
        [{ Amount: 'much' }, 'JSON_PARSER_ERROR', /double/],
        [{ OwnerId: 'nobody' }, 'MALFORMED_ID', /incorrect type/, ['OwnerId']],
        [{ OwnerId: '001Hs000003F2kLIAS' }, 'INVALID_CROSS_REFERENCE_KEY', /invalid cross reference id/],
      ];
      for (const [json, errorCode, message, fields] of wrong) {
        const { status, body } = await patch(json);
        expect([status, body], errorCode).toMatchObject([
          400,
          [{ errorCode, message: expect.stringMatching(message), ...(fields && { fields }) }],
        ]);
      }
      const broken = await salesforce.call(path(), { method: 'PATCH', body: '{"Name":' });
      expect(broken.body).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
      const missing = await failure(() => salesforce.client().sobject('Opportunity').create({ Name: 'x' }));
      expect(missing).toMatchObject({
        errorCode: 'REQUIRED_FIELD_MISSING',
        message: 'Required fields are missing: [CloseDate, StageName]',
      });
    });

    it('refuse writes to what is locked, converted, or only read', async () => {
      salesforce.sandbox.settings.set({ locked: [clean()] });
      expect((await patch({ NextStep: 'x' })).body).toMatchObject([{ errorCode: 'ENTITY_IS_LOCKED' }]);
      salesforce.sandbox.settings.set({ locked: [] });
      const { id } = salesforce.noted('converted lead');
      expect((await patch({ Title: 'x' }, {}, id, 'Lead')).body).toMatchObject([
        { errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD' },
      ]);
      const { readonly } = salesforce.main.tokens;
      const reader = await salesforce.call(path(), { method: 'PATCH', json: { NextStep: 'x' }, token: readonly });
      expect([reader.status, reader.body]).toMatchObject([403, [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }]]);
      const user = await salesforce.call(path('005Hs000000AbCdIAK', 'User'), {
        method: 'PATCH',
        json: { FirstName: 'x' },
      });
      expect(user.status).toBe(403);
      expect((await salesforce.call(path(), { method: 'PUT' })).status).toBe(405);
    });

    it('name person accounts by their person', async () => {
      const { id } = salesforce.noted('person account');
      expect(await read('Name,IsPersonAccount', id, 'Account')).toMatchObject({
        Name: 'Ada Novak',
        IsPersonAccount: true,
      });
      expect((await patch({ Name: 'x' }, {}, id, 'Account')).body).toMatchObject([
        { errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' },
      ]);
      await patch({ LastName: 'Nowak' }, {}, id, 'Account');
      expect(await read('Name', id, 'Account')).toMatchObject({ Name: 'Ada Nowak' });
    });

    it('list what was worked on last', async () => {
      await patch({ NextStep: 'Recent' });
      const { body } = await salesforce.call(`${DATA}/recent?limit=3`);
      expect((body as object[])[0]).toMatchObject({ Id: clean(), Name: 'Harborline Renewal' });
      expect(body).toHaveLength(3);
    });
  });

  describe('requests in one', () => {
    const deal = (index: number) => salesforce.main.records[index]?.id ?? '';
    const composite = async (compositeRequest: object[], allOrNone = false) => {
      const { status, body } = await salesforce.call(`${DATA}/composite`, { json: { allOrNone, compositeRequest } });
      expect(status).toBe(200);
      return (body as { compositeResponse: Array<{ body: unknown; httpStatusCode: number; referenceId: string }> })
        .compositeResponse;
    };
    const part = (referenceId: string, url: string, method = 'GET', body?: object) => ({
      referenceId,
      url,
      method,
      ...(body && { body }),
    });
    const nextStep = async (id: string) =>
      ((await salesforce.call(`${DATA}/sobjects/Opportunity/${id}?fields=NextStep`)).body as { NextStep: string })
        .NextStep;

    it('answer each for itself and count as one call', async () => {
      const used = async () =>
        Number(/=(\d+)/.exec((await salesforce.call(`${DATA}/limits`)).headers.get('sforce-limit-info') ?? '')?.[1]);
      const before = await used();
      const q = encodeURIComponent(`SELECT Id FROM OpportunityFieldHistory WHERE OpportunityId = '${deal(0)}'`);
      const answers = await composite([
        part('record', `${DATA}/sobjects/Opportunity/${deal(0)}`),
        part('history', `${DATA}/query?q=${q}`),
        part('bad', `${DATA}/query?q=SELECT+Margin__c+FROM+Opportunity`),
        part('saved', `${DATA}/sobjects/Opportunity/${deal(0)}`, 'PATCH', { NextStep: 'Composite' }),
      ]);
      expect(answers.map(({ referenceId, httpStatusCode }) => [referenceId, httpStatusCode])).toEqual([
        ['record', 200],
        ['history', 200],
        ['bad', 400],
        ['saved', 204],
      ]);
      expect(answers[2]?.body).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
      expect(answers[3]?.body).toBeNull();
      expect(await nextStep(deal(0))).toBe('Composite');
      expect((await used()) - before).toBe(3);
    });

    it('use each other’s answers', async () => {
      const answers = await composite([
        part('lead', `${DATA}/sobjects/Lead`, 'POST', {
          LastName: 'Ref',
          Company: 'x',
          Status: 'Open - Not Contacted',
        }),
        part('again', `${DATA}/sobjects/Lead/@{lead.id}?fields=Name`),
        part('lost', `${DATA}/sobjects/Lead/@{nobody.id}`),
      ]);
      expect(answers[1]?.body).toMatchObject({ Name: 'Ref' });
      expect(answers[2]).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] });
    });

    it('are all taken back where one fails and all were wanted', async () => {
      const [before, rows] = [await nextStep(deal(2)), (await salesforce.history('Opportunity', deal(2))).length];
      const answers = await composite(
        [
          part('one', `${DATA}/sobjects/Opportunity/${deal(2)}`, 'PATCH', {
            NextStep: 'Never',
            StageName: 'Closed Lost',
          }),
          part('two', `${DATA}/sobjects/Lead`, 'POST', { LastName: 'Never' }),
          part('three', `${DATA}/limits`),
        ],
        true,
      );
      expect(answers.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 400, 400]);
      expect(answers[0]?.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }]);
      expect(answers[1]?.body).toMatchObject([{ errorCode: 'REQUIRED_FIELD_MISSING' }]);
      expect(await nextStep(deal(2))).toBe(before);
      expect(await salesforce.history('Opportunity', deal(2))).toHaveLength(rows);
      expect(salesforce.truth(deal(2)).find(({ field }) => field === 'StageName')?.value).not.toBe('Closed Lost');
    });

    it('are at most twenty-five, with five queries among them', async () => {
      const send = (parts: object[]) => salesforce.call(`${DATA}/composite`, { json: { compositeRequest: parts } });
      const limits = Array.from({ length: 26 }, (_, index) => part(`r${index}`, `${DATA}/limits`));
      expect((await send(limits)).status).toBe(400);
      expect((await send(limits.slice(1))).status).toBe(200);
      const queries = Array.from({ length: 6 }, (_, index) =>
        part(`q${index}`, `${DATA}/query?q=SELECT+Id+FROM+Profile`),
      );
      expect((await send(queries)).status).toBe(400);
      expect((await send(queries.slice(1))).status).toBe(200);
      expect((await send([part('same', `${DATA}/limits`), part('same', `${DATA}/limits`)])).status).toBe(400);
    });

    it('run independently in a batch', async () => {
      const batchRequests = [
        { method: 'PATCH', url: `v66.0/sobjects/Opportunity/${deal(3)}`, richInput: { NextStep: 'Batch' } },
        { method: 'GET', url: 'v66.0/sobjects/Opportunity/nonsense' },
      ];
      const { body } = await salesforce.call(`${DATA}/composite/batch`, { json: { batchRequests } });
      expect(body).toMatchObject({
        hasErrors: true,
        results: [{ statusCode: 204, result: null }, { statusCode: 404 }],
      });
      expect(await nextStep(deal(3))).toBe('Batch');
    });

    it('save many records, each with its own outcome or all of them', async () => {
      const opportunities = salesforce.client().sobject('Opportunity');
      const saves = [
        { Id: deal(2), NextStep: 'Many' },
        { Id: deal(3), Renewal_Status__c: 'No' },
      ];
      const saved = await opportunities.update(saves);
      expect(saved).toMatchObject([
        { success: true, id: deal(2) },
        {
          success: false,
          errors: [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Renewal_Status__c'] }],
        },
      ]);
      expect(await nextStep(deal(2))).toBe('Many');
      const none = await opportunities.update([{ Id: deal(2), NextStep: 'None' }, saves[1] ?? { Id: '' }], {
        allOrNone: true,
      });
      expect(none).toMatchObject([{ success: false }, { success: false }]);
      expect(await nextStep(deal(2))).toBe('Many');
      const found = await opportunities.retrieve([deal(2), '006Hs0000000000AAA'], { fields: ['Name'] });
      expect(found).toMatchObject([{ Name: expect.any(String) }, null]);
    });
  });

  describe('the UI API', () => {
    const clean = () => salesforce.noted('clean deal').id;
    const ask = (id: string, query: string) => salesforce.call(`${DATA}/ui-api/records/${id}?${query}`);

    it('shows a value as the page does, and nothing for texts and ticks', async () => {
      const { body } = await ask(
        clean(),
        'fields=Opportunity.StageName,Opportunity.Amount,Opportunity.CloseDate,Opportunity.NextStep,Opportunity.Partner_Sourced__c,Opportunity.OwnerId,Opportunity.Owner.Name,Opportunity.Commission_Rate__c',
      );
      expect(body).toMatchObject({
        apiName: 'Opportunity',
        id: clean(),
        lastModifiedDate: expect.stringMatching(/\.000Z$/),
        weakEtag: expect.any(Number),
        fields: {
          StageName: { displayValue: 'Value Proposition', value: 'Value Proposition' },
          Amount: { displayValue: 'EUR 18,000.00', value: 18000 },
          CloseDate: { displayValue: expect.stringMatching(/^\d+\/\d+\/\d{4}$/) },
          NextStep: { displayValue: null, value: expect.any(String) },
          Partner_Sourced__c: { displayValue: null, value: false },
          OwnerId: { displayValue: null },
          Owner: { displayValue: 'Lea Okafor', value: { apiName: 'User', fields: { Name: { value: 'Lea Okafor' } } } },
          Commission_Rate__c: { displayValue: '5%', value: 5 },
        },
      });
      const other = await salesforce.call(
        `${DATA}/ui-api/records/${salesforce.other.records[0]?.id}?fields=Opportunity.Amount`,
        { token: salesforce.other.tokens.full },
      );
      expect(other.body).toMatchObject({ fields: { Amount: { displayValue: '$64,000.00' } } });
    });

    it('leaves out optional fields that are hidden, and fails over required ones with an object', async () => {
      const optional = await ask(
        clean(),
        'optionalFields=Opportunity.Margin__c,Opportunity.Nonsense__c,Opportunity.Name',
      );
      expect(Object.keys((optional.body as { fields: object }).fields)).toEqual(['Name']);
      const required = await ask(clean(), 'fields=Opportunity.Margin__c');
      expect(required).toMatchObject({ status: 400, body: { statusCode: 400, enhancedErrorType: 'RecordError' } });
      expect(Array.isArray(required.body)).toBe(false);
      const layout = await ask(clean(), 'layoutTypes=Full&modes=View');
      const names = Object.keys((layout.body as { fields: object }).fields);
      expect(names).toEqual(expect.arrayContaining(['StageName', 'Owner']));
      expect(names).not.toContain('Margin__c');
    });

    it('speaks the user’s language', async () => {
      salesforce.sandbox.settings.set({ language: 'de' });
      const { body } = await ask(clean(), 'fields=Opportunity.StageName,Opportunity.Amount,Opportunity.CloseDate');
      expect(body).toMatchObject({
        fields: {
          StageName: { displayValue: 'Nutzenversprechen', value: 'Value Proposition' },
          Amount: { displayValue: 'EUR 18.000,00' },
          CloseDate: { displayValue: expect.stringMatching(/^\d\d\.\d\d\.\d{4}$/) },
        },
      });
      salesforce.sandbox.settings.set({ language: 'en' });
    });

    it('saves, reports field errors by field, and notices that somebody else was faster', async () => {
      const send = (fields: object, headers: Record<string, string> = {}) =>
        salesforce.call(`${DATA}/ui-api/records/${clean()}`, { method: 'PATCH', json: { fields }, headers });
      salesforce.clock.advance(5_000);
      expect(await send({ StageName: 'Closed Won' })).toMatchObject({
        status: 200,
        body: { fields: { Probability: { value: 100 } } },
      });
      const wrong = await send({ CloseDate: null });
      expect(wrong).toMatchObject({
        status: 400,
        body: {
          output: {
            errors: [],
            fieldErrors: { CloseDate: [{ errorCode: 'REQUIRED_FIELD_MISSING', field: 'CloseDate' }] },
          },
        },
      });
      const since = new Date(salesforce.clock.now() - 60_000).toUTCString();
      const late = await send({ NextStep: 'x' }, { 'if-modified-since': since });
      expect((late.body as { message: string }).message).toMatch(
        /^This record was modified by Countersign Integration during your edit session/,
      );
    });

    it('reads several records at once', async () => {
      const ids = [clean(), '006Hs0000000000AAA'].join(',');
      const { body } = await salesforce.call(`${DATA}/ui-api/records/batch/${ids}?fields=Opportunity.Name`);
      expect(body).toMatchObject({ hasErrors: true, results: [{ statusCode: 200 }, { statusCode: 404 }] });
    });
  });
});
