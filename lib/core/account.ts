/** Accounts and the connections to them, without any secret. */
import type { Problem } from './problem';
import type { Crm } from './types';

/** What one permission check found. */
export interface Capability {
  /** Object key or `people`. */
  what: string;
  ok: boolean;
  /** The right that is missing, in the CRM's words. */
  missing?: string;
}

export interface AccountInfo {
  account: string;
  /** What the CRM calls the account, where it says so. */
  name?: string;
  /** The host of the account's pages. */
  host: string;
  /** Origin of the account's API, where it is another than the one that was asked. */
  apiHost?: string;
  /** The person the credential belongs to, where it is a person's. */
  user?: { id: string; name: string };
  currency?: string;
  timeZone?: string;
  capabilities: Capability[];
}

export interface Connection {
  id: string;
  crm: Crm;
  account: string;
  /** What people call the account. */
  label: string;
  /** The host of the account's pages, as the CRM reported it. */
  host: string;
  /** Origin of the account's API. */
  apiHost: string;
  /** The person the credential belongs to, where it is a person's. */
  user?: { id: string; name: string };
  currency?: string;
  timeZone?: string;
  /** Who decides in this browser; the credential names nobody. */
  person?: string;
  /** The last four characters of the credential, to recognise it by. */
  lastFour: string;
  capabilities: Capability[];
  /** Epoch ms, machine clock. */
  addedAt: number;
  /** Why the credential is not used any more. */
  stopped?: Problem;
}

/** What a test of a credential found. */
export type TestResult = { ok: true; info: AccountInfo } | { ok: false; problem: Problem };

/** A connection with what it has used of the CRM's limits today. */
export interface ConnectionInfo extends Connection {
  requestsToday: number;
  /**
   * The account's daily limit and what is left of it, where the CRM says so. `own`: it does not, so this is the smallest plan's
   * limit and what our own use leaves of it.
   */
  daily?: { limit: number; remaining: number; own?: boolean };
}
