import { type HighlightLine, isPageType, type PageTypeId, type PropertyCard, SURFACES } from './page/surfaces.ts';
import { translate } from './page/texts/index.ts';
import type { DomSettings, Locale, ObjectTypeId, PropertyDefinition } from './types.ts';

type Values = Record<string, string | null>;
type Dom = Pick<DomSettings, 'variant' | 'locale' | 'fields'>;

/** Where a record page shows a value: the card at the top left, a sidebar row, or a card of the Overview tab. */
export type Surface = 'highlight' | 'sidebar' | 'data-highlights' | 'profile-list';

/** One value on the page and what there is to recognise its property by. */
export interface PlacedField {
  field: string;
  surface: Surface;
  /** An attribute at the value names the property. */
  byAttribute: boolean;
  /** The property's own label stands beside the value, and no other property of the object has that label. */
  byUniqueLabel: boolean;
}

/** What a record page shows when it is opened: Overview tab, nothing expanded, nothing edited. */
export interface RecordLayout {
  titleField: string;
  highlight: HighlightLine[];
  cards: PropertyCard[];
  dataHighlights: string[];
  profile: string[];
}

/** Name of the n-th (from 1) generic property for benchmarks, e.g. `field_0007`. */
function extraFieldName(n: number): string {
  return `field_${String(n).padStart(4, '0')}`;
}

/**
 * The label as the page writes it in `locale`; custom properties have one for all languages. It may differ in case from
 * the API's: the page says "Deal stage" where the API says "Deal Stage".
 */
export function shownLabel(definition: PropertyDefinition, locale: Locale): string {
  return definition.labels?.[locale] ?? definition.label;
}

/** A label without the differences that do not count: case, white space, a trailing colon. */
function foldLabel(label: string): string {
  return label.replace(/\s+/g, ' ').trim().replace(/:$/, '').toLowerCase();
}

/** Names of the properties that share their folded label with no other property of the object. */
function uniquelyLabelled(definitions: readonly PropertyDefinition[], locale: Locale): Set<string> {
  const names = new Map<string, string[]>();
  for (const definition of definitions) {
    if (definition.archived) continue;
    const label = foldLabel(shownLabel(definition, locale));
    names.set(label, [...(names.get(label) ?? []), definition.name]);
  }
  return new Set([...names.values()].flatMap((sharing) => (sharing.length === 1 ? sharing : [])));
}

/**
 * The surfaces of a record's page as it is opened. Properties the account lacks (or has archived) are left out, and so
 * are the highlight card's unlabelled lines without a value.
 */
export function recordLayout(
  typeId: PageTypeId,
  properties: Values,
  definitions: readonly PropertyDefinition[],
  dom: Dom,
): RecordLayout {
  const surfaces = SURFACES[typeId];
  const known = new Set(definitions.flatMap((definition) => (definition.archived ? [] : [definition.name])));
  const present = (fields: readonly string[]) => fields.filter((field) => known.has(field));
  const extra = Array.from({ length: dom.fields }, (_, index) => extraFieldName(index + 1));
  const legacy = dom.variant === 'legacy';
  return {
    titleField: surfaces.title,
    highlight: surfaces.highlight.filter((line) => known.has(line.field) && (!line.bare || properties[line.field])),
    cards: surfaces.cards
      .map((card, index) => ({ ...card, fields: present(index === 0 ? [...card.fields, ...extra] : card.fields) }))
      .filter((card) => card.fields.length > 0),
    dataHighlights: legacy ? [] : present(surfaces.dataHighlights),
    profile: legacy ? [] : present(surfaces.profile?.fields ?? []),
  };
}

/**
 * The order of a card's rows after `saved` (latest first) were edited on the page: the owner comes first, what was just
 * saved follows, then the rest as before.
 */
export function rowOrder(fields: readonly string[], saved: readonly string[]): string[] {
  const rank = (field: string) => {
    if (field === 'hubspot_owner_id') return -1;
    const index = saved.indexOf(field);
    return index < 0 ? saved.length : index;
  };
  return saved.length === 0 ? [...fields] : fields.toSorted((a, b) => rank(a) - rank(b));
}

/** Text before a highlight line's value, without the colon; "" where there is none. */
export function highlightLabel(line: HighlightLine, definition: PropertyDefinition, locale: Locale): string {
  if (line.bare) return '';
  return line.word ? translate(locale, line.word) : shownLabel(definition, locale);
}

/**
 * What a reader could place on a record's page in its first view, decided by what the page renders from. One entry per
 * field and surface; a field shown twice has two. Types without a record page have none.
 */
export function pageTruth(input: {
  typeId: ObjectTypeId;
  properties: Values;
  definitions: readonly PropertyDefinition[];
  dom: Dom;
}): PlacedField[] {
  const { typeId, properties, definitions, dom } = input;
  if (!isPageType(typeId)) return [];
  const layout = recordLayout(typeId, properties, definitions, dom);
  const unique = uniquelyLabelled(definitions, dom.locale);
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const named = dom.variant !== 'unknown';
  const modern = named && dom.variant !== 'legacy';
  const labelledAs = (field: string, text: string) => {
    const definition = byName.get(field);
    return (
      definition !== undefined && unique.has(field) && foldLabel(text) === foldLabel(shownLabel(definition, dom.locale))
    );
  };
  const place = (field: string, surface: Surface, byAttribute: boolean): PlacedField => {
    return { field, surface, byAttribute, byUniqueLabel: unique.has(field) };
  };
  const highlight = layout.highlight.flatMap((line): PlacedField[] => {
    const definition = byName.get(line.field);
    if (!definition) return [];
    const label = highlightLabel(line, definition, dom.locale);
    const fields = [line.field, ...(line.with && properties[line.with] ? [line.with] : [])];
    return fields.map((field) => ({
      field,
      surface: 'highlight',
      // The second half of a composite item has no node of its own.
      byAttribute: modern && field === line.field,
      byUniqueLabel: label !== '' && labelledAs(field, label),
    }));
  });
  return [
    ...(byName.has(layout.titleField)
      ? [{ field: layout.titleField, surface: 'highlight' as const, byAttribute: modern, byUniqueLabel: false }]
      : []),
    ...highlight,
    ...layout.cards
      .filter((card) => !card.collapsed)
      .flatMap((card) => card.fields.map((field) => place(field, 'sidebar', named))),
    ...layout.dataHighlights.map((field) => place(field, 'data-highlights', false)),
    ...layout.profile.map((field) => place(field, 'profile-list', false)),
  ];
}
