import type { DomSettings } from '../../crm.ts';

/** Generations of the record page's DOM; `unknown` has every identifying attribute removed, only texts are left. */
export const VARIANTS = ['2026', '2025', 'unknown'] as const;
export type Variant = (typeof VARIANTS)[number];

/** UI languages the page can be shown in. Names of custom fields and stages are the same in all of them. */
export const LOCALES = ['en', 'de', 'pt', 'uk'] as const;
export type Locale = (typeof LOCALES)[number];

/** The page's settings as its own code knows them; generic extra fields are fields of the record like any other. */
export interface PageDom {
  variant: Variant;
  locale: Locale;
  theme: 'light' | 'dark';
  lateRenderMs: number;
  strict: boolean;
}

/** The sandbox's settings as the page takes them; an unknown variant or language is the usual one. */
export function pageDom({ theme, lateRenderMs, strict, ...dom }: DomSettings): PageDom {
  const variant = VARIANTS.find((one) => one === dom.variant) ?? '2026';
  const locale = LOCALES.find((one) => one === dom.locale) ?? 'en';
  return { variant, locale, theme, lateRenderMs, strict };
}
