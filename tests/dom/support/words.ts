/** What a page of an extension has, as far as words go: the English texts. To be imported before what shows them. */
import english from '../../../lib/i18n/locales/en.yml?raw';
import { messagesOf } from '../../tools/messages';

const messages = messagesOf(english);
const getMessage = (key: string, values: string[] = []) =>
  (messages.get(key) ?? '').replace(/\$(\d)/g, (_, n) => values[Number(n) - 1] ?? '');
Object.assign(globalThis, { browser: { runtime: { id: 'test' }, i18n: { getMessage } } });
