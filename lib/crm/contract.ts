/**
 * What a CRM has to bring: a page side (`url.ts`, `fields.ts`), which runs in the content script, and an API side
 * (`client.ts`, `schema.ts`), which runs in the background. Nothing else in the product knows a CRM's name.
 */
import type { AccountInfo } from '../core/account';
import type { Expected } from '../core/agreement';
import type { NativeSuggestion } from '../core/suggestions';
import type { Crm, FieldHistory, PageRef, RecordRef, Writer } from '../core/types';
import type { RichValue } from '../core/values';
import type { ApiResponse, Send } from './http';
import type { Limits } from './limits';

// ── Page side ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the page side knows of a field when it looks for it. */
export interface CatalogField {
  name: string;
  label: string;
  expected: Expected;
}

/** The fields of one record's object, as the CRM's API describes them. */
export interface Catalog {
  /** The CRM's key of the record's object. */
  object: string;
  fields: ReadonlyMap<string, CatalogField>;
  /** Folded label → field name, only for labels that one field alone has. Labels that were learned from pages are among them. */
  byLabel: ReadonlyMap<string, string>;
  /** Folded label → names of the fields that share it. */
  ambiguous: ReadonlyMap<string, readonly string[]>;
  /** The record's name as the API gives it; scopes the label layer where nothing else does. */
  title: string;
}

/** `attribute`: the page names the field itself; `label`: its label names exactly one field of the object. */
export type Layer = 'attribute' | 'label';

/** How a surface lays out its values; decides size and place of a mark. `stage`: the current segment of a stage bar. */
export type Surface = 'row' | 'title' | 'highlight' | 'summary' | 'panel' | 'stage';

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
  /** It can stand in an open shadow root; what is slotted into it belongs to it. */
  element: Element;
  /** CSS selector of the rows within it, by themselves and what is around them alone; a row yields at most one spot. */
  rows: string;
  surface: Surface;
}

/** What holds for one look at the page, during which the page stands still. */
export interface Sight {
  /** Open shadow roots of the page, as `roots` gave them. */
  roots: readonly ShadowRoot[];
  /** The adapter's notes of elements that many rows stand in. */
  notes: Map<Element, boolean>;
}

/** The page side of a CRM. Every method answers for any DOM, throws on none and changes nothing. */
export interface PageAdapter {
  crm: Crm;
  /** The record a URL names, or `null` (lists, settings, other hosts). */
  locate(url: URL): Omit<PageRef, 'crm'> | null;
  /** Open shadow roots in which regions and rows stand or can arrive; changes in them are watched as well. Left out where pages have none. */
  roots?(root: Document): ShadowRoot[];
  /**
   * CSS selector of elements whose arrival or attribute change can add, remove or redefine regions; mutations elsewhere
   * outside regions are ignored.
   */
  regionHint: string;
  /** CSS selector of the elements of `regionHint` that are enough to notice a page that was hidden come into view; all where left out. */
  appears?: string;
  /** Attributes whose change redefines a row. */
  watchedAttributes: readonly string[];
  /**
   * The regions of the page at this moment; foreign and excluded surfaces are in none of them.
   * @param sight saves work that was done for this look already; without it everything is found out anew, here and below
   */
  regions(root: Document, catalog: Catalog, sight?: Sight): Region[];
  /** The field a row shows, or `null` where that is not certain. */
  spot(row: Element, region: Region, catalog: Catalog, sight?: Sight): FieldSpot | null;
  /**
   * What a spot shows: the value's text, or what an input holds; the record's id where the value is a link to a record of this
   * CRM (compared with a `reference`). `null` where nothing is shown.
   */
  read(spot: FieldSpot, sight?: Sight): string | null;
  /** The title the page shows for its record, or `null` while there is none. */
  title(root: Document, catalog: Catalog): string | null;
  /** Rows of the record's own whose label is no field's, for CRMs whose API does not translate its labels. */
  unmatched?(root: Document, catalog: Catalog): { label: string; shown: string }[];
}

// ── API side ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface FieldOption {
  value: string;
  label: string;
  /** The pipeline whose stage it is, where it is one: valid only on records of that pipeline. */
  pipeline?: string;
}

/** One field of an object as the CRM's API describes it. */
export interface FieldMeta {
  name: string;
  label: string;
  kind: Expected['kind'];
  /** How a value is written where `kind` does not say it; without it one of the kind `rich` cannot be. */
  writes?: RichValue;
  options: FieldOption[];
  /** True where values are user ids. */
  isUser: boolean;
  /** Currency comes from this field of the same record. */
  currencyField?: string;
  /** True for a field that the CRM computes or that nobody may write. */
  readOnly: boolean;
  /** True for a field that is never empty. */
  required?: true;
  /** The field of the same record that holds the second half of its value, which does not stand without it. */
  half?: string;
  /** The field of the same record that holds its pipeline, where the options are stages of pipelines. */
  pipelineField?: string;
  /** True for a stage or an amount that the fields above do not tell: it feeds forecasts and commissions. */
  sensitive?: true;
  /** The most characters a value may have, where the CRM says so. */
  maxLength?: number;
  /** False where the CRM is known to keep no history of this field; left out where it always does or nobody can tell. */
  tracked?: boolean;
  /** Where it names a record: how the client asks for what that record is called. */
  naming?: string;
  /** Set where the CRM's own agent can have suggestions for it in a list of its own: how the client asks for that list. */
  native?: string;
}

