import { expect, test } from 'vitest';
import type { Send } from '../../../../lib/crm/http';
import { createSalesforceClient } from '../../../../lib/crm/salesforce/client';
import { recordId } from '../../../../lib/crm/salesforce/ids';
import { listsAll } from '../changed';

const HOST = 'https://acme.my.salesforce.com';
const idOf = (id: string) => recordId(`006000000${id.padStart(6, '0')}`) ?? '';
const QUERY =
  /^SELECT Id, SystemModstamp FROM Opportunity WHERE (?:SystemModstamp >= (\S+)|\(SystemModstamp > (\S+) OR \(SystemModstamp = \2 AND Id > '(\w+)'\)\)) ORDER BY SystemModstamp, Id LIMIT (\d+)$/;

/** The org's answer to the queries of the listing, and to no others. */
const org =
  (records: Map<string, number>): Send =>
  async ({ url }) => {
    const parts = QUERY.exec(new URL(url).searchParams.get('q') ?? '');
    if (!parts) throw new Error(url);
    const [, from, after, id = '', limit] = parts;
    const [since, time] = [Date.parse(from ?? ''), Date.parse(after ?? '')];
    const rows = [...records]
      .map(([key, at]) => ({ Id: idOf(key), at }))
      .filter((row) => (after ? row.at > time || (row.at === time && row.Id > id) : row.at >= since))
      .sort((a, b) => a.at - b.at || (a.Id < b.Id ? -1 : 1))
      .slice(0, Number(limit));
    const shown = rows.map(({ Id, at }) => ({ Id, SystemModstamp: new Date(at).toISOString().replace('Z', '+0000') }));
    const body = { totalSize: rows.length, done: true, records: shown };
    return { status: 200, headers: new Headers(), date: undefined, text: JSON.stringify(body) };
  };

test('every record that changed, in order, however many in one second and whatever changes meanwhile', () =>
  listsAll((records) => {
    const client = createSalesforceClient({ send: org(records), account: '1', apiHost: HOST });
    return async (query) => {
      const { records: found, after } = await client.changed('Opportunity', query);
      return { records: found.map(({ id, at }) => ({ id: String(Number(id.slice(9, 15))), at })), after };
    };
  }, 2000));

test('a place that is not one of ours is not put into a query', async () => {
  const client = createSalesforceClient({ send: org(new Map()), account: '1', apiHost: HOST });
  const after = "0:' OR Id != '";
  await expect(client.changed('Opportunity', { since: 0, after })).rejects.toMatchObject({ problem: { kind: 'gone' } });
});
