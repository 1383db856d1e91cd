import { isPageType, type PageTypeId } from './surfaces.ts';

/** Where the page is. */
export type Route =
  | { kind: 'record'; portalId: string; typeId: PageTypeId; id: string; legacy: boolean }
  | { kind: 'index'; portalId: string; typeId: PageTypeId; view: string; layout: 'list' | 'board' }
  | { kind: 'create'; portalId: string; typeId: PageTypeId };

const LEGACY_TYPES: Record<string, PageTypeId> = { contact: '0-1', company: '0-2', deal: '0-3', ticket: '0-5' };
const RECORD = /^\/contacts\/(\d+)\/record\/(\d+-\d+)\/(\d+)(?:\/|$)/;
const LEGACY = /^\/contacts\/(\d+)\/(contact|company|deal|ticket)\/(\d+)(?:\/|$)/;
const INDEX = /^\/contacts\/(\d+)\/objects\/(\d+-\d+)(?:\/views\/([^/]+)\/(list|board))?\/?$/;
const CREATE = /^\/object-builder\/(\d+)\/(\d+-\d+)\/embed\/?$/;

/** Reads a path of the CRM's app; null where the page has nothing there. A query or fragment is ignored. */
export function parseRoute(path: string): Route | null {
  const pathname = path.replace(/[?#].*/s, '');
  const record = RECORD.exec(pathname);
  if (record) {
    const [, portalId = '', typeId = '', id = ''] = record;
    return isPageType(typeId) ? { kind: 'record', portalId, typeId, id, legacy: false } : null;
  }
  const legacy = LEGACY.exec(pathname);
  if (legacy) {
    const [, portalId = '', word = '', id = ''] = legacy;
    const typeId = LEGACY_TYPES[word];
    return typeId ? { kind: 'record', portalId, typeId, id, legacy: true } : null;
  }
  const index = INDEX.exec(pathname);
  if (index) {
    const [, portalId = '', typeId = '', view = 'all', layout] = index;
    return isPageType(typeId)
      ? { kind: 'index', portalId, typeId, view, layout: layout === 'board' ? 'board' : 'list' }
      : null;
  }
  const [, portalId = '', typeId = ''] = CREATE.exec(pathname) ?? [];
  return isPageType(typeId) ? { kind: 'create', portalId, typeId } : null;
}

export function recordPath(portalId: string, typeId: string, id: string): string {
  return `/contacts/${portalId}/record/${typeId}/${id}`;
}

export function indexPath(portalId: string, typeId: string, view = 'all', layout: 'list' | 'board' = 'list'): string {
  return `/contacts/${portalId}/objects/${typeId}/views/${view}/${layout}`;
}
