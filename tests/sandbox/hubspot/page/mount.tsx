import './commits.ts';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { createActivity } from './activity.ts';
import { createChurn } from './churn.ts';
import { type Page, PageContext } from './context.ts';
import { browserLocation, type PageLocation } from './location.ts';
import { createMark } from './marks.ts';
import type { Boot } from './protocol.ts';
import { createSandboxPage } from './sandboxApi.ts';
import { watchForeignChanges } from './strict.ts';
import { styleSheet } from './styles/index.ts';
import { inSentence, translate } from './texts/index.ts';
import type { PageTransport } from './transport.ts';

export interface MountOptions {
  transport: PageTransport;
  /** Where the page is; the document's own address where absent. */
  location?: PageLocation;
}

/** Gives the document the page's language, direction and styles; returns how to take them back. */
function dressDocument({ dom }: Boot): () => void {
  const { documentElement: html, head, title } = document;
  const { lang, dir } = html;
  html.lang = dom.locale;
  html.dir = dom.locale === 'ar' ? 'rtl' : 'ltr';
  const style = document.createElement('style');
  style.textContent = styleSheet(dom.theme);
  head.append(style);
  return () => {
    Object.assign(html, { lang, dir });
    document.title = title;
    style.remove();
  };
}

/** Starts the booted page in `root`; returns how to end it. */
function start(
  root: HTMLElement,
  boot: Boot,
  { transport, location: address = browserLocation() }: MountOptions,
): () => void {
  const undress = dressDocument(boot);
  const activity = createActivity();
  const churn = createChurn();
  const refreshers = new Set<() => Promise<unknown>>();
  const watch = boot.dom.strict ? watchForeignChanges(root, document) : null;
  const page: Page = {
    boot,
    transport,
    activity,
    churn,
    mark: createMark(boot.dom.variant),
    t: (key, values) => translate(boot.dom.locale, key, values),
    noun: (key) => inSentence(boot.dom.locale, translate(boot.dom.locale, key)),
    navigate: address.push,
    replace: address.replace,
    onRefresh(refresh) {
      refreshers.add(refresh);
      return () => void refreshers.delete(refresh);
    },
  };
  const violations = watch?.violations ?? [];
  window.sandboxPage = createSandboxPage({ activity, churn, violations, refreshers, navigate: address.push });
  const react = createRoot(root);
  react.render(
    <PageContext value={page}>
      <App address={address} />
    </PageContext>,
  );
  return () => {
    react.unmount();
    watch?.stop();
    undress();
    window.sandboxPage = undefined;
  };
}

/**
 * Mounts the CRM's page into `root` as soon as the transport's boot data is there; returns how to unmount it. Strict mode
 * needs this module to be evaluated before anything else imports react-dom.
 */
export function mountPage(root: HTMLElement, options: MountOptions): () => void {
  let end: (() => void) | null = null;
  let ended = false;
  options.transport.boot().then(
    (boot) => {
      if (!ended) end = start(root, boot, options);
    },
    (reason: unknown) => {
      root.textContent = String(reason);
    },
  );
  return () => {
    ended = true;
    end?.();
  };
}
