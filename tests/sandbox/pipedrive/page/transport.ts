import type { Boot, PageList, PageObject, PageRecord } from './protocol.ts';

/** Values to write: code to plain text, `null` clears. */
export type PageSet = Record<string, string | null>;

/** Everything the page asks for. A call that fails rejects with a {@link PageError}. */
export interface PageTransport {
  boot(): Promise<Boot>;
  record(object: PageObject, id: string): Promise<PageRecord>;
  /** Writes `set` as the signed-in person and resolves to the fresh record. */
  save(object: PageObject, id: string, set: PageSet): Promise<PageRecord>;
  create(object: PageObject, set: PageSet): Promise<PageRecord>;
  list(object: PageObject): Promise<PageList>;
}

export class PageError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The transport of the served page: JSON over `fetch` to the same origin. */
export function fetchTransport(): PageTransport {
  const ask = async <T>(path: string, set?: PageSet): Promise<T> => {
    const init = set && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ set }),
    };
    const response = await fetch(`/sandbox-page/${path}`, init);
    const body = await response.json();
    if (!response.ok) throw new PageError(response.status, String(body.message ?? response.statusText));
    return body as T;
  };
  return {
    boot: () => ask('boot'),
    record: (object, id) => ask(`records/${object}/${id}`),
    save: (object, id, set) => ask(`records/${object}/${id}`, set),
    create: (object, set) => ask(`records/${object}`, set),
    list: (object) => ask(`list/${object}`),
  };
}
