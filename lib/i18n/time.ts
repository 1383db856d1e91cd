/** Times as people say them, in the interface's language. Pure: the moment it is now is an argument. */

/** Translates `time.*` keys. */
type Translate = (key: TimeKey, values?: Record<string, string | number>) => string;
export type TimeKey = 'time.now' | 'time.minutes' | 'time.hours' | 'time.yesterday';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A page's hundred marks share few formats, and making one takes 50 times as long as using it. */
function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format;
}

/** "just now", "12 min ago", "3 h ago", "yesterday 14:02", "Tue 14:02", "3 Nov", "3 Nov 2025". */
export function relativeTime(at: number, now: number, language: string, t: Translate, timeZone?: string): string {
  const age = now - at;
  const zone = timeZone ? { timeZone } : {};
  const format = (options: Intl.DateTimeFormatOptions) => formatOf(language, { ...options, ...zone }).format(at);
  const day = (time: number) => formatOf('en-CA', zone).format(time);
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  if (age < MINUTE) return t('time.now');
  if (age < HOUR) return t('time.minutes', { n: Math.floor(age / MINUTE) });
  if (age < DAY && day(at) === day(now)) return t('time.hours', { n: Math.floor(age / HOUR) });
  if (day(at) === day(now - DAY)) return t('time.yesterday', { time: format(clock) });
  if (age < 7 * DAY) return format({ weekday: 'short', ...clock });
  const sameYear = day(at).slice(0, 4) === day(now).slice(0, 4);
  return format({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** "Mon 23 Nov 2026, 14:02 GMT+1": the exact time with its zone. */
export function exactTime(at: number, language: string, timeZone?: string): string {
  return formatOf(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/** "14:02" */
export function clockTime(at: number, language: string, timeZone?: string): string {
  return formatOf(language, {
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/** "14:02", "29 Nov, 14:02" where that was another day, "29 Nov 2025, 14:02" in another year. */
export function dayTime(at: number, now: number, language: string, timeZone?: string): string {
  const zone = timeZone ? { timeZone } : {};
  const day = (time: number) => formatOf('en-CA', zone).format(time);
  if (day(at) === day(now)) return clockTime(at, language, timeZone);
  const sameYear = day(at).slice(0, 4) === day(now).slice(0, 4);
  return formatOf(language, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    ...zone,
  }).format(at);
}
