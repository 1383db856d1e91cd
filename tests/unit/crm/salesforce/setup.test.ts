/** What is asked to create and delete fields, and to find records with suggestions. */
import { describe, expect, test } from 'vitest';
import type { NewField } from '../../../../lib/crm/contract';
import { type Answers, client, refusal, rows } from './answers';
import { DANA } from './rows';

const FIELD: NewField = { name: 'AI_X__c', label: 'AI x', help: 'What it is for.', kind: 'line' };
const PROFILE = '00eHs000000AbCdIAK';
const SET = '0PSHs000000AbCdOAK';
const PERMISSION = '01kHs000000AbCdIAK';
const CREATED = { status: 201, body: { id: '00NHs000000AbCdMAK', success: true, errors: [] } };

const USER: Answers = [
  [/userinfo$/, { body: { user_id: DANA, organization_id: '00DHs000000AbCdMAK' } }],
  [/SELECT ProfileId FROM User WHERE Id = '005Hs000000AbCdIAK'/, rows([{ ProfileId: PROFILE }])],
  [/FROM PermissionSet WHERE IsOwnedByProfile = true AND ProfileId = '00eHs000000AbCdIAK'/, rows([{ Id: SET }])],
];
const NONE: Answers[number] = [/FROM FieldPermissions/, rows([])];
const GRANT: Answers[number] = [/^POST .*FieldPermissions$/, CREATED];

describe('creating a field', () => {
  const MAKE = /^POST .*\/tooling\/sobjects\/CustomField$/;

  const create = async (answers: Answers, field = FIELD) => {
    const { made, calls } = client([...answers, ...USER, NONE, GRANT]);
    const outcome = await made.createField('Opportunity', field).catch((error) => error);
    const sent = calls.map(({ method, url, body }) => ({ method, url, body: body ? JSON.parse(body) : undefined }));
    const bodies = (end: RegExp) => sent.filter(({ url }) => end.test(url)).flatMap(({ body }) => body ?? []);
    return { outcome, sent, fields: bodies(/CustomField$/), grants: bodies(/FieldPermissions/) };
  };

  test.each([
    ['line', { type: 'Text', length: 255, required: false, unique: false, externalId: false, trackHistory: false }],
    ['text', { type: 'LongTextArea', length: 131_072, visibleLines: 3, trackHistory: true }],
    [
      'number',
      {
        type: 'Number',
        precision: 18,
        scale: 0,
        required: false,
        unique: false,
        externalId: false,
        trackHistory: false,
      },
    ],
  ] as const)('of kind %s', async (kind, metadata) => {
    const { outcome, fields, grants } = await create([[MAKE, CREATED]], { ...FIELD, kind });
    expect(outcome.name).toBe('AI_X__c');
    expect(fields).toEqual([
      {
        FullName: 'Opportunity.AI_X__c',
        Metadata: { label: 'AI x', description: FIELD.help, inlineHelpText: FIELD.help, ...metadata },
      },
    ]);
    expect(grants).toEqual([
      {
        ParentId: SET,
        SobjectType: 'Opportunity',
        Field: 'Opportunity.AI_X__c',
        PermissionsRead: true,
        PermissionsEdit: true,
      },
    ]);
  });

  test('a label is no longer than Salesforce takes', async () => {
    const { fields } = await create([[MAKE, CREATED]], { ...FIELD, label: 'x'.repeat(60) });
    expect(fields[0].Metadata.label).toBe('x'.repeat(40));
  });

  test.each([
    ['nothing is granted', [], 1],
    ['reading is granted', [{ Id: PERMISSION, PermissionsEdit: false }], 1],
    ['all is granted', [{ Id: PERMISSION, PermissionsEdit: true }], 0],
  ])('that is there already, and %s', async (_, permissions, writes) => {
    const { outcome, fields, grants } = await create([
      [MAKE, refusal('DUPLICATE_DEVELOPER_NAME', 'There is already a field named AI_X.')],
      [/FROM FieldPermissions/, rows(permissions)],
      [/^PATCH .*FieldPermissions\/01kHs000000AbCdIAK$/, { status: 204, body: '' }],
    ]);
    expect(outcome.name).toBe('AI_X__c');
    expect(fields).toHaveLength(1);
    expect(grants).toHaveLength(writes);
    for (const one of grants) expect(one).toMatchObject({ PermissionsRead: true, PermissionsEdit: true });
  });

  test('a long text whose history is not kept is made without, for whatever reason', async () => {
    let tries = 0;
    const answer = () => (++tries === 1 ? refusal('WHATEVER', 'too many tracked fields') : CREATED);
    const { outcome, fields } = await create([[MAKE, answer]], { ...FIELD, kind: 'text' });
    expect(outcome.name).toBe('AI_X__c');
    expect(fields.map((one) => one.Metadata.trackHistory)).toEqual([true, false]);
  });

  test('what is refused without history, too, is refused', async () => {
    const refused = refusal('FIELD_INTEGRITY_EXCEPTION', 'No more fields.');
    const { outcome, fields, grants } = await create([[MAKE, refused]], { ...FIELD, kind: 'text' });
    expect(outcome.problem).toMatchObject({ kind: 'refused', message: 'No more fields.' });
    expect([fields.length, grants.length]).toEqual([2, 0]);
  });

  test.each([
    [[[MAKE, refusal('INSUFFICIENT_ACCESS', 'no', 403)]], { kind: 'forbidden', missing: 'Customize Application' }],
    [[[MAKE, refusal('API_DISABLED_FOR_ORG', 'no', 403)]], { kind: 'forbidden', missing: 'API_DISABLED_FOR_ORG' }],
    [[[MAKE, { status: 500, body: 'oops' }]], { kind: 'server' }],
    [
      [
        [MAKE, CREATED],
        [/FROM User/, rows([])],
      ],
      { kind: 'forbidden', missing: 'PermissionSet' },
    ],
    [
      [
        [MAKE, CREATED],
        [/FROM PermissionSet/, rows([])],
      ],
      { kind: 'forbidden', missing: 'PermissionSet' },
    ],
    [
      [
        [MAKE, CREATED],
        [/^POST .*FieldPermissions$/, refusal('INSUFFICIENT_ACCESS_OR_READONLY', 'no', 400)],
      ],
      { kind: 'forbidden', missing: 'INSUFFICIENT_ACCESS_OR_READONLY' },
    ],
  ] as [Answers, object][])('without a right %#', async (answers, problem) => {
    const { outcome } = await create(answers, { ...FIELD, kind: 'text' });
    expect(outcome.problem).toMatchObject(problem);
  });

  test.each(['x y__c', "X__c'", '../X__c', ''])('%j as a name is sent nowhere', async (name) => {
    const { outcome, sent } = await create([], { ...FIELD, name });
    expect(outcome.problem).toMatchObject({ kind: 'refused' });
    expect(sent).toEqual([]);
  });
});

