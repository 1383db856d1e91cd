/** The transport under every CRM client: one fetch with a deadline, credentials left out, answers told apart. */
import { ApiProblem } from './problem';

export interface ApiRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

export interface ApiResponse {
  status: number;
  headers: Headers;
  /** Epoch ms from the `Date` header, or `undefined` where it is missing or no date. */
  date: number | undefined;
  text: string;
}

/** Sends a request and answers for any HTTP status; throws `ApiProblem` (`offline`, `timeout`) where no answer came. */
export type Send = (request: ApiRequest) => Promise<ApiResponse>;

/** A worker dies when a fetch takes over 30 s to answer (developer.chrome.com, service worker lifecycle). */
const DEADLINE_MS = 20_000;

/** `Send` over `fetch`. Cookies are never sent and redirects never followed: a token must not reach another host. */
export const sendWithFetch: Send = async (request) => {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await response.text();
    const date = Date.parse(response.headers.get('date') ?? '');
    return { status: response.status, headers: response.headers, date: Number.isFinite(date) ? date : undefined, text };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ApiProblem({ kind: timedOut ? 'timeout' : 'offline' });
  }
};
