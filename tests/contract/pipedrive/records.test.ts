/** v2 records and fields, v1's lists and notes, with the vendor's client. */
import fc from 'fast-check';
import { LeadsApi, NotesApi, RecentsApi, UsersApi, DealsApi as V1Deals } from 'pipedrive/v1';
import { DealFieldsApi, DealsApi, OrganizationsApi, PersonsApi, PipelinesApi, StagesApi } from 'pipedrive/v2';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../sandbox/pipedrive/catalog/define.ts';
import { failure, usePipedrive } from './support.ts';

const code = (name: string) => hashOf(`deal/${name}`);

describe('records', () => {
  const pipedrive = usePipedrive();
  let deals: DealsApi;
  let id: number;
  const read = async () => (await deals.getDeal({ id })).data as Record<string, unknown>;
  const custom = async () => (await read()).custom_fields as Record<string, unknown>;
  const patch = (body: object) => deals.updateDeal({ id, UpdateDealRequest: body as never });
  const put = (fields: object) => patch({ custom_fields: fields });

  beforeAll(async () => {
    deals = pipedrive.v2(DealsApi);
    id = (await deals.addDeal({ AddDealRequest: { title: 'Field deal' } })).data?.id ?? 0;
  });

  it('sets and clears every kind of custom field', async () => {
    const values: ReadonlyArray<readonly [name: string, value: unknown, shown?: unknown]> = [
      ['next step', 'Call them'],
      ['description', 'x'.repeat(65_000)],
      ['commission rate', 12.5],
      ['setup fee', { value: 500, currency: 'EUR' }],
      ['priority', 103],
      ['requirements', [131, 133]],
      ['contract', { value: '2026-01-01', until: '2026-12-31' }],
      ['call', { value: '09:30:00', timezone_name: 'Europe/Dublin' }],
      ['call', '10:30:00', { value: '10:30:00', timezone_name: 'Europe/Dublin' }],
      ['commission owner', 104],
    ];
    for (const [name, value, shown = value] of values) {
      await put({ [code(name)]: value });
      expect((await custom())[code(name)], name).toEqual(shown);
    }
    for (const [name] of values) {
      await put({ [code(name)]: null });
      expect((await custom())[code(name)], name).toBeNull();
    }
  });

  it('refuses the whole request for an empty set, an unknown key or a wrong value', async () => {
    const before = await read();
    const wrong = [
      { [code('requirements')]: [] },
      { ['0'.repeat(40)]: 'x' },
      { [code('priority')]: 999 },
      { [code('next step')]: 'x'.repeat(256) },
      { [code('commission rate')]: 'many' },
      { [code('setup fee')]: 500 },
    ];
    for (const custom_fields of wrong) {
      const error = await failure(() => patch({ title: 'Never', custom_fields }));
      expect(error.error).toContain('ERR_SCHEMA_VALIDATION_FAILED');
    }
    expect((await failure(() => patch({ title: 'Never', colour: 'red' }))).error).toContain('"colour"');
    expect((await failure(() => patch({ title: '' }))).success).toBe(false);
    expect(await read()).toEqual(before);
  });

  it('changes only what is sent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            value: fc.integer({ min: 1, max: 1e6 }),
            currency: fc.constantFrom('EUR', 'USD'),
            stage_id: fc.integer({ min: 1, max: 6 }),
          },
          { requiredKeys: [] },
        ),
        async (body) => {
          const before = await read();
          await patch(body);
          const after = await read();
          for (const key of ['title', 'owner_id', 'custom_fields', 'value', 'currency', 'stage_id']) {
            expect(after[key]).toEqual(key in body ? body[key as keyof typeof body] : before[key]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('knows reasons and times of an outcome only with that outcome', async () => {
    expect((await failure(() => patch({ lost_reason: 'Price' }))).error).toContain('lost_reason');
    expect((await failure(() => patch({ won_time: '2026-11-01T10:00:00Z' }))).error).toContain('won_time');
    await patch({ status: 'lost', lost_reason: 'Price' });
    expect(await read()).toMatchObject({ status: 'lost', lost_reason: 'Price', lost_time: expect.any(String) });
    await patch({ status: 'open' });
    expect(await read()).toMatchObject({ status: 'open', lost_reason: null, lost_time: null, close_time: null });
  });

  it('keeps stage and pipeline together', async () => {
    await patch({ stage_id: 13 });
    expect(await read()).toMatchObject({ stage_id: 13, pipeline_id: 2 });
    await patch({ pipeline_id: 1 });
    expect(await read()).toMatchObject({ stage_id: 1, pipeline_id: 1 });
    expect((await failure(() => patch({ stage_id: 13, pipeline_id: 1 }))).success).toBe(false);
    expect((await failure(() => patch({ stage_id: 77 }))).success).toBe(false);
  });

  it('shows a conflict to a writer that compares before it writes', async () => {
    pipedrive.clock.advance(5_000);
    await put({ [code('next step')]: 'Ours' });
    const compared = await read();
    pipedrive.clock.advance(5_000);
    await pipedrive.write('tom', 'page', 'deal', String(id), { [code('next step')]: 'Theirs' });
    const found = await read();
    expect(found.update_time).not.toBe(compared.update_time);
    expect((found.custom_fields as Record<string, unknown>)[code('next step')]).toBe('Theirs');
  });

  it('answers labels, options and chosen fields when asked', async () => {
    await patch({ label_ids: [11, 13], custom_fields: { [code('priority')]: 103, [code('requirements')]: [131] } });
    const { data } = await deals.getDeal({
      id,
      include_option_labels: true,
      include_labels: true,
      custom_fields: `${code('priority')},${code('requirements')}`,
    });
    expect(data).toMatchObject({ label_ids: [11, 13], labels: [{ id: 11, label: 'Hot' }, { id: 13 }] });
    expect(data?.custom_fields).toEqual({
      [code('priority')]: { id: 103, label: 'High' },
      [code('requirements')]: [{ id: 131, label: 'API' }],
    });
    const many = Array.from({ length: 16 }, (_, n) => `key${n}`).join(',');
    expect((await failure(() => deals.getDeal({ id, custom_fields: many }))).error).toContain('15');
  });

  it('reads what changed since a moment, that moment included, and refuses fractions of a second', async () => {
    pipedrive.clock.advance(2_000);
    await patch({ title: 'Touched' });
    const { update_time: time } = (await read()) as { update_time: string };
    const since = async (updated_since: string) =>
      (await deals.getDeals({ updated_since, sort_by: 'update_time', limit: 500 })).data?.map((deal) => deal.id);
    expect(await since(time)).toEqual([id]);
    expect(await since(new Date(Date.parse(time) + 1_000).toISOString().replace('.000Z', 'Z'))).toEqual([]);
    const error = await failure(() => since(time.replace('Z', '.000Z')));
    expect(error.error).toMatch(/ERR_SCHEMA_VALIDATION_FAILED.*not a valid datetime/);
  });

  it('pages lists by cursor, in any order, and takes up to 100 ids', async () => {
    const all = async (limit: number, sort_direction: 'asc' | 'desc') => {
      const ids: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await deals.getDeals({ limit, sort_direction, sort_by: 'update_time', ...(cursor && { cursor }) });
        ids.push(...(page.data ?? []).map((deal) => deal.id ?? 0));
        cursor = page.additional_data?.next_cursor ?? undefined;
      } while (cursor);
      return ids;
    };
    const ascending = await all(500, 'asc');
    expect(new Set(ascending).size).toBe(ascending.length);
    expect(await all(7, 'asc')).toEqual(ascending);
    expect(new Set(await all(9, 'desc'))).toEqual(new Set(ascending));
    const some = ascending.slice(0, 3).join(',');
    expect((await deals.getDeals({ ids: some })).data?.length).toBe(3);
    const tooMany = Array.from({ length: 101 }, (_, n) => n + 1).join(',');
    expect((await failure(() => deals.getDeals({ ids: tooMany }))).error).toContain('100');
    expect((await pipedrive.call('/api/v2/deals?limit=501')).status).toBe(400);
    expect((await pipedrive.call('/api/v2/deals?cursor=0')).status).toBe(400);
  });

  it('creates, reads and deletes persons and organizations', async () => {
    const persons = pipedrive.v2(PersonsApi);
    const organizations = pipedrive.v2(OrganizationsApi);
    const org = await organizations.addOrganization({ AddOrganizationRequest: { name: 'Testworks' } });
    const emails = [
      { value: 'b@test.example', primary: false, label: 'home' },
      { value: 'a@test.example', primary: true, label: 'work' },
    ];
    const person = await persons.addPerson({
      AddPersonRequest: { name: 'Ada Test', org_id: org.data?.id ?? 0, emails },
    });
    const personId = person.data?.id ?? 0;
    const { data } = await persons.getPerson({ id: personId });
    expect(data).toMatchObject({ first_name: 'Ada', last_name: 'Test', org_id: org.data?.id });
    expect(data?.emails).toEqual([emails[1], emails[0]]);
    await organizations.updateOrganization({
      id: org.data?.id ?? 0,
      UpdateOrganizationRequest: { industry: 33, annual_revenue: 2_500_000, address: { value: '1 Quay, Cork' } },
    });
    expect((await organizations.getOrganization({ id: org.data?.id ?? 0 })).data).toMatchObject({
      industry: 33,
      annual_revenue: 2_500_000,
      address: { value: '1 Quay, Cork' },
    });
    await persons.deletePerson({ id: personId });
    expect((await failure(() => persons.getPerson({ id: personId }))).error).toBe('Person not found');
  });

  it('merges a record into another, whose values count', async () => {
    const create = async (title: string, value?: number) =>
      (await deals.addDeal({ AddDealRequest: { title, ...(value !== undefined && { value }) } })).data?.id ?? 0;
    const [kept, merged] = [await create('Kept'), await create('Merged', 900)];
    await pipedrive.v1(V1Deals).mergeDeals({ id: merged, MergeDealsRequest: { merge_with_id: kept } });
    expect((await deals.getDeal({ id: kept })).data).toMatchObject({ title: 'Kept', value: 900 });
    expect((await pipedrive.call(`/api/v2/deals/${merged}`)).status).toBe(404);
    expect((await pipedrive.changelog('deal', kept))[0]).toMatchObject({ field_key: 'value', change_source: null });
  });

  it('names the user and the company of a token', async () => {
    const { data } = await pipedrive.v1(UsersApi).getCurrentUser();
    expect(data).toMatchObject({
      id: 905,
      company_id: 7654321,
      company_domain: 'northwind',
      language: { language_code: 'en' },
    });
    const users = await pipedrive.v1(UsersApi).getUsers();
    expect(users.data?.map((user) => user.id)).toEqual(expect.arrayContaining([101, 106, 900]));
  });

  it('knows stages and pipelines', async () => {
    const stages = await pipedrive.v2(StagesApi).getStages({ pipeline_id: 1 });
    expect(stages.data?.slice(0, 5).map((stage) => stage.name)).toEqual([
      'Qualified',
      'Contact Made',
      'Demo Scheduled',
      'Proposal Made',
      'Negotiations Started',
    ]);
    expect((await pipedrive.v2(PipelinesApi).getPipelines()).data?.length).toBe(2);
  });

  it('lists recent changes, leads and notes', async () => {
    const moment = new Date(pipedrive.clock.now() - 60_000).toISOString().slice(0, 19).replace('T', ' ');
    await patch({ title: 'Recent' });
    const recents = await pipedrive.v1(RecentsApi).getRecents({ since_timestamp: moment, items: 'deal' });
    expect(recents.data?.at(-1)).toMatchObject({ item: 'deal', id });
    const leads = await pipedrive.v1(LeadsApi).getLeads();
    expect(leads.data?.length).toBe(3);
    expect((await pipedrive.call('/v1/leads?updated_since=2030-01-01T00:00:00Z')).body.data).toEqual([]);
    const note = await pipedrive.v1(NotesApi).addNote({ AddNoteRequest: { content: '<p>Evidence</p>', deal_id: id } });
    expect(note.data).toMatchObject({ content: '<p>Evidence</p>', deal_id: id });
  });

  describe('fields', () => {
    it('answers English names, whatever anybody’s language, and says what is shown where', async () => {
      const fields = await pipedrive.v2(DealFieldsApi).getDealFields({ limit: 500, include_fields: 'ui_visibility' });
      const of = (field: string) => fields.data?.find((one) => one.field_code === field);
      expect(of('owner_id')).toMatchObject({
        field_name: 'Owner',
        is_custom_field: false,
        ui_visibility: { details_visible_flag: true },
      });
      expect(of('stage_id')).toMatchObject({ ui_visibility: { details_visible_flag: false } });
      expect(of(code('setup fee'))?.subfields).toHaveLength(1);
      expect(of('status')?.options?.[0]).toMatchObject({ id: 'open', label: 'Open' });
      expect(fields.data?.filter((one) => one.field_name === 'Source channel')).toHaveLength(2);
      const persons = await pipedrive.call('/api/v2/personFields?limit=500');
      const names = (persons.body.data as { field_name: string }[]).map((one) => one.field_name);
      expect(names.filter((name) => name === 'Status')).toHaveLength(2);
    });

    it('pages fields', async () => {
      const api = pipedrive.v2(DealFieldsApi);
      const all = (await api.getDealFields({ limit: 500 })).data ?? [];
      const first = await api.getDealFields({ limit: 30 });
      const cursor = first.additional_data?.next_cursor ?? '';
      const rest = await api.getDealFields({ limit: 500, cursor });
      expect([...(first.data ?? []), ...(rest.data ?? [])]).toEqual(all);
    });

    it('creates a staging field, fills it, renames it and deletes it', async () => {
      const api = pipedrive.v2(DealFieldsApi);
      const made = await api.addDealField({
        AddDealFieldRequest: { field_name: 'AI suggested stage', field_type: 'varchar', description: 'staged' },
      });
      const field_code = made.data?.field_code ?? '';
      expect(field_code).toMatch(/^[0-9a-f]{40}$/);
      expect(pipedrive.sandbox.stagingFields()).toMatchObject([{ name: field_code, object: 'deal' }]);
      await put({ [field_code]: '4|Proposal Made' });
      expect((await custom())[field_code]).toBe('4|Proposal Made');
      await api.updateDealField({ field_code, UpdateDealFieldRequest: { field_name: 'AI stage' } });
      expect((await api.getDealField({ field_code })).data).toMatchObject({ field_name: 'AI stage' });
      await api.deleteDealField({ field_code });
      expect((await failure(() => put({ [field_code]: 'x' }))).error).toContain('ERR_SCHEMA_VALIDATION_FAILED');
    });

    it('adds, renames and removes options', async () => {
      const path = `/api/v2/dealFields/${code('priority')}/options`;
      const added = await pipedrive.call(path, { method: 'POST', json: [{ label: 'Later' }] });
      const [option] = added.body.data as { id: number; label: string }[];
      expect(option).toMatchObject({ label: 'Later', id: expect.any(Number) });
      await pipedrive.call(path, { method: 'PATCH', json: [{ id: option?.id, label: 'Some day' }] });
      await put({ [code('priority')]: option?.id });
      const { data } = await deals.getDeal({ id, include_option_labels: true });
      expect(data?.custom_fields).toMatchObject({ [code('priority')]: { label: 'Some day' } });
      expect((await pipedrive.call(path, { method: 'DELETE', json: [{ id: option?.id }] })).status).toBe(200);
      expect((await pipedrive.call(path, { method: 'DELETE', json: [{ id: option?.id }] })).status).toBe(404);
    });
  });
});
