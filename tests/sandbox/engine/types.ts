/** The words of the incident: who acts, by which way, on what. Nothing here knows any CRM's shapes. */

export type Kind = 'contact' | 'company' | 'deal' | 'ticket';

/** What somebody or something that writes really is. */
type ActorKind = 'human' | 'agent' | 'overlay' | 'integration' | 'automation' | 'system';

export interface Actor {
  kind: ActorKind;
  id: string;
  name: string;
  /** Writers with the same value cannot be told apart by the CRM. */
  sharedLogin?: string;
}

/** The way a write takes; each leaves its own kind of row. */
export type Via =
  | 'page'
  | 'mobile'
  | 'bulk'
  | 'restore'
  | 'import'
  | 'workflow'
  | 'merge'
  | 'api'
  | 'internal'
  | 'form'
  | 'default';

/** Shapes of damage; tagged on the steps that do it. */
const PATTERNS = [
  'mass-enrichment',
  'utm-overwrite',
  'stage-on-email',
  'stage-flapping',
  'duplicate-creation',
  'duplicate-merge',
  'commission-drift',
  'value-clearing',
  'tug-of-war',
  'forged-stamp',
  'forged-ledger',
] as const;
export type Pattern = (typeof PATTERNS)[number];

/** Neutral field name to neutral value; `""` clears. */
export type NeutralSet = Record<string, string>;

interface Base {
  at: number;
  actor: string;
  via: Via;
  pattern?: Pattern;
}

export interface CreateStep extends Base {
  type: 'create';
  key: string;
  kind: Kind;
  set: NeutralSet;
  /** Keys of records it belongs to. */
  links: readonly string[];
  /** The record it needlessly repeats. */
  copyOf?: string;
}

/** A person's decision about an agent's proposal, as it goes into the record's ledger. */
export interface Decision {
  d: 'approve' | 'approve_edited' | 'reject';
  by: string;
  agent: string;
  field: string;
  /** The value decided about; for `reject` the one refused. */
  value: string;
}

export interface WriteStep extends Base {
  type: 'write';
  writes: ReadonlyArray<{ key: string; set: NeutralSet }>;
  /** Puts an entry into the ledger of the one record written; forged where the actor is an agent. */
  decision?: Decision;
}

interface DeleteStep extends Base {
  type: 'delete';
  keys: readonly string[];
}

export interface MergeStep extends Base {
  type: 'merge';
  kind: Kind;
  primary: string;
  secondary: string;
}

/** A field is archived for a whole account. */
interface RetireStep extends Base {
  type: 'retire';
  kinds: readonly Kind[];
  field: string;
}

/** An e-mail arrives; nothing changes by it. */
interface MailStep extends Base {
  type: 'mail';
  keys: readonly string[];
  subject: string;
  body: string;
}

/** What an agent says of a value it proposes, and how it really is. */
export interface Proposal {
  field: string;
  value: string;
  /** Whether a person who knows the facts would approve it, and why. */
  right: boolean;
  why: string;
  confidence?: number;
  reason?: string;
  evidence?: readonly string[];
  /** Epoch milliseconds. */
  expires?: number;
  run?: string;
}

/** How proposals are left with a record. */
export interface StagingWay {
  /**
   * `visible`: value, metadata and count. `bare`: the value alone. `compact`: metadata and count, without the value's own field.
   * `native`: in the CRM's own list of suggestions; left out where it has none.
   */
  layout: 'visible' | 'bare' | 'compact' | 'native';
  /** Stands in the metadata field instead of what belongs there. */
  metadata?: string;
}

/** An agent proposes values for fields of one record instead of writing them. */
export interface ProposeStep extends Base {
  type: 'propose';
  key: string;
  proposals: readonly Proposal[];
  way?: StagingWay;
}

export type Step = CreateStep | WriteStep | DeleteStep | MergeStep | RetireStep | MailStep | ProposeStep;

/** A record as its CRM names it. */
export interface Target {
  object: string;
  id: string;
}

/** One record worth opening, for the start-up line. */
export interface Highlight {
  key: string;
  note: string;
}

