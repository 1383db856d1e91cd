/** What a node of the page stands for. */
export interface Origin {
  /** `{object}/{id}` of the record whose value it is. */
  record: string;
  /** The field, or `null` for what frames it. */
  field: string | null;
  /** Where on the page: see {@link OWN_PARTS} for the parts that show the page's own record as it is now. */
  part: string;
}

/** Parts of a record's page in which its own current values stand; everything else shows other records or the past. */
export const OWN_PARTS: readonly string[] = ['title', 'stage', 'summary', 'details', 'source'];

const origins = new WeakMap<Node, Origin | null>();

export function setOrigin(node: Node, origin: Origin | null): void {
  origins.set(node, origin);
}

/**
 * What a node stands for, noted while the page was rendered; nothing in the document tells. `null` for nodes of no
 * record.
 */
export function originOf(node: Node): Origin | null {
  return origins.get(node) ?? null;
}
