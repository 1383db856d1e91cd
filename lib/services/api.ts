/**
 * A connection's API client with everything around a request that is ours: counting, the CRM's limits, its clock, and stopping
 * a credential that no longer works. Nothing of this is kept in memory only: the worker may die between two requests.
 */

import type { Connection } from '../core/account';
import type { Problem } from '../core/problem';
import { SWEEP_SHARE, type SweepInfo } from '../core/sweep';
import type { ApiSide, Credential, CrmClient } from '../crm/contract';
import { type ApiRequest, type ApiResponse, type Send, sendWithFetch } from '../crm/http';
import { isNearlyUsed } from '../crm/limits';
import { ApiProblem, asProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { database, type Usage } from '../store/db';
import { getCredential, putCredential } from '../store/secrets';
import { getTeamFile } from '../store/teamFiles';

const DAY_MS = 86_400_000;

/** How long the sweep waits by itself; a worker lives no longer than 30 s without anything to do. */
export const SHORT_WAIT_MS = 15_000;
/** An account's day where the CRM has not said yet how much it is. */
const UNKNOWN_DAY = 10_000;

/**
 * What the request is for: what a person asked for is stopped last; a look through the account takes its time; the sweep has a
 * share of the day of its own, and leaves off with everything else that nobody asked for.
 */
export type Purpose = 'person' | 'refresh' | 'look' | 'sweep';

/**
 * The client of a connection.
 * @throws ApiProblem `signedOut` where there is no credential; `busy`, `daily`, `budget` before a request that may not be sent
 */
export async function clientFor(connection: Connection, purpose: Purpose): Promise<CrmClient> {
  if (!(await getCredential(connection.id))) throw new ApiProblem({ kind: 'signedOut' });
  const { account, apiHost } = connection;
  return API_SIDES[connection.crm].create({ account, apiHost, send: counted(connection, purpose) });
}

/** A client for a credential that is not stored yet. */
export function trialClient(crm: Connection['crm'], credential: Credential): CrmClient {
  const side = API_SIDES[crm];
  const { apiHost } = credential;
  return side.create({ account: '', apiHost, send: (request) => sendWithFetch(authorised(side, request, credential)) });
}

/** Adds the credential; it goes to its own API's host and to no other. */
function authorised(side: ApiSide, request: ApiRequest, credential: Credential): ApiRequest {
  if (new URL(request.url).origin !== new URL(credential.apiHost).origin) {
    throw new ApiProblem({ kind: 'refused', message: new URL(request.url).host });
  }
  return { ...request, headers: { ...request.headers, ...side.authorise(credential) } };
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
    await mayBeSent(connection, purpose);
    let response: Awaited<ReturnType<Send>>;
    const side = API_SIDES[connection.crm];
    const cost = side.cost?.(request.method, new URL(request.url)) ?? 1;
    if (purpose === 'sweep') await keepToShare(connection, cost);
    try {
      response = await sendAs(connection, side, request);
    } finally {
      await update(connection.id, (now) => ({
        ...now,
        requests: now.requests + 1,
        cost: (now.cost ?? 0) + cost,
        ...(purpose === 'sweep' ? { sweep: (now.sweep ?? 0) + cost } : {}),
      }));
    }
    const limits = side.limits(response.headers);
    const offset = response.date === undefined ? undefined : response.date - Date.now();
    await update(connection.id, (now) => ({
      ...now,
      limits: { ...now.limits, ...limits },
      // HubSpot's searches tell nothing of the window and must not make old news look new.
      ...(limits.burst ? { limitsAt: Date.now() } : {}),
      offset: offset ?? now.offset,
    }));
    return response;
  };
}

/** What the sweep may use of an account's day and has used of it, in the CRM's own unit. */
export async function sweepShare({
  id,
  crm,
  account,
}: Connection): Promise<Pick<SweepInfo, 'used' | 'budget' | 'share'>> {
  const { limits, sweep } = await usageOf(id);
  const share = (await getTeamFile(crm, account)).policy?.share ?? SWEEP_SHARE;
  const day = limits.daily?.limit ?? API_SIDES[crm].dailyBudget ?? UNKNOWN_DAY;
  return { used: sweep ?? 0, budget: Math.floor((day * share) / 100), share };
}

/** Throws where the sweep's share of the day does not allow for one more request. */
async function keepToShare(connection: Connection, cost: number): Promise<void> {
  const { used, budget } = await sweepShare(connection);
  if (used + cost <= budget) return;
  throw new ApiProblem({ kind: 'budget', retryAt: nextDay(Date.now(), await clockOffset(connection.id)) });
}

