import { describe, expect, test } from 'vitest';
import type { ApiRequest, ApiResponse, Send } from '../../../../lib/crm/http';
import { salesforceOAuth } from '../../../../lib/crm/salesforce/oauth';
import { salesforceSide } from '../../../../lib/crm/salesforce/side';

const TOKEN = {
  access_token: '00D!new',
  refresh_token: '5Aep.next',
  instance_url: 'https://acme.my.salesforce.com',
  id: 'https://login.salesforce.com/id/00D/005',
  token_type: 'Bearer',
  issued_at: '1763650931000',
};

function answering(status: number, body: unknown): { send: Send; sent: ApiRequest[] } {
  const sent: ApiRequest[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response: ApiResponse = { status, headers: new Headers(), date: undefined, text };
  return {
    sent,
    send: async (request) => {
      sent.push(request);
      return response;
    },
  };
}

describe('the sign-in address', () => {
  const options = { clientId: 'client', redirectUri: 'https://x.chromiumapp.org/', state: 's', challenge: 'c' };
  test.each([
    ['acme.lightning.force.com', 'acme.my.salesforce.com'],
    ['acme.my.salesforce.com', 'acme.my.salesforce.com'],
    ['https://Acme.my.salesforce.com/home', 'acme.my.salesforce.com'],
    ['acme--uat.sandbox.lightning.force.com', 'acme--uat.sandbox.my.salesforce.com'],
  ])('of %s is on %s', (host, expected) => {
    const url = salesforceOAuth.authoriseUrl({ host, ...options });
    expect(url.origin + url.pathname).toBe(`https://${expected}/services/oauth2/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'https://x.chromiumapp.org/',
      scope: 'api refresh_token',
      state: 's',
      code_challenge: 'c',
      code_challenge_method: 'S256',
    });
  });

  test.each([
    'evil.example',
    'acme.my.salesforce.com.evil.example',
    'evil.example/acme.my.salesforce.com',
    'user@acme.my.salesforce.com',
    'my.salesforce.com',
    '.my.salesforce.com',
    'acme.salesforce.com',
    '',
  ])('%j is no host to sign in at', (host) => {
    expect(() => salesforceOAuth.authoriseUrl({ host, ...options })).toThrow(/refused/);
  });
});

describe('the redirect', () => {
  const read = (query: string) => salesforceOAuth.codeOf(new URL(`https://x.chromiumapp.org/?${query}`), 'mine');
  test('gives the code', () => expect(read('code=abc%3D%3D&state=mine')).toBe('abc=='));
  test.each([
    ['code=abc&state=other', /state/],
    ['code=abc', /state/],
    ['error=access_denied&error_description=end-user+denied+authorization&state=mine', /end-user denied authorization/],
    ['error=OAUTH_APP_BLOCKED&state=mine', /OAUTH_APP_BLOCKED/],
    ['error=access_denied&state=other', /state/],
    ['state=mine', /unreadable/],
  ])('%s', (query, words) => expect(() => read(query)).toThrow(words));
});

describe('a code', () => {
  const options = {
    host: 'acme.lightning.force.com',
    clientId: 'client',
    redirectUri: 'https://x.chromiumapp.org/',
    code: 'abc==',
    verifier: 'v',
  };

  test('becomes a credential, without any secret', async () => {
    const { send, sent } = answering(200, TOKEN);
    expect(await salesforceOAuth.exchange(send, options)).toEqual({
      token: '00D!new',
      apiHost: 'https://acme.my.salesforce.com',
      refresh: { token: '5Aep.next', clientId: 'client' },
    });
    expect(sent[0]?.url).toBe('https://acme.my.salesforce.com/services/oauth2/token');
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'abc==',
      client_id: 'client',
      redirect_uri: 'https://x.chromiumapp.org/',
      code_verifier: 'v',
    });
  });

  test('an app without refresh tokens gives a credential without', async () => {
    const { send } = answering(200, { ...TOKEN, refresh_token: undefined });
    expect((await salesforceOAuth.exchange(send, options)).refresh).toBeUndefined();
  });

  test.each([
    [400, { error: 'invalid_grant', error_description: 'expired authorization code' }, /expired authorization code/],
    [400, { error: 'redirect_uri_mismatch', error_description: 'must match' }, /must match/],
    [200, { ...TOKEN, instance_url: 'https://evil.example' }, /unreadable/],
    [200, { token_type: 'Bearer' }, /unreadable/],
    [200, '<html>', /unreadable/],
    [503, 'oops', /server/],
  ])('%i %j', async (status, body, words) => {
    await expect(salesforceOAuth.exchange(answering(status, body).send, options)).rejects.toThrow(words);
  });
});

describe('renewing', () => {
  const credential = {
    token: 'old',
    apiHost: 'https://acme.my.salesforce.com',
    refresh: { token: '5Aep.first', clientId: 'client' },
  };

  test('takes the rotated token', async () => {
    const { send, sent } = answering(200, TOKEN);
    expect(await salesforceOAuth.renew(send, credential)).toEqual({
      token: '00D!new',
      apiHost: 'https://acme.my.salesforce.com',
      refresh: { token: '5Aep.next', clientId: 'client' },
    });
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: '5Aep.first',
      client_id: 'client',
    });
  });

  test('keeps a token that does not rotate', async () => {
    const { send } = answering(200, { ...TOKEN, refresh_token: undefined });
    expect((await salesforceOAuth.renew(send, credential)).refresh?.token).toBe('5Aep.first');
  });

  test.each([
    [400, { error: 'invalid_grant', error_description: 'expired access/refresh token' }, 'signedOut'],
    [400, { error: 'inactive_user', error_description: 'user is inactive' }, 'signedOut'],
    [400, { error: 'invalid_client_id', error_description: 'client identifier invalid' }, 'signedOut'],
    [400, { error: 'OAUTH_APP_BLOCKED' }, 'signedOut'],
    [503, 'oops', 'server'],
    [429, '<html>', 'unreadable'],
    [200, '<html>', 'unreadable'],
  ])('%i %j is %s', async (status, body, kind) => {
    const renewed = salesforceOAuth.renew(answering(status, body).send, credential);
    await expect(renewed).rejects.toMatchObject({ problem: { kind } });
  });

  test('nothing to renew with asks for a new sign-in and sends nothing', async () => {
    const { send, sent } = answering(200, TOKEN);
    const renewed = salesforceOAuth.renew(send, { token: 'old', apiHost: credential.apiHost });
    await expect(renewed).rejects.toMatchObject({ problem: { kind: 'signedOut' } });
    expect(sent).toEqual([]);
  });
});

test('a credential is sent as a bearer token', () => {
  expect(salesforceSide.authorise({ token: 't', apiHost: 'https://acme.my.salesforce.com' })).toEqual({
    Authorization: 'Bearer t',
  });
});
