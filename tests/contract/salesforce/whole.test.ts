/** Salesforce within the whole sandbox: start-up line, control routes, log. */
import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountInfo } from '../../sandbox/crm.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';

describe('a sandbox of Salesforce alone', () => {
  let sandbox: Sandbox;
  let main: AccountInfo;
  let client: Connection;

  beforeAll(async () => {
    sandbox = await startSandbox({ crms: ['salesforce'], quiet: true });
    const [first] = sandbox.info.accounts;
    if (!first) throw new Error('no account');
    main = first;
    client = new Connection({
      instanceUrl: sandbox.info.apis.salesforce ?? '',
      accessToken: main.tokens.full,
      version: '66.0',
    });
  });
  afterAll(() => sandbox.stop());

  const control = async <T>(path: string, body?: object): Promise<T> => {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await fetch(sandbox.info.control + path, init);
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  };

  interface Truth {
    attribution: string;
    value: string;
    observable: boolean;
    why?: string;
  }

  const truth = (id: string, field: string) =>
    control<Truth[]>(`/truth?crm=salesforce&object=Opportunity&id=${id}&field=${field}`).then(([cell]) => cell);

  it('has both orgs in the start-up line, with hosts for pages and APIs', () => {
    expect(sandbox.info.accounts.map(({ account }) => account)).toEqual(['00DHs000000AbCdMAK', '00DHs000000XyZaMAK']);
    expect(sandbox.info.hosts).toEqual([
      'acme.lightning.force.com',
      'acme.my.salesforce.com',
      'acme--uat.sandbox.lightning.force.com',
      'acme--uat.sandbox.my.salesforce.com',
    ]);
  });

  it('lets people and agents write, and says who did', async () => {
    const id = main.records[0]?.id ?? '';
    const wish = { crm: 'salesforce', object: 'deal', id, set: { NextStep: 'Call' } };
    await control('/agent', { ...wish, agent: 'copilot' });
    expect(await truth(id, 'NextStep')).toMatchObject({ value: 'Call', attribution: 'agent', observable: true });
    await control('/clock', { advance: 5_000 });
    await control('/human', { ...wish, person: '005Hs000000AbCdIAK', set: { NextStep: 'Meet' } });
    expect(await truth(id, 'NextStep')).toMatchObject({ value: 'Meet', attribution: 'human', corrected: true });
    const { records } = await client.query(
      `SELECT NewValue, CreatedBy.Name FROM OpportunityFieldHistory WHERE OpportunityId = '${id}' ORDER BY CreatedDate DESC, Id DESC LIMIT 2`,
    );
    expect(records).toMatchObject([
      { NewValue: 'Meet', CreatedBy: { Name: 'Dana Reyes' } },
      { NewValue: 'Call', CreatedBy: { Name: 'Pipeline Copilot' } },
    ]);
  });

  it('cannot tell Mara from the assistant that has her login', async () => {
    const id = main.records[0]?.id ?? '';
    await control('/human', { crm: 'salesforce', object: 'deal', id, person: 'mara', set: { NextStep: 'Mail' } });
    expect(await truth(id, 'NextStep')).toMatchObject({ observable: false, why: 'shared-token' });
  });

  it('strikes with faults and logs by the role of a token, never the token', async () => {
    await control('/fault', { route: '/services/data/v66.0/limits', kind: '429', times: 1 });
    const base = sandbox.info.apis.salesforce ?? '';
    const ask = () =>
      fetch(`${base}/services/data/v66.0/limits`, { headers: { authorization: `Bearer ${main.tokens.full}` } });
    const refused = await ask();
    expect([refused.status, await refused.json()]).toMatchObject([403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }]]);
    expect((await ask()).status).toBe(200);
    await fetch(`${base}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: '5Aepsecret' }),
    });
    const log = await control<Array<{ token?: string }>>('/log?crm=salesforce');
    expect(log.map(({ token }) => token)).toContain('full');
    expect(JSON.stringify(log)).not.toContain('5Aepsecret');
    expect(JSON.stringify(log)).not.toContain(main.tokens.full);
  });

  it.runIf(process.env.COUNTERSIGN_FULL)('tells the same story after every reset', async () => {
    const before = await control<Truth[]>('/truth?crm=salesforce&limit=10000');
    await control('/reset', {});
    const after = await control<Truth[]>('/truth?crm=salesforce&limit=10000');
    await control('/reset', {});
    expect(await control('/truth?crm=salesforce&limit=10000')).toEqual(after);
    expect(after).not.toEqual(before);
  });
});
