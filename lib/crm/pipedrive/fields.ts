/**
 * Where Pipedrive's record page shows which field.
 *
 * Rows, labels and values carry stable test ids (seen on live accounts by several public projects), but nothing names the
 * field: a label does, within a block that shows the page's own record, if the API gives it to no other field or the value
 * tells which of them it is. Only title and stage bar name theirs. Class names of a build are never used. Anything else is not
 * placeable.
 */
import { compare, foldLabel } from '../../core/agreement';
import type { Catalog, CatalogField, FieldSpot, PageAdapter, Region, Sight } from '../contract';
import { isForeign } from '../foreign';
import { locatePipedrive } from './url';

const ROW = '[data-testid="fields-list-row"]';
const LABEL = '[data-testid="field-name"]';
const VALUE = '[data-testid="fields-list-row-field-components"]';
const TITLE = '[data-testid="header-title"], [data-testid="SidebarLeadTitle"]';
const STAGE = '.cui5-stage-selector__stage';
const BLOCK = '[data-testid$="-block"]';
/** A row of known markup; a label that stands in none is its own row. */
const ROWS = `${ROW}, ${LABEL}`;
/** Boxes whose first child can be a label and whose second its value, where nothing is named. */
const PAIRS = 'div, li';
const EDITORS = 'input, textarea, select, [role="combobox"], [contenteditable="true"]';

/** Surfaces that show other records, or this one's past: never marked. */
const FOREIGN = [
  '[role="dialog"]',
  '[role="alertdialog"]',
  '[aria-modal="true"]',
  'dialog',
  `[role="listbox"]:not(:has(> ${STAGE}))`,
  '[role="menu"]',
  '[role="tooltip"]',
  '[aria-hidden="true"]',
  'table',
  '[role="grid"]',
  '[data-test="add-modal"]',
  '[data-test="pipeline-wrapper"]',
].join(',');

/** Blocks that show one entity's fields, by whose they are. */
const ENTITY_BLOCKS = ['deal', 'lead', 'person', 'organization'].map((object) => `${object}-block`);

/** Fields that only deals and leads have, and the Summary shows. Its own id is not known. */
const SUMMARY_FIELDS = ['value', 'expected_close_date'];
/** The same of the Source block. */
const SOURCE_FIELD = 'origin';
/** A block that nothing else tells shows the page's record if this many of its values are the record's. */
const TELLING_VALUES = 3;
/** The same user, option list or linked record on another record's block would be no surprise. */
const TELLING_KINDS = ['text', 'phone', 'number', 'date', 'datetime', 'option'];

/** The pencil at the end of an editable row. */
const PENCIL = 32;

/** Days in the stage, before its name: "3 T · Contact Made". */
const DAYS = /^\s*\d+\s*\p{L}*\.?\s*·\s*/u;

/** Labels that stand twice in a block, as found when its region was. */
const repeated = new WeakMap<Element, ReadonlySet<string>>();

interface Row {
  box: Element;
  label: Element;
  value: Element;
  editing: boolean;
}

export const pipedrivePage: PageAdapter = {
  crm: 'pipedrive',
  locate: locatePipedrive,
  regionHint: [TITLE, STAGE, BLOCK, LABEL, 'section', 'h1'].join(','),
  appears: `${TITLE}, ${STAGE}, h1`,
  watchedAttributes: ['data-testid', 'aria-selected', 'aria-label', 'href', 'value'],

  regions(root, catalog) {
    const titles = titlesOf(root);
    const [own, ...twins] = titles.filter((title) => isOf(title, catalog));
    // Another record stands beside this one, under the same name or without this one's: nothing tells which is which.
    if (titles.length > 1 && (!own || twins.length > 0)) return [];
    const regions: Region[] = [];
    const add = (element: Element, rows: string, surface: Region['surface']) => {
      if (!element.closest(FOREIGN) && !isOther(element, own, titles)) regions.push({ element, rows, surface });
    };
    for (const title of titles) add(title, 'h1, textarea', 'title');
    if (catalog.object === 'deal') {
      for (const bar of new Set([...root.querySelectorAll(STAGE)].map((stage) => stage.parentElement))) {
        if (bar) add(bar, STAGE, 'stage');
      }
    }
    for (const block of blocksOf(root, titles, catalog)) {
      const surface = surfaceOf(block, catalog);
      if (!surface) continue;
      repeated.set(block, repeatedIn(block));
      add(block, block.querySelector(LABEL) ? ROWS : PAIRS, surface);
    }
    return regions;
  },

  spot(row, region, catalog, sight) {
    if (region.surface === 'title') return titleSpot(row, region, catalog);
    return region.surface === 'stage' ? stageSpot(row, region, catalog) : fieldSpot(row, region, catalog, sight);
  },

  read({ value, surface }) {
    if (!value) return null;
    if (surface === 'stage') return (value.getAttribute('aria-label') || value.textContent).replace(DAYS, '');
    return shownIn(value);
  },

  title(root, catalog) {
    const [title] = titlesOf(root);
    const element = title ?? headingOf(root, catalog);
    return element ? textOf(element) : null;
  },

  unmatched(root, catalog) {
    const found: { label: string; shown: string }[] = [];
    for (const block of blocksOf(root, titlesOf(root), catalog)) {
      const id = block.getAttribute('data-testid') ?? '';
      if (block.closest(FOREIGN) || isEntitys(id, catalog) === false) continue;
      const rows = rowsOf(block).filter(({ editing }) => !editing);
      // A block of unknown kind that contradicts the record is another's.
      if (rows.some(({ label, value }) => contradicts(fieldsOf(label, catalog), value))) continue;
      for (const { label, value } of rows) {
        const shown = shownIn(value)?.trim();
        if (shown && fieldsOf(label, catalog).length === 0) found.push({ label: label.textContent.trim(), shown });
      }
    }
    return found;
  },
};

