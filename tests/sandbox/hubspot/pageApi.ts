/** Serves HubSpot's app: the record page's document and script, and the JSON routes it asks under `/sandbox-page/`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../engine/clock.ts';
import { parseObject, type Reply, readRequest, writeReply } from '../http.ts';
import { ApiError } from './api/errors.ts';
import { checkProperties } from './api/values.ts';
import { assembleHistory, assembleIndex, assembleRecord } from './page/assemble.ts';
import { pageScript } from './page/bundle.ts';
import type { Boot } from './page/protocol.ts';
import { isPageType, type PageTypeId } from './page/surfaces.ts';
import { pageRow } from './rows.ts';
import type { Store } from './store.ts';
import type { DomSettings, StoredRecord } from './types.ts';

export interface PageDeps {
  /** By portal id. */
  stores: ReadonlyMap<string, Store>;
  clock: Clock;
  dom: () => DomSettings;
  /** The person who is signed in. */
  me: () => { userId: number; ownerId: string; name: string };
}

/** As `account-info` says. */
const ACCOUNT = { timeZone: 'Europe/Dublin', currency: 'EUR' };

const APP = /^\/(?:contacts|object-builder)\/(\d+)(?:\/|$)/;
const RECORD = /^\/sandbox-page\/records\/(\d+-\d+)(?:\/(\d+)(?:\/history\/(\w+))?)?$/;
const INDEX = /^\/sandbox-page\/index\/(\d+-\d+)$/;

const GONE: Reply = { status: 404, body: { message: 'resource not found' } };

/** The document: an empty body for the script to fill; nothing in it tells what it is. */
const DOCUMENT = `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>HubSpot</title>
<link rel="icon" href="data:,"></head><body><div></div><script type="module" src="/sandbox-page/app.js"></script></body></html>`;

const html = (status: number, body: string): Reply => ({
  status,
  body,
  headers: { 'content-type': 'text/html;charset=utf-8', 'cache-control': 'no-store' },
});

/** What is wrong with the values of a write, for the person who made it. */
function refusal(error: unknown): Reply {
  if (!(error instanceof ApiError)) throw error;
  const { errors } = error.reply.body as { errors?: { message: string }[] };
  return { status: 400, body: { message: errors?.map(({ message }) => message).join(' ') || error.message } };
}

/**
 * The handler of the app's hosts.
 *
 * @returns a function that answers a request and resolves to true, or resolves to false where the path is not the page's
 */
export function createPageHandler(
  deps: PageDeps,
): (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<boolean> {
  const boot = (store: Store): Boot => ({
    portalId: store.portal.id,
    portalName: store.portal.name,
    dom: deps.dom(),
    me: deps.me(),
    ...ACCOUNT,
  });

  const write = (store: Store, typeId: PageTypeId, record: StoredRecord | undefined, body: string): Reply => {
    const source = pageRow(deps.me().userId);
    try {
      const values = checkProperties(store, typeId, parseObject(body).set);
      if (record) store.write(record, values, source);
      return { status: 200, body: assembleRecord(store, record ?? store.create(typeId, values, source)) };
    } catch (error) {
      return refusal(error);
    }
  };

  const answer = async (req: IncomingMessage, url: URL): Promise<Reply> => {
    const store = deps.stores.get(url.searchParams.get('portal') ?? '');
    if (!store) return GONE;
    if (url.pathname === '/sandbox-page/boot') return { status: 200, body: boot(store) };

    const [, listed] = INDEX.exec(url.pathname) ?? [];
    if (listed && isPageType(listed)) {
      const read = (name: string) => url.searchParams.get(name) ?? '';
      const page = Math.max(1, Number(read('page')) || 1);
      const query = { page, size: Number(read('size')) || 25, query: read('query'), mine: read('owner') === 'me' };
      return { status: 200, body: assembleIndex(store, listed, query, deps.me().ownerId) };
    }

    const [, typeId, id, field] = RECORD.exec(url.pathname) ?? [];
    if (!typeId || !isPageType(typeId)) return GONE;
    const body = req.method === 'POST' ? (await readRequest(req)).body : undefined;
    if (!id) return body === undefined ? GONE : write(store, typeId, undefined, body);
    // A merged-away record's address leads to the one that lives on.
    const record = store.survivor(typeId, id);
    if (!record) return GONE;
    if (field) return { status: 200, body: assembleHistory(store, record, field) };
    return body === undefined
      ? { status: 200, body: assembleRecord(store, record) }
      : write(store, typeId, record, body);
  };

  return async (req, res, url) => {
    const portalId = APP.exec(url.pathname)?.[1];
    if (portalId) {
      const reply = deps.stores.has(portalId)
        ? html(200, DOCUMENT)
        : html(404, '<!doctype html><title>HubSpot</title>');
      writeReply(res, reply, deps.clock.now());
      return true;
    }
    if (!url.pathname.startsWith('/sandbox-page/')) return false;
    const script = url.pathname === '/sandbox-page/app.js';
    const reply = script
      ? { status: 200, body: await pageScript(), headers: { 'content-type': 'text/javascript;charset=utf-8' } }
      : await answer(req, url);
    writeReply(res, reply, deps.clock.now());
    return true;
  };
}
