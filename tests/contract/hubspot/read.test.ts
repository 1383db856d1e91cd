/** Reading through the vendor's client: single records, lists, batches, search, people, pipelines, definitions. */
import { describe, expect, it } from 'vitest';
import { failure, useSandbox } from '../support.ts';

describe('reading', () => {
  const sandbox = useSandbox();
  const record = (note: RegExp) => {
    const found = sandbox.main.records.find((one) => note.test(one.note));
    if (!found) throw new Error(`no record ${note}`);
    return found;
  };

  it('pages through all records of a type without loss or repetition', async () => {
    const client = sandbox.client();
    const all = await client.crm.deals.getAll(100, undefined, ['dealname', 'hs_is_closed']);
    const paged: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await client.crm.deals.basicApi.getPage(7, after, ['dealname']);
      paged.push(...page.results.map((one) => one.id));
      after = page.paging?.next?.after;
      if (!after) break;
    }
    expect(new Set(paged).size).toBe(paged.length);
    expect(paged).toEqual(all.map((one) => one.id));
    const cells = await sandbox.cells(`object=deals&field=dealname&account=${sandbox.main.account}`);
    const live = cells.filter((cell) => cell.observable).map((cell) => cell.id);
    expect(new Set(paged)).toEqual(new Set(live));
    for (const deal of all) expect(deal.properties.dealname).toBe(cells.find((cell) => cell.id === deal.id)?.value);
  });

  it('reads every type by plural, singular and id', async () => {
    for (const [object, names] of [
      ['0-1', ['contacts', 'contact']],
      ['0-2', ['companies', 'company']],
      ['0-3', ['deals', 'deal']],
      ['0-5', ['tickets', 'ticket']],
    ] as const) {
      const bodies = await Promise.all(
        [object, ...names].map((name) => sandbox.call(`/crm/v3/objects/${name}?limit=3`)),
      );
      expect(new Set(bodies.map(({ body }) => JSON.stringify((body as { results: unknown[] }).results))).size).toBe(1);
    }
    const unknown = await sandbox.call('/crm/v3/objects/widgets');
    expect(unknown.body).toMatchObject({ message: 'Unable to infer object type from: widgets' });
  });

  it('sends defaults, null for empty and drops unknown and archived properties', async () => {
    const { id } = record(/cleared/);
    const byDefault = await sandbox.client().crm.deals.basicApi.getById(id);
    expect(Object.keys(byDefault.properties).sort()).toEqual(
      [
        'amount',
        'closedate',
        'createdate',
        'dealname',
        'dealstage',
        'hs_lastmodifieddate',
        'hs_object_id',
        'pipeline',
      ].sort(),
    );
    const wanted = ['hs_next_step', 'no_such_thing', 'legacy_score'];
    const asked = await sandbox.client().crm.deals.basicApi.getById(id, wanted, ['hs_next_step']);
    expect(asked.properties.hs_next_step).toBeNull();
    expect(asked.properties).not.toHaveProperty('no_such_thing');
    expect(asked.properties).not.toHaveProperty('legacy_score');
    expect(asked.propertiesWithHistory?.hs_next_step?.[0]?.value).toBe('');
  });

  it('keeps right-to-left text, emoji, markup and 64 KB values as they are', async () => {
    const client = sandbox.client();
    const rtl = await client.crm.contacts.basicApi.getById(record(/right-to-left/).id, [
      'firstname',
      'jobtitle',
      'city',
    ]);
    expect(rtl.properties).toMatchObject({ firstname: 'ليلى', jobtitle: 'مديرة المشتريات', city: 'الإسكندرية' });
    const emoji = await client.crm.contacts.basicApi.getById(record(/emoji/).id, [
      'jobtitle',
      'firstname',
      'hs_full_name_or_email',
    ]);
    expect(emoji.properties.jobtitle).toBe('VP 🚀 <b>Growth</b> & "Ops" 👩‍🚀');
    expect(emoji.properties.hs_full_name_or_email).toBe("Zoë 🌊 O'Hara-Łuczak");
    const long = await client.crm.deals.basicApi.getById(record(/64 KB/).id, ['description']);
    expect(long.properties.description).toHaveLength(65_536);
  });

  it('reads batches and reports what is missing with 207', async () => {
    const { id } = record(/clean deal/);
    const read = (path: string) =>
      sandbox.call(path, {
        json: { inputs: [{ id }, { id: '99' }], properties: ['dealname'], propertiesWithHistory: [] },
      });
    const v3 = await read('/crm/v3/objects/deals/batch/read');
    expect(v3.status).toBe(207);
    expect(v3.body).toMatchObject({
      status: 'COMPLETE',
      results: [{ id, properties: { dealname: 'Harborline Renewal' } }],
      numErrors: 1,
      errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['99'] } }],
    });
    expect((await read('/crm/objects/2026-03/deals/batch/read')).status).toBe(207);
    const latest = await read('/crm/objects/2026-09/deals/batch/read');
    expect([latest.status, latest.body]).toMatchObject([200, { numErrors: 1 }]);
    const answer = await sandbox.client().crm.deals.batchApi.read({
      inputs: [{ id }, { id: '99' }],
      properties: ['dealname'],
      propertiesWithHistory: [],
    });
    expect(answer).toMatchObject({ numErrors: 1, results: [{ id }] });
  });

  it('finds contacts by a unique property', async () => {
    const { id } = record(/emoji/);
    const email = 'contact-emoji@elmgate.example';
    const byEmail = await sandbox
      .client()
      .crm.contacts.basicApi.getById(email, ['email'], undefined, undefined, false, 'email');
    expect(byEmail.id).toBe(id);
  });

  it('searches with every operator, sorts and pages', async () => {
    const search = async (filters: Array<Record<string, unknown>>, more: Record<string, unknown> = {}) =>
      sandbox.client().crm.deals.searchApi.doSearch({
        filterGroups: [{ filters }],
        properties: ['dealname', 'amount', 'dealstage', 'closedate'],
        limit: 200,
        ...more,
      } as never);
    const amounts = (answer: Awaited<ReturnType<typeof search>>) =>
      answer.results.map((one) => Number(one.properties.amount));
    const named = await search([{ propertyName: 'dealname', operator: 'EQ', value: 'brightwater, 120 SEATS' }]);
    expect(named.total).toBe(2);
    const rich = await search([{ propertyName: 'amount', operator: 'GT', value: '3000' }], {
      sorts: [{ propertyName: 'amount', direction: 'DESCENDING' }],
    });
    expect(amounts(rich).every((amount) => amount > 3_000)).toBe(true);
    expect(amounts(rich)).toEqual(amounts(rich).toSorted((a, b) => b - a));
    const between = await search([{ propertyName: 'amount', operator: 'BETWEEN', value: '2000', highValue: '3000' }]);
    expect(amounts(between).every((amount) => amount >= 2_000 && amount <= 3_000)).toBe(true);
    const all = await search([{ propertyName: 'dealname', operator: 'HAS_PROPERTY' }]);
    for (const [yes, no, value] of [
      ['IN', 'NOT_IN', { values: ['closedwon', 'contractsent'] }],
      ['EQ', 'NEQ', { value: 'closedwon' }],
      ['CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN', { value: 'closed*' }],
    ] as const) {
      const [some, rest] = [
        await search([{ propertyName: 'dealstage', operator: yes, ...value }]),
        await search([{ propertyName: 'dealstage', operator: no, ...value }]),
      ];
      expect(some.total + rest.total).toBe(all.total);
      expect(some.total).toBeGreaterThan(0);
    }
    const early = await search([
      { propertyName: 'closedate', operator: 'LTE', value: String(Date.parse('2026-12-01T00:00:00Z')) },
    ]);
    const late = await search([{ propertyName: 'closedate', operator: 'GTE', value: '2026-12-01T00:00:01Z' }]);
    const undated = await search([{ propertyName: 'closedate', operator: 'NOT_HAS_PROPERTY' }]);
    expect(early.total + late.total + undated.total).toBe(all.total);
    const text = await search([], { query: 'brightwat' });
    expect(text.results.map((one) => one.properties.dealname)).toContain('Brightwater, 120 seats');
    const pages: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await search([{ propertyName: 'dealname', operator: 'HAS_PROPERTY' }], {
        limit: 20,
        ...(after && { after }),
      });
      pages.push(...page.results.map((one) => one.id));
      after = page.paging?.next?.after;
      if (!after) break;
    }
    expect(new Set(pages).size).toBe(all.total);
  });

  it('refuses searches beyond the limits', async () => {
    const search = (body: object) => sandbox.call('/crm/v3/objects/deals/search', { json: body });
    const filter = { propertyName: 'amount', operator: 'HAS_PROPERTY' };
    const refused = [
      { limit: 201 },
      { after: '9900', limit: 200 },
      { query: 'x'.repeat(3_001) },
      { filterGroups: Array.from({ length: 6 }, () => ({ filters: [filter] })) },
      { filterGroups: [{ filters: Array.from({ length: 7 }, () => filter) }] },
      { filterGroups: [{ filters: [{ propertyName: 'nope', operator: 'EQ', value: '1' }] }] },
      { filterGroups: [{ filters: [{ propertyName: 'amount', operator: 'LIKE', value: '1' }] }] },
    ];
    for (const body of refused) expect((await search(body)).body).toMatchObject({ category: 'VALIDATION_ERROR' });
  });

  it('shows a change to search only after the index delay', async () => {
    await sandbox.post('/settings', { searchDelayMs: 5_000 });
    const { id } = record(/clean deal/);
    await sandbox.post('/human', { person: 'dana', object: 'deals', id, set: { hs_next_step: 'Indexed late' } });
    const find = () => sandbox.client().crm.deals.searchApi.doSearch({ query: 'Harborline', limit: 10 } as never);
    expect((await find()).total).toBe(0);
    await sandbox.post('/clock', { advance: 6_000 });
    expect((await find()).total).toBe(1);
    await sandbox.post('/settings', { searchDelayMs: 0 });
  });

  it('names owners by id and by user id, archived and queue ones too', async () => {
    const { ownersApi } = sandbox.client().crm.owners;
    const { results } = await ownersApi.getPage();
    expect(results.map((owner) => owner.id)).toEqual(['1001', '1002', '1003', '1004', '1005', '1007']);
    expect(results.find((owner) => owner.id === '1007')).toMatchObject({ type: 'QUEUE' });
    expect(await ownersApi.getById(78412345, 'userId')).toMatchObject({
      id: '1001',
      firstName: 'Dana',
      userId: 78412345,
    });
    expect(await ownersApi.getById(1006, 'id', true)).toMatchObject({
      archived: true,
      userIdIncludingInactive: 78412399,
    });
    expect((await failure(() => ownersApi.getById(78412350, 'userId'))).code).toBe(404);
    const first = await ownersApi.getPage(undefined, undefined, 2);
    expect(first.paging?.next?.after).toBe('1003');
    const users = await sandbox.client().settings.users.usersApi.getById('78412350', 'USER_ID');
    expect(users).toMatchObject({ email: 'noor.haddad@northwind.example' });
  });

  it('describes pipelines with text metadata, custom ones with numeric ids', async () => {
    const { results } = await sandbox.client().crm.pipelines.pipelinesApi.getAll('deals');
    expect(results.map((pipeline) => pipeline.id)).toEqual(['default', '1045678900']);
    expect(results[0]?.stages.map((stage) => stage.metadata)).toContainEqual({ isClosed: 'true', probability: '1.0' });
    expect(results[1]?.stages.every((stage) => /^\d+$/.test(stage.id))).toBe(true);
    const tickets = await sandbox.client().crm.pipelines.pipelineStagesApi.getAll('tickets', '0');
    expect(tickets.results.at(-1)).toMatchObject({ label: 'Closed', metadata: { ticketState: 'CLOSED' } });
  });

  it('describes properties, in the language asked for', async () => {
    const { coreApi } = sandbox.client().crm.properties;
    const { results } = await coreApi.getAll('deals');
    expect(results.filter((one) => one.label === 'Status').map((one) => one.name)).toEqual([
      'renewal_status',
      'onboarding_status',
    ]);
    expect(results.find((one) => one.name === 'hubspot_owner_id')).toMatchObject({
      externalOptions: true,
      referencedObjectType: 'OWNER',
      options: [],
    });
    expect(results.find((one) => one.name === 'hs_is_closed')).toMatchObject({
      calculated: true,
      modificationMetadata: { readOnlyValue: true },
    });
    expect(results.find((one) => one.name === 'dealstage')?.options).toHaveLength(11);
    expect(results.some((one) => one.name === 'legacy_score')).toBe(false);
    const archived = await coreApi.getAll('deals', true);
    expect(archived.results.map((one) => one.name).sort()).toEqual(['legacy_score', 'old_segment']);
    for (const [locale, label] of [
      ['de', 'Deal-Phase'],
      ['fr', 'Phase de la transaction'],
      ['ar', 'مرحلة الصفقة'],
      ['en', 'Deal Stage'],
    ]) {
      const translated = await sandbox.call(`/crm/v3/properties/deals/dealstage?locale=${locale}`);
      expect(translated.body).toMatchObject({ name: 'dealstage', label });
    }
    const missing = await failure(() => coreApi.getByName('deals', 'nope'));
    expect([missing.code, missing.body]).toMatchObject([404, { category: 'OBJECT_NOT_FOUND' }]);
  });

  it('says which portal a token belongs to', async () => {
    for (const path of ['/account-info/v3/details', '/account-info/2026-03/details']) {
      expect((await sandbox.call(path)).body).toMatchObject({
        portalId: 12345678,
        uiDomain: 'app.hubspot.com',
        dataHostingLocation: 'na1',
      });
    }
    const other = await sandbox.call('/account-info/v3/details', { token: sandbox.main.tokens.otherAccount });
    expect(other.body).toMatchObject({ portalId: 87654321, uiDomain: 'app-eu1.hubspot.com' });
    expect(sandbox.other.tokens.full).toBe(sandbox.main.tokens.otherAccount);
    const usage = await sandbox.call('/account-info/v3/api-usage/daily/private-apps');
    expect(usage.body).toMatchObject({ results: [{ usageLimit: 650_000, resetsAt: '2026-11-24T00:00:00.000Z' }] });
  });

  it('has a record of the same type and id in both portals', async () => {
    const [damaged] = sandbox.main.records;
    const id = damaged?.id ?? '';
    expect(sandbox.other.records[0]?.id).toBe(id);
    const other = await sandbox.client(sandbox.main.tokens.otherAccount).crm.deals.basicApi.getById(id);
    expect(other.properties.dealname).toBe('Fjordline Ferries Pilot');
  });

  it('tells where a record came from', async () => {
    const duplicate = record(/duplicate an agent made of a company/);
    const names = ['hs_object_source', 'hs_object_source_id', 'hs_object_source_detail_1', 'hs_updated_by_user_id'];
    const company = await sandbox.client().crm.companies.basicApi.getById(duplicate.id, names);
    expect(company.properties).toMatchObject({
      hs_object_source: 'INTEGRATION',
      hs_object_source_id: '5671234',
      hs_object_source_detail_1: 'Pipeline Copilot',
      hs_updated_by_user_id: null,
    });
  });

  it('answers 404 for deleted records, and the survivor or 404 for merged ones', async () => {
    const deleted = record(/, deleted/);
    expect((await failure(() => sandbox.client().crm.contacts.basicApi.getById(deleted.id))).body).toMatchObject({
      category: 'OBJECT_NOT_FOUND',
      message: 'resource not found',
    });
    const archived = await sandbox
      .client()
      .crm.contacts.basicApi.getById(deleted.id, undefined, undefined, undefined, true);
    expect(archived).toMatchObject({ id: deleted.id, archived: true });
    const merged = record(/merged away/);
    const survivor = await sandbox.client().crm.companies.basicApi.getById(merged.id, ['hs_merged_object_ids']);
    expect(survivor.id).not.toBe(merged.id);
    expect(survivor.properties.hs_merged_object_ids?.split(';')).toContain(merged.id);
    await sandbox.post('/settings', { mergedGet: '404' });
    expect((await failure(() => sandbox.client().crm.companies.basicApi.getById(merged.id))).code).toBe(404);
    await sandbox.post('/settings', { mergedGet: 'survivor' });
  });

  it('lists associations in both generations', async () => {
    const { id } = record(/clean deal/);
    const withLinks = await sandbox.call(`/crm/v3/objects/deals/${id}?associations=contacts,companies`);
    expect(withLinks.body).toMatchObject({
      associations: {
        contacts: { results: [{ type: 'deal_to_contact' }] },
        companies: { results: [{ type: 'deal_to_company_unlabeled' }, { type: 'deal_to_company' }] },
      },
    });
    const v4 = await sandbox.client().crm.associations.v4.basicApi.getPage('deals', id, 'companies');
    expect(v4.results[0]?.associationTypes).toEqual([
      { category: 'HUBSPOT_DEFINED', typeId: 341, label: null },
      { category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' },
    ]);
    const copy = (await sandbox.get<Array<{ object: string; id: string }>>('/truth/duplicates')).find(
      (one) => one.object === '0-3',
    );
    const json = { inputs: [{ id }, { id: copy?.id }] };
    const batch = await sandbox.call('/crm/v4/associations/deals/companies/batch/read', { json });
    expect(batch.status).toBe(207);
    expect(batch.body).toMatchObject({
      numErrors: 1,
      errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
    });
  });
});