function titleSpot(row: Element, { element }: Region, { object, fields }: Catalog): FieldSpot | null {
  const field = object === 'person' || object === 'organization' ? 'name' : 'title';
  if (!fields.has(field) || (row.localName === 'textarea' && row.closest('h1'))) return null;
  return {
    field,
    layer: 'attribute',
    surface: 'title',
    row,
    box: element,
    value: row,
    label: null,
    anchor: { parent: element, before: null },
    // Save and Cancel stand in the title while it is edited.
    editing: element.querySelector('button') !== null,
    reserved: { value: 0, label: 0 },
  };
}

/** The segment of the stage the deal is in. */
function stageSpot(row: Element, { element }: Region, { fields }: Catalog): FieldSpot | null {
  const current = element.querySelectorAll(`${STAGE}[aria-selected="true"]`);
  if (!fields.has('stage_id') || current.length !== 1 || current[0] !== row) return null;
  return {
    field: 'stage_id',
    layer: 'attribute',
    surface: 'stage',
    row,
    box: element,
    value: row,
    label: null,
    anchor: { parent: row.parentElement ?? element, before: row.nextSibling },
    editing: false,
    reserved: { value: 0, label: 0 },
  };
}

function fieldSpot(row: Element, { element, surface }: Region, catalog: Catalog, sight?: Sight): FieldSpot | null {
  const parts = partsOf(row);
  if (!parts || isForeign(row, FOREIGN, sight)) return null;
  const { box, label, value, editing } = parts;
  const key = foldLabel(label.textContent);
  const candidates = fieldsNamed(key, catalog);
  const field = candidates.length > 1 ? chosen(candidates, value) : candidates[0];
  if (!field || (candidates.length === 1 && repeated.get(element)?.has(key))) return null;
  const pencil = [...box.querySelectorAll('button')].some((button) => !value.contains(button));
  return {
    field: field.name,
    layer: 'label',
    surface,
    row,
    box,
    value,
    label,
    anchor: { parent: value.parentElement ?? box, before: value.nextSibling },
    editing,
    reserved: { value: pencil ? PENCIL : 0, label: 0 },
  };
}

/** Which field of one label a row shows: the one whose value it is, if it is certainly none of the others'. */
function chosen(candidates: readonly CatalogField[], value: Element): CatalogField | undefined {
  const shown = shownIn(value) ?? '';
  const verdicts = candidates.map(({ expected }) => compare(expected, shown));
  const others = verdicts.filter((verdict) => verdict === 'different').length;
  return others === candidates.length - 1 ? candidates[verdicts.indexOf('same')] : undefined;
}

/** The fields a label can mean. */
function fieldsOf(label: Element, catalog: Catalog): CatalogField[] {
  return fieldsNamed(foldLabel(label.textContent), catalog);
}

function fieldsNamed(key: string, { fields, byLabel, ambiguous }: Catalog): CatalogField[] {
  const name = byLabel.get(key);
  return (name ? [name] : (ambiguous.get(key) ?? [])).flatMap((one) => fields.get(one) ?? []);
}

/** A row's label and value; `null` where a row has not exactly one of each. */
function partsOf(row: Element): Row | null {
  const isRow = row.matches(ROW);
  if (!isRow && !row.matches(LABEL)) return pairOf(row);
  // A label of a row is none of its own.
  if (!isRow && row.closest(ROW)) return null;
  const box = isRow ? row : row.parentElement;
  const [label, ...labels] = box?.querySelectorAll(LABEL) ?? [];
  if (!box || !label || labels.length > 0 || label.closest(ROW) !== (isRow ? row : null)) return null;
  const [shown, ...others] = box.querySelectorAll(VALUE);
  const editor = box.querySelector(EDITORS);
  const value = shown ?? editor;
  return value && others.length === 0 ? { box, label, value, editing: editor !== null } : null;
}

/** The same where nothing is named: a text, and one other box beside it. */
function pairOf(box: Element): Row | null {
  const [label, value, ...others] = [...box.children].filter((child) => child.localName === 'div');
  if (!label || !value || others.length > 0 || label !== box.firstElementChild) return null;
  if (label.childElementCount > 0 || label.textContent.trim() === '') return null;
  return { box, label, value, editing: value.querySelector(EDITORS) !== null };
}

