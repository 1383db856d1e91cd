import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { messagesOf } from '../tools/messages';

const messages = messagesOf(readFileSync(new URL('../../lib/i18n/locales/en.yml', import.meta.url), 'utf8'));

// The fake browser has no messages of its own.
fakeBrowser.i18n.getMessage = ((key: string) => messages.get(key) ?? '') as typeof fakeBrowser.i18n.getMessage;
