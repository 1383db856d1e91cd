/** Salesforce record ids: 15 case-sensitive characters, or 18 with a checksum for systems that ignore case. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id: one checksum character per five, a bit for each capital. */
export function to18(id15: string): string {
  const sums = [0, 5, 10].map((from) => {
    const five = id15.slice(from, from + 5);
    const bits = [...five].reduce((sum, char, index) => sum + (/[A-Z]/.test(char) ? 2 ** index : 0), 0);
    return CHECKSUM[bits];
  });
  return id15 + sums.join('');
}

/** An id in its 18-character form; `undefined` where it is none, or where its checksum is wrong. */
export function normalId(id: string): string | undefined {
  if (/^[a-zA-Z0-9]{15}$/.test(id)) return to18(id);
  if (!/^[a-zA-Z0-9]{18}$/.test(id)) return undefined;
  return to18(id.slice(0, 15)) === id ? id : undefined;
}

function base62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) text = DIGITS[rest % 62] + text;
  return text;
}

/** Two ids in a row differ in one letter's case, if the first ends in a capital. */
export const STEP = 26;

/** The id with a running number under a key prefix, in the pod `Hs`. */
export const makeId = (prefix: string, n: number): string => to18(`${prefix}Hs0000${base62(n, 6)}`);
