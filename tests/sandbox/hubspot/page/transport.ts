import type { ObjectTypeId } from '../types.ts';
import type { Boot, HistoryEntry, IndexPage, IndexQuery, PageRecord } from './protocol.ts';

/** Everything the page asks for. A call that fails rejects with a {@link PageError}. */
export interface PageTransport {
  boot(): Promise<Boot>;
  record(typeId: ObjectTypeId, id: string): Promise<PageRecord>;
  /** Writes `set` as the signed-in person and resolves to the fresh record. */
  save(typeId: ObjectTypeId, id: string, set: Record<string, string>): Promise<PageRecord>;
  create(typeId: ObjectTypeId, set: Record<string, string>): Promise<PageRecord>;
  history(typeId: ObjectTypeId, id: string, field: string): Promise<HistoryEntry[]>;
  index(typeId: ObjectTypeId, query: IndexQuery): Promise<IndexPage>;
  /** Address of the create dialog's inner frame; without it the form is rendered into an empty frame of the same origin. */
  creatorUrl?(typeId: ObjectTypeId): string;
}

export class PageError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The transport of the served page: JSON over `fetch` to the same origin, for one portal. */
export function fetchTransport(portalId: string): PageTransport {
  const ask = async <T>(path: string, set?: Record<string, string>): Promise<T> => {
    const url = new URL(`/sandbox-page/${path}`, location.origin);
    url.searchParams.set('portal', portalId);
    const init = set && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ set }),
    };
    const response = await fetch(url, init);
    const body = await response.json();
    if (!response.ok) throw new PageError(response.status, String(body.message ?? response.statusText));
    return body as T;
  };
  return {
    boot: () => ask('boot'),
    record: (typeId, id) => ask(`records/${typeId}/${id}`),
    save: (typeId, id, set) => ask(`records/${typeId}/${id}`, set),
    create: (typeId, set) => ask(`records/${typeId}`, set),
    history: (typeId, id, field) => ask(`records/${typeId}/${id}/history/${field}`),
    index: (typeId, { page, size, query, mine }) =>
      ask(
        `index/${typeId}?${new URLSearchParams({ page: `${page}`, size: `${size}`, query, owner: mine ? 'me' : '' })}`,
      ),
    creatorUrl: (typeId) => `/object-builder/${portalId}/${typeId}/embed`,
  };
}
