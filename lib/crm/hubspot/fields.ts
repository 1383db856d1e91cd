/**
 * Where HubSpot's record page shows which property.
 *
 * Attributes name properties on most surfaces (their sources are HubSpot's own test hooks, seen on live portals by several
 * public projects); a name counts only if the API knows it. Where nothing names a property, its label does, if the API gives
 * that label to no other property. Class names are generated and never used. Anything else is not placeable.
 */
import { foldLabel } from '../../core/agreement';
import type { Catalog, FieldSpot, PageAdapter, Region, Surface } from '../contract';
import { locateHubSpot } from './url';

/** Surfaces that show other records, or this one's past: never marked. */
const FOREIGN = [
  '[role="dialog"]:not([data-test-id="all-properties-panel"])',
  'dialog',
  '[role="listbox"]',
  '[role="menu"]',
  '[role="tooltip"]',
  '[aria-hidden="true"]',
  'table',
  '[data-card-type="ASSOCIATION_V3"]',
  '[data-test-id^="card-wrapper-ASSOCIATION"]',
  '[data-test-id="records-right-sidebar"]',
  '[data-crm-location="CRM_OBJECT_PREVIEW"]',
  '[data-test-id="crm-events-viz-timeline"]',
  '[data-test-id="property-info-table"]',
  '[data-test-id="cdb-column-item"]',
  '[data-selenium-test="creator"]',
].join(',');

const LEFT_SIDEBAR = '#record-page-left-sidebar, [data-test-id="left-sidebar"]';
const TITLE = '[data-selenium-test="highlightTitle"]';
const PROPERTY_CARD = '[data-card-type="PROPERTIES_V3"], [data-selenium-test="properties-card-content"]';
const HIGHLIGHT_CARD = '[data-card-type="OBJECT_HIGHLIGHT"]';
const PANEL = '[data-test-id="all-properties-panel"]';
const LABELLED_CARD = '[data-card-type="DATA_HIGHLIGHTS"], [data-card-type="PROPERTIES_LIST"]';
const LEGACY_HIGHLIGHT = '[data-selenium-component="ProfileHighlightContainer"]';
const PARTS = [TITLE, PROPERTY_CARD, HIGHLIGHT_CARD, PANEL, LABELLED_CARD, LEGACY_HIGHLIGHT].join(',');
const ANCHOR = '[data-test-id="hover-content-wrapper"]';
const CONTROL = 'input, textarea, button, select';
/** What a page that names nothing puts into a row's value to edit it. */
const EDITORS = 'input, textarea, select, button[aria-haspopup="listbox"]';
const LABELS = 'label, i18n-string, [id^="FormControl-label"]';

/** The row's own hover buttons; the highlight card's pencil. Widths as measured on the page's layout. */
const HOVER_BUTTONS = 88;
const PENCIL = 24;

/** Properties that a record's title shows, by object. */
const TITLE_FIELDS = ['hs_full_name_or_email', 'name', 'dealname', 'subject'];

/** In a page that names nothing, the record's column is the one that shows at least this many of its properties. */
const COLUMN_LABELS = 3;

export const hubspotPage: PageAdapter = {
  crm: 'hubspot',
  locate: locateHubSpot,
  regionHint: [LEFT_SIDEBAR, TITLE, PROPERTY_CARD, HIGHLIGHT_CARD, PANEL, LABELLED_CARD, 'h1', 'h2', 'label'].join(','),
  appears: `${TITLE}, h1, h2`,
  watchedAttributes: [
    'data-test-id',
    'data-selenium-test',
    'data-field',
    'data-profile-property',
    'data-deferred-property-input-mode',
    'data-card-type',
    'id',
    'aria-labelledby',
    // Pages that show values in form controls.
    'value',
  ],

  regions(root, catalog) {
    const regions: Region[] = [];
    // Asked for at once: each question goes through the whole page.
    const parts = [...root.querySelectorAll(PARTS)];
    const titles = parts.filter((element) => element.matches(TITLE));
    const isForeign = (element: Element) => element.closest(FOREIGN) || hasOtherTitle(element, titles, catalog);
    const add = (selector: string, surface: Surface, rows: string) => {
      for (const element of parts) {
        if (!element.matches(selector)) continue;
        const inside = regions.some((r) => r.element.contains(element));
        if (!inside && !isForeign(element)) regions.push({ element, rows, surface });
      }
    };
    add(
      HIGHLIGHT_CARD,
      'highlight',
      '[data-test-id^="highlight-property-display-"], [data-test-id^="property-input-"]',
    );
    add(PROPERTY_CARD, 'row', 'ul > span[data-test-id], [data-profile-property], [data-field]');
    add(PANEL, 'panel', '[data-test-id^="property-input-"], [data-profile-property]');
    add(LABELLED_CARD, 'summary', '[data-test-id="crm-data-highlights-item"], [data-test-id="crm-property-list-item"]');
    for (const element of parts) {
      if (element.matches(LEGACY_HIGHLIGHT) && !isForeign(element)) {
        regions.push({ element, rows: LABELS, surface: 'highlight' });
      }
    }
    if (regions.length > 0) return regions;
    const column = root.querySelector(LEFT_SIDEBAR) ?? columnOf(root, catalog);
    return column ? [{ element: column, rows: LABELS, surface: 'row' }] : [];
  },

  spot(row, region, catalog) {
    if (row.matches(LABELS)) return labelled(row, region, catalog);
    switch (region.surface) {
      case 'highlight':
        return highlight(row, catalog);
      case 'panel':
        return panelRow(row, catalog);
      case 'summary':
        return summaryItem(row, catalog);
      default:
        return sidebarRow(row, catalog);
    }
  },

  read(spot) {
    const { value } = spot;
    if (!value) return null;
    const control = value.matches(CONTROL) ? value : value.querySelector(CONTROL);
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) return control.value;
    return (control ?? value).textContent;
  },

  title(root, catalog) {
    // Nearly always it is the first; to find all of them goes through the whole page.
    const first = root.querySelector(TITLE);
    if (first && !first.closest(FOREIGN)) return first.textContent;
    for (const element of root.querySelectorAll(TITLE)) if (!element.closest(FOREIGN)) return element.textContent;
    const heading = titleHeading(root, catalog);
    return heading?.textContent ?? null;
  },
};

