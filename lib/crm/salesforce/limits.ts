import type { Limits } from '../limits';

/** Salesforce's one limit header: `api-usage=18/5000`, used and allowed of the org's rolling day. It tells no shorter window. */
export function salesforceLimits(headers: Headers): Limits {
  const usage = /(?:^|[;,\s])api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '');
  if (!usage) return {};
  const limit = Number(usage[2]);
  return { daily: { limit, remaining: Math.max(0, limit - Number(usage[1])) } };
}
