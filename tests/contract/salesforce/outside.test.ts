/** Writes from outside the story become part of the truth, under the name of whoever made them. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { actorById } from '../../sandbox/engine/actors.ts';
import { useSalesforce } from './support.ts';

describe('the sandbox around it', () => {
  const salesforce = useSalesforce();

  describe('writes from outside', () => {
    const clean = () => salesforce.noted('clean deal').id;
    const cell = (field: string, id = clean()) => salesforce.truth(id).find((one) => one.field === field);
    const write = (set: object, token?: string, id = clean()) =>
      salesforce
        .client(token)
        .sobject('Opportunity')
        .update({ Id: id, ...set });
    const tokenOf = (agent: string) => salesforce.main.agents.find(({ id }) => id === agent)?.token ?? '';

    beforeEach(() => salesforce.clock.advance(10_000));

    it('are known by the user of their token', async () => {
      await write({ NextStep: 'A' }, tokenOf('copilot'));
      expect(cell('NextStep')).toMatchObject({ value: 'A', attribution: 'agent', lastWriter: { id: 'copilot' } });
      await write({ NextStep: 'B' });
      expect(cell('NextStep')).toMatchObject({ value: 'B', attribution: 'unknown', lastWriter: { id: 'overlay' } });
    });

    it('tell the enricher from the sync by the stamp alone', async () => {
      const shared = tokenOf('enricher');
      await write({ NextStep: 'C', last_modified_by_agent__c: 'lead-enricher' }, shared);
      expect(cell('NextStep')).toMatchObject({
        attribution: 'agent',
        observable: true,
        lastWriter: { id: 'enricher' },
      });
      salesforce.clock.advance(60_000);
      await write({ NextStep: 'D' }, shared);
      expect(cell('NextStep')).toMatchObject({ attribution: 'unknown', observable: false, why: 'shared-token' });
    });

    it('count an approval in the ledger for the value it approves, and for no other', async () => {
      const approve = (field: string, sealed: string) => {
        const salt = '00112233445566aa';
        const to = `${salt}:${createHash('sha256')
          .update(salt + sealed)
          .digest('hex')}`;
        const entry = {
          id: `${field}${sealed}`,
          at: salesforce.clock.now(),
          field,
          d: 'approve',
          by: { id: 'x', name: 'x' },
          agent: 'x',
          to,
          from: to,
        };
        return { Countersign_Ledger__c: JSON.stringify({ v: 1, upto: 0, n: 1, e: [entry] }) };
      };
      await write({ NextStep: 'E', ...approve('NextStep', 'E') });
      expect(cell('NextStep')?.attribution).toBe('collaborative');
      salesforce.clock.advance(2_000);
      await write({ NextStep: 'F', ...approve('NextStep', 'other') });
      expect(cell('NextStep')?.attribution).toBe('unknown');
    });

    it('know new and deleted records', async () => {
      const leads = salesforce.client(tokenOf('copilot')).sobject('Lead');
      const { id = '' } = await leads.create({ LastName: 'Out', Company: 'Side', Status: 'Open - Not Contacted' });
      expect(cell('Company', id)).toMatchObject({ value: 'Side', attribution: 'agent' });
      await leads.destroy(id);
      expect(cell('Company', id)).toMatchObject({ observable: false, why: 'record-deleted' });
      expect(salesforce.sandbox.isLive(salesforce.main.account, 'Lead', id)).toBe(false);
    });

    it('leave no rows where history is off, and the truth says so', async () => {
      salesforce.sandbox.settings.set({ historyOff: ['Opportunity'] });
      await write({ NextStep: 'Unseen' }, tokenOf('copilot'));
      expect(cell('NextStep')).toMatchObject({ value: 'Unseen', observable: false, why: 'untracked' });
      expect(await salesforce.history('Opportunity', clean())).toEqual([]);
      const tracked =
        "SELECT COUNT() FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Opportunity' AND IsFieldHistoryTracked = true";
      expect((await salesforce.soql(tracked)).body).toMatchObject({ totalSize: 0 });
      const stages = await salesforce.soql(`SELECT Id FROM OpportunityHistory WHERE OpportunityId = '${clean()}'`);
      expect((stages.body as { totalSize: number }).totalSize).toBeGreaterThan(0);
      salesforce.sandbox.settings.set({ historyOff: [] });
    });

    it('carry a stage’s followers as what follows', async () => {
      await write({ StageName: 'Closed Lost' }, tokenOf('copilot'));
      expect(cell('Probability')).toMatchObject({ value: '0', attribution: 'system' });
      salesforce.clock.advance(2_000);
      await write({ Probability: 5 }, tokenOf('copilot'));
      expect(cell('Probability')).toMatchObject({ value: '5', attribution: 'agent' });
    });
  });

  describe('what the rest of the sandbox asks', () => {
    it('knows objects by several names, records by their id, and everybody by their user', () => {
      const { sandbox, main, other } = salesforce;
      expect(['deal', 'Opportunity', 'opportunity'].map((name) => sandbox.object(name))).toEqual(
        Array(3).fill('Opportunity'),
      );
      expect(() => sandbox.object('User')).toThrow('no object');
      const id = main.records[0]?.id ?? '';
      expect(sandbox.isLive(main.account, 'Opportunity', id)).toBe(true);
      expect(sandbox.idsOf(actorById('dana'))).toEqual(['005Hs000000AbCdIAK']);
      expect(sandbox.agentVia(main.account, actorById('copilot'))).toBe('api');
      expect(sandbox.agentVia(other.account, actorById('copilot'))).toBeUndefined();
      expect(sandbox.agentVia(other.account, actorById('native'))).toBe('internal');
    });

    it('checks values before anybody writes them, in Salesforce’s words', () => {
      const { sandbox, main } = salesforce;
      const id = main.records[0]?.id ?? '';
      const check = (set: Record<string, string>) => sandbox.checkSet(main.account, 'Opportunity', id, set);
      expect(check({ Amount: ' 12 ', NextStep: '' })).toEqual({ Amount: '12', NextStep: '' });
      expect(() => check({ Nonsense__c: '1' })).toThrow("No such column 'Nonsense__c'");
      expect(() => sandbox.checkSet(main.account, 'Opportunity', '006Hs0000000000AAA', {})).toThrow('no live record');
      expect(() => sandbox.checkSet('nowhere', 'Opportunity', id, {})).toThrow('no account');
    });

    it('gives the records worth opening any number of fields, half of them an agent’s', async () => {
      const id = salesforce.main.records[0]?.id ?? '';
      await salesforce.sandbox.setFields(8);
      const written = salesforce.truth(id).filter(({ field }) => /^Field_\d{4}__c$/.test(field));
      expect(written.map(({ attribution }) => attribution).toSorted()).toEqual([
        'agent',
        'agent',
        'agent',
        'agent',
        'automation',
        'automation',
        'human',
        'human',
      ]);
      await salesforce.sandbox.setFields(0);
      expect((await salesforce.soql('SELECT Field_0001__c FROM Opportunity')).status).toBe(400);
    });

    it('describes two orgs with everybody in them', () => {
      const { main, other } = salesforce;
      expect(main).toMatchObject({ account: '00DHs000000AbCdMAK', label: 'Acme', host: 'acme.lightning.force.com' });
      expect(other.host).toBe('acme--uat.sandbox.lightning.force.com');
      expect(main.people.map(({ userId }) => String(userId))).toContain('005Hs000000AbCdIAK');
      expect(main.agents.map(({ id }) => id)).toEqual(['copilot', 'enricher', 'native']);
      expect(main.records.map(({ object }) => object)).toEqual(
        expect.arrayContaining(['Opportunity', 'Account', 'Contact', 'Case', 'Lead', 'Renewal__c']),
      );
      for (const { url, object, id } of main.records) {
        expect(url).toBe(`https://acme.lightning.force.com/lightning/r/${object}/${id}/view`);
      }
    });
  });
});
