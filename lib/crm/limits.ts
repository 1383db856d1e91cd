/** What a CRM's answers say about its request limits. */
import type { ApiResponse } from './http';

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

/** Every limit is over in a day; whatever asks for longer would silence an account for good. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * When an answer asks us to come back (`Retry-After`, RFC 9110 10.2.3: seconds, or a date on the CRM's clock), epoch ms on the
 * machine's clock; `undefined` where it does not.
 */
export function retryAfter({ headers, date }: Pick<ApiResponse, 'headers' | 'date'>, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  const wait = value.endsWith('GMT') ? Date.parse(value) - (date ?? now) : Number(value) * 1000;
  return wait > 0 ? now + Math.min(wait, LONGEST_WAIT_MS) : undefined;
}
