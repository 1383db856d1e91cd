/**
 * Which property of which record a node of the sandbox's page stands for, read from the React components that made it. What the
 * adapter goes by (attributes, labels, ids) plays no part, so this is the truth to hold it against.
 */
import { type PageTypeId, SURFACES } from '../../sandbox/hubspot/page/surfaces.ts';

/** Parts of the page as the sandbox's layout names them, and the panel of all properties. */
export type Part = 'highlight' | 'sidebar' | 'data-highlights' | 'profile-list' | 'panel';

export interface Origin {
  /** `{type}/{id}` of the record. */
  record: string;
  part: Part;
  /** The property, or `null` for what frames it. */
  field: string | null;
}

interface Fiber {
  type: unknown;
  key: string | null;
  memoizedProps: Record<string, unknown> | null;
  stateNode: unknown;
  child: Fiber | null;
  sibling: Fiber | null;
}

interface Context {
  record: string | null;
  part: Part | null;
  field: string | null;
}

const PARTS: Record<string, Part> = {
  HighlightCard: 'highlight',
  PropertiesCard: 'sidebar',
  DataHighlights: 'data-highlights',
  ProfileList: 'profile-list',
  AllPropertiesPanel: 'panel',
};

/** Components that show other records, the past, or nothing of the record itself. */
const FOREIGN = new Set([
  'PreviewPanel',
  'HistoryDialog',
  'HoverCard',
  'AssociationCard',
  'Timeline',
  'RecentActivities',
  'RecordSummary',
  'IndexView',
  'CreateDialog',
  'Listbox',
  'Floating',
  'MiniHighlight',
  'SaveBar',
]);

const KEYED = new Set<Part>(['highlight', 'data-highlights', 'profile-list']);

const NOTHING: Context = { record: null, part: null, field: null };

/** What every node of a mounted page stands for; nodes of no field of a record's own page are not in it. */
export function originsOf(container: Element): Map<Node, Origin> {
  const key = Object.keys(container).find((name) => name.startsWith('__reactContainer$'));
  if (!key) throw new Error('no React page in this element');
  // The fiber on the container may be the alternate one; its root names the current one.
  const root = (container as unknown as Record<string, Fiber>)[key]?.stateNode as { current: Fiber };
  const origins = new Map<Node, Origin>();
  walk(root.current, NOTHING, origins);
  return origins;
}

function walk(fiber: Fiber, context: Context, origins: Map<Node, Origin>): void {
  for (let at: Fiber | null = fiber; at; at = at.sibling) {
    const own = narrow(at, context);
    if (!own) continue;
    if (at.stateNode instanceof Node && own.record && own.part) {
      origins.set(at.stateNode, { record: own.record, part: own.part, field: own.field });
    }
    if (at.child) walk(at.child, own, origins);
  }
}

/** What a fiber adds to what is known from above; `null` where its whole subtree is foreign. */
function narrow(fiber: Fiber, context: Context): Context | null {
  const name = nameOf(fiber.type);
  if (FOREIGN.has(name)) return null;
  const props = fiber.memoizedProps ?? {};
  const next = { ...context };
  const record = props.record as { typeId?: string; id?: string } | undefined;
  if (record?.typeId && record.id) next.record = `${record.typeId}/${record.id}`;
  const part = PARTS[name];
  if (part) return { ...next, part, field: null };
  if (!next.part) return next;
  if (typeof props.field === 'string') next.field = props.field;
  // In these parts properties are plain elements, keyed by their name.
  if (KEYED.has(next.part) && typeof fiber.type === 'string' && fiber.key) next.field = fiber.key;
  const line = props.line as { field: string } | undefined;
  if (line) next.field = line.field;
  if (next.part === 'highlight' && (fiber.type === 'h1' || fiber.type === 'h2') && next.record) {
    next.field = SURFACES[next.record.split('/')[0] as PageTypeId].title;
  }
  return next;
}

function nameOf(type: unknown): string {
  if (typeof type === 'function') return type.name;
  // Memoised components keep theirs one level deeper.
  const inner = (type as { type?: unknown } | null)?.type;
  return typeof inner === 'function' ? inner.name : '';
}
