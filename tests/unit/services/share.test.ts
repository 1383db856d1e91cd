import { beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { ApiProblem } from '../../../lib/crm/problem';
import { clientFor, ownDaily, type Purpose, pause, sweepShare, usageOf } from '../../../lib/services/api';
import { database } from '../../../lib/store/db';
import { putCredential } from '../../../lib/store/secrets';
import { changeTeamFile } from '../../../lib/store/teamFiles';

const NOW = Date.parse('2026-11-23T14:00:00Z');
const MIDNIGHT = Date.parse('2026-11-24T00:00:00Z');

const HUBSPOT: Connection = {
  id: 'c',
  crm: 'hubspot',
  account: '1',
  label: 'One',
  host: 'app.hubspot.com',
  apiHost: 'https://api.hubapi.com',
  lastFour: 'abcd',
  capabilities: [],
  addedAt: 0,
};
const PIPEDRIVE: Connection = { ...HUBSPOT, id: 'p', crm: 'pipedrive', apiHost: 'https://acme.pipedrive.com' };

let sent: number;
let headers: Record<string, string>;
let status: number;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  [sent, headers, status] = [0, {}, 200];
  vi.stubGlobal('fetch', async (url: string) => {
    sent += 1;
    const body = url.includes('pipedrive')
      ? { data: { id: 9, update_time: '2026-11-23T13:00:00Z' } }
      : { id: '9', properties: { hs_lastmodifieddate: '2026-11-23T13:00:00.000Z' } };
    const failed = { status: 'error', message: 'You have reached your limit.', policyName: 'TEN_SECONDLY_ROLLING' };
    return new Response(JSON.stringify(status === 200 ? body : failed), {
      status,
      headers: { date: new Date().toUTCString(), ...headers },
    });
  });
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  for (const one of [HUBSPOT, PIPEDRIVE]) {
    await db.put('connections', one);
    await putCredential(one.id, { token: 'secret', apiHost: one.apiHost });
  }
});

/** One small request. @returns the problem that kept it from being sent or answered */
async function ask(purpose: Purpose, connection = HUBSPOT) {
  try {
    await (await clientFor(connection, purpose)).modified(connection === HUBSPOT ? '0-3' : 'deal', '9');
    return null;
  } catch (error) {
    return error instanceof ApiProblem ? error.problem : error;
  }
}

const daily = (limit: number, remaining: number) => ({
  'X-HubSpot-RateLimit-Daily': String(limit),
  'X-HubSpot-RateLimit-Daily-Remaining': String(remaining),
});

test('the sweep leaves off when its share of the day is used, and what a person asks for does not', async () => {
  headers = daily(50, 50);
  for (let i = 0; i < 5; i++) expect(await ask('sweep')).toBeNull();
  expect(await sweepShare(HUBSPOT)).toEqual({ used: 5, budget: 5, share: 10 });
  expect(await ask('sweep')).toMatchObject({ kind: 'budget', retryAt: MIDNIGHT });
  expect(sent).toBe(5);
  expect(await ask('person')).toBeNull();
  expect(await sweepShare(HUBSPOT)).toMatchObject({ used: 5 });
  expect(await usageOf('c')).toMatchObject({ requests: 6 });
  vi.setSystemTime(MIDNIGHT);
  expect(await ask('sweep')).toBeNull();
  expect(await sweepShare(HUBSPOT)).toMatchObject({ used: 1 });
});

test('the share is the team’s to say', async () => {
  headers = daily(50, 50);
  await changeTeamFile('hubspot', '1', (file) => ({ ...file, policy: { share: 20 } }));
  for (let i = 0; i < 10; i++) expect(await ask('sweep')).toBeNull();
  expect(await ask('sweep')).toMatchObject({ kind: 'budget' });
});

