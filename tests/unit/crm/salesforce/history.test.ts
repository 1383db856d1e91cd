import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historiesOf, stageHistoriesOf } from '../../../../lib/crm/salesforce/history';
import { AGENT, byAgent, DANA, field, row, SAM, time } from './rows';

const values = (entries: Record<string, string | null>) => new Map(Object.entries(entries));
const STAGE = field('StageName', 'option');
const OWNER = field('OwnerId', 'user');
const account = (more: object = {}) => field('AccountId', 'reference', more);

function changesOf(name: string, ...args: Parameters<typeof historiesOf>) {
  return historiesOf(...args)
    .histories.get(name)
    ?.changes.map(({ from, to, writer }) => [from, to, writer.id]);
}

describe('field history', () => {
  test('each row is a change, newest first, and the creation is the first', () => {
    const rows = [
      row('created', 1, [null, null], byAgent),
      row('StageName', 5, ['Prospecting', 'Qualification']),
      row('StageName', 9, ['Qualification', 'Closed Won'], byAgent),
    ];
    const { histories } = historiesOf(rows, [STAGE], values({ StageName: 'Closed Won' }), false);
    const history = histories.get('StageName');
    expect(history?.complete).toBe(true);
    expect(history?.changes).toMatchObject([
      { from: 'Qualification', to: 'Closed Won', id: rows[2]?.Id, sent: time(9), writer: { kind: 'vendorAgent' } },
      { from: 'Prospecting', to: 'Qualification', source: { type: 'Standard', label: 'Dana Reyes', user: DANA } },
      { from: null, to: 'Prospecting', id: rows[0]?.Id, writer: { key: `user:${AGENT}` } },
    ]);
  });

  test('a value from the creation has the creator as its writer; an empty one has none', () => {
    const rows = [row('created', 1, [null, null], byAgent)];
    const fields = [field('NextStep'), field('Type', 'option')];
    const { histories } = historiesOf(rows, fields, values({ NextStep: 'call', Type: null }), false);
    expect(histories.get('NextStep')?.changes).toMatchObject([{ from: null, to: 'call', writer: { id: AGENT } }]);
    expect(histories.get('Type')).toEqual({ changes: [], complete: true });
  });

  test('a person’s name is not the creator’s where its parts have changed', () => {
    const parts = [field('Name', 'text', { readOnly: true }), field('FirstName'), field('LastName')];
    const values = new Map([
      ['Name', 'Ada Ruiz'],
      ['FirstName', 'Ada'],
      ['LastName', 'Ruiz'],
    ]);
    const created = row('created', 1);
    const { histories } = historiesOf([row('LastName', 5, ['Novak', 'Ruiz'], byAgent), created], parts, values, false);
    expect(histories.has('Name')).toBe(false);
    expect(histories.get('LastName')?.changes[0]).toMatchObject({ to: 'Ruiz', writer: { id: AGENT } });
    expect(historiesOf([created], parts, values, false).histories.get('Name')?.changes).toMatchObject([
      { to: 'Ada Ruiz' },
    ]);
    const own = historiesOf([row('Name', 5, ['Ada Novak', 'Ada Ruiz'], byAgent), created], parts, values, false);
    expect(own.histories.get('Name')?.changes).toHaveLength(2);
  });

  test('a record that was converted from a lead begins with that', () => {
    const rows = [row('opportunityCreatedFromLead', 1)];
    expect(changesOf('NextStep', rows, [field('NextStep')], values({ NextStep: 'x' }), false)).toEqual([
      [null, 'x', DANA],
    ]);
  });

  test.each([
    ['without its creation', [row('StageName', 5, ['a', 'b'])], false],
    ['cut at the limit', [row('created', 1), row('StageName', 5, ['a', 'b'])], true],
    ['with a row that cannot be read', [row('StageName', 5, ['a', 'b']), { Id: 7 }, row('created', 1)], false],
  ])('a history %s is not complete, and nobody is its first writer', (_, rows, cut) => {
    const { histories } = historiesOf(rows, [STAGE, field('NextStep')], values({ StageName: 'b', NextStep: 'x' }), cut);
    expect(histories.get('StageName')).toMatchObject({ complete: false, changes: [{ from: 'a', to: 'b' }] });
    expect(histories.has('NextStep')).toBe(false);
  });

  test('a field that is not tracked has no history, whatever rows are left of it', () => {
    const rows = [row('created', 1), row('StageName', 5, ['a', 'b'])];
    const off = field('StageName', 'option', { tracked: false });
    expect(historiesOf(rows, [off], values({ StageName: 'b' }), false).histories.size).toBe(0);
  });

  test('a field of which nobody knows whether it is tracked has the rows it has and no creation without one', () => {
    const rows = [row('created', 1), row('StageName', 5, ['a', 'b'])];
    const fields = ['StageName', 'NextStep'].map((name) => ({ ...field(name), tracked: undefined }) as never);
    const { histories } = historiesOf(rows, fields, values({ StageName: 'b', NextStep: 'x' }), false);
    expect([...histories.keys()]).toEqual(['StageName']);
  });

  test('rows of one second are in the order of their ids', () => {
    const rows = [row('StageName', 5, ['a', 'b']), row('StageName', 5, ['b', 'c'], byAgent)];
    expect(changesOf('StageName', rows, [STAGE], values({ StageName: 'c' }), false)?.[0]).toEqual(['b', 'c', AGENT]);
  });

  test('special rows and rows of hidden fields are no field’s', () => {
    const rows = ['ownerAssignment', 'leadConverted', 'somethingNew', 'Hidden__c'].map((name) =>
      row(name, 5, ['a', 'b']),
    );
    expect(historiesOf(rows, [STAGE], values({ StageName: null }), false).histories.size).toBe(0);
  });
});

