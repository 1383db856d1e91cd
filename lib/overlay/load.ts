/**
 * The content script: waits for a record's page, then loads the page side. The browser reads and compiles what is loaded so beside
 * the page's main thread, where a content script itself is compiled on it: 8 of the 24 ms that opening a record took.
 */
import { browser, type PublicPath } from 'wxt/browser';
import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import type { PageAdapter } from '../crm/contract';
import { watchAddress } from './navigation';

/** What the module of a CRM's page side exports. */
interface PageSide {
  default(ctx: ContentScriptContext): void;
}

/** The extension is just being updated, or the browser was short of something. */
const AGAIN_MS = 1_000;

/**
 * Loads the page side at the first address that names a record; other pages cost a comparison of each address and nothing else.
 * @param script where the CRM's page side is in the extension
 */
export function loadOverlay(ctx: ContentScriptContext, locate: PageAdapter['locate'], script: PublicPath): void {
  let begun = false;
  const look = (url: URL) => {
    if (begun || !locate(url)) return;
    begun = true;
    void load();
  };
  watchAddress(look, ctx.signal);
  look(new URL(location.href));

  async function load(): Promise<void> {
    const page: PageSide | null = await import(/* @vite-ignore */ browser.runtime.getURL(script)).catch(() => null);
    if (ctx.isInvalid) return;
    if (page) page.default(ctx);
    else ctx.setTimeout(() => void load(), AGAIN_MS);
  }
}
