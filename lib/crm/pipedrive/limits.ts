/** Pipedrive's two limits: requests of a token within two seconds, and tokens of the whole company within a day. */
import type { Limits } from '../limits';

/** The length of the short window; headers name only its size and what is left. */
const WINDOW_MS = 2_000;

/** The day's budget of one seat on the smallest plan: no header tells the real one. */
export const DAILY_BUDGET = 30_000;

/** What the headers say of the short window. The day's budget is in none. */
export function pipedriveLimits(headers: Headers): Limits {
  const number = (name: string) => {
    const value = headers.get(`x-ratelimit-${name}`);
    return value === null || value === '' || !Number.isFinite(Number(value)) ? undefined : Number(value);
  };
  const limit = number('limit');
  const remaining = number('remaining');
  if (remaining === undefined) return {};
  return { burst: { limit: limit ?? 0, remaining, windowMs: WINDOW_MS } };
}

/** Costs of requests by method and path without prefix, from Pipedrive's published API descriptions. */
const COSTS: readonly (readonly [request: RegExp, cost: number])[] = [
  [/^GET (?:deals|persons|organizations)\/\d+$/, 1],
  [/^GET (?:deals|persons|organizations)\/\d+\/changelog$/, 20],
  [/^GET (?:deals|persons|organizations)\/\d+\/flow$/, 40],
  [/^GET (?:deals|persons|organizations)$/, 10],
  [/^GET (?:deal|person|organization)Fields$/, 10],
  [/^GET (?:stages|pipelines)$/, 5],
  [/^GET recents$/, 20],
  [/^GET users\/me$/, 2],
  [/^GET users$/, 20],
  // The rest is not published: v1's usual price of one record and of a list, half of v1's for writing.
  [/^GET leads\/[\w-]+$/, 2],
  [/^PATCH leads\//, 10],
  [/^PATCH (?:deals|persons|organizations)\//, 5],
];
const ANY = 20;

/** The tokens a request takes from the company's day. What is not known counts as dear. */
export function pipedriveCost(method: string, url: URL): number {
  const path = url.pathname.replace(/^\/(?:api\/)?v[12]\//, '').replace(/\/$/, '');
  return COSTS.find(([request]) => request.test(`${method} ${path}`))?.[1] ?? ANY;
}
