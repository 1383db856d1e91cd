/** Names of months in the languages that pages write dates in. */
import { fold, possibleDays } from './agreement';

const LOCALES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'sv', 'da', 'nb', 'fi', 'pl', 'ar'];
/** Letters that tell months apart; pages shorten names in many ways. */
const LETTERS = 3;

const byMonth = new Map<number, string[]>();

/** How the names of the months begin that a date or an instant can fall in; empty where it is neither. */
export function monthBeginnings(value: string): string[] {
  return [...new Set(possibleDays(value).flatMap(({ m }) => beginnings(m)))];
}

/** Made once for each month, 1 to 12: its 26 formatters take about 2 ms. */
function beginnings(month: number): string[] {
  let known = byMonth.get(month);
  if (!known) {
    const middle = Date.UTC(2026, month - 1, 15);
    // Some short names are no beginning of the long one: Dutch "mrt" for "maart".
    const names = LOCALES.flatMap((locale) =>
      (['long', 'short'] as const).map((style) =>
        fold(new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' }).format(middle)),
      ),
    );
    known = [...new Set(names.map((name) => name.slice(0, LETTERS)))];
    byMonth.set(month, known);
  }
  return known;
}
