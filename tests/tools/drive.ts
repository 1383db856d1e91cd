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

export function mainAccount(sandbox: Sandbox): Account {
  const account = sandbox.info.accounts[0];
  if (!account) throw new Error('the sandbox has no account');
  return account;
}

/** The record that a note of the sandbox's startup line describes. */
export function recordNoted(sandbox: Sandbox, pattern: RegExp): Account['records'][number] {
  const record = mainAccount(sandbox).records.find((r) => pattern.test(r.note));
  if (!record) throw new Error(`no record whose note matches ${pattern}`);
  return record;
}

/** Connects an account through the options page, as a person would. */
export async function connect(browser: Launched, token: string, label: string): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#accounts'));
  const another = page.getByTestId('connect-another');
  await page.getByTestId('connect-token').or(another).first().waitFor();
  if (await another.isVisible()) await another.click();
  await page.getByTestId('connect-token').fill(token);
  await page.getByTestId('connect-test').click();
  await page.getByTestId('connect-label').fill(label);
  await page.getByTestId('connect-person').fill('Dana Reyes');
  await page.getByTestId('connect-save').click();
  await page.getByTestId('connect-done').waitFor();
  await page.close();
}

/** What the sandbox's truth takes for granted: its agents are listed, the stamp is mapped, our own key is known. */
export function teamFile(sandbox: Sandbox): object {
  const account = mainAccount(sandbox);
  const agent = (name: string) => account.agents.find((a) => a.name === name);
  const copilot = agent('Pipeline Copilot');
  const enricher = agent('Lead Enricher');
  return {
    schema: 'countersign/team-file',
    v: 1,
    crm: account.crm,
    account: account.account,
    writers: [
      { key: `app:${copilot?.appId}`, role: 'agent', name: 'Pipeline Copilot' },
      { key: 'app:5680002', role: 'own', name: 'Countersign' },
    ],
    stamps: [
      {
        writer: `app:${enricher?.appId}`,
        field: 'last_modified_by_agent',
        agents: [{ value: 'lead-enricher', name: 'Lead Enricher' }],
      },
      { writer: `app:${enricher?.appId}`, field: 'ai_last_run_id', agents: [{ value: '*', name: 'Lead Enricher' }] },
    ],
    fields: {},
  };
}

/** Imports a team file through the options page. */
export async function importTeam(browser: Launched, file: object): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#team'));
  await page
    .getByTestId('team-import')
    .setInputFiles({ name: 'team.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await page.getByTestId('team-import-yes').click();
  await expect(page.getByTestId('team-result')).toContainText('Imported');
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

/** Goes to a path inside the page's app, without a reload, and waits until the page itself is done. */
export async function navigate(page: Page, path: string): Promise<void> {
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
