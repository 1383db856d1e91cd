/** What must be found on the sandbox's pages, by their own account of what they show. */
import { foldLabel } from '../../../lib/core/agreement';
import type { Catalog } from '../../../lib/crm/contract';
import { placedFields } from '../../sandbox/pipedrive/layout.ts';
import { type Block, type BlockId, firstBlocks, TITLE_FIELD } from '../../sandbox/pipedrive/page/blocks.ts';
import { shownLabel } from '../../sandbox/pipedrive/page/labels.ts';
import type { PageField, PageRecord } from '../../sandbox/pipedrive/page/protocol.ts';
import type { Wanted } from '../conformance';
import type { PipedrivePage } from './support/page';

const LINKS = ['people', 'org'];
/** Fields of which a block must have one to be known. */
const NEEDED: Partial<Record<BlockId, readonly string[]>> = {
  summary: ['value', 'expected_close_date'],
  source: ['origin'],
};

const fieldsOf = ({ fields, groups }: Block): PageField[] => [...fields, ...groups.flatMap((group) => group.fields)];

/** What reading a row gives: the text, or the id of the record it links. */
export function shownIn(page: PipedrivePage, record: PageRecord, { code, type }: PageField): string {
  const id = record.values[code];
  return LINKS.includes(type) && id ? id : page.shown(record, code);
}

/**
 * Whose a block is that nothing names: the Summary of a deal or lead by the labels it has, Source by one of its own, and Details
 * where no attribute is left by its values; each only if every label in it is a field's.
 */
function isCertain(block: Block, page: PipedrivePage, { byLabel, ambiguous }: Catalog): boolean {
  if (block.id === 'details' && page.dom.variant !== 'unknown') return true;
  const fields = fieldsOf(block);
  // The Details of a lead hold too little to be known by.
  if (block.id === 'details' && block.record.object === 'lead') return false;
  const known = fields.every((field) => {
    const label = foldLabel(shownLabel(field, page.dom.locale));
    return byLabel.has(label) || ambiguous.has(label);
  });
  const needed = NEEDED[block.id];
  return known && (!needed || fields.some(({ code }) => needed.includes(code)));
}

/** The fields of a record's page as it is opened. */
export function wantedAtFirst(page: PipedrivePage, record: PageRecord, catalog: Catalog): Wanted[] {
  const { variant, locale } = page.dom;
  const blocks = firstBlocks(record, page.arrangement).filter(({ folded }) => !folded);
  const certain = blocks.filter((block) => isCertain(block, page, catalog));
  const title = TITLE_FIELD[record.object];
  const placed = placedFields(record, page.arrangement, locale).flatMap(({ field, surface, byAttribute }): Wanted[] => {
    if (!byAttribute) return [];
    const shown = field === title ? record.title : page.shown(record, field);
    return [{ field, layer: 'attribute', surface: surface === 'stage' ? 'stage' : 'title', shown }];
  });
  const rows = certain
    .filter(({ id }) => ['summary', 'details', 'source'].includes(id))
    .flatMap((block) =>
      fieldsOf(block).flatMap((field): Wanted[] => {
        const label = foldLabel(shownLabel(field, locale));
        if (catalog.byLabel.get(label) !== field.code) return [];
        const surface = block.id === 'summary' ? 'summary' : 'row';
        return [{ field: field.code, layer: 'label', surface, shown: shownIn(page, record, field) }];
      }),
    );
  return variant === 'unknown' ? rows : [...placed, ...rows];
}
