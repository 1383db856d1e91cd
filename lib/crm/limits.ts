/** What a CRM's answers say about its request limits. */

export interface Limit {
  limit: number;
  remaining: number;
}

export interface Limits {
  /** The day's limit of the account. */
  daily?: Limit;
  /** The limit of a short window, with its length in ms. */
  burst?: Limit & { windowMs: number };
}

/** We stop at 80 % of any limit that the CRM reports, so that the team's other tools never starve because of us. */
const OURS = 0.8;

/** True if a limit is so far used that only what a person asks for may still be read. */
export function isNearlyUsed(limit: Limit | undefined): boolean {
  return !!limit && limit.limit > 0 && limit.limit - limit.remaining >= limit.limit * OURS;
}
