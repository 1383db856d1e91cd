/** Signing in with a CRM: authorisation code with PKCE, in a window of the browser's own. */
import { browser } from 'wxt/browser';
import type { Crm } from '../core/types';
import type { Credential } from '../crm/contract';
import { sendWithFetch } from '../crm/http';
import { ApiProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';

/** The address that the CRM's app has to list as its callback; each browser and build has one of its own. */
export function redirectAddress(): string {
  return browser.identity.getRedirectURL();
}

/**
 * Opens the CRM's sign-in and waits for its answer.
 * @param host the CRM's host as the person gave it
 * @throws ApiProblem `refused` in the CRM's words, or where the person closed the window; what `exchange` throws
 */
export async function signIn(crm: Crm, host: string, clientId: string): Promise<Credential> {
  const { oauth } = API_SIDES[crm];
  if (!oauth) throw new ApiProblem({ kind: 'refused' });
  const [verifier, state, redirectUri] = [randomText(), randomText(), redirectAddress()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const challenge = base64url(new Uint8Array(digest));
  const url = oauth.authoriseUrl({ host, clientId, redirectUri, state, challenge });
  const redirect = await browser.identity
    .launchWebAuthFlow({ url: url.href, interactive: true })
    .catch((error: unknown) => {
      throw new ApiProblem({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
    });
  if (!redirect) throw new ApiProblem({ kind: 'refused' });
  const code = oauth.codeOf(new URL(redirect), state);
  return oauth.exchange(sendWithFetch, { host, clientId, redirectUri, code, verifier });
}

/** 256 random bits; RFC 7636 asks for 43 to 128 characters. */
function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
