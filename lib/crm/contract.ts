/**
 * What a CRM has to bring: a page side (`url.ts`, `fields.ts`), which runs in the content script, and an API side
 * (`client.ts`, `schema.ts`), which runs in the background. Nothing else in the product knows a CRM's name.
 */
import type { AccountInfo } from '../core/account';
import type { Expected } from '../core/agreement';
import type { Crm, FieldHistory, RecordRef, Writer } from '../core/types';

// ── Page side ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the page side knows of a field when it looks for it. */
export interface CatalogField {
  name: string;
  label: string;
  expected: Expected;
}

/** The fields of one record's object, as the CRM's API describes them. */
export interface Catalog {
  fields: ReadonlyMap<string, CatalogField>;
  /** Folded label → field name, only for labels that one field alone has. */
  byLabel: ReadonlyMap<string, string>;
  /** The record's name as the API gives it; scopes the label layer where nothing else does. */
  title: string;
}

/** `attribute`: the page names the field itself; `label`: its label names exactly one field of the object. */
export type Layer = 'attribute' | 'label';

/** How a surface lays out its values; decides size and place of a mark. */
export type Surface = 'row' | 'title' | 'highlight' | 'summary' | 'panel';

/** One place where the page shows one field of the record. */
export interface FieldSpot {
  field: string;
  layer: Layer;
  surface: Surface;
  /** The row it was found in. */
  row: Element;
  /** The box that the mark must stay in. */
  box: Element;
  /** The element whose text is the value; `null` while the page shows none (edit mode of some fields). */
  value: Element | null;
  label: Element | null;
  /** Our own element is inserted into `parent`, before `before`. */
  anchor: { parent: Element; before: Node | null };
  /** True while the page shows an input instead of the value. */
  editing: boolean;
  /** Pixels at the inline end of the value's and the label's line that belong to the page's own controls. */
  reserved: { value: number; label: number };
}

/** A container that shows only fields of the page's own record. */
export interface Region {
  element: Element;
  /** CSS selector of the rows within it; a row yields at most one spot. */
  rows: string;
  surface: Surface;
}

/** The page side of a CRM. Every method answers for any DOM, throws on none and changes nothing. */
export interface PageAdapter {
  crm: Crm;
  /** The record a URL names, or `null` (lists, settings, other hosts). */
  locate(url: URL): Omit<RecordRef, 'crm'> | null;
  /**
   * CSS selector of elements whose arrival or attribute change can add, remove or redefine regions; mutations elsewhere
   * outside regions are ignored.
   */
  regionHint: string;
  /** Attributes whose change redefines a row. */
  watchedAttributes: readonly string[];
  /** The regions of the page at this moment; foreign and excluded surfaces are in none of them. */
  regions(root: Document, catalog: Catalog): Region[];
  /** The field a row shows, or `null` where that is not certain. */
  spot(row: Element, region: Region, catalog: Catalog): FieldSpot | null;
  /** What a spot shows: the value's text, or what an input holds. `null` where nothing is shown. */
  read(spot: FieldSpot): string | null;
  /** The title the page shows for its record, or `null` while there is none. */
  title(root: Document, catalog: Catalog): string | null;
}

// ── API side ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface FieldOption {
  value: string;
  label: string;
}

/** One field of an object as the CRM's API describes it. */
export interface FieldMeta {
  name: string;
  label: string;
  kind: Expected['kind'];
  options: FieldOption[];
  /** True where values are user ids. */
  isUser: boolean;
  /** Currency comes from this field of the same record. */
  currencyField?: string;
  /** True for a field that the CRM computes or that nobody may write. */
  readOnly: boolean;
}

/** One record as read from the API. */
export interface RecordSnapshot {
  ref: RecordRef;
  /** The record's name as the CRM's page shows it in the title. */
  title: string;
  /** Epoch ms of the last modification, CRM time, as the CRM reports it. */
  modified: number;
  values: Map<string, string | null>;
  histories: Map<string, FieldHistory>;
  /** How many earlier values the CRM keeps for a field of this object. */
  depth: number;
}

/** A person the CRM knows. `keys` are the ids under which rows and values name them. */
export interface Person {
  name: string;
  keys: string[];
  active: boolean;
}

/** The API side of a CRM. Methods throw `ApiProblem` and nothing else. */
export interface CrmClient {
  crm: Crm;
  /** Names the account and what the credential may do. */
  test(): Promise<AccountInfo>;
  /** Fields of an object, labels in the given language where the CRM translates them. */
  fields(object: string, language: string): Promise<FieldMeta[]>;
  people(): Promise<Person[]>;
  /** When the record was last modified (epoch ms, CRM time): the cheap question before a full read. */
  modified(object: string, id: string): Promise<number>;
  /** The record with every field's history. */
  read(object: string, id: string, fields: readonly FieldMeta[]): Promise<RecordSnapshot>;
  /** Ids of the most recently changed records of an object, newest first. */
  recent(object: string, limit: number): Promise<string[]>;
  /** Several records with history in one request where the CRM allows; unknown ids are left out. */
  readMany(object: string, ids: readonly string[], fields: readonly FieldMeta[]): Promise<RecordSnapshot[]>;
  /** The most ids `readMany` takes at once. */
  readManyLimit: number;
  /** A human-readable name for an integration, where the CRM has one. */
  writerName(writer: Writer): Promise<string | null>;
  /** Object keys whose records the product handles. */
  objects: readonly string[];
}