/**
 * True for what stands with the title of another record, as in a preview whose frame is not known as one. Only told while the
 * record's own title is on the page as well.
 */
function hasOtherTitle(element: Element, titles: readonly Element[], catalog: Catalog): boolean {
  const own = titles.filter((title) => foldLabel(title.textContent ?? '') === foldLabel(catalog.title));
  if (own.length === 0 || own.length === titles.length) return false;
  for (let box: Element | null = element; box; box = box.parentElement) {
    if (own.some((title) => box?.contains(title))) return false;
    if (titles.some((title) => box?.contains(title))) return true;
  }
  return false;
}

/** A row of a property card: it names its property twice, on the row and on the value; both have to agree. */
function sidebarRow(row: Element, catalog: Catalog): FieldSpot | null {
  const name =
    row.getAttribute('data-profile-property') ?? row.getAttribute('data-test-id') ?? row.getAttribute('data-field');
  if (!name || !catalog.fields.has(name)) return null;
  const legacy = row.hasAttribute('data-profile-property');
  if (!legacy && row.parentElement?.closest('[data-profile-property]')) return null;
  // Selectors that are the same for every row are read by the browser once.
  const inputs = [...row.querySelectorAll('[data-selenium-test^="property-input-"]')];
  const isNamed = (input: Element) => input.getAttribute('data-selenium-test') === `property-input-${name}`;
  const named = inputs[0] ?? null;
  if (named && !isNamed(named)) return null;
  const root = row.querySelector('[data-deferred-property-input-root]');
  const isOwner = name === 'hubspot_owner_id';
  if (!named && !root && !isOwner) return null;
  const label = row.querySelector('label');
  const editing =
    !legacy &&
    (root?.getAttribute('data-deferred-property-input-mode') === 'input' ||
      inputs.some((input) => isNamed(input) && input.matches(CONTROL)));
  const value = named ?? labelledBox(row, label) ?? (legacy && label ? controlOf(label) : null);
  const anchor = row.querySelector(ANCHOR) ?? label?.nextSibling ?? null;
  return {
    field: name,
    layer: 'attribute',
    surface: 'row',
    row,
    box: row,
    // An owner's name has no node of its own, so the box around it is the value.
    value,
    label,
    anchor: anchorBefore(anchor, label ?? row),
    editing,
    reserved: { value: 0, label: HOVER_BUTTONS },
  };
}

/** A row of the "View all properties" panel. Its list is virtual: placeholders and buttons carry the same prefix. */
function panelRow(row: Element, catalog: Catalog): FieldSpot | null {
  const name =
    row.getAttribute('data-test-id')?.slice('property-input-'.length) ?? row.getAttribute('data-profile-property');
  if (!name || !catalog.fields.has(name)) return null;
  const anchor = row.querySelector(ANCHOR);
  const label = row.querySelector('label');
  if (!anchor || !label) return null;
  return {
    field: name,
    layer: 'attribute',
    surface: 'panel',
    row,
    box: row,
    value: labelledBox(row, label),
    label,
    anchor: anchorBefore(anchor, label),
    editing: false,
    reserved: { value: 0, label: HOVER_BUTTONS },
  };
}

