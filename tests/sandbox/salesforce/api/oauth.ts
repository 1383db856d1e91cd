/** Sign-in of a public client: web-server flow with PKCE, refresh tokens that rotate, revoking, and who one is. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../engine/clock.ts';
import type { Random } from '../../engine/random.ts';
import type { Incoming, Reply } from '../../http.ts';
import { ORGS, type Org, USERS, userByKey, userName } from '../org.ts';
import type { Settings } from '../settings.ts';
import { type Credential, randomToken } from '../tokens.ts';
import { consentPage, errorPage } from './consentPage.ts';

/** The External Client App that the orgs know. */
export const CLIENT_ID = '3MVG9countersign.sandbox';

const REDIRECT =
  /^(https:\/\/[a-p]{32}\.chromiumapp\.org\/|https:\/\/[0-9a-f]{40}\.extensions\.allizom\.org\/|http:\/\/127\.0\.0\.1\/mozoauth2\/[0-9a-f]{40}\/?)/;

const CODE_LIFE = 15 * 60_000;

interface Grant {
  org: Org;
  userId: string;
}

interface Code extends Grant {
  redirectUri: string;
  challenge: string;
  expires: number;
}

export interface OAuthOptions {
  clock: Clock;
  random: Random;
  settings: Settings;
}

const failure = (error: string, description: string, status = 400): Reply => ({
  status,
  body: { error, error_description: description },
});

const redirect = (to: string, params: Record<string, string>): Reply => {
  const url = new URL(to);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return { status: 302, headers: { Location: url.href } };
};

/** The org whose host was asked; the main one for clients that cannot be told where a host name leads. */
const orgOf = (host: string): Org =>
  ORGS.find(({ api, lightning }) => api === host || lightning === host) ?? (ORGS[0] as Org);

/** Address under which the caller reaches this API. */
function instanceOf(request: Incoming, org: Org): string {
  return request.host === org.api ? `https://${org.api}` : `http://${request.headers.host ?? request.host}`;
}

export class OAuth {
  readonly #options: OAuthOptions;
  readonly #codes = new Map<string, Code>();
  readonly #refresh = new Map<string, Grant>();
  readonly #issued = new Map<string, Credential & { refresh: string }>();

  constructor(options: OAuthOptions) {
    this.#options = options;
  }

  /** The credential of an access token that a sign-in gave out, expired ones included. */
  credential(token: string): Credential | undefined {
    return this.#issued.get(token);
  }

