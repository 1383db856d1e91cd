/** Shapes shared by the sandbox Pipedrive's store, API and pages. */

export const OBJECTS = ['deal', 'person', 'organization', 'lead'] as const;
export type PdObject = (typeof OBJECTS)[number];

/** Objects whose records have a page of their own, custom fields and a changelog. */
export type RecordObject = Exclude<PdObject, 'lead'>;

/** UI languages in which a few default fields have labels of their own; the API always answers English names. */
export type UiLanguage = 'de' | 'pt' | 'uk';

export type FieldType =
  | 'int'
  | 'double'
  | 'boolean'
  | 'varchar'
  | 'text'
  | 'phone'
  | 'varchar_options'
  | 'varchar_auto'
  | 'date'
  | 'daterange'
  | 'time'
  | 'timerange'
  | 'enum'
  | 'set'
  | 'address'
  | 'monetary'
  | 'org'
  | 'people'
  | 'stage'
  | 'user'
  | 'picture'
  | 'status'
  | 'visible_to'
  | 'json';

export interface FieldOption {
  /** A number for custom fields and labels; a word for most of what Pipedrive brings along. */
  id: number | string;
  label: string;
  color?: string;
}

export interface FieldDefinition {
  /** Code as the API v2 calls it: 40 hex digits for custom fields. */
  code: string;
  /** Key as v1 and the changelog call it. */
  v1Key: string;
  name: string;
  /** Names of default fields in other UI languages, as the page writes them. */
  labels?: Partial<Record<UiLanguage, string>>;
  type: FieldType;
  custom: boolean;
  /** Shown in the page's Details block. */
  details: boolean;
  /** Only in an answer that asks for it with `include_fields`. */
  optional: boolean;
  readOnly: boolean;
  description?: string;
  options?: FieldOption[];
  /** Name of the custom field group it stands in. */
  group?: string;
}

export interface User {
  id: number;
  name: string;
  email: string;
  active: boolean;
  admin: boolean;
}

export interface Stage {
  id: number;
  name: string;
  order: number;
  pipelineId: number;
  probability: number;
}

export interface Pipeline {
  id: number;
  name: string;
  order: number;
}

/** Whose change it is, as a changelog row says it. */
export interface Source {
  userId: number;
  /** `app`, `mobile`, `api`; other strings are not documented. */
  source: string | null;
  userAgent: string | null;
  bulk: boolean;
}

/** One changelog row. Values are canonical text, `null` where empty. */
export interface ChangeRow {
  id: number;
  /** v2 code, or `<code>_currency` and the like for the second half of a value. */
  field: string;
  old: string | null;
  new: string | null;
  /** Epoch milliseconds; Pipedrive shows whole seconds. */
  at: number;
  source: Source;
}

export interface StoredRecord {
  object: PdObject;
  /** A number for records, a UUID for leads; kept as text. */
  id: string;
  createdAt: number;
  updatedAt: number;
  creatorUserId: number;
  /** How the record came about: `ManuallyCreated`, `API`, `Import`, … */
  origin: string;
  /** Current values by field code (and by `<code>_currency` and the like); empty ones are absent. */
  values: Map<string, string>;
  /** Labels of e-mail addresses and phone numbers (`work`, `home`), in the order of the value's parts. */
  partLabels: Map<string, string[]>;
  /** Oldest first, complete. A created record has none. */
  rows: ChangeRow[];
  deleted: boolean;
  /** The record this one was merged into. */
  mergedInto?: string;
}

/** A line in a record's history besides its changes. */
export interface TimelineEvent {
  at: number;
  kind: 'note' | 'email';
  subject: string;
  body: string;
}

export interface Note {
  id: number;
  content: string;
  userId: number;
  at: number;
  updatedBy: number;
  updatedAt: number;
  target: { object: PdObject; id: string };
  pinned: boolean;
}

export interface Company {
  id: string;
  name: string;
  /** Sub-domain of the company's host. */
  domain: string;
}

/** Host of a company's pages and API. */
export const hostOf = (company: Company): string => `${company.domain}.pipedrive.com`;
