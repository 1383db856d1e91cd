/** The client against answers made by hand: what it asks, in how many calls, and what it makes of parts that fail. */
import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../../../../lib/crm/salesforce/records';
import { isSensitive } from '../../../../lib/services/suggestions';
import { type Answers, client, ORG, refusal, rows } from './answers';
import { byAgent, DANA, field, row } from './rows';

const ID = '006Hs000001AbCdIAK';
const OTHER = '006Hs000001AbCeIAK';

const RECORD = {
  attributes: { type: 'Opportunity' },
  Id: ID,
  Name: 'Acme - 200 Widgets',
  StageName: 'Qualification',
  Amount: 12000,
  AccountId: '001Hs000003F2kLIAS',
  OwnerId: DANA,
  IsPrivate: false,
  IsDeleted: false,
  CreatedDate: '2026-11-20T10:00:01.000+0000',
  SystemModstamp: '2026-11-20T15:02:11.000+0000',
};
const FIELDS = [
  field('Name'),
  field('StageName', 'option'),
  field('Amount', 'number', { tracked: false }),
  field('AccountId', 'reference', { naming: 'Account.Name' }),
  field('OwnerId', 'user'),
  field('IsPrivate', 'bool'),
  field('Hidden__c'),
];
const LOOKUPS: Answers[number] = [
  /SELECT Id, Account.Name FROM Opportunity/,
  rows([
    {
      Id: ID,
      Account: { attributes: { url: '/services/data/v67.0/sobjects/Account/001Hs000003F2kLIAS' }, Name: 'Acme Corp' },
    },
  ]),
];
const STAGES: Answers[number] = [
  /FROM OpportunityHistory/,
  rows([{ ...row('', 1), StageName: 'Qualification', Amount: 12000, CloseDate: null, Probability: 10 }]),
];
const HISTORY = [row('StageName', 5, ['Prospecting', 'Qualification'], byAgent), row('created', 1)];
const GET: Answers[number] = [/sobjects\/Opportunity\/006Hs000001AbCdIAK$/, { body: RECORD }];

