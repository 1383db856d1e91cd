/** The page side's words, styles and glyphs. */
import { browser } from 'wxt/browser';
import { pageGlyphs } from '../../lib/core/glyphs';
import { PAGE_WORDS, type PageKit } from '../../lib/core/pageKit';
import { withTokens } from '../../lib/core/tokens';
import tokens from '../../lib/core/tokens.css?inline';
import card from '../../lib/overlay/card.css?inline';
import mark from '../../lib/overlay/mark.css?inline';
import root from '../../lib/overlay/root.css?inline';

export function pageKit(): PageKit {
  const word = (key: string) => browser.i18n.getMessage(key.replaceAll('.', '_') as never, ['$1']);
  return {
    words: Object.fromEntries(PAGE_WORDS.map((key) => [key, word(key)])) as PageKit['words'],
    styles: { card: tokens + card, mark: withTokens(mark, tokens), root: tokens + root },
    glyphs: pageGlyphs(),
    dir: browser.i18n.getMessage('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr',
  };
}
