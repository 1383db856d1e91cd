import type { Boot, ListPage, LookupRow, PageRecord, Refusal } from './protocol.ts';

/** Values of a write by API name; `""` clears. */
export type Changes = Record<string, string>;

/** Everything the page asks for. A call that fails rejects with a {@link PageError}. */
export interface PageTransport {
  boot(): Promise<Boot>;
  /** `object` is null where the address names the id alone. */
  record(object: string | null, id: string): Promise<PageRecord>;
  /** A record without values, for the form of a new one. */
  blank(object: string): Promise<PageRecord>;
  /** Writes as the signed-in person and resolves to the fresh record. */
  save(object: string, id: string, set: Changes): Promise<PageRecord>;
  create(object: string, set: Changes): Promise<PageRecord>;
  list(object: string): Promise<ListPage>;
  lookup(object: string, query: string): Promise<LookupRow[]>;
}

export class PageError extends Error {
  readonly status: number;
  readonly fields: Record<string, string>;

  constructor(status: number, { message, fields = {} }: Refusal) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** The transport of the served page: JSON over `fetch` to the same origin. */
export function fetchTransport(): PageTransport {
  const ask = async <T>(path: string, set?: Changes): Promise<T> => {
    const init = set && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ set }),
    };
    const response = await fetch(new URL(`/sandbox-page/${path}`, location.origin), init);
    const body = await response.json();
    if (!response.ok) throw new PageError(response.status, body as Refusal);
    return body as T;
  };
  return {
    boot: () => ask('boot'),
    record: (object, id) => ask(`records/${object ?? '-'}/${id}`),
    blank: (object) => ask(`blank/${object}`),
    save: (object, id, set) => ask(`records/${object}/${id}`, set),
    create: (object, set) => ask(`records/${object}`, set),
    list: (object) => ask(`list/${object}`),
    lookup: (object, query) => ask(`lookup/${object}?${new URLSearchParams({ query })}`),
  };
}
