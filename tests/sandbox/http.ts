/** Small helpers on top of node:http: reading bodies, answering, path patterns. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer before it is written: objects become JSON, strings and bytes go out as they are. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A request with its body read. */
export interface Incoming {
  method: string;
  host: string;
  /** Path and query as sent. */
  target: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Reads a request completely. */
export async function readRequest(req: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const host = req.headers.host ?? 'localhost';
  const target = req.url ?? '/';
  return {
    method: req.method ?? 'GET',
    host: host.replace(/:\d+$/, '').toLowerCase(),
    target,
    url: new URL(target, `https://${host}`),
    headers: req.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Writes an answer; `now` is CRM time and becomes the `Date` header. */
export function writeReply(res: ServerResponse, reply: Reply, now: number): void {
  const { status, body, headers = {} } = reply;
  res.statusCode = status;
  res.setHeader('Date', new Date(now).toUTCString());
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  if (body !== undefined && !raw) res.setHeader('Content-Type', 'application/json;charset=utf-8');
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.end(body === undefined || raw ? body : JSON.stringify(body));
}

/** A JSON object out of a request body; throws `SyntaxError` or `TypeError` with a reason. */
export function parseObject(body: string): Record<string, unknown> {
  const value: unknown = body === '' ? {} : JSON.parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not a JSON object');
  return value as Record<string, unknown>;
}

/**
 * Compiles a path with `:names` into a matcher.
 *
 * @returns a function from path to decoded parameters, or `undefined` where the path does not match
 */
export function pathMatcher(pattern: string): (path: string) => Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  const regexp = new RegExp(`^${source}/?$`);
  return (path) => {
    const match = regexp.exec(path);
    if (!match) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
  };
}
