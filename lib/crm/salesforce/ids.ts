/** Salesforce's record ids: 15 case-sensitive characters, or those and 3 more that say which of them are capitals. */

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/** An id in its 18 characters; `null` for a text that is no id or whose last three do not fit. */
export function recordId(text: string): string | null {
  if (!ID.test(text)) return null;
  let full = text.slice(0, 15);
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at++) if (/[A-Z]/.test(text.charAt(start + at))) bits |= 1 << at;
    full += SUFFIX.charAt(bits);
  }
  return text.length === 15 || text === full ? full : null;
}
