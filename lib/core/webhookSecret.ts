/** Secrets of Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme"). Pure. */

export const SECRET_PREFIX = 'whsec_';

/** A key has at least 24 bytes and at most 64. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** Whether a text is a secret that can be signed with: `whsec_` and the padded base64 of a key of allowed length. */
export function isSecret(text: string): boolean {
  return keyOf(text) !== undefined;
}

/** The key in a secret, `undefined` where it is none. */
export function keyOf(secret: string): Uint8Array<ArrayBuffer> | undefined {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined;
  const encoded = secret.slice(SECRET_PREFIX.length);
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

/** Base64 with padding. */
export function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