describe('values that are not kept', () => {
  test.each([
    ['Description', 'rich', 'long'],
    ['Interests__c', 'options', 'a;b'],
  ] as const)('%s: that it changed is known, not from what to what', (name, kind, value) => {
    const rows = [row('created', 1), row(name, 5, [null, null], byAgent)];
    expect(changesOf(name, rows, [field(name, kind)], values({ [name]: value }), false)).toEqual([
      [undefined, undefined, AGENT],
      [null, undefined, DANA],
    ]);
  });

  test('a new value too long to be kept is not an empty one', () => {
    const rows = [row('NextStep', 5, ['short', null])];
    const of = (value: string | null) =>
      changesOf('NextStep', rows, [field('NextStep')], values({ NextStep: value }), false);
    expect(of('x'.repeat(300))).toEqual([['short', undefined, DANA]]);
    expect(of(null)).toEqual([['short', null, DANA]]);
  });
});

describe('values of any type', () => {
  test.each([
    ['number', 12000, '12000'],
    ['number', 12000.5, '12000.5'],
    ['number', '12000.0', '12000'],
    ['bool', true, 'true'],
    ['bool', 'True', 'true'],
    ['date', '2026-12-31', '2026-12-31'],
    ['date', '2026-12-31T00:00:00.000+0000', '2026-12-31'],
    ['datetime', '2026-11-20T15:02:11.000+0000', '2026-11-20T15:02:11Z'],
    ['text', 7, '7'],
    ['text', '', null],
    ['option', 'Closed Won', 'Closed Won'],
  ] as const)('%s %j is %j', (kind, sent, kept) => {
    const rows = [row('X__c', 5, ['zero', sent])];
    expect(changesOf('X__c', rows, [field('X__c', kind)], values({ X__c: kept }), false)?.[0]?.[1]).toBe(kept);
  });
});

