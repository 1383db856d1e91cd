/** What HubSpot, or the edge before it, answers when something is wrong that has nothing to do with the request. */
import type { Fault } from '../../faults.ts';
import type { Reply } from '../../http.ts';
import { ApiError, rateLimited, unauthorized } from './errors.ts';

const html = (status: number, title: string): Reply => ({
  status,
  body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
});

/** The answer of a fault; `undefined` where it does not replace the answer. */
export function faultReply(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case '429':
      return withHeaders(rateLimited('TEN_SECONDLY_ROLLING'), fault);
    case 'daily':
      return withHeaders(rateLimited('DAILY'), fault);
    case '401':
      return unauthorized().reply;
    case '412':
      return new ApiError(412, 'PRECONDITION_FAILED', 'Precondition failed').reply;
    case '500':
      return new ApiError(500, 'INTERNAL_ERROR', 'internal error').reply;
    case '502':
      return html(502, '502 Bad Gateway');
    case 'html403':
      return html(403, 'Access denied');
    case 'malformed':
      return {
        status: 200,
        body: verbatim(fault.body) ?? '{"results":[{"id":',
        headers: { 'Content-Type': 'application/json' },
      };
    case 'status':
      return withHeaders({ status: fault.status ?? 500, body: fault.body }, fault);
    default:
      return undefined;
  }
}

const withHeaders = (reply: Reply, fault: Fault): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...fault.headers },
});

const verbatim = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
