/** Serves Pipedrive's app: the pages' document and script, and the JSON routes they ask under `/sandbox-page/`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DomSettings } from '../crm.ts';
import type { Clock } from '../engine/clock.ts';
import { parseObject, type Reply, readRequest, writeReply } from '../http.ts';
import { ApiError } from './api/errors.ts';
import { checkTexts } from './api/writes.ts';
import { SIGNED_IN } from './catalog/users.ts';
import { assembleList, assembleRecord } from './page/assemble.ts';
import { pageScript } from './page/bundle.ts';
import type { Boot } from './page/protocol.ts';
import { parseRoute } from './page/routes.ts';
import { pageDom } from './page/variants.ts';
import { pageRow } from './rows.ts';
import type { Store } from './store.ts';
import { hostOf, OBJECTS, type PdObject, type StoredRecord } from './types.ts';

export interface PageDeps {
  /** The main company's first: links of the host that belongs to no company lead to it. */
  stores: readonly Store[];
  clock: Clock;
}

/** Answers a request of an app's host; resolves to false where the path is not the page's. */
export type PageHandler = (req: IncomingMessage, res: ServerResponse, url: URL, dom: DomSettings) => Promise<boolean>;

const TIME_ZONE = 'Europe/Dublin';
const GENERIC_HOST = 'app.pipedrive.com';

const RECORD = /^\/sandbox-page\/records\/(\w+)(?:\/([\w-]+))?$/;
const LIST = /^\/sandbox-page\/list\/(\w+)$/;

const GONE: Reply = { status: 404, body: { message: 'resource not found' } };

/** The document: an empty body for the script to fill; nothing in it tells what it is. */
const DOCUMENT = `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pipedrive</title>
<link rel="icon" href="data:,"></head>
<body><div></div><script type="module" src="/sandbox-page/app.js"></script></body></html>`;

const isObject = (name: string | undefined): name is PdObject => OBJECTS.some((object) => object === name);

function boot({ company, catalog }: Store, dom: DomSettings): Boot {
  const me = { id: String(SIGNED_IN), name: catalog.user(SIGNED_IN)?.name ?? '' };
  return { company: company.name, dom: pageDom(dom), me, timeZone: TIME_ZONE };
}

/** What the page sent as values; a write without a text for every field is refused. */
function sentSet(body: string): Record<string, string> {
  const { set } = parseObject(body);
  if (typeof set !== 'object' || set === null) throw new TypeError('set must be an object');
  const entries = Object.entries(set).map(([code, value]) => {
    if (value !== null && typeof value !== 'string') throw new TypeError(`${code} must be a text`);
    return [code, value ?? ''] as const;
  });
  return Object.fromEntries(entries);
}

/** Writes as the signed-in person does in the app, and leaves the rows such an edit leaves. */
function write(store: Store, object: PdObject, record: StoredRecord | undefined, body: string): Reply {
  try {
    const set = sentSet(body);
    // The API has no writing of leads that could be asked whether it would take these values.
    if (object !== 'lead') checkTexts(store, object, set, (code) => (record ? store.value(record, code) : null));
    if (record) store.write(record, set, pageRow(SIGNED_IN));
    return { status: 200, body: assembleRecord(store, record ?? store.create(object, set, pageRow(SIGNED_IN))) };
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof TypeError || error instanceof SyntaxError)) throw error;
    return { status: 400, body: { message: error.message } };
  }
}

async function answer(req: IncomingMessage, url: URL, store: Store, dom: DomSettings): Promise<Reply> {
  if (url.pathname === '/sandbox-page/boot') return { status: 200, body: boot(store, dom) };
  const [, listed] = LIST.exec(url.pathname) ?? [];
  if (isObject(listed)) return { status: 200, body: assembleList(store, listed) };
  const [, object, id] = RECORD.exec(url.pathname) ?? [];
  if (!isObject(object)) return GONE;
  const body = req.method === 'POST' ? (await readRequest(req)).body : undefined;
  if (!id) return body === undefined ? GONE : write(store, object, undefined, body);
  // A merged-away record's address leads to the one that lives on.
  const record = store.survivor(object, id);
  if (!record) return GONE;
  return body === undefined ? { status: 200, body: assembleRecord(store, record) } : write(store, object, record, body);
}

/** The handler of the app's hosts. */
export function createPageHandler({ stores, clock }: PageDeps): PageHandler {
  const byHost = new Map(stores.map((store) => [hostOf(store.company), store]));

  const reply = async (req: IncomingMessage, url: URL, dom: DomSettings): Promise<Reply | null> => {
    const store = byHost.get(url.hostname);
    const isPage = url.pathname === '/' || parseRoute(url.pathname) !== null;
    if (!store) {
      const [main] = byHost.keys();
      if (url.hostname !== GENERIC_HOST || !isPage || !main) return null;
      return { status: 302, headers: { location: `https://${main}${url.pathname}${url.search}` } };
    }
    if (url.pathname === '/sandbox-page/app.js') {
      return { status: 200, body: await pageScript(), headers: { 'content-type': 'text/javascript;charset=utf-8' } };
    }
    if (url.pathname.startsWith('/sandbox-page/')) return answer(req, url, store, dom);
    const headers = { 'content-type': 'text/html;charset=utf-8', 'cache-control': 'no-store' };
    return isPage ? { status: 200, body: DOCUMENT, headers } : null;
  };

  return async (req, res, url, dom) => {
    const found = await reply(req, url, dom);
    if (found) writeReply(res, found, clock.now());
    return found !== null;
  };
}
