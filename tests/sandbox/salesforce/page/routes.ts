/** Addresses of Lightning (facts §1.1). */

export type Action = 'view' | 'edit' | 'clone' | 'related';

export type Route =
  | { kind: 'record'; object: string | null; id: string; action: Action; workspace: string | null }
  | { kind: 'list'; object: string; create: boolean }
  | { kind: 'home' };

const RECORD =
  /^\/lightning\/r\/(?:([A-Za-z]\w*)\/)?([a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?)\/(view|edit|related|clone)(?:\/|$)/;
const LIST = /^\/lightning\/o\/([A-Za-z]\w*)\/(list|home|new)\/?$/;

/** Reads a path of the app. Everything that is neither record nor list is the home page. */
export function parseRoute(path: string): Route {
  const { pathname, searchParams } = new URL(path, 'https://x.lightning.force.com');
  const [, object, id, action] = RECORD.exec(pathname) ?? [];
  if (id) {
    return { kind: 'record', object: object ?? null, id, action: action as Action, workspace: searchParams.get('ws') };
  }
  const [, listed, page] = LIST.exec(pathname) ?? [];
  return listed ? { kind: 'list', object: listed, create: page === 'new' } : { kind: 'home' };
}

/** Address of a record; in a console, `workspace` is the address of the tab it belongs to. */
export function recordPath(object: string, id: string, workspace?: string | null): string {
  const path = `/lightning/r/${object}/${id}/view`;
  return workspace ? `${path}?ws=${encodeURIComponent(workspace)}` : path;
}

export function listPath(object: string): string {
  return `/lightning/o/${object}/list?filterName=__Recent`;
}
