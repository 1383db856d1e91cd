import type { Locale } from '../../types.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

export type TextKey = keyof typeof en;
export type Texts = Record<TextKey, string>;

const TEXTS: Record<Locale, Texts> = { en, de, fr, ar };

/** A noun as it is written inside a sentence: German keeps its capital. */
export function inSentence(locale: Locale, noun: string): string {
  return locale === 'de' ? noun : noun.toLowerCase();
}

/** One of the page's own texts in `locale`, with every `{name}` replaced by `values[name]`. */
export function translate(locale: Locale, key: TextKey, values: Record<string, string | number> = {}): string {
  return TEXTS[locale][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
