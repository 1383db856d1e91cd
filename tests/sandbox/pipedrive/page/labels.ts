import type { PageField } from './protocol.ts';
import type { Locale } from './variants.ts';

/** A field's label as the page writes it: default fields are translated, custom ones are not. */
export function shownLabel(field: Pick<PageField, 'name' | 'labels'>, locale: Locale): string {
  return locale === 'en' ? field.name : (field.labels?.[locale] ?? field.name);
}

/** A label without the differences that do not count: case, white space, a trailing colon or star. */
export function foldLabel(label: string): string {
  return label
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\s*[:*]+$/, '')
    .toLowerCase();
}
