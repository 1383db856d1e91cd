/** Our own client against the sandbox: what it creates, writes and finds, seen with the vendor's client. */
import { LeadsApi, NotesApi } from 'pipedrive/v1';
import {
  DealFieldsApi,
  DealsApi,
  OrganizationFieldsApi,
  OrganizationsApi,
  PersonFieldsApi,
  PersonsApi,
} from 'pipedrive/v2';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { costOf } from '../../sandbox/pipedrive/api/limits.ts';
import { hashOf } from '../../sandbox/pipedrive/catalog/define.ts';
import type { Field, OurClient, Pending, PendingQuery, Request } from '../ours.ts';
import { ledgerNotes, problem, productSide } from '../ours.ts';
import { BROWSER, sender } from './ours.ts';
import { failure, usePipedrive } from './support.ts';

describe('staging', () => {
  const pipedrive = usePipedrive({ seed: '5', days: 3 });
  const code = (name: string, object = 'deal') => hashOf(`${object}/${name}`);
  let our: Awaited<ReturnType<typeof productSide>>;
  /** Requests of our client since the test, or the last write, began. */
  let sent: Request[] = [];

  beforeAll(async () => {
    our = await productSide('pipedrive');
  });
  beforeEach(() => {
    sent = [];
  });

  /** Our client as the product makes it, but for the host. */
  const client = (token = pipedrive.main.tokens.full, change = (request: Request) => request): OurClient => {
    const send = sender(pipedrive, our.send, token);
    return our.side.create({
      account: pipedrive.main.account,
      apiHost: pipedrive.base,
      send(request) {
        sent.push(request);
        return send(change(request));
      },
    });
  };

  const requests = () =>
    sent.map(({ method, url }) => `${method} ${new URL(url).pathname.replace(/\/(\d+|[\da-f-]{36})(?=\/|$)/, '/:id')}`);
  const cost = () => sent.reduce((sum, { method, url }) => sum + our.side.cost(method, new URL(url)), 0);
  const metas = new Map<string, Field[]>();
  const fieldsOf = async (object: string): Promise<Field[]> => {
    const known = metas.get(object) ?? (await client().fields(object, 'en'));
    metas.set(object, known);
    return known;
  };
  const write = async (object: string, id: string, values: Record<string, string | null>, token?: string) => {
    const fields = await fieldsOf(object);
    sent = [];
    await client(token).write(object, id, new Map(Object.entries(values)), { fields, unmodifiedSince: 0 });
  };
  /** What our own reading gives for a field after something was written. */
  const read = async (object: string, id: string, name: string) =>
    (await client().read(object, id, await fieldsOf(object))).values.get(name);

  const vendor = {
    deal: async (id: string) => (await pipedrive.v2(DealsApi).getDeal({ id: Number(id) })).data,
    person: async (id: string) => (await pipedrive.v2(PersonsApi).getPerson({ id: Number(id) })).data,
    organization: async (id: string) => (await pipedrive.v2(OrganizationsApi).getOrganization({ id: Number(id) })).data,
    lead: async (id: string) => (await pipedrive.v1(LeadsApi).getLead({ id })).data,
  };
  /** A value as the vendor's client gives it. */
  const seen = async (object: string, id: string, name: string): Promise<unknown> => {
    const record = (await vendor[object as keyof typeof vendor](id)) as Record<string, unknown>;
    const custom = (record.custom_fields ?? {}) as Record<string, unknown>;
    return name in custom ? custom[name] : record[name];
  };

  const newDeal = async (body: object = {}) => {
    const { data } = await pipedrive
      .v2(DealsApi)
      .addDeal({ AddDealRequest: { title: 'Staged deal', ...body } as never });
    return String(data?.id);
  };
  const newOrganization = async () => {
    const { data } = await pipedrive
      .v2(OrganizationsApi)
      .addOrganization({ AddOrganizationRequest: { name: 'Staged works' } });
    return String(data?.id);
  };
  const newPerson = async (body: object = {}) => {
    const { data } = await pipedrive
      .v2(PersonsApi)
      .addPerson({ AddPersonRequest: { name: 'Ada Staged', ...body } as never });
    return String(data?.id);
  };
  const leadId = async () => (await pipedrive.v1(LeadsApi).getLeads()).data?.[0]?.id ?? '';

  describe('fields', () => {
    const kinds = [
      ['line', 'varchar'],
      ['text', 'text'],
      ['number', 'double'],
    ] as const;

    it('creates them as the vendor’s client sees them, under the code that Pipedrive chose', async () => {
      const apis = {
        deal: (field_code: string) => pipedrive.v2(DealFieldsApi).getDealField({ field_code }),
        person: (field_code: string) => pipedrive.v2(PersonFieldsApi).getPersonField({ field_code }),
        organization: (field_code: string) => pipedrive.v2(OrganizationFieldsApi).getOrganizationField({ field_code }),
      };
      for (const object of ['deal', 'person', 'organization'] as const) {
        for (const [kind, type] of kinds) {
          const label = `Made for ${object}, ${kind}`;
          const { name } = await client().createField(object, {
            name: 'unused',
            label,
            help: `Help for ${kind}`,
            kind,
          });
          expect(name).toMatch(/^[\da-f]{40}$/);
          const { data } = await apis[object](name);
          expect(data).toMatchObject({
            field_code: name,
            field_name: label,
            field_type: type,
            description: `Help for ${kind}`,
            is_custom_field: true,
          });
          await client().deleteField(object, name);
        }
      }
    });

    it('takes a field of the same label for the one that is wanted, however its label is written', async () => {
      const field = { name: '', label: 'Made twice', help: '', kind: 'line' } as const;
      const { name } = await client().createField('deal', field);
      sent = [];
      expect(await client().createField('deal', field)).toMatchObject({ name: name });
      expect(await client().createField('deal', { ...field, label: ' made  Twice:' })).toMatchObject({ name: name });
      expect(requests()).toEqual(['GET /api/v2/dealFields', 'GET /api/v2/dealFields']);
      // Leads have deals' fields.
      expect(await client().createField('lead', field)).toMatchObject({ name: name });
      // Another object's field of this label is another field.
      const { name: other } = await client().createField('person', field);
      expect(other).not.toBe(name);
      await client().deleteField('person', other);
      await client().deleteField('lead', name);
    });

    it('finds the one that somebody else created, and none of Pipedrive’s own', async () => {
      const ledger = { name: '', label: 'Countersign ledger', help: '', kind: 'text' } as const;
      expect(await client().createField('deal', ledger)).toMatchObject({ name: hashOf('countersign ledger') });
      const { name: made } = await client().createField('deal', {
        name: '',
        label: 'Probability',
        help: '',
        kind: 'number',
      });
      expect(made).toMatch(/^[\da-f]{40}$/);
      await client().deleteField('deal', made);
    });

    it('deletes them, and finds nothing wrong with one that is gone', async () => {
      const field = { name: '', label: 'Made for nothing', help: '', kind: 'line' } as const;
      const { name } = await client().createField('deal', field);
      await client().deleteField('deal', name);
      const error = await failure(() => pipedrive.v2(DealFieldsApi).getDealField({ field_code: name }));
      expect(error.error).toBe('Field not found');
      await client().deleteField('deal', name);
      expect(await problem(() => client().deleteField('deal', 'title'))).toMatchObject({
        kind: 'refused',
        status: 400,
      });
    });

    it('names the scope where the right is missing', async () => {
      const field = { name: '', label: 'Made never', help: '', kind: 'line' } as const;
      const scopes = { deal: 'deal-fields:full', lead: 'deal-fields:full', person: 'contact-fields:full' };
      for (const token of [pipedrive.main.tokens.noSchema, pipedrive.main.tokens.readonly]) {
        for (const [object, missing] of Object.entries(scopes)) {
          expect(await problem(() => client(token).createField(object, field))).toMatchObject({
            kind: 'forbidden',
            missing,
            message: 'You do not have permission to edit fields.',
          });
        }
        const known = hashOf('countersign ledger');
        expect(await problem(() => client(token).deleteField('deal', known))).toMatchObject({ kind: 'forbidden' });
      }
      const { data } = await pipedrive.v2(DealFieldsApi).getDealFields({ limit: 500 });
      expect(data?.some(({ field_name }) => field_name === field.label)).toBe(false);
      expect(data?.some(({ field_code }) => field_code === hashOf('countersign ledger'))).toBe(true);
    });

    it('knows which stage belongs to which pipeline, and how long texts may be', async () => {
      const fields = new Map((await fieldsOf('deal')).map((field) => [field.name, field]));
      const stage = fields.get('stage_id');
      expect(stage?.pipelineField).toBe('pipeline_id');
      expect(stage?.options.find(({ value }) => value === '1')?.pipeline).toBe('1');
      expect(stage?.options.find(({ value }) => value === '13')?.pipeline).toBe('2');
      expect(fields.get('pipeline_id')?.options.every(({ pipeline }) => pipeline === undefined)).toBe(true);
      expect(fields.get(code('next step'))?.maxLength).toBe(255);
      expect(fields.get('title')?.maxLength).toBeUndefined();
      const id = await newDeal();
      for (const name of ['next step', 'description']) {
        const longest = fields.get(code(name))?.maxLength ?? 0;
        await write('deal', id, { [code(name)]: 'x'.repeat(longest) });
        expect((await read('deal', id, code(name)))?.length).toBe(longest);
      }
      expect(await problem(() => write('deal', id, { [code('next step')]: 'x'.repeat(256) }))).toMatchObject({
        kind: 'refused',
      });
    });
  });

  describe('writing', () => {
    type Case = readonly [name: string, text: string, shown: unknown, cleared?: unknown];
    const cases: Record<string, readonly Case[]> = {
      deal: [
        ['title', 'Acme, 50 seats', 'Acme, 50 seats'],
        ['value', '1500.5', 1500.5, null],
        ['currency', 'USD', 'USD'],
        ['probability', '40', 40, null],
        ['owner_id', '104', 104],
        ['stage_id', '3', 3],
        ['pipeline_id', '2', 2],
        ['status', 'won', 'won'],
        ['won_time', '2026-11-02T10:00:00Z', '2026-11-02T10:00:00Z'],
        ['expected_close_date', '2027-01-31', '2027-01-31', null],
        ['label_ids', '11;13', [11, 13], []],
        ['visible_to', '3', 3],
        ['channel', '53', 53, null],
        ['channel_id', '42', '42', null],
        [code('next step'), 'Call; them, again', 'Call; them, again', null],
        [code('description'), 'Line one\nLine two', 'Line one\nLine two', null],
        [code('commission rate'), '12.5', 12.5, null],
        [code('setup fee'), '500', { value: 500, currency: 'USD' }, null],
        [code('priority'), '103', 103, null],
        [code('requirements'), '131;133', [131, 133], null],
        [code('commission owner'), '104', 104, null],
        // A period and a time of day, as far as a snapshot has them.
        [code('contract'), '2026-02-01', { value: '2026-02-01', until: null }, null],
        [code('call'), '09:30:00', { value: '09:30:00', timezone_name: null }, null],
        ['is_archived', 'true', true],
      ],
      person: [
        ['name', 'Ada Novak', 'Ada Novak'],
        ['job_title', 'Buyer', 'Buyer', null],
        ['emails', 'a@test.example', [{ value: 'a@test.example', primary: true, label: 'work' }], []],
        ['phones', '+353 1 555', [{ value: '+353 1 555', primary: true, label: 'work' }], []],
        ['label_ids', '2', [2], []],
        [code('interests', 'person'), '211', [211], null],
        [code('lifecycle', 'person'), '203', 203, null],
      ],
      organization: [
        ['name', 'Northlight', 'Northlight'],
        ['address', '1 Quay, Cork', expect.objectContaining({ value: '1 Quay, Cork' }), null],
        ['website', 'https://north.example', 'https://north.example', null],
        ['industry', '33', 33, null],
        ['annual_revenue', '2500000', 2_500_000, null],
        ['employee_count', '12', 12, null],
        [code('phone', 'organization'), '+353 1 556', '+353 1 556', null],
      ],
      lead: [
        ['title', 'Harborline, again', 'Harborline, again'],
        ['owner_id', '104', 104],
        ['value', '900.5', { amount: 900.5, currency: 'EUR' }, null],
        ['expected_close_date', '2027-02-28', '2027-02-28', null],
        [code('next step'), 'Qualify', 'Qualify', undefined],
        [code('commission rate'), '7.5', '7.5', undefined],
        [code('priority'), '102', '102', undefined],
        [code('requirements'), '131;134', '131,134', undefined],
        [code('contract'), '2026-02-01', '2026-02-01', undefined],
      ],
    };
    const make: Record<string, () => Promise<string>> = {
      deal: () => newDeal(),
      person: () => newPerson(),
      organization: newOrganization,
      lead: leadId,
    };

    it.each(Object.keys(cases))(
      'sets and clears every kind of value of one %s, and reads back the same text',
      async (object) => {
        const id = (await make[object]?.()) ?? '';
        for (const [name, text, shown] of cases[object] ?? []) {
          await write(object, id, { [name]: text });
          expect(
            requests().filter((one) => !one.startsWith('GET')),
            name,
          ).toHaveLength(1);
          expect(await seen(object, id, name), name).toEqual(shown);
          expect(await read(object, id, name), name).toBe(text);
        }
        for (const [name, , , ...cleared] of cases[object] ?? []) {
          if (cleared.length === 0) continue;
          await write(object, id, { [name]: null });
          expect(await seen(object, id, name), name).toEqual(cleared[0]);
          expect(await read(object, id, name), name).toBeNull();
        }
      },
    );

    it('promotes a suggestion in one request: the field, its staging field and the count', async () => {
      const { name: stagingCode } = await client().createField('deal', {
        name: '',
        label: 'Made for a stage',
        help: '',
        kind: 'line',
      });
      metas.delete('deal');
      const id = await newDeal({ custom_fields: { [stagingCode]: '3' } });
      await write('deal', id, { stage_id: '3', [stagingCode]: null, [code('commission rate')]: '0' });
      expect(requests()).toEqual(['PATCH /api/v2/deals/:id']);
      expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
        stage_id: 3,
        custom_fields: { [stagingCode]: null, [code('commission rate')]: 0 },
      });
      expect(await vendor.deal(id)).toMatchObject({ stage_id: 3, custom_fields: { [stagingCode]: null } });
      await client().deleteField('deal', stagingCode);
      metas.delete('deal');
    });

    it('leaves one row of the changelog for each value that changed, with the browser’s user agent', async () => {
      const id = await newDeal({ value: 100 });
      await write('deal', id, { value: '250', [code('priority')]: '103', title: 'Staged deal' });
      const rows = await pipedrive.changelog('deal', id);
      expect(rows.map(({ field_key, old_value, new_value }) => [field_key, old_value, new_value])).toEqual(
        expect.arrayContaining([
          ['value', '100', '250'],
          [code('priority'), null, '103'],
        ]),
      );
      expect(rows).toHaveLength(2);
      for (const row of rows) {
        expect(row).toMatchObject({
          actor_user_id: 905,
          change_source: 'api',
          change_source_user_agent: BROWSER,
          is_bulk_update_flag: false,
        });
      }
      // Our own history says the same.
      const snapshot = await client().read('deal', id, await fieldsOf('deal'));
      expect(snapshot.histories.get('value')?.changes[0]).toMatchObject({ from: '100', to: '250' });
      await write('deal', id, { value: '250' });
      expect(await pipedrive.changelog('deal', id)).toHaveLength(2);
    });

    it('keeps what the values do not give: the other half of money and periods, a time’s zone', async () => {
      const fee = code('setup fee');
      const contract = code('contract');
      const id = await newDeal({
        currency: 'NOK',
        custom_fields: {
          [fee]: { value: 1, currency: 'GBP' },
          [contract]: { value: '2026-01-01', until: '2026-12-31' },
          [code('call')]: { value: '08:00:00', timezone_name: 'Europe/Oslo' },
        },
      });
      await write('deal', id, { [fee]: '2', [contract]: '2026-03-01', [code('call')]: '09:00:00' });
      expect(requests()).toEqual(['GET /api/v2/deals/:id', 'PATCH /api/v2/deals/:id']);
      expect(await seen('deal', id, fee)).toEqual({ value: 2, currency: 'GBP' });
      expect(await seen('deal', id, contract)).toEqual({ value: '2026-03-01', until: '2026-12-31' });
      expect(await seen('deal', id, code('call'))).toEqual({ value: '09:00:00', timezone_name: 'Europe/Oslo' });
      // A half by itself keeps the amount.
      await write('deal', id, { [`${fee}_currency`]: 'USD', [`${contract}_until`]: '2027-01-31' });
      expect(await seen('deal', id, fee)).toEqual({ value: 2, currency: 'USD' });
      expect(await seen('deal', id, contract)).toEqual({ value: '2026-03-01', until: '2027-01-31' });
      expect(await read('deal', id, `${fee}_currency`)).toBe('USD');
      // Both together need no look at the record.
      await write('deal', id, { [fee]: '3', [`${fee}_currency`]: 'EUR' });
      expect(requests()).toEqual(['PATCH /api/v2/deals/:id']);
      expect(await seen('deal', id, fee)).toEqual({ value: 3, currency: 'EUR' });
      // Where there was none, a deal's money has the deal's currency.
      await write('deal', id, { [fee]: null });
      await write('deal', id, { [fee]: '4' });
      expect(await seen('deal', id, fee)).toEqual({ value: 4, currency: 'NOK' });
    });

    it('gives money the user’s currency where nothing else tells one', async () => {
      const { data } = await pipedrive.v2(OrganizationFieldsApi).addOrganizationField({
        AddOrganizationFieldRequest: { field_name: 'Budget', field_type: 'monetary' },
      });
      const budget = data?.field_code ?? '';
      metas.delete('organization');
      const id = await newOrganization();
      await write('organization', id, { [budget]: '700' });
      expect(requests()).toEqual([
        'GET /api/v2/organizations/:id',
        'GET /v1/users/me',
        'PATCH /api/v2/organizations/:id',
      ]);
      expect(await seen('organization', id, budget)).toEqual({ value: 700, currency: 'EUR' });
      const lead = await leadId();
      await write('lead', lead, { value: null });
      await write('lead', lead, { value: '10' });
      expect(requests()).toContain('GET /v1/users/me');
      expect(await seen('lead', lead, 'value')).toEqual({ amount: 10, currency: 'EUR' });
      await write('lead', lead, { currency: 'USD' });
      expect(await seen('lead', lead, 'value')).toEqual({ amount: 10, currency: 'USD' });
      await write('lead', lead, { value: '11' });
      expect(await seen('lead', lead, 'value')).toEqual({ amount: 11, currency: 'USD' });
      await client().deleteField('organization', budget);
      metas.delete('organization');
    });

    it('writes all of a person’s addresses as the snapshot has them, with the labels they had', async () => {
      const id = await newPerson({
        emails: [
          { value: 'home@test.example', primary: false, label: 'home' },
          { value: 'work@test.example', primary: true, label: 'work' },
          { value: 'other@test.example', primary: false, label: 'other' },
        ],
      });
      const before = await read('person', id, 'emails');
      expect(before).toBe('work@test.example;home@test.example;other@test.example');
      const changed = 'new@test.example;home@test.example;other@test.example';
      await write('person', id, { emails: changed });
      expect(await seen('person', id, 'emails')).toEqual([
        { value: 'new@test.example', primary: true, label: 'work' },
        { value: 'home@test.example', primary: false, label: 'home' },
        { value: 'other@test.example', primary: false, label: 'other' },
      ]);
      expect(await read('person', id, 'emails')).toBe(changed);
      await write('person', id, { emails: 'other@test.example;home@test.example' });
      expect(await seen('person', id, 'emails')).toEqual([
        { value: 'other@test.example', primary: true, label: 'other' },
        { value: 'home@test.example', primary: false, label: 'home' },
      ]);
    });

    it('quotes what Pipedrive refuses, and then has written nothing', async () => {
      const id = await newDeal({ value: 5 });
      const before = await vendor.deal(id);
      const wrong: ReadonlyArray<readonly [values: Record<string, string>, words: RegExp]> = [
        [{ [code('priority')]: '999' }, /has no such option/],
        [{ [code('requirements')]: '131;999' }, /has no such option/],
        [{ [code('commission rate')]: 'many' }, /must be a number/],
        [{ [code('next step')]: 'x'.repeat(256) }, /must not exceed 255 characters/],
        [{ ['0'.repeat(40)]: 'x' }, new RegExp(`"${'0'.repeat(40)}" is not allowed`)],
        [{ expected_close_date: 'soon' }, /is not a valid date/],
        [{ stage_id: '77' }, /Stage 77 not found/],
        [{ owner_id: '77' }, /User 77 not found/],
        [{ lost_reason: 'Price' }, /lost_reason can be set only for lost deals/],
        [{ origin: 'API' }, /"origin" is not allowed/],
        [{ stage_id: '13', pipeline_id: '1' }, /does not belong to the pipeline/],
      ];
      for (const [values, words] of wrong) {
        const refusal = await problem(() => write('deal', id, { value: '6', ...values }));
        expect(refusal, JSON.stringify(values)).toMatchObject({
          kind: 'refused',
          status: 400,
          message: expect.stringMatching(words),
        });
        // Its words once, not once more after the code.
        expect(refusal.message?.split('ERR_SCHEMA').length).toBeLessThanOrEqual(2);
      }
      expect(await vendor.deal(id)).toEqual(before);
      expect(await pipedrive.changelog('deal', id)).toEqual([]);
      const lead = await leadId();
      const old = await vendor.lead(lead);
      expect(await problem(() => write('lead', lead, { title: 'Never', [code('priority')]: '999' }))).toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(/has no such option/),
      });
      expect(await vendor.lead(lead)).toEqual(old);
    });

    it('says which right is missing, and which record is gone', async () => {
      const id = await newDeal();
      const before = await vendor.deal(id);
      const { readonly, noSchema, revoked } = pipedrive.main.tokens;
      expect(await problem(() => write('deal', id, { title: 'Never' }, readonly))).toMatchObject({
        kind: 'forbidden',
        missing: 'You do not have permission to do this.',
      });
      expect(await problem(() => write('deal', id, { title: 'Never' }, revoked))).toMatchObject({ kind: 'signedOut' });
      expect(await problem(async () => write('lead', await leadId(), { title: 'Never' }, readonly))).toMatchObject({
        kind: 'forbidden',
      });
      expect(await vendor.deal(id)).toEqual(before);
      // Writing needs no right to change fields.
      await write('deal', id, { title: 'Written' }, noSchema);
      expect(await seen('deal', id, 'title')).toBe('Written');
      expect(await problem(() => write('deal', '999999', { title: 'Never' }))).toMatchObject({ kind: 'gone' });
    });

    it('takes no notice of a time after which the record was modified: Pipedrive has no precondition', async () => {
      const id = await newDeal();
      const fields = await fieldsOf('deal');
      await client().write('deal', id, new Map([['title', 'Later']]), { fields, unmodifiedSince: 1 });
      expect(await seen('deal', id, 'title')).toBe('Later');
      expect(sent.at(-1)?.headers).not.toHaveProperty('If-Match');
    });
  });

  describe('finding suggestions', () => {
    const staging = code('next step', 'organization');
    let named: string;
    let count: string;
    let ids: string[];
    let marks: number[];

    beforeAll(async () => {
      const field = { name: '', help: '', kind: 'line' } as const;
      named = (await client().createField('organization', { ...field, label: 'Made for a name' })).name;
      count = (await client().createField('organization', { ...field, label: 'Made for a count', kind: 'number' }))
        .name;
      const api = pipedrive.v2(OrganizationsApi);
      ids = [];
      marks = [];
      const filled: object[] = [
        { [named]: 'Better name' },
        { [count]: 2 },
        { [count]: 0 },
        {},
        { [named]: 'Another', [count]: 0 },
      ];
      for (const custom_fields of filled) {
        pipedrive.clock.advance(60_000);
        marks.push(pipedrive.clock.now());
        const { data } = await api.addOrganization({
          AddOrganizationRequest: { name: 'Pending', custom_fields } as never,
        });
        ids.push(String(data?.id));
      }
    });

    const find = (query: Partial<PendingQuery> = {}, object = 'organization') =>
      client().pending(object, { staging: [named], metadata: null, count, since: null, after: null, ...query });
    const at = (...indexes: number[]) => indexes.map((index) => ids[index]);

    it('finds records whose staging field or count holds something, newest first, in one request', async () => {
      expect(await find()).toEqual({ ids: at(4, 1, 0), after: null });
      expect(requests()).toEqual(['GET /api/v2/organizations']);
      const { searchParams } = new URL(sent[0]?.url ?? '');
      expect(Object.fromEntries(searchParams)).toEqual({
        limit: '500',
        sort_by: 'update_time',
        sort_direction: 'desc',
        custom_fields: `${named},${count}`,
      });
      expect((await find({ count: null })).ids).toEqual(at(4, 0));
      expect((await find({ staging: [] })).ids).toEqual(at(1));
      expect((await find({ staging: [], metadata: named })).ids).toEqual(at(4, 1, 0));
      sent = [];
      expect(await find({ staging: [], count: null })).toEqual({ ids: [], after: null });
      expect(sent).toEqual([]);
    });

    it('forgets a record whose suggestions were decided, and brings a changed one to the front', async () => {
      const first = ids[0] ?? '';
      metas.delete('organization');
      await write('organization', first, { [named]: null });
      expect((await find()).ids).toEqual(at(4, 1));
      await write('organization', first, { [named]: 'Once more' });
      expect((await find()).ids).toEqual(at(0, 4, 1));
      await write('organization', ids[1] ?? '', { [count]: '0' });
      expect((await find()).ids).toEqual(at(0, 4));
      await write('organization', ids[1] ?? '', { [count]: '1' });
    });

    it('looks only at what changed since a moment, in whole seconds and that second included', async () => {
      const moment = marks[4] ?? 0;
      expect((await find({ since: moment + 999 - (moment % 1_000) })).ids).toContain(ids[4]);
      const since = new URL(sent[0]?.url ?? '').searchParams.get('updated_since');
      expect(since).toBe(`${new Date(moment).toISOString().slice(0, 19)}Z`);
      expect((await find({ since: moment + 5_000 })).ids).not.toContain(ids[4]);
      expect((await find({ since: pipedrive.clock.now() + 60_000 })).ids).toEqual([]);
    });

    it('asks for all custom fields where there are more staging fields than a list takes', async () => {
      const many = Array.from({ length: 15 }, (_, n) => hashOf(`unknown ${n}`));
      expect((await find({ staging: [named, ...many] })).ids).toContain(ids[0]);
      expect(new URL(sent[0]?.url ?? '').searchParams.has('custom_fields')).toBe(false);
    });

    it('goes on where the page before ended, and finds each record once', async () => {
      const paged = client(pipedrive.main.tokens.full, (request) => {
        const url = new URL(request.url);
        url.searchParams.set('limit', '2');
        return { ...request, url: url.href };
      });
      for (const object of ['organization', 'lead']) {
        const whole = object === 'lead' ? { staging: [code('next step')], count: null } : { staging: [named], count };
        if (object === 'lead') {
          const leads = (await pipedrive.v1(LeadsApi).getLeads()).data ?? [];
          for (const { id } of leads) await write('lead', id ?? '', { [code('next step')]: 'Qualify' });
        }
        const all = await client().pending(object, { ...whole, metadata: null, since: null, after: null });
        const found: string[] = [];
        let after: string | null = null;
        let pages = 0;
        do {
          const page: Pending = await paged.pending(object, { ...whole, metadata: null, since: null, after });
          found.push(...page.ids);
          after = page.after;
          pages++;
        } while (after);
        expect(found).toEqual(all.ids);
        expect(found.length).toBeGreaterThan(2);
        expect(pages).toBeGreaterThan(1);
      }
    });

    it('finds leads as well, by deals’ fields', async () => {
      const [lead, other] = (await pipedrive.v1(LeadsApi).getLeads()).data ?? [];
      const query = { staging: [code('next step')], metadata: null, count: code('commission rate') };
      const leads = await client().pending('lead', { ...query, since: null, after: null });
      for (const id of leads.ids) await write('lead', id, { [code('next step')]: null });
      await write('lead', lead?.id ?? '', { [code('commission rate')]: '0' });
      expect((await find(query, 'lead')).ids).toEqual([]);
      await write('lead', other?.id ?? '', { [code('next step')]: 'Qualify' });
      await write('lead', lead?.id ?? '', { [code('commission rate')]: '3' });
      expect((await find(query, 'lead')).ids).toEqual([lead?.id, other?.id]);
      const since = pipedrive.clock.now() - 3_000;
      expect((await find({ ...query, since }, 'lead')).ids).toEqual([lead?.id]);
    });

    it('says what may not be read', async () => {
      const { revoked } = pipedrive.main.tokens;
      const query = { staging: [staging], metadata: null, count: null, since: null, after: null };
      expect(await problem(() => client(revoked).pending('deal', query))).toMatchObject({ kind: 'signedOut' });
      expect(await problem(() => client().pending('deal', { ...query, after: 'nowhere' }))).toMatchObject({
        kind: 'refused',
        message: 'Invalid cursor',
      });
    });
  });

  describe('cost', () => {
    it('is counted for every request, at no less than the sandbox takes', async () => {
      const id = await newDeal();
      await write('deal', id, { title: 'Counted' });
      expect(cost()).toBe(5);
      await write('deal', id, { [code('setup fee')]: '1' });
      expect(cost()).toBe(6);
      await write('lead', await leadId(), { title: 'Counted' });
      expect(cost()).toBe(10);
      const all = sent;
      sent = [];
      const query = { staging: [code('next step')], metadata: null, count: null, since: null, after: null };
      await client().pending('deal', query);
      expect(cost()).toBe(10);
      await client().pending('lead', query);
      expect(cost()).toBe(30);
      const { name } = await client().createField('deal', { name: '', label: 'Counted', help: '', kind: 'line' });
      await client().deleteField('deal', name);
      for (const { method, url } of [...all, ...sent]) {
        const taken = costOf(method, new URL(url).pathname.replace(/^\/(?:api\/)?v\d\//, ''));
        expect(our.side.cost(method, new URL(url)), `${method} ${url}`).toBeGreaterThanOrEqual(taken);
      }
    });
  });

  describe('the ledger’s note', () => {
    const entry = (id: string) => ({ id, at: 1, field: 'title', d: 'reject', by: { name: 'Ann "A" <Lee> & Co' } });
    const ledger = (...ids: string[]) => JSON.stringify({ v: 1, upto: 0, n: 0, e: ids.map(entry) });

    it('is one pinned note of the record, read back as it was written, among others of theirs', async () => {
      const { noteText, ledgerInNote } = await ledgerNotes();
      const { ledgerNote } = client();
      const notes = pipedrive.v1(NotesApi);
      const targets = { deal: await newDeal(), person: await newPerson(), organization: await newOrganization() };
      for (const [object, id] of [...Object.entries(targets), ['lead', await leadId()] as const]) {
        expect(await ledgerNote?.read(object, id)).toEqual([]);
        await ledgerNote?.write(object, id, null, noteText(ledger('a')));
        const [first] = (await ledgerNote?.read(object, id)) ?? [];
        expect(JSON.parse(ledgerInNote(first?.text ?? '')?.ledger ?? '')).toEqual(JSON.parse(ledger('a')));
        await ledgerNote?.write(object, id, first?.id ?? '', noteText(ledger('a', 'b')));
        const after = (await ledgerNote?.read(object, id)) ?? [];
        expect(after).toHaveLength(1);
        expect(ledgerInNote(after[0]?.text ?? '')).toEqual({ ledger: expect.stringContaining('"b"'), intact: true });
      }
      const deal_id = Number(targets.deal);
      await notes.addNote({ AddNoteRequest: { content: '<p>Called, will sign</p>', deal_id, pinned_to_deal_flag: 1 } });
      expect(await ledgerNote?.read('deal', targets.deal)).toHaveLength(1);
      const { data } = await notes.getNotes({ deal_id });
      expect(data?.map(({ pinned_to_deal_flag }) => pinned_to_deal_flag)).toEqual([true, true]);
    });

    it('with words of somebody is still read, and told from one that is ours to write', async () => {
      const { noteText, ledgerInNote } = await ledgerNotes();
      const { ledgerNote } = client();
      const id = await newDeal();
      await ledgerNote?.write('deal', id, null, noteText(ledger('a')));
      const [note] = (await ledgerNote?.read('deal', id)) ?? [];
      const content = `<div>${note?.text.replaceAll('"', '&quot;')}</div><p onclick="x()">Mind this!</p><script>x()</script>`;
      await pipedrive.v1(NotesApi).updateNote({ id: Number(note?.id), NoteRequest: { content } });
      const [edited] = (await ledgerNote?.read('deal', id)) ?? [];
      expect(edited?.text).not.toMatch(/script|onclick/);
      expect(ledgerInNote(edited?.text ?? '')).toEqual({ ledger: expect.stringContaining('"a"'), intact: false });
    });

    it('that is too long, of a record that is gone, or not ours to write is refused', async () => {
      const { ledgerNote } = client();
      const id = await newDeal();
      const long = () => ledgerNote?.write('deal', id, null, 'x'.repeat(100_001)) ?? Promise.resolve();
      expect(await problem(long)).toMatchObject({ kind: 'refused' });
      expect(await problem(async () => ledgerNote?.write('deal', '999999', null, 'x'))).toMatchObject({ kind: 'gone' });
      const { readonly } = pipedrive.main.tokens;
      const forbidden = async () => client(readonly).ledgerNote?.write('deal', id, null, 'x');
      expect(await problem(forbidden)).toMatchObject({ kind: 'forbidden' });
    });
  });

  describe('limits', () => {
    it('tells a used-up day and the edge’s page from a refusal', async () => {
      const id = await newDeal();
      pipedrive.sandbox.limits = true;
      pipedrive.sandbox.settings.set({ dailyBudget: 1 });
      expect(await problem(() => write('deal', id, { title: 'Never' }))).toMatchObject({ kind: 'daily' });
      pipedrive.sandbox.limits = false;
      pipedrive.sandbox.settings.set({ dailyBudget: 1e9 });
      const edge = pipedrive.sandbox.faultReply({ route: '/', kind: 'html403' });
      const blocked = our.side.create({
        account: '1',
        apiHost: pipedrive.base,
        send: async () => ({
          status: edge?.status ?? 0,
          headers: new Headers(),
          date: undefined,
          text: String(edge?.body),
        }),
      });
      const title = new Map([['title', 'Never']]);
      const write403 = blocked.write('deal', id, title, { fields: [], unmodifiedSince: 0 });
      expect(await problem(() => write403)).toMatchObject({ kind: 'busy' });
      const field = { name: '', label: 'Never', help: '', kind: 'line' } as const;
      expect(await problem(() => blocked.createField('deal', field))).toMatchObject({ kind: 'busy' });
      expect(await seen('deal', id, 'title')).toBe('Staged deal');
    });
  });
});
