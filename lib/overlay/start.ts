/** Starts the page side in a content script: the one file of the overlay that knows the extension around it. */
import { browser } from 'wxt/browser';
import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import type { PageAdapter } from '../crm/contract';
import { ask, listen } from '../messaging/protocol';
import { watchAddress } from './navigation';
import { Session } from './session';

/** How long marks of a disabled extension may stay. */
const ALIVE_CHECK_MS = 1_000;
/** The worker died while it answered; the next try wakes it again. */
const AGAIN_MS = 1_000;

/** Runs until the extension is updated, disabled or replaced by a newer copy in the same page. */
export function startOverlay(ctx: ContentScriptContext, adapter: PageAdapter): void {
  if (window.top !== window) return;
  let session: Session | null = null;
  // Pages without a record cost a comparison of each address and nothing else.
  const looking = new AbortController();
  const look = (url: URL) => {
    if (!adapter.locate(url)) return;
    looking.abort();
    void begin();
  };
  watchAddress(look, AbortSignal.any([ctx.signal, looking.signal]));
  look(new URL(location.href));
  // Nothing tells a content script that its extension is gone; the context looks by itself whenever one of its timers runs.
  ctx.setInterval(() => {}, ALIVE_CHECK_MS);
  const stop = listen((told) => {
    if (told === 'news') session?.refresh();
    else if (told === 'hide') session?.setHidden(!session.hidden);
    else session?.step(told === 'next' ? 1 : -1);
  });
  ctx.onInvalidated(stop);

  async function begin(): Promise<void> {
    const kit = await ask('page.kit', {}).catch(() => null);
    if (ctx.isInvalid) return;
    if (!kit) {
      ctx.setTimeout(() => void begin(), AGAIN_MS);
      return;
    }
    session = new Session({
      adapter,
      async view(ref, reason, language) {
        alive();
        try {
          return await ask('record.view', { ref, reason, language });
        } catch (error) {
          alive();
          return { ok: false, problem: { kind: 'server', message: error instanceof Error ? error.message : '' } };
        }
      },
      report: (report) => void tell(() => ask('record.report', report)),
      labels: (ref, language, rows) => void tell(() => ask('record.labels', { ref, language, rows })),
      seen: (ref, fields) => void tell(() => ask('record.seen', { ref, fields })),
      openPage: (page) => void tell(() => ask('page.open', { page })),
      cardUrl: (ref, field, about) =>
        `${browser.runtime.getURL('/card.html')}?${new URLSearchParams({ ...ref, field, about })}`,
      kit,
      signal: ctx.signal,
    });
    session.start();
  }

  function alive(): void {
    // After an update `runtime.id` is gone; asking for validity makes the context abort itself.
    if (ctx.isInvalid) throw new Error('the extension was updated');
  }

  async function tell(send: () => Promise<unknown>): Promise<void> {
    if (ctx.isInvalid) return;
    await send().catch(() => {});
  }
}
