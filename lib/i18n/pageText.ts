/**
 * Translates for the page side, as `translate` does everywhere else. It asks the browser itself: the page side is small, and of the
 * library's ways to ask it needs this one.
 */
import { browser } from 'wxt/browser';
import type { Translate } from './translate';

export const pageText: Translate = (key, values = {}, count) => {
  const text = browser.i18n.getMessage(key.replaceAll('.', '_') as never, count === undefined ? [] : [String(count)]);
  const form = count === undefined ? text : (text.split(' | ')[count === 1 ? 0 : 1] ?? text);
  return form.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
};
