/** Uses the product as a person would, and asks the sandbox what it knows. Shared by tour, end-to-end tests and bench. */
import { expect, type Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Launched } from './extension.ts';

export type Account = Sandbox['info']['accounts'][number];

/** Sends JSON to the sandbox's control interface. @throws with its reason where it refuses */
export async function control<T = unknown>(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(sandbox.info.control + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : null) as T;
}

export type Crm = Account['crm'];

/** The account of a CRM that the incident is told in. */
export function mainAccount(sandbox: Sandbox, crm: Crm = 'hubspot'): Account {
  const account = sandbox.info.accounts.find((one) => one.crm === crm);
  if (!account) throw new Error(`the sandbox has no ${crm} account`);
  return account;
}

/** The record that a note of the sandbox's startup line describes. */
export function recordNoted(sandbox: Sandbox, pattern: RegExp, crm: Crm = 'hubspot'): Account['records'][number] {
  const record = mainAccount(sandbox, crm).records.find((r) => pattern.test(r.note));
  if (!record) throw new Error(`no record whose note matches ${pattern}`);
  return record;
}

/** Connects the main account of a CRM as a person would. */
export function connectAccount(browser: Launched, account: Account): Promise<void> {
  const { crm, tokens, label } = account;
  return crm === 'salesforce' ? signIn(browser, account) : connect(browser, tokens.full, label, crm);
}

/** Connects an account by a pasted key, through the options page. */
export async function connect(browser: Launched, token: string, label: string, crm: Crm = 'hubspot'): Promise<void> {
  const page = await connectForm(browser, crm);
  await page.getByTestId('connect-token').fill(token);
  await page.getByTestId('connect-test').click();
  await page.getByTestId('connect-label').fill(label);
  await page.getByTestId('connect-person').fill('Dana Reyes');
  await page.getByTestId('connect-save').click();
  await page.getByTestId('connect-done').waitFor();
  await page.close();
}

/** The options page with the form to connect a CRM. */
export async function connectForm(browser: Launched, crm: Crm): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#accounts'));
  const another = page.getByTestId('connect-another');
  await page.getByTestId('connect-crm').or(another).first().waitFor();
  if (await another.isVisible()) await another.click();
  await page.getByTestId('connect-crm').locator(`input[value="${crm}"]`).check({ force: true });
  return page;
}

/** The client id of the app that the sandbox's orgs have. */
const CLIENT_ID = '3MVG9countersign.sandbox';

/** Signs in with Salesforce and allows it. */
export async function signIn(browser: Launched, account: Account): Promise<void> {
  const page = await connectForm(browser, account.crm);
  await page.getByTestId('connect-host').fill(account.host);
  await page.getByTestId('connect-client').fill(CLIENT_ID);
  const opened = browser.context.waitForEvent('page');
  await page.getByTestId('connect-signin').click();
  // The window closes with the click, sometimes before the click has ended; that it worked shows in what comes next.
  await (await opened)
    .locator('#allow')
    .click()
    .catch(() => {});
  await page.getByTestId('connect-done').waitFor();
  await page.close();
}

/** What the sandbox's truth takes for granted that the team has said. */
export function teamFile(sandbox: Sandbox, crm: Crm = 'hubspot'): object {
  const { account, team } = mainAccount(sandbox, crm);
  return { schema: 'countersign/team-file', v: 1, crm, account, ...team };
}

/** Imports a team file through the options page. */
export async function importTeam(browser: Launched, file: object): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#team'));
  const { account } = file as { account: string };
  const picker = page.getByTestId('account-picker');
  await page.getByTestId('team-import').waitFor({ state: 'attached' });
  if (await picker.isVisible()) {
    const value = await picker.locator(`option[data-account="${account}"]`).getAttribute('value');
    await picker.selectOption(value);
  }
  await page
    .getByTestId('team-import')
    .setInputFiles({ name: 'team.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await page.getByTestId('team-import-yes').click();
  await expect(page.getByTestId('team-result')).toContainText('Imported');
  await page.close();
}

/** Stops the sweep of the account, which would meet the faults and limits that a test sets for others. */
export async function pauseSweep(browser: Launched): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#signals'));
  await page.getByTestId('sweep-pause').click();
  await page.getByTestId('sweep-resume').waitFor();
  await page.close();
}

/** One mark as it stands on the page. */
export interface SeenMark {
  state: string;
  field: string;
  placed: boolean;
}

/** Every mark on the page. */
export function marksOn(page: Page): Promise<SeenMark[]> {
  return page.locator('countersign-mark').evaluateAll((marks) =>
    marks.map((mark) => ({
      state: mark.getAttribute('data-countersign') ?? '',
      field: mark.getAttribute('data-field') ?? '',
      placed: !mark.hasAttribute('data-unplaced'),
    })),
  );
}

/** One suggestion's chip as it stands on the page. */
export interface SeenChip {
  field: string;
  id: string;
  name: string;
  placed: boolean;
}

/** Every chip on the page. */
export function chipsOn(page: Page): Promise<SeenChip[]> {
  return page.locator('countersign-chip').evaluateAll((chips) =>
    chips.map((chip) => ({
      field: chip.getAttribute('data-field') ?? '',
      id: chip.getAttribute('data-suggestion') ?? '',
      name: chip.shadowRoot?.querySelector('button')?.getAttribute('aria-label') ?? '',
      placed: !chip.hasAttribute('data-unplaced'),
    })),
  );
}

/** Goes to a path inside the page's app, without a reload, and waits until the page itself is done. */
export async function navigate(page: Page, path: string): Promise<void> {
  await page.waitForFunction(() => 'sandboxPage' in window);
  await page.evaluate(async (to) => {
    const app = (window as unknown as { sandboxPage: { navigate(path: string): void; settle(): Promise<void> } })
      .sandboxPage;
    app.navigate(to);
    await app.settle();
  }, path);
}

/** Waits until the page's overlay has reached one of these states. */
export async function overlayStatus(page: Page, ...wanted: string[]): Promise<string> {
  const root = page.locator('countersign-root');
  await page.waitForFunction(
    (states) =>
      states.includes(document.querySelector('countersign-root')?.getAttribute('data-countersign-status') ?? ''),
    wanted,
    { timeout: 15_000 },
  );
  return (await root.getAttribute('data-countersign-status')) ?? '';
}

/** The id of the tab with that address; `page` is one of the extension's own. */
export async function tabId(page: Page, url: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const { chrome } = globalThis as never as {
      chrome: { tabs: { query(q: object): Promise<{ id: number; url?: string }[]> } };
    };
    return (await chrome.tabs.query({})).find((t) => t.url === wanted)?.id ?? -1;
  }, url);
}
