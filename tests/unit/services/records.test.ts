import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { withWriter } from '../../../lib/core/team';
import { removeConnection } from '../../../lib/services/connections';
import { know } from '../../../lib/services/reading';
import { viewRecord } from '../../../lib/services/records';
import { database } from '../../../lib/store/db';
import { putCredential } from '../../../lib/store/secrets';
import { changeTeamFile } from '../../../lib/store/teamFiles';

const NOW = '2026-11-23T14:00:00.000Z';
/** Nothing else can have happened at the same time any more. */
const EARLIER = '2026-11-23T13:59:58.000Z';
const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;

/** What HubSpot holds, and how often it was asked for what. */
const crm = {
  modified: EARLIER,
  stage: [{ value: 'b', timestamp: NOW, sourceType: 'INTEGRATION', sourceId: '5' }] as object[],
  answer: null as ((url: string) => Response | Promise<Response | null> | null) | null,
  asked: [] as string[],
  date: Date.parse(NOW),
};

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { date: new Date(crm.date).toUTCString(), ...headers },
  });
}

async function hubspot(url: string, init: RequestInit): Promise<Response> {
  const path = new URL(url).pathname;
  crm.asked.push(`${init.method} ${path}`);
  const special = await crm.answer?.(path);
  if (special) return special;
  if (path.startsWith('/crm/v3/properties')) {
    const property = (name: string, type = 'string') => ({
      name,
      label: name,
      type,
      fieldType: 'text',
      options: [],
      calculated: false,
    });
    return json({ results: [property('dealname'), property('stage'), property('hs_lastmodifieddate', 'datetime')] });
  }
  if (path.startsWith('/crm/v3/owners')) return json({ results: [] });
  if (path.endsWith('/batch/read')) {
    const properties = { dealname: 'Renewal', stage: 'b', hs_lastmodifieddate: crm.modified };
    return json({
      status: 'COMPLETE',
      results: [{ id: '9', properties, propertiesWithHistory: { stage: crm.stage } }],
    });
  }
  return json({ id: '9', properties: { hs_lastmodifieddate: crm.modified } });
}

const WORDS = { yes: 'Yes', no: 'No' };
const view = (reason: 'open' | 'refresh' | 'recheck' = 'open') => viewRecord(ref, reason, 'en', WORDS, String);
const stateOf = async (reason?: 'open' | 'refresh' | 'recheck') => {
  const result = await view(reason);
  return result.ok ? result.view.fields.find((f) => f.name === 'stage')?.mark?.state : result.problem;
};

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(NOW) });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => hubspot(url, init));
  Object.assign(crm, { modified: EARLIER, answer: null, asked: [], date: Date.parse(NOW) });
  crm.stage = [{ value: 'b', timestamp: NOW, sourceType: 'INTEGRATION', sourceId: '5' }];
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  const connection: Connection = {
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
  await db.put('connections', connection);
  await putCredential('c', { token: 'pat-na1-secret', apiHost: 'https://api.hubapi.com' });
});

