/** Shapes shared by the sandbox HubSpot's store, API, layout and record page. */

/** `0-1` contact, `0-2` company, `0-3` deal, `0-5` ticket, `0-46` note. */
export type ObjectTypeId = '0-1' | '0-2' | '0-3' | '0-5' | '0-46';

/** UI languages the record page can be shown in; `ar` is right to left. */
export type Locale = 'en' | 'de' | 'fr' | 'ar';

/** Generations of the record page's DOM; `unknown` has every identifying attribute removed. */
export type DomVariant = '2026' | '2025' | 'legacy' | 'unknown';

export interface DomSettings {
  variant: DomVariant;
  locale: Locale;
  theme: 'light' | 'dark';
  /** Cards arrive spread over this many milliseconds after navigation. */
  lateRenderMs: number;
  /** Generic extra properties shown in the sidebar card, for benchmarks. */
  fields: number;
  /** Log an error when a foreign script moves or annotates a node of the page. */
  strict: boolean;
}

export interface PropertyOption {
  value: string;
  label: string;
  displayOrder: number;
  hidden: boolean;
}

export interface PropertyDefinition {
  name: string;
  label: string;
  /** Labels of HubSpot's own properties in other UI languages; custom properties have none. */
  labels?: Partial<Record<Locale, string>>;
  type: 'string' | 'number' | 'enumeration' | 'bool' | 'date' | 'datetime' | 'phone_number';
  fieldType: string;
  groupName: string;
  description: string;
  options: PropertyOption[];
  hubspotDefined: boolean;
  calculated: boolean;
  readOnlyValue: boolean;
  hidden: boolean;
  archived: boolean;
  externalOptions?: boolean;
  referencedObjectType?: 'OWNER';
  showCurrencySymbol?: boolean;
  currencyPropertyName?: string;
  hasUniqueValue?: boolean;
  displayOrder: number;
  createdAt?: string;
  updatedAt?: string;
  archivedAt?: string;
}

export interface PropertyGroup {
  name: string;
  label: string;
  displayOrder: number;
  archived: boolean;
}

/** One row of a property's history, as the API sends it. `value` is "" where the value was cleared. */
export interface Version {
  value: string;
  /** ISO date-time with milliseconds, CRM time. */
  timestamp: string;
  sourceType: string;
  sourceId?: string;
  sourceLabel?: string;
  updatedByUserId?: number;
}

/** Who or what a row names as its source: a version without its value and time. */
export type Source = Omit<Version, 'value' | 'timestamp'>;

export interface StoredRecord {
  typeId: ObjectTypeId;
  id: string;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  archivedAt?: string;
  /** Newest first, cut at HubSpot's depth: 45 versions for contacts, 20 for everything else. */
  history: Map<string, Version[]>;
  /** Ids merged into this record. */
  mergedIds: string[];
  /** The record this one was merged into. */
  mergedInto?: string;
  createdBy: Source;
  /** The user of the last change a person made in HubSpot itself. */
  updatedByUserId?: number;
}

export interface Association {
  typeId: ObjectTypeId;
  id: string;
  /** HubSpot's association type ids, e.g. 5 = deal to primary company. */
  types: number[];
}

export interface RecordEvent {
  at: number;
  kind: 'note' | 'email' | 'call';
  header: string;
  body?: string;
}

export interface Owner {
  id: string;
  email: string;
  type: 'PERSON' | 'QUEUE';
  firstName: string;
  lastName: string;
  /** Absent for queues. */
  userId?: number;
  archived: boolean;
}

export interface User {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
}

export interface App {
  /** The number in `sourceId` of the rows this app leaves. */
  id: string;
  name: string;
}

export interface PipelineStage {
  id: string;
  label: string;
  displayOrder: number;
  metadata: Record<string, string>;
}

export interface Pipeline {
  id: string;
  label: string;
  displayOrder: number;
  stages: PipelineStage[];
}
