/**
 * Sign-in through an External Client App without a secret: authorisation code with PKCE. Refresh tokens may rotate. A token's
 * life is the org's session policy, which no answer tells, so it is renewed when it is refused.
 */
import type { InferOutput } from 'valibot';
import type { Credential, OAuth } from '../contract';
import type { ApiResponse, Send } from '../http';
import { ApiProblem } from '../problem';
import { readAnswer, refusalOf } from './errors';
import { apiOriginOf } from './hosts';
import { TokenSchema } from './schema';

const SCOPE = 'api refresh_token';
/** A page's session, or an app that the org does not allow: a new token would be refused as well. */
const NEVER_VALID = /not valid for use with the REST API/i;

/** Codes after which a refresh token is of no use any more. */
const ENDED = [
  'invalid_grant',
  'inactive_user',
  'inactive_org',
  'invalid_client',
  'invalid_client_id',
  'access_denied',
];

function bodyOf(response: ApiResponse): unknown {
  try {
    return JSON.parse(response.text);
  } catch {
    return undefined;
  }
}

async function askToken(send: Send, origin: string, form: Record<string, string>): Promise<ApiResponse> {
  return send({
    url: `${origin}/services/oauth2/token`,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  });
}

/** The API's origin by an answer; a token goes to no host but an org's. */
function originOf(answer: InferOutput<typeof TokenSchema>, asked: string): string {
  if (!answer.instance_url) return asked;
  try {
    return apiOriginOf(new URL(answer.instance_url).hostname);
  } catch {
    throw new ApiProblem({ kind: 'unreadable', message: answer.instance_url });
  }
}

export const salesforceOAuth: OAuth = {
  expired(response) {
    if (response.status !== 401) return false;
    return !NEVER_VALID.test(refusalOf(bodyOf(response))?.message ?? response.text);
  },

  authoriseUrl({ host, clientId, redirectUri, state, challenge }) {
    const url = new URL('/services/oauth2/authorize', apiOriginOf(host));
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: SCOPE,
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }).toString();
    return url;
  },

  codeOf(redirect, state) {
    const answer = redirect.searchParams;
    // Another sign-in's answer says nothing about this one, not even that it failed.
    if (answer.get('state') !== state) throw new ApiProblem({ kind: 'refused', message: 'state' });
    const error = answer.get('error');
    if (error) throw new ApiProblem({ kind: 'refused', message: answer.get('error_description') ?? error });
    const code = answer.get('code');
    if (!code) throw new ApiProblem({ kind: 'unreadable', message: 'code' });
    return code;
  },

  async exchange(send, { host, clientId, redirectUri, code, verifier }) {
    const origin = apiOriginOf(host);
    const response = await askToken(send, origin, {
      grant_type: 'authorization_code',
      code,
      client_id: clientId,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    const answer = readAnswer(response, TokenSchema, Date.now());
    const credential: Credential = { token: answer.access_token, apiHost: originOf(answer, origin) };
    if (answer.refresh_token) credential.refresh = { token: answer.refresh_token, clientId };
    return credential;
  },

  async renew(send, credential) {
    const { refresh, apiHost } = credential;
    if (!refresh) throw new ApiProblem({ kind: 'signedOut', status: 401 });
    const response = await askToken(send, apiHost, {
      grant_type: 'refresh_token',
      refresh_token: refresh.token,
      client_id: refresh.clientId,
    });
    const refusal = response.status >= 400 ? refusalOf(bodyOf(response)) : null;
    if (refusal && (ENDED.includes(refusal.code) || refusal.code.startsWith('OAUTH_'))) {
      throw new ApiProblem({ kind: 'signedOut', status: 401, message: refusal.message });
    }
    const answer = readAnswer(response, TokenSchema, Date.now());
    const origin = originOf(answer, apiHost);
    return {
      token: answer.access_token,
      apiHost: origin,
      // A rotated token is good for one use; where there is none the old one stays.
      refresh: { token: answer.refresh_token ?? refresh.token, clientId: refresh.clientId },
    };
  },
};
