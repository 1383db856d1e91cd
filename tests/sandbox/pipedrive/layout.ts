/** What a reader could recognise on a record's page, worked out from what the page is rendered from. */
import type { DomSettings, PlacedField } from '../crm.ts';
import { assembleRecord } from './page/assemble.ts';
import { type Arrangement, type Block, firstBlocks, hasStageBar, TITLE_FIELD } from './page/blocks.ts';
import { foldLabel, shownLabel } from './page/labels.ts';
import type { PageField, PageRecord } from './page/protocol.ts';
import { type Locale, pageDom } from './page/variants.ts';
import type { Store } from './store.ts';
import type { StoredRecord } from './types.ts';

/** Blocks that show the page's own record. */
const OWN = ['summary', 'details', 'source'];

/** How often each folded text occurs. */
function counts(texts: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const text of texts.map(foldLabel)) found.set(text, (found.get(text) ?? 0) + 1);
  return found;
}

const fieldsOf = ({ fields, groups }: Block): PageField[] => [...fields, ...groups.flatMap((group) => group.fields)];

/**
 * The fields that the page of `record` shows when it is opened in a window of 900 pixels' height: the title, the stage,
 * and the rows of the record's own blocks that the list mounts before anything is scrolled. Rows that are mounted on
 * scrolling are left out, and so are the owner and the status in the header, beside which nothing says what they are.
 *
 * No attribute names the field of a row. Its label does where it is the API's own name of the field (names of default
 * fields are English there, whatever the page's language), no other field of the object has that name, and no other row
 * of the block has that label.
 */
export function placedFields(record: PageRecord, arrangement: Arrangement, locale: Locale): PlacedField[] {
  const named = arrangement.variant !== 'unknown';
  const names = counts(record.fields.map(({ name }) => name));
  const title = { field: TITLE_FIELD[record.object], surface: 'title', byAttribute: named, byUniqueLabel: false };
  const stage = { field: 'stage_id', surface: 'stage', byAttribute: named, byUniqueLabel: false };
  const rows = firstBlocks(record, arrangement)
    .filter(({ id, folded }) => OWN.includes(id) && !folded)
    .flatMap((block) => {
      const fields = fieldsOf(block);
      const labels = counts(fields.map((field) => shownLabel(field, locale)));
      return fields.map((field): PlacedField => {
        const label = foldLabel(shownLabel(field, locale));
        const byUniqueLabel = label === foldLabel(field.name) && names.get(label) === 1 && labels.get(label) === 1;
        return { field: field.code, surface: block.id, byAttribute: false, byUniqueLabel };
      });
    });
  return [title, ...(hasStageBar(record) ? [stage] : []), ...rows];
}

/** The same for a record of a company, as its page shows it under these settings. */
export function pageTruth(store: Store, record: StoredRecord, dom: DomSettings): PlacedField[] {
  const { variant, locale } = pageDom(dom);
  return placedFields(assembleRecord(store, record), { variant }, locale);
}