export interface Plan {
  steps: Step[];
  highlights: Highlight[];
}

/** Where values are proposed for the fields of one object, by the CRM's names. */
export interface Staging {
  /** Field to the field in which its proposed value stands. */
  fields: ReadonlyMap<string, string>;
  metadata: string | undefined;
  count: string | undefined;
}

/** Why a CRM's API can no longer show a fact. */
export type Unobservable =
  | 'record-deleted'
  | 'merged-away'
  | 'property-archived'
  | 'depth'
  | 'shared-token'
  /** The CRM keeps no history of this field. */
  | 'untracked'
  /** The value was given when the record was created, which leaves no row. */
  | 'creation'
  /** The CRM keeps no values of the ledger, and an agent wrote it as well: which entries are the agent's nobody can tell. */
  | 'ledger';

/** What can stand behind a value, as the product names it. */
export type Attribution = 'human' | 'agent' | 'collaborative' | 'automation' | 'system' | 'unknown';

/**
 * What the engine asks of a CRM: its names for things, its rules, and to carry steps out.
 * Everything but the last group and what is said of single values is pure.
 */
export interface CrmSide {
  readonly crm: string;
  readonly account: string;

  /** Kinds of records the CRM has; steps on others are left out of its story. */
  readonly kinds: readonly Kind[];
  object(kind: Kind): string;
  /** `null` where the CRM has no such field; what the story writes into it is left out. */
  field(kind: Kind, neutral: string): string | null;
  value(kind: Kind, neutral: string, value: string): string;
  /** The CRM's id of a person, as decisions name it. */
  personId(actor: string): string;

  /** Whether two records of a kind can be merged; where not, such steps are left out. */
  merges(kind: Kind): boolean;
  /** Writers with the same value leave rows that cannot be told apart. */
  login(actor: Actor, via: Via): string | undefined;
  /** What the CRM's rows make of a writer, where that is not what it really is: an import that nobody can tell from a person. */
  readAs(actor: Actor, via: Via): Attribution | undefined;
  /** Why the CRM never shows who wrote a field. */
  hidden(object: string, field: string): Unobservable | undefined;
  /** Rows of one field that stay readable. */
  depth(object: string): number;
  /** Whether values given at creation leave rows; where not, nobody can read who gave them. */
  readonly creationRows: boolean;
  /** Whether rows of the ledger say what was in it. */
  readonly ledgerValues: boolean;
  /** Whether no row says what the value was before, so that the oldest row's is lost. */
  readonly beforeFromOlderRow: boolean;
  /** Fields the CRM works out from others. */
  derived(object: string, read: (field: string) => string | null): Record<string, string>;
  readOnly(object: string, field: string): boolean;
  readonly stamps: { agent: string; run: string };
  readonly ledger: string;
  staging(object: string): Staging;
  /** Whether a field carries proposals, or what is kept about them. */
  isStaging(object: string, field: string): boolean;
  hasField(object: string, field: string): boolean;
  /** Whether a person could give a record's field this value. */
  fits(target: Target, field: string, value: string): boolean;
  /** A field's current value as canonical text. */
  read(target: Target, field: string): string | null;

  create(
    actor: Actor,
    via: Via,
    object: string,
    set: Record<string, string>,
    links: readonly Target[],
  ): Promise<string>;
  write(actor: Actor, via: Via, writes: ReadonlyArray<Target & { set: Record<string, string> }>): Promise<void>;
  remove(actor: Actor, targets: readonly Target[]): Promise<void>;
  /** Returns the surviving record's id. */
  merge(actor: Actor, object: string, primary: string, secondary: string): Promise<string>;
  retire(object: string, field: string, at: number): void;
  mail(target: Target, at: number, subject: string, body: string): void;
  /**
   * Puts a value into the CRM's own list of suggestions; left out where the CRM has none.
   * @returns the id it has there, and when it is not shown any more, epoch milliseconds
   */
  suggest?(actor: Actor, target: Target, proposal: Proposal): { id: string; expires: number };
}
