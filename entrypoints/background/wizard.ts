/** The set-up of staging, for our own pages. */
import { browser } from 'wxt/browser';
import type { Problem } from '../../lib/core/problem';
import type { Crm } from '../../lib/core/types';
import { helpKey, type StagingRun } from '../../lib/core/wizard';
import { asProblem } from '../../lib/crm/problem';
import { translate } from '../../lib/i18n/translate';
import { Refused, serve } from '../../lib/messaging/server';
import { connectionFor } from '../../lib/services/connections';
import { beginStaging, createStaging, type Help, loadStaging, undoStaging } from '../../lib/services/wizard';
import { tellPages } from './ownPages';

/** Progress and end of creating or taking back. */
export type StagingMessage = { run: StagingRun } | { done: true; problem: Problem | null };

const help: Help = (item) => translate(helpKey(item), { field: item.fieldLabel ?? '' });

export function answerWizard(): void {
  serve('staging.load', 'own', async ({ crm, account }) => {
    try {
      return { ok: true, ...(await loadStaging(await connected(crm, account), language())) };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('staging.begin', 'own', async ({ crm, account, choices }) => {
    try {
      const run = await beginStaging(await connected(crm, account), choices, language());
      if (!run) throw new Refused('staging.begin: names');
      return { ok: true, run };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { ok: false, problem: asProblem(error) };
    }
  });

  // The port's life is the work's: closing it, or a word through it, stops the work after the field that is being made.
  browser.runtime.onConnect.addListener((port) => {
    const [, work, crm, account] = /^staging-(create|undo):(hubspot|salesforce|pipedrive):(.+)$/.exec(port.name) ?? [];
    if (!work || !crm || !account) return;
    if (!port.sender?.url?.startsWith(browser.runtime.getURL('/'))) {
      port.disconnect();
      return;
    }
    const stop = new AbortController();
    let open = true;
    port.onMessage.addListener(() => stop.abort());
    port.onDisconnect.addListener(() => {
      open = false;
      stop.abort();
    });
    const post = (message: StagingMessage) => {
      if (open) port.postMessage(message);
    };
    void (async () => {
      const connection = await connectionFor(crm as Crm, account);
      const told = (run: StagingRun) => post({ run });
      if (!connection) return post({ done: true, problem: { kind: 'signedOut' } });
      const problem =
        work === 'create'
          ? await createStaging(connection, language(), help, told, stop.signal)
          : await undoStaging(connection, told, stop.signal);
      await tellPages(connection.crm);
      post({ done: true, problem });
    })();
  });
}

const language = () => browser.i18n.getUILanguage();

async function connected(crm: Crm, account: string) {
  const connection = await connectionFor(crm, account);
  if (!connection) throw new Refused('no account');
  return connection;
}
