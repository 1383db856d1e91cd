/**
 * What any CRM's page side has to do on any of its pages. A CRM brings its pages and, for each, what a reader of the page's source
 * would know; the suite brings everything else.
 */
import { describe, expect, test } from 'vitest';
import type { Catalog, FieldSpot, PageAdapter } from '../../lib/crm/contract';
import { draws, holds } from '../../lib/overlay/tree';
import { brokenPages } from './conformance/broken';
import { foreignPages } from './conformance/foreign';
import { sightOf, spotsOf } from './conformance/look';
import { changesOf } from './conformance/untouched';

/** A field in a place where the page must be seen to show it. */
export interface Wanted {
  field: string;
  layer: FieldSpot['layer'];
  surface: FieldSpot['surface'];
  /** True while the page shows an input for it. */
  editing?: boolean;
  /** What reading it must give; left out where the page does not tell. */
  shown?: string | null;
}

export interface OpenPage {
  catalog: Catalog;
  /** The title of the record, `null` where the page shows none; left out where the page is no record's. */
  title?: string | null;
  /** Every field and place that must be found, and nothing else may be. */
  wanted: readonly Wanted[];
  /** The field of the page's own record that a node stands for, known from how the page was made; `null` for none. */
  fieldOf(node: Node): string | null;
  close(): void;
}

export interface ConformancePage {
  name: string;
  /** True for pages whose broken copies are tried, too. */
  breakable?: boolean;
  /** Opens the page and resolves when it stands still. */
  open(): Promise<OpenPage>;
}

export interface Conformance {
  name: string;
  adapter: PageAdapter;
  pages: readonly ConformancePage[];
  /** True where components imitate shadow roots, which the page's world sees and a content script does not: looks share nothing. */
  imitated?: boolean;
  /** Addresses and what they name. */
  addresses: readonly { url: string; names: ReturnType<PageAdapter['locate']> }[];
}

/** The suite. */
export function conformance({ name, adapter, pages, imitated = false, addresses }: Conformance): void {
  if (addresses.length > 0) {
    describe(`${name}: addresses`, () => {
      test.each(addresses)('$url', ({ url, names }) => {
        expect(adapter.locate(new URL(url))).toEqual(names);
      });
    });
  }

  describe(`${name}: pages`, () => {
    test.each(pages.map((page) => ({ ...page })))('$name', async ({ open }) => {
      const page = await open();
      try {
        findsExactly(adapter, page, imitated);
        changesNothing(adapter, page);
        findsNothingUnknown(adapter, page);
      } finally {
        page.close();
      }
    });
  });

  brokenPages(name, adapter, pages);
  foreignPages(name, adapter, pages);
}

/** Every wanted field is found where it stands, and nothing besides. */
function findsExactly(adapter: PageAdapter, page: OpenPage, imitated: boolean): void {
  const { catalog, wanted } = page;
  if (page.title !== undefined) expect(adapter.title(document, catalog)?.trim() ?? null).toBe(page.title);
  const sight = imitated ? undefined : sightOf(adapter, document);
  const spots = spotsOf(adapter, document, catalog, sight);
  expect(spots, 'the same without what one look shares').toEqual(spotsOf(adapter, document, catalog));
  const byPlace = (w: Wanted) => `${w.surface} ${w.field}`;
  const found = spots.map(({ spot }): Wanted => {
    const { field, layer, surface, editing } = spot;
    const shown = adapter.read(spot, sight);
    expect(adapter.read(spot), `${field}: the same by itself`).toBe(shown);
    return { field, layer, surface, editing, shown: shown?.trim() ?? null };
  });
  const unread = new Set(wanted.filter((w) => w.shown === undefined).map(byPlace));
  const comparable = (w: Wanted) => {
    const { shown, editing = false, ...rest } = w;
    return unread.has(byPlace(w)) ? { ...rest, editing } : { ...rest, editing, shown };
  };
  const sorted = (list: readonly Wanted[]) =>
    list.toSorted((a, b) => (byPlace(a) < byPlace(b) ? -1 : 1)).map(comparable);
  expect(sorted(found)).toEqual(sorted(wanted));
  for (const { spot, row, region } of spots) {
    const { field, box, value, label, anchor } = spot;
    const at = `${spot.surface} ${field}`;
    expect(spot.row, `${at}: row`).toBe(row);
    expect(holds(region.element, box), `${at}: box in its region`).toBe(true);
    expect(page.fieldOf(value ?? row), `${at}: value`).toBe(field);
    if (label) expect(page.fieldOf(label), `${at}: label`).toBe(field);
    if (value) expect(draws(box, value), `${at}: value in its box`).toBe(true);
    expect(anchor.parent.isConnected && draws(box, anchor.parent), `${at}: anchor in the box`).toBe(true);
    expect(anchor.before === null || anchor.before.parentNode === anchor.parent, `${at}: anchor's sibling`).toBe(true);
    expect(anchor.parent.closest('input, textarea, select, button'), `${at}: anchor outside controls`).toBeNull();
    // What stands in a slot belongs to the component around it.
    expect(anchor.parent.localName, `${at}: anchor outside slots`).not.toBe('slot');
    const hinted = region.element.matches(adapter.regionHint) || region.element.querySelector(adapter.regionHint);
    expect(hinted, `${at}: the region's arrival would be noticed`).toBeTruthy();
  }
}

/** Looking twice gives the same, and no node of the page is changed by it. */
function changesNothing(adapter: PageAdapter, { catalog }: OpenPage): void {
  const changes = changesOf(() => {
    const first = spotsOf(adapter, document, catalog).map(({ spot }) => spot);
    const second = spotsOf(adapter, document, catalog).map(({ spot }) => spot);
    expect(second).toEqual(first);
    first.forEach((spot, index) => {
      expect(second[index]?.row).toBe(spot.row);
      expect(second[index]?.value).toBe(spot.value);
      expect(second[index]?.anchor.parent).toBe(spot.anchor.parent);
      expect(second[index]?.anchor.before).toBe(spot.anchor.before);
      expect(adapter.read(spot)).toBe(adapter.read(spot));
    });
    expect(adapter.title(document, catalog)).toBe(adapter.title(document, catalog));
  });
  expect(changes).toEqual([]);
}

/** What the API does not know is on no page, whatever the page's attributes say. */
function findsNothingUnknown(adapter: PageAdapter, { catalog }: OpenPage): void {
  const empty: Catalog = { ...catalog, fields: new Map(), byLabel: new Map(), ambiguous: new Map() };
  expect(spotsOf(adapter, document, empty)).toEqual([]);
}
