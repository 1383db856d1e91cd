/** Signatures as Standard Webhooks has them (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): the symmetric kind, `v1`. */

const PREFIX = 'whsec_';

/** A key has at least 24 bytes and at most 64 (spec, "Signature scheme"). */
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const OUR_BYTES = 32;

/** A fresh secret of 256 random bits, as both sides write it down. */
export function newSecret(): string {
  return PREFIX + encode(crypto.getRandomValues(new Uint8Array(OUR_BYTES)));
}

/** Whether a text is a secret that can be signed with: `whsec_` and the padded base64 of a key of allowed length. */
export function isSecret(text: string): boolean {
  return keyOf(text) !== undefined;
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

/** The key in a secret, `undefined` where it is none. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> | undefined {
  if (!secret.startsWith(PREFIX)) return undefined;
  const encoded = secret.slice(PREFIX.length);
  const bytes = decode(encoded);
  if (!bytes || bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) return undefined;
  // `atob` forgives spaces and missing padding; receivers do not.
  return encode(bytes) === encoded ? bytes : undefined;
}

function decode(encoded: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
