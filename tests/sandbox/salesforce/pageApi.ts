/** Serves Lightning: documents, scripts, and the JSON the page asks under `/sandbox-page/`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../engine/clock.ts';
import { parseObject, type Reply, readRequest, writeReply } from '../http.ts';
import { ApiError } from './api/errors.ts';
import { checkValues } from './api/values.ts';
import { TIME_ZONE } from './format.ts';
import { normalId } from './ids.ts';
import { assembleBlank, assembleList, assembleRecord, findByName, tabsOf, type Viewer } from './page/assemble.ts';
import { pageScripts } from './page/bundle.ts';
import type { Boot, Dom, Refusal } from './page/protocol.ts';
import type { Store } from './store.ts';
import type { StoredRecord } from './types.ts';

export interface PageDeps {
  /** By host of the org's pages. */
  stores: ReadonlyMap<string, Store>;
  clock: Clock;
  /** Records that an approval process has locked. */
  locked: () => readonly string[];
  /** The person who is signed in. */
  me: { id: string; name: string };
}

const APP = /^\/lightning(?:\/|$)/;
const ROUTE = /^\/sandbox-page\/(records|blank|list|lookup)\/([\w-]+)(?:\/(\w+))?$/;
const SCRIPT = /^\/sandbox-page\/([\w.-]+\.js)$/;

const GONE: Reply = { status: 404, body: { message: 'The requested resource does not exist' } };

/** The document: an empty body for the script to fill; nothing in it tells what it is. */
const DOCUMENT = `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lightning Experience</title>
<link rel="icon" href="data:,"></head><body><div></div><script type="module" src="/sandbox-page/app.js"></script></body></html>`;

const refused = (status: number, body: Refusal): Reply => ({ status, body });

/** What is wrong with the values of a save, for the person who made it. */
function refusal(error: unknown): Reply {
  if (!(error instanceof ApiError)) throw error;
  const { message, fields = [] } = error;
  return refused(400, { message, fields: Object.fromEntries(fields.map((field) => [field, message])) });
}

/** A live record by a 15- or 18-character id. A merged-away one is gone like any other in the recycle bin. */
function recordOf(store: Store, id: string): StoredRecord | undefined {
  const whole = normalId(id);
  if (!whole) return undefined;
  const object = store.catalog.objectOfId(whole);
  return object?.page ? store.get(object.name, whole) : undefined;
}

/**
 * The handler of the orgs' Lightning hosts; paths that are neither the app's nor the page's own are left to others.
 *
 * @returns a function that answers a request and resolves to true, or resolves to false where the path is not the page's
 */
export function createPageHandler(
  deps: PageDeps,
): (req: IncomingMessage, res: ServerResponse, url: URL, dom: Dom) => Promise<boolean> {
  const { stores, clock, locked, me } = deps;

  const boot = (store: Store, dom: Dom): Boot => ({
    org: { id: store.org.id, name: store.org.label },
    dom,
    tabs: tabsOf(store, dom.locale),
    me,
    timeZone: TIME_ZONE,
    currency: 'USD',
    multiCurrency: store.org.multiCurrency,
  });

  const write = (viewer: Viewer, objectName: string, record: StoredRecord | undefined, body: string): Reply => {
    const { store, userId } = viewer;
    const object = store.catalog.object(objectName);
    if (!object?.page) return GONE;
    if (record && locked().includes(record.id)) {
      return refused(400, { message: 'This record is locked. If you need to edit it, contact your admin.' });
    }
    try {
      const set = parseObject(body).set as Record<string, unknown>;
      const values = checkValues(store, { object, record, userId }, set);
      const source = { userId, way: 'page' } as const;
      if (record) store.update(record, values, source);
      return { status: 200, body: assembleRecord(viewer, record ?? store.create(object.name, values, source)) };
    } catch (error) {
      return refusal(error);
    }
  };

  const answer = async (req: IncomingMessage, url: URL, store: Store, dom: Dom): Promise<Reply> => {
    const viewer: Viewer = { store, userId: me.id };
    if (url.pathname === '/sandbox-page/boot') return { status: 200, body: boot(store, dom) };
    const [, kind, object = '', id] = ROUTE.exec(url.pathname) ?? [];
    const known = store.catalog.object(object);
    switch (kind) {
      case 'records': {
        const body = req.method === 'POST' ? (await readRequest(req)).body : undefined;
        if (!id) return body === undefined ? GONE : write(viewer, object, undefined, body);
        const record = recordOf(store, id);
        if (!record) return GONE;
        if (body !== undefined) return write(viewer, record.object, record, body);
        return { status: 200, body: assembleRecord(viewer, record) };
      }
      case 'blank':
        return known?.page ? { status: 200, body: assembleBlank(viewer, object) } : GONE;
      case 'list':
        return known?.page ? { status: 200, body: assembleList(viewer, object) } : GONE;
      case 'lookup':
        return known ? { status: 200, body: findByName(store, object, url.searchParams.get('query') ?? '') } : GONE;
      default:
        return GONE;
    }
  };

  return async (req, res, url, dom) => {
    const store = stores.get(url.hostname);
    if (!store) return false;
    if (APP.test(url.pathname)) {
      const headers = { 'content-type': 'text/html;charset=utf-8', 'cache-control': 'no-store' };
      writeReply(res, { status: 200, body: DOCUMENT, headers }, clock.now());
      return true;
    }
    if (!url.pathname.startsWith('/sandbox-page/')) return false;
    const [, file] = SCRIPT.exec(url.pathname) ?? [];
    const script = file && (await pageScripts()).get(file);
    const reply = script
      ? { status: 200, body: script, headers: { 'content-type': 'text/javascript;charset=utf-8' } }
      : await answer(req, url, store, dom);
    writeReply(res, reply, clock.now());
    return true;
  };
}