describe('lookups', () => {
  const pair = (name: string, second: number, ids: [unknown, unknown], names: [unknown, unknown]) => [
    row(name, second, names),
    row(name, second, ids, { DataType: 'EntityId' }),
  ];

  test('the row with ids counts, the one with names gives them', () => {
    const rows = pair('Owner', 5, [DANA, SAM], ['Dana Reyes', 'Sam Ortiz']);
    const { histories, names } = historiesOf(rows, [OWNER], values({ OwnerId: SAM }), false);
    expect(histories.get('OwnerId')?.changes).toMatchObject([{ from: DANA, to: SAM, id: rows[1]?.Id }]);
    expect(names).toEqual(
      new Map([
        [DANA, 'Dana Reyes'],
        [SAM, 'Sam Ortiz'],
      ]),
    );
  });

  test('short ids are made long', () => {
    const rows = pair('Owner', 5, [DANA.slice(0, 15), SAM.slice(0, 15)], ['Dana Reyes', 'Sam Ortiz']);
    expect(changesOf('OwnerId', rows, [OWNER], values({ OwnerId: SAM }), false)).toEqual([[DANA, SAM, DANA]]);
  });

  test('two changes in one second are two', () => {
    const rows = [...pair('Owner', 5, [DANA, SAM], ['D', 'S']), ...pair('Owner', 5, [SAM, AGENT], ['S', 'A'])];
    expect(changesOf('OwnerId', rows, [OWNER], values({ OwnerId: AGENT }), false)).toEqual([
      [SAM, AGENT, DANA],
      [DANA, SAM, DANA],
    ]);
  });

  test('names alone tell that it changed', () => {
    const rows = [row('Account', 5, ['Acme', 'Globex'])];
    expect(changesOf('AccountId', rows, [account()], values({ AccountId: '001Hs000003G9xQIAS' }), false)).toEqual([
      [undefined, undefined, DANA],
    ]);
  });

  test('a record whose name looks like an id is told by the type', () => {
    const rows = pair('Account', 5, [null, '001Hs000003G9xQIAS'], [null, 'abcdefghijklmno']);
    expect(changesOf('AccountId', rows, [account()], values({ AccountId: '001Hs000003G9xQIAS' }), false)).toEqual([
      [null, '001Hs000003G9xQIAS', DANA],
    ]);
  });

  test.each([['Partner__c'], ['Partner__r']])('a custom lookup named %s', (name) => {
    const rows = pair(name, 5, [null, '001Hs000003G9xQIAS'], [null, 'Globex']);
    const own = field('Partner__c', 'reference');
    expect(changesOf('Partner__c', rows, [own], values({ Partner__c: '001Hs000003G9xQIAS' }), false)).toHaveLength(1);
  });

  test('text that is no lookup’s keeps both of two equal rows', () => {
    const rows = [row('NextStep', 5, ['a', 'b']), row('NextStep', 5, ['b', DANA])];
    expect(changesOf('NextStep', rows, [field('NextStep')], values({ NextStep: DANA }), false)).toHaveLength(2);
  });
});

describe('merges', () => {
  test('what was saved with a merge is nobody’s choice', () => {
    const rows = [row('accountMerged', 5), row('Phone', 5, ['1', '2']), row('Phone', 8, ['2', '3'])];
    const { histories } = historiesOf(rows, [field('Phone', 'phone')], values({ Phone: '3' }), false);
    expect(histories.get('Phone')?.changes.map((change) => change.writer.kind)).toEqual(['user', 'merge']);
  });

  test('another person’s row of the same second is their own', () => {
    const rows = [row('accountMerged', 5), row('Phone', 5, ['1', '2'], byAgent)];
    const { histories } = historiesOf(rows, [field('Phone', 'phone')], values({ Phone: '2' }), false);
    expect(histories.get('Phone')?.changes[0]?.writer.kind).toBe('vendorAgent');
  });
});

