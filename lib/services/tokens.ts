/**
 * Single-use tokens: a decision is taken only for a suggestion that was shown, with the values that were shown. They live with
 * the browser's session, because the worker may die while a person reads.
 */
import { browser } from 'wxt/browser';
import type { PageRef, RecordRef } from '../core/types';

/** What was shown when the token was made. */
export interface Shown {
  page: PageRef;
  ref: RecordRef;
  field: string;
  suggestion: string;
  /** Raw values, `null` for empty: the field's own, and the proposed one as it would be written; left out where it may not be approved as it is. */
  seen: string | null;
  to?: string | null;
  /** The tab whose page framed the card; `null` for a page of ours. */
  tab: number | null;
}

interface Kept extends Shown {
  at: number;
}

const PREFIX = 'decide:';
const GOOD_FOR_MS = 60 * 60_000;
const KEPT = 200;

export async function issueToken(shown: Shown): Promise<string> {
  const token = crypto.randomUUID();
  await forgetOld();
  await browser.storage.session.set({ [PREFIX + token]: { ...shown, at: Date.now() } satisfies Kept });
  return token;
}

/** What a token stands for, which it does once; `null` for one that is unknown or used, `old` for one that is too old. */
export async function redeemToken(token: string): Promise<Shown | 'old' | null> {
  const key = PREFIX + token;
  return navigator.locks.request(key, async () => {
    const kept = (await browser.storage.session.get(key))[key] as Kept | undefined;
    if (!kept) return null;
    await browser.storage.session.remove(key);
    return Date.now() - kept.at > GOOD_FOR_MS ? 'old' : kept;
  });
}

async function forgetOld(): Promise<void> {
  const tokens = Object.entries(await browser.storage.session.get(null))
    .filter(([key]) => key.startsWith(PREFIX))
    .sort(([, a], [, b]) => (a as Kept).at - (b as Kept).at);
  const old = tokens.slice(0, Math.max(0, tokens.length - KEPT)).map(([key]) => key);
  if (old.length > 0) await browser.storage.session.remove(old);
}