describe('deleting a field', () => {
  const FIND =
    /tooling\/query\?q=SELECT Id FROM CustomField WHERE DeveloperName = 'AI_X' AND EntityDefinition\.QualifiedApiName = 'Deal__c'/;
  const DELETE = /^DELETE .*\/tooling\/sobjects\/CustomField\/00NHs000000AbCdMAK$/;
  const found = rows([{ Id: '00NHs000000AbCd' }]);

  test.each([
    ['there', [DELETE, { status: 204, body: '' }], 2],
    ['deleted by another in the meantime', [DELETE, refusal('NOT_FOUND', 'm', 404)], 2],
    ['not there', [FIND, rows([])], 1],
  ] as [string, Answers[number], number][])('that is %s', async (_, answer, count) => {
    const { made, calls } = client([answer, [FIND, found]]);
    await made.deleteField('Deal__c', 'AI_X__c');
    expect(calls).toHaveLength(count);
  });

  test.each([
    [refusal('INSUFFICIENT_ACCESS', 'no', 403), { kind: 'forbidden', missing: 'Customize Application' }],
    [refusal('DEPENDENCY_EXISTS', 'A flow uses it.'), { kind: 'refused', message: 'A flow uses it.' }],
    [{ status: 503, body: '' }, { kind: 'server' }],
  ])('that fails: %j', async (answer, problem) => {
    const { made } = client([
      [FIND, found],
      [DELETE, answer],
    ]);
    await expect(made.deleteField('Deal__c', 'AI_X__c')).rejects.toMatchObject({ problem });
  });

  test.each(['Amount', "X' OR Name != '__c", ''])('%j as a name is sent nowhere', async (name) => {
    const { made, calls } = client([]);
    await expect(made.deleteField('Opportunity', name)).rejects.toMatchObject({ problem: { kind: 'refused' } });
    expect(calls).toEqual([]);
  });
});