describe('requests', () => {
  test('a first view reads the record once; the next asks only whether it changed', async () => {
    await view();
    expect(crm.asked.filter((a) => a.includes('/objects/'))).toEqual(['POST /crm/v3/objects/0-3/batch/read']);
    crm.asked = [];
    vi.advanceTimersByTime(60_000);
    await view();
    expect(crm.asked).toEqual(['GET /crm/v3/objects/0-3/9']);
  });

  test('a property that was deleted meanwhile costs no further reads', async () => {
    await view();
    const db = await database();
    const fields = await db.get('fields', ['hubspot', '1', '0-3', 'en']);
    const gone = { name: 'gone', label: 'Gone', kind: 'text' as const, options: [], isUser: false, readOnly: false };
    await db.put('fields', { at: Date.now(), fields: [...(fields?.fields ?? []), gone] }, [
      'hubspot',
      '1',
      '0-3',
      'en',
    ]);
    vi.advanceTimersByTime(60_000);
    await view();
    crm.asked = [];
    vi.advanceTimersByTime(60_000);
    await view();
    expect(crm.asked).toEqual(['GET /crm/v3/objects/0-3/9']);
  });

  test('a changed record is read again', async () => {
    await view();
    vi.advanceTimersByTime(60_000);
    crm.modified = '2026-11-23T14:00:30.000Z';
    crm.asked = [];
    await view('refresh');
    expect(crm.asked).toEqual(['GET /crm/v3/objects/0-3/9', 'POST /crm/v3/objects/0-3/batch/read']);
  });

  test('one that was read in the second of its modification may have been modified once more: it is read again', async () => {
    crm.modified = NOW;
    vi.advanceTimersByTime(999);
    await view();
    for (const path of ['POST /crm/v3/objects/0-3/batch/read', 'GET /crm/v3/objects/0-3/9']) {
      vi.advanceTimersByTime(60_000);
      crm.date = Date.now();
      crm.asked = [];
      await view();
      expect(crm.asked).toEqual([path]);
    }
  });

  test('an answer that was long on its way does not take the place of a later one', async () => {
    let arrive = () => {};
    const late = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await view();
    vi.advanceTimersByTime(60_000);
    crm.modified = NOW;
    const old = { id: '9', properties: { dealname: 'Old', hs_lastmodifieddate: NOW }, propertiesWithHistory: {} };
    let first = true;
    crm.answer = async (path) => {
      if (!path.endsWith('/batch/read') || !first) return null;
      first = false;
      await late;
      return json({ status: 'COMPLETE', results: [old] });
    };
    const slow = view('refresh');
    await vi.waitUntil(() => !first);
    vi.advanceTimersByTime(1);
    const [connection] = await (await database()).getAll('connections');
    if (connection) await know(connection, ref, 'write', 'en');
    arrive();
    expect(await slow).toMatchObject({ ok: true, view: { title: 'Renewal' } });
    expect(await view('recheck')).toMatchObject({ view: { title: 'Renewal' } });
  });

  test('a page that asks all the time is answered from what is known', async () => {
    await view();
    crm.asked = [];
    for (let i = 0; i < 20; i++) await view('refresh');
    expect(crm.asked).toEqual([]);
  });

  test('two tabs that ask at once share one answer', async () => {
    await Promise.all([view(), view(), view()]);
    expect(crm.asked.filter((a) => a.endsWith('batch/read'))).toHaveLength(1);
  });

  test('a recheck reads in full: something on the page says that there is news', async () => {
    await view();
    vi.advanceTimersByTime(5_000);
    crm.asked = [];
    await view('recheck');
    expect(crm.asked).toEqual(['POST /crm/v3/objects/0-3/batch/read']);
  });

  test('the token goes to HubSpot alone, without cookies, and no redirect is followed', async () => {
    const sent: [string, RequestInit][] = [];
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      sent.push([url, init]);
      return hubspot(url, init);
    });
    await view();
    for (const [url, init] of sent) {
      expect(new URL(url).origin).toBe('https://api.hubapi.com');
      expect(init).toMatchObject({ credentials: 'omit', redirect: 'error' });
      expect((init.headers as Record<string, string>).Authorization).toBe('Bearer pat-na1-secret');
    }
  });
});

describe('answers', () => {
  test('unmapped is unknown; listing the writer changes the mark without asking HubSpot', async () => {
    expect(await stateOf()).toBe('unknown');
    crm.asked = [];
    await changeTeamFile('hubspot', '1', (f) => withWriter(f, { key: 'app:5', role: 'agent', name: 'Copilot' }));
    expect(await stateOf('refresh')).toBe('agent');
    expect(crm.asked).toEqual([]);
  });

  test.each([
    [429, { policyName: 'TEN_SECONDLY_ROLLING' }, 'busy'],
    [500, {}, 'server'],
    [401, { message: 'no' }, 'signedOut'],
    [404, { message: 'gone' }, 'gone'],
  ])('%i without anything known is a problem', async (status, body, kind) => {
    crm.answer = (path) => (path.endsWith('/batch/read') ? json(body, status) : null);
    expect(await view()).toMatchObject({ ok: false, problem: { kind } });
  });

  test('a fault later keeps what is known and says so', async () => {
    await view();
    vi.advanceTimersByTime(60_000);
    crm.answer = (path) => (path.includes('/objects/') ? json({}, 500) : null);
    expect(await view('refresh')).toMatchObject({ ok: true, problem: { kind: 'server' } });
  });

  test('a record that is gone keeps nothing', async () => {
    await view();
    vi.advanceTimersByTime(60_000);
    crm.answer = (path) => (path.includes('/objects/') ? json({ message: 'x' }, 404) : null);
    expect(await view('refresh')).toMatchObject({ ok: false, problem: { kind: 'gone' } });
  });

  test('no connection, and one for another account', async () => {
    expect(await viewRecord({ ...ref, account: '2' }, 'open', 'en', WORDS, String)).toMatchObject({
      problem: { kind: 'wrongAccount', connected: 'One' },
    });
    await (await database()).clear('connections');
    expect(await view()).toMatchObject({ problem: { kind: 'noAccount' } });
  });
});

