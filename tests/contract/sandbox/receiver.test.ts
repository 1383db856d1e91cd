/** The receiver of events, and the product's delivery to it. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useSandbox } from '../support.ts';

type Event = Record<string, unknown>;
type Batch = { id: string; events: readonly unknown[] };

interface Deliveries {
  accepted: Event[];
  repeated: Event[];
  refused: Array<{ at: string; why: string }>;
}

type Deliver = (endpoint: { url: string; secret: string }, batch: Batch, post?: typeof fetch) => Promise<unknown>;

/** The product is written for a bundler and these tests are type-checked for Node, so it is loaded by its path. */
const { deliver } = (await import(
  /* @vite-ignore */ new URL('../../../lib/sync/endpoint.ts', import.meta.url).pathname
)) as { deliver: Deliver };

const event = (id: string, more: Event = {}): Event => ({
  specversion: '1.0',
  id,
  source: 'https://app.hubspot.com/contacts/12345678',
  type: 'example.override',
  time: '2026-11-23T13:59:58.123Z',
  subject: `0-3/${id}`,
  data: { field: 'amount', value: 'Zoë 🦊' },
  ...more,
});

const batch = (...ids: string[]): Batch => ({ id: `batch_${ids.join('_')}`, events: ids.map((id) => event(id)) });

