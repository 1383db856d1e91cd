/**
 * Keeps track of where a page shows which field: regions, their rows, and the spot each row yields.
 *
 * Work is proportional to what changed: a mutation makes one row dirty, or one region's list of rows, or the list of regions.
 */
import type { Catalog, FieldSpot, PageAdapter, Region, Sight } from '../crm/contract';
import { isOurs } from './tags';
import { boxesAround, drawnIn, draws, holds } from './tree';

/** More queued mutations than this are cheaper to answer by looking again from scratch. */
const MANY_RECORDS = 5000;

/** A row with what it shows, and whether that is certain beside what the other rows show. */
interface Row {
  region: Region;
  /** Undefined until it is looked at, directly after it was found. */
  spot: FieldSpot | null | undefined;
  sure: boolean;
}

/** The node that the last mutation changed, and where it is; pages change one place several times in a row. */
interface Noted {
  node: Node;
  /** The element that it is or is in; `null` where that is ours or has gone. */
  target: Element | null;
  region: Region | undefined;
  /** Whether it is in a row, once that was asked. */
  inRow?: boolean;
}

export class Finder {
  readonly #adapter: PageAdapter;
  #catalog: Catalog | null = null;
  #regions: Region[] = [];
  #rows = new Map<Element, Row>();
  /** The page's open shadow roots, each with the region it is in. */
  #trees = new Map<ShadowRoot, Region | undefined>();
  #everything = true;
  #noted: Noted | null = null;
  /** The look that the last update took; it ends with the pass. */
  sight: Sight = { roots: [], notes: new Map() };

  constructor(adapter: PageAdapter) {
    this.#adapter = adapter;
  }

  get regions(): readonly Region[] {
    return this.#regions;
  }

  /** Open shadow roots in which regions and rows stand, each with the region it is in. */
  get roots(): ReadonlyMap<ShadowRoot, Region | undefined> {
    return this.#trees;
  }

  /** Starts over with a record's fields, or with none. */
  reset(catalog: Catalog | null): void {
    this.#catalog = catalog;
    this.#regions = [];
    this.#rows.clear();
    this.#trees.clear();
    this.#everything = true;
  }

