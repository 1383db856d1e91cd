/** The review queue, for our own pages. */
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Problem } from '../../lib/core/problem';
import type { Crm } from '../../lib/core/types';
import { serve } from '../../lib/messaging/server';
import { clockOffset } from '../../lib/services/api';
import { connectionFor } from '../../lib/services/connections';
import { lookThrough, type QueueProgress, queueItems, queueState } from '../../lib/services/queue';

/** Progress and end of a look through the account; closing the port cancels it. */
export type QueueMessage = { progress: QueueProgress } | { done: true; problem: Problem | null };

export function answerQueue(): void {
  serve('queue.list', 'own', async (account) => {
    const connection = await connectionFor(account.crm, account.account);
    if (!connection) return { items: [], at: null, left: 0, offset: 0, me: null };
    const [items, state] = await Promise.all([queueItems(connection), queueState(connection)]);
    return { items, ...state, offset: await clockOffset(connection.id), me: connection.user?.id ?? null };
  });

  browser.runtime.onConnect.addListener((port) => {
    const account = /^queue:(hubspot|salesforce|pipedrive):(.+)$/.exec(port.name);
    if (!account?.[1] || !account[2]) return;
    if (!port.sender?.url?.startsWith(browser.runtime.getURL('/'))) {
      port.disconnect();
      return;
    }
    const abort = new AbortController();
    port.onDisconnect.addListener(() => abort.abort());
    const post = (message: QueueMessage) => {
      if (!abort.signal.aborted) port.postMessage(message);
    };
    void (async () => {
      const connection = await connectionFor(account[1] as Crm, account[2] ?? '');
      const words = { yes: i18n.t('value.yes'), no: i18n.t('value.no') };
      const language = browser.i18n.getUILanguage();
      const problem = connection
        ? await lookThrough(connection, language, words, (progress) => post({ progress }), abort.signal)
        : null;
      post({ done: true, problem });
    })();
  });
}
