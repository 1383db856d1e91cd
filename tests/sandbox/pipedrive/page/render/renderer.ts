/**
 * Makes the document look like a tree of nodes, changing as little as it can: nodes stay where a node of the same tag
 * and key stood before, texts and attributes change in place, and what others have put between them is left alone. That
 * is how the real page's framework behaves, foreign content of an element with a single text included: it goes when the
 * text changes.
 */
import { type Origin, setOrigin } from './origins.ts';
import type { Child, Props, VNode } from './vnode.ts';

interface Mounted {
  vnode: VNode | string;
  /** What it is found again by: its key, or its place among its siblings. */
  slot: string;
  node: Element | Text;
  children: Mounted[];
}

const SVG = 'http://www.w3.org/2000/svg';
const NOT_ATTRIBUTES = new Set(['key', 'class', 'kit', 'value', 'on', 'origin', 'ref']);
const IDENTIFIES = /^(?:data-|aria-|role$|id$|name$|for$)/;

export interface RendererOptions {
  /** Whether identifying attributes and the kit's classes are written. */
  identify: boolean;
  /** Told of every node that is made. */
  own(node: Node): void;
}

export class Renderer {
  readonly #root: HTMLElement;
  readonly #options: RendererOptions;
  #mounted: Mounted[] = [];

  constructor(root: HTMLElement, options: RendererOptions) {
    this.#root = root;
    this.#options = options;
  }

  render(children: Child[]): void {
    this.#mounted = this.#patchChildren(this.#root, this.#mounted, children, null);
  }

  #patchChildren(parent: Element, before: Mounted[], children: Child[], origin: Origin | null): Mounted[] {
    const old = new Map(before.map((mounted, index) => [mounted.slot, { mounted, index }]));
    const used = new Set<Mounted>();
    let lastIndex = -1;
    const placed = children.flatMap((vnode, place): { mounted: Mounted; move: boolean }[] => {
      if (vnode === null || vnode === false || vnode === undefined) return [];
      const slot = slotOf(vnode, place);
      const found = old.get(slot);
      if (!found || !isSame(found.mounted.vnode, vnode)) {
        return [{ mounted: this.#create(vnode, slot, parent, origin), move: true }];
      }
      used.add(found.mounted);
      this.#patch(found.mounted, vnode, origin);
      const move = found.index < lastIndex;
      if (!move) lastIndex = found.index;
      return [{ mounted: found.mounted, move }];
    });
    for (const mounted of before) if (!used.has(mounted)) mounted.node.remove();
    placed.forEach(({ mounted, move }, index) => {
      if (!move) return;
      const next = placed.slice(index + 1).find((other) => !other.move);
      parent.insertBefore(mounted.node, next?.mounted.node ?? null);
    });
    return placed.map(({ mounted }) => mounted);
  }

  #create(vnode: VNode | string, slot: string, parent: Element, inherited: Origin | null): Mounted {
    if (typeof vnode === 'string') {
      const node = document.createTextNode(vnode);
      this.#options.own(node);
      setOrigin(node, inherited);
      return { vnode, slot, node, children: [] };
    }
    const namespace = vnode.tag === 'svg' || parent.namespaceURI === SVG ? SVG : null;
    const node = namespace ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
    this.#options.own(node);
    const mounted: Mounted = { vnode: { ...vnode, props: {}, children: [] }, slot, node, children: [] };
    listen(node);
    this.#patch(mounted, vnode, inherited);
    vnode.props.ref?.(node as HTMLElement);
    return mounted;
  }

  #patch(mounted: Mounted, vnode: VNode | string, inherited: Origin | null): void {
    const { node } = mounted;
    if (typeof vnode === 'string') {
      if (node.nodeValue !== vnode) node.nodeValue = vnode;
      setOrigin(node, inherited);
      mounted.vnode = vnode;
      return;
    }
    const element = node as Element;
    const { props } = mounted.vnode as VNode;
    this.#attributes(element, props, vnode.props);
    handlers.set(element, vnode.props.on ?? {});
    const origin = vnode.props.origin === undefined ? inherited : vnode.props.origin;
    setOrigin(element, origin);
    const text = onlyText(vnode);
    if (text !== null && onlyText(mounted.vnode as VNode) !== null) this.#setText(element, mounted, text, origin);
    else mounted.children = this.#patchChildren(element, mounted.children, vnode.children, origin);
    const control = element as HTMLInputElement;
    if (vnode.props.value !== undefined && control.value !== vnode.props.value) control.value = vnode.props.value;
    mounted.vnode = vnode;
  }

  #setText(element: Element, mounted: Mounted, text: string, origin: Origin | null): void {
    const [child] = mounted.children;
    if (!child) return;
    if (child.vnode !== text) {
      const only = element.firstChild;
      if (only === child.node && only === element.lastChild) only.nodeValue = text;
      else {
        element.textContent = text;
        child.node = element.firstChild as Text;
        this.#options.own(child.node);
      }
      child.vnode = text;
    }
    setOrigin(child.node, origin);
  }

  #attributes(element: Element, before: Props, props: Props): void {
    const { identify } = this.#options;
    const set = (name: string, value: unknown) => {
      if (value === undefined || value === null || value === false || value === '') element.removeAttribute(name);
      else element.setAttribute(name, value === true ? '' : String(value));
    };
    for (const name of new Set([...Object.keys(before), ...Object.keys(props)])) {
      if (NOT_ATTRIBUTES.has(name) || before[name] === props[name]) continue;
      if (identify || !IDENTIFIES.test(name)) set(name, props[name]);
    }
    if (before.class === props.class && before.kit === props.kit) return;
    set('class', [identify && props.kit, props.class].filter(Boolean).join(' '));
  }
}

/** The text of an element that has nothing else in it. */
function onlyText({ children }: VNode): string | null {
  const [child] = children;
  return children.length === 1 && typeof child === 'string' ? child : null;
}

function slotOf(vnode: VNode | string, place: number): string {
  return typeof vnode !== 'string' && vnode.props.key !== undefined ? `k ${vnode.props.key}` : `i ${place}`;
}

function isSame(before: VNode | string, after: VNode | string): boolean {
  if (typeof before === 'string' || typeof after === 'string') return typeof before === typeof after;
  return before.tag === after.tag;
}

const EVENTS = ['click', 'input', 'change', 'keydown', 'scroll', 'focus', 'blur', 'submit', 'pointerdown'];
const handlers = new WeakMap<Element, Record<string, (event: Event) => void>>();

function listen(element: Element): void {
  for (const type of EVENTS) element.addEventListener(type, (event) => handlers.get(element)?.[type]?.(event));
}
