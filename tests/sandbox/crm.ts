/** What one CRM brings to the sandbox. Everything outside a CRM's folder talks to it through this and knows no CRM's shapes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from './engine/clock.ts';
import type { Journal } from './engine/journal.ts';
import type { Replay } from './engine/replay.ts';
import type { Actor, Via } from './engine/types.ts';
import type { Fault } from './faults.ts';
import type { Incoming, Reply } from './http.ts';

export const CRMS = ['hubspot', 'salesforce', 'pipedrive'] as const;
export type Crm = (typeof CRMS)[number];

/** Page settings of one CRM (`POST /dom`). Each CRM names its own variants and locales. */
export interface DomSettings {
  variant: string;
  locale: string;
  theme: 'light' | 'dark';
  /** What is on the page arrives spread over this many milliseconds after navigation. */
  lateRenderMs: number;
  /** Generic extra fields on the records of the start-up line, for benchmarks. */
  fields: number;
  /** Log an error when a foreign script moves or annotates a node of the page. */
  strict: boolean;
}

/** One account in the start-up line. */
export interface AccountInfo {
  crm: Crm;
  account: string;
  label: string;
  /** Host of the account's pages. */
  host: string;
  tokens: Record<'full' | 'readonly' | 'noSchema' | 'revoked' | 'otherAccount', string>;
  /** `id` is the engine's name of the person, `userId` the CRM's; CRMs may add more ids. */
  people: Array<{ id: string; name: string; userId: string | number; ownerId?: string; token?: string }>;
  agents: Array<{
    id: string;
    name: string;
    token?: string;
    appId?: string;
    userId?: string;
    userAgent?: string;
    source?: string;
    stamp?: string;
  }>;
  records: Array<{ object: string; id: string; url: string; note: string }>;
  /** Which writers the truth takes for granted as whose, as a team file lists them. */
  team: TeamInfo;
}

/** What the truth assumes a team has said; tests make their team file of it. */
export interface TeamInfo {
  writers: Array<{
    key: string;
    role: 'person' | 'agent' | 'automation' | 'own' | 'unknown';
    name: string;
    actedBy?: string[];
  }>;
  stamps: Array<{ writer: string; field: string; agents: Array<{ value: string; name: string }> }>;
  fields: { ledger?: string };
}

/** One value on a record page as it is first shown, and what there is to recognise its field by. */
export interface PlacedField {
  field: string;
  surface: string;
  /** An attribute at the value names the field. */
  byAttribute: boolean;
  /** The field's own label stands beside the value, within a part of the page where no other field has it. */
  byUniqueLabel: boolean;
}

export interface CrmAccount {
  journal: Journal;
  replay: Replay;
}

/** An answer with whose token asked, for the log. */
export interface ApiAnswer {
  reply: Reply;
  caller?: { account: string; token: string; appId?: string };
}

/** One CRM of one simulation. It is thrown away and made anew by every reset. */
export interface CrmSandbox {
  readonly crm: Crm;
  /** By account id, the main one first. */
  readonly accounts: ReadonlyMap<string, CrmAccount>;
  describe(): AccountInfo[];
  /** Rate limits answer 429 (or the CRM's own refusal) only while they are on; headers are sent either way. */
  limits: boolean;
  /** Switches for behaviours that are not settled in the open; unknown keys throw `BadInput`. */
  settings: { get(): object; set(change: Record<string, unknown>): void };

  /**
   * Answers an API request. `outside`: from a client of the product or a test, so limits count and the journal hears of writes
   * from the store; what the incident's own agents do it knows from their plan.
   */
  answer(request: Incoming, outside: boolean): ApiAnswer | Promise<ApiAnswer>;
  /** The answer of a switched-on fault in this CRM's own shape; `undefined` to carry the request out all the same. */
  faultReply(fault: Fault): Reply | undefined;
  /** Serves the app's hosts. Resolves to false where the path is not the page's. */
  page(req: IncomingMessage, res: ServerResponse, url: URL, dom: DomSettings): Promise<boolean>;

  /** An object's key by any of its names. Throws `BadInput`. */
  object(name: string): string;
  /** True for a record that exists and is not deleted. */
  isLive(account: string, object: string, id: string): boolean;
  /** Values of `POST /agent` and `/human` as the CRM stores them. Throws `BadInput` with the CRM's own words. */
  checkSet(account: string, object: string, id: string, set: Record<string, string>): Record<string, string>;
  /** How an agent writes when told to: through the API if it holds a token, else by the CRM's own means. */
  agentVia(account: string, agent: Actor): Via | undefined;
  /** All ids by which `POST /agent` and `/human` may name somebody, besides the engine's id and name. */
  idsOf(actor: Actor): string[];
  /** What a page shows of a record when it is opened, in a variant. Throws `BadInput`. */
  pageTruth(account: string, object: string, id: string, dom: DomSettings): PlacedField[];
  /** Gives the records of the start-up line exactly this many generic fields, half of them an agent's. */
  setFields(count: number): Promise<void>;
  /** Fields somebody created through the API. */
  stagingFields(): object[];
}

export interface CrmSandboxOptions {
  seed: string;
  days: number;
  /** Whether the main account has fields in which agents propose values, and they do so on the last day. */
  proposals?: boolean;
  clock: Clock;
  /** Plain-HTTP address at which writers with a token reach this simulation's API. */
  apiBase: string;
}

/** A CRM the sandbox can simulate: one line in `crms.ts`. */
export interface CrmKind {
  readonly crm: Crm;
  /** Every host of its pages and APIs that the start-up line names. */
  readonly hosts: readonly string[];
  /** What a host serves at a path, `null` where the host is not this CRM's. */
  hostKind(host: string, path: string): 'page' | 'api' | null;
  readonly variants: readonly string[];
  readonly locales: readonly string[];
  readonly maxFields: number;
  create(options: CrmSandboxOptions): CrmSandbox;
}