/** A value of the highlight card, or the title. Composite items name one property twice, nested: the inner one counts. */
function highlight(row: Element, catalog: Catalog): FieldSpot | null {
  const id = row.getAttribute('data-test-id') ?? '';
  const name = /^(?:highlight-property-display|property-input)-(.+)$/.exec(id)?.[1];
  if (!name || row.querySelector(`[data-test-id="${CSS.escape(id)}"]`)) return null;
  const title = row.closest(TITLE);
  const field = catalog.fields.has(name) ? name : null;
  if (!field || (title && !TITLE_FIELDS.includes(field))) return null;
  const button = row.querySelector('button');
  const box = (title ?? row).parentElement;
  if (!box) return null;
  return {
    field,
    layer: 'attribute',
    surface: title ? 'title' : 'highlight',
    row,
    box: title ?? box,
    value: button ?? row,
    label: title ? null : row.previousElementSibling,
    anchor: title ? { parent: title, before: null } : { parent: box, before: row.nextSibling },
    editing: false,
    reserved: { value: title ? 0 : PENCIL, label: 0 },
  };
}

/** An item of a card that shows labels and values and names nothing. */
function summaryItem(row: Element, catalog: Catalog): FieldSpot | null {
  const label = row.querySelector('label, p');
  const value = label?.nextElementSibling ?? null;
  const field = label ? catalog.byLabel.get(foldLabel(label.textContent ?? '')) : undefined;
  if (!field || !label || !value) return null;
  return {
    field,
    layer: 'label',
    surface: 'summary',
    row,
    box: row,
    value,
    label,
    anchor: { parent: value.parentElement ?? row, before: value.nextSibling },
    editing: false,
    reserved: { value: 0, label: 0 },
  };
}

/** A label anywhere in the record's own column, with the value it labels. */
function labelled(label: Element, region: Region, catalog: Catalog): FieldSpot | null {
  const field = catalog.byLabel.get(foldLabel(label.textContent ?? ''));
  const box = label.parentElement;
  if (!field || !box || label.closest(FOREIGN) || label.querySelector(LABELS)) return null;
  const isLabel = label.localName === 'label';
  const labelledValue = labelledBox(box, label) ?? controlOf(label);
  const value = isLabel ? labelledValue : (labelledValue ?? label.nextElementSibling);
  if (!value || value.matches(LABELS) || !region.element.contains(value)) return null;
  // The highlight card's dropdown shows the stage under a word of the page's own, which may be another property's label.
  if (!isLabel && value.querySelector('button')) return null;
  const control = value.matches(CONTROL) ? value : value.querySelector(EDITORS);
  return {
    field,
    layer: 'label',
    surface: isLabel ? 'row' : 'highlight',
    row: label,
    box,
    value,
    label,
    anchor: isLabel ? anchorBefore(label.nextSibling, label) : { parent: box, before: value.nextSibling },
    editing: isLabel && control !== null,
    reserved: { value: 0, label: isLabel ? HOVER_BUTTONS : 0 },
  };
}

/** The box that a label labels by `aria-labelledby`. */
function labelledBox(scope: Element, label: Element | null): Element | null {
  if (!label?.id) return null;
  for (const box of scope.querySelectorAll('[aria-labelledby]')) {
    if (box.getAttribute('aria-labelledby') === label.id) return box;
  }
  return null;
}

/** The control that a label is for. */
function controlOf(label: Element): Element | null {
  const id = label.getAttribute('for');
  return id ? (label.parentElement?.querySelector(`#${CSS.escape(id)}`) ?? null) : null;
}

function anchorBefore(before: Node | null, after: Element): FieldSpot['anchor'] {
  if (before?.parentNode instanceof Element) return { parent: before.parentNode, before };
  const parent = after.parentElement;
  return parent ? { parent, before: after.nextSibling } : { parent: after, before: null };
}

/** The heading that shows the record's name; the first heading where none does. */
function titleHeading(root: Document, catalog: Catalog): Element | null {
  const headings = [...root.querySelectorAll('h1, h2')].filter((h) => !h.closest(FOREIGN));
  const wanted = foldLabel(catalog.title);
  return headings.find((h) => foldLabel(h.textContent ?? '') === wanted) ?? headings[0] ?? null;
}

/**
 * In a page that names nothing: the smallest box around the record's title that shows several of its properties. Columns
 * beside it, which show other records, are outside.
 */
function columnOf(root: Document, catalog: Catalog): Element | null {
  const heading = titleHeading(root, catalog);
  if (!heading || foldLabel(heading.textContent ?? '') !== foldLabel(catalog.title)) return null;
  for (let box = heading.parentElement; box && box !== root.body; box = box.parentElement) {
    let found = 0;
    for (const label of box.querySelectorAll('label')) {
      if (!label.closest(FOREIGN) && catalog.byLabel.has(foldLabel(label.textContent ?? ''))) found++;
      if (found === COLUMN_LABELS) return box;
    }
  }
  return null;
}
