/**
 * Keeps track of where a page shows which field: regions, their rows, and the spot each row yields.
 *
 * Work is proportional to what changed: a mutation makes one row dirty, or one region's list of rows, or the list of regions.
 */
import type { Catalog, FieldSpot, PageAdapter, Region } from '../crm/contract';
import { MARK_TAG } from './tags';

/** More queued mutations than this are cheaper to answer by looking again from scratch. */
const MANY_RECORDS = 5000;

export class Finder {
  readonly #adapter: PageAdapter;
  #catalog: Catalog | null = null;
  #regions: Region[] = [];
  /** Every row seen, with what it shows; `null` where that is nothing or not certain. */
  #rows = new Map<Element, { region: Region; spot: FieldSpot | null }>();
  #everything = true;

  constructor(adapter: PageAdapter) {
    this.#adapter = adapter;
  }

  get regions(): readonly Region[] {
    return this.#regions;
  }

  /** Starts over with a record's fields, or with none. */
  reset(catalog: Catalog | null): void {
    this.#catalog = catalog;
    this.#regions = [];
    this.#rows.clear();
    this.#everything = true;
  }

  /**
   * Brings rows and regions up to date with the DOM.
   * @param records what changed since the last call
   * @returns the rows whose spot or content may have changed, and whether the list of regions did
   */
  update(records: readonly MutationRecord[]): { dirty: Set<Element>; regionsChanged: boolean } {
    const dirty = new Set<Element>();
    if (!this.#catalog) return { dirty, regionsChanged: false };
    const dirtyRegions = new Set<Region>();
    let lookAgain =
      this.#everything || records.length > MANY_RECORDS || this.#regions.some((r) => !r.element.isConnected);
    if (!lookAgain) {
      for (const record of records) {
        if (this.#note(record, dirty, dirtyRegions)) {
          lookAgain = true;
          break;
        }
      }
    }
    this.#everything = false;
    if (lookAgain) {
      this.#regions = this.#adapter.regions(document, this.#catalog);
      for (const region of this.#regions) dirtyRegions.add(region);
      for (const row of this.#rows.keys()) dirty.add(row);
    }
    for (const region of dirtyRegions) this.#enumerate(region, dirty);
    this.#evaluate(dirty);
    return { dirty, regionsChanged: lookAgain };
  }

  /** Every spot of the page; where the label layer finds one field twice in a region it is sure of neither. */
  spots(): FieldSpot[] {
    const byLabel = new Map<string, number>();
    const key = (region: Region, field: string) => `${this.#regions.indexOf(region)} ${field}`;
    for (const { region, spot } of this.#rows.values()) {
      if (spot?.layer === 'label')
        byLabel.set(key(region, spot.field), (byLabel.get(key(region, spot.field)) ?? 0) + 1);
    }
    const spots: FieldSpot[] = [];
    for (const { region, spot } of this.#rows.values()) {
      if (spot && (spot.layer !== 'label' || byLabel.get(key(region, spot.field)) === 1)) spots.push(spot);
    }
    return spots;
  }

  /** Sorts one mutation into dirty rows and regions. @returns true if regions may have come or gone. */
  #note(record: MutationRecord, dirty: Set<Element>, dirtyRegions: Set<Region>): boolean {
    const target = record.target instanceof Element ? record.target : record.target.parentElement;
    if (!target) return false;
    const region = this.#regions.find((r) => r.element.contains(target));
    if (!region) return record.type === 'childList' && this.#bringsRegion(record.addedNodes);
    if (record.type === 'attributes' && target === region.element) return true;
    const row = target.closest(region.rows);
    if (row && region.element.contains(row) && row !== region.element) {
      dirty.add(row);
      // A row can also be replaced by its own parent row's re-render, so new rows inside rows are looked for too.
      if (record.type === 'childList' && hasElements(record)) dirtyRegions.add(region);
    } else dirtyRegions.add(region);
    return false;
  }

  #bringsRegion(nodes: NodeList): boolean {
    for (const node of nodes) {
      if (!(node instanceof Element) || node.localName === MARK_TAG) continue;
      if (node.matches(this.#adapter.regionHint) || node.querySelector(this.#adapter.regionHint)) return true;
    }
    return false;
  }

  /** Finds a region's rows; new ones and gone ones become dirty. */
  #enumerate(region: Region, dirty: Set<Element>): void {
    for (const [row, known] of this.#rows) {
      if (known.region.element === region.element && !region.element.contains(row)) dirty.add(row);
    }
    for (const row of region.element.querySelectorAll(region.rows)) {
      const known = this.#rows.get(row);
      if (!known || known.region.element !== region.element) {
        this.#rows.set(row, { region, spot: null });
        dirty.add(row);
      } else if (known.region !== region) known.region = region;
    }
  }

  #evaluate(dirty: Set<Element>): void {
    const catalog = this.#catalog;
    if (!catalog) return;
    for (const row of dirty) {
      const known = this.#rows.get(row);
      const live =
        known && row.isConnected && this.#regions.includes(known.region) && known.region.element.contains(row);
      if (!known || !live || !row.matches(known.region.rows)) {
        this.#rows.delete(row);
        continue;
      }
      known.spot = this.#adapter.spot(row, known.region, catalog);
    }
  }
}

function hasElements(record: MutationRecord): boolean {
  for (const list of [record.addedNodes, record.removedNodes]) {
    for (const node of list) if (node instanceof Element && node.localName !== MARK_TAG) return true;
  }
  return false;
}
