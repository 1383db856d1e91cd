import type { PageObject } from './protocol.ts';

export interface RecordKey {
  object: PageObject;
  id: string;
}

/** Where the page is. */
export type Route =
  | ({ kind: 'record' } & RecordKey)
  | { kind: 'list'; object: 'deal' | 'person' | 'organization'; panel: RecordKey | null }
  | { kind: 'board'; panel: RecordKey | null }
  | { kind: 'leads' };

const RECORD = /^\/(deal|person|organization)\/(\d+)\/?$/;
const LEAD = /^\/leads\/inbox\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;
const LIST = /^\/(deals|persons|organizations)(?:\/list)?(?:\/user\/(?:\d+|everyone))?\/?$/;
const BOARD = /^\/pipeline\/\d+(?:\/user\/(?:\d+|everyone))?\/?$/;
const LISTED = { deals: 'deal', persons: 'person', organizations: 'organization' } as const;

/**
 * The deal that a list or board shows in its side panel: what is known is `selectedItem=deal`, the name of its id is
 * not.
 */
function panelOf(query: URLSearchParams): RecordKey | null {
  const id = query.get('selectedId');
  return query.get('selectedItem') === 'deal' && id ? { object: 'deal', id } : null;
}

/** Reads a path of the CRM's app with its query; null where the page has nothing there. */
export function parseRoute(path: string): Route | null {
  const [pathname = '', query = ''] = path.replace(/#.*/s, '').split('?');
  const [, object, id] = RECORD.exec(pathname) ?? [];
  if (object && id) return { kind: 'record', object: object as PageObject, id };
  const [, lead] = LEAD.exec(pathname) ?? [];
  if (lead) return { kind: 'record', object: 'lead', id: lead };
  if (/^\/leads(?:\/inbox)?\/?$/.test(pathname)) return { kind: 'leads' };
  const panel = panelOf(new URLSearchParams(query));
  if (BOARD.test(pathname)) return { kind: 'board', panel };
  const [, listed] = LIST.exec(pathname) ?? [];
  return listed ? { kind: 'list', object: LISTED[listed as keyof typeof LISTED], panel } : null;
}

export function recordPath({ object, id }: RecordKey): string {
  return object === 'lead' ? `/leads/inbox/${id}` : `/${object}/${id}`;
}

export function listPath(object: 'deal' | 'person' | 'organization'): string {
  return `/${object}s/list`;
}

/** The same list or board with a deal in its side panel. */
export function panelPath(path: string, id: string): string {
  return `${path.split('?')[0]}?selectedItem=deal&selectedId=${id}`;
}