const FIELDS = [
  STAGE,
  OWNER,
  account(),
  field('NextStep'),
  field('Amount', 'number'),
  field('Interests__c', 'options'),
];
const VALUES = values({ StageName: 'b', OwnerId: SAM, AccountId: null, NextStep: 'x', Amount: '5', Interests__c: 'a' });
const someRow = fc
  .record({
    name: fc.constantFrom(
      'created',
      'StageName',
      'Owner',
      'Account',
      'NextStep',
      'Amount',
      'Interests__c',
      'accountMerged',
      'odd',
    ),
    second: fc.integer({ min: 0, max: 3 }),
    type: fc.constantFrom('Text', 'EntityId', null),
    from: fc.constantFrom(null, 'a', DANA, 5, true),
    to: fc.constantFrom(null, 'b', SAM, 7, ''),
    agent: fc.boolean(),
  })
  .map(({ name, second, type, from, to, agent }) =>
    row(name, second, [from, to], { DataType: type, ...(agent && byAgent) }),
  );

test('the order in which rows are sent changes nothing', () => {
  fc.assert(
    fc.property(
      fc
        .array(someRow, { maxLength: 12 })
        .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
      ([rows, shuffled]) => {
        expect(historiesOf(shuffled, FIELDS, VALUES, false)).toEqual(historiesOf(rows, FIELDS, VALUES, false));
      },
    ),
  );
});

test('rows of any shape make nothing throw, and every time is one', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.anything(), someRow)), (rows) => {
      for (const { changes } of historiesOf(rows, FIELDS, VALUES, false).histories.values()) {
        for (const change of changes) expect(Number.isFinite(change.at)).toBe(true);
      }
      stageHistoriesOf(rows, FIELDS, 0);
    }),
  );
});

describe('stage history', () => {
  const created = Date.parse('2026-11-20T10:00:01Z');
  const stage = (second: number, StageName: string, Amount: number | null, more: object = {}) => ({
    ...row('', second, [null, null], more),
    StageName,
    Amount,
    CloseDate: '2026-12-31',
    Probability: 10,
  });
  const fields = [STAGE, field('Amount', 'number'), field('CloseDate', 'date'), field('NextStep')];

  test('each field has the rows that changed it, and says what it is read from', () => {
    const rows = [stage(1, 'a', null), stage(5, 'a', 700, byAgent), stage(9, 'b', 700)];
    const histories = stageHistoriesOf(rows, fields, created);
    expect(histories.get('StageName')).toMatchObject({
      basis: 'stageHistory',
      complete: true,
      changes: [
        { from: 'a', to: 'b', writer: { id: DANA } },
        { from: null, to: 'a' },
      ],
    });
    expect(histories.get('Amount')?.changes).toMatchObject([{ from: null, to: '700', writer: { id: AGENT } }]);
    expect(histories.get('CloseDate')?.changes).toHaveLength(1);
    expect(histories.has('NextStep')).toBe(false);
  });

  test('what stands in the oldest row of a cut history may be older, and somebody else’s', () => {
    const histories = stageHistoriesOf([stage(5, 'a', 1, byAgent), stage(9, 'b', 1)], fields, created);
    expect(histories.get('StageName')).toMatchObject({ complete: false, changes: [{ from: 'a', to: 'b' }] });
    expect(histories.get('StageName')?.changes).toHaveLength(1);
    expect(histories.has('Amount')).toBe(false);
  });

  test('a probability that changes with the stage follows from it; one that changes alone is the user’s', () => {
    const probability = field('Probability', 'number');
    const rows = [
      { ...stage(1, 'a', 1, byAgent), Probability: 10 },
      { ...stage(5, 'b', 1, byAgent), Probability: 50 },
      { ...stage(7, 'b', 1, byAgent), Probability: 60 },
      { ...stage(9, 'c', 1), Probability: 90 },
    ];
    const { changes = [] } = stageHistoriesOf(rows, [...fields, probability], created).get('Probability') ?? {};
    expect(changes.map(({ to, writer }) => [to, writer.key])).toEqual([
      ['90', 'source:StageName'],
      ['60', `user:${AGENT}`],
      ['50', 'source:StageName'],
      ['10', 'source:StageName'],
    ]);
  });
});
