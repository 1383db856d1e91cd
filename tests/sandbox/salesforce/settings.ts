/** Behaviours of the simulated Salesforce that can be switched while it runs (`POST /settings`). */
import { BadInput, onlyKeys, optionalNumber } from '../badInput.ts';
import { USERS } from './org.ts';
import type { Language } from './types.ts';

export const LANGUAGES: readonly Language[] = ['en', 'de', 'fr', 'ar'];

export interface Settings {
  /** Language of every user, in which the UI API labels things. */
  language: Language;
  /** Who is signed in where a sign-in with OAuth ends, by the key in `org.ts`. */
  oauthUser: string;
  /** API calls an org has in 24 hours. */
  dailyLimit: number;
  /** Ids of records that an approval has locked. */
  locked: string[];
  /** Objects whose field history is switched off: its rows are gone, and its fields are not tracked. */
  historyOff: string[];
}

export const defaultSettings = (): Settings => ({
  language: 'en',
  oauthUser: 'overlay',
  dailyLimit: 100_000,
  locked: [],
  historyOff: [],
});

function listOf(change: Record<string, unknown>, key: string): string[] | undefined {
  const value = change[key];
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
    throw new BadInput(`${key} must be a list of strings`);
  }
  return value;
}

/**
 * Changes settings in place. Throws `BadInput`.
 *
 * @param expireTokens called for `expireTokens: true`, which is no state but an event
 */
export function changeSettings(settings: Settings, change: Record<string, unknown>, expireTokens: () => void): void {
  onlyKeys(change, ['language', 'oauthUser', 'dailyLimit', 'locked', 'historyOff', 'expireTokens']);
  const { language, oauthUser, expireTokens: expire } = change;
  const [locked, historyOff] = [listOf(change, 'locked'), listOf(change, 'historyOff')];
  if (language !== undefined && !LANGUAGES.some((one) => one === language)) {
    throw new BadInput(`language must be one of ${LANGUAGES.join(', ')}`);
  }
  if (oauthUser !== undefined && !USERS.some(({ key }) => key === oauthUser)) {
    throw new BadInput(`oauthUser must be one of ${USERS.map(({ key }) => key).join(', ')}`);
  }
  if (expire !== undefined && expire !== true) throw new BadInput('expireTokens must be true');
  const dailyLimit = optionalNumber(change, 'dailyLimit', 1, 10_000_000);
  Object.assign(settings, {
    ...(language !== undefined && { language }),
    ...(oauthUser !== undefined && { oauthUser }),
    ...(locked && { locked }),
    ...(historyOff && { historyOff }),
    ...(dailyLimit !== undefined && { dailyLimit }),
  });
  if (expire) expireTokens();
}
