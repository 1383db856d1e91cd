import type { Catalog, FieldSpot, PageAdapter, Region, Sight } from '../../../lib/crm/contract';
import { holds } from '../../../lib/overlay/tree';

/** What the finder hands an adapter for one look at a document. */
export function sightOf(adapter: PageAdapter, root: Document): Sight {
  return { roots: adapter.roots?.(root) ?? [], notes: new Map() };
}

/** Everything an adapter finds in a document, with the row and the region it was found in; without a sight each by itself. */
export function spotsOf(
  adapter: PageAdapter,
  root: Document,
  catalog: Catalog,
  sight?: Sight,
): { spot: FieldSpot; row: Element; region: Region }[] {
  const trees = adapter.roots?.(root) ?? [];
  return adapter.regions(root, catalog, sight).flatMap((region) =>
    [region.element, ...trees.filter((tree) => holds(region.element, tree))]
      .flatMap((tree) => [...tree.querySelectorAll(region.rows)])
      .flatMap((row) => {
        const spot = adapter.spot(row, region, catalog, sight);
        return spot ? [{ spot, row, region }] : [];
      }),
  );
}
