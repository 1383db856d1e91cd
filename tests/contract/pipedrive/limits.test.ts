/** Who may do what, what everything costs, and what Pipedrive answers when it does not answer. */
import { DealsApi } from 'pipedrive/v2';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/faults.ts';
import { pipedrive as kind } from '../../sandbox/pipedrive/index.ts';
import { failure, usePipedrive } from './support.ts';

const DAY = 86_400_000;

describe('access and limits', () => {
  const pipedrive = usePipedrive({ seed: '7', days: 3 });
  const dealId = () => pipedrive.main.records[0]?.id ?? '';
  const get = (path: string, token = pipedrive.main.tokens.full) => pipedrive.call(path, { token });
  const deal = () => `/api/v2/deals/${dealId()}`;

  afterEach(() => {
    pipedrive.sandbox.limits = false;
    pipedrive.sandbox.settings.set({ dailyBudget: 1e9 });
    // A new day, so that no test counts what another has used.
    pipedrive.clock.advance(DAY);
  });

  it('refuses a missing, unknown or revoked token with the published sample', async () => {
    for (const token of ['', 'nothing', pipedrive.main.tokens.revoked]) {
      const { status, body } = await get('/v1/users/me', token);
      expect(status).toBe(401);
      expect(body).toEqual({ success: false, error: 'unauthorized access', errorCode: 401 });
    }
    const query = await fetch(`${pipedrive.base}/v1/users/me?api_token=${pipedrive.main.tokens.full}`);
    expect(query.status).toBe(401);
  });

  it('takes the company from the token, and lets no token into another company’s host', async () => {
    const { body } = await get('/api/v1/users/me', pipedrive.main.tokens.otherAccount);
    expect(body.data).toMatchObject({ company_id: 7654399, company_domain: 'fjordware' });
    const ask = async (host: string, token: string) => {
      const url = new URL(`https://${host}/api/v1/users/me`);
      const headers = { 'x-api-token': token };
      const request = { method: 'GET', host, target: url.pathname, url, headers, body: '' };
      return (await pipedrive.sandbox.answer(request, true)).reply.status;
    };
    const { full, otherAccount } = pipedrive.main.tokens;
    expect(await ask('northwind.pipedrive.com', full)).toBe(200);
    expect(await ask('fjordware.pipedrive.com', full)).toBe(401);
    expect(await ask('fjordware.pipedrive.com', otherAccount)).toBe(200);
    expect(await ask('api.pipedrive.com', otherAccount)).toBe(200);
  });

  it('tells its hosts apart', () => {
    expect(kind.hostKind('northwind.pipedrive.com', '/deal/42')).toBe('page');
    expect(kind.hostKind('northwind.pipedrive.com', '/api/v2/deals/42')).toBe('api');
    expect(kind.hostKind('northwind.pipedrive.com', '/v1/users/me')).toBe('api');
    expect(kind.hostKind('app.pipedrive.com', '/deal/42')).toBe('page');
    expect(kind.hostKind('api.pipedrive.com', '/v1/users/me')).toBe('api');
    expect(kind.hostKind('elsewhere.pipedrive.com', '/deal/42')).toBeNull();
  });

  it('serves v2 under one prefix and has no v1 twins any more', async () => {
    expect((await get(deal())).status).toBe(200);
    expect((await get(`/v2/deals/${dealId()}`)).status).toBe(404);
    expect((await get(`/v1/deals/${dealId()}`)).status).toBe(404);
    expect((await get(`/v1/deals/${dealId()}/changelog`)).status).toBe(200);
    expect((await get(`/api/v1/deals/${dealId()}/changelog`)).status).toBe(200);
  });

  it('answers 403 in JSON where a permission set forbids something', async () => {
    const { readonly, noSchema } = pipedrive.main.tokens;
    const write = { method: 'PATCH', json: { title: 'Never' } };
    const refused = await pipedrive.call(deal(), { ...write, token: readonly });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ success: false, data: null, additional_data: null });
    const field = { method: 'POST', json: { field_name: 'X', field_type: 'varchar' } };
    expect((await pipedrive.call('/api/v2/dealFields', { ...field, token: noSchema })).status).toBe(403);
    expect((await pipedrive.call(deal(), { ...write, token: noSchema })).status).toBe(200);
    expect((await get(deal(), readonly)).status).toBe(200);
  });

  it('answers 404 for what is not there and 400 for what makes no sense', async () => {
    expect((await get('/api/v2/deals/999999')).status).toBe(404);
    expect((await get('/api/v2/nothing')).status).toBe(404);
    expect((await pipedrive.call(deal(), { method: 'PATCH', body: '{"title"' })).status).toBe(400);
    expect((await pipedrive.call(deal(), { method: 'PATCH', body: '[]' })).status).toBe(400);
  });

  it('has the client throw the body alone, without status and headers', async () => {
    const error = await failure(() => pipedrive.v2(DealsApi).getDeal({ id: 999_999 }));
    expect(error).toMatchObject({ success: false, error: 'Deal not found' });
    expect(error).not.toHaveProperty('status');
  });

  it('sends the burst’s headers and none of the day’s', async () => {
    const { headers } = await get(deal());
    expect(headers.get('x-ratelimit-limit')).toBe('20');
    expect(Number(headers.get('x-ratelimit-remaining'))).toBeLessThan(20);
    expect(Number(headers.get('x-ratelimit-reset'))).toBeLessThanOrEqual(2);
    expect([...headers.keys()].filter((name) => name.includes('daily'))).toEqual([]);
  });

  it('refuses more than twenty calls of one token within two seconds, and lets the next token through', async () => {
    pipedrive.sandbox.limits = true;
    pipedrive.clock.hold(pipedrive.clock.now());
    for (let n = 0; n < 20; n++) expect((await get(deal())).status).toBe(200);
    const refused = await get(deal());
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect((await get(deal(), pipedrive.main.tokens.readonly)).status).toBe(200);
    pipedrive.clock.advance(2_000);
    expect((await get(deal())).status).toBe(200);
    pipedrive.clock.run();
  });

  it('counts tokens by call, for the whole company, and ends the day without a word about what is left', async () => {
    pipedrive.sandbox.limits = true;
    const left = (dailyBudget: number) => pipedrive.sandbox.settings.set({ dailyBudget });
    const costs: ReadonlyArray<readonly [path: string, cost: number]> = [
      [`/api/v2/deals/${dealId()}`, 1],
      ['/v1/users/me', 2],
      ['/api/v2/stages', 5],
      ['/api/v2/deals?limit=1', 10],
      ['/api/v2/dealFields', 10],
      [`/v1/deals/${dealId()}/changelog`, 20],
      ['/v1/users', 20],
      [`/v1/deals/${dealId()}/flow`, 40],
    ];
    let used = 0;
    for (const [path, cost] of costs) {
      left(used + cost - 1);
      expect((await get(path)).status, `${path} must cost ${cost}`).toBe(429);
      left(used + cost);
      expect((await get(path, pipedrive.main.people[0]?.token)).status, path).toBe(200);
      used += cost;
      pipedrive.clock.advance(2_000);
    }
    const refused = await get(deal());
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-remaining')).toBeNull();
    // The other company has a budget of its own, and tomorrow is another day.
    expect((await get('/v1/users/me', pipedrive.main.tokens.otherAccount)).status).toBe(200);
    pipedrive.clock.advance(DAY);
    expect((await get(deal())).status).toBe(200);
  });

  it('meets whoever does not listen with the edge’s page', async () => {
    pipedrive.sandbox.limits = true;
    pipedrive.clock.hold(pipedrive.clock.now());
    for (let n = 0; n < 40; n++) await get(deal());
    const blocked = await get(deal());
    expect(blocked.status).toBe(403);
    expect(blocked.headers.get('content-type')).toContain('text/html');
    expect(blocked.text).toContain('<html>');
    pipedrive.clock.advance(60_000);
    expect((await get(deal())).status).toBe(200);
    pipedrive.clock.run();
  });

  it('has a shape of its own for every fault', () => {
    const reply = (fault: Omit<Fault, 'route'>) => pipedrive.sandbox.faultReply({ route: '/', ...fault });
    expect(reply({ kind: '429' })).toMatchObject({ status: 429, headers: { 'x-ratelimit-remaining': '0' } });
    expect(reply({ kind: 'daily' })?.headers).toEqual({});
    expect(reply({ kind: '401' })?.body).toMatchObject({ errorCode: 401 });
    expect(reply({ kind: '500' })).toMatchObject({ status: 500, body: { success: false } });
    expect(reply({ kind: '502' })?.body).toContain('<html>');
    expect(reply({ kind: 'html403' })).toMatchObject({ status: 403, body: expect.stringContaining('<html>') });
    expect(() => JSON.parse(String(reply({ kind: 'malformed' })?.body))).toThrow();
    expect(reply({ kind: 'status', status: 418, body: {} })?.status).toBe(418);
    expect(reply({ kind: 'slow' })).toBeUndefined();
  });
});
