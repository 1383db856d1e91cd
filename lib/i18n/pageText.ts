/** Translates for the page side, as `translate` does everywhere else, from words that the background handed over. */
import type { PageKit, PageWord } from '../core/pageKit';

export type PageTranslate = (key: PageWord, values?: Record<string, string | number>, count?: number) => string;

export function pageText(words: PageKit['words']): PageTranslate {
  return (key, values = {}, count) => {
    const text = words[key];
    const form = count === undefined ? text : (text.split(' | ')[count === 1 ? 0 : 1] ?? text);
    return form.replaceAll('$1', String(count)).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  };
}
