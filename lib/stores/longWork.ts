/** A page's end of work that the background does over a port. */
import { browser } from 'wxt/browser';
import type { Problem } from '../core/problem';
import type { Crm } from '../core/types';

export interface LongWork {
  /** Asks it to stop when what it is at is done; its end comes as always. */
  stop(): void;
  /** Leaves it: it stops, and this is its end. */
  cancel(): void;
}

/**
 * @param hear `end` is called once: with the problem that ended it, or `server` where the background went away in the middle
 */
export function startLongWork<P>(
  name: string,
  { crm, account }: { crm: Crm; account: string },
  hear: { progress(progress: P): void; end(problem: Problem | null, how: 'done' | 'cancelled' | 'lost'): void },
): LongWork {
  const port = browser.runtime.connect({ name: `${name}:${crm}:${account}` });
  let over = false;
  const end = (problem: Problem | null, how: 'done' | 'cancelled' | 'lost') => {
    if (over) return;
    over = true;
    port.disconnect();
    hear.end(problem, how);
  };
  port.onMessage.addListener((message: unknown) => {
    const { progress, done, problem } = message as { progress?: P; done?: true; problem?: Problem | null };
    if (progress && !over) hear.progress(progress);
    if (done) end(problem ?? null, 'done');
  });
  // An update of the extension, or the worker was stopped.
  port.onDisconnect.addListener(() => end({ kind: 'server' }, 'lost'));
  return { stop: () => port.postMessage({ stop: true }), cancel: () => end(null, 'cancelled') };
}
