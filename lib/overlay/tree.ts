/** What is inside what, and before what, on pages whose components keep their DOM in open shadow roots. */

/** The host of the shadow root that a node is in; `null` in the document's own tree. */
function hostOf(node: Node): Element | null {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** True for a node in an element, or in a shadow root at or below it. */
export function holds(container: Element, node: Node): boolean {
  for (let at: Node | null = node; at; at = hostOf(at)) if (container.contains(at)) return true;
  return false;
}

/** What a node is drawn in: the slot that shows it, the host of its shadow root, or its parent. */
export function drawnIn(node: Node): Node | null {
  const slot = node instanceof Element || node instanceof Text ? node.assignedSlot : null;
  if (slot) return slot;
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}

/** True for a node in an element, or shown in it by a slot. */
export function draws(container: Element, node: Node): boolean {
  if (holds(container, node)) return true;
  if (!hostOf(container)) return false;
  for (let at: Node | null = node; at; at = drawnIn(at)) if (at === container) return true;
  return false;
}

/** A node and everything that holds it or draws it: what `draws` is true of. */
export function boxesAround(node: Node): Set<Node> {
  const around = new Set<Node>();
  for (let at: Node | null = node; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) around.add(at);
  for (let at: Node | null = node; at; at = drawnIn(at)) around.add(at);
  return around;
}

/** The element that has the focus, in whichever shadow root. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Compares places in the document, for sorting: negative if the first comes first. */
export function inOrder(a: Element, b: Element): number {
  const [left, right] = [trail(a), trail(b)];
  for (let depth = 0; depth < left.length && depth < right.length; depth++) {
    const [one, other] = [left[depth], right[depth]];
    if (one && other && one !== other) {
      return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    }
  }
  return left.length - right.length;
}

/** An element and the hosts around it, outermost first. */
function trail(element: Element): Element[] {
  const hosts: Element[] = [];
  for (let at: Element | null = element; at; at = hostOf(at)) hosts.unshift(at);
  return hosts;
}
