import { i18n } from '#i18n';
import { relativeTime } from '../lib/i18n/time';

/** A time relative to now, in words. */
export function whenText(at: number, now: number, language: string): string {
  return relativeTime(at, now, language, i18n.t as Parameters<typeof relativeTime>[3]);
}
