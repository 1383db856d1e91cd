import type { Catalog, FieldSpot, PageAdapter, Region } from '../../../lib/crm/contract';

/** Everything an adapter finds in a document, with the row and the region it was found in. */
export function spotsOf(
  adapter: PageAdapter,
  root: Document,
  catalog: Catalog,
): { spot: FieldSpot; row: Element; region: Region }[] {
  return adapter.regions(root, catalog).flatMap((region) =>
    [...region.element.querySelectorAll(region.rows)].flatMap((row) => {
      const spot = adapter.spot(row, region, catalog);
      return spot ? [{ spot, row, region }] : [];
    }),
  );
}
