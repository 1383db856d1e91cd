/** Sending, by the real worker: what a receiver may answer, and that waiting outlives the worker. */
import type { CDPSession, Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Launched, launch, optionsOpened } from '../tools/extension.ts';
import { wrongEvents } from './events.ts';
import {
  connectAccount,
  control,
  expect,
  grant,
  importTeam,
  mainAccount,
  overlayStatus,
  pauseSweep,
  recordNoted,
  teamFile,
  test,
} from './support.ts';

const CRM = 'hubspot';
const FIELDS = ['hs_next_step', 'description'];

interface Deliveries {
  accepted: { id: string; data: { field: { name: string } } }[];
  repeated: unknown[];
  refused: { why: string }[];
}

interface Logged {
  seq: number;
  crm: string;
  status: number;
  body?: unknown;
}

let browser: Launched;
let own: Page;
let corrected = 0;

test.beforeAll(async ({ sandbox }) => {
  const to = { port: sandbox.info.port, spki: sandbox.info.spki };
  const first = await launch(to);
  await connectAccount(first, { ...mainAccount(sandbox, CRM), label: 'Northwind Sales' });
  await importTeam(first, teamFile(sandbox, CRM));
  await pauseSweep(first);
  await first.close(true);
  await grant(first, sandbox);
  browser = await launch({ ...to, profile: first.profile });
  await optionsOpened(browser.context);
  await control(sandbox, 'POST', '/clock', { limits: 'off', now: Date.now() });
  await control(sandbox, 'DELETE', '/deliveries');
  own = await browser.context.newPage();
  await own.goto(browser.page('options.html#signals'));
  await own.getByTestId('endpoint-url').fill(sandbox.info.receivers.cloudevents.url);
  await own.getByTestId('endpoint-own-secret').fill(sandbox.info.receivers.cloudevents.secret);
  await own.getByTestId('endpoint-values').selectOption('full');
  await own.getByTestId('endpoint-add').click();
  await expect(own.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');
});
test.afterEach(({ sandbox }) => control(sandbox, 'DELETE', '/fault'));
test.afterAll(() => browser.close());

const waiting = () => own.getByTestId('endpoint-waiting');
const problem = () => own.getByTestId('endpoint-problem');
const deliveries = (sandbox: Sandbox) => control<Deliveries>(sandbox, 'GET', '/deliveries');
const lastRequest = async (sandbox: Sandbox) => (await control<Logged[]>(sandbox, 'GET', '/log')).at(-1)?.seq ?? 0;
/** What reached the receiver's address after a request. */
const sentSince = async (sandbox: Sandbox, seq: number) =>
  (await control<Logged[]>(sandbox, 'GET', `/log?since=${seq}`)).filter(({ crm }) => crm === 'receiver');
const fault = (sandbox: Sandbox, about: object) => control(sandbox, 'POST', '/fault', { route: 'receiver', ...about });

/** An agent writes fields, a person corrects them elsewhere, and somebody opens the record. */
async function correct(sandbox: Sandbox, fields: readonly string[]): Promise<void> {
  const { id, url, object } = recordNoted(sandbox, /^clean deal/, CRM);
  const values = (who: string) => Object.fromEntries(fields.map((field) => [field, `${who} ${corrected}`]));
  corrected++;
  const about = { crm: CRM, object, id };
  await control(sandbox, 'POST', '/agent', { ...about, agent: 'copilot', mode: 'direct', set: values('Agent') });
  await control(sandbox, 'POST', '/human', { ...about, person: 'lea', via: 'mobile', set: values('Person') });
  const page = await browser.context.newPage();
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await page.close();
}

test('nothing is lost, whatever stands at the address: it is said, and goes on where it was', async ({ sandbox }) => {
  await fault(sandbox, { kind: 'redirect' });
  await correct(sandbox, FIELDS);
  const cases: readonly [fault: object, words: string][] = [
    [{ kind: 'redirect' }, 'another address, which is not followed'],
    [{ kind: 'html200' }, 'answered with a web page'],
    [{ kind: 'html403' }, 'answered with a web page'],
    [{ kind: '401' }, '401 “No matching signature found”'],
    [{ kind: 'status', status: 410 }, '410'],
  ];
  for (const [about, words] of cases) {
    await control(sandbox, 'DELETE', '/fault');
    await fault(sandbox, about);
    const before = await lastRequest(sandbox);
    await own.getByTestId('endpoint-retry').click();
    // What is said may still be about the case before; one that is on its way would be taken once the fault is over.
    await expect.poll(() => sentSince(sandbox, before)).toHaveLength(1);
    await expect(problem()).toContainText('sending has stopped');
    await expect(problem()).toContainText(words);
    await expect(waiting()).toContainText('2 signals are waiting');
  }
  expect((await deliveries(sandbox)).accepted).toEqual([]);

  // Too much at once, for something before the receiver: smaller batches pass.
  await control(sandbox, 'DELETE', '/fault');
  await fault(sandbox, { kind: '413', times: 1 });
  const before = await lastRequest(sandbox);
  await own.getByTestId('endpoint-retry').click();
  await expect(waiting()).toContainText('Everything has been sent');
  await expect(own.getByTestId('dead-letters')).toHaveCount(0);
  const sent = await sentSince(sandbox, before);
  const batches = sent.map(({ status, body }) => `${status}: ${(body as unknown[]).length}`);
  expect(batches).toEqual(['413: 2', '202: 1', '202: 1']);
  const { accepted, repeated } = await deliveries(sandbox);
  expect(accepted.map(({ data }) => data.field.name).sort()).toEqual(FIELDS.toSorted());
  expect(repeated).toEqual([]);
  expect(await wrongEvents(accepted)).toEqual([]);
});

test('a receiver whose clock is hours ahead or behind is signed for by its own', async ({ sandbox }) => {
  for (const hours of [5, -5]) {
    await control(sandbox, 'POST', '/clock', { now: Date.now() + hours * 3_600_000 });
    const before = await deliveries(sandbox);
    // Rows of later on would be the newest for whoever comes after, so it is a field that no other file writes to.
    await correct(sandbox, ['description']);
    await expect.poll(async () => (await deliveries(sandbox)).accepted.length).toBe(before.accepted.length + 1);
    const why = (await deliveries(sandbox)).refused.slice(before.refused.length).map((one) => one.why);
    expect(why).toEqual([hours > 0 ? 'Message timestamp too old' : 'Message timestamp too new']);
  }
  await expect(waiting()).toContainText('Everything has been sent');
  await control(sandbox, 'POST', '/clock', { now: Date.now() });
});

interface Chrome {
  alarms: {
    get(name: string): Promise<{ scheduledTime: number } | undefined>;
    create(name: string, info: { when: number }): Promise<void>;
  };
}

/** When the worker is to be woken to send, epoch ms. */
const alarmAt = () =>
  own.evaluate(async () => {
    const { chrome } = globalThis as never as { chrome: Chrome };
    return (await chrome.alarms.get('signals'))?.scheduledTime ?? null;
  });

/** The alarm's time has come. */
const ring = () =>
  own.evaluate(() => {
    const { chrome } = globalThis as never as { chrome: Chrome };
    return chrome.alarms.create('signals', { when: Date.now() });
  });

/** Until when the endpoint waits, from the extension's database: to ask the worker would be to wake it. */
function waitsUntil(set?: number): Promise<number> {
  return own.evaluate(
    (to) =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('countersign');
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const db = open.result;
          const tx = db.transaction('endpoints', 'readwrite');
          const all = tx.objectStore('endpoints').getAll();
          let at = 0;
          all.onsuccess = () => {
            const [one] = all.result;
            at = one.retryAt;
            if (to !== undefined) tx.objectStore('endpoints').put({ ...one, retryAt: to }, one.id);
          };
          tx.onerror = () => reject(tx.error);
          tx.oncomplete = () => {
            db.close();
            resolve(at);
          };
        };
      }),
    set,
  );
}

