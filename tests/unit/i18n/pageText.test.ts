import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { pageKit } from '../../../entrypoints/background/kit';
import { PAGE_WORDS } from '../../../lib/core/pageKit';
import { pageText } from '../../../lib/i18n/pageText';
import { translate } from '../../../lib/i18n/translate';
import { messagesOf } from '../../tools/messages';

test.each(['en', 'de'])('every text of a page in %s is the same as where the library makes it', (language) => {
  const file = new URL(`../../../lib/i18n/locales/${language}.yml`, import.meta.url);
  const messages = messagesOf(readFileSync(file, 'utf8'), '.');
  const byName = new Map([...messages].map(([key, text]) => [key.replaceAll('.', '_'), text]));
  vi.spyOn(browser.i18n, 'getMessage').mockImplementation(((name: string, parts: string[] = []) =>
    (byName.get(name) ?? '').replaceAll('$1', parts[0] ?? '')) as never);
  const t = pageText(pageKit().words);
  for (const key of PAGE_WORDS) {
    const text = messages.get(key) ?? '';
    expect(text, key).not.toBe('');
    const values = Object.fromEntries([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? '', `<${name}>`]));
    if (text.includes(' | ')) {
      for (const count of [0, 1, 2, 11]) expect(t(key, values, count)).toBe(translate(key, values, count));
    } else expect(t(key, values)).toBe(translate(key, values));
  }
});
