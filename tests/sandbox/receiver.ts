/**
 * A team's own receiver of events, as one is built from the specifications: CloudEvents 1.0 in JSON batches
 * (github.com/cloudevents/spec, cloudevents/spec.md and bindings/http-protocol-binding.md), verified with the library of Standard Webhooks.
 */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { iso } from './engine/clock.ts';
import type { Fault } from './faults.ts';
import type { Incoming, Reply } from './http.ts';

export const RECEIVER_HOST = 'hooks.receiver.example';
const PATH = '/events';
const LARGEST = 256 * 1024;
const TOLERANCE_SECONDS = 5 * 60;

type CloudEvent = Record<string, unknown>;

export interface Deliveries {
  /** Events as they came, each once, with the moment of its arrival. */
  accepted: CloudEvent[];
  /** The same of events that were there already. */
  repeated: CloudEvent[];
  refused: Array<{ at: string; why: string }>;
}

export class Receiver {
  readonly url = `https://${RECEIVER_HOST}${PATH}`;
  /** New each start; a reset does not change it. */
  readonly secret = `whsec_${randomBytes(32).toString('base64')}`;
  #known = new Set<string>();
  #deliveries = none();

  /** What was taken and refused since the start or the last `clear`, in the order of arrival. */
  deliveries(): Deliveries {
    return this.#deliveries;
  }

  clear(): void {
    this.#known.clear();
    this.#deliveries = none();
  }

  /**
   * Takes one request.
   *
   * @param now the moment by which its timestamp is judged
   * @returns 202 without a body, or 401, 404, 405, 413 and 400 with a reason as text
   */
  take(request: Incoming, now: number): Reply {
    const at = iso(now);
    const refuse = (status: number, why: string): Reply => {
      this.#deliveries.refused.push({ at, why });
      return { status, body: why, headers: { 'Content-Type': 'text/plain; charset=utf-8' } };
    };
    if (request.url.pathname !== PATH) return refuse(404, `no such path, events go to ${PATH}`);
    if (request.method !== 'POST') return refuse(405, 'events are posted');
    if (Buffer.byteLength(request.body) > LARGEST) return refuse(413, `more than ${LARGEST} bytes`);
    const forged = this.#whyForged(request, now);
    if (forged) return refuse(401, forged);
    const batch = batchOf(request);
    if (typeof batch === 'string') return refuse(400, batch);
    for (const event of batch) this.#keep(event, at);
    return { status: 202 };
  }

  #keep(event: CloudEvent, at: string): void {
    // "source + id is unique for each distinct event" (spec.md, id).
    const key = JSON.stringify([event.source, event.id]);
    this.#deliveries[this.#known.has(key) ? 'repeated' : 'accepted'].push({ at, ...event });
    this.#known.add(key);
  }

  /** Why a request is not from who knows the secret, or not from now; `undefined` where it is. */
  #whyForged({ headers, body }: Incoming, now: number): string | undefined {
    // The library judges timestamps by the machine's clock, and has no other way to give it another.
    const webhook = Object.defineProperty(new Webhook(this.secret), 'verifyTimestamp', {
      value: (header: string) => timestampAt(header, now),
    });
    const single = Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    try {
      webhook.verify(body, Object.fromEntries(single), { jsonParse: false });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

const none = (): Deliveries => ({ accepted: [], repeated: [], refused: [] });

function timestampAt(header: string, now: number): Date {
  if (!/^\d+$/.test(header)) throw new Error('The timestamp is no number of seconds');
  const ahead = Number(header) - Math.floor(now / 1000);
  if (ahead < -TOLERANCE_SECONDS) throw new Error('Message timestamp too old');
  if (ahead > TOLERANCE_SECONDS) throw new Error('Message timestamp too new');
  return new Date(Number(header) * 1000);
}

/** The events of a request, or what is wrong with it. */
function batchOf({ headers, body }: Incoming): CloudEvent[] | string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/cloudevents-batch+json') return 'not a batch of CloudEvents';
  const batch = parsed(body);
  if (!Array.isArray(batch)) return 'not an array in JSON';
  const wrong = batch.flatMap((event: unknown, index) => {
    const why = whyNoEvent(event);
    return why ? [`event ${index}: ${why}`] : [];
  });
  return wrong[0] ?? batch;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** RFC 3339, which CloudEvents asks for in `time`. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function whyNoEvent(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return 'not an object';
  const attributes = event as CloudEvent;
  if (attributes.specversion !== '1.0') return 'specversion is not 1.0';
  const empty = ['id', 'source', 'type', 'time'].find((name) => !isText(attributes[name]));
  if (empty) return `${empty} is missing`;
  if (!TIME.test(String(attributes.time)) || Number.isNaN(Date.parse(String(attributes.time))))
    return 'time is no time';
  if ('subject' in attributes && !isText(attributes.subject)) return 'subject is empty';
  // `data_base64` is the JSON format's, all else an attribute's (spec.md, "Attribute Naming Convention").
  const misnamed = Object.keys(attributes).find((name) => name !== 'data_base64' && !/^[a-z0-9]+$/.test(name));
  return misnamed === undefined ? undefined : `${misnamed} is no attribute's name`;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const html = (status: number, title: string): Reply => ({
  status,
  body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
});

const plain = (status: number, body: string, headers: Record<string, string> = {}): Reply => ({
  status,
  body,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
});

/** What the receiver, or something before it, answers under a fault; `undefined` where that does not replace its answer. */
export function receiverFaultReply(fault: Fault): Reply | undefined {
  const { headers, status = 500 } = fault;
  switch (fault.kind) {
    case '429':
      return plain(429, 'too many requests', { 'Retry-After': '10', ...headers });
    case '401':
      return plain(401, 'No matching signature found', headers);
    case '413':
      return plain(413, 'too large', headers);
    case '500':
      return plain(500, 'internal error', headers);
    case '502':
      return html(502, '502 Bad Gateway');
    case 'html403':
      return html(403, 'Access denied');
    case 'html200':
      return html(200, 'Sign in');
    case 'redirect':
      return { status: 302, headers: { Location: `https://${RECEIVER_HOST}/sign-in`, ...headers } };
    case 'malformed':
      return { status: 200, body: fault.body ?? '{"taken":[{"id":', headers: { 'Content-Type': 'application/json' } };
    case 'status':
      return { status, body: fault.body, headers };
    default:
      return undefined;
  }
}
