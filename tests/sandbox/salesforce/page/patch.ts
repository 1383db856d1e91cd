/** Brings a container's own nodes to what a description says, leaving alone what other scripts have put between them. */
import { noteOrigin } from './origins.ts';
import type { Child, VNode } from './vnode.ts';

/** An element that renders its inside itself. */
export interface Island {
  element: Element;
  update(vnode: VNode): void;
}

export interface Renderer {
  /** Renders into a container, which keeps what others have put there. */
  render(container: Element, children: readonly Child[]): void;
  /** True for nodes this renderer has made. */
  owns(node: Node): boolean;
}

interface Live {
  vnode: Child;
  node: Node;
  children: Live[];
  island: Island | null;
}

const SVG = new Set(['svg', 'path', 'g', 'circle']);
const SVG_NS = 'http://www.w3.org/2000/svg';

/**
 * @param island makes the elements that render themselves; `null` for all others
 */
export function createRenderer(document: Document, island: (vnode: VNode) => Island | null = () => null): Renderer {
  const own = new WeakSet<Node>();
  const roots = new WeakMap<Element, Live[]>();

  const create = (vnode: Child): Live => {
    if (typeof vnode === 'string') {
      const node = document.createTextNode(vnode);
      own.add(node);
      return { vnode, node, children: [], island: null };
    }
    const made = island(vnode);
    const element =
      made?.element ??
      (SVG.has(vnode.tag) ? document.createElementNS(SVG_NS, vnode.tag) : document.createElement(vnode.tag));
    own.add(element);
    const live: Live = { vnode: { ...vnode, attrs: {}, on: {} }, node: element, children: [], island: made };
    update(live, vnode);
    return live;
  };

  const listen = (live: Live, element: Element, before: VNode, vnode: VNode) => {
    for (const type of Object.keys(vnode.on)) {
      if (before.on[type]) continue;
      element.addEventListener(type, (event) => {
        if (typeof live.vnode !== 'string') live.vnode.on[type]?.(event);
      });
    }
  };

  const update = (live: Live, vnode: Child) => {
    const before = live.vnode;
    live.vnode = vnode;
    if (typeof vnode === 'string' || typeof before === 'string') {
      if (vnode !== before) live.node.nodeValue = String(vnode);
      return;
    }
    const element = live.node as Element;
    for (const name of Object.keys(before.attrs)) if (!(name in vnode.attrs)) element.removeAttribute(name);
    for (const [name, value] of Object.entries(vnode.attrs)) {
      if (before.attrs[name] !== value) element.setAttribute(name, value);
    }
    // What was listened to once stays in the list, so that it is never listened to twice.
    live.vnode = {
      ...vnode,
      on: { ...Object.fromEntries(Object.keys(before.on).map((type) => [type, idle])), ...vnode.on },
    };
    listen(live, element, before, vnode);
    if (vnode.origin) noteOrigin(element, vnode.origin);
    if (live.island) live.island.update(vnode);
    else live.children = reconcile(element, live.children, vnode.children);
    const control = element as HTMLInputElement;
    if (vnode.props.value !== undefined && control.value !== vnode.props.value) control.value = vnode.props.value;
    if (vnode.props.checked !== undefined) control.checked = vnode.props.checked;
  };

  const reconcile = (parent: Element, before: readonly Live[], children: readonly Child[]): Live[] => {
    const known = new Map(named(before.map(({ vnode }) => vnode)).map((name, index) => [name, before[index] as Live]));
    const names = named(children);
    const next = children.map((child, index) => {
      const name = names[index] as string;
      const live = known.get(name);
      if (!live) return create(child);
      known.delete(name);
      update(live, child);
      return live;
    });
    for (const { node } of known.values()) (node as ChildNode).remove();
    place(parent, next);
    return next;
  };

  /** Puts nodes in order, moving none that has the right own node after it already. */
  const place = (parent: Element, lives: readonly Live[]) => {
    let after: Node | null = null;
    for (const { node } of lives.toReversed()) {
      let following: Node | null = node.nextSibling;
      while (following && following !== after && !own.has(following)) following = following.nextSibling;
      if (node.parentNode !== parent || following !== after) parent.insertBefore(node, after);
      after = node;
    }
  };

  return {
    render(container, children) {
      roots.set(container, reconcile(container, roots.get(container) ?? [], children));
    },
    owns: (node) => own.has(node),
  };
}

const idle = () => {};

/** A name for each of several siblings: their key, or which one of their tag they are. */
function named(children: readonly Child[]): string[] {
  const counts = new Map<string, number>();
  return children.map((child) => {
    const tag = typeof child === 'string' ? '#text' : child.tag;
    if (typeof child !== 'string' && child.key !== undefined) return `${tag} ${child.key}`;
    const count = counts.get(tag) ?? 0;
    counts.set(tag, count + 1);
    return `${tag}#${count}`;
  });
}
