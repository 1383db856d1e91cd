/** Work that takes longer than a message may: a port carries its progress and its end. */
import { browser } from 'wxt/browser';
import type { Connection } from '../../lib/core/account';
import type { Problem } from '../../lib/core/problem';
import { CRMS } from '../../lib/core/types';
import { connectionFor } from '../../lib/services/connections';

/** What goes through the port. */
export type LongWorkMessage<P> = { progress: P } | { done: true; problem: Problem | null };

/**
 * Serves ports of our own pages named `<name>:<crm>:<account>`. Closing the port, or a word through it, stops the work.
 * @param work gets the account's connection; resolves with the problem that ended it early, if any
 */
export function serveLongWork<P>(
  name: string,
  work: (connection: Connection, post: (progress: P) => void, signal: AbortSignal) => Promise<Problem | null>,
): void {
  browser.runtime.onConnect.addListener((port) => {
    const [of, crmName, ...rest] = port.name.split(':');
    const crm = CRMS.find((one) => one === crmName);
    const account = rest.join(':');
    if (of !== name || !crm || !account) return;
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
    const post = (message: LongWorkMessage<P>) => {
      if (open) port.postMessage(message);
    };
    void (async () => {
      const connection = await connectionFor(crm, account);
      const problem: Problem | null = connection
        ? await work(connection, (progress) => post({ progress }), stop.signal)
        : { kind: 'signedOut' };
      post({ done: true, problem });
    })();
  });
}
