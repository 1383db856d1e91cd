/** Pipedrive's two limits: a token's burst over two seconds, and the day's budget that a whole company shares. */

const DAY = 86_400_000;
const BURST_WINDOW = 2_000;
/** An API token on the Lite plan; searches have a limit of their own on every plan. */
const BURST = 20;
const SEARCH_BURST = 10;
const PER_SEAT = 30_000;
/** Refused calls in a row, within a minute, until the edge steps in. */
const STRIKES = 20;
const STRIKE_WINDOW = 60_000;

type Verdict = 'ok' | 'burst' | 'daily' | 'blocked';

/** Costs by method and path without version, from the published table; for what it does not name, a guess marked as such. */
const COSTS: ReadonlyArray<readonly [pattern: RegExp, cost: number]> = [
  [/^GET (deals|persons|organizations)\/\d+$/, 1],
  [/^GET (deals|persons|organizations)\/\d+\/changelog$/, 20],
  [/^GET (deals|persons|organizations)\/\d+\/flow$/, 40],
  [/^GET (deals|persons|organizations)$/, 10],
  [/^GET (deal|person|organization)Fields/, 10],
  [/^GET (stages|pipelines)$/, 5],
  [/^GET recents$/, 20],
  [/^GET users\/me$/, 2],
  [/^GET users$/, 20],
  // Guesses: v2 costs half of v1's 10 for an update; single reads cost 2 in v1, lists 20.
  [/^(PATCH|POST) (deals|persons|organizations)/, 5],
  [/^DELETE /, 3],
  [/^GET leads$/, 20],
  [/^GET /, 2],
  [/^/, 10],
];

/** Tokens a call takes from the company's day. */
export function costOf(method: string, path: string): number {
  const call = `${method} ${path}`;
  return COSTS.find(([pattern]) => pattern.test(call))?.[1] ?? 0;
}

interface Strikes {
  count: number;
  last: number;
}

export class Limits {
  readonly #times = new Map<string, number[]>();
  readonly #days = new Map<string, { day: number; used: number }>();
  readonly #strikes = new Map<string, Strikes>();
  /** Tokens a company has a day. */
  budget: number;

  /** @param seats seats of a company; the plan's multiplier is 1 (Lite) */
  constructor(seats: number) {
    this.budget = PER_SEAT * seats;
  }

  /** Counts a call and says whether it may go ahead. */
  admit(company: string, token: string, cost: number, search: boolean, now: number): Verdict {
    const strikes = this.#strikes.get(token);
    if (strikes && strikes.count >= STRIKES && now - strikes.last < STRIKE_WINDOW) return 'blocked';
    const recent = this.#recent(token, now);
    const day = this.#today(company, now);
    if (day.used + cost > this.budget) return this.#refuse(token, 'daily', now);
    if (recent.length >= (search ? SEARCH_BURST : BURST)) return this.#refuse(token, 'burst', now);
    recent.push(now);
    day.used += cost;
    this.#strikes.delete(token);
    return 'ok';
  }

  /** Counts a call that no limit can refuse. */
  count(company: string, token: string, cost: number, now: number): void {
    this.#recent(token, now).push(now);
    this.#today(company, now).used += cost;
  }

  /** Headers of every answer to a known token. */
  headers(token: string, now: number): Record<string, string> {
    const recent = this.#recent(token, now);
    const reset = recent.length > 0 ? Math.ceil((BURST_WINDOW - (now - (recent[0] ?? now))) / 1_000) : 0;
    return {
      'x-ratelimit-limit': String(BURST),
      'x-ratelimit-remaining': String(Math.max(0, BURST - recent.length)),
      'x-ratelimit-reset': String(reset),
    };
  }

  #refuse(token: string, verdict: 'burst' | 'daily', now: number): Verdict {
    const strikes = this.#strikes.get(token);
    const fresh = !strikes || now - strikes.last >= STRIKE_WINDOW;
    this.#strikes.set(token, { count: fresh ? 1 : strikes.count + 1, last: now });
    return verdict;
  }

  #recent(token: string, now: number): number[] {
    const times = this.#times.get(token) ?? [];
    this.#times.set(token, times);
    while (times.length > 0 && Math.abs(now - (times[0] ?? 0)) >= BURST_WINDOW) times.shift();
    return times;
  }

  /** The day ends at midnight of the server's zone, which is not documented; here UTC. */
  #today(company: string, now: number): { day: number; used: number } {
    const day = Math.floor(now / DAY);
    const known = this.#days.get(company);
    if (known?.day === day) return known;
    const fresh = { day, used: 0 };
    this.#days.set(company, fresh);
    return fresh;
  }
}
