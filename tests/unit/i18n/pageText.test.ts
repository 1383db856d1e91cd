import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { parse } from 'yaml';
import { pageText } from '../../../lib/i18n/pageText';
import { translate } from '../../../lib/i18n/translate';

/** Messages as the browser has them: nested keys joined, plural forms in one. */
function messagesOf(language: string): Map<string, string> {
  const found = new Map<string, string>();
  const collect = (path: string[], node: unknown): void => {
    if (node === null || typeof node !== 'object') {
      found.set(path.join('.'), String(node));
      return;
    }
    const entries = Object.entries(node);
    if (entries.every(([key]) => key === 'n' || Number.isFinite(Number(key)))) {
      found.set(path.join('.'), entries.map(([, text]) => text).join(' | '));
    } else for (const [key, value] of entries) collect([...path, key], value);
  };
  collect([], parse(readFileSync(new URL(`../../../lib/i18n/locales/${language}.yml`, import.meta.url), 'utf8')));
  return found;
}

test.each(['en', 'de'])('every text in %s is the same as where the library makes it', (language) => {
  const messages = messagesOf(language);
  const byName = new Map([...messages].map(([key, text]) => [key.replaceAll('.', '_'), text]));
  vi.spyOn(browser.i18n, 'getMessage').mockImplementation(((name: string, parts: string[] = []) =>
    (byName.get(name) ?? '').replaceAll('$1', parts[0] ?? '')) as never);
  for (const [key, text] of messages) {
    const values = Object.fromEntries([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? '', `<${name}>`]));
    if (text.includes(' | ')) {
      for (const count of [0, 1, 2, 11]) expect(pageText(key, values, count)).toBe(translate(key, values, count));
    } else expect(pageText(key, values)).toBe(translate(key, values));
  }
});
