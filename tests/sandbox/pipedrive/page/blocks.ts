/**
 * What the sidebar of a record's page shows, worked out from the record alone: the page renders it, the truth reads
 * it.
 */
import { BLOCK_FOOT, BLOCK_HEAD, GROUP_HEAD, listHeight, mountedRange, ROW } from './metrics.ts';
import type { Boot, PageField, PageObject, PageRecord, ShownRecord } from './protocol.ts';
import type { TextKey } from './texts/index.ts';
import type { Variant } from './variants.ts';

/** Blocks that show fields of a record, and those that show something else. */
export type BlockId =
  | 'summary'
  | 'details'
  | 'source'
  | 'person'
  | 'organization'
  | 'overview'
  | 'products'
  | 'participants'
  | 'smartBcc';

/** Custom fields that stand together inside Details. */
export interface FieldGroup {
  name: string;
  fields: PageField[];
}

export interface Block {
  id: BlockId;
  title: TextKey;
  folded: boolean;
  /** Whose fields it shows. */
  record: ShownRecord;
  fields: PageField[];
  groups: FieldGroup[];
  /** Number of lines that are no fields. */
  lines: number;
}

export interface Arrangement {
  variant: Variant;
  order?: readonly string[];
  folded?: readonly string[];
}

const ORDER: Record<Variant, readonly BlockId[]> = {
  '2026': [
    'summary',
    'details',
    'source',
    'person',
    'organization',
    'overview',
    'products',
    'participants',
    'smartBcc',
  ],
  '2025': ['summary', 'details', 'organization', 'person', 'products', 'overview', 'participants', 'smartBcc'],
  unknown: ['summary', 'details', 'source', 'person', 'organization', 'overview', 'products', 'participants'],
};

const SUMMARY: Record<PageObject, readonly string[]> = {
  deal: ['value', 'label_ids', 'expected_close_date', 'person_id', 'org_id'],
  person: ['label_ids', 'org_id'],
  organization: ['label_ids'],
  lead: ['value', 'expected_close_date', 'person_id', 'organization_id'],
};

const SOURCE = ['origin', 'origin_id', 'channel', 'channel_id'];

/** What is shown elsewhere on the page and so in none of the blocks. */
const IN_HEADER = ['title', 'name', 'stage_id', 'status'];

/** What the block of a linked record begins with. */
const LINKED: Partial<Record<PageObject, readonly string[]>> = {
  person: ['name', 'phones', 'emails', 'label_ids', 'owner_id', 'visible_to'],
  organization: ['name', 'address', 'label_ids', 'owner_id', 'visible_to'],
};

const FOLDED: readonly string[] = ['participants', 'smartBcc'];

export const TITLE_FIELD: Record<PageObject, string> = {
  deal: 'title',
  lead: 'title',
  person: 'name',
  organization: 'name',
};

function pick(record: ShownRecord, codes: readonly string[]): PageField[] {
  return codes.flatMap((code) => record.fields.find((field) => field.code === code) ?? []);
}

function grouped(fields: readonly PageField[]): FieldGroup[] {
  const names = [...new Set(fields.flatMap(({ group }) => group ?? []))];
  return names.map((name) => ({ name, fields: fields.filter(({ group }) => group === name) }));
}

function detailsOf(record: PageRecord, variant: Variant): Pick<Block, 'fields' | 'groups'> {
  const elsewhere = new Set([
    ...IN_HEADER,
    ...SUMMARY[record.object],
    ...(variant === '2025' || record.object !== 'deal' ? [] : SOURCE),
  ]);
  const fields = record.fields.filter(({ code, details }) => details && !elsewhere.has(code));
  // Field groups are newer than the pages of 2025.
  if (variant === '2025') return { fields, groups: [] };
  return { fields: fields.filter(({ group }) => !group), groups: grouped(fields) };
}

function linkedFields(record: ShownRecord): PageField[] {
  const first = pick(record, LINKED[record.object] ?? []);
  const custom = record.fields.filter(({ custom, details, group }) => custom && details && !group);
  return [...first, ...custom];
}

function blockOf(id: BlockId, record: PageRecord, variant: Variant): Omit<Block, 'id' | 'title' | 'folded'> | null {
  const none = { record, fields: [], groups: [], lines: 0 };
  const isDeal = record.object === 'deal';
  switch (id) {
    case 'summary':
      return { ...none, fields: pick(record, SUMMARY[record.object]) };
    case 'details':
      return { ...none, ...detailsOf(record, variant) };
    case 'source':
      return isDeal ? { ...none, fields: pick(record, SOURCE) } : null;
    case 'person':
    case 'organization': {
      const linked = record[id];
      return linked && { ...none, record: linked, fields: linkedFields(linked) };
    }
    case 'overview':
      return { ...none, lines: isDeal ? 3 : record.deals.length + 1 };
    case 'products':
      return isDeal && record.products.length > 0 ? { ...none, lines: record.products.length * 3 } : null;
    case 'participants':
      return isDeal && record.person ? { ...none, lines: 1 } : null;
    case 'smartBcc':
      return { ...none, lines: 1 };
  }
}

/** The sidebar's blocks in their order. */
export function blocksOf(record: PageRecord, { variant, order, folded = FOLDED }: Arrangement): Block[] {
  const rank = (id: string) => (order?.includes(id) ? order.indexOf(id) : ORDER[variant].length);
  return ORDER[variant]
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((id) => {
      const block = blockOf(id, record, variant);
      return block ? [{ ...block, id, title: id, folded: folded.includes(id) }] : [];
    });
}

/** A block's height including the gap below it, as long as nothing in it is being edited. */
export function blockHeight({ folded, fields, groups, lines }: Block): number {
  if (folded) return BLOCK_HEAD + BLOCK_FOOT;
  const rows = fields.length + lines + groups.reduce((sum, group) => sum + group.fields.length, 0);
  return BLOCK_HEAD + rows * ROW + groups.length * GROUP_HEAD + BLOCK_FOOT;
}

/** Deals that are decided have no stage bar. */
export function hasStageBar({ object, values, stages }: Pick<PageRecord, 'object' | 'values' | 'stages'>): boolean {
  return object === 'deal' && stages.length > 0 && (values.status ?? 'open') === 'open';
}

/** The blocks that are mounted when the page is opened in a window of 900 pixels' height. */
export function firstBlocks(record: PageRecord, arrangement: Arrangement): Block[] {
  const blocks = blocksOf(record, arrangement);
  const { first, end } = mountedRange(blocks.map(blockHeight), 0, listHeight(hasStageBar(record)));
  return blocks.slice(first, end);
}

/** Where the person has put the blocks, as far as that differs from the usual. */
export function arrangementOf({ dom, order, folded }: Pick<Boot, 'dom' | 'order' | 'folded'>): Arrangement {
  return { variant: dom.variant, ...(order && { order }), ...(folded && { folded }) };
}