describe('what happens while HubSpot is answering', () => {
  /** Does something between HubSpot's being asked for the record and its answer. */
  const meanwhile = (act: () => Promise<unknown>, answer: Response | null = null) => {
    crm.answer = async (path) => {
      if (!path.endsWith('/batch/read')) return null;
      crm.answer = null;
      await act();
      return answer;
    };
  };

  test('the team says who a writer is: the answer knows it already', async () => {
    meanwhile(() =>
      changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: 'app:5', role: 'agent', name: 'Copilot' })),
    );
    expect(await stateOf()).toBe('agent');
  });

  test('the account is removed: nothing is shown, and nothing is kept', async () => {
    await view();
    meanwhile(() => removeConnection('c'));
    vi.advanceTimersByTime(60_000);
    expect(await view('recheck')).toMatchObject({ ok: false, problem: { kind: 'noAccount' } });
    const db = await database();
    for (const store of ['records', 'seen', 'usage', 'connections'] as const)
      expect(await db.count(store), store).toBe(0);
  });

  test('the key is replaced: that the one before is not accepted any more stops nothing', async () => {
    const replace = async () => {
      const db = await database();
      const connection = await db.get('connections', 'c');
      if (connection) await db.put('connections', { ...connection, lastFour: 'wxyz' });
    };
    meanwhile(replace, json({ category: 'INVALID_AUTHENTICATION', message: 'x' }, 401));
    expect(await view()).toMatchObject({ ok: false, problem: { kind: 'signedOut' } });
    expect(await stateOf()).toBe('unknown');
  });
});

describe('limits', () => {
  test('when HubSpot asks to wait, nothing is asked before', async () => {
    crm.answer = (path) => (path.endsWith('/batch/read') ? json({ policyName: 'TEN_SECONDLY_ROLLING' }, 429) : null);
    const first = await view();
    expect(first).toMatchObject({ problem: { kind: 'busy', retryAt: Date.parse(NOW) + 10_000 } });
    crm.answer = null;
    // People are asked for at the same time, and may be later than the answer.
    await vi.waitUntil(() => crm.asked.some((path) => path.includes('/owners')));
    crm.asked = [];
    expect(await view()).toMatchObject({ problem: { kind: 'busy' } });
    expect(crm.asked).toEqual([]);
    vi.advanceTimersByTime(10_001);
    expect(await stateOf()).toBe('unknown');
  });

  test('a fault that says until when is waited for as well', async () => {
    crm.answer = (path) => (path.endsWith('/batch/read') ? json({}, 503, { 'retry-after': '30' }) : null);
    expect(await view()).toMatchObject({ problem: { kind: 'server', retryAt: Date.parse(NOW) + 30_000 } });
    crm.answer = null;
    await vi.waitUntil(() => crm.asked.some((path) => path.includes('/owners')));
    crm.asked = [];
    expect(await view()).toMatchObject({ problem: { kind: 'server' } });
    expect(crm.asked).toEqual([]);
    vi.advanceTimersByTime(30_001);
    expect(await stateOf()).toBe('unknown');
  });

  test('refreshing stops at 80 % of the day; opening a record does not', async () => {
    await view();
    const used = { 'x-hubspot-ratelimit-daily': '1000', 'x-hubspot-ratelimit-daily-remaining': '200' };
    crm.answer = (path) =>
      path.endsWith('/0-3/9') ? json({ id: '9', properties: { hs_lastmodifieddate: crm.modified } }, 200, used) : null;
    vi.advanceTimersByTime(60_000);
    await view('refresh');
    vi.advanceTimersByTime(60_000);
    crm.asked = [];
    expect(await view('refresh')).toMatchObject({ ok: true, problem: { kind: 'budget' } });
    expect(crm.asked).toEqual([]);
    await view('open');
    expect(crm.asked).toEqual(['GET /crm/v3/objects/0-3/9']);
  });

  test('every request is counted, and the count starts anew with the day', async () => {
    await view();
    const db = await database();
    expect((await db.get('usage', 'c'))?.requests).toBe(crm.asked.length);
    vi.advanceTimersByTime(24 * 3_600_000);
    crm.date += 24 * 3_600_000;
    crm.asked = [];
    await view();
    expect((await db.get('usage', 'c'))?.requests).toBe(crm.asked.length);
  });

  test("HubSpot's clock counts, not this machine's", async () => {
    crm.date = Date.parse(NOW) - 5 * 3_600_000;
    await view();
    vi.advanceTimersByTime(60_000);
    crm.date += 60_000;
    const result = await view('refresh');
    expect(result).toMatchObject({
      ok: true,
      view: { offset: -5 * 3_600_000, asOf: Date.parse(NOW) - 5 * 3_600_000 + 60_000 },
    });
  });
});

