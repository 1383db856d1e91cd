/** What must be found on the sandbox's pages, by their own account of what they show. */
import { pageTruth } from '../../sandbox/hubspot/layout.ts';
import type { PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import type { Wanted } from '../conformance';
import type { HubSpotPage } from '../support/hubspot';

const SUMMARIES = ['data-highlights', 'profile-list'];

/** The fields of a record's page as it is opened. */
export function wantedAtFirst(page: HubSpotPage, record: PageRecord): Wanted[] {
  const { dom } = page;
  const fields = page.fields(record);
  const truth = pageTruth({ ...record, dom });
  const title = truth[0]?.field;
  return truth.flatMap(({ field, surface, byAttribute, byUniqueLabel }): Wanted[] => {
    // A page that names nothing shows its record's own fields for certain only in the column of its title.
    if (dom.variant === 'unknown' && SUMMARIES.includes(surface)) return [];
    if (!byAttribute && !byUniqueLabel) return [];
    const layer = byAttribute ? 'attribute' : 'label';
    switch (surface) {
      case 'highlight':
        return field === title
          ? [{ field, layer, surface: 'title', shown: record.title }]
          : [{ field, layer, surface: 'highlight', shown: fields.display(field) }];
      case 'sidebar':
        return [{ field, layer, surface: 'row', shown: shownInRow(page, record, field) }];
      default:
        return [{ field, layer, surface: 'summary', shown: fields.display(field) }];
    }
  });
}

/** The text of a row; in the oldest pages a form control holds it, empty where there is no value. */
export function shownInRow(page: HubSpotPage, record: PageRecord, field: string): string {
  const fields = page.fields(record);
  const inControl = page.dom.variant === 'legacy' && fields.choices(field).length === 0;
  return inControl ? fields.shown(field, true) : fields.display(field, true);
}
