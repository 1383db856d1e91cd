/** The daily reminder: at the time a person chose, if anything waits for review. */
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { nextAt } from '../../lib/core/reminder';
import { serve } from '../../lib/messaging/server';
import { listConnections } from '../../lib/services/connections';
import { queueItems } from '../../lib/services/queue';
import { changeSettings, getSettings } from '../../lib/store/settings';

const NAME = 'reminder';

export function answerReminder(): void {
  serve('reminder.get', 'own', async () => (await getSettings()).remindAt);

  serve('reminder.set', 'own', async ({ at }) => {
    await changeSettings({ remindAt: at });
    await schedule();
    return null;
  });

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === NAME) void remind().finally(schedule);
  });
  hearClicks();
  void schedule();
}

async function schedule(): Promise<void> {
  hearClicks();
  const { remindAt } = await getSettings();
  if (remindAt === null) await browser.alarms.clear(NAME);
  else await browser.alarms.create(NAME, { when: nextAt(remindAt, Date.now()) });
}

/** Says how many suggestions wait, as of what this browser knows; nothing where none does, or where it may not. */
async function remind(): Promise<void> {
  const queues = await Promise.all((await listConnections()).map(queueItems));
  const waiting = queues.flat().filter(({ state }) => state !== 'unusable').length;
  if (waiting === 0 || !(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  await browser.notifications.create(NAME, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: i18n.t('reminder.title'),
    message: i18n.t('reminder.waiting', waiting),
  });
}

let hears = false;

/** The interface is there once the right was given, which can be at any time. */
function hearClicks(): void {
  if (hears || !browser.notifications?.onClicked) return;
  hears = true;
  browser.notifications.onClicked.addListener((id) => {
    // Browsers open the panel itself only from a click on a page of ours or the toolbar.
    if (id === NAME) void browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
  });
}