  /** Lets every access token run out that a sign-in gave out. */
  expireAll(): void {
    for (const credential of this.#issued.values()) credential.revoked = true;
  }

  /** Answers a path under `/services/oauth2/`; `undefined` where it is none of these. */
  answer(request: Incoming): Reply | undefined {
    const form = new URLSearchParams(request.method === 'POST' ? request.body : request.url.search);
    switch (request.url.pathname) {
      case '/services/oauth2/authorize':
        return this.#authorise(request, request.url.searchParams);
      case '/services/oauth2/authorize/decision':
        return this.#decide(request, request.url.searchParams);
      case '/services/oauth2/token':
        return this.#token(request, form);
      case '/services/oauth2/revoke':
        return this.#revoke(form.get('token') ?? '');
      default:
        return undefined;
    }
  }

  #authorise(request: Incoming, query: URLSearchParams): Reply {
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== CLIENT_ID) return errorPage('invalid_client_id', 'client identifier invalid');
    if (!REDIRECT.test(redirectUri)) return errorPage('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const state = query.get('state') ?? '';
    const refuse = (error: string, description: string) =>
      redirect(redirectUri, { error, error_description: description, ...(state && { state }) });
    if (query.get('response_type') !== 'code')
      return refuse('unsupported_response_type', 'response type not supported');
    if (!query.get('code_challenge')) return refuse('invalid_request', 'missing required code challenge');
    if (query.get('code_challenge_method') !== 'S256')
      return refuse('invalid_request', 'invalid code challenge method');
    const org = orgOf(request.host);
    const user = userByKey(this.#options.settings.oauthUser);
    return consentPage({ org: org.label, user: userName(user), query });
  }

  #decide(request: Incoming, query: URLSearchParams): Reply {
    const redirectUri = query.get('redirect_uri') ?? '';
    const state = query.get('state') ?? '';
    if (!REDIRECT.test(redirectUri)) return errorPage('redirect_uri_mismatch', 'redirect_uri must match configuration');
    if (query.get('decision') !== 'allow') {
      const denied = { error: 'access_denied', error_description: 'end-user denied authorization' };
      return redirect(redirectUri, { ...denied, ...(state && { state }) });
    }
    const code = `aPrx${randomToken(this.#options.random, 60)}==`;
    this.#codes.set(code, {
      org: orgOf(request.host),
      userId: userByKey(this.#options.settings.oauthUser).id,
      redirectUri,
      challenge: query.get('code_challenge') ?? '',
      expires: this.#options.clock.now() + CODE_LIFE,
    });
    return redirect(redirectUri, { code, ...(state && { state }) });
  }

  #token(request: Incoming, form: URLSearchParams): Reply {
    if (request.method !== 'POST') return failure('invalid_request', 'must use HTTP POST');
    if (form.get('client_id') !== CLIENT_ID) return failure('invalid_client_id', 'client identifier invalid');
    if (form.has('client_secret')) return failure('invalid_client', 'invalid client credentials');
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return this.#exchange(request, form);
      case 'refresh_token':
        return this.#renew(request, form.get('refresh_token') ?? '');
      default:
        return failure('unsupported_grant_type', 'grant type not supported');
    }
  }

  #exchange(request: Incoming, form: URLSearchParams): Reply {
    const text = form.get('code') ?? '';
    const code = this.#codes.get(text);
    this.#codes.delete(text);
    if (!code) return failure('invalid_grant', 'invalid authorization code');
    if (code.expires < this.#options.clock.now()) return failure('invalid_grant', 'expired authorization code');
    if (form.get('redirect_uri') !== code.redirectUri) {
      return failure('redirect_uri_mismatch', 'redirect_uri must match configuration');
    }
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.challenge) return failure('invalid_grant', 'invalid code verifier');
    return this.#issue(request, code);
  }

  /** A refresh token is good for one use: the answer brings the next. */
  #renew(request: Incoming, refresh: string): Reply {
    const grant = this.#refresh.get(refresh);
    if (!grant) return failure('invalid_grant', 'expired access/refresh token');
    this.#forget(refresh);
    return this.#issue(request, grant);
  }

  #issue(request: Incoming, { org, userId }: Grant): Reply {
    const { random, clock } = this.#options;
    const token = `${org.id.slice(0, 15)}!AQ${randomToken(random, 80)}`;
    const refresh = `5Aep${randomToken(random, 80)}`;
    const key = USERS.find(({ id }) => id === userId)?.key ?? '';
    this.#refresh.set(refresh, { org, userId });
    this.#issued.set(token, {
      token,
      refresh,
      role: `oauth/${key}`,
      org,
      userId,
      canWrite: key !== 'reader' && key !== 'noor',
      canCustomise: key === 'overlay' || key === 'mara',
      revoked: false,
    });
    return {
      status: 200,
      headers: { 'Cache-Control': 'no-store' },
      body: {
        access_token: token,
        refresh_token: refresh,
        signature: randomToken(random, 43),
        scope: 'refresh_token api',
        instance_url: instanceOf(request, org),
        id: `https://${org.isSandbox ? 'test' : 'login'}.salesforce.com/id/${org.id}/${userId}`,
        token_type: 'Bearer',
        issued_at: String(clock.now()),
      },
    };
  }

  #revoke(token: string): Reply {
    const refresh = this.#issued.get(token)?.refresh ?? token;
    if (!this.#refresh.has(refresh) && !this.#issued.has(token))
      return failure('unsupported_token_type', 'invalid token');
    this.#forget(refresh);
    return { status: 200, body: '' };
  }

  /** Ends a refresh token and every access token that came with it. */
  #forget(refresh: string): void {
    this.#refresh.delete(refresh);
    for (const credential of this.#issued.values()) if (credential.refresh === refresh) credential.revoked = true;
  }
}
