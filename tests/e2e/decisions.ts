/**
 * What people see of a decision that does not simply succeed, and that none is lost or taken twice where the worker dies, the
 * browser closes or the network drops in the middle of it.
 */
import type { Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Launched, launch } from '../tools/extension.ts';
import { ownDeal, type Proposal, propose, proposeFor, timesWritten, valueNow, writeElsewhere } from './proposal.ts';
import { openChip } from './suggestions.ts';
import {
  type Crm,
  chipsOn,
  connectAccount,
  control,
  expect,
  importTeam,
  killWorker,
  mainAccount,
  marksOn,
  overlayStatus,
  teamFile,
  test,
} from './support.ts';

/** What writes a record, and nothing else that a decision asks for. */
const WRITES: Record<Crm, string> = {
  hubspot: 'PATCH /crm/v3/objects',
  salesforce: 'PATCH /services/data',
  pipedrive: 'PATCH /api/v2',
};
const NAMES: Record<Crm, string> = { hubspot: 'HubSpot', salesforce: 'Salesforce', pipedrive: 'Pipedrive' };

/** @param all also what one CRM's run shows for all of them */
export function decisionTests(crm: Crm, all = process.env.COUNTERSIGN_FULL === '1'): void {
  test.use({ crm });

  test(`${crm}: the worker dies while a decision is written: it is told, and written once`, async ({
    page_: page,
    sandbox,
    browser_,
  }) => {
    const proposal = await propose(sandbox, crm);
    const card = await opened(page, proposal);
    await control(sandbox, 'POST', '/fault', { route: WRITES[crm], kind: 'slow', delayMs: 2_000, times: 1 });
    await card.locator('[data-countersign-action="approve"]').click();
    await expect.poll(() => sent(browser_, proposal)).toBe(true);
    await killWorker(browser_.context);
    await expect(card.getByText('If the decision was taken, it is finished by itself')).toBeVisible();
    await expect.poll(() => decisionOn(browser_, proposal)).toMatchObject({ state: 'done' });
    expect(await valueNow(sandbox, proposal)).toBe(proposal.value);
    // The first write reaches the CRM even though nobody waits for it any more.
    await page.waitForTimeout(2_000);
    expect(await timesWritten(sandbox, proposal)).toBe(1);
    await page.reload();
    await approvedOn(page, proposal);
  });

  test(`${crm}: an agent proposes to clear a field: chip, card and CRM say so, and taken back it waits again`, async ({
    page_: page,
    sandbox,
  }) => {
    const proposal = await ownDeal(sandbox, crm);
    const { about, field } = proposal;
    await writeElsewhere(sandbox, about, { [field]: 'Long done' });
    await proposeFor(sandbox, about, { [field]: '' });
    await visit(page, proposal);
    const chip = async () => (await chipsOn(page)).find((one) => one.field === field);
    await expect.poll(async () => (await chip())?.name).toMatch(/^Suggestion to clear/);
    const card = await openChip(page, field);
    await expect(card.locator('ins')).toContainText('Empty');
    const clear = card.locator('[data-countersign-action="approve"]');
    await expect(clear).toHaveText('Clear the field');
    await clear.click();
    await expect(card.locator('.strip.done')).toContainText('Written. Long done → Empty');
    expect(await valueNow(sandbox, proposal)).toBeNull();
    await card.locator('[data-countersign-action="undo"]').click();
    await expect(card.locator('.strip.done')).toContainText('Put back to Long done.');
    expect(await valueNow(sandbox, proposal)).toBe('Long done');
    await expect.poll(async () => (await chip())?.name).toMatch(/^Suggestion to clear/);
  });

  if (!all) return;

  test(`${crm}: without an answer a decision is kept, said so, and written once there is one`, async ({
    page_: page,
    sandbox,
    browser_,
  }) => {
    const { proposal, card } = await unanswered(page, sandbox, crm, 'reset');
    await expect(card.locator('.strip')).toContainText('The decision is kept on this computer');
    expect(await valueNow(sandbox, proposal)).not.toBe(proposal.value);
    await control(sandbox, 'DELETE', '/fault');
    await resumeNow(browser_);
    await expect(card.locator('.strip.done')).toContainText('Written.');
    expect(await timesWritten(sandbox, proposal)).toBe(1);
  });

  test(`${crm}: what a person wrote while a decision waited stays, and the decision is taken anew`, async ({
    page_: page,
    sandbox,
    browser_,
  }) => {
    const { proposal, card } = await unanswered(page, sandbox, crm, '502');
    await expect(card.locator('.strip')).toContainText(`${NAMES[crm]} has not answered yet.`);
    await control(sandbox, 'DELETE', '/fault');
    await writeElsewhere(sandbox, proposal.about, { [proposal.field]: 'What Mara wrote' });
    await resumeNow(browser_);
    await expect(card.locator('.conflict')).toContainText('What Mara wrote');
    expect(await valueNow(sandbox, proposal)).toBe('What Mara wrote');
    expect(await timesWritten(sandbox, proposal)).toBe(0);
    await expect(card.locator('[data-countersign-action="approve"]')).toBeVisible();
  });

  test(`${crm}: the browser closes while a decision is written: the next start writes it`, async ({ sandbox }) => {
    const to = { port: sandbox.info.port, spki: sandbox.info.spki };
    const first = await launch(to);
    await connectAccount(first, mainAccount(sandbox, crm));
    await importTeam(first, teamFile(sandbox, crm));
    const proposal = await propose(sandbox, crm);
    const card = await opened(await first.context.newPage(), proposal);
    // The CRM never gets it.
    await control(sandbox, 'POST', '/fault', { route: WRITES[crm], kind: 'reset', delayMs: 5_000, times: 1 });
    await card.locator('[data-countersign-action="approve"]').click();
    await expect.poll(() => sent(first, proposal)).toBe(true);
    await first.close(true);
    expect(await valueNow(sandbox, proposal)).not.toBe(proposal.value);
    const second = await launch({ ...to, profile: first.profile });
    await expect.poll(() => valueNow(sandbox, proposal)).toBe(proposal.value);
    await approvedOn(await visit(await second.context.newPage(), proposal), proposal);
    expect(await timesWritten(sandbox, proposal)).toBe(1);
    await second.close();
  });

  test(`${crm}: a page that may be old is reloaded from the card`, async ({ page_: page, sandbox }) => {
    const proposal = await propose(sandbox, crm);
    const card = await opened(page, proposal);
    await card.locator('[data-countersign-action="approve"]').click();
    await expect(card.locator('.strip.done')).toContainText('Written.');
    const loaded = page.waitForEvent('load');
    await card.getByRole('button', { name: 'Reload the page' }).click();
    await loaded;
    await approvedOn(page, proposal);
    await expect(page.getByText(proposal.value).first()).toBeVisible();
  });

  test(`${crm}: an undo that comes too late takes nothing from anybody`, async ({ page_: page, sandbox }) => {
    const proposal = await propose(sandbox, crm);
    const card = await opened(page, proposal);
    await card.locator('[data-countersign-action="approve"]').click();
    await expect(card.locator('.strip.done')).toContainText('Written.');
    await writeElsewhere(sandbox, proposal.about, { [proposal.field]: 'What Mara wrote since' });
    await card.locator('[data-countersign-action="undo"]').click();
    await expect(card.getByRole('alert')).toContainText('Mara Lindqvist changed it since. It is What Mara wrote since');
    expect(await valueNow(sandbox, proposal)).toBe('What Mara wrote since');
  });
}

