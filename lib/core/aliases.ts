/**
 * Learning what a page calls a field.
 *
 * Some CRMs translate the labels of their pages and not those of their API. Which field a row of such a page shows can still be
 * told where its value is one field's and certainly no other's. Two values can be equal by chance, so a label counts only once two
 * records with different values agree on it and none contradicts. Pure.
 */
import { compare, type Expected, fold, foldLabel, type ValueKind } from './agreement';

/** A row whose label is no field's. */
export interface ShownRow {
  label: string;
  shown: string;
}

/** The fields of one record's object. */
export interface AliasCatalog {
  fields: ReadonlyMap<string, { name: string; label: string; expected: Expected }>;
  /** Folded label → field name; labels learned before are among them. */
  byLabel: ReadonlyMap<string, string>;
}

/** What one row of one record says about its label. */
export interface AliasProposal {
  /** Folded. */
  label: string;
  /** The field whose value it certainly shows, if there is one. */
  field: string | null;
  shown: string;
  /** Fields whose value it certainly does not show. */
  against: readonly string[];
}

/** What is known of a label and a field. */
export interface LabelAlias {
  /** Folded. */
  label: string;
  field: string;
  /** The first record that agreed, and what it showed. */
  record: string;
  shown: string;
  /** True once a second record with another value agreed. */
  counts: boolean;
  /** True once a record contradicted, for good. */
  refuted: boolean;
}

/** Values that hardly two fields of a record have by chance have at least this many letters and digits. */
const DISTINCTIVE_CHARS = 3;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const NUMERIC: readonly ValueKind[] = ['number', 'date', 'datetime', 'phone'];
/** Kinds whose values are shown as names or words. */
const NAMED: readonly ValueKind[] = ['option', 'options', 'user', 'reference', 'bool'];

/**
 * What a record's page says about labels that are no field's.
 * @param rows what the page shows, of an agreed record only
 */
export function proposeAliases(rows: readonly ShownRow[], catalog: AliasCatalog): AliasProposal[] {
  const learned = new Set([...catalog.byLabel].flatMap(([label, name]) => (isOwn(label, name, catalog) ? [] : [name])));
  const fields = [...catalog.fields.values()].filter(({ name }) => !learned.has(name));
  const proposals = rows.map(({ label, shown }): AliasProposal => {
    const verdicts = fields.map((field) => ({ ...field, verdict: compare(field.expected, shown) }));
    const [own, ...others] = verdicts.filter(({ verdict }) => verdict === 'same');
    const certain =
      own &&
      others.length === 0 &&
      isDistinctive(own.expected, shown) &&
      verdicts.every((one) => one.verdict !== 'unclear' || cannotShow(one.expected, own.expected.kind, shown));
    return {
      label: foldLabel(label),
      field: certain ? own.name : null,
      shown: fold(shown),
      against: verdicts.filter(({ verdict }) => verdict === 'different').map(({ name }) => name),
    };
  });
  // A field has one label on a page, and a label one field.
  const once = (of: (one: AliasProposal) => string | null, value: string | null) =>
    proposals.filter((one) => of(one) === value).length === 1;
  return proposals.filter(
    ({ label, field }) => once((one) => one.label, label) && (field === null || once((one) => one.field, field)),
  );
}

/** Adds what one record's page says to what is known; returns a new list. */
export function mergeAliases(
  known: readonly LabelAlias[],
  proposals: readonly AliasProposal[],
  record: string,
): LabelAlias[] {
  const merged = known.map((alias): LabelAlias => {
    const said = proposals.find(({ label }) => label === alias.label);
    if (!said || alias.refuted) return alias;
    if (said.against.includes(alias.field)) return { ...alias, counts: false, refuted: true };
    const agrees = said.field === alias.field && record !== alias.record && said.shown !== alias.shown;
    return agrees ? { ...alias, counts: true } : alias;
  });
  for (const { label, field, shown } of proposals) {
    if (field === null || merged.some((alias) => alias.label === label && alias.field === field)) continue;
    merged.push({ label, field, record, shown, counts: false, refuted: false });
  }
  return merged;
}

/** Folded label → field name, for labels that count and that no other field has. */
export function learnedLabels(known: readonly LabelAlias[]): Map<string, string> {
  const counting = known.filter(({ counts }) => counts);
  const single = counting.filter(
    (alias) => counting.filter(({ label, field }) => label === alias.label || field === alias.field).length === 1,
  );
  return new Map(single.map(({ label, field }) => [label, field]));
}

/** True for the label that the CRM's API gives a field. */
function isOwn(label: string, name: string, { fields }: AliasCatalog): boolean {
  return foldLabel(fields.get(name)?.label ?? '') === label;
}

function isDistinctive({ kind, value, others }: Expected, shown: string): boolean {
  if (value === null || kind === 'bool' || charsOf(shown).length < DISTINCTIVE_CHARS) return false;
  // One of two options is as good as a yes or a no.
  return kind !== 'option' || (others?.length ?? 0) > 1;
}

/** True where a comparison proves nothing and a row that shows a value of the given kind still cannot show this one. */
function cannotShow(expected: Expected, kind: ValueKind, shown: string): boolean {
  const { value } = expected;
  // What an empty field shows is the same on every record.
  if (value === null) return true;
  if (NUMERIC.includes(kind) && NAMED.includes(expected.kind)) return true;
  // In any language a yes or no is one short word.
  if (expected.kind === 'bool') return !/^\p{L}{1,6}$/u.test(shown.trim());
  // The row links a record, and another than this one.
  if (expected.kind === 'reference' && kind === 'reference' && /^\d+$/.test(shown)) return true;
  // A period is shown with its first day.
  if (kind === 'date' && ISO_DATE.test(value)) return compare({ kind: 'date', value }, shown) === 'different';
  const words = expected.labels ?? (NAMED.includes(expected.kind) ? [] : [value]);
  const shownParts = partsOf(shown);
  return words.length > 0 && !words.flatMap(partsOf).some((part) => shownParts.includes(part));
}

function charsOf(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, '');
}

/** Words and numbers, numbers without leading zeros. */
function partsOf(text: string): string[] {
  return (fold(text).match(/\p{L}+|\p{N}+/gu) ?? []).map((part) => part.replace(/^0+(?=\d)/, ''));
}