describe('the receiver', () => {
  const sandbox = useSandbox();
  const endpoint = () => sandbox.info.receivers.cloudevents;
  const deliveries = () => sandbox.get<Deliveries>('/deliveries');
  const ids = async (of: keyof Deliveries) => ((await deliveries())[of] as Event[]).map(({ id }) => id);
  const fault = async (body: object) => {
    expect((await sandbox.post('/fault', { route: 'receiver', ...body })).status).toBe(200);
  };

  /** A `fetch` that finds the host on this machine and trusts the certificate of the start-up line alone. */
  const post: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const ca = await readFile(sandbox.info.caFile, 'utf8');
    return new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: sandbox.info.port,
        servername: url.hostname,
        ca,
        path: url.pathname + url.search,
        method: init.method,
        headers: { ...(init.headers as Record<string, string>), host: url.host },
        agent: false,
      };
      const req = request(options, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const headers = Object.entries(res.headers).map(([name, value]): [string, string] => [name, String(value)]);
          resolve(new Response(Buffer.concat(chunks), { status: res.statusCode, headers }));
        });
      });
      init.signal?.addEventListener('abort', () => {
        req.destroy();
        reject(init.signal?.reason);
      });
      req.on('error', reject).end(init.body);
    });
  };

  const send = (one: Batch) => deliver(endpoint(), one, post);

  /** A request made by hand, signed with the library at a moment of the sandbox's clock unless told otherwise. */
  const raw = async (body: string, change: { at?: number; headers?: Record<string, string>; path?: string } = {}) => {
    const { url, secret } = endpoint();
    const at = change.at ?? (await sandboxNow());
    const response = await post(change.path ? new URL(change.path, url).href : url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/cloudevents-batch+json',
        'webhook-id': 'raw_1',
        'webhook-timestamp': String(Math.floor(at / 1000)),
        'webhook-signature': new Webhook(secret).sign('raw_1', new Date(at), body),
        ...change.headers,
      },
    });
    return { status: response.status, text: await response.text() };
  };
  const sandboxNow = async () => Date.parse((await sandbox.get<{ now: string }>('/clock')).now);

  beforeEach(async () => {
    await sandbox.post('/deliveries', {}, 'DELETE');
    await sandbox.post('/fault', {}, 'DELETE');
    await sandbox.post('/clock', { now: Date.now() });
  });

  it('is in the start-up line, and new secrets come with new starts only', async () => {
    const { url, secret } = endpoint();
    expect(url).toBe('https://hooks.receiver.example/events');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await sandbox.get<typeof sandbox.info>('/info')).receivers).toEqual({ cloudevents: { url, secret } });
  });

  it('takes what the product delivers, whole and in order', async () => {
    expect(await send(batch('a', 'b'))).toEqual({ ok: true });
    expect(await send(batch('c'))).toEqual({ ok: true });
    expect(await send({ id: 'batch_none', events: [] })).toEqual({ ok: true });
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await deliveries()).toEqual({
      accepted: ['a', 'b', 'c'].map((id) => ({ at, ...event(id) })),
      repeated: [],
      refused: [],
    });
  });

  it('keeps an event once, by its source and id', async () => {
    await send(batch('a', 'b'));
    await send(batch('a', 'b'));
    await send({ id: 'batch_other', events: [event('c'), event('b'), event('a', { source: 'https://elsewhere' })] });
    expect(await ids('accepted')).toEqual(['a', 'b', 'c', 'a']);
    expect(await ids('repeated')).toEqual(['a', 'b', 'b']);
  });

  it('forgets them when told to, and at a reset', async () => {
    const nothing = { accepted: [], repeated: [], refused: [] };
    await send(batch('a'));
    expect(await sandbox.post('/deliveries', {}, 'DELETE')).toEqual({ status: 200, body: nothing });
    await send(batch('a'));
    expect(await ids('accepted')).toEqual(['a']);
    const { secret } = endpoint();
    const { body } = await sandbox.post<typeof sandbox.info>('/reset', {});
    expect(body.receivers.cloudevents.secret).toBe(secret);
    expect(await deliveries()).toEqual(nothing);
  });

  it('goes by the sandbox’s clock, and the product with it', async () => {
    for (const advance of [48 * 3_600_000, -96 * 3_600_000]) {
      await sandbox.post('/clock', { advance });
      expect(await send(batch(`moved ${advance}`))).toEqual({ ok: true });
    }
    const { accepted, refused } = await deliveries();
    expect(accepted).toHaveLength(2);
    expect(refused.map(({ why }) => why)).toEqual(['Message timestamp too old', 'Message timestamp too new']);
  });

  it('refuses a replay after five minutes', async () => {
    const [body, at] = [JSON.stringify([event('a')]), await sandboxNow()];
    expect(await raw(body, { at })).toEqual({ status: 202, text: '' });
    await sandbox.post('/clock', { advance: 4 * 60_000 });
    expect(await raw(body, { at })).toMatchObject({ status: 202 });
    await sandbox.post('/clock', { advance: 61_000 });
    expect(await raw(body, { at })).toEqual({ status: 401, text: 'Message timestamp too old' });
    expect(await raw(body, { at: at + 15 * 60_000 })).toMatchObject({ status: 401 });
    expect([await ids('accepted'), await ids('repeated')]).toEqual([['a'], ['a']]);
  });

  it('refuses what was altered or signed by somebody else', async () => {
    const [at, body] = [await sandboxNow(), JSON.stringify([event('a')])];
    const signed = (text: string) => new Webhook(endpoint().secret).sign('raw_1', new Date(at), text);
    const wrong = { status: 401, text: 'No matching signature found' };
    expect(await raw(`${body} `, { at, headers: { 'webhook-signature': signed(body) } })).toEqual(wrong);
    expect(await raw(body, { at, headers: { 'webhook-id': 'raw_2' } })).toEqual(wrong);
    expect(await raw(body, { at, headers: { 'webhook-timestamp': String(Math.floor(at / 1000) - 1) } })).toEqual(wrong);
    expect(await raw(body, { headers: { 'webhook-timestamp': 'now' } })).toMatchObject({ status: 401 });
    expect(await raw(body, { headers: { 'webhook-signature': '' } })).toMatchObject({ status: 401 });
    const stranger = { ...endpoint(), secret: `whsec_${Buffer.alloc(32).toString('base64')}` };
    expect(await deliver(stranger, batch('a'), post)).toEqual({
      ok: false,
      kind: 'refused',
      message: 'No matching signature found',
      status: 401,
    });
    const { accepted, refused } = await deliveries();
    expect(accepted).toEqual([]);
    expect(refused).toHaveLength(6);
  });

  it.each<[string, unknown, string]>([
    ['no array', event('a'), 'not an array in JSON'],
    ['no event', [null], 'event 0: not an object'],
    ['another version', [event('a', { specversion: '0.3' })], 'event 0: specversion is not 1.0'],
    ['no id', [event('a'), event('')], 'event 1: id is missing'],
    ['no source', [event('a', { source: undefined })], 'event 0: source is missing'],
    ['no type', [event('a', { type: 7 })], 'event 0: type is missing'],
    ['no time', [event('a', { time: undefined })], 'event 0: time is missing'],
    ['another time', [event('a', { time: '23 Nov 2026' })], 'event 0: time is no time'],
    ['an empty subject', [event('a', { subject: '' })], 'event 0: subject is empty'],
    ['a name with capitals', [event('a', { teamId: '7' })], 'event 0: teamId is no attribute’s name'],
  ])('refuses a batch with %s whole', async (_, events, why) => {
    expect(await raw(JSON.stringify(events))).toEqual({ status: 400, text: why.replace('’', "'") });
    expect(await deliveries()).toMatchObject({ accepted: [], refused: [{ why: why.replace('’', "'") }] });
  });

  it('refuses other bodies, sizes and paths', async () => {
    expect(await raw('[')).toEqual({ status: 400, text: 'not an array in JSON' });
    expect(await raw('[]', { headers: { 'content-type': 'application/json' } })).toMatchObject({ status: 400 });
    expect(await raw('[]', { path: '/elsewhere' })).toMatchObject({ status: 404 });
    const large = { id: 'batch_large', events: [event('a', { data: 'é'.repeat(128 * 1024) })] };
    expect(await send(large)).toMatchObject({ ok: false, kind: 'tooLarge', status: 413 });
    expect(await ids('accepted')).toEqual([]);
  });

  it.each<[object, object]>([
    [{ kind: '429' }, { ok: false, kind: 'later', status: 429, retryAt: expect.any(Number) }],
    [{ kind: '500' }, { ok: false, kind: 'later', status: 500, message: 'internal error' }],
    [{ kind: '502' }, { ok: false, kind: 'later', status: 502, message: 'html' }],
    [{ kind: 'reset' }, { ok: false, kind: 'later', message: 'offline' }],
    [{ kind: 'html403' }, { ok: false, kind: 'refused', status: 403, message: 'html' }],
    [{ kind: '401' }, { ok: false, kind: 'refused', status: 401 }],
    [{ kind: 'redirect' }, { ok: false, kind: 'refused', status: 302, message: 'redirect' }],
    [{ kind: 'html200' }, { ok: false, kind: 'refused', status: 200, message: 'html' }],
    [{ kind: '413' }, { ok: false, kind: 'tooLarge', status: 413 }],
    [
      { kind: 'status', status: 410, body: 'gone' },
      { ok: false, kind: 'refused', status: 410, message: 'gone' },
    ],
  ])('can fail with %j, once, and takes nothing', async (body, delivery) => {
    await fault({ ...body, times: 1 });
    expect(await send(batch('a'))).toMatchObject(delivery);
    expect(await ids('accepted')).toEqual([]);
    expect(await send(batch('a'))).toEqual({ ok: true });
    expect([await ids('accepted'), await ids('repeated')]).toEqual([['a'], []]);
  });

  it('says when to come back', async () => {
    await fault({ kind: '429', headers: { 'Retry-After': '600' }, times: 1 });
    const before = Date.now();
    const { retryAt } = (await send(batch('a'))) as { retryAt: number };
    expect(retryAt - before).toBeGreaterThanOrEqual(600_000);
    expect(retryAt - Date.now()).toBeLessThanOrEqual(600_000);
  });

  it('can answer badly what it took', async () => {
    await fault({ kind: 'malformed', times: 1 });
    expect(await send(batch('a'))).toEqual({ ok: true });
    await fault({ kind: '500', after: true, times: 1 });
    expect(await send(batch('b'))).toMatchObject({ ok: false, kind: 'later' });
    expect(await ids('accepted')).toEqual(['a', 'b']);
  });

  it('can lose its answer, so that the same comes again', async () => {
    await fault({ kind: 'lost', times: 1 });
    expect(await send(batch('a'))).toEqual({ ok: false, kind: 'later', message: 'offline' });
    expect(await ids('accepted')).toEqual(['a']);
    expect(await send(batch('a'))).toEqual({ ok: true });
    expect([await ids('accepted'), await ids('repeated')]).toEqual([['a'], ['a']]);
  });

  it('can be slow, also for longer than one waits', async () => {
    await fault({ kind: 'slow', delayMs: 300, times: 2 });
    expect(await send(batch('a'))).toEqual({ ok: true });
    const impatient: typeof fetch = (input, init) => post(input, { ...init, signal: AbortSignal.timeout(100) });
    expect(await deliver(endpoint(), batch('b'), impatient)).toEqual({ ok: false, kind: 'later', message: 'timeout' });
    expect(await send(batch('b'))).toEqual({ ok: true });
    await vi.waitFor(async () => expect(await ids('repeated')).toEqual(['b']), { timeout: 5_000 });
    expect(await ids('accepted')).toEqual(['a', 'b']);
  });

  it('is reached by no fault of a CRM, and no CRM by one of its own', async () => {
    await sandbox.post('/fault', { route: '*', kind: '500' });
    expect(await send(batch('a'))).toEqual({ ok: true });
    await sandbox.post('/fault', {}, 'DELETE');
    await fault({ kind: '500' });
    expect((await sandbox.call('/account-info/v3/details')).status).toBe(200);
    for (const kind of ['daily', '412']) {
      expect((await sandbox.post('/fault', { route: 'receiver', kind })).status).toBe(400);
    }
    for (const kind of ['redirect', 'html200', '413', 'lost', 'certificate']) {
      expect((await sandbox.post('/fault', { route: '/crm', kind })).status).toBe(400);
    }
  });

  it('is in the log, without its signatures', async () => {
    const [last = { seq: 0 }] = (await sandbox.get<Array<{ seq: number }>>('/log')).slice(-1);
    await send(batch('a'));
    await fault({ kind: 'lost', times: 1 });
    await send(batch('b'));
    const entries = await sandbox.get<Array<Record<string, unknown>>>(`/log?since=${last.seq}`);
    const headers = {
      'webhook-id': 'batch_a',
      'webhook-timestamp': expect.any(String),
      'webhook-signature': '[redacted]',
    };
    expect(entries).toMatchObject([
      { crm: 'receiver', host: 'hooks.receiver.example', method: 'POST', path: '/events', status: 202, headers },
      { crm: 'receiver', status: 0, fault: 'lost', body: [{ id: 'b' }] },
    ]);
    expect(JSON.stringify(entries)).not.toContain('v1,');
  });
});
