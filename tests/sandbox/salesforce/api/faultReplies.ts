/** What Salesforce, or the edge before it, answers when something is wrong that has nothing to do with the request. */
import type { Fault } from '../../faults.ts';
import type { Reply } from '../../http.ts';
import { ApiError, limitExceeded, preconditionFailed, sessionExpired } from './errors.ts';

const html = (status: number, title: string): Reply => ({
  status,
  body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
});

const verbatim = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);

/** The answer of a fault; `undefined` where it does not replace the answer. There is no 429: a limit is a 403. */
export function faultReply(fault: Fault): Reply | undefined {
  const withHeaders = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, ...fault.headers } });
  switch (fault.kind) {
    case '429':
    case 'daily':
      return withHeaders(limitExceeded().reply);
    case '401':
      return sessionExpired().reply;
    case '412':
      return preconditionFailed().reply;
    case '500':
      return html(500, 'Internal Server Error');
    case '502':
      return html(502, '502 Bad Gateway');
    case 'html403':
      return html(403, 'Access denied');
    case 'malformed':
      return {
        status: 200,
        body: verbatim(fault.body) ?? '{"totalSize":1,"records":[{"Id":',
        headers: { 'Content-Type': 'application/json' },
      };
    case 'status':
      return withHeaders({
        status: fault.status ?? 500,
        body:
          fault.body ??
          new ApiError(fault.status ?? 500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.').reply.body,
      });
    default:
      return undefined;
  }
}
