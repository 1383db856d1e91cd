/** Shapes shared by the sandbox Salesforce's store, API, layout and record page. */

/** UI languages; `ar` is right to left. */
export type Language = 'en' | 'de' | 'fr' | 'ar';

/** Field types as `describe` names them. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'currency'
  | 'percent'
  | 'double'
  | 'int'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'email'
  | 'phone'
  | 'url'
  | 'address';

export interface PicklistOption {
  /** API value. */
  value: string;
  label: string;
  labels?: Partial<Record<Language, string>>;
  /** Stages only. */
  closed?: boolean;
  won?: boolean;
  probability?: number;
  forecastCategory?: string;
}

export interface FieldDef {
  name: string;
  label: string;
  /** Labels of Salesforce's own fields in other languages; custom fields have none. */
  labels?: Partial<Record<Language, string>>;
  type: FieldType;
  length: number;
  precision: number;
  scale: number;
  custom: boolean;
  /** May be given on create, on update. */
  createable: boolean;
  updateable: boolean;
  required: boolean;
  /** Worked out by Salesforce: a formula, a compound field, bookkeeping. */
  calculated: boolean;
  options: PicklistOption[];
  /** Refuses values that are none of its options. */
  restricted: boolean;
  /** A text area with formatted text. */
  rich?: boolean;
  referenceTo: string[];
  relationshipName?: string;
  /** The compound field it is a part of. */
  compound?: string;
  /** Whether its changes leave history rows. */
  tracked: boolean;
  helpText?: string;
  /** Permission sets that grant access, and whether to edit; `null`: everybody has it. */
  grants: Map<string, { edit: boolean }> | null;
  /** Set for fields made through the API: id of the definition and when. */
  made?: { id: string; at: string };
}

export interface Section {
  label: string;
  labels?: Partial<Record<Language, string>>;
  /** API names, top to bottom; one or two columns. */
  columns: string[][];
}

export interface ObjectDef {
  name: string;
  label: string;
  plural: string;
  labels?: Partial<Record<Language, string>>;
  prefix: string;
  custom: boolean;
  /** History object and its field that names the record; absent where the object keeps no field history. */
  history?: { name: string; parent: string };
  /** Field that holds the record's name. */
  nameField: string;
  fields: FieldDef[];
  /** Sections of the page layout. */
  layout: Section[];
  /** Fields of the compact layout, after the name. */
  compact: string[];
  /** False for set-up data that has no record page. */
  page: boolean;
  /** True where the API only reads it. */
  readOnly: boolean;
}

export interface HistoryRow {
  id: string;
  /** The record it belongs to. */
  parentId: string;
  /** As the API names it: API name, relationship name of a lookup, or a special value such as `created`. */
  field: string;
  /** API name of the field whose change it is; `null` for special rows. */
  api: string | null;
  dataType: string;
  oldValue: string | number | boolean | null;
  newValue: string | number | boolean | null;
  createdById: string;
  /** Epoch milliseconds at a whole second. */
  at: number;
}

export interface StoredRecord {
  object: string;
  /** 18 characters. */
  id: string;
  /** Epoch milliseconds at whole seconds. */
  createdAt: number;
  modifiedAt: number;
  createdById: string;
  modifiedById: string;
  deleted: boolean;
  /** The record this one was merged into. */
  mergedInto?: string;
  /** Canonical text by API name: numbers plain, booleans `true`/`false`, dates ISO; only what is not empty. */
  values: Map<string, string>;
  /** Oldest first. */
  history: HistoryRow[];
}

/** Who writes, and how: a click on a page and a token leave the same row, so only listeners see the way. */
export interface Source {
  userId: string;
  way: 'page' | 'api' | 'internal';
}
