/** Parts of the page that show fields of a record. */
export type Part = 'title' | 'highlights' | 'path' | 'details' | 'parent' | 'related' | 'hover' | 'modal' | 'list';

/** What a node of the page stands for. */
export interface Origin {
  /** `{object}/{id}`. */
  record: string;
  /** The field, or `null` for what frames it. */
  field: string | null;
  part: Part;
}

const origins = new WeakMap<Node, Origin>();

/** Remembers what a node, with everything in it, stands for. */
export function noteOrigin(node: Node, origin: Origin): void {
  origins.set(node, origin);
}

/** What a node stands for: noted when it was rendered, for itself or for the nearest node around it. */
export function originOf(node: Node): Origin | null {
  for (let at: Node | null = node; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    const origin = origins.get(at);
    if (origin) return origin;
  }
  return null;
}
