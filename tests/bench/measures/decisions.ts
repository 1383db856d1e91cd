/** Suggestions: until they are shown, from a decision to its being applied, and a queue of thousands. */
import type { Page } from '@playwright/test';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import {
  type Crm,
  connectAccount,
  control,
  importTeam,
  mainAccount,
  recordNoted,
  teamFile,
} from '../../tools/drive.ts';
import { type Launched, launch } from '../../tools/extension.ts';
import { askAs, inDatabase } from '../background.ts';
import { type Effort, repeat } from '../effort.ts';
import type { Line, Section } from '../report.ts';
import { figure, percentile } from '../stats.ts';

const QUEUED = 10_000;
const CRMS: readonly Crm[] = ['hubspot', 'salesforce', 'pipedrive'];
/** A field of text that suggestions wait for on the record. */
const TEXT: Record<Crm, string> = { hubspot: 'description', salesforce: 'Description', pipedrive: 'Description' };

/** @param build folder of the built extension */
export async function decisionsSection(build: string, effort: Effort): Promise<Section> {
  const lines: Line[] = [];
  for (const crm of CRMS) {
    const sandbox = await startSandbox({ quiet: true, crms: [crm] });
    const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, build });
    try {
      await control(sandbox, 'POST', '/clock', { limits: 'off' });
      await connectAccount(browser, mainAccount(sandbox, crm));
      await importTeam(browser, teamFile(sandbox, crm));
      lines.push(await shownLine(crm, sandbox, browser, effort), await appliedLine(crm, sandbox, browser, effort));
      if (crm === 'hubspot') lines.push(...(await queueLines(sandbox, browser, effort)));
    } finally {
      await browser.close();
      await sandbox.stop();
    }
  }
  return { title: '8. Suggestions and decisions', lines };
}

async function shownLine(crm: Crm, sandbox: Sandbox, browser: Launched, effort: Effort): Promise<Line> {
  const { url } = recordNoted(sandbox, /waiting suggestions/, crm);
  const times = await repeat(effort, async () => {
    const page = await browser.context.newPage();
    const began = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('countersign-chip').first().waitFor({ state: 'attached' });
    const ms = performance.now() - began;
    await page.close();
    return ms;
  });
  return {
    what: `${crm}: opening a record to its suggestions shown, page and all`,
    figures: { time: figure('ms', times) },
  };
}

interface Usage {
  requests: number;
  cost?: number;
}

async function appliedLine(crm: Crm, sandbox: Sandbox, browser: Launched, effort: Effort): Promise<Line> {
  const { object, id } = recordNoted(sandbox, /waiting suggestions/, crm);
  const ref = { crm, account: mainAccount(sandbox, crm).account, object, id };
  const page = await ownPage(browser);
  const usage = async () => (await inDatabase<Usage[]>(page, { read: 'usage' }))[0] ?? { requests: 0 };
  const fields = await inDatabase<{ fields: { name: string; label: string }[] }[]>(page, { read: 'fields' });
  const field = fields
    .flatMap((one) => one.fields)
    .find(({ name, label }) => name === TEXT[crm] || label === TEXT[crm])?.name;
  const runs = await repeat(effort, async () => {
    const { details } = await askAs<{ details: { token: string } }>(page, 'suggestion.details', { ref, field });
    const before = await usage();
    const began = performance.now();
    const { decision } = await askAs<{ decision: { key: string; state: string } }>(page, 'suggestion.decide', {
      token: details.token,
      kind: 'approve',
    });
    const ms = performance.now() - began;
    if (decision.state !== 'done') throw new Error(`the decision is ${decision.state}`);
    const after = await usage();
    await askAs(page, 'decision.undo', { ref, key: decision.key });
    return { ms, requests: after.requests - before.requests, cost: (after.cost ?? 0) - (before.cost ?? 0) };
  });
  await page.close();
  const column = (pick: (run: (typeof runs)[number]) => number) => runs.map(pick);
  return {
    what: `${crm}: a decision to its being applied and checked`,
    figures: {
      time: figure(
        'ms',
        column(({ ms }) => ms),
      ),
      requests: figure(
        'requests',
        column(({ requests }) => requests),
      ),
      ...(crm === 'pipedrive'
        ? {
            tokens: figure(
              'requests',
              column(({ cost }) => cost),
            ),
          }
        : {}),
    },
  };
}

