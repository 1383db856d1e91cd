/** What the record page asks of its own server, same origin, under `/sandbox-page/`. */
import type { Locale, Variant } from './variants.ts';

/** Page settings as this page understands them. */
export interface Dom {
  variant: Variant;
  locale: Locale;
  theme: 'light' | 'dark';
  lateRenderMs: number;
  fields: number;
  strict: boolean;
}

/** `GET /sandbox-page/boot` */
export interface Boot {
  org: { id: string; name: string };
  dom: Dom;
  /** Objects of the navigation bar. */
  tabs: { object: string; plural: string }[];
  me: { id: string; name: string };
  /** IANA name; moments are shown in it. */
  timeZone: string;
  /** The org's currency, ISO code. */
  currency: string;
  /** Whether amounts name their currency. */
  multiCurrency: boolean;
}

/** As describe calls them, and the two compounds that the page shows as one field. */
export type FieldType =
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'currency'
  | 'double'
  | 'int'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'reference'
  | 'email'
  | 'phone'
  | 'url'
  | 'name'
  | 'address';

export type Labels = Partial<Record<Locale, string>>;

export interface Option {
  value: string;
  label: string;
  labels?: Labels;
}

/** One field of a record, whether the page shows it or not. */
export interface PageField {
  name: string;
  label: string;
  /** Translations; custom fields have none. */
  labels?: Labels;
  type: FieldType;
  /** As the API gives it, as text: numbers plain, dates ISO, several options joined by `;`, references by id. */
  value: string | null;
  editable: boolean;
  required?: boolean;
  formula?: boolean;
  help?: string;
  options?: Option[];
  /** What a reference leads to; `id` is in `value`. */
  reference?: { object: string; plural: string; name: string | null };
  /** Component fields of a compound by API name. */
  parts?: Record<string, string | null>;
  /** Currency of an amount, where the org has several. */
  currency?: string;
  /** The moment beside the person, in Created By and Last Modified By. */
  at?: string;
}

/** What an object's records are called. */
export interface ObjectName {
  label: string;
  labels?: Labels;
  plural: string;
}

/** A record that the page shows besides its own. */
export interface OtherRecord {
  object: string;
  objectName: ObjectName;
  id: string;
  title: string;
  /** Field of the title. */
  nameField: string;
  /** Every field of the object that the person may see, on the page or not. */
  fields: PageField[];
}

/** A section of the page layout. */
export interface Section {
  label: string;
  labels?: Labels;
  /** One or two columns of API names, top to bottom. */
  columns: string[][];
}

/** `GET /sandbox-page/records/{object}/{id}`; 404 `{message}` where it is gone. */
export interface PageRecord extends OtherRecord {
  /** Record type id of the layout. */
  recordType: string;
  sections: Section[];
  /** Fields of the compact layout. */
  highlights: string[];
  /** Steps of the path above the record, in order, with what they close as. */
  path: { field: string; steps: { value: string; closed?: 'won' | 'lost' }[] } | null;
  /** The parent whose fields a component beside the details shows. */
  parent: OtherRecord | null;
  related: { object: string; rows: OtherRecord[] }[];
}

/** `GET /sandbox-page/list/{object}` */
export interface ListPage {
  object: string;
  objectName: ObjectName;
  rows: OtherRecord[];
}

/** `GET /sandbox-page/lookup/{object}?query=` */
export interface LookupRow {
  id: string;
  name: string;
}

/** Body of a refused write. */
export interface Refusal {
  message: string;
  /** What is wrong with single fields. */
  fields?: Record<string, string>;
}
