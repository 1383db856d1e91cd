import { createActivity } from './activity.ts';
import { App } from './app.ts';
import { browserLocation, type PageLocation } from './location.ts';
import type { Boot } from './protocol.ts';
import { Renderer } from './render/renderer.ts';
import { createSandboxPage, type SandboxPage } from './sandboxApi.ts';
import { watchForeignChanges } from './strict.ts';
import { styleSheet } from './styles/index.ts';
import type { PageTransport } from './transport.ts';
import { optionList } from './views/editor.ts';
import { modalView, snackbarView } from './views/modals.ts';
import { documentTitle, shell } from './views/shell.ts';

export interface MountOptions {
  transport: PageTransport;
  /** Where the page is; the document's own address where absent. */
  location?: PageLocation;
}

const holder = window as { sandboxPage?: SandboxPage };

/** `window.sandboxPage` of the mounted page; `undefined` before it has started. */
export const currentPage = (): SandboxPage | undefined => holder.sandboxPage;

/** Gives the document the page's language and styles; returns how to take them back. */
function dressDocument({ dom }: Boot): () => void {
  const { documentElement: html, head, title } = document;
  const { lang } = html;
  html.lang = dom.locale;
  const style = document.createElement('style');
  style.textContent = styleSheet(dom.theme);
  head.append(style);
  return () => {
    html.lang = lang;
    document.title = title;
    style.remove();
  };
}

/** Starts the booted page in `root`; returns how to end it. */
function start(root: HTMLElement, boot: Boot, { transport, location = browserLocation() }: MountOptions): () => void {
  const undress = dressDocument(boot);
  const own = new WeakSet<Node>([root]);
  const portal = document.createElement('div');
  own.add(portal);
  root.after(portal);
  const options = { identify: boot.dom.variant !== 'unknown', own: (node: Node) => void own.add(node) };
  const main = new Renderer(root, options);
  const floating = new Renderer(portal, options);
  const watch = boot.dom.strict ? watchForeignChanges((node) => own.has(node)) : null;
  let ended = false;
  const draw = (app: App) => {
    if (ended) return;
    const change = () => {
      main.render([shell(app)]);
      floating.render([optionList(app), modalView(app), snackbarView(app)]);
      document.title = documentTitle(app);
    };
    if (watch) watch.allow(change);
    else change();
    app.sidebar.measure();
  };
  const app = new App({ boot, transport, location, activity: createActivity(), draw });
  const page = createSandboxPage(app, location, watch?.violations ?? []);
  holder.sandboxPage = page;
  const stopListening = location.listen(() => void app.show());
  void app.show();
  return () => {
    ended = true;
    stopListening();
    watch?.stop();
    portal.remove();
    root.replaceChildren();
    undress();
    holder.sandboxPage = undefined;
  };
}

/** Mounts the CRM's page into `root` as soon as the transport's boot data is there; returns how to unmount it. */
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
