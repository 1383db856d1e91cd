/** Names of staging fields that would be longer than a CRM allows. */

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/), as eight hexadecimal digits. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/**
 * A name within a limit: longer ones are cut and end in a hash, so that two of them stay apart.
 *
 * @param full what the hash is made of
 */
export const shorten = (name: string, full: string, limit: number): string =>
  name.length <= limit ? name : `${name.slice(0, limit - 9)}_${fnv1a(full)}`;
