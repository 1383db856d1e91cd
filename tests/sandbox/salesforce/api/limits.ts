/** The one limit that headers tell of: API calls of an org in 24 hours. */
const DAY = 86_400_000;

export class DailyLimit {
  readonly #orgs = new Map<string, { day: number; used: number }>();

  /**
   * Counts a call.
   *
   * @returns false where the day's calls are used up; such a call is not counted
   */
  take(orgId: string, now: number, limit: number, enforced: boolean): boolean {
    const today = this.#today(orgId, now);
    if (enforced && today.used >= limit) return false;
    today.used++;
    return true;
  }

  used(orgId: string, now: number): number {
    return this.#today(orgId, now).used;
  }

  header(orgId: string, now: number, limit: number): Record<string, string> {
    return { 'Sforce-Limit-Info': `api-usage=${this.used(orgId, now)}/${limit}` };
  }

  #today(orgId: string, now: number): { day: number; used: number } {
    const day = Math.floor(now / DAY);
    const known = this.#orgs.get(orgId);
    if (known?.day === day) return known;
    const fresh = { day, used: 0 };
    this.#orgs.set(orgId, fresh);
    return fresh;
  }
}