test('where the CRM counts tokens, tokens are counted, and no request begins that would go over', async () => {
  // 10 % of the smallest plan's 30,000; each of these requests costs one.
  expect(await ask('sweep', PIPEDRIVE)).toBeNull();
  expect(await sweepShare(PIPEDRIVE)).toEqual({ used: 1, budget: 3_000, share: 10 });
  const client = await clientFor(PIPEDRIVE, 'sweep');
  await (await database()).put('usage', { ...(await usageOf('p')), sweep: 2_995 }, 'p');
  await expect(client.changed('deal', { since: 0, after: null })).rejects.toMatchObject({
    problem: { kind: 'budget', retryAt: MIDNIGHT },
  });
  expect(sent).toBe(1);
});

test('where no header tells the day’s budget, our own count of tokens is kept and stops us at 80 % of the smallest plan’s', async () => {
  const used = async (cost: number) => (await database()).put('usage', { ...(await usageOf('p')), cost }, 'p');
  await used(23_998);
  expect(await ask('refresh', PIPEDRIVE)).toBeNull();
  expect(await ask('refresh', PIPEDRIVE)).toBeNull();
  expect(await ask('refresh', PIPEDRIVE)).toMatchObject({ kind: 'budget', retryAt: MIDNIGHT });
  expect(await ask('look', PIPEDRIVE)).toMatchObject({ kind: 'budget' });
  expect(sent).toBe(2);
  // What a person asks for is counted, and goes through.
  expect(await ask('person', PIPEDRIVE)).toBeNull();
  const usage = await usageOf('p');
  expect(usage).toMatchObject({ cost: 24_001 });
  expect(ownDaily(usage, 30_000)).toEqual({ limit: 30_000, remaining: 5_999, own: true });
  vi.setSystemTime(MIDNIGHT);
  expect(await ask('refresh', PIPEDRIVE)).toBeNull();
  expect(await usageOf('p')).toMatchObject({ cost: 1 });
});

test('at 80 % of any limit that headers report it leaves the rest to others', async () => {
  headers = daily(100_000, 20_000);
  expect(await ask('sweep')).toBeNull();
  expect(await ask('sweep')).toMatchObject({ kind: 'budget', retryAt: MIDNIGHT });
  expect(await ask('person')).toBeNull();

  await (await database()).clear('usage');
  headers = {
    'X-HubSpot-RateLimit-Max': '100',
    'X-HubSpot-RateLimit-Remaining': '20',
    'X-HubSpot-RateLimit-Interval-Milliseconds': '20',
  };
  expect(await ask('sweep')).toBeNull();
  const before = sent;
  const waits = ask('sweep');
  expect(await ask('refresh')).toMatchObject({ kind: 'busy', retryAt: NOW + 20 });
  expect(await ask('person')).toBeNull();
  expect(sent).toBe(before + 1);
  vi.setSystemTime(NOW + 20);
  expect(await waits).toBeNull();
  expect(sent).toBe(before + 2);
});

test('an answer that tells nothing of the window makes what was told before no newer', async () => {
  headers = { 'X-HubSpot-RateLimit-Max': '100', 'X-HubSpot-RateLimit-Remaining': '0' };
  expect(await ask('person')).toBeNull();
  headers = {};
  vi.setSystemTime(NOW + 9_000);
  expect(await ask('person')).toBeNull();
  vi.setSystemTime(NOW + 10_000);
  expect(await ask('refresh')).toBeNull();
});

test('a 429 keeps everybody waiting for as long as it says', async () => {
  status = 429;
  headers = { 'Retry-After': '30' };
  const problem = await ask('sweep');
  expect(problem).toMatchObject({ kind: 'busy', retryAt: NOW + 30_000 });
  await pause('c', problem as ApiProblem['problem']);
  status = 200;
  expect(await ask('sweep')).toMatchObject({ kind: 'busy' });
  expect(sent).toBe(1);
  vi.setSystemTime(NOW + 30_000);
  expect(await ask('sweep')).toBeNull();
});
