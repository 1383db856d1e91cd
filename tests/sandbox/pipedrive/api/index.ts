/** Pipedrive's API of both companies: who asks, what it costs, and which route answers. */

import type { ApiAnswer } from '../../crm.ts';
import type { Clock } from '../../engine/clock.ts';
import type { Incoming, Reply } from '../../http.ts';
import { pathMatcher } from '../../http.ts';
import { apiRow } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Credential } from '../tokens.ts';
import { hostOf } from '../types.ts';
import { listPipelines, listStages, listUsers, readMe } from './account.ts';
import type { Call, Handler } from './call.ts';
import { PLURALS } from './call.ts';
import { changelog, flow } from './changelog.ts';
import { ApiError, edgePage, notFound, rateLimited, unauthorized } from './errors.ts';
import { changeOptions, createField, deleteField, listFields, readField, updateField } from './fields.ts';
import { listLeads, readLead, updateLead } from './leads.ts';
import type { Limits } from './limits.ts';
import { costOf } from './limits.ts';
import { createNote, listNotes, readNote, updateNote } from './notes.ts';
import { createRecord, deleteRecord, listRecords, readRecord, updateRecord } from './records.ts';
import { mergeRecords, recents } from './v1.ts';

type Route = readonly [version: 'v1' | 'v2', method: string, pattern: string, handler: Handler];

const recordRoutes = Object.entries(PLURALS).flatMap(([plural, object]): Route[] => [
  ...(object === 'deal' ? [['v2', 'GET', 'deals/archived', listRecords('deal')] as const] : []),
  ['v2', 'GET', plural, listRecords(object)],
  ['v2', 'POST', plural, createRecord(object)],
  ['v2', 'GET', `${plural}/:id`, readRecord(object)],
  ['v2', 'PATCH', `${plural}/:id`, updateRecord(object)],
  ['v2', 'DELETE', `${plural}/:id`, deleteRecord(object)],
  ['v1', 'GET', `${plural}/:id/changelog`, changelog(object)],
  ['v1', 'GET', `${plural}/:id/flow`, flow(object)],
  ['v1', 'PUT', `${plural}/:id/merge`, mergeRecords(object)],
  ['v2', 'GET', `${object}Fields`, listFields(object)],
  ['v2', 'POST', `${object}Fields`, createField(object)],
  ['v2', 'GET', `${object}Fields/:code`, readField(object)],
  ['v2', 'PATCH', `${object}Fields/:code`, updateField(object)],
  ['v2', 'DELETE', `${object}Fields/:code`, deleteField(object)],
  ...['POST', 'PATCH', 'DELETE'].map(
    (method): Route => ['v2', method, `${object}Fields/:code/options`, changeOptions(object)],
  ),
]);

const ROUTES: readonly Route[] = [
  ...recordRoutes,
  ['v2', 'GET', 'stages', listStages],
  ['v2', 'GET', 'pipelines', listPipelines],
  ['v1', 'GET', 'users', listUsers],
  ['v1', 'GET', 'users/me', readMe],
  ['v1', 'GET', 'recents', recents],
  ['v1', 'GET', 'leads', listLeads],
  ['v1', 'GET', 'leads/:id', readLead],
  ['v1', 'PATCH', 'leads/:id', updateLead],
  ['v1', 'GET', 'notes', listNotes],
  ['v1', 'POST', 'notes', createNote],
  ['v1', 'GET', 'notes/:id', readNote],
  ['v1', 'PUT', 'notes/:id', updateNote],
];

const TABLE = ROUTES.map(([version, method, pattern, handler]) => ({
  version,
  method,
  match: pathMatcher(pattern),
  handler,
}));

/** v1 answers under two prefixes, v2 under one. */
const PREFIX = /^\/(?:api\/(v1|v2)|(v1))\/(.+?)\/?$/;

export interface ApiDeps {
  stores: ReadonlyMap<string, Store>;
  credentials: readonly Credential[];
  limits: Limits;
  clock: Clock;
  /** Whether limits refuse anything at the moment. */
  limited: () => boolean;
}

/** The credential of a request's `x-api-token`; `undefined` for a missing, unknown or revoked one. */
function credentialOf({ credentials }: ApiDeps, request: Incoming): Credential | undefined {
  const token = request.headers['x-api-token'];
  const found = credentials.find((one) => one.token === token);
  return found?.revoked ? undefined : found;
}

function run(call: Call, version: string): Reply {
  for (const route of TABLE) {
    if (route.version !== version || route.method !== call.method) continue;
    const params = route.match(call.path);
    if (params) return route.handler(call, params);
  }
  throw notFound('Resource');
}

function carryOut(call: Call, version: string): Reply {
  try {
    return run(call, version);
  } catch (error) {
    if (error instanceof ApiError) return error.reply;
    throw error;
  }
}

/** Makes the function that answers API requests of every host. */
export function createApi(deps: ApiDeps): (request: Incoming, outside: boolean) => ApiAnswer {
  const { stores, limits, clock, limited } = deps;
  return (request, outside) => {
    const [, current, old, path = ''] = PREFIX.exec(request.url.pathname) ?? [];
    const version = current ?? old;
    const credential = credentialOf(deps, request);
    const store = credential && stores.get(credential.companyId);
    // A company's host knows only that company's tokens; any other host takes the company from the token.
    const companies = [...stores.values()].map(({ company }) => hostOf(company));
    const foreign = store && companies.includes(request.host) && hostOf(store.company) !== request.host;
    if (!credential || !store || foreign) return { reply: unauthorized() };
    const caller = { account: credential.companyId, token: credential.role };
    const now = clock.now();
    const extra: Record<string, string> = {};
    if (outside) {
      const cost = costOf(request.method, path);
      if (limited()) {
        const verdict = limits.admit(credential.companyId, credential.token, cost, path.endsWith('/search'), now);
        if (verdict === 'blocked') return { caller, reply: edgePage(403, 'Access denied') };
        if (verdict === 'daily') return { caller, reply: rateLimited() };
        if (verdict === 'burst') return { caller, reply: rateLimited(limits.headers(credential.token, now)) };
      } else limits.count(credential.companyId, credential.token, cost, now);
      Object.assign(extra, limits.headers(credential.token, now));
    }
    const call: Call = {
      method: request.method,
      path,
      query: request.url.searchParams,
      body: request.body,
      store,
      credential,
      source: apiRow(credential.userId, request.headers['user-agent'] ?? null),
    };
    const reply = version ? carryOut(call, version) : notFound('Resource').reply;
    return { caller, reply: { ...reply, headers: { ...extra, ...reply.headers } } };
  };
}