/** Kills the worker from a page that is there already: a tab that opens or closes would wake it again. */
async function killedQuietly(session: CDPSession): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve();
    });
  });
  await session.send('ServiceWorker.stopAllWorkers');
  await stopped;
}

test('a waiting time outlives the worker, is not cut short, and ends with nobody at the browser', async ({
  sandbox,
}) => {
  const before = (await deliveries(sandbox)).accepted.length;
  const arrived = async () => (await deliveries(sandbox)).accepted.length - before;
  await fault(sandbox, { kind: '429', headers: { 'Retry-After': '3600' }, times: 1 });
  const asked = Date.now();
  await correct(sandbox, ['hs_next_step']);
  await expect(problem()).toContainText('429');
  const until = await waitsUntil();
  expect(until).toBeGreaterThanOrEqual(asked + 3_600_000);
  await expect.poll(alarmAt).toBe(until);

  // From now on nothing but the alarm wakes the worker.
  for (const page of browser.context.pages()) if (page !== own) await page.close();
  await own.goto(browser.page('popup.html'));
  await own.waitForLoadState('networkidle');
  const session = await browser.context.newCDPSession(own);
  await session.send('ServiceWorker.enable');
  await killedQuietly(session);
  await ring();
  await expect.poll(alarmAt).toBe(until);
  expect(await arrived()).toBe(0);

  // The hour has passed.
  await killedQuietly(session);
  await waitsUntil(Date.now());
  await ring();
  await expect.poll(arrived).toBe(1);
  await expect.poll(alarmAt).toBe(null);

  // Where the receiver does not say when, it is tried again all the same.
  await fault(sandbox, { kind: '500', times: 1 });
  await correct(sandbox, ['hs_next_step']);
  await expect.poll(async () => (await waitsUntil()) > 0).toBe(true);
  await killedQuietly(session);
  await expect(async () => {
    await ring();
    await expect.poll(arrived, { timeout: 1_000 }).toBe(2);
  }).toPass();
  expect((await deliveries(sandbox)).repeated).toEqual([]);
});
