/** Signatures as Standard Webhooks has them (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): the symmetric kind, `v1`. */

import { encode, keyOf, SECRET_PREFIX } from '../core/webhookSecret';

const OUR_BYTES = 32;

/** A fresh secret of 256 random bits, as both sides write it down. */
export function newSecret(): string {
  return SECRET_PREFIX + encode(crypto.getRandomValues(new Uint8Array(OUR_BYTES)));
}

/**
 * Signs one sending.
 * @param id of the message; the spec wants none with a full stop in it, which parts what is signed
 * @param timestampSeconds epoch seconds of this sending, whole
 * @param body exactly as it is sent
 * @returns the value of the header `webhook-signature`
 * @throws TypeError for what `isSecret` refuses; the secret is not in its message
 */
export async function sign(secret: string, id: string, timestampSeconds: number, body: string): Promise<string> {
  const bytes = keyOf(secret);
  if (!bytes) throw new TypeError('not a webhook secret');
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const content = new TextEncoder().encode(`${id}.${timestampSeconds}.${body}`);
  return `v1,${encode(new Uint8Array(await crypto.subtle.sign('HMAC', key, content)))}`;
}
