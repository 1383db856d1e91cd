/** Writing through the vendor's client, the rows it leaves, and every refusal with its body. */
import { describe, expect, it } from 'vitest';
import { failure, useSandbox } from '../support.ts';

describe('writing', () => {
  const sandbox = useSandbox();
  const newDeal = async (properties: Record<string, string> = {}) => {
    const set = {
      dealname: 'Pinewood Test',
      dealstage: 'qualifiedtobuy',
      pipeline: 'default',
      amount: '1000',
      ...properties,
    };
    return (await sandbox.client().crm.deals.basicApi.create({ properties: set, associations: [] })).id;
  };
  const history = async (id: string, field: string) => {
    const deal = await sandbox.client().crm.deals.basicApi.getById(id, [field], [field]);
    return deal.propertiesWithHistory?.[field] ?? [];
  };

  it('leaves a row of the app, and none where nothing changes', async () => {
    const id = await newDeal();
    const { basicApi } = sandbox.client().crm.deals;
    await basicApi.update(id, { properties: { amount: '2000' } });
    await basicApi.update(id, { properties: { amount: '2000' } });
    const rows = await history(id, 'amount');
    expect(rows.map((row) => row.value)).toEqual(['2000', '1000']);
    expect(rows[0]).toMatchObject({ sourceType: 'INTEGRATION', sourceId: '5680002' });
    expect(rows[0]).not.toHaveProperty('updatedByUserId', expect.anything());
  });

  it('recalculates what depends on the change', async () => {
    const id = await newDeal();
    await sandbox.client().crm.deals.basicApi.update(id, { properties: { dealstage: 'closedwon' } });
    const names = [
      'hs_is_closed',
      'hs_is_closed_won',
      'hs_is_closed_lost',
      'hs_deal_stage_probability',
      'hs_projected_amount',
    ];
    const deal = await sandbox.client().crm.deals.basicApi.getById(id, names);
    expect(deal.properties).toMatchObject({
      hs_is_closed: 'true',
      hs_is_closed_won: 'true',
      hs_is_closed_lost: 'false',
      hs_deal_stage_probability: '1.0',
      hs_projected_amount: '1000',
    });
    expect((await history(id, 'hs_is_closed'))[0]).toMatchObject({ sourceType: 'CALCULATED' });
  });

  it('stores dates, numbers and several choices in their usual form', async () => {
    const id = await newDeal({ closedate: '1798761600000', contract_start: '2027-02-03' });
    const deal = await sandbox.client().crm.deals.basicApi.getById(id, ['closedate', 'contract_start']);
    expect(deal.properties).toMatchObject({ closedate: '2027-01-01T00:00:00Z', contract_start: '2027-02-03' });
    const contact = await sandbox
      .client()
      .crm.contacts.basicApi.create({ properties: { firstname: 'Una', interests: 'api;support' }, associations: [] });
    const read = await sandbox.client().crm.contacts.basicApi.getById(contact.id, ['interests']);
    expect(read.properties.interests).toBe('api;support');
  });

  it('keeps 20 versions of a deal and 45 of a contact', async () => {
    const id = await newDeal();
    const { deals, contacts } = sandbox.client().crm;
    for (let n = 1; n <= 25; n++) await deals.basicApi.update(id, { properties: { amount: String(n) } });
    expect((await history(id, 'amount')).map((row) => row.value)).toEqual(
      Array.from({ length: 20 }, (_, n) => String(25 - n)),
    );
    const contact = await contacts.basicApi.create({ properties: { firstname: 'Deep' }, associations: [] });
    for (let n = 1; n <= 50; n++) await contacts.basicApi.update(contact.id, { properties: { city: `City ${n}` } });
    const read = await contacts.basicApi.getById(contact.id, ['city'], ['city']);
    expect(read.propertiesWithHistory?.city).toHaveLength(45);
  });

  it('refuses bad values with the list of problems inside the message', async () => {
    const id = await newDeal();
    const properties = {
      dealstage: 'nowhere',
      nope: '1',
      hs_is_closed: 'true',
      amount: 'much',
      closedate: 'soon',
      hubspot_owner_id: '9',
    };
    const error = await failure(() => sandbox.client().crm.deals.basicApi.update(id, { properties }));
    expect(error.code).toBe(400);
    expect(error.body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(error.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    const message = error.body.message ?? '';
    expect(message).toMatch(/^Property values were not valid: \[/);
    const problems = JSON.parse(message.slice(message.indexOf('['))) as Array<{
      name: string;
      error: string;
      isValid: boolean;
    }>;
    expect(Object.fromEntries(problems.map((one) => [one.name, one.error]))).toEqual({
      dealstage: 'INVALID_OPTION',
      nope: 'PROPERTY_DOESNT_EXIST',
      hs_is_closed: 'READ_ONLY_VALUE',
      amount: 'INVALID_NUMBER',
      closedate: 'INVALID_DATE',
      hubspot_owner_id: 'INVALID_OPTION',
    });
    expect(await history(id, 'amount')).toHaveLength(1);
    const archived = await failure(() =>
      sandbox.client().crm.deals.basicApi.update(id, { properties: { legacy_score: '5' } }),
    );
    expect(archived.body.message).toContain('PROPERTY_DOESNT_EXIST');
    const long = await failure(() =>
      sandbox.client().crm.deals.basicApi.update(id, { properties: { description: 'x'.repeat(65_537) } }),
    );
    expect(long.code).toBe(400);
    const email = await failure(() =>
      sandbox.client().crm.contacts.basicApi.create({ properties: { email: 'nobody' }, associations: [] }),
    );
    expect(email.body.message).toContain('INVALID_EMAIL');
  });

  it('refuses bodies that are no JSON object, and unknown ids', async () => {
    const broken = await sandbox.call('/crm/v3/objects/deals', { method: 'POST', body: '{"properties":' });
    expect([broken.status, broken.body]).toMatchObject([
      400,
      { category: 'VALIDATION_ERROR', message: expect.stringMatching(/^Invalid input JSON on line/) },
    ]);
    const missing = await failure(() =>
      sandbox.client().crm.deals.basicApi.update('4711', { properties: { amount: '1' } }),
    );
    expect([missing.code, missing.body]).toMatchObject([
      404,
      { category: 'OBJECT_NOT_FOUND', message: 'resource not found' },
    ]);
    expect((await sandbox.call('/crm/v3/nothing')).status).toBe(404);
    expect((await sandbox.call('/crm/v3/owners', { method: 'DELETE' })).status).toBe(405);
  });

  it('keeps contacts unique by e-mail and nothing else', async () => {
    const { contacts, companies } = sandbox.client().crm;
    const properties = { email: 'twice@elmgate.example', firstname: 'Twice' };
    const first = await contacts.basicApi.create({ properties, associations: [] });
    const error = await failure(() => contacts.basicApi.create({ properties, associations: [] }));
    expect([error.code, error.body]).toMatchObject([
      409,
      { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${first.id}` },
    ]);
    const twin = () =>
      companies.basicApi.create({ properties: { name: 'Twin', domain: 'twin.example' }, associations: [] });
    expect((await twin()).id).not.toBe((await twin()).id);
  });

  it('carries out what it can of a batch', async () => {
    const id = await newDeal();
    const inputs = [
      { id, properties: { amount: '77' }, objectWriteTraceId: 'a' },
      { id: '99', properties: { amount: '1' }, objectWriteTraceId: 'b' },
    ];
    const update = await sandbox.call('/crm/v3/objects/deals/batch/update', { json: { inputs } });
    expect([update.status, update.body]).toMatchObject([
      207,
      {
        results: [{ id, properties: { amount: '77' }, objectWriteTraceId: 'a' }],
        numErrors: 1,
        errors: [{ context: { ids: ['99'] } }],
      },
    ]);
    const invalid = await sandbox.call('/crm/v3/objects/deals/batch/update', {
      json: { inputs: [{ id, properties: { amount: 'x' } }] },
    });
    expect([invalid.status, invalid.body]).toMatchObject([
      207,
      { results: [], errors: [{ category: 'VALIDATION_ERROR', context: { ids: [id] } }] },
    ]);
    const created = await sandbox.call('/crm/v3/objects/deals/batch/create', {
      json: { inputs: [{ properties: { dealname: 'One' } }, { properties: { nope: '1' }, objectWriteTraceId: 'c' }] },
    });
    expect([created.status, created.body]).toMatchObject([
      207,
      { results: [{}], errors: [{ context: { objectWriteTraceId: ['c'] } }] },
    ]);
    const fine = await sandbox
      .client()
      .crm.deals.batchApi.create({ inputs: [{ properties: { dealname: 'Two' }, associations: [] }] });
    expect(fine.results).toHaveLength(1);
    const repeated = await sandbox.call('/crm/v3/objects/deals/batch/update', {
      json: { inputs: [inputs[0], inputs[0]] },
    });
    expect(repeated.status).toBe(400);
    const email = 'upsert@elmgate.example';
    const upsert = () =>
      sandbox
        .client()
        .crm.contacts.batchApi.upsert({ inputs: [{ id: email, idProperty: 'email', properties: { city: 'Porto' } }] });
    expect((await upsert()).results[0]).toMatchObject({ _new: true });
    expect((await upsert()).results[0]).toMatchObject({ _new: false });
    await sandbox.client().crm.deals.batchApi.archive({ inputs: [{ id }] });
    expect((await failure(() => sandbox.client().crm.deals.basicApi.getById(id))).code).toBe(404);
  });

  it('merges into the primary, or into a new record', async () => {
    const { basicApi } = sandbox.client().crm.deals;
    const [a, b, c] = [await newDeal(), await newDeal({ hs_next_step: 'Only here' }), await newDeal()];
    const kept = await basicApi.merge({ primaryObjectId: a, objectIdToMerge: b });
    expect(kept.id).toBe(a);
    expect((await history(a, 'hs_next_step'))[0]).toMatchObject({
      value: 'Only here',
      sourceType: 'MERGE_OBJECTS',
      sourceId: b,
    });
    expect((await basicApi.getById(b)).id).toBe(a);
    await sandbox.post('/settings', { mergeIds: 'new' });
    const renumbered = await basicApi.merge({ primaryObjectId: a, objectIdToMerge: c });
    await sandbox.post('/settings', { mergeIds: 'primary' });
    expect([a, b, c]).not.toContain(renumbered.id);
    const merged = await basicApi.getById(renumbered.id, ['hs_merged_object_ids']);
    expect(merged.properties.hs_merged_object_ids?.split(';').sort()).toEqual([a, b, c].sort());
    expect((await basicApi.getById(b)).id).toBe(renumbered.id);
  });

  it('creates notes on a record', async () => {
    const id = await newDeal();
    const note = await sandbox.client().crm.objects.notes.basicApi.create({
      properties: { hs_timestamp: '2026-11-23T01:00:00.000Z', hs_note_body: '<b>Approved</b>' },
      associations: [
        { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId: 214 }] },
      ],
    });
    const links = await sandbox.client().crm.associations.v4.basicApi.getPage('deals', id, 'notes');
    expect(links.results).toMatchObject([{ toObjectId: Number(note.id) }]);
  });

  it('links and unlinks records', async () => {
    const [deal, company] = [await newDeal(), sandbox.main.records.find((one) => one.object === '0-2')?.id ?? ''];
    const { v4 } = sandbox.client().crm.associations;
    await v4.basicApi.createDefault('deals', deal, 'companies', company);
    expect(
      (await v4.basicApi.getPage('companies', company, 'deals')).results.map((one) => String(one.toObjectId)),
    ).toContain(deal);
    await v4.basicApi.archive('deals', deal, 'companies', company);
    expect((await v4.basicApi.getPage('deals', deal, 'companies')).results).toEqual([]);
  });

  it('creates, changes and archives groups and properties', async () => {
    const { coreApi, groupsApi, batchApi } = sandbox.client().crm.properties;
    await groupsApi.create('deals', { name: 'ai_staging', label: 'AI suggestions', displayOrder: -1 });
    expect((await failure(() => groupsApi.create('deals', { name: 'ai_staging', label: 'Again' }))).code).toBe(409);
    const input = (name: string) =>
      ({ name, label: name, groupName: 'ai_staging', type: 'string', fieldType: 'text' }) as never;
    expect(await coreApi.create('deals', input('ai_suggested_amount'))).toMatchObject({
      name: 'ai_suggested_amount',
      hubspotDefined: false,
    });
    const twice = await failure(() => coreApi.create('deals', input('ai_suggested_amount')));
    expect([twice.code, twice.body]).toMatchObject([409, { category: 'OBJECT_ALREADY_EXISTS' }]);
    const batch = await batchApi.create('deals', {
      inputs: [input('ai_suggested_amount'), input('ai_suggested_dealstage')],
    });
    expect(batch).toMatchObject({ numErrors: 1, results: [{ name: 'ai_suggested_dealstage' }] });
    expect((await sandbox.get<Array<{ name: string }>>('/fields?crm=hubspot')).map((one) => one.name)).toEqual([
      'ai_suggested_amount',
      'ai_suggested_dealstage',
    ]);
    const bad = [
      { ...(input('Big') as object) },
      { ...(input('ok_one') as object), fieldType: 'number' },
      { ...(input('ok_two') as object), groupName: 'nowhere' },
      { name: 'ok_three' },
    ];
    for (const json of bad) expect((await sandbox.call('/crm/properties/2026-03/deals', { json })).status).toBe(400);
    const id = await newDeal();
    await sandbox.client().crm.deals.basicApi.update(id, { properties: { ai_suggested_amount: '12' } });
    expect(
      await coreApi.update('deals', 'ai_suggested_amount', { label: 'AI suggested: Amount' } as never),
    ).toMatchObject({ label: 'AI suggested: Amount' });
    await coreApi.archive('deals', 'ai_suggested_amount');
    const gone = await sandbox
      .client()
      .crm.deals.basicApi.getById(id, ['ai_suggested_amount'], ['ai_suggested_amount']);
    expect(gone.properties).not.toHaveProperty('ai_suggested_amount');
    expect((await failure(() => coreApi.update('deals', 'dealname', { label: 'x' } as never))).code).toBe(400);
  });

  it('refuses bad tokens with 401 and narrow ones with 403', async () => {
    const { tokens } = sandbox.main;
    for (const token of ['', 'pat-na1-nothing', tokens.revoked]) {
      expect((await sandbox.call('/crm/v3/objects/deals', { token })).body).toMatchObject({
        category: 'INVALID_AUTHENTICATION',
      });
    }
    const id = await newDeal();
    const readonly = sandbox.client(tokens.readonly);
    expect((await readonly.crm.deals.basicApi.getById(id)).id).toBe(id);
    await readonly.crm.tickets.basicApi.getPage(1);
    const refused = await failure(() => readonly.crm.deals.basicApi.update(id, { properties: { amount: '1' } }));
    expect([refused.code, refused.body]).toMatchObject([
      403,
      { category: 'MISSING_SCOPES', errors: [{ context: { requiredScopes: ['crm.objects.deals.write'] } }] },
    ]);
    expect((await failure(() => readonly.crm.tickets.batchApi.archive({ inputs: [] }))).code).toBe(403);
    const noSchema = sandbox.client(tokens.noSchema);
    await noSchema.crm.properties.coreApi.getAll('deals');
    await noSchema.crm.deals.basicApi.update(id, { properties: { amount: '5' } });
    const group = await failure(() => noSchema.crm.properties.groupsApi.create('deals', { name: 'x', label: 'X' }));
    expect([group.code, group.body]).toMatchObject([
      403,
      { errors: [{ context: { requiredScopes: ['crm.schemas.deals.write'] } }] },
    ]);
    expect((await failure(() => sandbox.client(tokens.otherAccount).crm.deals.basicApi.getById(id))).code).toBe(404);
  });
});