test('a change is fresh only for someone who had the record open before it', async () => {
  const fresh = async () => {
    const result = await view('open');
    return result.ok && result.view.fields.find((f) => f.name === 'stage')?.mark?.fresh;
  };
  expect(await fresh()).toBe(false);
  vi.advanceTimersByTime(2 * 3_600_000);
  crm.date += 2 * 3_600_000;
  crm.modified = '2026-11-23T15:00:00.000Z';
  crm.stage = [{ value: 'b', timestamp: crm.modified, sourceType: 'INTEGRATION', sourceId: '5' }];
  expect(await fresh()).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(await fresh()).toBe(true);
});

test('a person’s change whose predecessor is cut off is told as one that may have corrected an agent', async () => {
  const at = (hour: number) => new Date(Date.parse(NOW) - hour * 3_600_000).toISOString();
  // HubSpot keeps 20 versions of a deal's property; all of these are a person's.
  crm.stage = Array.from({ length: 20 }, (_, index) => ({
    value: `v${index}`,
    timestamp: at(index),
    sourceType: 'CRM_UI',
    sourceId: 'userId:7',
    updatedByUserId: 7,
  }));
  const cut = await view();
  expect(cut.ok && cut.view.gaps).toMatchObject({ corrections: 1, cut: 1 });
  crm.stage.pop();
  crm.modified = at(-1);
  vi.advanceTimersByTime(60_000);
  const whole = await view('refresh');
  expect(whole.ok && whole.view.gaps).toMatchObject({ corrections: 0, cut: 0 });
});

test('Salesforce is asked about a record that is looked at once a minute, however often a page asks', async () => {
  const db = await database();
  const account = '00DHs000000AbCdMAK';
  const page = { crm: 'salesforce', account, object: 'Account', id: '001Hs00000AAAAAIA5' } as const;
  const apiHost = 'https://acme.my.salesforce.com';
  const connection = (await db.get('connections', 'c')) as Connection;
  await db.put('connections', { ...connection, id: 's', crm: 'salesforce', account, apiHost });
  await putCredential('s', { token: 'token', apiHost });
  const at = Date.now();
  await db.put('fields', { fields: [], at }, ['salesforce', account, 'Account', 'en']);
  await db.put('people', { people: [], at }, ['salesforce', account]);
  const snapshot = { ref: page, title: 'Acme', modified: 0, values: new Map(), histories: new Map(), depth: null };
  const cached = { snapshot, asked: [], checkedAt: at, readAt: at, usedAt: at, settled: true };
  await db.put('records', cached, ['salesforce', account, 'Account', page.id]);
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return json([], 500);
  });
  for (const [seconds, requests] of [
    [30, 0],
    [45, 0],
    [60, 1],
  ] as const) {
    vi.setSystemTime(at + seconds * 1000);
    expect(await viewRecord(page, 'refresh', 'en', WORDS, String)).toMatchObject({ ok: true });
    expect(asked.length > 0, `${seconds} s`).toBe(requests > 0);
  }
});
