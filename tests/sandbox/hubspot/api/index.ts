/** The API as one function: authentication, rate limits and routes, for every host and port it is served on. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../engine/clock.ts';
import type { Incoming, Reply } from '../../http.ts';
import type { ApiSettings } from '../settings.ts';
import type { Store } from '../store.ts';
import type { Credential } from '../tokens.ts';
import { ApiError, rateLimited, unauthorized } from './errors.ts';
import { RateLimits } from './limits.ts';
import { createRouter, splitPath } from './routes.ts';

/** Longest request line HubSpot's edge accepts; beyond it answers 414. */
const MAX_TARGET = 16 * 1024;

interface ApiOptions {
  clock: Clock;
  settings: ApiSettings;
  stores: ReadonlyMap<string, Store>;
  credentials: readonly Credential[];
}

interface ApiAnswer {
  reply: Reply;
  /** Whose token it was, for the log. */
  credential?: Credential;
}

export interface Api {
  /** Answers a request; `counted` says whether it takes from the rate limits. */
  answer(request: Incoming, counted: boolean): ApiAnswer;
  /** Whose token a request carries, revoked ones included. */
  credentialOf(request: Incoming): Credential | undefined;
}

export function createApi({ clock, settings, stores, credentials }: ApiOptions): Api {
  const limits = new RateLimits();
  const route = createRouter(limits);
  const byToken = new Map(credentials.map((credential) => [credential.token, credential]));
  const credentialOf = (request: Incoming) =>
    byToken.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');

  function run(request: Incoming, credential: Credential | undefined, counted: boolean): Reply {
    const { url, method, body: rawBody } = request;
    const split = splitPath(url.pathname);
    if (!split) throw new ApiError(404, 'OBJECT_NOT_FOUND', 'No such resource');
    const store = credential && stores.get(credential.portalId);
    if (!credential || credential.revoked || !store) throw unauthorized();
    const now = clock.now();
    const search = /^\/objects\/[^/]+\/search\/?$/.test(split.path);
    const { portalId, appId } = credential;
    const exceeded = counted ? limits.take(portalId, appId, search, now, settings.limits) : undefined;
    const headers: Record<string, string> = search ? {} : limits.headers(portalId, appId, now);
    if (exceeded) return { ...rateLimited(exceeded), headers };
    const call = { method, ...split, query: url.searchParams, rawBody, credential, store, clock, settings };
    return guarded(() => route(call), headers);
  }

  return {
    credentialOf,
    answer(request, counted) {
      if (request.target.length > MAX_TARGET) {
        return {
          reply: {
            status: 414,
            body: '<html><body>414 Request-URI Too Large</body></html>',
            headers: { 'Content-Type': 'text/html' },
          },
        };
      }
      const credential = credentialOf(request);
      const reply = guarded(() => run(request, credential, counted), {});
      const correlationId = (reply.body as { correlationId?: string } | undefined)?.correlationId ?? randomUUID();
      const headers = { ...reply.headers, 'x-hubspot-correlation-id': correlationId };
      return { reply: { ...reply, headers }, ...(credential && { credential }) };
    },
  };
}

/** Errors thrown by a route become its answer. */
function guarded(act: () => Reply, headers: Record<string, string>): Reply {
  try {
    const reply = act();
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } catch (error) {
    if (error instanceof ApiError) return { ...error.reply, headers };
    throw error;
  }
}
