/** Translates keys that are put together at run time; keys that stand in the code as they are use `i18n.t`, which is typed. */
import { i18n } from '#i18n';

export type Translate = (key: string, values?: Record<string, string | number>, count?: number) => string;

export const translate: Translate = (key, values, count) => {
  const t = i18n.t as unknown as (key: string, ...args: unknown[]) => string;
  return count === undefined ? t(key, values) : t(key, count, values);
};