describe('reading a record', () => {
  test('is one call, and everything is in it', async () => {
    const { made, calls } = client([GET, [/FROM OpportunityFieldHistory/, rows(HISTORY)], LOOKUPS, STAGES]);
    const snapshot = await made.read('Opportunity', ID, FIELDS);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method: 'POST',
      url: 'https://acme.my.salesforce.com/services/data/v67.0/composite',
    });
    expect(calls[0]?.headers).not.toHaveProperty('Authorization');
    expect(snapshot).toMatchObject({
      ref: { crm: 'salesforce', account: ORG, object: 'Opportunity', id: ID },
      title: 'Acme - 200 Widgets',
      modified: Date.parse('2026-11-20T15:02:11Z'),
      depth: null,
    });
    expect(Object.fromEntries(snapshot.values)).toEqual({
      Name: 'Acme - 200 Widgets',
      StageName: 'Qualification',
      Amount: '12000',
      AccountId: '001Hs000003F2kLIAS',
      OwnerId: DANA,
      IsPrivate: 'false',
    });
    expect(snapshot.names?.get('001Hs000003F2kLIAS')).toBe('Acme Corp');
    expect(snapshot.histories.get('StageName')).toMatchObject({
      complete: true,
      changes: [{ to: 'Qualification' }, { to: 'Prospecting' }],
    });
    expect(snapshot.histories.get('Amount')).toMatchObject({ basis: 'stageHistory', changes: [{ to: '12000' }] });
  });

  test('the stage history is not asked for where every field of it is tracked', async () => {
    const { made, asked } = client([GET, [/FROM OpportunityFieldHistory/, rows(HISTORY)], LOOKUPS]);
    await made.read(
      'Opportunity',
      ID,
      FIELDS.map((one) => ({ ...one, tracked: true })),
    );
    expect(asked.filter((path) => /OpportunityHistory/.test(path))).toEqual([]);
  });

  test('where nobody can tell what is tracked, a field’s own rows go before the stage history', async () => {
    const { made, calls } = client([GET, [/FROM OpportunityFieldHistory/, rows(HISTORY)], LOOKUPS, STAGES]);
    const { histories } = await made.read(
      'Opportunity',
      ID,
      FIELDS.map(({ tracked: _, ...one }) => one),
    );
    expect(calls).toHaveLength(1);
    expect(histories.get('StageName')?.basis).toBeUndefined();
    expect(histories.get('Amount')).toMatchObject({ basis: 'stageHistory', changes: [{ to: '12000' }] });
  });

  test('an object without history: its stage history speaks for the fields it keeps', async () => {
    const tracked = FIELDS.map((one) => ({ ...one, tracked: true }));
    const { made, calls } = client([GET, [/FROM OpportunityFieldHistory/, refusal('INVALID_TYPE')], LOOKUPS, STAGES]);
    const { histories } = await made.read('Opportunity', ID, tracked);
    expect(calls).toHaveLength(2);
    expect(histories.get('StageName')).toMatchObject({ basis: 'stageHistory' });
    expect(histories.has('Name')).toBe(false);
  });

  test('a custom object without history has none', async () => {
    const id = 'a0XHs000000AbCdMAK';
    const { made, calls, asked } = client([
      [/sobjects\/Deal__c\/a0X/, { body: { ...RECORD, Id: id } }],
      [/FROM Deal__History WHERE ParentId/, refusal('INVALID_TYPE')],
    ]);
    expect((await made.read('Deal__c', id, [field('Name')])).histories.size).toBe(0);
    expect(calls).toHaveLength(1);
    expect(asked.some((path) => path.includes('Deal__History'))).toBe(true);
  });

  test('users that may not be read are asked for less and less; the rows still count', async () => {
    const history = HISTORY.map((one) => ({ ...one, CreatedBy: undefined }));
    const { made, calls } = client([
      GET,
      [/CreatedBy\.Name.*FROM OpportunityFieldHistory/, refusal('INVALID_FIELD')],
      [/FROM OpportunityFieldHistory/, rows(history)],
      LOOKUPS,
      STAGES,
    ]);
    const { histories } = await made.read('Opportunity', ID, FIELDS);
    expect(histories.get('StageName')?.changes[0]?.writer).toMatchObject({
      kind: 'undocumented',
      attribution: 'unknown',
    });
    expect(calls).toHaveLength(4);
  });

  test('names that may not be read are missed by nobody', async () => {
    const { made } = client([
      GET,
      [/FROM OpportunityFieldHistory/, rows(HISTORY)],
      [/SELECT Id, Account.Name/, refusal('INVALID_FIELD')],
      STAGES,
    ]);
    expect((await made.read('Opportunity', ID, FIELDS)).names).toEqual(new Map());
  });

  test('a record without a name is called by what it has', async () => {
    const url = '/services/data/v67.0/sobjects/Case/500Hs000001AbCdIAK';
    const { made } = client([
      GET,
      [/FROM OpportunityFieldHistory/, rows(HISTORY)],
      [
        /SELECT Id, Ticket__r.CaseNumber FROM/,
        rows([{ Id: ID, Ticket__r: { attributes: { url }, CaseNumber: '00001026' } }]),
      ],
      STAGES,
    ]);
    const fields = [field('Ticket__c', 'reference', { naming: 'Ticket__r.CaseNumber' })];
    expect([...((await made.read('Opportunity', ID, fields)).names ?? [])]).toEqual([
      ['500Hs000001AbCdIAK', '00001026'],
    ]);
  });

  test('what a person may not read is not asked of the stage history, which would fail as a whole', async () => {
    const seen = ['StageName', 'CloseDate'];
    const { made, asked } = client([
      GET,
      [/FROM OpportunityFieldHistory/, refusal('INVALID_TYPE')],
      [/Amount.* FROM OpportunityHistory/, refusal('INVALID_FIELD')],
      [/FROM OpportunityHistory/, rows([{ ...row('', 1), StageName: 'Qualification', CloseDate: '2026-12-31' }])],
    ]);
    const { histories } = await made.read(
      'Opportunity',
      ID,
      seen.map((name) => field(name)),
    );
    expect([...histories.keys()]).toEqual(seen);
    expect(asked.filter((path) => /OpportunityHistory/.test(path))).toHaveLength(1);
    expect((await made.read('Opportunity', ID, [field('Name')])).histories.size).toBe(0);
    expect(asked.filter((path) => /OpportunityHistory/.test(path))).toHaveLength(1);
  });

  test('a history that is not all there is not complete', async () => {
    const { made } = client([GET, [/FROM OpportunityFieldHistory/, rows(HISTORY, false)], LOOKUPS, STAGES]);
    const { histories } = await made.read('Opportunity', ID, FIELDS);
    expect(histories.get('StageName')).toMatchObject({ complete: false, changes: [{ from: 'Prospecting' }] });
  });

  test('a case is titled by its subject', async () => {
    const id = '500Hs000001AbCdIAK';
    const body = { ...RECORD, Id: id, Name: undefined, CaseNumber: '00001026', Subject: 'Printer on fire' };
    const { made } = client([
      [/sobjects\/Case\//, { body }],
      [/FROM CaseHistory WHERE CaseId/, rows([])],
    ]);
    expect((await made.read('Case', id, [field('Subject')])).title).toBe('Printer on fire');
  });

  test.each([
    ['deleted', refusal('ENTITY_IS_DELETED', 'm', 404), 'gone'],
    ['unknown', refusal('NOT_FOUND', 'm', 404), 'gone'],
    ['in the bin', { body: { ...RECORD, IsDeleted: true } }, 'gone'],
    ['not shared', refusal('INSUFFICIENT_ACCESS', 'm', 403), 'forbidden'],
    ['in another shape', { body: { Name: 'x' } }, 'unreadable'],
  ] as const)('a record that is %s', async (_, answer, kind) => {
    const { made } = client([
      [/sobjects\/Opportunity/, answer],
      [/query/, rows([])],
    ]);
    await expect(made.read('Opportunity', ID, FIELDS)).rejects.toMatchObject({ problem: { kind } });
  });

  test.each([
    [refusal('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403), 'daily'],
    [{ status: 500, body: 'oops' }, 'server'],
    [{ status: 200, body: '<html>' }, 'unreadable'],
    [{ status: 200, body: { compositeResponse: 'x' } }, 'unreadable'],
  ])('a refused call %#', async (answer, kind) => {
    const { made } = client([[/composite/, answer]]);
    await expect(made.read('Opportunity', ID, FIELDS)).rejects.toMatchObject({ problem: { kind } });
  });

  test.each(["x' OR Name != '", '006', ''])('%j as an id is sent nowhere', async (id) => {
    const { made, calls } = client([]);
    await expect(made.read('Opportunity', id, FIELDS)).rejects.toMatchObject({ problem: { kind: 'gone' } });
    await expect(made.modified('Opportunity', id)).rejects.toMatchObject({ problem: { kind: 'gone' } });
    expect(calls).toEqual([]);
  });

  test.each(["Account WHERE Name != ''", '../Account', '', '1'])('%j as an object is sent nowhere', async (object) => {
    const { made, calls } = client([]);
    await expect(made.read(object, ID, FIELDS)).rejects.toMatchObject({ problem: { kind: 'refused' } });
    await expect(made.fields(object, 'en')).rejects.toMatchObject({ problem: { kind: 'refused' } });
    expect(calls).toEqual([]);
  });
});

test('records whose rows do not fit in one answer are read in several: one’s long history hides no other’s', async () => {
  const third = '006Hs000001AbCfIAK';
  const own = (id: string) => [
    row('StageName', 7, ['a', 'b'], { OpportunityId: id }),
    row('created', 1, [null, null], { OpportunityId: id }),
  ];
  const { made, calls } = client([
    [/sobjects\/Opportunity\/006/, (path) => ({ body: { ...RECORD, Id: path.slice(-18), StageName: 'b' } })],
    [
      /FROM OpportunityFieldHistory/,
      (path) =>
        path.includes(ID)
          ? rows(own(ID), false)
          : rows([OTHER, third].flatMap((id) => (path.includes(id) ? own(id) : []))),
    ],
    LOOKUPS,
    STAGES,
  ]);
  const snapshots = await made.readMany('Opportunity', [OTHER, third, ID], FIELDS);
  expect(snapshots.map(({ ref, histories }) => [ref.id, histories.get('StageName')?.complete])).toEqual([
    [OTHER, true],
    [third, true],
    [ID, false],
  ]);
  expect(calls).toHaveLength(3);
});

test('several records are one call; each has its own rows, unknown ones are left out', async () => {
  const { made, calls } = client([
    GET,
    [/sobjects\/Opportunity\/006Hs000001AbCeIAK/, { body: { ...RECORD, Id: OTHER, StageName: 'b' } }],
    [/FROM OpportunityFieldHistory/, rows([...HISTORY, row('StageName', 7, ['a', 'b'], { OpportunityId: OTHER })])],
    LOOKUPS,
    STAGES,
  ]);
  const snapshots = await made.readMany('Opportunity', [ID, OTHER, '006Hs000001AbCfIAK'], FIELDS);
  expect(calls).toHaveLength(1);
  expect(snapshots.map(({ ref, histories }) => [ref.id, histories.get('StageName')?.changes.map((c) => c.to)])).toEqual(
    [
      [ID, ['Qualification', 'Prospecting']],
      [OTHER, ['b']],
    ],
  );
});

describe('an object’s fields', () => {
  const described = (name: string, type: string, more: object = {}) => ({
    name,
    label: `${name} label`,
    type,
    updateable: true,
    calculated: false,
    ...more,
  });
  const DESCRIBE: Answers[number] = [
    /describe$/,
    {
      body: {
        fields: [
          described('Id', 'id'),
          described('StageName', 'picklist', {
            length: 255,
            picklistValues: [{ value: 'Closed Won', label: 'Gewonnen' }],
          }),
          described('Amount', 'currency', { length: 0 }),
          described('Probability', 'percent'),
          described('OwnerId', 'reference', { referenceTo: ['Group', 'User'] }),
          described('AccountId', 'reference', { referenceTo: ['Account'], relationshipName: 'Account' }),
          described('Ticket__c', 'reference', { referenceTo: ['Case'], relationshipName: 'Ticket__r' }),
          described('About__c', 'reference', { referenceTo: ['Case', 'Task'], relationshipName: 'About__r' }),
          described('Nowhere__c', 'reference', { referenceTo: [], relationshipName: null }),
          described('IsPrivate', 'boolean'),
          described('Notes__c', 'textarea', { length: 32_768, htmlFormatted: true, extraTypeInfo: 'richtextarea' }),
          described('Interests__c', 'multipicklist'),
          described('Name', 'string', { length: 120, updateable: false }),
          described('Formula__c', 'double', { calculated: true, updateable: false }),
          described('BillingAddress', 'address'),
          described('CurrencyIsoCode', 'picklist'),
        ],
      },
    },
  ];
  const TRACKED: Answers[number] = [
    /FieldDefinition WHERE EntityDefinition\.QualifiedApiName = 'Opportunity'/,
    rows([
      { QualifiedApiName: 'StageName', IsFieldHistoryTracked: true },
      { QualifiedApiName: 'Amount', IsFieldHistoryTracked: false },
    ]),
  ];

  test('are described in one call', async () => {
    const { made, calls } = client([DESCRIBE, TRACKED]);
    const fields = new Map((await made.fields('Opportunity', 'de')).map((one) => [one.name, one]));
    expect(calls).toHaveLength(1);
    expect([...fields].map(([name, { kind }]) => `${name} ${kind}`)).toEqual([
      'StageName option',
      'Amount number',
      'Probability number',
      'OwnerId user',
      'AccountId reference',
      'Ticket__c reference',
      'About__c reference',
      'Nowhere__c reference',
      'IsPrivate bool',
      'Notes__c rich',
      'Interests__c options',
      'Name text',
      'Formula__c number',
      'CurrencyIsoCode option',
    ]);
    expect(fields.get('StageName')).toMatchObject({
      tracked: true,
      options: [{ value: 'Closed Won', label: 'Gewonnen' }],
    });
    expect(fields.get('Amount')).toMatchObject({ tracked: false, currencyField: 'CurrencyIsoCode' });
    expect([...fields.values()].flatMap(({ naming }) => naming ?? [])).toEqual([
      'Account.Name',
      // A case has no name.
      'Ticket__r.CaseNumber',
      'About__r.Name',
    ]);
    expect(fields.get('Probability')).not.toHaveProperty('tracked');
    expect(fields.get('OwnerId')?.isUser).toBe(true);
    expect(
      [...fields.values()].flatMap(({ name, maxLength }) => (maxLength === undefined ? [] : [name, maxLength])),
    ).toEqual(['Notes__c', 32_768, 'Name', 120]);
    // Also in an org of one currency, whose amounts name none.
    const one = fieldsOf([{ name: 'Amount', label: 'Amount', type: 'currency' }], new Map());
    expect(one[0]).not.toHaveProperty('currencyField');
    expect([...fields.values(), ...one].filter(isSensitive).map(({ name }) => name)).toEqual([
      'StageName',
      'Amount',
      'OwnerId',
      'Amount',
    ]);
    expect([...fields.values()].filter((one) => one.readOnly).map((one) => one.name)).toEqual(['Name', 'Formula__c']);
  });

  test('what is tracked may be unknown', async () => {
    const { made } = client([DESCRIBE, [/FieldDefinition/, refusal('INVALID_TYPE')]]);
    for (const one of await made.fields('Opportunity', 'en')) expect(one).not.toHaveProperty('tracked');
  });

  test('an object that may not be seen is a missing right', async () => {
    const { made } = client([TRACKED]);
    await expect(made.fields('Opportunity', 'en')).rejects.toMatchObject({
      problem: { kind: 'forbidden', missing: 'Opportunity' },
    });
  });
});

test('the cheap question is one query; a record that is gone says so', async () => {
  const { made, calls } = client([
    [/SELECT SystemModstamp FROM Opportunity WHERE Id = '006Hs000001AbCdIAK'/, rows([RECORD])],
  ]);
  expect(await made.modified('Opportunity', ID.slice(0, 15))).toBe(Date.parse('2026-11-20T15:02:11Z'));
  expect(calls).toHaveLength(1);
  await expect(client([[/query/, rows([])]]).made.modified('Opportunity', ID)).rejects.toMatchObject({
    problem: { kind: 'gone' },
  });
});

test('recent records, newest first', async () => {
  const { made, asked } = client([[/query/, rows([{ Id: ID.slice(0, 15) }, { Id: OTHER }])]]);
  expect(await made.recent('Opportunity', 50)).toEqual([ID, OTHER]);
  expect(asked[0]).toMatch(/ORDER BY SystemModstamp DESC LIMIT 50/);
});

test('people of all pages, each by the ids of rows and values', async () => {
  const next = '/services/data/v67.0/query/01gHs-2000';
  const { made } = client([
    [/01gHs/, rows([{ Id: '005Hs000000XyZaIAK', Name: 'Sam Ortiz', IsActive: false }])],
    [
      /FROM User/,
      { body: { done: false, nextRecordsUrl: next, records: [{ Id: DANA, Name: 'Dana Reyes', IsActive: true }] } },
    ],
  ]);
  expect(await made.people()).toEqual([
    { name: 'Dana Reyes', keys: [`user:${DANA}`, `owner:${DANA}`], active: true },
    { name: 'Sam Ortiz', keys: ['user:005Hs000000XyZaIAK', 'owner:005Hs000000XyZaIAK'], active: false },
  ]);
});

test('more people are asked for nowhere but at the org', async () => {
  const { made, calls } = client([
    [/FROM User/, { body: { done: false, nextRecordsUrl: '@evil.example/x', records: [] } }],
  ]);
  await made.people();
  expect(calls).toHaveLength(1);
});

test('a user has a name, a merge has none', async () => {
  const { made } = client([[/FROM User WHERE Id = '005Hs000000AbCdIAK'/, rows([{ Id: DANA, Name: 'Dana Reyes' }])]]);
  const writer = { kind: 'user', attribution: 'human' } as const;
  expect(await made.writerName({ ...writer, key: `user:${DANA}`, id: DANA })).toBe('Dana Reyes');
  expect(await made.writerName({ ...writer, key: 'source:accountMerged', id: 'accountMerged' })).toBeNull();
});

describe('testing a credential', () => {
  const USER: Answers[number] = [
    /userinfo/,
    {
      body: {
        user_id: DANA.slice(0, 15),
        organization_id: ORG.slice(0, 15),
        name: 'Dana Reyes',
        preferred_username: 'd@x',
      },
    },
  ];
  const ORGANIZATION: Answers[number] = [
    /FROM Organization/,
    rows([{ Id: ORG, Name: 'Acme', TimeZoneSidKey: 'Europe/Berlin' }]),
  ];

  test('names org and user, and what may be read', async () => {
    const { made, calls } = client([
      USER,
      ORGANIZATION,
      [/FROM User/, refusal('INSUFFICIENT_ACCESS', 'no', 403)],
      [/(Opportunity|Account|Contact|Lead)\/describe/, { body: { fields: [] } }],
    ]);
    expect(await made.test()).toEqual({
      account: ORG,
      name: 'Acme',
      host: 'acme.lightning.force.com',
      apiHost: 'https://acme.my.salesforce.com',
      timeZone: 'Europe/Berlin',
      user: { id: DANA, name: 'Dana Reyes' },
      capabilities: [
        { what: 'Opportunity', ok: true },
        { what: 'Account', ok: true },
        { what: 'Contact', ok: true },
        { what: 'Lead', ok: true },
        { what: 'Case', ok: false, missing: 'm' },
        { what: 'people', ok: false, missing: 'no' },
      ],
    });
    expect(calls).toHaveLength(2);
  });

  test('an org whose name may not be read is told by its id', async () => {
    const info = await client([USER, [/describe/, { body: { fields: [] } }]]).made.test();
    expect(info.account).toBe(ORG);
    expect(info).not.toHaveProperty('name');
  });

  test.each([
    [refusal('INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 401), 'signedOut'],
    [{ status: 403, body: 'Bad_OAuth_Token' }, 'unreadable'],
  ])('a refused one %#', async (answer, kind) => {
    await expect(client([[/userinfo/, answer]]).made.test()).rejects.toMatchObject({ problem: { kind } });
  });
});
