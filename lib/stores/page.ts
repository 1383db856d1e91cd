import { browser } from 'wxt/browser';
import { i18n } from '#i18n';

/** Language, direction and theme of one of our own pages. @returns the interface's language */
export function setUpPage(theme?: string): string {
  const language = browser.i18n.getUILanguage();
  const root = document.documentElement;
  root.lang = i18n.t('language');
  root.dir = browser.i18n.getMessage('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr';
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
  return language;
}
