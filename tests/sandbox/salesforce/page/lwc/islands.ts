/**
 * Descriptions as LWC components: every custom element becomes a component of its own name whose template renders what its
 * description has as its shadow. Templates are registered as the compiler's output registers them.
 */
import {
  createElement,
  freezeTemplate,
  LightningElement,
  registerComponent,
  registerDecorators,
  registerTemplate,
} from 'lwc';
import { noteOrigin, type Origin } from '../origins.ts';
import type { Island } from '../patch.ts';
import { tokenOf } from '../tokens.ts';
import type { Child, VNode } from '../vnode.ts';

/** What templates call; the engine's own types leave it out. */
interface TemplateApi {
  h(tag: string, data: object, children: readonly unknown[]): unknown;
  c(tag: string, component: object, data: object, children: readonly unknown[]): unknown;
  s(name: string, data: object, children: readonly unknown[], slots: object): unknown;
  t(text: string): unknown;
  f(items: readonly unknown[]): readonly unknown[];
  b(handler: (event: Event) => void): unknown;
}

interface Component {
  description: VNode;
}

interface Template {
  (api: TemplateApi, component: Component, slots: object): readonly unknown[];
  slots: string[];
  stylesheetToken: string | undefined;
  stylesheets: unknown[];
  renderMode: undefined;
}

const API_VERSION = 66;
const SVG = new Set(['svg', 'path', 'g', 'circle']);

/** Plain elements are told what they stand for through a property, which is kept where no attribute shows it. */
Object.defineProperty(HTMLElement.prototype, 'sandboxOrigin', {
  configurable: true,
  set(this: HTMLElement, origin: Origin) {
    noteOrigin(this, origin);
  },
});

/** What the engine's types do not say of a component. */
function parts(component: unknown): { root: ShadowRoot & { synthetic?: boolean }; description: VNode | undefined } {
  const { template, description } = component as { template: ShadowRoot; description: VNode | undefined };
  return { root: template, description };
}

/** A sheet without rules, for the token that only components with a sheet have. */
const emptySheet = () => '';

/** A name for each of several siblings. */
function keysOf(children: readonly Child[]): string[] {
  const counts = new Map<string, number>();
  return children.map((child) => {
    if (typeof child === 'string') return '';
    if (child.key !== undefined) return `${child.tag} ${child.key}`;
    const count = counts.get(child.tag) ?? 0;
    counts.set(child.tag, count + 1);
    return `${child.tag}#${count}`;
  });
}

/**
 * @param css style sheet of native shadow roots, which the document's does not reach
 * @param native tags whose components have a native shadow root in a synthetic page
 */
export function createIslands(css: string, native: ReadonlySet<string>): (vnode: VNode) => Island {
  const constructors = new Map<string, typeof LightningElement>();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css.replace(/:root\{[^}]*\}/, ''));

  function renderAll(api: TemplateApi, children: readonly Child[], slots: object, own: Template): readonly unknown[] {
    const keys = keysOf(children);
    return api.f(children.map((child, index) => render(api, child, keys[index] ?? '', slots, own)));
  }

  function render(api: TemplateApi, child: Child, key: string, slots: object, own: Template): unknown {
    if (typeof child === 'string') return api.t(child);
    const { tag, attrs, props, on, origin } = child;
    const { class: className, style, ...rest } = attrs;
    const data = {
      key,
      attrs: rest,
      ...(className && { className }),
      ...(style && { style }),
      ...(SVG.has(tag) && { svg: true }),
      ...(attrs.slot !== undefined && { slotAssignment: attrs.slot }),
      props,
      on: Object.fromEntries(Object.entries(on).map(([type, handler]) => [type, api.b(handler)])),
    };
    const children = renderAll(api, child.children, slots, own);
    if (tag === 'slot') {
      const name = attrs.name ?? '';
      if (!own.slots.includes(name)) own.slots.push(name);
      return api.s(name, data, children, slots);
    }
    if (!tag.includes('-')) {
      return api.h(tag, origin ? { ...data, props: { ...props, sandboxOrigin: origin } } : data, children);
    }
    return api.c(tag, constructorOf(tag), { ...data, props: { description: child } }, children);
  }

  function constructorOf(tag: string): typeof LightningElement {
    const known = constructors.get(tag);
    if (known) return known;
    const template = ((api, component, slots) =>
      renderAll(api, component.description?.shadow ?? [], slots, template)) as Template;
    const token = tokenOf(tag);
    Object.assign(template, { slots: [], stylesheetToken: token, stylesheets: token ? [emptySheet] : [] });
    registerTemplate(template as unknown as Parameters<typeof registerTemplate>[0]);
    freezeTemplate(template as unknown as Parameters<typeof freezeTemplate>[0]);
    // Its type would want `override` for what LWC looks up by name.
    class Made extends (LightningElement as unknown as new () => object) {
      static shadowSupportMode = native.has(tag) ? 'native' : 'reset';

      connectedCallback() {
        const { root } = parts(this);
        if (!root.synthetic) root.adoptedStyleSheets = [sheet];
      }

      renderedCallback() {
        const { root, description } = parts(this);
        if (description?.origin) noteOrigin(root.host, description.origin);
      }
    }
    registerDecorators(Made as unknown as typeof LightningElement, {
      publicProps: { description: { config: 0, type: '' } },
    });
    const made = registerComponent(
      Made as unknown as typeof LightningElement,
      { tmpl: template, sel: tag, apiVersion: API_VERSION } as unknown as Parameters<typeof registerComponent>[1],
    ) as typeof LightningElement;
    constructors.set(tag, made);
    return made;
  }

  return (vnode) => {
    const element = createElement(vnode.tag, { is: constructorOf(vnode.tag) }) as HTMLElement & { description?: VNode };
    return {
      element,
      update(description) {
        element.description = description;
      },
    };
  };
}
