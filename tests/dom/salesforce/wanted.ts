/** What must be found on the sandbox's Lightning pages, by their own account of what they show. */
import { placedFields } from '../../sandbox/salesforce/layout.ts';
import { pick, sectionsOf } from '../../sandbox/salesforce/page/layouts.ts';
import type { PageField, PageRecord } from '../../sandbox/salesforce/page/protocol.ts';
import type { FieldDef } from '../../sandbox/salesforce/types.ts';
import type { Wanted } from '../conformance';
import type { LightningPage } from './support/page';

/** What reading a value must give: what it is where the page says it, else its text. */
export function shownIn(page: LightningPage, record: PageRecord, field: PageField): string {
  // A record's type is said by its name alone.
  if (field.type === 'reference' && field.name !== 'RecordTypeId') return field.value ?? '';
  if (field.type === 'boolean') return String(field.value === 'true');
  return page.shown(record, field.name);
}

type Placed = ReturnType<typeof placedFields>[number];

/** The fields of a record's page as it is opened. */
export function wantedAtFirst(page: LightningPage, record: PageRecord, definitions: readonly FieldDef[]): Wanted[] {
  const anonymous = page.dom.variant === 'unknown';
  return placedFields(record, definitions, page.dom).flatMap((at): Wanted[] => {
    const field = page.field(record, at.field);
    if (field.type === 'address') return [];
    switch (at.surface) {
      // A page that names nothing has a heading and a path, but nothing says whose they are.
      case 'title':
        return anonymous ? [] : [{ field: at.field, layer: 'label', surface: 'title', shown: record.title }];
      case 'path':
        return anonymous || field.value === null
          ? []
          : [{ field: at.field, layer: 'attribute', surface: 'stage', shown: field.value }];
      case 'highlight':
        return at.byUniqueLabel
          ? [{ field: at.field, layer: 'label', surface: 'highlight', shown: shownIn(page, record, field) }]
          : [];
      default:
        return row(page, record, field, at);
    }
  });
}

function row(
  page: LightningPage,
  record: PageRecord,
  field: PageField,
  at: Pick<Placed, 'byAttribute' | 'byUniqueLabel'>,
): Wanted[] {
  if (!at.byAttribute && !at.byUniqueLabel) return [];
  const layer = at.byAttribute ? 'attribute' : 'label';
  return [{ field: field.name, layer, surface: 'row', shown: shownIn(page, record, field) }];
}

/** The details of a page that opens without them, or with a part of them folded: what is folded is there, but not to be seen. */
export function wantedDetails(page: LightningPage, record: PageRecord, definitions: readonly FieldDef[]): Wanted[] {
  // The sandbox takes out the rows of a folded section of Dynamic Forms.
  const there = sectionsOf(record).filter(({ collapsed }) => !collapsed || page.dom.variant !== 'dynamic');
  const like = placedFields({ ...record, object: 'Opportunity' }, definitions, page.dom).filter(
    ({ surface }) => surface === 'row',
  );
  const known = new Map(like.map((one) => [one.field, one]));
  return there.flatMap(({ columns }) =>
    pick(record, columns.flat()).flatMap((field) => {
      const at = known.get(field.name);
      return at && field.type !== 'address' ? row(page, record, field, at) : [];
    }),
  );
}
