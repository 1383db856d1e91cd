/** The API as one function: sessions, the daily limit and routes, for every host and port it is served on. */
import type { Clock } from '../../engine/clock.ts';
import type { Random } from '../../engine/random.ts';
import type { Incoming, Reply } from '../../http.ts';
import { ORGS } from '../org.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store.ts';
import { type Credential, pageSession } from '../tokens.ts';
import { isVersion, userInfo, versions } from './account.ts';
import type { Call } from './call.ts';
import { ApiError, limitExceeded, notFound, sessionExpired, sessionNotForApi } from './errors.ts';
import { DailyLimit } from './limits.ts';
import { OAuth } from './oauth.ts';
import { createRouter } from './routes.ts';

/** Longest request line Salesforce takes; beyond it answers 414. */
const MAX_TARGET = 16 * 1024;

export interface ApiOptions {
  clock: Clock;
  random: Random;
  settings: Settings;
  /** By org id. */
  stores: ReadonlyMap<string, Store>;
  credentials: readonly Credential[];
  /** Whether the daily limit refuses anything. */
  enforced: () => boolean;
}

export interface Answer {
  reply: Reply;
  /** Whose token it was, for the log. */
  credential?: Credential;
}

export interface Api {
  /** Answers a request; `counted` says whether it takes from the daily limit. */
  answer(request: Incoming, counted: boolean): Answer;
  /** Lets every access token run out that a sign-in gave out. */
  expireTokens(): void;
}

const html = (status: number, title: string): Reply => ({
  status,
  body: `<html><head><title>${title}</title></head><body>${title}</body></html>`,
  headers: { 'Content-Type': 'text/html' },
});

const tokenOf = (request: Incoming): string => /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** Errors become the envelope of the family of paths they happened in. */
function guarded(path: string, act: () => Reply): Reply {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return path.startsWith('/ui-api') ? error.uiReply : error.reply;
  }
}

export function createApi(options: ApiOptions): Api {
  const { clock, random, settings, stores, credentials, enforced } = options;
  const limit = new DailyLimit();
  const route = createRouter(limit);
  const oauth = new OAuth({ clock, random, settings });
  const byToken = new Map(credentials.map((credential) => [credential.token, credential]));
  const pageSessions = new Set(ORGS.map(pageSession));

  /** The session of a request; throws the 401 that says what is wrong with it. */
  function session(request: Incoming): Credential {
    const token = tokenOf(request);
    if (pageSessions.has(token)) throw sessionNotForApi();
    const credential = byToken.get(token) ?? oauth.credential(token);
    const elsewhere = ORGS.some(({ api }) => api === request.host) && credential?.org.api !== request.host;
    if (!credential || credential.revoked || elsewhere) throw sessionExpired();
    return credential;
  }

  function callOf(request: Incoming, credential: Credential, path: string, version: string): Call {
    const store = stores.get(credential.org.id);
    if (!store) throw sessionExpired();
    const call: Call = {
      method: request.method,
      path,
      version,
      query: request.url.searchParams,
      headers: request.headers,
      rawBody: request.body,
      credential,
      store,
      clock,
      settings,
      sub: (method, url, body, headers) => {
        const inner = new URL(url, 'https://part.invalid');
        const [, innerVersion = '', innerPath = ''] = /^\/services\/data\/v([\d.]+)(.*)$/.exec(inner.pathname) ?? [];
        const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
        const part: Call = {
          ...call,
          method,
          path: innerPath,
          version: innerVersion,
          query: inner.searchParams,
          headers: lower,
          rawBody: body === undefined ? '' : JSON.stringify(body),
        };
        return guarded(innerPath, () => {
          if (!isVersion(innerVersion) || /^\/composite(\/batch)?\/?$/.test(innerPath)) throw notFound();
          return route(part);
        });
      },
    };
    return call;
  }

  /** A call with a session: it is counted, and its answer says how many there were. */
  function run(request: Incoming, credential: Credential, counted: boolean): Reply {
    const { pathname } = request.url;
    const [, version = '', path = ''] = /^\/services\/data\/v([\d.]+)(.*)$/.exec(pathname) ?? [];
    return guarded(path, () => {
      const { id } = credential.org;
      if (counted && !limit.take(id, clock.now(), settings.dailyLimit, enforced())) throw limitExceeded();
      const call = callOf(request, credential, path, version);
      if (pathname === '/services/oauth2/userinfo') return userInfo(call);
      if (!isVersion(version)) throw notFound();
      return route(call);
    });
  }

  function answer(request: Incoming, counted: boolean): Answer {
    if (request.target.length > MAX_TARGET) return { reply: html(414, 'URI Too Long') };
    const lightning = ORGS.find((org) => org.lightning === request.host);
    // A page's host sends API calls on, and with them goes the header that a client does not send twice.
    if (lightning) {
      return { reply: { status: 302, headers: { Location: `https://${lightning.api}${request.target}` } } };
    }
    if (/^\/services\/data\/?$/.test(request.url.pathname)) return { reply: versions() };
    const signIn = oauth.answer(request);
    if (signIn) return { reply: signIn };
    let credential: Credential;
    try {
      credential = session(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { reply: error.reply };
    }
    const reply = run(request, credential, counted);
    const headers = { ...limit.header(credential.org.id, clock.now(), settings.dailyLimit), ...reply.headers };
    return { reply: { ...reply, headers }, credential };
  }

  return { answer, expireTokens: () => oauth.expireAll() };
}
