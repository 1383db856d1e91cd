/** Install, update, tabs that close, keys, and caches that grow. */
import { browser } from 'wxt/browser';
import { sameRecord } from '../../lib/core/types';
import { locateRecord } from '../../lib/crm/registry';
import { type ToPage, tell } from '../../lib/messaging/protocol';
import { showBadge } from '../../lib/services/badge';
import { forgetTab, getTab } from '../../lib/services/tabs';
import { database } from '../../lib/store/db';
import { compactSignals } from '../../lib/sync/outbox';
import { openOptions } from './openOptions';

const ALARM = 'tidy';
const RECORDS_KEPT = 500;
const VISITS_KEPT = 5000;

const COMMANDS: Record<string, ToPage> = {
  'next-mark': 'next',
  'previous-mark': 'previous',
  'toggle-marks': 'hide',
};

export function keepTidy(): void {
  browser.runtime.onInstalled.addListener(async ({ reason }) => {
    if (reason === 'install') await openOptions('accounts');
    await takeOverOpenTabs();
  });
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void prune().then(() => compactSignals(Date.now()));
  });
  browser.tabs.onRemoved.addListener((tab) => void forgetTab(tab));
  browser.tabs.onUpdated.addListener((tab, change) => {
    if (change.url !== undefined || change.status === 'loading') void leftRecord(tab, change.url);
  });
  void ensureAlarm();
  browser.commands?.onCommand.addListener((command, tab) => {
    const known = COMMANDS[command];
    if (known && tab?.id !== undefined) void tell(tab.id, known);
  });
}

/** Browsers may lose alarms when they are restarted (developer.chrome.com, chrome.alarms). */
async function ensureAlarm(): Promise<void> {
  if (await browser.alarms.get(ALARM)) return;
  await browser.alarms.create(ALARM, { periodInMinutes: 24 * 60, delayInMinutes: 10 });
}

/** A tab that shows no record any more keeps no count. */
async function leftRecord(tab: number, url: string | undefined): Promise<void> {
  const state = await getTab(tab);
  if (!state || url === undefined || sameRecord(locateRecord(url), state.ref)) return;
  await forgetTab(tab);
  await showBadge(tab, null);
}

/** Browsers do not put a new version's content scripts into tabs that are already open. */
async function takeOverOpenTabs(): Promise<void> {
  for (const script of browser.runtime.getManifest().content_scripts ?? []) {
    for (const tab of await browser.tabs.query({ url: script.matches ?? [] })) {
      if (tab.id === undefined || !script.js) continue;
      // A tab that is discarded, or that the person has not granted, gets the script with its next load.
      await browser.scripting.executeScript({ target: { tabId: tab.id }, files: script.js as never }).catch(() => {});
    }
  }
}

/** Caches may be lost at any time, so the oldest go first. */
async function prune(): Promise<void> {
  const db = await database();
  const records = await db.getAllKeysFromIndex('records', 'usedAt');
  for (const key of records.slice(0, Math.max(0, records.length - RECORDS_KEPT))) await db.delete('records', key);
  const visits = await db.getAllKeysFromIndex('seen', 'openedAt');
  for (const key of visits.slice(0, Math.max(0, visits.length - VISITS_KEPT))) await db.delete('seen', key);
}
