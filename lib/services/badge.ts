/** The toolbar button: how many values on this record agents wrote, or that something is wrong. */

import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { TabState } from '../core/tab';

const INK = '#1A1F28';
const PROBLEM = '#8A5700';

/** Shows a tab's state on the button; nothing where the tab shows no record. */
export async function showBadge(tab: number, state: TabState | null): Promise<void> {
  const agents = state?.fields.filter((f) => f.state === 'agent').length ?? 0;
  const status = state?.report?.status;
  const wrong = !!state?.problem || status === 'mismatch' || status === 'error';
  const text = wrong ? '!' : agents > 99 ? '99+' : agents > 0 ? String(agents) : '';
  const title = !state
    ? 'Countersign'
    : wrong
      ? i18n.t('badge.wrong')
      : agents > 0
        ? i18n.t('badge.agents', agents)
        : i18n.t('badge.none');
  try {
    await browser.action.setBadgeText({ tabId: tab, text });
    await browser.action.setBadgeBackgroundColor({ tabId: tab, color: wrong ? PROBLEM : INK });
    await browser.action.setTitle({ tabId: tab, title });
  } catch {
    // The tab was closed meanwhile.
  }
}
