/**
 * Delivery of events to an address of the team's own: a CloudEvents 1.0 batch in JSON (github.com/cloudevents/spec,
 * bindings/http-protocol-binding.md, "Batched Content Mode"), signed as Standard Webhooks has it.
 */
import { isEndpointUrl } from '../core/outbox';
import { isSecret } from '../core/webhookSecret';
import { sign } from './signing';

/** Where events go: an `https:` address without credentials in it, and the secret both sides know. */
export interface Endpoint {
  url: string;
  secret: string;
}

/**
 * What came of one delivery.
 *
 * `later`: worth trying again, not before `retryAt` (epoch ms, machine clock) if the receiver said so. `message` is `offline`,
 * `timeout` or the receiver's words.
 * `refused`: trying again as it is changes nothing. `message` is `redirect`, `html` (a page answered, not a receiver) or the
 * receiver's words.
 * `tooLarge`: the receiver takes no body of this size; smaller batches may pass.
 *
 * The receiver's words are the first 300 characters of its answer in one line, and may be none.
 */
export type Delivery =
  | { ok: true }
  | { ok: false; kind: 'later'; message: string; status?: number; retryAt?: number }
  | { ok: false; kind: 'refused' | 'tooLarge'; message: string; status: number };

/** A worker dies when a fetch takes over 30 s to answer (developer.chrome.com, service worker lifecycle). */
const DEADLINE_MS = 20_000;

/** Receivers give a timestamp a few minutes; within one minute a refusal has another reason. */
const SKEW_MS = 60_000;

const LONGEST_WAIT_MS = 24 * 3_600_000;
const MESSAGE_LENGTH = 300;

/** How much of a refusal is read: enough for its message, whatever it is padded with. */
const READ_LENGTH = 4_000;

/** Refusals that a wrong timestamp may be behind. */
const MAYBE_CLOCK = [400, 401, 403];

/** Refusals of this moment, not of this request. */
const PASSING = [408, 409, 425, 429];

/**
 * Sends events to an endpoint in one signed request. Where that is refused and the receiver's clock shows another time than ours,
 * it is sent once more with the receiver's time: a machine whose clock is off can sign all the same.
 *
 * @param batch.id stands for these events in every sending of them; without a full stop
 * @param batch.events CloudEvents, as JSON values
 * @param post as `fetch`, which it is by default
 * @throws TypeError for a malformed address or secret, before anything is sent; nothing else
 */
export async function deliver(
  { url, secret }: Endpoint,
  batch: { id: string; events: readonly unknown[] },
  post: typeof fetch = fetch,
): Promise<Delivery> {
  if (!isEndpointUrl(url)) throw new TypeError('not an address for events');
  if (!isSecret(secret)) throw new TypeError('not a webhook secret');
  const body = JSON.stringify(batch.events);
  const send = async (aheadMs: number): Promise<Response | Delivery> => {
    const timestamp = Math.floor((Date.now() + aheadMs) / 1000);
    const headers = {
      'content-type': 'application/cloudevents-batch+json; charset=utf-8',
      'webhook-id': batch.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': await sign(secret, batch.id, timestamp, body),
    };
    return attempt(post, url, { headers, body });
  };

  const first = await send(0);
  if (!('headers' in first)) return first;
  const aheadMs = receiverAhead(first);
  if (aheadMs === undefined) return judge(first);
  await discard(first);
  const second = await send(aheadMs);
  return 'headers' in second ? judge(second) : second;
}

/** One request; `later` where no answer came. Redirects are not followed: the events are for this address only. */
async function attempt(
  post: typeof fetch,
  address: string,
  { headers, body }: { headers: Record<string, string>; body: string },
): Promise<Response | Delivery> {
  try {
    return await post(address, {
      method: 'POST',
      headers,
      body,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { ok: false, kind: 'later', message: timedOut ? 'timeout' : 'offline' };
  }
}

/** By how many milliseconds the receiver's clock is ahead of ours, where that may be why it refused. */
function receiverAhead({ status, headers }: Response): number | undefined {
  const date = dateOf(headers.get('date'));
  if (!MAYBE_CLOCK.includes(status) || date === undefined) return undefined;
  const ahead = date - Date.now();
  return Math.abs(ahead) > SKEW_MS ? ahead : undefined;
}

async function judge(response: Response): Promise<Delivery> {
  const { status, type, headers } = response;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await discard(response);
    return { ok: false, kind: 'refused', message: 'redirect', status };
  }
  if (response.ok && !isHtml(response)) {
    await discard(response);
    return { ok: true };
  }
  const message = await messageOf(response);
  if (PASSING.includes(status) || status >= 500) {
    const retryAt = retryAtOf(headers);
    return { ok: false, kind: 'later', message, status, ...(retryAt !== undefined && { retryAt }) };
  }
  return { ok: false, kind: status === 413 ? 'tooLarge' : 'refused', message, status };
}

/** `Retry-After` on our clock (RFC 9110, 10.2.3): seconds, or a date on the receiver's. */
function retryAtOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  const now = Date.now();
  const after = (wait: number) => now + Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
  if (/^\d+$/.test(value)) return after(Number(value) * 1000);
  const date = dateOf(value);
  return date === undefined ? undefined : after(date - (dateOf(headers.get('date')) ?? now));
}

/** An HTTP date (RFC 9110, 5.6.7), `undefined` for anything else; `Date.parse` alone takes nearly everything for one. */
function dateOf(text: string | null): number | undefined {
  const date = text?.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isFinite(date) ? date : undefined;
}

const isHtml = ({ headers }: Response): boolean =>
  /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '');

/** `html` for a page, else how the answer's text begins, in one line. What breaks off while it is read counts as far as it came. */
async function messageOf(response: Response): Promise<string> {
  if (isHtml(response)) {
    await discard(response);
    return 'html';
  }
  const text = (await beginning(response)).replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return Array.from(text).slice(0, MESSAGE_LENGTH).join('');
}

async function beginning({ body }: Response): Promise<string> {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < READ_LENGTH) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
  } catch {
    // The status is known, and that decides.
  }
  return text;
}

/** Lets go of an answer's body, so that its connection is free. */
async function discard({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => {});
}
