import type { Page } from '@playwright/test';
import { control, expect, mainAccount, marksOn, overlayStatus, recordNoted, test } from './support.ts';

type Sandbox = Parameters<typeof control>[0];

const fault = (sandbox: Sandbox, body: object) => control(sandbox, 'POST', '/fault', body);
const heal = (sandbox: Sandbox) => control(sandbox, 'DELETE', '/fault');

/** Another deal for each test, so that none finds what another has read before. */
let next = 0;
async function unreadDeal(sandbox: Sandbox): Promise<string> {
  const account = mainAccount(sandbox);
  const response = await fetch(`${sandbox.info.apis.hubspot}/crm/v3/objects/deals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${account.tokens.full}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      properties: { dealname: `Fault ${process.pid} ${++next}`, dealstage: 'qualifiedtobuy', pipeline: 'default' },
      associations: [],
    }),
  });
  const { id } = (await response.json()) as { id: string };
  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: '0-3',
    id,
    set: { amount: '777' },
    mode: 'direct',
  });
  return `https://app.hubspot.com/contacts/${account.account}/record/0-3/${id}`;
}

const said = async (page: Page) => {
  await page.locator('countersign-root .pill').click();
  const text = (await page.locator('countersign-root .menu p').first().textContent()) ?? '';
  await page.locator('countersign-root .pill').click();
  return text;
};

const BATCH = 'POST /crm/v3/objects/0-3/batch/read';

for (const [what, body, words] of [
  ['a ten-second limit', { kind: '429' }, 'asks us to slow down'],
  ["the day's limit", { kind: 'daily' }, 'request limit is used up'],
  ['a fault of HubSpot', { kind: '500' }, 'fault of its own'],
  ['a bad gateway', { kind: '502' }, 'fault of its own'],
  ['HTML instead of JSON', { kind: 'html403' }, 'not what it documents'],
  ['broken JSON', { kind: 'malformed' }, 'not what it documents'],
  ['JSON of another shape', { kind: 'malformed', body: '{"results":"many"}' }, 'not what it documents'],
  ['a reset connection', { kind: 'reset' }, 'offline'],
  [
    'a rate limit that is plain text',
    { kind: 'status', status: 429, body: 'error code: 1015', headers: { 'content-type': 'text/plain' } },
    'asks us to slow down',
  ],
  [
    'a search-style rate limit',
    {
      kind: 'status',
      status: 429,
      body: {
        status: 'error',
        message: 'You have reached your secondly limit.',
        category: 'RATE_LIMITS',
        correlationId: 'x',
      },
    },
    'asks us to slow down',
  ],
  [
    'a locked record',
    { kind: 'status', status: 423, body: { status: 'error', message: 'locked', category: 'LOCKED' } },
    'asks us to slow down',
  ],
  [
    'a missing right',
    {
      kind: 'status',
      status: 403,
      body: {
        status: 'error',
        category: 'MISSING_SCOPES',
        message: 'scopes',
        errors: [{ message: 'x', context: { requiredScopes: ['crm.objects.deals.read'] } }],
      },
    },
    'crm.objects.deals.read',
  ],
  [
    'a deleted record',
    {
      kind: 'status',
      status: 404,
      body: { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'resource not found' },
    },
    'no longer has this record',
  ],
] as const) {
  test(`${what}: a clear sentence, no mark, and marks once it is over`, async ({ page_: page, sandbox }) => {
    const url = await unreadDeal(sandbox);
    await fault(sandbox, { route: BATCH, ...body });
    await page.goto(url);
    await overlayStatus(page, 'error', 'offline', 'stale');
    expect(await marksOn(page)).toEqual([]);
    expect(await said(page)).toContain(words);
    await heal(sandbox);
    await forgetPauses(page);
    await overlayStatus(page, 'ready');
    await expect
      .poll(async () => (await marksOn(page)).filter((m) => m.field === 'amount' && m.state === 'agent').length)
      .toBe(2);
  });
}

test('a fault after marks were shown keeps them and says how old they are', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, /an agent has damaged/).url);
  await overlayStatus(page, 'ready');
  const before = await marksOn(page);
  await fault(sandbox, { route: '/crm/v3/objects', kind: '500' });
  await askAgain(page);
  await overlayStatus(page, 'stale');
  expect(await marksOn(page)).toEqual(before);
  await expect(page.locator('countersign-root .pill')).toContainText('As of');
  await heal(sandbox);
  await page.locator('countersign-root .pill').click();
  await page.locator('countersign-root .menu .action').click();
  await overlayStatus(page, 'ready');
});

