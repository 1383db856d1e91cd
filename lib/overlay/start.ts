/** Starts the page side on a record's page: the one file of the overlay that knows what the extension around it does. */
import { browser } from 'wxt/browser';
import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import type { PageAdapter } from '../crm/contract';
import { ask, type Body, type Kind, listen } from '../messaging/protocol';
import { Session } from './session';

/** How long marks of a disabled extension may stay. */
const ALIVE_CHECK_MS = 1_000;
/** The worker died while it answered; the next try wakes it again. */
const AGAIN_MS = 1_000;

/** Runs until the extension is updated, disabled or replaced by a newer copy in the same page. */
export function startOverlay(ctx: ContentScriptContext, adapter: PageAdapter): void {
  let session: Session | null = null;
  void begin();
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
        try {
          return await ask('record.view', { ref, reason, language });
        } catch (error) {
          // After an update `runtime.id` is gone; asking for validity makes the context abort itself.
          if (ctx.isInvalid) throw error;
          return { ok: false, problem: { kind: 'server' } };
        }
      },
      report: (report) => tell('record.report', report),
      labels: (ref, language, rows) => tell('record.labels', { ref, language, rows }),
      seen: (ref, fields) => tell('record.seen', { ref, fields }),
      openPage: (page) => tell('page.open', { page }),
      cardUrl: (ref, field, about) =>
        `${browser.runtime.getURL('/card.html')}?${new URLSearchParams({ ...ref, field, about })}`,
      kit,
      signal: ctx.signal,
    });
    session.start();
  }

  function tell<K extends Kind>(kind: K, body: Body<K>): void {
    if (!ctx.isInvalid) ask(kind, body).catch(() => {});
  }
}
