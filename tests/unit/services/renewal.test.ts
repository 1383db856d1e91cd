/** A Salesforce token that is refused: who renews it, how often, and what is on disk by then. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import type { Credential } from '../../../lib/crm/contract';
import { asProblem } from '../../../lib/crm/problem';
import { clientFor } from '../../../lib/services/api';
import { noted } from '../../../lib/services/reading';
import { database } from '../../../lib/store/db';
import { getCredential, putCredential } from '../../../lib/store/secrets';

const API = 'https://acme.my.salesforce.com';
const ORG: Connection = {
  id: 's',
  crm: 'salesforce',
  account: '00DHs000000AbCdMAK',
  label: 'Acme',
  host: 'acme.lightning.force.com',
  apiHost: API,
  lastFour: 'abcd',
  capabilities: [],
  addedAt: 0,
};

/** The tokens that are good now; each refresh token is good once. */
let good: { access: string; refresh: string };
/** Requests in order, by what they came with. */
let asked: string[];
/** What the disk held when a token was used. */
let onDisk: (Credential | null)[];
let refusal: object[];

beforeEach(async () => {
  [good, asked, onDisk] = [{ access: 'a1', refresh: 'r1' }, [], []];
  refusal = [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }];
  vi.stubGlobal('fetch', async (url: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
    const answer = (status: number, what: object) => new Response(JSON.stringify(what), { status });
    if (url === `${API}/services/oauth2/token`) {
      const given = new URLSearchParams(body).get('refresh_token') ?? '';
      asked.push(given);
      if (given !== good.refresh) {
        return answer(400, { error: 'invalid_grant', error_description: 'expired access/refresh token' });
      }
      good = { access: `${good.access}+`, refresh: `${good.refresh}+` };
      return answer(200, { access_token: good.access, refresh_token: good.refresh, instance_url: API });
    }
    asked.push(headers.Authorization ?? '');
    onDisk.push(await getCredential('s'));
    if (headers.Authorization !== `Bearer ${good.access}`) return answer(401, refusal);
    return answer(200, { done: true, records: [{ SystemModstamp: '2026-11-23T13:00:00.000+0000' }] });
  });
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  await db.put('connections', ORG);
  await putCredential('s', { token: 'old', apiHost: API, refresh: { token: 'r1', clientId: 'app' } });
});

const ask = async () => (await clientFor(ORG, 'person')).modified('Opportunity', '006Hs000001AbCdIAK');

test('requests that are refused together renew it once, and the new one is on disk before it is used', async () => {
  await Promise.all([ask(), ask(), ask()]);
  expect(asked.filter((one) => one === 'r1')).toHaveLength(1);
  expect(asked.filter((one) => one === 'Bearer a1+')).toHaveLength(3);
  const fresh = { token: 'a1+', apiHost: API, refresh: { token: 'r1+', clientId: 'app' } };
  expect(onDisk.slice(-3)).toEqual([fresh, fresh, fresh]);
  asked = [];
  await ask();
  expect(asked).toEqual(['Bearer a1+']);
});

test('one that was rotated away asks for a new sign-in, and nothing is sent with it again', async () => {
  good.refresh = 'another browser’s';
  const problem = await noted(ORG, await ask().catch((error: unknown) => error));
  expect(problem).toMatchObject({ kind: 'signedOut', message: 'expired access/refresh token' });
  expect(await (await database()).get('connections', 's')).toMatchObject({ stopped: { kind: 'signedOut' } });
  expect(asked).toEqual(['Bearer old', 'r1']);
});

test('a session that the API never takes is not renewed', async () => {
  refusal = [{ errorCode: 'INVALID_SESSION_ID', message: 'This session is not valid for use with the REST API' }];
  expect(asProblem(await ask().catch((error: unknown) => error))).toMatchObject({ kind: 'signedOut', status: 401 });
  expect(asked).toEqual(['Bearer old']);
});

test('a token that is refused again right after it was renewed is not renewed without end', async () => {
  good.access = 'nobody’s';
  const fetched = globalThis.fetch;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const answer = await fetched(url, init);
    if (url.endsWith('/token')) good.access = 'nobody’s';
    return answer;
  });
  expect(asProblem(await ask().catch((error: unknown) => error))).toMatchObject({ kind: 'signedOut' });
  expect(asked).toHaveLength(3);
});
