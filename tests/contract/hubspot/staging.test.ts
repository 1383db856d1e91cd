/** The product's client creates fields, writes values and looks for suggestions; the vendor's client says what came of it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type PendingQuery, problem } from '../ours.ts';
import type { VendorError } from '../support.ts';
import { failure, useSandbox } from '../support.ts';
import { ours } from './ours.ts';

/** The app of the main account's full token. */
const OWN_APP = '5680002';
const DEAL = '0-3';
const KINDS = {
  line: ['string', 'text'],
  text: ['string', 'textarea'],
  number: ['number', 'number'],
} as const;

/** The sentences of a refused write, read from the list inside the vendor's error. */
const sentencesOf = ({ body: { message = '' } }: VendorError): string[] =>
  (JSON.parse(message.slice(message.indexOf('['))) as Array<{ message: string }>).map((one) => one.message);

describe('staging', () => {
  const sandbox = useSandbox();
  beforeEach(() => sandbox.post('/fault', {}, 'DELETE'));
  const fault = (route: string, status: number, body: unknown) =>
    sandbox.post('/fault', { route, kind: 'status', status, body, times: 1 });

  const newRecord = async (object: string, properties: Record<string, string>) =>
    (await sandbox.client().crm.objects.basicApi.create(object, { properties, associations: [] })).id;
  const newDeal = (properties: Record<string, string> = {}) =>
    newRecord(DEAL, { dealname: 'Pinewood Test', dealstage: 'qualifiedtobuy', pipeline: 'default', ...properties });
  const read = async (object: string, id: string, field: string) => {
    const record = await sandbox.client().crm.objects.basicApi.getById(object, id, [field], [field]);
    return { value: record.properties[field], rows: record.propertiesWithHistory?.[field] ?? [] };
  };
  const definition = (object: string, name: string) => sandbox.client().crm.properties.coreApi.getByName(object, name);
  const write = async (object: string, id: string, values: Record<string, string | null>, token?: string) => {
    const { client } = await ours(sandbox, token);
    await client.write(object, id, new Map(Object.entries(values)), { fields: [], unmodifiedSince: 0 });
  };
  const field = (name: string, kind: 'line' | 'text' | 'number' = 'line') => ({
    name,
    label: `Label of ${name}`,
    help: `Help of ${name}`,
    kind,
  });

  describe('creating fields', () => {
    it.each(['line', 'text', 'number'] as const)('creates a %s that the vendor describes as asked', async (kind) => {
      const { client } = await ours(sandbox);
      for (const object of ['0-1', '0-2', '0-3', '0-5']) {
        const name = `ai_made_${kind}`;
        expect(await client.createField(object, field(name, kind))).toMatchObject({ name: name });
        const [type, fieldType] = KINDS[kind];
        expect(await definition(object, name)).toMatchObject({
          name,
          label: `Label of ${name}`,
          description: `Help of ${name}`,
          groupName: 'ai_staging',
          type,
          fieldType,
          hidden: false,
          modificationMetadata: { readOnlyValue: false },
        });
        const group = await sandbox.client().crm.properties.groupsApi.getByName(object, 'ai_staging');
        expect(group.label).toBe('AI suggestions');
        const mine = (await client.fields(object, 'en')).find((one) => one.name === name);
        expect(mine).toMatchObject({ kind: kind === 'number' ? 'number' : 'text', readOnly: false });
      }
    });

    it('takes a field and a group that are there already as they are', async () => {
      const { coreApi, groupsApi } = sandbox.client().crm.properties;
      await groupsApi.update(DEAL, 'ai_staging', { label: 'Suggestions of ours' });
      await coreApi.create(DEAL, {
        name: 'ai_twice',
        label: 'Theirs',
        groupName: 'dealinformation',
        type: 'string',
        fieldType: 'text',
      } as never);
      const { client } = await ours(sandbox);
      expect(await client.createField(DEAL, field('ai_twice'))).toMatchObject({ name: 'ai_twice' });
      expect(await client.createField(DEAL, field('ai_twice'))).toMatchObject({ name: 'ai_twice' });
      expect(await definition(DEAL, 'ai_twice')).toMatchObject({ label: 'Theirs', groupName: 'dealinformation' });
      expect((await groupsApi.getByName(DEAL, 'ai_staging')).label).toBe('Suggestions of ours');
    });

    it('goes no further where the group cannot be made', async () => {
      await fault('POST /crm/v3/properties/0-3/groups', 500, { category: 'INTERNAL_ERROR', message: 'internal error' });
      const { client, sent } = await ours(sandbox);
      expect(await problem(() => client.createField(DEAL, field('ai_never')))).toMatchObject({ kind: 'server' });
      expect(sent).toHaveLength(1);
      expect((await failure(() => definition(DEAL, 'ai_never'))).code).toBe(404);
    });

    it('names the missing scope, and quotes a name that HubSpot does not take', async () => {
      const { readonly, noSchema } = sandbox.main.tokens;
      for (const token of [readonly, noSchema]) {
        const { client } = await ours(sandbox, token);
        for (const [object, missing] of [
          ['0-1', 'crm.schemas.contacts.write'],
          ['0-3', 'crm.schemas.deals.write'],
          ['0-5', 'crm.schemas.tickets.write'],
        ] as const) {
          expect(await problem(() => client.createField(object, field('ai_forbidden')))).toMatchObject({
            kind: 'forbidden',
            missing: expect.stringContaining(missing),
          });
          expect((await failure(() => definition(object, 'ai_forbidden'))).code).toBe(404);
        }
      }
      const { client } = await ours(sandbox);
      expect(await problem(() => client.createField(DEAL, field('Not A Name')))).toMatchObject({
        kind: 'refused',
        message: 'Property name "Not A Name" is invalid',
      });
    });
  });

  describe('deleting fields', () => {
    it('archives the field with what is in it, and is content where it is gone', async () => {
      const { client } = await ours(sandbox);
      await client.createField(DEAL, field('ai_deleted'));
      const id = await newDeal({ ai_deleted: 'Something' });
      await client.deleteField(DEAL, 'ai_deleted');
      expect((await failure(() => definition(DEAL, 'ai_deleted'))).code).toBe(404);
      const archived = await sandbox.client().crm.properties.coreApi.getAll(DEAL, true);
      expect(archived.results.map((one) => one.name)).toContain('ai_deleted');
      expect((await read(DEAL, id, 'ai_deleted')).value).toBeUndefined();
      await client.deleteField(DEAL, 'ai_deleted');
      const route = 'DELETE /crm/v3/properties';
      await fault(route, 404, { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'resource not found' });
      await client.deleteField(DEAL, 'ai_deleted');
      await fault(route, 404, '<html><body>Not found</body></html>');
      expect(await problem(() => client.deleteField(DEAL, 'ai_deleted'))).toMatchObject({ kind: 'unreadable' });
    });

    it('deletes nothing without the scope, and nothing of HubSpot', async () => {
      const { client } = await ours(sandbox);
      await client.createField(DEAL, field('ai_kept'));
      const narrow = await ours(sandbox, sandbox.main.tokens.noSchema);
      expect(await problem(() => narrow.client.deleteField(DEAL, 'ai_kept'))).toMatchObject({
        kind: 'forbidden',
        missing: 'crm.schemas.deals.write',
      });
      expect((await definition(DEAL, 'ai_kept')).name).toBe('ai_kept');
      expect(await problem(() => client.deleteField(DEAL, 'dealname'))).toMatchObject({ kind: 'refused' });
      expect((await definition(DEAL, 'dealname')).name).toBe('dealname');
    });
  });

  describe('writing', () => {
    it.each([
      ['text', '0-3', 'hs_next_step', 'Call "Zoë" <b>🌊</b>\nat 9', 'Write'],
      ['number', '0-3', 'amount', '1500.5', '0'],
      ['date', '0-3', 'contract_start', '2027-02-03', '2027-03-01'],
      ['datetime', '0-3', 'closedate', '2027-01-31T10:30:00Z', '2027-02-01T00:00:00Z'],
      ['option', '0-3', 'renewal_status', 'in_talks', 'renewed'],
      ['options', '0-1', 'interests', 'api;support', 'reports'],
      ['bool', '0-3', 'partner_sourced', 'true', 'false'],
      ['user', '0-3', 'hubspot_owner_id', '1001', '1002'],
    ])('writes, changes and empties %s, one row of our app each', async (kind, object, name, first, second) => {
      const { client } = await ours(sandbox);
      const meta = (await client.fields(object, 'en')).find((one) => one.name === name);
      expect(meta?.kind).toBe(kind);
      const id = object === '0-1' ? await newRecord(object, { firstname: 'Una' }) : await newDeal();
      const before = (await read(object, id, name)).rows.length;
      for (const [index, value] of [first, second, null].entries()) {
        await write(object, id, { [name]: value });
        const { value: stored, rows } = await read(object, id, name);
        expect(stored).toBe(value);
        expect(rows).toHaveLength(before + index + 1);
        expect(rows[0]).toMatchObject({ value: value ?? '', sourceType: 'INTEGRATION', sourceId: OWN_APP });
      }
    });

    it('writes several fields in one request, all in rows of one moment', async () => {
      const id = await newDeal({ amount: '1', hs_next_step: 'Old' });
      const { client, sent } = await ours(sandbox);
      const values = new Map([
        ['amount', '2'],
        ['hs_next_step', null],
        ['dealstage', 'contractsent'],
      ]);
      await client.write(DEAL, id, values, { fields: [], unmodifiedSince: 0 });
      expect(sent).toEqual([
        {
          method: 'PATCH',
          path: `/crm/v3/objects/0-3/${id}`,
          body: { properties: { amount: '2', hs_next_step: '', dealstage: 'contractsent' } },
        },
      ]);
      const rows = await Promise.all([...values.keys()].map(async (name) => (await read(DEAL, id, name)).rows[0]));
      expect(rows.map((row) => row?.value)).toEqual(['2', '', 'contractsent']);
      expect(new Set(rows.map((row) => row?.timestamp.getTime())).size).toBe(1);
    });

    it("says in HubSpot's words what is refused, and writes nothing then", async () => {
      const id = await newDeal({ amount: '1000' });
      for (const bad of [
        { dealstage: 'nowhere' },
        { closedate: 'soon' },
        { hs_is_closed: 'true' },
        { no_such_thing: '1' },
        { description: 'x'.repeat(65_537) },
        { dealstage: 'nowhere', hubspot_owner_id: '9' },
      ] as Array<Record<string, string>>) {
        const properties = { amount: '2000', ...bad };
        const theirs = sentencesOf(await failure(() => sandbox.client().crm.deals.basicApi.update(id, { properties })));
        expect(theirs).toHaveLength(Object.keys(bad).length);
        const refused = await problem(() => write(DEAL, id, properties));
        expect(refused).toMatchObject({ kind: 'refused', status: 400, message: theirs.join('\n') });
        expect(refused.message).not.toMatch(/isValid|Property values were not valid/);
        expect(refused.correlationId).toMatch(/^[0-9a-f-]{36}$/);
      }
      expect((await read(DEAL, id, 'amount')).rows.map((row) => row.value)).toEqual(['1000']);
      expect((await read(DEAL, id, 'dealstage')).value).toBe('qualifiedtobuy');
    });

    it('needs the right to write, a good token and a record', async () => {
      const id = await newDeal({ amount: '1' });
      const { readonly, revoked, noSchema } = sandbox.main.tokens;
      expect(await problem(() => write(DEAL, id, { amount: '2' }, readonly))).toMatchObject({
        kind: 'forbidden',
        missing: 'crm.objects.deals.write',
      });
      expect(await problem(() => write(DEAL, id, { amount: '2' }, revoked))).toMatchObject({ kind: 'signedOut' });
      expect(await problem(() => write(DEAL, '4711', { amount: '2' }))).toMatchObject({ kind: 'gone' });
      expect((await read(DEAL, id, 'amount')).value).toBe('1');
      await write(DEAL, id, { amount: '3' }, noSchema);
      expect((await read(DEAL, id, 'amount')).value).toBe('3');
    });

    it('does not take a page in place of an answer for a success', async () => {
      const id = await newDeal();
      await fault('PATCH /crm/v3/objects', 200, '<html><body>Sign in to the hotel</body></html>');
      expect(await problem(() => write(DEAL, id, { amount: '2' }))).toMatchObject({ kind: 'unreadable' });
    });
  });

  describe('stages', () => {
    it.each([
      ['0-3', 'deals', 'dealstage', 'pipeline'],
      ['0-5', 'tickets', 'hs_pipeline_stage', 'hs_pipeline'],
    ])('of %s know their pipeline', async (object, type, name, pipelineField) => {
      const { client, sent } = await ours(sandbox);
      const fields = await client.fields(object, 'en');
      expect(sent.map((one) => one.path.split('?')[0])).toEqual([
        `/crm/v3/properties/${object}`,
        `/crm/v3/pipelines/${type}`,
      ]);
      const { results } = await sandbox.client().crm.pipelines.pipelinesApi.getAll(type);
      const theirs = results.flatMap(({ id, stages }) => stages.map((stage) => [stage.id, id]));
      const stage = fields.find((one) => one.name === name);
      expect(stage?.pipelineField).toBe(pipelineField);
      expect(stage?.options.map(({ value, pipeline }) => [value, pipeline]).sort()).toEqual(theirs.sort());
      expect(fields.some((one) => one.name === pipelineField)).toBe(true);
      for (const other of fields) {
        expect(other.maxLength).toBeUndefined();
        if (other === stage) continue;
        expect(other.pipelineField).toBeUndefined();
        expect(other.options.every((option) => option.pipeline === undefined)).toBe(true);
      }
    });

    it('cost no request for objects without pipelines', async () => {
      const { client, sent } = await ours(sandbox);
      for (const object of ['0-1', '0-2']) await client.fields(object, 'en');
      expect(sent).toHaveLength(2);
    });

    it('are left without pipelines where these cannot be read, unless nothing can be', async () => {
      const { client } = await ours(sandbox);
      const stage = async () => (await client.fields(DEAL, 'en')).find((one) => one.name === 'dealstage');
      const known = await stage();
      const missing = { errors: [{ message: 'm', context: { requiredScopes: ['crm.schemas.deals.read'] } }] };
      for (const [status, body] of [
        [403, { status: 'error', category: 'MISSING_SCOPES', message: 'm', ...missing }],
        [500, { category: 'INTERNAL_ERROR', message: 'internal error' }],
        [429, { errorType: 'RATE_LIMIT', policyName: 'SECONDLY' }],
        [200, '<html></html>'],
      ] as const) {
        await fault('GET /crm/v3/pipelines', status, body);
        const left = await stage();
        expect(left?.options.map((option) => option.value)).toEqual(known?.options.map((option) => option.value));
        expect(left?.options.some((option) => 'pipeline' in option)).toBe(false);
        expect(left).not.toHaveProperty('pipelineField');
      }
      await fault('GET /crm/v3/pipelines', 401, { category: 'EXPIRED_AUTHENTICATION', message: 'expired' });
      expect(await problem(() => client.fields(DEAL, 'en'))).toMatchObject({ kind: 'signedOut' });
    });
  });

  describe('records with suggestions', () => {
    // Names that the incident does not use: only these tests write these fields.
    const COUNT = 'own_pending_count';
    const METADATA = 'own_suggestions';
    const STAGING = Array.from({ length: 7 }, (_, n) => `own_suggested_${n}`);
    /** Every page, one after the other. */
    async function all(object: string, query: Omit<PendingQuery, 'after'>) {
      const { client, sent } = await ours(sandbox);
      const pages: string[][] = [];
      for (let after: string | null = null; ; ) {
        const page = await client.pending(object, { ...query, after });
        pages.push(page.ids);
        after = page.after;
        if (after === null) break;
        if (pages.length > 50) throw new Error('paging does not end');
      }
      return { pages, ids: pages.flat(), sent };
    }
    const fill = async (object: string) => {
      const { client } = await ours(sandbox);
      await client.createField(object, field(COUNT, 'number'));
      await client.createField(object, field(METADATA, 'text'));
      for (const name of STAGING) await client.createField(object, field(name, 'text'));
    };

    it.each([
      ['0-1', 'lastmodifieddate'],
      ['0-2', 'hs_lastmodifieddate'],
      ['0-3', 'hs_lastmodifieddate'],
      ['0-5', 'hs_lastmodifieddate'],
    ])(
      'of %s are found by their number, metadata or value, newest first, and since a time',
      async (object, modified) => {
        await fill(object);
        const { results } = await sandbox.client().crm.objects.basicApi.getPage(object, 6);
        const [a = '', b = '', zero = '', emptied = '', staged = '', said = ''] = results.map((one) => one.id);
        await write(object, a, { [COUNT]: '1' });
        await write(object, zero, { [COUNT]: '0' });
        await write(object, emptied, { [COUNT]: '2' });
        await write(object, emptied, { [COUNT]: null });
        for (const [id, name] of [
          [staged, STAGING[6]],
          [said, METADATA],
        ] as const) {
          await sandbox.post('/clock', { advance: 60_000 });
          await write(object, id, { [name ?? '']: 'x' });
        }
        await sandbox.post('/clock', { advance: 60_000 });
        await write(object, b, { [COUNT]: '12', [METADATA]: '{"v":1}', [STAGING[6] ?? '']: 'y' });
        const query = { staging: STAGING, metadata: METADATA, count: COUNT, since: null };
        const found = await all(object, query);
        // The second search is for values alone: what has metadata is not given twice.
        expect(found.pages).toEqual([[b, said, a], [staged]]);
        expect(found.sent).toHaveLength(2);
        const at = async (id: string) =>
          Date.parse(
            (await sandbox.client().crm.objects.basicApi.getById(object, id, [modified])).properties[modified] ?? '',
          );
        const [atA, atB] = [await at(a), await at(b)];
        expect(atA).toBeLessThan(atB);
        expect((await all(object, { ...query, since: atA })).ids).toEqual([b, said, a, staged]);
        expect((await all(object, { ...query, since: atA + 1 })).ids).toEqual([b, said, staged]);
        expect((await all(object, { ...query, since: atB + 1 })).ids).toEqual([]);
      },
    );

    it('are found by each of seven staging fields where there is no number', async () => {
      await fill(DEAL);
      const deals = await Promise.all(STAGING.map((name) => newDeal({ [name]: '{"v":1}' })));
      const both = await newDeal({ [STAGING[0] ?? '']: 'x', [STAGING[6] ?? '']: 'y' });
      const counted = await newDeal({ [COUNT]: '3' });
      const emptied = await newDeal({ [STAGING[6] ?? '']: 'x' });
      await write(DEAL, emptied, { [STAGING[6] ?? '']: null });
      const query = { staging: STAGING, metadata: null, count: null, since: null };
      const { ids, sent } = await all(DEAL, query);
      expect(ids).toEqual(expect.arrayContaining([...deals, both]));
      expect(ids).not.toContain(counted);
      expect(ids).not.toContain(emptied);
      expect(sent).toHaveLength(2);
      const { results } = await sandbox.client().crm.objects.batchApi.read(DEAL, {
        inputs: [...new Set(ids)].map((id) => ({ id })),
        properties: STAGING,
        propertiesWithHistory: [],
      });
      for (const { properties } of results) expect(STAGING.some((name) => properties[name])).toBe(true);
      await sandbox.post('/clock', { advance: 60_000 });
      const late = await newDeal({ [STAGING[5] ?? '']: 'x' });
      const { updatedAt } = await sandbox.client().crm.deals.basicApi.getById(late);
      expect((await all(DEAL, { ...query, since: updatedAt.getTime() })).ids).toEqual([late]);
    });

    it('are found page by page, through the end of one search into the next', async () => {
      await fill(DEAL);
      const [first = '', last = ''] = [STAGING[1], STAGING[6]];
      const create = async (count: number, properties: Record<string, string>) => {
        const ids: string[] = [];
        for (let from = 0; from < count; from += 100) {
          const inputs = Array.from({ length: Math.min(100, count - from) }, (_, n) => ({
            properties: { dealname: `Many ${from + n}`, ...properties },
            associations: [],
          }));
          const { results } = await sandbox.client().crm.deals.batchApi.create({ inputs });
          ids.push(...results.map((one) => one.id));
        }
        return ids;
      };
      const [some, others] = [await create(430, { [first]: 'x', [COUNT]: '1' }), await create(210, { [last]: 'y' })];
      const staged = await all(DEAL, { staging: STAGING, metadata: null, count: null, since: null });
      expect(new Set(staged.ids).size).toBeGreaterThanOrEqual(640);
      expect(new Set(staged.ids)).toEqual(new Set([...staged.ids, ...some, ...others]));
      expect(staged.pages.every((page) => page.length <= 200)).toBe(true);
      expect(staged.pages).toHaveLength(5);
      const counted = await all(DEAL, { staging: [last], metadata: METADATA, count: COUNT, since: null });
      expect(new Set(counted.ids)).toEqual(new Set([...counted.ids, ...some, ...others]));
      expect(counted.ids).toHaveLength(new Set(counted.ids).size);
      expect(counted.pages).toHaveLength(4);
    });

    it('cannot be looked for without a field, and asks nothing then', async () => {
      const { ids, sent } = await all(DEAL, { staging: [], metadata: null, count: null, since: null });
      expect([ids, sent]).toEqual([[], []]);
    });

    it("are not found by a token that may not read, nor by a field that is not there: in HubSpot's words", async () => {
      const revoked = await ours(sandbox, sandbox.main.tokens.revoked);
      const query = { staging: STAGING, metadata: null, count: null, since: null, after: null };
      expect(await problem(() => revoked.client.pending(DEAL, query))).toMatchObject({ kind: 'signedOut' });
      const { client } = await ours(sandbox);
      expect(await problem(() => client.pending(DEAL, { ...query, staging: ['not_there'] }))).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('"not_there" does not exist'),
      });
    });
  });
});