describe('records with suggestions', () => {
  const NEXT = '/services/data/v67.0/query/01gHs-2000';
  const QUERY = { staging: [], metadata: null, count: 'Open__c', since: null, after: null };
  const answered = (nextRecordsUrl: string | undefined, done = false) => ({
    body: { done, nextRecordsUrl, records: [{ Id: '006Hs000001AbCd' }] },
  });

  test('page by page', async () => {
    const { made, asked } = client([
      [/FROM Opportunity/, answered(NEXT)],
      [/01gHs-2000$/, answered(undefined, true)],
    ]);
    const first = await made.pending('Opportunity', { ...QUERY, since: Date.parse('2026-11-20T15:02:11.900Z') });
    expect(first).toEqual({ ids: ['006Hs000001AbCdIAK'], after: NEXT });
    expect(await made.pending('Opportunity', { ...QUERY, after: NEXT })).toMatchObject({ after: null });
    expect(asked).toEqual([
      '/services/data/v67.0/query?q=SELECT Id FROM Opportunity WHERE (Open__c > 0) AND SystemModstamp >= 2026-11-20T15:02:11Z ORDER BY SystemModstamp DESC',
      NEXT,
    ]);
  });

  test.each(['@evil.example/x', 'https://evil.example/services/data/', '/services/data/../oauth2/x', '/x'])(
    'a next page at %j is asked for nowhere',
    async (next) => {
      const { made, calls } = client([[/FROM Opportunity/, answered(next)]]);
      expect(await made.pending('Opportunity', QUERY)).toMatchObject({ after: null });
      await expect(made.pending('Opportunity', { ...QUERY, after: next })).rejects.toMatchObject({
        problem: { kind: 'refused' },
      });
      expect(calls).toHaveLength(1);
    },
  );

  test('by what a query can filter by as well, with a number and without', async () => {
    const described = (name: string, type: string, filterable?: boolean) => ({ name, label: name, type, filterable });
    const fields = [
      described('Name', 'string', true),
      described('A__c', 'string', true),
      described('Long__c', 'textarea', false),
      described('Flag__c', 'boolean', true),
      described('B__c', 'currency'),
    ];
    const { made, asked } = client([
      [/Opportunity\/describe$/, { body: { fields } }],
      [/FROM Opportunity/, answered(undefined, true)],
    ]);
    const staging = ['A__c', 'B__c', 'Long__c', 'Flag__c', 'Hidden__c'];
    await made.pending('Opportunity', { ...QUERY, staging, metadata: 'Long__c', count: null, since: 0 });
    expect(asked.at(-1)).toContain(
      'WHERE (A__c != null OR B__c != null) AND SystemModstamp >= 1970-01-01T00:00:00Z ORDER BY',
    );
    await made.pending('Opportunity', { ...QUERY, staging: ['Long__c'], metadata: 'A__c' });
    expect(asked.at(-1)).toContain('WHERE (Open__c > 0 OR A__c != null) ORDER BY');
    const nothing = { ids: [], after: null };
    expect(await made.pending('Opportunity', { ...QUERY, staging: ['Long__c'], count: null })).toEqual(nothing);
    expect(await made.pending('Opportunity', { ...QUERY, staging: [], count: null })).toEqual(nothing);
    expect(asked).toHaveLength(5);
  });

  test.each(['Open__c > 0 OR Name', ''])('%j as a number is sent nowhere', async (count) => {
    const { made, calls } = client([]);
    if (count) await expect(made.pending('Opportunity', { ...QUERY, count })).rejects.toThrow();
    else expect(await made.pending('Opportunity', { ...QUERY, staging: [], count })).toMatchObject({ ids: [] });
    expect(calls).toEqual([]);
  });
});
