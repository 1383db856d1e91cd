import type { Catalog, FieldSpot, PageAdapter, Region } from '../../../lib/crm/contract';
import { holds } from '../../../lib/overlay/tree';

/** Everything an adapter finds in a document, with the row and the region it was found in. */
export function spotsOf(
  adapter: PageAdapter,
  root: Document,
  catalog: Catalog,
): { spot: FieldSpot; row: Element; region: Region }[] {
  const trees = adapter.roots?.(root) ?? [];
  return adapter.regions(root, catalog).flatMap((region) =>
    [region.element, ...trees.filter((tree) => holds(region.element, tree))]
      .flatMap((tree) => [...tree.querySelectorAll(region.rows)])
      .flatMap((row) => {
        const spot = adapter.spot(row, region, catalog);
        return spot ? [{ spot, row, region }] : [];
      }),
  );
}
