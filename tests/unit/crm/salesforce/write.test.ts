/** What is sent to write a record, and how it agrees with what is read from one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldMeta } from '../../../../lib/crm/contract';
import { bodyOf, valuesOf } from '../../../../lib/crm/salesforce/records';
import { client, refusal } from './answers';
import { DANA, field } from './rows';

const ID = '006Hs000001AbCdIAK';
const PATCH = /^PATCH .*\/sobjects\/Opportunity\/006Hs000001AbCdIAK$/;

const write = async (values: [string, string | null][], unmodifiedSince: number, fields: FieldMeta[] = []) => {
  const { made, calls } = client([[PATCH, { status: 204, body: '' }]]);
  await made.write('Opportunity', ID, new Map(values), { fields, unmodifiedSince });
  return calls;
};

describe('a write', () => {
  test('is one request with the precondition', async () => {
    const calls = await write([['NextStep', 'Call']], Date.parse('2026-11-20T15:02:11Z'));
    expect(calls).toEqual([
      {
        url: `https://acme.my.salesforce.com/services/data/v67.0/sobjects/Opportunity/${ID}`,
        method: 'PATCH',
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/json',
          'If-Unmodified-Since': 'Fri, 20 Nov 2026 15:02:11 GMT',
        },
        body: '{"NextStep":"Call"}',
      },
    ]);
  });

  test.each([
    [1, 'Fri, 20 Nov 2026 15:02:12 GMT'],
    [999, 'Fri, 20 Nov 2026 15:02:12 GMT'],
    [-1, 'Fri, 20 Nov 2026 15:02:11 GMT'],
  ])('counts whole seconds, rounded up: %i ms', async (more, header) => {
    const calls = await write([['NextStep', 'Call']], Date.parse('2026-11-20T15:02:11Z') + more);
    expect(calls[0]?.headers['If-Unmodified-Since']).toBe(header);
  });

  test.each([
    [refusal('PRECONDITION_FAILED', 'changed', 412), { kind: 'conflict', message: 'changed' }],
    [{ status: 412, body: '' }, { kind: 'conflict' }],
    [
      refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Not before June.'),
      { kind: 'refused', message: 'Not before June.' },
    ],
    [refusal('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access'), { kind: 'busy' }],
    [refusal('ENTITY_IS_DELETED', 'entity is deleted', 404), { kind: 'gone' }],
    [refusal('INSUFFICIENT_ACCESS_OR_READONLY', 'no', 403), { kind: 'forbidden' }],
  ])('that fails says how: %j', async (answer, problem) => {
    const { made } = client([[PATCH, answer]]);
    const values = new Map([['NextStep', 'Call']]);
    await expect(made.write('Opportunity', ID, values, { fields: [], unmodifiedSince: 0 })).rejects.toMatchObject({
      problem,
    });
  });

  test.each([
    ['../Account', ID, 'refused'],
    ['Opportunity', '../x', 'gone'],
    ['Opportunity', '', 'gone'],
  ])('of %j %j is sent nowhere', async (object, id, kind) => {
    const { made, calls } = client([]);
    const writing = made.write(object, id, new Map([['Name', 'x']]), { fields: [], unmodifiedSince: 0 });
    await expect(writing).rejects.toMatchObject({ problem: { kind } });
    expect(calls).toEqual([]);
  });
});

describe('values', () => {
  test.each<[FieldMeta['kind'], string | null, unknown]>([
    ['text', 'Call', 'Call'],
    ['text', '12', '12'],
    ['text', 'true', 'true'],
    ['text', ' ', ' '],
    ['text', '', null],
    ['number', '1500.5', 1500.5],
    ['number', '0', 0],
    ['number', '-3', -3],
    ['number', null, null],
    ['number', '', null],
    // Not ours to judge: Salesforce refuses them in its own words.
    ['number', ' ', ' '],
    ['number', '1,500', '1,500'],
    ['number', 'Infinity', 'Infinity'],
    ['bool', 'true', true],
    ['bool', 'false', false],
    ['bool', null, false],
    ['bool', 'yes', 'yes'],
    ['date', '2026-12-31', '2026-12-31'],
    ['datetime', '2026-11-20T15:02:11.000Z', '2026-11-20T15:02:11.000Z'],
    ['option', '5', '5'],
    ['options', 'a;b', 'a;b'],
    ['user', DANA, DANA],
    ['user', null, null],
    ['rich', '<p>x</p>', '<p>x</p>'],
  ])('of kind %s: %j is sent as %j', (kind, value, sent) => {
    expect(bodyOf(new Map([['F', value]]), [field('F', kind)])).toEqual({ F: sent });
  });

  test('of a field that nobody described are sent as text', () => {
    expect(bodyOf(new Map([['F', '12']]), [])).toEqual({ F: '12' });
  });

  test('that were read and written are read again as they were', () => {
    const any = fc.oneof(
      fc.tuple(fc.constant('number' as const), fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.tuple(fc.constant('bool' as const), fc.boolean()),
      fc.tuple(
        fc.constant('datetime' as const),
        fc
          .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
          .map((at) => at.toISOString().replace(/\.\d+Z$/, '.000+0000')),
      ),
      fc.tuple(fc.constantFrom('text' as const, 'option' as const, 'options' as const, 'rich' as const), fc.string()),
    );
    fc.assert(
      fc.property(any, ([kind, json]) => {
        const fields = [field('F', kind)];
        const read = valuesOf({ F: json }, fields);
        expect(valuesOf(bodyOf(read, fields), fields)).toEqual(read);
      }),
    );
  });
});
