/** What a reader can place on a record's page when it is opened, decided by what the page renders from. */
import type { PlacedField } from '../crm.ts';
import { assembleRecord } from './page/assemble.ts';
import { labelOf } from './page/format.ts';
import { layoutOf, pick, sectionsOf } from './page/layouts.ts';
import type { Dom, PageField, PageRecord } from './page/protocol.ts';
import type { Locale } from './page/variants.ts';
import type { Store } from './store.ts';
import type { FieldDef, StoredRecord } from './types.ts';

type Labelled = Pick<FieldDef, 'name' | 'label' | 'labels'>;

/** A label without the differences that do not count. */
const fold = (label: string) => label.replace(/\s+/g, ' ').trim().toLowerCase();

/** Names of the fields whose label no other field of the object has. */
function uniquelyLabelled(definitions: readonly Labelled[], locale: Locale): Set<string> {
  const byLabel = Map.groupBy(definitions, (field) => fold(labelOf(field, locale)));
  return new Set(
    [...byLabel.values()].flatMap(([field, ...others]) => (field && others.length === 0 ? [field.name] : [])),
  );
}

/**
 * One entry per field and place in the first view of a record: surfaces are `title`, `highlight`, `path` and `row`. Fields of other
 * records on the page (a parent's, related lists') are none of the record's and are left out, and so is what is in collapsed sections
 * or behind tabs.
 *
 * @param definitions every field of the object, also those the page does not show: they can share labels
 */
export function placedFields(
  record: PageRecord,
  definitions: readonly Labelled[],
  { variant, locale }: Pick<Dom, 'variant' | 'locale'>,
): PlacedField[] {
  const unique = uniquelyLabelled(definitions, locale);
  const named = variant !== 'unknown';
  const place = (field: PageField, surface: string, byAttribute: boolean, labelled: boolean): PlacedField => ({
    field: field.name,
    surface,
    byAttribute,
    byUniqueLabel: labelled && unique.has(field.name),
  });
  const rows =
    layoutOf(record.object).tab === 'details' ? sectionsOf(record).filter(({ collapsed }) => !collapsed) : [];
  return [
    ...pick(record, [record.nameField]).map((field) => place(field, 'title', false, false)),
    ...pick(record, record.highlights).map((field) => place(field, 'highlight', false, true)),
    // The path says what the stage is, and nowhere that it is the stage.
    ...(record.path ? pick(record, [record.path.field]).map((field) => place(field, 'path', false, false)) : []),
    ...rows.flatMap(({ columns }) => pick(record, columns.flat()).map((field) => place(field, 'row', named, true))),
  ];
}

/** The same of a stored record as a person sees it. */
export function pageTruth(store: Store, record: StoredRecord, userId: string, dom: Dom): PlacedField[] {
  const definitions = store.catalog.object(record.object)?.fields ?? [];
  return placedFields(assembleRecord({ store, userId }, record), definitions, dom);
}