async function queueLines(sandbox: Sandbox, browser: Launched, effort: Effort): Promise<Line[]> {
  const { account } = mainAccount(sandbox, 'hubspot');
  const page = await ownPage(browser);
  const rows = Array.from({ length: QUEUED }, (_, n) => {
    const ref = { crm: 'hubspot', account, object: '0-3', id: String(1_000_000 + n) };
    const item = {
      ...{
        ref,
        record: `Deal ${n}`,
        owner: null,
        id: `s${n}`,
        field: 'amount',
        label: 'Amount',
        from: '1',
        to: String(n),
      },
      ...{
        agent: n % 3 ? 'Pipeline Copilot' : 'Lead Enricher',
        at: Date.now() - n * 1000,
        confidence: (n % 100) / 100,
      },
      ...{ state: 'open', sensitive: n % 5 === 0, url: `https://app.hubspot.com/contacts/${account}/record/0-3/${n}` },
    };
    return { key: ['hubspot', account, '0-3', ref.id], value: { items: [item] } };
  });
  await inDatabase(page, { write: 'queue', rows });
  await inDatabase(page, { write: 'looks', rows: [{ key: ['hubspot', account], value: { at: Date.now(), left: 0 } }] });
  await page.close();
  const runs = await repeat(effort, async () => {
    const panel = await browser.context.newPage();
    const began = performance.now();
    await panel.goto(browser.page('sidepanel.html'));
    await panel.getByTestId('panel-row').first().waitFor();
    const opened = performance.now() - began;
    const all = panel.getByTestId('panel-view').locator('input, button').last();
    if (await all.isVisible()) await all.click({ force: true });
    await panel.waitForTimeout(500);
    const frames = await scrolled(panel);
    if (!(await panel.getByTestId('panel-filter-text').isVisible())) await panel.getByTestId('panel-filter').click();
    const typed = performance.now();
    await panel.getByTestId('panel-filter-text').fill('Deal 9999');
    await panel.getByTestId('panel-row').filter({ hasText: 'Amount' }).first().waitFor();
    await panel.waitForFunction(() => document.querySelectorAll('[data-testid="panel-row"]').length === 1);
    const filtered = performance.now() - typed;
    await panel.close();
    return { opened, frames, filtered };
  });
  const column = (pick: (run: (typeof runs)[number]) => number) => runs.map(pick);
  return [
    {
      what: `queue of ${QUEUED}: opened`,
      figures: {
        time: figure(
          'ms',
          column(({ opened }) => opened),
        ),
      },
    },
    {
      what: `queue of ${QUEUED}: scrolled, a screen a frame, p95 of frames`,
      figures: {
        time: figure(
          'ms',
          column(({ frames }) => percentile(frames, 0.95)),
        ),
      },
    },
    {
      what: `queue of ${QUEUED}: filtered by text`,
      figures: {
        time: figure(
          'ms',
          column(({ filtered }) => filtered),
        ),
      },
    },
  ];
}

/** Milliseconds of each frame while the list is scrolled from one end to the other. */
function scrolled(panel: Page): Promise<number[]> {
  return panel.evaluate(async () => {
    let scroller: Element | null = document.querySelector('[data-testid="panel-list"]');
    while (scroller && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
    const target = scroller ?? document.documentElement;
    const frames: number[] = [];
    const step = target.scrollHeight / 200;
    for (let n = 0; n < 200; n++) {
      const began = performance.now();
      target.scrollTop = n * step;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => setTimeout(resolve, 0));
      frames.push(performance.now() - began);
    }
    return frames;
  });
}

async function ownPage(browser: Launched): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('popup.html'));
  return page;
}