/** Throws where a request may not be sent; the sweep waits for a short window that is nearly used. */
async function mayBeSent(connection: Connection, purpose: Purpose): Promise<void> {
  for (;;) {
    const usage = await usageOf(connection.id);
    try {
      return refuse(usage, purpose, API_SIDES[connection.crm].dailyBudget);
    } catch (error) {
      const { kind, retryAt = Number.POSITIVE_INFINITY } = asProblem(error);
      const wait = retryAt - Date.now();
      if (purpose !== 'sweep' || kind !== 'busy' || wait > SHORT_WAIT_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    }
  }
}

/** Throws where the CRM has asked us to wait, or where a refresh would use what other tools need. */
function refuse(usage: Usage, purpose: Purpose, dailyBudget: number | undefined): void {
  const now = Date.now();
  if (usage.pauseUntil && usage.pauseUntil > now) {
    throw new ApiProblem({ ...(usage.pause ?? { kind: 'busy' }), retryAt: usage.pauseUntil });
  }
  if (purpose === 'person') return;
  const daily = usage.limits.daily ?? ownDaily(usage, dailyBudget);
  if (isNearlyUsed(daily)) throw new ApiProblem({ kind: 'budget', retryAt: nextDay(now, usage.offset) });
  if (purpose === 'look') return;
  const { burst } = usage.limits;
  if (burst && isNearlyUsed(burst) && (usage.limitsAt ?? 0) + burst.windowMs > now) {
    throw new ApiProblem({ kind: 'busy', retryAt: (usage.limitsAt ?? 0) + burst.windowMs });
  }
}

/** Where no header tells what is left of the day: what we have used of the smallest plan's budget ourselves. */
export function ownDaily(
  usage: Usage,
  budget: number | undefined,
): { limit: number; remaining: number; own: true } | undefined {
  return budget ? { limit: budget, remaining: Math.max(0, budget - (usage.cost ?? 0)), own: true } : undefined;
}

/** Renewals that are going on: two requests with one expired token must not use a rotating refresh token twice. */
const renewing = new Map<string, Promise<Credential>>();

/** Sends with the connection's credential, renewing it once where the CRM says it expired. */
async function sendAs(connection: Connection, side: ApiSide, request: ApiRequest): Promise<ApiResponse> {
  const credential = await getCredential(connection.id);
  if (!credential) throw new ApiProblem({ kind: 'signedOut' });
  const response = await sendWithFetch(authorised(side, request, credential));
  if (!side.oauth?.expired(response) || !credential.refresh) return response;
  return sendWithFetch(authorised(side, request, await renewed(connection, side, credential)));
}

/** A new credential, on disk before it is used: the one before may be worth nothing from now on. */
function renewed(connection: Connection, side: ApiSide, expired: Credential): Promise<Credential> {
  const running = renewing.get(connection.id);
  if (running) return running;
  const started = (async () => {
    const stored = await getCredential(connection.id);
    // Another worker's life may have renewed it already.
    if (stored && stored.token !== expired.token) return stored;
    if (!side.oauth) throw new ApiProblem({ kind: 'signedOut' });
    const fresh = await side.oauth.renew(sendWithFetch, expired);
    await putCredential(connection.id, fresh);
    return fresh;
  })().finally(() => renewing.delete(connection.id));
  renewing.set(connection.id, started);
  return started;
}

/** Remembers that the CRM asked to wait, so that no other tab or worker asks before. */
export async function pause(connection: string, problem: Problem): Promise<void> {
  const isAsked = problem.kind === 'server' && problem.retryAt !== undefined;
  if (problem.kind !== 'busy' && problem.kind !== 'daily' && !isAsked) return;
  await update(connection, (usage) => ({
    ...usage,
    pause: problem,
    pauseUntil: problem.retryAt ?? Date.now() + 10_000,
  }));
}

async function update(connection: string, change: (usage: Usage) => Usage): Promise<void> {
  const tx = (await database()).transaction(['connections', 'usage'], 'readwrite');
  const usage = tx.objectStore('usage');
  // An account may be removed while its CRM is answering.
  if (await tx.objectStore('connections').get(connection)) {
    await usage.put(change(today(await usage.get(connection))), connection);
  }
  await tx.done;
}

function nextDay(now: number, offset: number): number {
  return Math.ceil((now + offset) / DAY_MS) * DAY_MS - offset;
}
