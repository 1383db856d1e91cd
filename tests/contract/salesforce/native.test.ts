/** Salesforce's own suggestions: read with jsforce, and with the product's client, against what its agent is known to have left. */
import { describe, expect, it } from 'vitest';
import { NATIVE_LIFE } from '../../sandbox/salesforce/side.ts';
import { ours } from './ours.ts';
import { failure, useSalesforce } from './support.ts';

const COLUMNS =
  'Id, Subject, Status, SuggestedNewValue, Description, CreatedDate, ExpirationDate, AiGenActionItemInfo.OriginalValue';
const WAITING = "Type = 'FIELD_UPDATE' AND Status = 'WAITING'";

describe('Salesforce’s own suggestions', () => {
  const salesforce = useSalesforce({ proposals: true });

  const own = () => salesforce.suggestions().filter(({ native }) => native);
  const later = async (ms: number, act: () => Promise<void>): Promise<void> => {
    const now = salesforce.clock.now();
    salesforce.clock.set(now + ms);
    try {
      await act();
    } finally {
      salesforce.clock.set(now);
    }
  };

  describe('through the API', () => {
    const ask = (version: string, token: string) => {
      const soql = `SELECT ${COLUMNS}, ParentId FROM AiGenActionItem WHERE ${WAITING}`;
      return salesforce.call(`/services/data/v${version}/query?q=${encodeURIComponent(soql)}`, { token });
    };

    it('every one of them waits, with the value it was made from', async () => {
      const connection = salesforce.client();
      connection.version = '67.0';
      const { records } = await connection.query(`SELECT ${COLUMNS}, ParentId FROM AiGenActionItem WHERE ${WAITING}`);
      const found = records.map((one) => [
        ...[one.Id, one.ParentId, one.Subject, one.SuggestedNewValue, one.Description],
        ...[one.AiGenActionItemInfo.OriginalValue, Date.parse(one.ExpirationDate)],
      ]);
      expect(found.length).toBeGreaterThanOrEqual(9);
      expect(new Set(found)).toEqual(
        new Set(own().map((one) => [one.suggestion, one.id, one.field, one.value, one.reason, one.base, one.expires])),
      );
      expect(new Set(own().map(({ state }) => state))).toEqual(new Set(['open', 'stale', 'expired', 'conflict']));
    });

    it('they name record and value from v67 on, in an org that has them', async () => {
      const { full, otherAccount } = salesforce.main.tokens;
      expect((await ask('66.0', full)).body).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
      expect((await ask('63.0', full)).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }]);
      expect((await ask('67.0', otherAccount)).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }]);
      const description = (version: string) =>
        salesforce.call(`/services/data/v${version}/sobjects/AiGenActionItem/describe`);
      const names = ({ body }: { body: never }) =>
        (body as { fields: { name: string }[] }).fields.map(({ name }) => name);
      expect(names(await description('67.0'))).toEqual(expect.arrayContaining(['ParentId', 'SuggestedNewValue']));
      expect(names(await description('66.0'))).not.toContain('ParentId');
      expect((await description('63.0')).status).toBe(404);
    });

    it('nobody but the agent makes or changes one', async () => {
      const connection = salesforce.client();
      const [one] = own();
      const items = connection.sobject('AiGenActionItem');
      expect(await failure(() => items.create({ Subject: 'NextStep' }))).toHaveProperty('errorCode');
      expect(await failure(() => items.update({ Id: one?.suggestion ?? '', Status: 'REJECTED' }))).toHaveProperty(
        'errorCode',
      );
    });

    it('are shown for fourteen days', async () => {
      await later(NATIVE_LIFE, async () => {
        expect((await ask('67.0', salesforce.main.tokens.full)).body).toMatchObject({ totalSize: 0 });
      });
    });
  });

  describe('the product’s client', () => {
    it('reads them in the request that reads the record', async () => {
      const { client, sent } = await ours(salesforce);
      const fields = await client.fields('Opportunity', 'en');
      expect(fields.filter(({ native }) => native).map(({ name }) => name)).toEqual(
        expect.arrayContaining(['StageName', 'NextStep']),
      );
      expect(sent).toHaveLength(1);
      for (const one of own()) {
        sent.length = 0;
        const { native } = await client.read('Opportunity', one.id, fields);
        expect(sent).toEqual(['POST /services/data/v67.0/composite']);
        expect(native).toMatchObject([
          {
            ...{
              id: one.suggestion,
              field: one.field,
              value: one.value,
              at: Math.floor(one.at / 1_000) * 1_000,
              expires: one.expires,
            },
            ...{ reason: one.reason, writer: { key: 'user:005Hs000000AgEnIAK' } },
          },
        ]);
        // An empty value is given by none.
        expect(native?.[0]?.base ?? null).toBe(one.base);
      }
      const bare = await client.read('Opportunity', salesforce.noted('with products').id, fields);
      expect(bare.native).toEqual([]);
    });

    it('asks an org without them once, with the description of the fields', async () => {
      const { client, sent } = await ours(salesforce, salesforce.main.tokens.otherAccount);
      const fields = await client.fields('Opportunity', 'en');
      expect(fields.filter(({ native }) => native)).toEqual([]);
      const [record] = salesforce.other.records.filter(({ object }) => object === 'Opportunity');
      const snapshot = await client.read('Opportunity', record?.id ?? '', fields);
      expect(snapshot.native).toBeUndefined();
      expect(await client.unchanged?.(snapshot, fields)).toBe(true);
      expect(sent).toHaveLength(3);
      expect(sent[2]).toMatch(/^GET .*SELECT SystemModstamp/);
    });

    it('sees in one request whether record or list have changed', async () => {
      const { client, sent } = await ours(salesforce);
      const fields = await client.fields('Opportunity', 'en');
      const [one] = own();
      const snapshot = await client.read('Opportunity', one?.id ?? '', fields);
      sent.length = 0;
      expect(await client.unchanged?.(snapshot, fields)).toBe(true);
      expect(sent).toEqual(['POST /services/data/v67.0/composite']);
      expect(await client.unchanged?.({ ...snapshot, native: [] }, fields)).toBe(false);
      await later(NATIVE_LIFE, async () => {
        expect(await client.unchanged?.(snapshot, fields)).toBe(false);
      });
      await salesforce.write('dana', 'page', 'Opportunity', one?.id ?? '', { Description: 'Changed' });
      expect(await client.unchanged?.(snapshot, fields)).toBe(false);
    });

    it('finds the records they are for by one query, behind those of the staging fields', async () => {
      const { client, sent } = await ours(salesforce);
      const wanted = new Set(own().map(({ id }) => id));
      const none = { staging: [], metadata: null, count: null, since: null };
      const alone = await client.pending('Opportunity', { ...none, after: null, native: true });
      expect(new Set(alone.ids)).toEqual(wanted);
      expect(alone.ids).toHaveLength(wanted.size);
      expect([alone.after, sent.length]).toEqual([null, 1]);
      const staged = { ...none, count: 'AI_Pending_Count__c', native: true };
      const first = await client.pending('Opportunity', { ...staged, after: null });
      expect(first.ids.length).toBeGreaterThan(10);
      const second = await client.pending('Opportunity', { ...staged, after: first.after });
      expect([new Set(second.ids), second.after]).toEqual([wanted, null]);
    });
  });
});
