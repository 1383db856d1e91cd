import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Delivery, deliver } from '../../../lib/sync/endpoint';
import { newSecret } from '../../../lib/sync/signing';

const NOW = Date.parse('2026-05-04T10:00:00.500Z');
const HOUR = 3_600_000;
const endpoint = { url: 'https://hooks.example/events?team=7', secret: newSecret() };
const batch = { id: 'batch_1', events: [{ specversion: '1.0', id: 'a', data: { value: 'Zoë' } }] };

interface Sent {
  url: string;
  init: RequestInit;
  headers: Headers;
}

type Answer = Response | Error | (() => Response);

/** A `fetch` that gives these answers one after the other, and what it was asked. */
function answering(...answers: Answer[]): { post: typeof fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const post: typeof fetch = async (input, init = {}) => {
    sent.push({ url: String(input), init, headers: new Headers(init.headers) });
    const answer = answers[sent.length - 1];
    if (answer === undefined) throw new Error('not expected to be asked again');
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer() : answer;
  };
  return { post, sent };
}

const answer = (status: number, body: BodyInit | null = null, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers: { 'content-type': 'text/plain', ...headers } });

const delivered = (...answers: Answer[]): Promise<Delivery> => deliver(endpoint, batch, answering(...answers).post);

const http = (ms: number) => new Date(ms).toUTCString();

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('one signed request that takes nothing along', async () => {
  const deadline = vi.spyOn(AbortSignal, 'timeout');
  const { post, sent } = answering(answer(202));
  expect(await deliver(endpoint, batch, post)).toEqual({ ok: true });
  expect(sent).toHaveLength(1);
  const [{ url, init, headers }] = sent as [Sent];
  expect(url).toBe(endpoint.url);
  expect(init).toMatchObject({
    method: 'POST',
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
  });
  expect(deadline.mock.calls).toEqual([[20_000]]);
  expect(init.signal).toBe(deadline.mock.results[0]?.value);
  expect([...headers.keys()].sort()).toEqual(['content-type', 'webhook-id', 'webhook-signature', 'webhook-timestamp']);
  expect(headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
  expect(headers.get('webhook-id')).toBe('batch_1');
  expect(headers.get('webhook-timestamp')).toBe(String(Math.floor(NOW / 1000)));
  expect(new Webhook(endpoint.secret).verify(String(init.body), Object.fromEntries(headers))).toEqual(batch.events);
});

test('it asks the global fetch where no other is given', async () => {
  const { post, sent } = answering(answer(200));
  vi.stubGlobal('fetch', post);
  expect(await deliver(endpoint, batch)).toEqual({ ok: true });
  expect(sent).toHaveLength(1);
});

test.each([
  answer(200),
  answer(200, '{"results":[{"id":', { 'content-type': 'application/json' }),
  answer(201, 'text/html'),
  answer(202),
  new Response(null, { status: 204 }),
])('taken: %o', async (response) => {
  expect(await delivered(response)).toEqual({ ok: true });
});

test.each([
  [200, 'text/html'],
  [200, 'Text/HTML; charset=utf-8'],
  [202, 'application/xhtml+xml'],
  [403, 'text/html'],
  [404, 'text/html;charset=iso-8859-1'],
])('a page took it: %i %s', async (status, type) => {
  const page = answer(status, '<title>Sign in</title>', { 'content-type': type });
  expect(await delivered(page)).toEqual({ ok: false, kind: 'refused', message: 'html', status });
});

test('a page in the way of a receiver that is down is no refusal', async () => {
  const page = answer(502, '<h1>Bad gateway</h1>', { 'content-type': 'text/html' });
  expect(await delivered(page)).toEqual({ ok: false, kind: 'later', message: 'html', status: 502 });
});

test.each([301, 302, 303, 307, 308])('a redirect is not followed: %i', async (status) => {
  const redirect = answer(status, null, { location: 'https://other.example/' });
  expect(await delivered(redirect)).toEqual({ ok: false, kind: 'refused', message: 'redirect', status });
});

test('a redirect as browsers show it is not followed', async () => {
  const opaque = Object.defineProperties(new Response(), {
    type: { value: 'opaqueredirect' },
    status: { value: 0 },
    ok: { value: false },
  });
  expect(await delivered(opaque)).toEqual({ ok: false, kind: 'refused', message: 'redirect', status: 0 });
});

test.each([408, 409, 425, 429, 500, 501, 502, 503, 504, 599])('%i passes', async (status) => {
  expect(await delivered(answer(status, 'busy'))).toEqual({ ok: false, kind: 'later', message: 'busy', status });
});

test.each([
  [new TypeError('Failed to fetch'), 'offline'],
  [new DOMException('aborted', 'AbortError'), 'offline'],
  [new DOMException('The operation timed out', 'TimeoutError'), 'timeout'],
])('no answer: %o', async (error, message) => {
  expect(await delivered(error)).toEqual({ ok: false, kind: 'later', message });
});

test.each<[string, string | undefined, number | undefined]>([
  ['0', undefined, 0],
  ['120', undefined, 120_000],
  [' 120 ', undefined, 120_000],
  ['86401', undefined, 24 * HOUR],
  ['9'.repeat(400), undefined, 24 * HOUR],
  [http(NOW + HOUR), undefined, HOUR - 500],
  [http(NOW + HOUR), http(NOW), HOUR],
  [http(NOW + 5 * HOUR), http(NOW + 4 * HOUR), HOUR],
  [http(NOW - HOUR), http(NOW), 0],
  [http(NOW + 48 * HOUR), http(NOW), 24 * HOUR],
  ['-1', undefined, undefined],
  ['1.5', undefined, undefined],
  ['soon', undefined, undefined],
  ['', undefined, undefined],
])('Retry-After %j at %j', async (after, date, wait) => {
  const busy = (status: number) => answer(status, null, { 'retry-after': after, ...(date && { date }) });
  const retry = wait === undefined ? {} : { retryAt: NOW + wait };
  for (const status of [429, 503]) {
    expect(await delivered(busy(status))).toEqual({ ok: false, kind: 'later', message: '', status, ...retry });
  }
});

test('too large for it', async () => {
  expect(await delivered(answer(413, 'at most 1 MB'))).toEqual({
    ok: false,
    kind: 'tooLarge',
    message: 'at most 1 MB',
    status: 413,
  });
});

test.each([400, 401, 403, 404, 405, 410, 415, 422, 451])('%i is a refusal', async (status) => {
  const refusal = answer(status, 'no such team', { date: http(NOW) });
  expect(await delivered(refusal)).toEqual({ ok: false, kind: 'refused', message: 'no such team', status });
});

test.each([
  ['', ''],
  ['  no\n\tsuch \u0000\u0007 team\r\n', 'no such team'],
  ['x'.repeat(301), 'x'.repeat(300)],
  ['🦊'.repeat(301), '🦊'.repeat(300)],
  ['{"error":"<b>no</b>"}', '{"error":"<b>no</b>"}'],
])('a refusal in its own words: %j', async (text, message) => {
  expect(await delivered(answer(422, text))).toMatchObject({ kind: 'refused', message });
});

test('a refusal is read no further than its message needs', async () => {
  let read = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      read++;
      controller.enqueue(new TextEncoder().encode('no '.repeat(500)));
    },
  });
  const delivery = await delivered(answer(422, endless));
  expect(delivery).toMatchObject({ kind: 'refused', message: expect.stringMatching(/^(no ){99}no/) });
  expect(read).toBeLessThan(10);
});

