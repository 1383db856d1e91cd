/** The words every part of the product shares. */

export const CRMS = ['hubspot', 'salesforce', 'pipedrive'] as const;
export type Crm = (typeof CRMS)[number];

/** One CRM record. `account` is the tenant's id, never a host name; `object` is the CRM's own object key. */
export interface RecordRef {
  crm: Crm;
  account: string;
  object: string;
  id: string;
}

/** A record as a page's address names it: `account` is the account's id, or the page's host where the address names no account. */
export type PageRef = RecordRef;

/** Who stands behind a field's current value. */
export type Attribution = 'human' | 'agent' | 'collaborative' | 'automation' | 'system' | 'unknown';

/** What a mark can say. `human` and `system` values carry no mark. */
export const MARK_STATES = ['agent', 'collaborative', 'automation', 'corrected', 'unknown'] as const;
export type MarkState = (typeof MARK_STATES)[number];

/** Where a history row says the change came from, exactly as the CRM sent it. */
export interface RawSource {
  type: string;
  id?: string;
  label?: string;
  user?: string;
}

/**
 * Why a CRM's row counts as what it counts as, before the team has said anything:
 * - `user` the CRM names the person; `vendorAgent` the CRM's own AI; `automation`, `import`, `form`, `system` as named;
 * - `app` an integration with an id, `token` one without; `merge` a value carried over by a merge;
 * - `hidden` the CRM names a user, and the key may not read what kind of user it is;
 * - `undocumented` a source nobody has documented the meaning of.
 */
export type WriterKind =
  | 'user'
  | 'vendorAgent'
  | 'automation'
  | 'import'
  | 'form'
  | 'system'
  | 'app'
  | 'token'
  | 'merge'
  | 'hidden'
  | 'undocumented';

/** Who wrote a row, as far as the CRM tells. `key` is stable within an account, e.g. `app:5671234`, `user:78412345`, `source:IMPORT`. */
export interface Writer {
  key: string;
  kind: WriterKind;
  /** What the CRM's own documentation makes of it; an integration is `unknown` until the team maps it. */
  attribution: Exclude<Attribution, 'collaborative'>;
  /** The raw id within the key: app id, user id or source name. */
  id: string;
}

/** One row of the CRM's own history. */
export interface FieldChange {
  field: string;
  /** The CRM's own id of the row, where it has one. */
  id?: string;
  /** `undefined` where the row before it is not in the history any more, or the CRM does not keep values of this kind. */
  from: string | null | undefined;
  /** `undefined` where the CRM says that the field changed and keeps no value. */
  to: string | null | undefined;
  /** Epoch milliseconds, CRM time. */
  at: number;
  /** The time exactly as the CRM sent it. */
  sent: string;
  source: RawSource;
  writer: Writer;
  /** Set where the CRM says that a person put an earlier value back by its own function. */
  restored?: true;
}

/** A field's history as read, newest first. */
export interface FieldHistory {
  changes: FieldChange[];
  /** Set where it is not the CRM's field history but a record of something else that names fewer facts, e.g. `stageHistory`. */
  basis?: 'stageHistory';
  /** True where the value is as it was when the record was created, of which the CRM keeps no row. */
  asCreated?: boolean;
  /** False where older rows were cut off or could not be read. */
  complete: boolean;
}

/** A string that identifies a record across stores and messages, e.g. `hubspot/123/0-3/9001`. */
export function recordKey(ref: RecordRef): string {
  return `${ref.crm}/${ref.account}/${ref.object}/${ref.id}`;
}

/** True if both name the same record. */
export function sameRecord(a: RecordRef | null | undefined, b: RecordRef | null | undefined): boolean {
  return !!a && !!b && recordKey(a) === recordKey(b);
}
