/** What every answer of the background needs: its words, who asks from where, and telling pages of news. */
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { type Crm, type PageRef, sameRecord } from '../../lib/core/types';
import { helpKey } from '../../lib/core/wizard';
import { API_SIDES, locateRecord } from '../../lib/crm/registry';
import { translate } from '../../lib/i18n/translate';
import { tell } from '../../lib/messaging/protocol';
import { Refused, type Sender } from '../../lib/messaging/server';
import type { Words } from '../../lib/services/suggestions';
import type { Help } from '../../lib/services/wizard';

/** The interface's language. */
export const language = () => browser.i18n.getUILanguage();

/** The sentence that the CRM shows with a field that is made. */
export const help: Help = (item) => translate(helpKey(item), { field: item.fieldLabel ?? '' });

export const words = (): Words => ({ yes: i18n.t('value.yes'), no: i18n.t('value.no') });

/** True for a page of ours that stands in a frame of another. */
export function framed(sender: Sender): boolean {
  return sender.tab !== undefined && sender.frameId !== undefined && sender.frameId > 0;
}

/** A card that is framed in a page is that page's record's, whatever its address says. @throws Refused */
export function mustShow(sender: Sender, page: PageRef): void {
  if (framed(sender) && !sameRecord(locateRecord(sender.tab?.url), page)) throw new Refused('another record');
}

/** Tells every open page of a CRM that there is news. */
export async function tellPages(crm: Crm): Promise<void> {
  for (const tab of await browser.tabs.query({ url: API_SIDES[crm].pages })) {
    if (tab.id !== undefined) await tell(tab.id, 'news');
  }
}
