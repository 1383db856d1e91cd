/**
 * A connection's API client with everything around a request that is ours: counting, the CRM's limits, its clock, and stopping
 * a credential that no longer works. Nothing of this is kept in memory only: the worker may die between two requests.
 */

import type { Connection } from '../core/account';
import type { Problem } from '../core/problem';
import type { CrmClient } from '../crm/contract';
import { type Send, sendWithFetch } from '../crm/http';
import { isNearlyUsed } from '../crm/limits';
import { ApiProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { database, type Usage } from '../store/db';
import { getSecret } from '../store/secrets';

const DAY_MS = 86_400_000;

/** What the request is for: what a person asked for is stopped last. */
export type Purpose = 'person' | 'refresh';

/**
 * The client of a connection.
 * @throws ApiProblem `signedOut` where there is no credential; `busy`, `daily`, `budget` before a request that may not be sent
 */
export async function clientFor(connection: Connection, purpose: Purpose): Promise<CrmClient> {
  const side = API_SIDES[connection.crm];
  const token = await getSecret(connection.id);
  if (!side || !token) throw new ApiProblem({ kind: 'signedOut' });
  return side.create({ token, account: connection.account, send: counted(connection, purpose) });
}

/** A client for a credential that is not stored yet. */
export function trialClient(crm: Connection['crm'], token: string): CrmClient {
  const side = API_SIDES[crm];
  if (!side) throw new ApiProblem({ kind: 'refused' });
  return side.create({ token, account: '', send: sendWithFetch });
}

/** CRM time minus this machine's time for a connection, ms; 0 until the first answer. */
export async function clockOffset(connection: string): Promise<number> {
  return (await usageOf(connection)).offset;
}

/** What a connection has used today, and what the CRM said of its limits. */
export async function usageOf(connection: string): Promise<Usage> {
  return today(await (await database()).get('usage', connection));
}

/** The count starts anew with the CRM's day (UTC); a pause the CRM asked for goes on. */
function today(stored: Usage | undefined): Usage {
  const offset = stored?.offset ?? 0;
  const day = new Date(Date.now() + offset).toISOString().slice(0, 10);
  if (stored?.day === day) return stored;
  const { pause, pauseUntil } = stored ?? {};
  return { day, requests: 0, limits: {}, offset, ...(pause && pauseUntil ? { pause, pauseUntil } : {}) };
}

function counted(connection: Connection, purpose: Purpose): Send {
  return async (request) => {
    const usage = await usageOf(connection.id);
    refuse(usage, purpose);
    let response: Awaited<ReturnType<Send>>;
    try {
      response = await sendWithFetch(request);
    } finally {
      await update(connection.id, (now) => ({ ...now, requests: now.requests + 1 }));
    }
    const limits = API_SIDES[connection.crm]?.limits(response.headers) ?? {};
    const offset = response.date === undefined ? undefined : response.date - Date.now();
    await update(connection.id, (now) => ({
      ...now,
      limits: { ...now.limits, ...limits },
      limitsAt: Date.now(),
      offset: offset ?? now.offset,
    }));
    return response;
  };
}

/** Throws where the CRM has asked us to wait, or where a refresh would use what other tools need. */
function refuse(usage: Usage, purpose: Purpose): void {
  const now = Date.now();
  if (usage.pauseUntil && usage.pauseUntil > now) {
    throw new ApiProblem({ ...(usage.pause ?? { kind: 'busy' }), retryAt: usage.pauseUntil });
  }
  if (purpose === 'person') return;
  if (isNearlyUsed(usage.limits.daily)) throw new ApiProblem({ kind: 'budget', retryAt: nextDay(now, usage.offset) });
  const { burst } = usage.limits;
  if (burst && isNearlyUsed(burst) && (usage.limitsAt ?? 0) + burst.windowMs > now) {
    throw new ApiProblem({ kind: 'busy', retryAt: (usage.limitsAt ?? 0) + burst.windowMs });
  }
}

/** Remembers that the CRM asked to wait, so that no other tab or worker asks before. */
export async function pause(connection: string, problem: Problem): Promise<void> {
  if (problem.kind !== 'busy' && problem.kind !== 'daily') return;
  await update(connection, (usage) => ({
    ...usage,
    pause: problem,
    pauseUntil: problem.retryAt ?? Date.now() + 10_000,
  }));
}

async function update(connection: string, change: (usage: Usage) => Usage): Promise<void> {
  const tx = (await database()).transaction('usage', 'readwrite');
  await tx.store.put(change(today(await tx.store.get(connection))), connection);
  await tx.done;
}

function nextDay(now: number, offset: number): number {
  return Math.ceil((now + offset) / DAY_MS) * DAY_MS - offset;
}
