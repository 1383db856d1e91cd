/** Everything that can go wrong between us and a CRM's API, as one type that people can be told about. */

export type ProblemKind =
  /** No connection: offline, DNS, TLS, reset. */
  | 'offline'
  /** No answer in time. */
  | 'timeout'
  /** The credential is unknown, revoked or expired. */
  | 'signedOut'
  /** The credential lacks a right; `missing` names it. */
  | 'forbidden'
  /** The record is deleted, merged away or was never there. */
  | 'gone'
  /** Short-term limit; go on after `retryAt`. */
  | 'busy'
  /** The day's limit; go on after `retryAt`. */
  | 'daily'
  /** We stopped ourselves to leave other tools enough requests. */
  | 'budget'
  /** The CRM failed (5xx, locked, migrating). */
  | 'server'
  /** The answer was not what the CRM documents: HTML, broken JSON, a missing member. */
  | 'unreadable'
  /** Our key is another tool's as well (`message` names it), so that its changes and our decisions cannot be told apart. */
  | 'sharedKey'
  /** The record was modified after it was read; nothing was written. */
  | 'conflict'
  /** The CRM refused the request; `message` quotes it. */
  | 'refused';

export interface Problem {
  kind: ProblemKind;
  /** The CRM's own words, if it had any; shown as a quotation. */
  message?: string;
  /** Epoch ms, machine clock. */
  retryAt?: number;
  /** The missing right. */
  missing?: string;
  /** What the CRM's support asks for. */
  correlationId?: string;
  status?: number;
}
