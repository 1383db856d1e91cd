import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { parse } from 'yaml';

/** The English messages by the names the browser knows them under. */
const messages = new Map<string, string>();
const collect = (path: string[], node: unknown) => {
  if (typeof node !== 'object' || node === null) messages.set(path.join('_'), String(node));
  else for (const [key, value] of Object.entries(node)) collect([...path, key], value);
};
collect([], parse(readFileSync(new URL('../../lib/i18n/locales/en.yml', import.meta.url), 'utf8')));

// The fake browser has no messages of its own.
fakeBrowser.i18n.getMessage = ((key: string) => messages.get(key) ?? '') as typeof fakeBrowser.i18n.getMessage;
