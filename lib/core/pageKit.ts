/**
 * What the page side needs of the extension besides a record: its words, its styles and its glyphs. The background hands them over once a page
 * shows a record. Brought along they would be 3 of the 20 KB that the page side may have, and asking the browser for the first
 * word makes it read all of the extension's words while the page waits: 8 of 10 ms that starting took.
 */

import type { MarkState } from './types';

/** Words of the locale files that are said on a page; marks and suggestions bring theirs along. */
export const PAGE_WORDS = [
  'language',
  'card.title',
  'crm.hubspot',
  'crm.salesforce',
  'crm.pipedrive',
  'mark.fresh',
  'pill.action.connect',
  'pill.action.reload',
  'pill.action.retry',
  'pill.disagrees',
  'pill.hide',
  'pill.legend',
  'pill.live',
  'pill.menu',
  'pill.name',
  'pill.next',
  'pill.previous',
  'pill.suggested',
  'pill.unplaced',
  'problem.budget.long',
  'problem.budget.short',
  'problem.busy.long',
  'problem.busy.short',
  'problem.conflict.long',
  'problem.conflict.short',
  'problem.daily.long',
  'problem.daily.short',
  'problem.forbidden.long',
  'problem.forbidden.short',
  'problem.gone.long',
  'problem.gone.short',
  'problem.noAccount.long',
  'problem.noAccount.short',
  'problem.offline.long',
  'problem.offline.short',
  'problem.offlineStale.long',
  'problem.offlineStale.short',
  'problem.page.namesake',
  'problem.page.short',
  'problem.page.title',
  'problem.page.values',
  'problem.refused.long',
  'problem.refused.short',
  'problem.server.long',
  'problem.server.short',
  'problem.sharedKey.long',
  'problem.sharedKey.short',
  'problem.signedOut.long',
  'problem.signedOut.short',
  'problem.stale.long',
  'problem.stale.short',
  'problem.timeout.long',
  'problem.timeout.short',
  'problem.unreadable.long',
  'problem.unreadable.short',
  'problem.wrongAccount.long',
  'problem.wrongAccount.short',
  'state.agent',
  'state.automation',
  'state.collaborative',
  'state.corrected',
  'state.suggestion',
  'state.unknown',
] as const;
export type PageWord = (typeof PAGE_WORDS)[number];

/** What marks, chips and the pill show. */
export type PageGlyph = MarkState | 'suggestion';

/** The kinds of shadow root that a page has of ours. */
export type Styled = 'card' | 'mark' | 'root';

/** One shape of an SVG. */
export interface DrawnShape {
  tag: string;
  attributes: Record<string, string>;
}

export interface PageKit {
  /** As they stand in the browser's locale: `{name}` for what is filled in, ` | ` between one and many, `$1` for how many. */
  words: Record<PageWord, string>;
  styles: Record<Styled, string>;
  /**
   * Each glyph's shapes in the order they are drawn: of class `halo` what lies behind it, so that it can be read on any ground, then
   * the glyph itself and the `dot` that only a fresh one has.
   */
  glyphs: Record<PageGlyph, DrawnShape[]>;
  /** The interface's language direction. */
  dir: 'ltr' | 'rtl';
}