/** One record as read from the API. */
export interface RecordSnapshot {
  ref: RecordRef;
  /** The record's name as the CRM's page shows it in the title. */
  title: string;
  /** Epoch ms of the last modification, CRM time, as the CRM reports it. */
  modified: number;
  /** Values as text: numbers plain (`1500.5`), booleans `true`/`false`, dates ISO, several options joined by `;`. */
  values: Map<string, string | null>;
  /** What the CRM calls the record that a `reference` names, where the answer says so. */
  names?: Map<string, string>;
  histories: Map<string, FieldHistory>;
  /** What waits in the CRM's own list of suggestions, where the account has one. */
  native?: (Omit<NativeSuggestion, 'agent'> & { writer: Writer })[];
  /** How many earlier values the CRM keeps for a field of this object; `null` where it is not a number of values. */
  depth: number | null;
}

/** A person the CRM knows. `keys` are the ids under which rows (`user:…`) and values (`owner:…`) name them. */
export interface Person {
  name: string;
  keys: string[];
  active: boolean;
  /** Ids of the teams the person is in, where the CRM tells. */
  teams?: string[];
}

/** Kinds of field that Countersign creates: `line` a short text, `text` the longest text the CRM has, `number` a whole number. */
export type NewFieldKind = 'line' | 'text' | 'number';

/** A field to be created; `name` is its API name, which a CRM that names fields itself does not use. */
export interface NewField {
  name: string;
  label: string;
  help: string;
  kind: NewFieldKind;
}

/** Where a page of records with suggestions is looked for. */
export interface PendingQuery {
  /** Staging fields of the object. */
  staging: readonly string[];
  /** The field with what agents say of their suggestions, and with those that have no field of their own. */
  metadata: string | null;
  /** The field with the number of open suggestions, where the object has one. */
  count: string | null;
  /** Set where the CRM has a list of its own for the object. */
  native?: boolean;
  /** Only what was modified since then, where the CRM can tell; epoch ms, CRM time. */
  since: number | null;
  /** From the page before; `null` for the first. */
  after: string | null;
}

/** A record and when it was last modified, epoch ms, CRM time, as exactly as the CRM tells. */
export interface ChangedRecord {
  id: string;
  at: number;
}

/** Where a page of changed records begins. */
export interface ChangedQuery {
  /** Epoch ms, CRM time; the moment itself is included. */
  since: number;
  /** From the page before, which then tells where to go on; `null` for the first. */
  after: string | null;
}

/** Where a record's ledger goes on, for a CRM whose fields hold little: one pinned note of the record. */
export interface LedgerNote {
  /**
   * The note, or all of them where there are more: two browsers made one at the same time, or somebody wrote into one.
   * @returns the oldest first, text as the CRM has it
   */
  read(object: string, id: string): Promise<{ id: string; text: string }[]>;
  /** @param note from `read`; `null` makes one. @param text plain */
  write(object: string, id: string, note: string | null, text: string): Promise<void>;
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
  /** Asked instead where a record's suggestions change without the record: whether a full read would answer the same. */
  unchanged?(snapshot: RecordSnapshot, fields: readonly FieldMeta[]): Promise<boolean>;
  /** The record with every field's history. */
  read(object: string, id: string, fields: readonly FieldMeta[]): Promise<RecordSnapshot>;
  /** Ids of the most recently changed records of an object, newest first. */
  recent(object: string, limit: number): Promise<string[]>;
  /**
   * Several records in one request where the CRM allows; unknown ids are left out.
   * @param options `histories: false` reads values alone, which is cheaper on most CRMs
   */
  readMany(
    object: string,
    ids: readonly string[],
    fields: readonly FieldMeta[],
    options?: { histories: boolean },
  ): Promise<RecordSnapshot[]>;
  /** The most ids `readMany` takes at once. */
  readManyLimit: number;
  /**
   * Writes fields of one record in one request. Throws `conflict` where the CRM has a precondition and the record was modified
   * after `unmodifiedSince`; `refused` with the CRM's own words where it does not take a value (nothing is written then).
   * @param values as in a snapshot; `null` empties a field
   */
  write(
    object: string,
    id: string,
    values: ReadonlyMap<string, string | null>,
    options: { fields: readonly FieldMeta[]; unmodifiedSince: number },
  ): Promise<void>;
  /**
   * Two changes of a record that lie no further apart than this, ms, look like one to the precondition of `write`. Left out where
   * there is none.
   */
  preconditionMs?: number;
  /** Creates a record of the kind `organisation` of the API side, with nothing but a name. @returns its id */
  createOrganisation(name: string): Promise<string>;
  /** Deletes a record, as far as the CRM does that at once; one that is not there is no failure. */
  deleteRecord(object: string, id: string): Promise<void>;
  /** Left out where a field holds enough. */
  ledgerNote?: LedgerNote;
  /**
   * One page of ids of records that may hold suggestions, by the cheapest means the CRM has; some may hold none any more, and some
   * may be named more than once.
   */
  pending(object: string, query: PendingQuery): Promise<{ ids: string[]; after: string | null }>;
  /**
   * One page of the records that were modified since then, in the order of their modification, oldest first. Over all pages none
   * is left out, however many were modified at one moment and whatever is modified meanwhile; such a record comes once more.
   * Asked only of objects whose history the CRM keeps.
   */
  changed(object: string, query: ChangedQuery): Promise<{ records: ChangedRecord[]; after: string | null }>;
  /**
   * Creates a field that the credential's user may read and write. A field of this name that exists already is no failure.
   * @returns the name under which the API knows it, and whether it is new: one that was there, seen or not, is somebody else's;
   * `group` where a group of fields was made for it
   */
  createField(object: string, field: NewField): Promise<{ name: string; created: boolean; group?: true }>;
  /**
   * Takes back `createField`, and what is in the field with it.
   * @param group so does the group that was made for it, unless it holds anything else
   */
  deleteField(object: string, name: string, group?: boolean): Promise<void>;
  /** A human-readable name for an integration, where the CRM has one. */
  writerName(writer: Writer): Promise<string | null>;
  /** Object keys whose records the product handles. */
  objects: readonly string[];
  /** True for the key of an object that an account has made for itself; left out where the CRM has none. */
  isCustom?(object: string): boolean;
}

