/** Rate limits and everything else that can go wrong on the way to the API. */
import { beforeEach, describe, expect, it } from 'vitest';
import { failure, useSandbox } from '../support.ts';

describe('limits and faults', () => {
  const sandbox = useSandbox();
  beforeEach(async () => {
    await sandbox.post('/fault', {}, 'DELETE');
    await sandbox.post('/clock', { advance: 60_000, limits: 'off' });
  });
  const fault = (body: object) => sandbox.post('/fault', body);
  const read = () => sandbox.call('/crm/v3/objects/deals?limit=1');
  const search = () => sandbox.call('/crm/v3/objects/deals/search', { json: { limit: 1 } });

  it('sends rate headers on normal calls and none on searches', async () => {
    const { headers } = await read();
    expect(headers.get('x-hubspot-ratelimit-max')).toBe('190');
    expect(headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    const before = Number(headers.get('x-hubspot-ratelimit-daily-remaining'));
    expect(Number((await read()).headers.get('x-hubspot-ratelimit-daily-remaining'))).toBe(before - 1);
    expect((await search()).headers.get('x-hubspot-ratelimit-max')).toBeNull();
    expect(headers.get('x-hubspot-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses the 191st call of ten seconds per app, until they have passed', async () => {
    await sandbox.post('/clock', { limits: 'on' });
    let last = await read();
    for (let n = 1; n < 190; n++) last = await read();
    expect(last.status).toBe(200);
    expect(last.headers.get('x-hubspot-ratelimit-remaining')).toBe('0');
    const refused = await read();
    expect([refused.status, refused.body]).toMatchObject([
      429,
      { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING', status: 'error' },
    ]);
    expect((await sandbox.call('/crm/v3/objects/deals?limit=1', { token: sandbox.main.tokens.readonly })).status).toBe(
      200,
    );
    await sandbox.post('/clock', { advance: 10_001 });
    expect((await read()).status).toBe(200);
  });

  it('refuses the sixth search of a second per account', async () => {
    await sandbox.post('/clock', { limits: 'on' });
    for (let n = 0; n < 5; n++) expect((await search()).status).toBe(200);
    const refused = await search();
    expect([refused.status, refused.body]).toMatchObject([
      429,
      { policyName: 'SECONDLY', message: 'You have reached your secondly limit.' },
    ]);
    await sandbox.post('/clock', { advance: 1_001 });
    expect((await search()).status).toBe(200);
  });

  it('counts nothing against limits that are off', async () => {
    for (let n = 0; n < 200; n++) expect((await read()).status).toBe(200);
  });

  it('answers 414 to request lines beyond 16 KB', async () => {
    const path = (length: number) => `/crm/v3/objects/deals?properties=${'a'.repeat(length)}`;
    expect((await sandbox.call(path(5_000))).status).toBe(200);
    expect((await sandbox.call(path(16_400))).status).toBe(414);
  });

  it.each([
    ['429', 429, { policyName: 'TEN_SECONDLY_ROLLING' }],
    ['daily', 429, { policyName: 'DAILY' }],
    ['401', 401, { category: 'INVALID_AUTHENTICATION' }],
    ['412', 412, { category: 'PRECONDITION_FAILED' }],
    ['500', 500, { category: 'INTERNAL_ERROR' }],
  ])('breaks a route with %s as often as asked', async (kind, status, body) => {
    await fault({ route: '/crm/v3/objects/deals', kind, times: 1 });
    const broken = await read();
    expect([broken.status, broken.body]).toMatchObject([status, body]);
    expect((await read()).status).toBe(200);
  });

  it('answers pages instead of JSON, broken JSON, any body and any status', async () => {
    await fault({ route: '*/objects/*', kind: 'html403', times: 1 });
    const page = await read();
    expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
    await fault({ route: '/crm', kind: '502', times: 1 });
    expect((await read()).text).toContain('502 Bad Gateway');
    await fault({ route: '/crm', kind: 'malformed', times: 1 });
    const malformed = await read();
    expect([malformed.status, malformed.body]).toEqual([200, undefined]);
    await fault({ route: '/crm', kind: 'malformed', body: 'error code: 1015', times: 1 });
    expect((await read()).text).toBe('error code: 1015');
    await fault({
      route: '/crm',
      kind: 'status',
      status: 423,
      body: { message: 'locked' },
      headers: { 'retry-after': '2' },
      times: 1,
    });
    const locked = await read();
    expect([locked.status, locked.body, locked.headers.get('retry-after')]).toEqual([423, { message: 'locked' }, '2']);
  });

  it('delays, cuts connections and shifts the date', async () => {
    await fault({ route: '/crm', kind: 'slow', delayMs: 150, times: 1 });
    const started = performance.now();
    expect((await read()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
    await fault({ route: 'GET /crm', kind: 'reset', times: 1 });
    await expect(read()).rejects.toThrow();
    const honest = Date.parse((await read()).headers.get('date') ?? '');
    await fault({ route: '/crm', kind: 'date', offsetMs: 7_200_000, times: 1 });
    const shifted = Date.parse((await read()).headers.get('date') ?? '');
    expect(Math.round((shifted - honest) / 1_000)).toBe(7_200);
  });

  it('can lose the answer of a write that was carried out', async () => {
    const id = sandbox.main.records[2]?.id ?? '';
    await fault({ route: 'PATCH /crm/v3/objects/deals/*', kind: 'reset', after: true, times: 1 });
    const { basicApi } = sandbox.client().crm.deals;
    await expect(basicApi.update(id, { properties: { amount: '123' } })).rejects.toThrow();
    expect((await basicApi.getById(id, ['amount'])).properties.amount).toBe('123');
  });

  it('strikes with a probability that follows from the seed', async () => {
    const strikes = async () => {
      await sandbox.post('/reset', { seed: '1' });
      await fault({ route: '/crm', kind: '500', probability: 0.5 });
      const statuses: number[] = [];
      for (let n = 0; n < 20; n++) statuses.push((await read()).status);
      return statuses;
    };
    const first = await strikes();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await strikes()).toEqual(first);
  });

  it('lets somebody write between a read and the write that follows it', async () => {
    const id = sandbox.main.records[2]?.id ?? '';
    const write = { person: 'tom', object: 'deals', id, set: { amount: '777' }, via: 'page' };
    await fault({ route: '/crm', between: 'read-write', write, times: 1 });
    const { basicApi } = sandbox.client().crm.deals;
    expect((await basicApi.getById(id, ['amount'])).properties.amount).not.toBe('777');
    await sandbox
      .client()
      .crm.deals.batchApi.read({ inputs: [{ id }], properties: ['amount'], propertiesWithHistory: [] });
    await basicApi.update(id, { properties: { amount: '888' } });
    const rows = (await basicApi.getById(id, ['amount'], ['amount'])).propertiesWithHistory?.amount ?? [];
    expect(rows.slice(0, 2).map((row) => [row.value, row.sourceType])).toEqual([
      ['888', 'INTEGRATION'],
      ['777', 'CRM_UI'],
    ]);
  });

  it('tells time by the clock of the sandbox', async () => {
    await sandbox.post('/clock', { now: '2027-02-01T10:00:00.000Z' });
    const { headers } = await read();
    expect(headers.get('date')).toBe('Mon, 01 Feb 2027 10:00:00 GMT');
    const error = await failure(() => sandbox.client().crm.deals.basicApi.getById('1'));
    expect(error.code).toBe(404);
  });
});
