/** What Pipedrive, or the edge before it, answers when something is wrong that has nothing to do with the request. */
import type { Fault } from '../../faults.ts';
import type { Reply } from '../../http.ts';
import { ApiError, edgePage, rateLimited, unauthorized } from './errors.ts';

const withHeaders = (reply: Reply, fault: Fault): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...fault.headers },
});

const verbatim = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);

/** The answer of a fault; `undefined` where it does not replace the answer. */
export function faultReply(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case '429': {
      const burst = { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' };
      return withHeaders(rateLimited(burst), fault);
    }
    case 'daily':
      return withHeaders(rateLimited(), fault);
    case '401':
      return unauthorized();
    case '412':
      return new ApiError(412, 'Precondition failed').reply;
    case '500':
      return new ApiError(500, 'Internal server error').reply;
    case '502':
      return edgePage(502, '502 Bad Gateway');
    case 'html403':
      return edgePage(403, 'Access denied');
    case 'malformed':
      return {
        status: 200,
        body: verbatim(fault.body) ?? '{"success":true,"data":[{"id":',
        headers: { 'Content-Type': 'application/json' },
      };
    case 'status':
      return withHeaders({ status: fault.status ?? 500, body: fault.body }, fault);
    default:
      return undefined;
  }
}
