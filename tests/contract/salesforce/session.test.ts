/** Sessions: limits, expired and wrong tokens, sign-in with PKCE, refresh tokens that rotate, faults. */
import { createHash, randomBytes } from 'node:crypto';
import { Connection, OAuth2 } from 'jsforce';
import { beforeEach, describe, expect, it } from 'vitest';
import { DATA, failure, useSalesforce } from './support.ts';

const CLIENT = '3MVG9countersign.sandbox';
const REDIRECT = `https://${'abcdefghijklmnop'.repeat(2)}.chromiumapp.org/`;

describe('access', () => {
  const salesforce = useSalesforce({ told: false });

  describe('sessions', () => {
    const limits = (token?: string) => salesforce.call(`${DATA}/limits`, token === undefined ? {} : { token });

    it('are refused in a list of errors when they are over, unknown, revoked, or a page’s', async () => {
      const { revoked } = salesforce.main.tokens;
      for (const token of [revoked, 'nonsense', '']) {
        const { status, body } = await limits(token);
        expect([status, body]).toEqual([
          401,
          [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
        ]);
      }
      const page = await limits(`${salesforce.main.account.slice(0, 15)}!lightning`);
      expect(page.body).toEqual([
        { message: 'This session is not valid for use with the REST API', errorCode: 'INVALID_SESSION_ID' },
      ]);
      const error = await failure(() => Promise.resolve(salesforce.client(revoked).query('SELECT Id FROM User')));
      expect(error.errorCode).toBe('INVALID_SESSION_ID');
    });

    it('belong to one org, and its host takes no other’s', async () => {
      const authorization = (token: string) => ({ authorization: `Bearer ${token}` });
      const { full, otherAccount } = salesforce.main.tokens;
      const ask = (host: string, token: string) => salesforce.at(host, 'GET', `${DATA}/limits`, authorization(token));
      expect((await ask('acme.my.salesforce.com', full)).status).toBe(200);
      expect((await ask('acme.my.salesforce.com', otherAccount)).status).toBe(401);
      expect((await ask('acme--uat.sandbox.my.salesforce.com', otherAccount)).status).toBe(200);
      expect((await ask('acme--uat.sandbox.my.salesforce.com', full)).status).toBe(401);
    });

    it('do not go through a page’s host: it sends the call on, without the header', async () => {
      const reply = await salesforce.at('acme.lightning.force.com', 'GET', `${DATA}/limits?x=1`, {
        authorization: `Bearer ${salesforce.main.tokens.full}`,
      });
      expect(reply).toMatchObject({
        status: 302,
        headers: { Location: `https://acme.my.salesforce.com${DATA}/limits?x=1` },
      });
    });

    it('say whose they are', async () => {
      const { body } = await salesforce.call('/services/oauth2/userinfo');
      expect(body).toMatchObject({
        user_id: salesforce.main.team.writers.find(({ role }) => role === 'own')?.key.replace('user:', ''),
        organization_id: salesforce.main.account,
        name: 'Countersign Integration',
        urls: { rest: 'https://acme.my.salesforce.com/services/data/v{version}/' },
      });
      const other = await salesforce.call('/services/oauth2/userinfo', { token: salesforce.main.tokens.otherAccount });
      expect(other.body).toMatchObject({ organization_id: salesforce.other.account });
    });

    it('count their calls in every answer, errors included, and end at the day’s limit when limits are on', async () => {
      const usage = (headers: Headers) => /^api-usage=(\d+)\/(\d+)$/.exec(headers.get('sforce-limit-info') ?? '');
      const first = Number(usage((await limits()).headers)?.[1]);
      const second = usage((await salesforce.soql('SELECT Nonsense FROM Lead')).headers);
      expect([Number(second?.[1]), second?.[2]]).toEqual([first + 1, '100000']);
      salesforce.sandbox.settings.set({ dailyLimit: first + 2 });
      const last = await limits();
      expect(last.body).toMatchObject({ DailyApiRequests: { Max: first + 2, Remaining: 0 } });
      expect((await limits()).status).toBe(200);
      salesforce.sandbox.limits = true;
      const over = await limits();
      expect([over.status, over.body]).toEqual([
        403,
        [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
      ]);
      expect((await limits(salesforce.main.tokens.otherAccount)).status).toBe(200);
      await salesforce.write('copilot', 'api', 'Opportunity', salesforce.noted('another currency').id, {
        NextStep: 'Goes on',
      });
      salesforce.clock.advance(86_400_000);
      expect((await limits()).status).toBe(200);
      salesforce.sandbox.limits = false;
      salesforce.sandbox.settings.set({ dailyLimit: 100_000 });
      const client = salesforce.client();
      await client.query('SELECT Id FROM Profile');
      expect(client.limitInfo.apiUsage).toMatchObject({ limit: 100_000 });
    });

    it('take no request line of more than sixteen kilobytes', async () => {
      const reply = await salesforce.at('acme.my.salesforce.com', 'GET', `${DATA}/query?q=${'x'.repeat(17_000)}`);
      expect(reply.status).toBe(414);
    });

    it('meet faults in Salesforce’s shapes', () => {
      const reply = (kind: string, extra = {}) =>
        salesforce.sandbox.faultReply({ route: '/', kind, ...extra } as never);
      for (const kind of ['429', 'daily']) {
        expect(reply(kind)).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
      }
      expect(reply('401')).toMatchObject({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID' }] });
      expect(reply('412')?.status).toBe(412);
      expect(reply('500')).toMatchObject({ status: 500, headers: { 'Content-Type': expect.stringContaining('html') } });
      expect(reply('html403')).toMatchObject({ status: 403, body: expect.stringContaining('<html>') });
      expect(() => JSON.parse(String(reply('malformed')?.body))).toThrow();
      expect(reply('status', { status: 503, body: [] })).toMatchObject({ status: 503, body: [] });
      expect(reply('slow')).toBeUndefined();
    });
  });

  describe('sign-in', () => {
    let verifier = '';
    let challenge = '';

    beforeEach(() => {
      verifier = randomBytes(32).toString('base64url');
      challenge = createHash('sha256').update(verifier).digest('base64url');
    });

    const authorise = (change: Record<string, string> = {}) => {
      const query = {
        response_type: 'code',
        client_id: CLIENT,
        redirect_uri: REDIRECT,
        scope: 'api refresh_token',
        state: 's1',
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...change,
      };
      const given = Object.entries(query).filter(([, value]) => value !== '');
      return salesforce.call(`/services/oauth2/authorize?${new URLSearchParams(given)}`);
    };

    /** Opens the page and follows the button with this id. */
    async function press(button: 'allow' | 'deny'): Promise<URL> {
      const { text } = await authorise();
      const to = new RegExp(`id="${button}"[^>]*data-to="([^"]+)"`).exec(text)?.[1] ?? '';
      const answer = await salesforce.call(to.replaceAll('&#38;', '&'));
      expect(answer.status).toBe(302);
      return new URL(answer.headers.get('location') ?? '');
    }

    const token = async (form: Record<string, string>) => {
      const response = await fetch(`${salesforce.base}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: CLIENT, ...form }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    };

    const exchange = async (code: string, change: Record<string, string> = {}) =>
      token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier, ...change });

    const signIn = async () => {
      const code = (await press('allow')).searchParams.get('code') ?? '';
      const { status, body } = await exchange(code);
      expect(status).toBe(200);
      return body as { access_token: string; refresh_token: string; instance_url: string };
    };

    const renew = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token });

    it('asks on a page with two buttons who may do what', async () => {
      const { status, headers, text } = await authorise();
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toMatch(/<button id="deny"/);
      expect(text).toMatch(/<button id="allow"/);
      expect(text).toContain('Countersign Integration');
    });

    it('gives a code for a token, once, to who can show the verifier', async () => {
      const to = await press('allow');
      expect(to.origin + to.pathname).toBe(REDIRECT);
      expect(to.searchParams.get('state')).toBe('s1');
      const code = to.searchParams.get('code') ?? '';
      const { status, body } = await exchange(code);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        token_type: 'Bearer',
        scope: 'refresh_token api',
        instance_url: salesforce.base,
        id: expect.stringContaining(salesforce.main.account),
      });
      expect(body).not.toHaveProperty('expires_in');
      expect((await exchange(code)).body).toMatchObject({ error: 'invalid_grant' });
      const limits = await salesforce.call(`${DATA}/limits`, { token: body.access_token ?? '' });
      expect(limits.status).toBe(200);
      const other = (await press('allow')).searchParams.get('code') ?? '';
      expect((await exchange(other, { code_verifier: 'guess' })).body).toMatchObject({ error: 'invalid_grant' });
    });

    it('names the org’s own host where it was asked there', async () => {
      const reply = await salesforce.at(
        'acme--uat.sandbox.my.salesforce.com',
        'GET',
        `/services/oauth2/authorize?${new URLSearchParams({ response_type: 'code', client_id: CLIENT, redirect_uri: REDIRECT, code_challenge: challenge, code_challenge_method: 'S256' })}`,
      );
      expect(reply.body).toContain('Acme UAT');
    });

    it('sends a refusal back, in the state that was asked in', async () => {
      const to = await press('deny');
      expect(Object.fromEntries(to.searchParams)).toEqual({
        error: 'access_denied',
        error_description: 'end-user denied authorization',
        state: 's1',
      });
    });

    it('insists on a known app, a known address and PKCE with S256', async () => {
      expect(await authorise({ client_id: 'other' })).toMatchObject({
        status: 400,
        text: expect.stringContaining('invalid_client_id'),
      });
      for (const redirect_uri of [
        'https://evil.example/',
        'http://abcdefghijklmnop.chromiumapp.org/',
        `${REDIRECT.slice(0, -1)}.evil.example/`,
      ]) {
        const answer = await authorise({ redirect_uri });
        expect([answer.status, answer.text], redirect_uri).toEqual([
          400,
          expect.stringContaining('redirect_uri_mismatch'),
        ]);
      }
      const firefox = `https://${'0a'.repeat(20)}.extensions.allizom.org/`;
      expect((await authorise({ redirect_uri: firefox })).status).toBe(200);
      for (const [name, value] of [
        ['code_challenge', ''],
        ['code_challenge_method', 'plain'],
      ] as const) {
        const answer = await authorise({ [name]: value });
        expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
      }
      expect((await token({ client_id: 'other' })).body).toMatchObject({ error: 'invalid_client_id' });
      expect((await token({ client_secret: 'x' })).body).toMatchObject({ error: 'invalid_client' });
      expect((await token({ grant_type: 'password' })).body).toMatchObject({ error: 'unsupported_grant_type' });
    });

    it('lets a code run out', async () => {
      const code = (await press('allow')).searchParams.get('code') ?? '';
      salesforce.clock.advance(16 * 60_000);
      expect((await exchange(code)).body).toEqual({
        error: 'invalid_grant',
        error_description: 'expired authorization code',
      });
    });

    it('rotates refresh tokens: the last one is good, and good once', async () => {
      const first = await signIn();
      const second = (await renew(first.refresh_token)).body;
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect(await renew(first.refresh_token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
      });
      const limits = (given: string | undefined) => salesforce.call(`${DATA}/limits`, { token: given ?? '' });
      expect((await limits(first.access_token)).status).toBe(401);
      expect((await limits(second.access_token)).status).toBe(200);
      expect((await renew(second.refresh_token ?? '')).status).toBe(200);
    });

    it('is over after revoking', async () => {
      const { access_token, refresh_token } = await signIn();
      const revoke = (given: string) =>
        fetch(`${salesforce.base}/services/oauth2/revoke`, {
          method: 'POST',
          body: new URLSearchParams({ token: given }),
        });
      expect((await revoke(access_token)).status).toBe(200);
      expect((await salesforce.call(`${DATA}/limits`, { token: access_token })).status).toBe(401);
      expect((await renew(refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
      expect((await revoke('nonsense')).status).toBe(400);
    });

    it('acts as whom the settings say, and is renewed by jsforce when it has run out', async () => {
      salesforce.sandbox.settings.set({ oauthUser: 'dana' });
      const { access_token, refresh_token } = await signIn();
      const oauth2 = new OAuth2({ clientId: CLIENT, loginUrl: salesforce.base, redirectUri: REDIRECT });
      const client = new Connection({
        instanceUrl: salesforce.base,
        accessToken: access_token,
        refreshToken: refresh_token,
        version: '66.0',
        oauth2,
      });
      salesforce.sandbox.settings.set({ expireTokens: true });
      expect((await salesforce.call(`${DATA}/limits`, { token: access_token })).status).toBe(401);
      const { id } = salesforce.noted('another currency');
      await client.sobject('Opportunity').update({ Id: id, NextStep: 'Renewed' });
      const [row] = await salesforce.history('Opportunity', id);
      expect(row).toMatchObject({ Field: 'NextStep', NewValue: 'Renewed', CreatedBy: { Name: 'Dana Reyes' } });
      expect((await salesforce.call(`${DATA}/limits`)).status).toBe(200);
      salesforce.sandbox.settings.set({ oauthUser: 'overlay' });
    });

    it('has settings that refuse what nobody reads', () => {
      const { settings } = salesforce.sandbox;
      for (const change of [
        { language: 'xx' },
        { oauthUser: 'nobody' },
        { locked: 'x' },
        { expireTokens: false },
        { dailyLimit: 0 },
        { typo: 1 },
      ]) {
        expect(() => settings.set(change), JSON.stringify(change)).toThrow();
      }
      expect(settings.get()).toEqual({
        language: 'en',
        oauthUser: 'overlay',
        dailyLimit: 100_000,
        locked: [],
        historyOff: [],
      });
    });
  });
});
