/** What the record page asks of its own server, same origin, under `/sandbox-page/`. */
import type { FieldDefinition, FieldOption, PdObject } from '../types.ts';
import type { PageDom } from './variants.ts';

export type PageObject = PdObject;

/**
 * Values as plain text: numbers plain, dates ISO, ids of several options joined by `;`. The currency of `<code>` is in
 * `<code>_currency`, a deal value's in `currency`.
 */
export type PageValues = Record<string, string | null>;

export type PageOption = FieldOption;

export type PageField = Pick<
  FieldDefinition,
  'code' | 'name' | 'labels' | 'type' | 'custom' | 'details' | 'readOnly' | 'options' | 'group'
>;

/** A record with the fields the page can show of it. */
export interface ShownRecord {
  object: PageObject;
  id: string;
  title: string;
  values: PageValues;
  fields: readonly PageField[];
}

export interface PageUser {
  id: string;
  name: string;
  active: boolean;
}

export interface PageStage {
  id: string;
  name: string;
  /** Whole days the deal has spent in it. */
  days: number;
}

export interface PageProduct {
  name: string;
  price: number;
  quantity: number;
}

/** One line of the History section. */
export interface HistoryItem {
  id: string;
  /** ISO date-time. */
  at: string;
  kind: 'note' | 'activity' | 'email' | 'file';
  header: string;
  body?: string;
}

/** One line of the Changelog tab. */
export interface ChangeItem {
  at: string;
  /** The field's code, and what it changed from and to as values of that field. */
  field: string;
  from: string | null;
  to: string | null;
  who: string;
}

/**
 * `GET /sandbox-page/records/{object}/{id}`; 404 `{message}` where the record is gone. `POST` with `{set}` answers the
 * same, or 400 `{message}` where a value is refused.
 */
export interface PageRecord extends ShownRecord {
  users: readonly PageUser[];
  currency: string;
  pipeline: string;
  /** Empty for what is no deal. */
  stages: readonly PageStage[];
  /** The linked records whose fields the page shows beside its own. */
  person: ShownRecord | null;
  organization: ShownRecord | null;
  /** Other deals of a person or organization, titles only. */
  deals: readonly { id: string; title: string }[];
  products: readonly PageProduct[];
  history: readonly HistoryItem[];
  changes: readonly ChangeItem[];
}

/** `GET /sandbox-page/list/{object}`: every record of an object, for list and board. */
export interface PageList {
  object: PageObject;
  fields: readonly PageField[];
  rows: readonly { id: string; title: string; values: PageValues }[];
  stages: readonly { id: string; name: string }[];
  users: readonly PageUser[];
  /** Names of linked records by `{object}/{id}`. */
  names: Readonly<Record<string, string>>;
}

/** `GET /sandbox-page/boot` */
export interface Boot {
  company: string;
  dom: PageDom;
  me: { id: string; name: string };
  /** IANA name; times are shown in it. */
  timeZone: string;
  /** Blocks of the sidebar in the order the person has put them in, where that is not the usual one. */
  order?: readonly string[];
  /** Blocks the person has folded. */
  folded?: readonly string[];
}
