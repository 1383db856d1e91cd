import type { Limits } from '../limits';

/** HubSpot's rate headers. Search answers and OAuth apps lack some of them; what is missing is left out. */
export function hubspotLimits(headers: Headers): Limits {
  const number = (name: string) => {
    const value = headers.get(`x-hubspot-ratelimit-${name}`);
    return value === null || value === '' || !Number.isFinite(Number(value)) ? undefined : Number(value);
  };
  const limits: Limits = {};
  const daily = number('daily');
  const dailyRemaining = number('daily-remaining');
  if (daily !== undefined && dailyRemaining !== undefined) limits.daily = { limit: daily, remaining: dailyRemaining };
  const max = number('max');
  const remaining = number('remaining');
  if (max !== undefined && remaining !== undefined) {
    limits.burst = { limit: max, remaining, windowMs: number('interval-milliseconds') ?? 10_000 };
  }
  return limits;
}