test('malformed and missing history rows never make a wrong mark', async ({ page_: page, sandbox }) => {
  const url = await unreadDeal(sandbox);
  const id = url.split('/').at(-1) ?? '';
  const real = await readDeal(sandbox, id);
  const rows = (list: unknown) => {
    const record = { ...real, propertiesWithHistory: { ...real.propertiesWithHistory, amount: list } };
    return { status: 'COMPLETE', results: [record] };
  };
  const agent = { value: '777', timestamp: '2026-11-23T14:00:00.000Z', sourceType: 'INTEGRATION', sourceId: '5671234' };
  for (const [list, state] of [
    [[agent], 'agent'],
    [[{ ...agent, timestamp: 'yesterday' }], 'unknown'],
    [[{ sourceType: 'INTEGRATION' }, agent], 'unknown'],
    [[null], 'unknown'],
    [[], 'unknown'],
    [[{ ...agent, sourceType: 'FUTURE_SOURCE' }], 'unknown'],
    [[{ ...agent, value: '778' }], 'unknown'],
    [[{ ...agent, sourceId: '999' }, agent], 'unknown'],
    [[{ ...agent, sourceType: 'CRM_UI', sourceId: null }], 'unknown'],
    [
      [
        { ...agent, sourceType: 'CRM_UI', sourceId: 'userId:1', updatedByUserId: 1 },
        { ...agent, value: '1', timestamp: '2026-11-01T00:00:00Z' },
      ],
      'corrected',
    ],
  ] as const) {
    await heal(sandbox);
    await fault(sandbox, { route: BATCH, kind: 'malformed', body: JSON.stringify(rows(list)) });
    await page.goto(url);
    await overlayStatus(page, 'ready');
    await askAgain(page);
    await expect(
      page.locator('[data-card-type="PROPERTIES_V3"] countersign-mark[data-field="amount"]'),
      JSON.stringify(list),
    ).toHaveAttribute('data-countersign', state);
  }
  // The invented rows came with the record's real modification time; without another reading they would be believed from now on.
  await heal(sandbox);
  await askAgain(page);
  await expect(page.locator('[data-card-type="PROPERTIES_V3"] countersign-mark[data-field="amount"]')).toHaveAttribute(
    'data-countersign',
    'agent',
  );
});

test('a record merged away meanwhile is said to be gone', async ({ page_: page, sandbox }) => {
  const gone = recordNoted(sandbox, /merged away again/);
  await page.goto(gone.url);
  await overlayStatus(page, 'error', 'mismatch', 'ready');
  const record = await page.locator('countersign-root').getAttribute('data-countersign-record');
  // HubSpot leads to the survivor; whatever is marked is marked for the record that the address names.
  expect(record).toContain(page.url().split('/').at(-1)?.split('?')[0]);
  if ((await page.locator('countersign-root').getAttribute('data-countersign-status')) !== 'ready')
    expect(await marksOn(page)).toEqual([]);
});

test('a deleted record says so', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, /, deleted$/).url);
  await overlayStatus(page, 'error');
  expect(await marksOn(page)).toEqual([]);
  expect(await said(page)).toContain('no longer has this record');
});

test('a clock that is hours off changes neither marks nor what they say', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, /an agent has damaged/).url);
  await overlayStatus(page, 'ready');
  const name = () =>
    page.locator('countersign-mark[data-field="dealstage"]').last().locator('button').getAttribute('aria-label');
  const before = await name();
  await fault(sandbox, { route: '/', kind: 'date', offsetMs: -5 * 3_600_000 });
  await page.reload();
  await overlayStatus(page, 'ready');
  expect(await name()).toBe(before);
});

for (const note of [/64 KB/, /right-to-left/, /emoji and markup/, /values an agent cleared/, /ids are numbers/]) {
  test(`a ${note.source} record is marked like any other`, async ({ page_: page, sandbox }) => {
    await page.goto(recordNoted(sandbox, note).url);
    await overlayStatus(page, 'ready');
    expect((await marksOn(page)).filter((m) => m.placed).length).toBeGreaterThan(0);
  });
}

/** A deal with all its properties and their history, as the API answers it. */
async function readDeal(sandbox: Sandbox, id: string): Promise<{ propertiesWithHistory: Record<string, unknown> }> {
  const headers = { authorization: `Bearer ${mainAccount(sandbox).tokens.full}`, 'content-type': 'application/json' };
  const api = sandbox.info.apis.hubspot;
  const all = (await (await fetch(`${api}/crm/v3/properties/deals`, { headers })).json()) as {
    results: { name: string }[];
  };
  const names = all.results.map((p) => p.name);
  const body = JSON.stringify({ inputs: [{ id }], properties: names, propertiesWithHistory: names });
  const answer = await fetch(`${api}/crm/v3/objects/deals/batch/read`, { method: 'POST', headers, body });
  const { results } = (await answer.json()) as { results: { propertiesWithHistory: Record<string, unknown> }[] };
  if (!results[0]) throw new Error(`no deal ${id}`);
  return results[0];
}

/** Makes the page ask the background again, as the pill's own button would, without waiting for the next refresh. */
async function askAgain(page: Page): Promise<void> {
  // Within a second of the last reading the page is answered from it.
  await page.waitForTimeout(1200);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}

/** Forgets that the CRM asked to wait for minutes or hours: time can't be turned forward inside the extension. */
async function forgetPauses(page: Page): Promise<void> {
  const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
  await worker.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('countersign');
      request.onsuccess = () => resolve(request.result);
    });
    const store = db.transaction('usage', 'readwrite').objectStore('usage');
    await new Promise<void>((resolve) => {
      const clearing = store.clear();
      clearing.onsuccess = () => resolve();
    });
    db.close();
  });
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}
