/** What a person chose for this browser, whatever the account. */
import { browser } from 'wxt/browser';

interface Settings {
  /** Asks why when an agent's value was corrected on the page. */
  asks: boolean;
  /** When to remind of what waits for review, as `09:30`; `null` for never. */
  remindAt: string | null;
}

const KEY = 'settings';
const USUAL: Settings = { asks: true, remindAt: null };

export async function getSettings(): Promise<Settings> {
  const stored = (await browser.storage.local.get(KEY))[KEY] as Partial<Settings> | undefined;
  return { ...USUAL, ...stored };
}

export async function changeSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set({ [KEY]: { ...(await getSettings()), ...change } });
}
