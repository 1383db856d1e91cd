/** The product's client creates fields, writes values and looks for suggestions; jsforce says what came of it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type NewField, type PendingQuery, problem } from '../ours.ts';
import { ours } from './ours.ts';
import { DATA, useSalesforce } from './support.ts';

const DANA = '005Hs000000AbCdIAK';
const TOM = '005Hs000000AbCeIAK';
const OWN = '005Hs000000CoSiIAK';

type Step = [text: string | null, json: string | number | boolean | null];

describe('staging', () => {
  const salesforce = useSalesforce({ told: false });
  // Salesforce's times are whole seconds: each test, and each save within one, has a second of its own.
  const tick = () => salesforce.clock.advance(2_000);
  beforeEach(tick);

  const field = (name: string, kind: NewField['kind'] = 'line'): NewField => ({
    name,
    label: name.replace(/__c$/, '').replaceAll('_', ' '),
    help: `What ${name} is for.`,
    kind,
  });
  const create = async (object: string, ...fields: NewField[]) => {
    const { client } = await ours(salesforce);
    for (const one of fields) await client.createField(object, one);
  };
  const record = async (object: string, values: Record<string, unknown> = {}): Promise<string> => {
    const needed: Record<string, object> = {
      Opportunity: { Name: 'Pinewood', StageName: 'Prospecting', CloseDate: '2027-01-31' },
      Contact: { LastName: 'Pine' },
      Lead: { LastName: 'Pine', Company: 'Pinewood', Status: 'Open - Not Contacted' },
      Renewal__c: { Name: 'R-1' },
    };
    const { id } = await salesforce
      .client()
      .sobject(object)
      .create({ ...needed[object], ...values });
    tick();
    return id ?? '';
  };
  const read = async (object: string, id: string, name: string): Promise<unknown> =>
    (await salesforce.client().sobject(object).retrieve(id))[name];
  const write = async (
    object: string,
    id: string,
    values: Record<string, string | null>,
    { token, since }: { token?: string; since?: number } = {},
  ) => {
    const { client } = await ours(salesforce, token);
    const fields = await client.fields(object, 'en');
    const unmodifiedSince = since ?? (await client.modified(object, id));
    await client.write(object, id, new Map(Object.entries(values)), { fields, unmodifiedSince });
    tick();
  };
  const described = async (object: string, token?: string) => {
    const { fields } = await salesforce.client(token).describe(object);
    return new Map(fields.map((one) => [one.name as string, one]));
  };
  const permissions = async (name: string) =>
    (
      await salesforce
        .client()
        .query(`SELECT Parent.IsOwnedByProfile, PermissionsEdit FROM FieldPermissions WHERE Field = '${name}'`)
    ).records;
  const tracked = async (object: string, name: string) =>
    (
      await salesforce
        .client()
        .query(
          `SELECT IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${object}' AND QualifiedApiName = '${name}'`,
        )
    ).records[0]?.IsFieldHistoryTracked;
  /** A field made without us, which nobody may see yet. */
  const elsewhere = async (object: string, name: string, Metadata: object) => {
    const made = await salesforce.call(`${DATA}/tooling/sobjects/CustomField`, {
      json: { FullName: `${object}.${name}`, Metadata: { label: name, ...Metadata } },
    });
    expect(made.status).toBe(201);
  };

  describe('fields', () => {
    it('are made in three kinds, and the user whose key it is may read and write them', async () => {
      const { client } = await ours(salesforce);
      const made = [
        field('AI_Suggested_NextStep__c'),
        field('AI_Suggestions__c', 'text'),
        field('AI_Pending_Count__c', 'number'),
      ];
      for (const one of made) expect(await client.createField('Opportunity', one)).toMatchObject({ name: one.name });
      const fields = await described('Opportunity');
      expect(made.map(({ name }) => fields.get(name))).toMatchObject([
        {
          type: 'string',
          length: 255,
          label: 'AI Suggested NextStep',
          inlineHelpText: 'What AI_Suggested_NextStep__c is for.',
          updateable: true,
        },
        { type: 'textarea', length: 131_072, updateable: true },
        { type: 'double', precision: 18, scale: 0, updateable: true },
      ]);
      expect((await described('Opportunity', salesforce.main.tokens.readonly)).has('AI_Suggestions__c')).toBe(false);
      expect(await permissions('Opportunity.AI_Suggestions__c')).toMatchObject([
        { Parent: { IsOwnedByProfile: true }, PermissionsEdit: true },
      ]);
      const ownFields = new Map((await client.fields('Opportunity', 'en')).map((one) => [one.name, one]));
      expect(ownFields.get('AI_Suggestions__c')).toMatchObject({ kind: 'text', maxLength: 131_072, readOnly: false });
      expect(ownFields.get('AI_Suggested_NextStep__c')?.maxLength).toBe(255);
      expect(ownFields.get('Name')?.maxLength).toBe(120);
      expect(ownFields.get('StageName')).not.toHaveProperty('maxLength');
      expect(ownFields.get('Amount')).not.toHaveProperty('maxLength');
    });

    it('keep a history where they are long, without which a ledger proves nothing', async () => {
      await create('Case', field('Own_Ledger__c', 'text'), field('Own_Line__c'), field('Own_Count__c', 'number'));
      expect(await tracked('Case', 'Own_Ledger__c')).toBe(true);
      expect(await tracked('Case', 'Own_Line__c')).toBe(false);
      expect(await tracked('Case', 'Own_Count__c')).toBe(false);
    });

    it('are made without a history where the object tracks as many as it can', async () => {
      for (let n = 0; await tracked('Account', 'Full__c').then((one) => one === undefined); n++) {
        const made = await salesforce.call(`${DATA}/tooling/sobjects/CustomField`, {
          json: {
            FullName: `Account.Filler_${n}__c`,
            Metadata: { label: 'Filler', type: 'Text', length: 255, trackHistory: true },
          },
        });
        if (made.status === 201) continue;
        expect(made.body).toMatchObject([{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }]);
        await create('Account', field('Full__c', 'text'));
      }
      expect(await tracked('Account', 'Full__c')).toBe(false);
      expect((await described('Account')).get('Full__c')).toMatchObject({ length: 131_072, updateable: true });
    });

    it('are made once; made again they keep what is in them', async () => {
      await create('Lead', field('Twice__c'));
      const id = await record('Lead', { Twice__c: 'kept' });
      await create('Lead', { ...field('Twice__c'), label: 'Another' });
      expect(await read('Lead', id, 'Twice__c')).toBe('kept');
      expect((await described('Lead')).get('Twice__c')?.label).toBe('Twice');
      expect(await permissions('Lead.Twice__c')).toHaveLength(1);
    });

    it('of others are opened to the user, whether nothing was granted or only reading', async () => {
      await elsewhere('Lead', 'Hidden__c', { type: 'Text', length: 80 });
      expect((await described('Lead')).has('Hidden__c')).toBe(false);
      await create('Lead', field('Hidden__c'));
      expect((await described('Lead')).get('Hidden__c')).toMatchObject({ length: 80, updateable: true });

      await elsewhere('Lead', 'ReadOnly__c', { type: 'Text', length: 80 });
      const client = salesforce.client();
      const profiles = await client.query("SELECT Id FROM Profile WHERE Name = 'Countersign Integration'");
      const sets = await client.query(
        `SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND ProfileId = '${profiles.records[0]?.Id}'`,
      );
      await client.sobject('FieldPermissions').create({
        ParentId: sets.records[0]?.Id ?? '',
        SobjectType: 'Lead',
        Field: 'Lead.ReadOnly__c',
        PermissionsRead: true,
        PermissionsEdit: false,
      });
      expect((await described('Lead')).get('ReadOnly__c')?.updateable).toBe(false);
      await create('Lead', field('ReadOnly__c'));
      expect((await described('Lead')).get('ReadOnly__c')?.updateable).toBe(true);
      expect(await permissions('Lead.ReadOnly__c')).toHaveLength(1);
    });

    it('that everybody has stay everybody’s', async () => {
      await create('Opportunity', field('Countersign_Ledger__c', 'text'));
      const { readonly } = salesforce.main.tokens;
      expect((await described('Opportunity', readonly)).has('Countersign_Ledger__c')).toBe(true);
    });

    it('need the right to change an org, which the refusal names', async () => {
      const { client } = await ours(salesforce, salesforce.main.tokens.noSchema);
      expect(await problem(() => client.createField('Lead', field('Forbidden__c')))).toMatchObject({
        kind: 'forbidden',
        missing: 'Customize Application',
        message: 'insufficient access rights on this resource',
        status: 403,
      });
      await create('Lead', field('Stays__c'));
      expect(await problem(() => client.deleteField('Lead', 'Stays__c'))).toMatchObject({
        kind: 'forbidden',
        missing: 'Customize Application',
      });
      const fields = await described('Lead');
      expect([fields.has('Forbidden__c'), fields.has('Stays__c')]).toEqual([false, true]);
    });

    it('are refused in Salesforce’s words', async () => {
      const { client } = await ours(salesforce);
      const refused = await problem(() => client.createField('Lead', field('Two__Parts__c', 'text')));
      expect(refused).toMatchObject({ kind: 'refused', message: expect.stringMatching(/^The API name must begin/) });
      const standard = await problem(() => client.createField('Lead', field('Standard')));
      expect(standard).toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(/not a name of a custom field/),
      });
    });

    it('are deleted with what is in them, and nothing else is', async () => {
      const { client } = await ours(salesforce);
      await create('Lead', field('Gone__c'));
      await create('Contact', field('Gone__c'));
      const id = await record('Lead', { Gone__c: 'gone' });
      await client.deleteField('Lead', 'Gone__c');
      expect((await described('Lead')).has('Gone__c')).toBe(false);
      expect((await described('Contact')).has('Gone__c')).toBe(true);
      await client.deleteField('Lead', 'Gone__c');
      await client.deleteField('Lead', 'Never_There__c');
      await create('Lead', field('Gone__c'));
      expect((await described('Lead')).get('Gone__c')?.updateable).toBe(true);
      const again = await salesforce.client().sobject('Lead').retrieve(id);
      expect(again).toHaveProperty('Gone__c');
    });

    it('are not deleted for the name of a standard one', async () => {
      const { client } = await ours(salesforce);
      await create('Lead', field('Company__c'));
      expect(await problem(() => client.deleteField('Lead', 'Company'))).toMatchObject({ kind: 'refused' });
      expect((await described('Lead')).has('Company__c')).toBe(true);
    });
  });

  describe('values', () => {
    const deal = (): string => salesforce.noted('another currency').id;
    const long = 'A long story. '.repeat(300).trim();
    const KINDS: Array<[kind: string, object: string, name: string, ...steps: Step[]]> = [
      ['text', 'Opportunity', 'NextStep', ['Call', 'Call'], [' 7 ', ' 7 '], [null, null]],
      ['currency', 'Opportunity', 'Amount', ['1500.5', 1500.5], ['0', 0], [null, null]],
      ['number', 'Opportunity', 'Legacy_Score__c', ['42', 42], ['-3.25', -3.25], [null, null]],
      ['percent', 'Opportunity', 'Commission_Rate__c', ['12.5', 12.5], ['5', 5], [null, null]],
      [
        'date',
        'Renewal__c',
        'Renewal_Date__c',
        ['2027-02-01', '2027-02-01'],
        ['2027-03-31', '2027-03-31'],
        [null, null],
      ],
      [
        'datetime',
        'Renewal__c',
        'Kickoff__c',
        ['2027-02-01T09:30:00.000Z', '2027-02-01T09:30:00.000+0000'],
        ['2027-02-28T23:59:59.000Z', '2027-02-28T23:59:59.000+0000'],
        [null, null],
      ],
      ['picklist', 'Opportunity', 'Priority__c', ['High', 'High'], ['Low', 'Low'], [null, null]],
      [
        'multi-picklist',
        'Contact',
        'Interests__c',
        ['api;reports', 'api;reports'],
        ['support', 'support'],
        [null, null],
      ],
      [
        'checkbox',
        'Opportunity',
        'Partner_Sourced__c',
        ['true', true],
        ['false', false],
        ['true', true],
        [null, false],
      ],
      ['user', 'Opportunity', 'Commission_Owner__c', [DANA, DANA], [TOM, TOM], [null, null]],
      [
        'email',
        'Contact',
        'Email',
        ['a@pine.example', 'a@pine.example'],
        ['b@pine.example', 'b@pine.example'],
        [null, null],
      ],
      ['phone', 'Contact', 'Phone', ['+353 1 555 0142', '+353 1 555 0142'], ['555 0143', '555 0143'], [null, null]],
      ['long text', 'Opportunity', 'Description', [long, long], ['Short', 'Short'], [null, null]],
    ];
    /** Of these the history says that they changed, and not what they were. */
    const WITHOUT_VALUES = ['multi-picklist', 'long text'];
    const LOOKUPS = ['user', 'lookup'];

    async function check(kind: string, object: string, name: string, steps: Step[]): Promise<void> {
      const { client } = await ours(salesforce);
      const fields = await client.fields(object, 'en');
      const id = await record(object);
      let before = await read(object, id, name);
      for (const [text, json] of steps) {
        const known = (await salesforce.history(object, id)).length;
        await write(object, id, { [name]: text });
        expect(await read(object, id, name), `${kind} ${text}`).toBe(json);
        const back = (await client.read(object, id, fields)).values.get(name);
        // One moment is written in one way, however the CRM writes it.
        const expected = text?.replace('.000Z', 'Z') ?? (kind === 'checkbox' ? 'false' : null);
        expect(back, `${kind} ${text} as our snapshot has it`).toBe(expected);
        const rows = (await salesforce.history(object, id)).slice(0, -known);
        const wanted = WITHOUT_VALUES.includes(kind) ? [null, null] : [before, json];
        expect(rows, `${kind} ${text}`).toHaveLength(LOOKUPS.includes(kind) ? 2 : 1);
        const row = rows.find(({ DataType }) => DataType === 'EntityId') ?? rows[0];
        expect([row?.Field, row?.OldValue, row?.NewValue, row?.CreatedById]).toEqual([name, ...wanted, OWN]);
        before = json;
      }
    }

    it.each(KINDS)(
      'of kind %s arrive as such and leave a row of the user’s own',
      async (kind, object, name, ...steps) => {
        if (kind === 'datetime') {
          await elsewhere(object, name, { type: 'DateTime', trackHistory: true });
          await create(object, field(name));
        }
        await check(kind, object, name, steps);
      },
    );

    it('of kind lookup arrive as ids', async () => {
      const [one, other] = [deal(), salesforce.noted('with products').id];
      await check('lookup', 'Renewal__c', 'Opportunity__c', [
        [one, one],
        [other, other],
        [null, null],
      ]);
    });

    it('of several fields are one save', async () => {
      const id = await record('Opportunity', { NextStep: 'Call', Amount: 5 });
      await write('Opportunity', id, { NextStep: null, Amount: '7', Priority__c: 'High' });
      expect(await salesforce.client().sobject('Opportunity').retrieve(id)).toMatchObject({
        NextStep: null,
        Amount: 7,
        Priority__c: 'High',
        LastModifiedById: OWN,
      });
      const rows = (await salesforce.history('Opportunity', id)).filter(({ Field }) => Field !== 'created');
      expect(new Set(rows.map(({ CreatedDate }) => CreatedDate)).size).toBe(1);
      expect(rows).toHaveLength(3);
    });

    it('are not written over a change that came after what was read', async () => {
      const id = await record('Opportunity', { NextStep: 'Call' });
      const since = await (await ours(salesforce)).client.modified('Opportunity', id);
      await salesforce
        .client(salesforce.main.agents[0]?.token)
        .sobject('Opportunity')
        .update({ Id: id, NextStep: 'Agent' });
      const rows = await salesforce.history('Opportunity', id);
      expect(await problem(() => write('Opportunity', id, { NextStep: 'Ours' }, { since }))).toMatchObject({
        kind: 'conflict',
        status: 412,
      });
      expect(await read('Opportunity', id, 'NextStep')).toBe('Agent');
      expect(await salesforce.history('Opportunity', id)).toEqual(rows);
      await write('Opportunity', id, { NextStep: 'Ours' });
      expect(await read('Opportunity', id, 'NextStep')).toBe('Ours');
    });

    it('are compared by whole seconds, rounded up', async () => {
      const id = await record('Opportunity');
      const { client } = await ours(salesforce);
      await write('Opportunity', id, { NextStep: 'A' }, { since: (await client.modified('Opportunity', id)) - 999 });
      expect(await read('Opportunity', id, 'NextStep')).toBe('A');
      const since = (await client.modified('Opportunity', id)) - 1_000;
      expect(await problem(() => write('Opportunity', id, { NextStep: 'B' }, { since }))).toMatchObject({
        kind: 'conflict',
      });
    });

    const REFUSED: Array<[what: string, values: Record<string, string | null>, words: RegExp]> = [
      ['restricted picklist', { Renewal_Status__c: 'No' }, /^bad value for restricted picklist field: No$/],
      ['validation rule', { Commission_Rate__c: '21' }, /^A commission is 20 % at most\.$/],
      ['length', { NextStep: 'x'.repeat(256) }, /max length=255/],
      ['required', { CloseDate: null }, /^Required fields are missing: \[CloseDate\]$/],
      ['no number', { Amount: 'much' }, /VALUE_STRING value much/],
      ['no date', { CloseDate: 'soon' }, /VALUE_STRING value soon/],
      ['neither yes nor no', { Partner_Sourced__c: 'perhaps' }, /VALUE_STRING value perhaps/],
      ['no user', { Commission_Owner__c: '001Hs000003F2kLIAS' }, /^invalid cross reference id$/],
      ['hidden field', { Margin__c: '1' }, /^No such column 'Margin__c'/],
    ];

    it.each(REFUSED)('that Salesforce does not take are refused in its words: %s', async (_, values, message) => {
      const id = await record('Opportunity');
      const modified = await (await ours(salesforce)).client.modified('Opportunity', id);
      const rows = await salesforce.history('Opportunity', id);
      expect(await problem(() => write('Opportunity', id, { Type: 'New Customer', ...values }))).toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(message),
        status: 400,
      });
      expect(await read('Opportunity', id, 'Type')).toBeNull();
      expect(await (await ours(salesforce)).client.modified('Opportunity', id)).toBe(modified);
      expect(await salesforce.history('Opportunity', id)).toEqual(rows);
    });

    it('of records that are locked, converted or gone are not written', async () => {
      const id = await record('Opportunity');
      salesforce.sandbox.settings.set({ locked: [id] });
      const locked = await problem(() => write('Opportunity', id, { NextStep: 'x' }));
      salesforce.sandbox.settings.set({ locked: [] });
      expect(locked).toMatchObject({ kind: 'refused', message: expect.stringMatching(/currently locked/) });
      const converted = await problem(() => write('Lead', salesforce.noted('converted lead').id, { Title: 'x' }));
      expect(converted).toMatchObject({ kind: 'refused', message: 'cannot reference converted lead' });
      await salesforce.client().sobject('Opportunity').destroy(id);
      expect(await problem(() => write('Opportunity', id, { NextStep: 'x' }, { since: Date.now() }))).toMatchObject({
        kind: 'gone',
      });
    });

    it('need the right to write the record, and the field', async () => {
      const id = await record('Opportunity');
      const { readonly } = salesforce.main.tokens;
      expect(await problem(() => write('Opportunity', id, { NextStep: 'x' }, { token: readonly }))).toMatchObject({
        kind: 'forbidden',
        missing: 'INSUFFICIENT_ACCESS_OR_READONLY',
        message: 'insufficient access rights on object id',
      });
      expect(
        await problem(() => write('Opportunity', id, { NextStep: 'x', ExpectedRevenue: '1', IsWon: 'true' })),
      ).toMatchObject({
        kind: 'forbidden',
        missing: 'ExpectedRevenue',
        message: expect.stringMatching(/^Unable to create\/update fields: ExpectedRevenue\./),
      });
      expect(await read('Opportunity', id, 'NextStep')).toBeNull();
    });

    it('that products decide stay, though the answer is a success', async () => {
      const { id } = salesforce.noted('with products');
      await write('Opportunity', id, { Amount: '1', NextStep: 'Written' });
      expect(await salesforce.client().sobject('Opportunity').retrieve(id)).toMatchObject({
        Amount: 12000,
        NextStep: 'Written',
      });
    });
  });

  describe('records with suggestions', () => {
    const STAGED = ['AI_Suggested_Title__c', 'AI_Suggested_Rating__c', 'AI_Notes__c', 'AI_Flag__c'];
    const query = (more: Partial<PendingQuery> = {}): PendingQuery => ({
      staging: STAGED,
      metadata: null,
      count: null,
      since: null,
      after: null,
      ...more,
    });
    const setUp = async () => {
      await create(
        'Lead',
        field('AI_Suggested_Title__c'),
        field('AI_Suggested_Rating__c'),
        field('AI_Notes__c', 'text'),
        field('AI_Open__c', 'number'),
      );
      if ((await described('Lead')).has('AI_Flag__c')) return;
      await elsewhere('Lead', 'AI_Flag__c', { type: 'Checkbox' });
      await create('Lead', field('AI_Flag__c'));
    };

    it('are found by their number or by a value, newest first, with one query', async () => {
      await setUp();
      const first = await record('Lead', { AI_Open__c: 2 });
      const bare = await record('Lead', { AI_Open__c: 0, AI_Suggested_Title__c: 'Boss' });
      await record('Lead', { AI_Notes__c: 'Only noted' });
      const last = await record('Lead', { AI_Open__c: 1 });
      const { client, sent } = await ours(salesforce);
      const asked = query({ staging: STAGED.slice(0, 1), metadata: 'AI_Notes__c', count: 'AI_Open__c' });
      expect(await client.pending('Lead', asked)).toEqual({ ids: [last, bare, first], after: null });
      expect(sent).toEqual([
        'GET /services/data/v67.0/sobjects/Lead/describe',
        'GET /services/data/v67.0/query?q=SELECT Id FROM Lead WHERE (AI_Open__c > 0 OR AI_Suggested_Title__c != null) ORDER BY SystemModstamp DESC',
      ]);
      for (const id of [first, last]) await salesforce.client().sobject('Lead').update({ Id: id, AI_Open__c: null });
    });

    it('are found by the fields a query can filter by: no long texts, no checkboxes', async () => {
      await setUp();
      const before = (await (await ours(salesforce)).client.pending('Lead', query())).ids;
      const title = await record('Lead', { AI_Suggested_Title__c: 'Boss' });
      await record('Lead', { AI_Notes__c: 'Only noted' });
      const rating = await record('Lead', { AI_Suggested_Rating__c: 'Hot', AI_Suggested_Title__c: 'Boss' });
      const { client, sent } = await ours(salesforce);
      expect(await client.pending('Lead', query())).toEqual({ ids: [rating, title, ...before], after: null });
      expect(sent).toHaveLength(2);
      const none = { ids: [], after: null };
      expect(await client.pending('Lead', query({ staging: ['AI_Notes__c', 'AI_Flag__c', 'Not_There__c'] }))).toEqual(
        none,
      );
      expect(await client.pending('Lead', query({ staging: [] }))).toEqual(none);
      expect(sent).toHaveLength(3);
    });

    it('are found since a moment, the second of that moment included', async () => {
      await setUp();
      const old = await record('Lead', { AI_Open__c: 1, AI_Suggested_Title__c: 'Old' });
      const recent = await record('Lead', { AI_Open__c: 1, AI_Suggested_Title__c: 'New' });
      const { client } = await ours(salesforce);
      const at = await client.modified('Lead', recent);
      const before = await client.modified('Lead', old);
      for (const count of ['AI_Open__c', null]) {
        const ids = async (since: number) => (await client.pending('Lead', query({ count, since }))).ids;
        expect(await ids(at), String(count)).toEqual([recent]);
        expect(await ids(at + 999)).toEqual([recent]);
        expect(await ids(at + 1_000)).toEqual([]);
        expect((await ids(before)).slice(0, 2)).toEqual([recent, old]);
      }
    });

    it('are given page by page, all of them once', async () => {
      await create('Contact', field('AI_Open__c', 'number'));
      const people = Array.from({ length: 2_100 }, (_, n) => ({ LastName: `Pine ${n}`, AI_Open__c: 1 }));
      const made = await salesforce.client().sobject('Contact').create(people, { allowRecursive: true });
      const { client, sent } = await ours(salesforce);
      const asked = query({ staging: [], count: 'AI_Open__c' });
      const first = await client.pending('Contact', asked);
      expect(first.ids).toHaveLength(2_000);
      expect(first.after).toMatch(/^\/services\/data\/v67\.0\/query\//);
      const second = await client.pending('Contact', { ...asked, after: first.after });
      expect(second).toMatchObject({ ids: { length: 100 }, after: null });
      expect(new Set([...first.ids, ...second.ids])).toEqual(new Set(made.map(({ id }) => id)));
      expect(sent).toHaveLength(2);
    });

    it('are not found by a field that is hidden, which Salesforce says', async () => {
      const { client } = await ours(salesforce);
      expect(await problem(() => client.pending('Opportunity', query({ count: 'Margin__c' })))).toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(/^No such column 'Margin__c'/),
      });
    });
  });
});