  /**
   * Brings rows and regions up to date with the DOM.
   * @param records what changed since the last call
   * @param again looks for regions as if nothing were known
   * @returns the rows whose spot or content may have changed, and whether the list of regions did
   */
  update(records: readonly MutationRecord[], again: boolean): { dirty: Set<Element>; regionsChanged: boolean } {
    const dirty = new Set<Element>();
    if (!this.#catalog) return { dirty, regionsChanged: false };
    const dirtyRegions = new Set<Region>();
    let lookAgain =
      again || this.#everything || records.length > MANY_RECORDS || this.#regions.some((r) => !r.element.isConnected);
    if (!lookAgain) {
      this.#noted = null;
      for (const record of records) {
        if (this.#note(record, dirty, dirtyRegions)) {
          lookAgain = true;
          break;
        }
      }
    }
    this.#everything = false;
    const roots = lookAgain ? (this.#adapter.roots?.(document) ?? []) : [...this.#trees.keys()];
    this.sight = { roots, notes: new Map() };
    if (lookAgain) {
      this.#regions = this.#adapter.regions(document, this.#catalog, this.sight);
      this.#trees.clear();
      for (const tree of roots) this.#trees.set(tree, this.#regionOf(tree));
      for (const region of this.#regions) dirtyRegions.add(region);
      for (const row of this.#rows.keys()) dirty.add(row);
    }
    for (const region of dirtyRegions) this.#enumerate(region, dirty);
    if (this.#evaluate(dirty) || lookAgain) this.#makeSure(dirty);
    return { dirty, regionsChanged: lookAgain };
  }

  /** Every spot of the page. */
  spots(): readonly FieldSpot[] {
    return [...this.#rows.keys()].flatMap((row) => this.spotAt(row) ?? []);
  }

  /** What a row shows; `null` where that is nothing or not certain. */
  spotAt(row: Element): FieldSpot | null {
    const known = this.#rows.get(row);
    return (known?.sure && known.spot) || null;
  }

  /** What the region is in which a row stands; the row itself where it has gone. */
  surfaceOf(row: Element): Element {
    return this.#rows.get(row)?.region.element ?? row;
  }

  /** The region a node is in, also through shadow roots. */
  #regionOf(node: Node): Region | undefined {
    const region = this.#regions.find((r) => r.element.contains(node));
    const root = region ? null : node.getRootNode();
    if (!(root instanceof ShadowRoot)) return region;
    return this.#trees.has(root) ? this.#trees.get(root) : this.#regionOf(root.host);
  }

  /**
   * Where the label layer finds one field twice on a surface of a region, or in two rows of the page, it is sure of neither. A
   * row that became sure, because another one has gone, or is no longer becomes dirty.
   */
  #makeSure(dirty: Set<Element>): void {
    const key = ({ region, spot }: Row) =>
      spot?.layer === 'label' &&
      `${spot.surface === 'row' ? '' : this.#regions.indexOf(region)} ${spot.surface} ${spot.field}`;
    const byLabel = Map.groupBy(this.#rows.values(), key);
    for (const [row, known] of this.#rows) {
      const at = key(known);
      const sure = !at || byLabel.get(at)?.length === 1;
      if (sure !== known.sure) dirty.add(row);
      known.sure = sure;
    }
  }

  /** Sorts one mutation into dirty rows and regions. @returns true if regions may have come or gone. */
  #note(record: MutationRecord, dirty: Set<Element>, dirtyRegions: Set<Region>): boolean {
    const node = record.target;
    if (this.#noted?.node !== node) this.#noted = this.#placeOf(node);
    const noted = this.#noted;
    const { target, region } = noted;
    // What is not there any more, its place tells of.
    if (!target) return false;
    const { type } = record;
    if (!region) return type === 'childList' && this.#bringsRegion(record.addedNodes);
    if (type === 'attributes' && target === region.element) return true;
    if (type === 'childList' && this.#bringsTree(record.addedNodes)) return true;
    noted.inRow ??= this.#rowsAt(node, target, region, dirty);
    if (type === 'attributes' && !noted.inRow) {
      // What changes a container can show, hide or move its rows.
      for (const row of this.#rowsIn(target, region)) dirty.add(row);
      dirtyRegions.add(region);
    }
    if (type !== 'childList') return false;
    // A row can also be replaced by its own parent row's re-render, so new rows inside rows are looked for too.
    for (const element of elementsOf(record.addedNodes)) {
      if (element.isConnected) this.#enumerate(region, dirty, element);
    }
    for (const element of elementsOf(record.removedNodes)) this.#miss(element, dirty);
    return false;
  }

  #placeOf(node: Node): Noted {
    const target = node instanceof Element ? node : node instanceof ShadowRoot ? node.host : node.parentElement;
    if (!target?.isConnected || isOurs(target)) return { node, target: null, region: undefined };
    return { node, target, region: this.#regionOf(node) };
  }

  /** Makes the rows dirty that a change of a node concerns. @returns true if it is inside rows */
  #rowsAt(node: Node, target: Element, region: Region, dirty: Set<Element>): boolean {
    let inRow = this.#rowsAbove(node, region, dirty);
    // What is slotted into a component can be part of a row that stands in the component.
    if (target.shadowRoot) {
      for (const row of target.shadowRoot.querySelectorAll(region.rows)) {
        inRow = true;
        dirty.add(row);
      }
    }
    // Where rows are labels, what they label stands beside them.
    if (!inRow) for (const row of this.#rowsAround(target, region)) dirty.add(row);
    return inRow;
  }

  /** Makes the rows dirty that a node is in; rows can stand in rows, and the outer one may be the one with the spot. */
  #rowsAbove(node: Node, region: Region, dirty: Set<Element>): boolean {
    let inRow = false;
    // Only what stands in a shadow root is drawn elsewhere than in its parent.
    const up = this.#trees.size > 0 ? drawnIn : (at: Node) => at.parentNode;
    for (let at: Node | null = node; at && at !== region.element; at = up(at)) {
      if (!this.#rows.has(at as Element)) continue;
      inRow = true;
      dirty.add(at as Element);
    }
    return inRow;
  }

  #rowsIn(container: Element, region: Region): Element[] {
    return [...this.#rows].flatMap(([row, known]) => (known.region === region && draws(container, row) ? [row] : []));
  }

  /** The rows of a region whose boxes a node is in. */
  #rowsAround(node: Node, region: Region): Element[] {
    const around = boxesAround(node);
    return [...this.#rows].flatMap(([row, known]) =>
      known.region === region && around.has(known.spot?.box ?? row.parentElement ?? row) ? [row] : [],
    );
  }

  #bringsRegion(nodes: NodeList): boolean {
    for (const node of elementsOf(nodes)) {
      if (!node.isConnected) continue;
      if (node.matches(this.#adapter.regionHint) || node.querySelector(this.#adapter.regionHint)) return true;
    }
    return this.#bringsTree(nodes);
  }

  /** True if shadow roots came that are not known; only looked at where pages have any. */
  #bringsTree(nodes: NodeList): boolean {
    if (!this.#adapter.roots) return false;
    const isNew = ({ shadowRoot }: Element) => shadowRoot !== null && !this.#trees.has(shadowRoot);
    for (const node of elementsOf(nodes)) {
      if (isNew(node)) return true;
      for (const inner of node.querySelectorAll('*')) if (!isOurs(inner) && isNew(inner)) return true;
    }
    return false;
  }

  /** Rows in what was taken from its place become dirty. */
  #miss(taken: Element | ShadowRoot, dirty: Set<Element>): void {
    for (const element of [taken, ...taken.querySelectorAll('*')]) {
      if (!(element instanceof Element)) continue;
      if (this.#rows.has(element)) dirty.add(element);
      if (element.shadowRoot) this.#miss(element.shadowRoot, dirty);
    }
  }

  /** Finds a region's rows, or those that an element brought; new ones become dirty. */
  #enumerate(region: Region, dirty: Set<Element>, arrived?: Element): void {
    const trees: ParentNode[] = [arrived ?? region.element];
    if (!arrived) for (const [tree, within] of this.#trees) if (within === region) trees.push(tree);
    const rows = trees.flatMap((tree) => [...tree.querySelectorAll(region.rows)]);
    if (arrived?.matches(region.rows)) rows.unshift(arrived);
    for (const row of rows) {
      const known = this.#rows.get(row);
      if (!known || known.region.element !== region.element) {
        this.#rows.set(row, { region, spot: undefined, sure: true });
        dirty.add(row);
      } else if (known.region !== region) known.region = region;
    }
  }

  /** Looks at rows. @returns true if what can be sure may have changed: a row shows another field than before, or in another way */
  #evaluate(dirty: Set<Element>): boolean {
    let changed = false;
    for (const row of dirty) {
      const known = this.#rows.get(row);
      if (!known || !this.#catalog) continue;
      const { region, spot: before } = known;
      if (before === undefined || this.#isRow(row, region)) {
        known.spot = this.#adapter.spot(row, region, this.#catalog, this.sight);
      } else {
        known.spot = null;
        this.#rows.delete(row);
      }
      const { spot } = known;
      changed ||= spot?.field !== before?.field || spot?.layer !== before?.layer || spot?.surface !== before?.surface;
    }
    return changed;
  }

  /** True for what is still one of a region's rows. */
  #isRow(row: Element, region: Region): boolean {
    const live = row.isConnected && this.#regions.includes(region) && holds(region.element, row);
    return live && row.matches(region.rows);
  }
}

/** The page's own elements among nodes. Most lists are empty or have one, and a list's iterator costs more than both. */
function elementsOf(nodes: NodeList): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    if (node instanceof Element && !isOurs(node)) elements.push(node);
  }
  return elements;
}
