/** What the outside asked of the sandbox, with credentials and codes taken out. */
import type { IncomingHttpHeaders } from 'node:http';
import { iso } from './engine/clock.ts';

interface LogEntry {
  seq: number;
  /** CRM time. */
  at: string;
  /** `receiver` for what it was sent. */
  crm: string;
  account?: string;
  host: string;
  method: string;
  path: string;
  query: Record<string, string[]>;
  status: number;
  ms: number;
  /** Which token was used, by its role; never the token. */
  token?: string;
  appId?: string;
  userAgent?: string;
  /** What the receiver was told in headers. */
  headers?: Record<string, string>;
  body?: unknown;
  fault?: string;
}

const SECRET = /token|secret|password|signature|^code$|code_verifier|authorization|hapikey/i;
const KEPT = 5_000;
const BODY_LIMIT = 20_000;

/** Replaces the values of secret-looking keys at any depth. */
function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, SECRET.test(key) ? '[redacted]' : redact(inner)]),
  );
}

/** A request body as it may be logged: parsed JSON where it is JSON, cut where it is long. */
export function loggedBody(body: string): unknown {
  if (body === '') return undefined;
  if (body.length > BODY_LIMIT) return `[${body.length} characters]`;
  try {
    return redact(JSON.parse(body));
  } catch {
    return '[not JSON]';
  }
}

export function loggedQuery(params: URLSearchParams): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  for (const [name, value] of params) query[name] = [...(query[name] ?? []), SECRET.test(name) ? '[redacted]' : value];
  return query;
}

/** The headers of a webhook (all begin alike), the signature left out. */
export function loggedWebhook(headers: IncomingHttpHeaders): Record<string, string> {
  const found = Object.entries(headers).filter(([name]) => name.startsWith('webhook-'));
  return Object.fromEntries(found.map(([name, value]) => [name, SECRET.test(name) ? '[redacted]' : String(value)]));
}

export class RequestLog {
  #entries: LogEntry[] = [];
  #seq = 0;

  add(at: number, entry: Omit<LogEntry, 'seq' | 'at'>): void {
    this.#entries.push({ seq: ++this.#seq, at: iso(at), ...entry });
    if (this.#entries.length > KEPT) this.#entries.splice(0, this.#entries.length - KEPT);
  }

  /** Entries after a sequence number or an ISO time. */
  since(since: string | null, crm: string | null): LogEntry[] {
    return this.#entries.filter((entry) => {
      if (crm && entry.crm !== crm) return false;
      if (!since) return true;
      return /^\d+$/.test(since) ? entry.seq > Number(since) : entry.at > since;
    });
  }

  clear(): void {
    this.#entries = [];
  }
}
