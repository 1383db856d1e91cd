import { createActivity } from '../../hubspot/page/activity.ts';
import { createChurn } from '../../hubspot/page/churn.ts';
import { browserLocation, type PageLocation } from '../../hubspot/page/location.ts';
import { anonymous, anonymousStyles } from './anonymous.ts';
import { App } from './app.ts';
import { ISLANDS, loadIslands } from './lwc/load.ts';
import { originOf } from './origins.ts';
import { createRenderer, type Island } from './patch.ts';
import type { Boot } from './protocol.ts';
import type { LightningSandboxPage } from './sandboxApi.ts';
import { watchForeignChanges } from './strict.ts';
import { styleSheet } from './styles.ts';
import { tokenOf } from './tokens.ts';
import type { PageTransport } from './transport.ts';
import { isLwc } from './variants.ts';
import { type Child, flatten, type VNode } from './vnode.ts';

export interface MountOptions {
  transport: PageTransport;
  /** Where the page is; the document's own address where absent. */
  location?: PageLocation;
}

/** Gives the document the page's language, direction and styles; returns how to take them back. */
function dressDocument({ dom }: Boot, css: string): () => void {
  const { documentElement: html, body, head, title } = document;
  const { lang, dir } = html;
  html.lang = dom.locale;
  html.dir = dom.locale === 'ar' ? 'rtl' : 'ltr';
  if (dom.variant !== 'unknown') body.classList.add('desktop');
  const style = document.createElement('style');
  style.textContent = css;
  head.append(style);
  return () => {
    Object.assign(html, { lang, dir });
    body.classList.remove('desktop');
    document.title = title;
    style.remove();
  };
}

/** Descriptions as the variant's document has them. */
function treeOf({ dom }: Boot): (view: VNode) => Child {
  if (isLwc(dom.variant)) return (view) => flatten(view, tokenOf, ISLANDS);
  if (dom.variant === 'unknown') return (view) => anonymous(flatten(view, () => undefined));
  return (view) => flatten(view, tokenOf);
}

/** Starts the booted page in `root`; returns how to end it. */
function start(
  root: HTMLElement,
  boot: Boot,
  { transport, location: address = browserLocation() }: MountOptions,
  island: ((vnode: VNode) => Island | null) | undefined,
  css: string,
): () => void {
  const undress = dressDocument(boot, css);
  const activity = createActivity();
  const churn = createChurn();
  const renderer = createRenderer(document, island);
  const watch = boot.dom.strict ? watchForeignChanges(document, renderer.owns) : null;
  const tree = treeOf(boot);
  const app = new App({
    boot,
    transport,
    address,
    activity,
    churn,
    show(views) {
      const render = () => renderer.render(root, views.map(tree));
      if (watch) watch.own(render);
      else render();
    },
    setTitle: (title) => {
      document.title = title;
    },
  });
  const sandboxPage: LightningSandboxPage = {
    async refresh() {
      await activity.during(app.refresh());
      await activity.settle();
    },
    navigate: address.push,
    churn: (times) => churn.run(times),
    settle: () => activity.settle(),
    violations: watch?.violations ?? [],
    originOf,
  };
  window.sandboxPage = sandboxPage;
  const stop = app.start();
  return () => {
    stop();
    renderer.render(root, []);
    watch?.stop();
    undress();
    window.sandboxPage = undefined;
  };
}

/** Mounts Lightning into `root` as soon as the transport's boot data is there; returns how to unmount it. */
export function mountPage(root: HTMLElement, options: MountOptions): () => void {
  let end: (() => void) | null = null;
  let ended = false;
  const begin = async () => {
    const boot = await options.transport.boot();
    const { variant, theme } = boot.dom;
    const css = styleSheet(theme);
    const plain = variant === 'unknown' ? anonymousStyles(css) : css;
    const island = isLwc(variant) ? await loadIslands(variant, css) : undefined;
    if (!ended) end = start(root, boot, options, island, plain);
  };
  begin().catch((reason: unknown) => {
    root.textContent = String(reason);
    throw reason;
  });
  return () => {
    ended = true;
    end?.();
  };
}
