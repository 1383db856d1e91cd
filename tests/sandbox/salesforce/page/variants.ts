/** The builds of the record page the sandbox can show, and its languages. */
export const VARIANTS = [
  'layout',
  'dynamic',
  'inline',
  'dl',
  'console',
  'lwc-synthetic',
  'lwc-native',
  'lwc-mixed',
  'unknown',
] as const;
export type Variant = (typeof VARIANTS)[number];

export const LOCALES = ['en', 'de', 'fr', 'ar'] as const;
export type Locale = (typeof LOCALES)[number];

/** Variants whose record page is made of LWC components; the others are plain elements, as synthetic shadow leaves them. */
export function isLwc(variant: Variant): boolean {
  return variant.startsWith('lwc-');
}