async function visit(page: Page, { url }: Proposal): Promise<Page> {
  await page.goto(url);
  await overlayStatus(page, 'ready');
  return page;
}

/** The card of the proposal on its record's page, with buttons that may be pressed. */
async function opened(page: Page, proposal: Proposal) {
  const card = await openChip(await visit(page, proposal), proposal.field);
  await expect(card.locator('ins')).toContainText(proposal.value);
  return card;
}

/** A proposal approved on its page while the CRM answers no write. */
async function unanswered(page: Page, sandbox: Sandbox, crm: Crm, kind: 'reset' | '502') {
  const proposal = await propose(sandbox, crm);
  const card = await opened(page, proposal);
  await control(sandbox, 'POST', '/fault', { route: WRITES[crm], kind });
  await card.locator('[data-countersign-action="approve"]').click();
  return { proposal, card };
}

/** The page says that a person approved it, and proposes it no more. */
async function approvedOn(page: Page, { field }: Proposal): Promise<void> {
  await overlayStatus(page, 'ready');
  const state = async () => (await marksOn(page)).find((mark) => mark.field === field)?.state;
  await expect.poll(state).toBe('collaborative');
  expect((await chipsOn(page)).map((chip) => chip.field)).not.toContain(field);
}

/** Work in one of the extension's own pages, which shares its database. */
async function inside<T, A>(browser: Launched, work: (given: A) => Promise<T>, given: A): Promise<T> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('popup.html'));
  const result = await page.evaluate(work as never, given as never);
  await page.close();
  return result as T;
}

interface Stored {
  field: string;
  to: string | null;
  state: string;
  compared?: string | null;
}

/** The decision to write the proposal, as this browser keeps it. */
function decisionOn(browser: Launched, { value }: Proposal): Promise<Stored | undefined> {
  return inside(
    browser,
    async (to) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('countersign');
        request.onsuccess = () => resolve(request.result);
      });
      const all = await new Promise<Stored[]>((resolve) => {
        const request = db.transaction('decisions').objectStore('decisions').getAll();
        request.onsuccess = () => resolve(request.result);
      });
      db.close();
      return all.find((one) => one.to === to);
    },
    value,
  );
}

/** Whether the write is on its way: what it is compared with is kept right before. */
async function sent(browser: Launched, proposal: Proposal): Promise<boolean> {
  return (await decisionOn(browser, proposal))?.compared !== undefined;
}

/** Goes on with what waits, as after the pause before the next try, which no test waits for. */
function resumeNow(browser: Launched): Promise<void> {
  return inside(
    browser,
    async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('countersign');
        request.onsuccess = () => resolve(request.result);
      });
      const tx = db.transaction('decisions', 'readwrite');
      const cursor = tx.objectStore('decisions').openCursor();
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at) return;
        const { retryAt: _, ...rest } = at.value;
        at.update(rest);
        at.continue();
      };
      await new Promise<void>((resolve) => {
        tx.oncomplete = () => resolve();
      });
      db.close();
      const { chrome } = globalThis as never as { chrome: { runtime: { sendMessage(m: object): Promise<unknown> } } };
      await chrome.runtime.sendMessage({ kind: 'decisions.resume', body: {} });
    },
    null,
  );
}
