/** Rate limits of a Professional account: 190 calls in 10 s per app, 5 searches a second and 650,000 calls a day per account. */
import type { RatePolicy } from './errors.ts';

const BURST = 190;
const BURST_WINDOW = 10_000;
const SEARCHES = 5;
const DAILY = 650_000;
const DAY = 86_400_000;

/** Times of the calls that still count, oldest first. */
class Window {
  #times: number[] = [];
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  count(now: number): number {
    const from = now - this.#length;
    // A clock set back leaves times of the future behind; they no longer count.
    this.#times = this.#times.filter((time) => time > from && time <= now);
    return this.#times.length;
  }

  add(now: number): void {
    this.#times.push(now);
  }
}

export class RateLimits {
  readonly #bursts = new Map<string, Window>();
  readonly #searches = new Map<string, Window>();
  readonly #days = new Map<string, { day: number; used: number }>();

  /**
   * Counts a call.
   *
   * @param enforce whether the limits refuse anything
   * @returns the limit that is exceeded, if one is
   */
  take(portalId: string, appId: string, search: boolean, now: number, enforce: boolean): RatePolicy | undefined {
    const burst = this.#window(this.#bursts, appId, BURST_WINDOW);
    const searches = this.#window(this.#searches, portalId, 1_000);
    const day = this.#today(portalId, now);
    if (enforce) {
      if (day.used >= DAILY) return 'DAILY';
      if (search && searches.count(now) >= SEARCHES) return 'SECONDLY';
      if (burst.count(now) >= BURST) return 'TEN_SECONDLY_ROLLING';
    }
    day.used++;
    burst.count(now);
    burst.add(now);
    if (search) searches.add(now);
    return undefined;
  }

  /** Headers of a normal call; searches carry none. */
  headers(portalId: string, appId: string, now: number): Record<string, string> {
    const remaining = Math.max(0, BURST - this.#window(this.#bursts, appId, BURST_WINDOW).count(now));
    return {
      'X-HubSpot-RateLimit-Daily': String(DAILY),
      'X-HubSpot-RateLimit-Daily-Remaining': String(DAILY - this.#today(portalId, now).used),
      'X-HubSpot-RateLimit-Interval-Milliseconds': String(BURST_WINDOW),
      'X-HubSpot-RateLimit-Max': String(BURST),
      'X-HubSpot-RateLimit-Remaining': String(remaining),
      'X-HubSpot-RateLimit-Secondly': '19',
      'X-HubSpot-RateLimit-Secondly-Remaining': String(Math.min(19, remaining)),
    };
  }

  daily(portalId: string, now: number): { used: number; limit: number; resetsAt: number } {
    const { day, used } = this.#today(portalId, now);
    return { used, limit: DAILY, resetsAt: (day + 1) * DAY };
  }

  /** The account's time zone is UTC's, so its day ends at midnight UTC. */
  #today(portalId: string, now: number): { day: number; used: number } {
    const day = Math.floor(now / DAY);
    const known = this.#days.get(portalId);
    if (known?.day === day) return known;
    const fresh = { day, used: 0 };
    this.#days.set(portalId, fresh);
    return fresh;
  }

  #window(windows: Map<string, Window>, key: string, length: number): Window {
    const known = windows.get(key);
    if (known) return known;
    const fresh = new Window(length);
    windows.set(key, fresh);
    return fresh;
  }
}
