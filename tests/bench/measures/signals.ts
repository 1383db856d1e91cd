/** Signals: from opening a record to a correction kept on disk, sending what waits, and the room they take. */
import type { Page } from '@playwright/test';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import {
  connectAccount,
  control,
  importTeam,
  mainAccount,
  navigate,
  recordNoted,
  teamFile,
} from '../../tools/drive.ts';
import { type Launched, launch } from '../../tools/extension.ts';
import { grant, killWorker } from '../../tools/profile.ts';
import { askAs, inDatabase } from '../background.ts';
import type { Line, Section } from '../report.ts';
import { figure, percentile } from '../stats.ts';

const CRM = 'hubspot';
const CAPTURES = 20;

interface State {
  kept: number;
  endpoints: { id: string; waiting: number }[];
}

interface Kept {
  id: string;
  seq: number;
  size: number;
}

/** @param build folder of the built extension @param count signals that are sent */
export async function signalsSection(build: string, count: number): Promise<Section> {
  const sandbox = await startSandbox({ quiet: true, crms: [CRM] });
  const to = { port: sandbox.info.port, spki: sandbox.info.spki, build };
  const first = await launch(to);
  await connectAccount(first, { ...mainAccount(sandbox, CRM), label: 'Northwind Sales' });
  await importTeam(first, teamFile(sandbox, CRM));
  await first.close(true);
  await grant(first, sandbox);
  await control(sandbox, 'POST', '/clock', { limits: 'off', now: Date.now() });
  const browser = await launch({ ...to, profile: first.profile });
  try {
    const { account } = mainAccount(sandbox, CRM);
    const own = await browser.context.newPage();
    await own.goto(browser.page('popup.html'));
    const state = () => askAs<State>(own, 'signals.state', { crm: CRM, account });
    const captures = await captured(sandbox, browser, state);
    const bytes = await filled(own, count);
    const drained = await drain(sandbox, browser, own, state);
    const lines: Line[] = [
      {
        what: 'opening a record to its correction on disk, p95',
        figures: { time: figure('ms', [percentile(captures, 0.95)]) },
      },
      { what: 'the same, the middle', figures: { time: figure('ms', captures) } },
      {
        what: `${drained.sent} signals sent`,
        figures: {
          time: figure('ms', [drained.ms]),
          requests: figure('requests', [drained.requests]),
          'a second': figure('requests', [(drained.sent * 1000) / drained.ms]),
        },
      },
      { what: 'a worker that was dead to the first request', figures: { time: figure('ms', [drained.start]) } },
      { what: 'room on disk for a signal', figures: { size: figure('KB', [bytes / 1024]) } },
    ];
    return { title: '9. Signals', notes: [`${CAPTURES} corrections opened; HubSpot`], lines };
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

/** Milliseconds from opening a record that somebody corrected elsewhere until the signal is kept. */
async function captured(sandbox: Sandbox, browser: Launched, state: () => Promise<State>): Promise<number[]> {
  const { url, id: clean } = recordNoted(sandbox, /clean deal/, CRM);
  const page = await browser.context.newPage();
  await page.goto(url);
  const times: number[] = [];
  for (let n = 0; n < CAPTURES; n++) {
    const id = await correctedDeal(sandbox, n);
    const before = (await state()).kept;
    const began = performance.now();
    await navigate(page, new URL(url).pathname.replace(clean, id));
    while ((await state()).kept === before) {
      if (performance.now() - began > 10_000) throw new Error('no signal was captured');
    }
    times.push(performance.now() - began);
  }
  await page.close();
  return times;
}

async function correctedDeal(sandbox: Sandbox, n: number): Promise<string> {
  const response = await fetch(`${sandbox.info.apis.hubspot}/crm/v3/objects/0-3`, {
    method: 'POST',
    headers: { authorization: `Bearer ${mainAccount(sandbox, CRM).tokens.full}`, 'content-type': 'application/json' },
    body: JSON.stringify({ properties: { dealname: `Deal ${n}`, pipeline: 'default', dealstage: 'qualifiedtobuy' } }),
  });
  const { id } = (await response.json()) as { id: string };
  const about = { crm: CRM, object: '0-3', id };
  await control(sandbox, 'POST', '/agent', {
    ...about,
    agent: 'copilot',
    mode: 'direct',
    set: { hs_next_step: 'Wait' },
  });
  await control(sandbox, 'POST', '/human', { ...about, person: 'lea', via: 'bulk', set: { hs_next_step: 'Call' } });
  return id;
}

/** Keeps copies of a signal until there are so many. @returns bytes on disk for each */
async function filled(own: Page, count: number): Promise<number> {
  const used = () => own.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const kept = await inDatabase<(Kept & { ref: { crm: string; account: string } })[]>(own, { read: 'signals' });
  const [one] = kept;
  if (!one) throw new Error('no signal was captured');
  const before = await used();
  const { crm, account } = one.ref;
  const made = count - kept.length;
  const copies = Array.from({ length: made }, (_, n) => {
    const id = `${n}`.padStart(64, '0');
    return { key: [crm, account, id], value: { ...one, id, seq: kept.length + 1 + n } };
  });
  await inDatabase(own, { write: 'signals', rows: copies });
  const state = { seq: count, size: one.size * count, full: false };
  await inDatabase(own, { write: 'outbox', rows: [{ key: 'state', value: state }] });
  return ((await used()) - before) / made;
}

async function drain(sandbox: Sandbox, browser: Launched, own: Page, state: () => Promise<State>) {
  const { account } = mainAccount(sandbox, CRM);
  const { url, secret } = sandbox.info.receivers.cloudevents;
  const began = performance.now();
  await askAs(own, 'endpoint.add', { crm: CRM, account, url, values: 'none', types: null, secret });
  while ((await state()).endpoints[0]?.waiting !== 0) await own.waitForTimeout(20);
  const ms = performance.now() - began;
  const { accepted } = await control<{ accepted: object[] }>(sandbox, 'GET', '/deliveries');
  const log = await control<{ crm: string }[]>(sandbox, 'GET', '/log?since=0');
  const sent = accepted.length;
  const asked = log.filter((one) => one.crm === 'receiver').length;
  // One more that cannot be sent, and a worker that dies; then it can.
  await control(sandbox, 'POST', '/fault', { route: 'receiver', kind: 'reset' });
  const { url: deal, id: clean } = recordNoted(sandbox, /clean deal/, CRM);
  const page = await browser.context.newPage();
  await page.goto(deal.replace(clean, await correctedDeal(sandbox, CAPTURES)));
  while ((await state()).endpoints[0]?.waiting === 0) await own.waitForTimeout(20);
  const id = (await state()).endpoints[0]?.id ?? '';
  await page.close();
  await control(sandbox, 'DELETE', '/fault');
  await killWorker(browser.context);
  const woken = performance.now();
  await askAs(own, 'endpoint.retry', { id });
  const start = performance.now() - woken;
  if ((await state()).endpoints[0]?.waiting !== 0) throw new Error('the worker did not send');
  return { ms, sent, requests: asked, start };
}
