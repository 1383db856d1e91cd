import type { Locale } from '../variants.ts';
import { de } from './de.ts';
import { en, type TextKey, type Texts } from './en.ts';
import { pt } from './pt.ts';
import { uk } from './uk.ts';

export type { TextKey } from './en.ts';

const TEXTS: Record<Locale, Texts> = { en, de, pt, uk };

/** A text of the page, with `{name}` replaced by values. */
export function translate(locale: Locale, key: TextKey, values: Record<string, string | number> = {}): string {
  return TEXTS[locale][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
