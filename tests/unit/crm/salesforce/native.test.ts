/** Salesforce's own list of suggestions, by answers made by hand: which of it an org has, and rows that are not as they should be. */
import { describe, expect, test } from 'vitest';
import { type Answers, client, refusal, rows } from './answers';
import { DANA, field } from './rows';

const ID = '006Hs000001AbCdIAK';
const AT = '2026-11-20T15:02:11.000+0000';
const DAY = 86_400_000;

const RECORD = { Id: ID, Name: 'Acme', NextStep: 'Call', SystemModstamp: AT, CreatedDate: AT };
const GET: Answers[number] = [/sobjects\/Opportunity\/006Hs000001AbCdIAK$/, { body: RECORD }];
const NO_HISTORY: Answers[number] = [/FROM Opportunity(Field)?History/, rows([])];
const COLUMNS = 'Id, Subject, SuggestedNewValue, ParentId, CreatedDate, Item_Info.OriginalValue';
const FIELDS = [field('Name'), field('NextStep', 'text', { native: COLUMNS })];

const ITEM = {
  Id: '1RmHs000000Sg01KAC',
  Subject: 'NextStep',
  SuggestedNewValue: 'Send the offer',
  Description: 'They asked for it.',
  ParentId: ID,
  CreatedById: DANA,
  CreatedDate: AT,
};

const described = (...names: string[]) => ({
  body: { fields: names.map((name) => ({ name, label: name, type: 'string', relationshipName: 'Item_Info' })) },
});
const NEEDED = ['Subject', 'SuggestedNewValue', 'ParentId', 'Type', 'Status', 'CreatedDate', 'CreatedById'];

describe('which of it can be asked for', () => {
  const columns = async (item: Answers[number][1], info: Answers[number][1]) => {
    const opportunity = ['NextStep', 'StageName', 'Color__c', 'Phone'].map((name) => ({
      name,
      label: name,
      type: 'string',
    }));
    const long = { name: 'Notes__c', label: 'Notes', type: 'textarea' };
    const { made, calls } = client([
      [/sobjects\/Opportunity\/describe/, { body: { fields: [...opportunity, long] } }],
      [/sobjects\/AiGenActionItem\/describe/, item],
      [/sobjects\/AiGenActionItemInfo\/describe/, info],
    ]);
    const fields = await made.fields('Opportunity', 'en');
    expect(calls).toHaveLength(1);
    return Object.fromEntries(fields.flatMap(({ name, native }) => (native ? [[name, native]] : [])));
  };
  const MISSING = refusal('NOT_FOUND', 'm', 404);

  test('everything, for the fields that Salesforce’s agent proposes for', async () => {
    const all = await columns(
      described(...NEEDED, 'Description', 'ExpirationDate', 'AiGenActionItemInfoId'),
      described('OriginalValue'),
    );
    expect(Object.keys(all)).toEqual(['NextStep', 'StageName', 'Color__c']);
    expect(all.NextStep).toBe(`Id, ${NEEDED.join(', ')}, Description, ExpirationDate, Item_Info.OriginalValue`);
  });

  test.each([
    ['what an older version has not is left out', described(...NEEDED, 'AiGenActionItemInfoId'), MISSING],
    ['no way to the value of before', described(...NEEDED), described('OriginalValue')],
  ])('%s', async (_, item, info) => {
    expect((await columns(item, info)).StageName).toBe(`Id, ${NEEDED.join(', ')}`);
  });

  test.each([
    ['the org has no list', MISSING],
    ['the list does not name its records yet', described(...NEEDED.filter((name) => name !== 'ParentId'))],
    ['its values may not be read', described(...NEEDED.filter((name) => name !== 'SuggestedNewValue'))],
    ['its description cannot be read', { body: 'oops' }],
  ])('nothing: %s', async (_, item) => {
    expect(await columns(item, described('OriginalValue'))).toEqual({});
  });
});

describe('reading it', () => {
  const read = async (list: Answers[number][1]) => {
    const { made, calls } = client([GET, NO_HISTORY, [/FROM AiGenActionItem WHERE/, list]]);
    const { native } = await made.read('Opportunity', ID, FIELDS);
    expect(calls).toHaveLength(1);
    return native;
  };

  test('a row, with the value it was made from', async () => {
    const at = Date.parse('2026-11-20T15:02:11Z');
    expect(await read(rows([{ ...ITEM, Item_Info: { OriginalValue: 'Call' } }]))).toEqual([
      {
        ...{ id: ITEM.Id, field: 'NextStep', value: 'Send the offer', at, expires: at + 14 * DAY, base: 'Call' },
        reason: 'They asked for it.',
        writer: { key: `user:${DANA}`, kind: 'vendorAgent', attribution: 'agent', id: DANA },
      },
    ]);
  });

  test('it ends when it says, and never later than Salesforce shows it', async () => {
    const ends = async (days: number) => {
      const at = Date.parse('2026-11-20T15:02:11Z');
      const ExpirationDate = new Date(at + days * DAY).toISOString().replace('Z', '+0000');
      return (((await read(rows([{ ...ITEM, ExpirationDate }])))?.[0]?.expires ?? 0) - at) / DAY;
    };
    expect([await ends(3), await ends(30)]).toEqual([3, 14]);
  });

  test('rows that cannot be read, or are of another record, hide no other', async () => {
    const list = [
      null,
      { ...ITEM, Id: 7 },
      { ...ITEM, SuggestedNewValue: null },
      { ...ITEM, SuggestedNewValue: '' },
      { ...ITEM, CreatedDate: 'yesterday' },
      { ...ITEM, ParentId: '006Hs000001AbCeIAK' },
      ITEM,
    ];
    expect(await read(rows(list))).toMatchObject([{ id: ITEM.Id }]);
  });

  test.each(['INVALID_TYPE', 'INVALID_FIELD'])('an org that has lost it since (%s) has none', async (code) => {
    expect(await read(refusal(code))).toEqual([]);
  });

  test('another refusal is a problem: nobody would know that something waits', async () => {
    await expect(read(refusal('QUERY_TIMEOUT'))).rejects.toMatchObject({ problem: { kind: 'refused' } });
  });

  test('it is not asked for where the fields say nothing of it', async () => {
    const { made, asked } = client([GET, NO_HISTORY]);
    expect((await made.read('Opportunity', ID, [field('Name')])).native).toBeUndefined();
    expect(asked.some((path) => path.includes('AiGen'))).toBe(false);
  });
});
