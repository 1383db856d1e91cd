/** Pipedrive's error envelopes. */
import type { Reply } from '../../http.ts';

const INFO = 'Please check developers.pipedrive.com for more information about Pipedrive API.';

/** Thrown by routes; becomes the answer. */
export class ApiError extends Error {
  readonly reply: Reply;
  constructor(status: number, message: string, code?: string) {
    super(message);
    const body = { success: false, error: message, error_info: INFO, data: null, additional_data: null };
    this.reply = { status, body: { ...body, ...(code && { code }) } };
  }
}

/** A body or query that does not fit v2's schema: the whole request is refused. */
export const schemaInvalid = (message: string): ApiError =>
  new ApiError(400, `ERR_SCHEMA_VALIDATION_FAILED: ${message}`, 'ERR_SCHEMA_VALIDATION_FAILED');

export const badRequest = (message: string): ApiError => new ApiError(400, message);

export const notFound = (what: string): ApiError => new ApiError(404, `${what} not found`);

export const forbidden = (message: string): ApiError => new ApiError(403, message);

/** The published sample of a missing, wrong or revoked token. */
export const unauthorized = (): Reply => ({
  status: 401,
  body: { success: false, error: 'unauthorized access', errorCode: 401 },
});

/** A 429; what its body holds is not documented. */
export const rateLimited = (headers: Record<string, string> = {}): Reply => ({
  status: 429,
  body: { success: false, error: 'rate limit exceeded', error_info: INFO, data: null, additional_data: null },
  headers,
});

/** What the edge before Pipedrive answers: HTML, and no word of the API. */
export const edgePage = (status: number, title: string): Reply => ({
  status,
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>Cloudflare</p></body></html>`,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
});