/** What a request is sent with. */
export interface Credential {
  token: string;
  /** Origin of the API the token is good for, e.g. `https://acme.my.salesforce.com`. */
  apiHost: string;
  /** Set where the token expires and can be renewed. */
  refresh?: { token: string; clientId: string };
}

/** The API side of a CRM as the registry lists it. */
export interface ApiSide {
  /** What people call the CRM. */
  name: string;
  /** How people connect it: by pasting a token, or by signing in with the CRM. */
  signIn: 'token' | 'oauth';
  /** Where the API is before the account's own host is known; `null` where the person has to say. */
  apiHost: string | null;
  /** A client whose requests carry no credential: `send` adds it. */
  create(options: { send: Send; account: string; apiHost: string }): CrmClient;
  /** The headers that authorise a request. */
  authorise(credential: Credential): Record<string, string>;
  /** What an answer says about the limits. */
  limits(headers: Headers): Limits;
  /** What a request takes from the account's budget, in the CRM's own unit; 1 each where it counts requests. */
  cost?(method: string, url: URL): number;
  /** The CRM's day's budget where no header tells it, in the unit of `cost`: what the smallest plan has. */
  dailyBudget?: number;
  /** A record that is looked at is asked about again no sooner than this, ms, where that is not the usual half a minute. */
  refreshEveryMs?: number;
  /** OAuth, where people sign in with the CRM. */
  oauth?: OAuth;
  /** The record a URL names, or `null`. */
  locate(url: URL): Omit<PageRef, 'crm'> | null;
  /** The field that names a record's owner, where a record has one. */
  ownerField: string;
  /** The kind of record that needs nothing but a name: a company, an account, an organisation. */
  organisation: string;
  /** Fields that name whoever saved the record last and when, whatever was changed; left out where every field's history is kept. */
  lastEditFields?: { by: string; at: string };
  /** True where looking for suggestions takes reading every record. */
  listsPending?: boolean;
  /** The address of a record's page. @param host of the account's pages */
  urlOf(host: string, ref: RecordRef): string;
  /** Match pattern of the CRM's pages. */
  pages: string;
}

/** Sign-in without a secret: authorisation code with PKCE, refresh tokens that may rotate. Pure but for `send`. */
export interface OAuth {
  /** True for an answer after which a new access token helps. */
  expired(response: ApiResponse): boolean;
  /** The address to open for a sign-in at a host that the person or the page named. Throws `ApiProblem` for a host that is not the CRM's. */
  authoriseUrl(options: { host: string; clientId: string; redirectUri: string; state: string; challenge: string }): URL;
  /** Reads the redirect; throws `ApiProblem` (`refused`, in the CRM's words) for an error or another state. @returns the code */
  codeOf(redirect: URL, state: string): string;
  /** Turns a code into a credential. Throws `ApiProblem`. */
  exchange(
    send: Send,
    options: { host: string; clientId: string; redirectUri: string; code: string; verifier: string },
  ): Promise<Credential>;
  /** A new access token, and a new refresh token where the CRM rotates them. Throws `ApiProblem` `signedOut` where only signing in again helps. */
  renew(send: Send, credential: Credential): Promise<Credential>;
}