function rowsOf(block: Element): Row[] {
  const rows = block.querySelectorAll(block.querySelector(LABEL) ? ROWS : PAIRS);
  return [...rows].flatMap((row) => partsOf(row) ?? []);
}

function repeatedIn(block: Element): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  const named = [...block.querySelectorAll(LABEL)];
  for (const label of named.length > 0 ? named : rowsOf(block).map((row) => row.label)) {
    const key = foldLabel(label.textContent);
    (seen.has(key) ? twice : seen).add(key);
  }
  return twice;
}

/** The sidebar's blocks, named or not. In a page that names nothing they count only beside the record's own title. */
function blocksOf(root: Document, titles: readonly Element[], catalog: Catalog): Set<Element> {
  const blocks = new Set<Element>();
  for (const label of root.querySelectorAll(LABEL)) {
    const block = label.closest(BLOCK) ?? label.closest('section') ?? label.closest('[data-index]');
    if (block) blocks.add(block);
  }
  const heading = titles.length > 0 ? null : headingOf(root, catalog);
  if (titles.length > 0 || (heading && isOf(heading, catalog))) {
    for (const block of root.querySelectorAll(`${BLOCK}, section`)) {
      if (!block.querySelector(`${LABEL}, ${BLOCK}, section`)) blocks.add(block);
    }
  }
  return blocks;
}

/** How a block shows fields of the page's own record, or `null` where it does not or that is not certain. */
function surfaceOf(block: Element, catalog: Catalog): 'row' | 'summary' | null {
  const own = isEntitys(block.getAttribute('data-testid') ?? '', catalog);
  if (own !== null) return own ? 'row' : null;
  const names = new Set<string>();
  let telling = 0;
  let strange = false;
  for (const { label, value, editing } of rowsOf(block)) {
    const fields = fieldsOf(label, catalog);
    if (fields.length === 0) strange = true;
    if (fields.length === 0 || editing) continue;
    if (contradicts(fields, value)) return null;
    const [field] = fields;
    if (!field || fields.length > 1) continue;
    names.add(field.name);
    if (tells(field, shownIn(value) ?? '')) telling++;
  }
  const summary = SUMMARY_FIELDS.filter((name) => names.has(name)).length;
  // A page in another language names rows that nothing is learned of yet: what both of the Summary's fields show must tell.
  if (strange) return summary === SUMMARY_FIELDS.length && telling >= summary ? 'summary' : null;
  if (summary > 0) return 'summary';
  return names.has(SOURCE_FIELD) || telling >= TELLING_VALUES ? 'row' : null;
}

/** Whether a block of this id shows the page's own record; `null` where the id does not tell. */
function isEntitys(id: string, { object }: Catalog): boolean | null {
  if (id === 'detail-block' || id === `${object}-block`) return true;
  return ENTITY_BLOCKS.includes(id) ? false : null;
}

function contradicts(fields: readonly CatalogField[], value: Element): boolean {
  const shown = shownIn(value) ?? '';
  return fields.length > 0 && fields.every(({ expected }) => compare(expected, shown) === 'different');
}

/** True for a value that another record's field of the same name would hardly have. */
function tells({ expected }: CatalogField, shown: string): boolean {
  const long = (expected.value?.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3;
  return long && TELLING_KINDS.includes(expected.kind) && compare(expected, shown) === 'same';
}

/** A value's text: what an input holds, the id of the one record it links, else its words. */
function shownIn(value: Element): string | null {
  const control = value.matches(EDITORS) ? value : value.querySelector(EDITORS);
  if (control) return (control as Partial<HTMLInputElement>).value ?? control.textContent;
  const links = value.querySelectorAll('a[href*="/person/"], a[href*="/organization/"], a[href*="/deal/"]');
  const id =
    links.length === 1
      ? /\/(?:person|organization|deal)\/(\d+)\/?(?:[?#]|$)/.exec(links[0]?.getAttribute('href') ?? '')
      : null;
  return id?.[1] ?? value.textContent;
}

/** The text of a title, which is a text box on most pages. */
function textOf(element: Element): string {
  return element.querySelector('textarea')?.value ?? element.textContent;
}

function isOf(title: Element, catalog: Catalog): boolean {
  return foldLabel(textOf(title)) === foldLabel(catalog.title);
}

function titlesOf(root: Document): Element[] {
  return [...root.querySelectorAll(TITLE)].filter((title) => !title.closest(FOREIGN));
}

/** In a page that names nothing: the heading that shows the record's name, else the first. */
function headingOf(root: Document, catalog: Catalog): Element | null {
  const headings = [...root.querySelectorAll('h1')].filter((heading) => !heading.closest(FOREIGN));
  return headings.find((heading) => isOf(heading, catalog)) ?? headings[0] ?? null;
}

/** True for what stands with the title of another record, as in a panel opened beside this one. */
function isOther(element: Element, own: Element | undefined, titles: readonly Element[]): boolean {
  if (titles.length < 2) return false;
  for (let box: Element | null = element; box; box = box.parentElement) {
    const inside = titles.filter((title) => box?.contains(title));
    if (inside.length > 0) return !own || !inside.includes(own);
  }
  return true;
}