test('a refusal that breaks off is one', async () => {
  let pulls = 0;
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (pulls++ > 0) controller.error(new TypeError('terminated'));
      else controller.enqueue(new TextEncoder().encode('no such'));
    },
  });
  expect(await delivered(answer(422, broken))).toEqual({
    ok: false,
    kind: 'refused',
    message: 'no such',
    status: 422,
  });
});

test.each([400, 401, 403])('a %i of a receiver with another clock is answered in its time', async (status) => {
  for (const ahead of [-90 * HOUR, -61_000, 61_000, 48 * HOUR]) {
    const { post, sent } = answering(answer(status, 'too old', { date: http(NOW + ahead) }), answer(202));
    expect(await deliver(endpoint, batch, post)).toEqual({ ok: true });
    const [first, second] = sent as [Sent, Sent];
    expect(second.headers.get('webhook-timestamp')).toBe(String(Math.floor((NOW + ahead) / 1000)));
    expect(second.headers.get('webhook-id')).toBe('batch_1');
    expect(second.init.body).toBe(first.init.body);
    expect(second.headers.get('webhook-signature')).toBe(
      new Webhook(endpoint.secret).sign('batch_1', new Date(NOW + ahead), String(second.init.body)),
    );
  }
});

test.each<[string, Answer, object]>([
  [
    'refused again',
    answer(401, 'wrong', { date: http(NOW + HOUR) }),
    { ok: false, kind: 'refused', message: 'wrong', status: 401 },
  ],
  ['not answered', new TypeError('Failed to fetch'), { ok: false, kind: 'later', message: 'offline' }],
  ['not taken now', answer(503, 'busy'), { ok: false, kind: 'later', message: 'busy', status: 503 }],
])('it is sent no third time: %s', async (_, second, delivery) => {
  const { post, sent } = answering(answer(401, 'too old', { date: http(NOW + HOUR) }), second);
  expect(await deliver(endpoint, batch, post)).toEqual(delivery);
  expect(sent).toHaveLength(2);
});

test.each([
  [401, http(NOW)],
  [401, http(NOW + 60_000)],
  [401, http(NOW - 59_000)],
  [401, 'tomorrow'],
  [401, ''],
  [404, http(NOW + HOUR)],
  [422, http(NOW + HOUR)],
  [429, http(NOW + HOUR)],
  [500, http(NOW + HOUR)],
])('a %i at %j has nothing to do with the clock', async (status, date) => {
  const { post, sent } = answering(answer(status, 'no', { date }));
  expect(await deliver(endpoint, batch, post)).toMatchObject({ ok: false, message: 'no', status });
  expect(sent).toHaveLength(1);
});

test.each([
  { ...endpoint, url: 'hooks.example/events' },
  { ...endpoint, url: 'http://hooks.example/events' },
  { ...endpoint, url: 'https://me:word@hooks.example/events' },
  { ...endpoint, url: '' },
  { ...endpoint, secret: 'whsec_short' },
  { ...endpoint, secret: '' },
])('nothing is sent to %o', async (malformed) => {
  const { post, sent } = answering(answer(202));
  await expect(deliver(malformed, batch, post)).rejects.toThrow(TypeError);
  expect(sent).toEqual([]);
});
