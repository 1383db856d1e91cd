/** Which portal a token belongs to, and how much of its daily quota is used. */
import { iso } from '../../engine/clock.ts';
import type { Reply } from '../../http.ts';
import { appName } from '../catalog.ts';
import type { Call } from './call.ts';
import type { RateLimits } from './limits.ts';

export function accountDetails(call: Call): Reply {
  const { portal } = call.store;
  return {
    status: 200,
    body: {
      portalId: Number(portal.id),
      accountType: 'STANDARD',
      timeZone: 'Europe/Dublin',
      companyCurrency: 'EUR',
      additionalCurrencies: ['USD'],
      utcOffset: '+00:00',
      utcOffsetMilliseconds: 0,
      uiDomain: portal.uiDomain,
      dataHostingLocation: portal.hublet,
    },
  };
}

export const dailyUsage =
  (limits: RateLimits) =>
  (call: Call): Reply => {
    const now = call.clock.now();
    const { used, limit, resetsAt } = limits.daily(call.credential.portalId, now);
    const usage = {
      name: appName(call.credential.appId) ?? 'private-apps-api-calls-daily',
      currentUsage: used,
      usageLimit: limit,
      collectedAt: iso(now),
      fetchStatus: 'SUCCESS',
      resetsAt: iso(resetsAt),
    };
    return { status: 200, body: { results: [usage] } };
  };
