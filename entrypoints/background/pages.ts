/** What content scripts may ask: the record of their own tab, and nothing else. */
import { browser } from 'wxt/browser';
import { type PageRef, sameRecord } from '../../lib/core/types';
import { locateRecord } from '../../lib/crm/registry';
import { relativeTime } from '../../lib/i18n/time';
import { translate } from '../../lib/i18n/translate';
import { tell } from '../../lib/messaging/protocol';
import type { Sender } from '../../lib/messaging/server';
import { serve } from '../../lib/messaging/server';
import { resolveRecord } from '../../lib/services/accounts';
import { clockOffset } from '../../lib/services/api';
import { showBadge } from '../../lib/services/badge';
import { know } from '../../lib/services/reading';
import { labelsSeen, viewRecord } from '../../lib/services/records';
import { markSeen } from '../../lib/services/seen';
import { noteSeen } from '../../lib/services/standing';
import { getTab, tabReported, toldTab } from '../../lib/services/tabs';
import { language, words } from './context';
import { pageKit } from './kit';
import { openOptions } from './openOptions';

/** A page's script may run before the browser has noted its new address. */
const ADDRESS_TRIES = 4;
const ADDRESS_WAIT_MS = 60;

export function answerPages(): void {
  serve('record.view', 'page', async ({ ref, reason, language }, sender) => {
    const tab = sender.tab?.id;
    if (tab === undefined || !(await tabShows(sender, ref))) return { ok: false, problem: { kind: 'moved' } };
    const result = await viewRecord(ref, reason, language, words(), whenInWords);
    const state = await toldTab(tab, ref, result.ok ? result.view : null, result.problem ?? null);
    await showBadge(tab, state);
    return result;
  });

  serve('record.report', 'page', async (report, sender) => {
    const tab = sender.tab?.id;
    if (tab !== undefined && (await tabShows(sender, report.ref))) {
      const state = await tabReported(tab, report);
      if (state) await showBadge(tab, state);
    }
    return null;
  });

  serve('record.labels', 'page', async ({ ref, language, rows }, sender) => {
    const tab = sender.tab?.id;
    if (tab !== undefined && (await tabShows(sender, ref)) && (await labelsSeen(ref, language, rows))) {
      await tell(tab, 'news');
    }
    return null;
  });

  serve('record.seen', 'page', async ({ ref, fields }, sender) => {
    const tab = sender.tab?.id;
    const state = tab === undefined ? null : await getTab(tab);
    if (!state || !sameRecord(state.ref, ref)) return null;
    const resolved = await resolveRecord(ref);
    if (!resolved.ok) return null;
    const now = Date.now() + (await clockOffset(resolved.connection.id));
    await markSeen(resolved.ref, fields, now);
    const shown = new Map(state.fields.flatMap(({ name, at }) => (fields.includes(name) ? [[name, at] as const] : [])));
    await noteSeen(await know(resolved.connection, resolved.ref, 'stored', language()), shown, now);
    return null;
  });

  serve('page.kit', 'page', async () => pageKit());

  serve('page.open', 'page', async ({ page }) => {
    await openOptions(page);
    return null;
  });
}

const whenInWords = (at: number, now: number) => relativeTime(at, now, language(), translate);

/** The record is derived from the sender's own tab; what the message says is only compared with it. */
async function tabShows(sender: Sender, ref: PageRef): Promise<boolean> {
  const tab = sender.tab?.id;
  if (tab === undefined) return false;
  for (let attempt = 0; attempt < ADDRESS_TRIES; attempt++) {
    const url = attempt === 0 ? sender.tab?.url : await currentUrl(tab);
    if (sameRecord(locateRecord(url), ref)) return true;
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, ADDRESS_WAIT_MS));
  }
  return false;
}

async function currentUrl(tab: number): Promise<string | undefined> {
  try {
    return (await browser.tabs.get(tab)).url;
  } catch {
    return undefined;
  }
}
