import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { launch } from '../tools/extension.ts';
import {
  connect,
  control,
  expect,
  importTeam,
  mainAccount,
  marksOn,
  overlayStatus,
  recordNoted,
  tabId,
  teamFile,
  test,
} from './support.ts';

const DAMAGED = /an agent has damaged/;

/** @param dark on a page that was looked at in the light theme: another theme has other colours, and nothing else */
async function noAxeFindings(page: Page, dark = false): Promise<void> {
  const axe = new AxeBuilder({ page });
  if (dark) axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
}

test('who is an agent: nothing is assumed, ticking and naming changes open records', async ({ sandbox }) => {
  await control(sandbox, 'POST', '/dom', { variant: '2026', locale: 'en', theme: 'light' });
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  await connect(browser, mainAccount(sandbox).tokens.full, 'Northwind Sales');
  const record = await browser.context.newPage();
  await record.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(record, 'ready');
  expect((await marksOn(record)).some((m) => m.state === 'agent' || m.state === 'collaborative')).toBe(false);

  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#agents'));
  await page.getByTestId('agents-look').click();
  const writer = (key: string) => page.locator(`[data-testid="writer"][data-writer="${key}"]`);
  await expect(writer('app:5671234')).toBeVisible();
  await expect(writer('app:5671234')).toContainText('Pipeline Copilot');
  await expect(writer('app:5671234')).toHaveAttribute('data-attribution', 'unknown');
  await expect(writer('user:78412345')).toContainText('Dana Reyes');

  await writer('app:5671234').getByText('Agent', { exact: true }).click();
  await page.getByTestId('writer-name').fill('Copilot of Sales');
  await page.getByTestId('writer-name-save').click();
  await expect(page.getByTestId('saved')).toBeVisible();
  const stage = record.locator('countersign-mark[data-field="dealstage"]').last();
  await expect(stage).toHaveAttribute('data-countersign', 'agent');
  await expect(stage.locator('button')).toHaveAttribute('aria-label', /Copilot of Sales/);

  // Our own key: approvals in the ledger count from now on.
  await writer('app:5680002').locator('+ tr').getByTestId('writer-own').click();
  await expect(record.locator('countersign-mark[data-countersign="collaborative"]').first()).toBeAttached();

  // A shared key: only what is stamped is the agent's.
  const contact = await browser.context.newPage();
  await contact.goto(recordNoted(sandbox, /whose UTM values an agent overwrote/).url);
  await overlayStatus(contact, 'ready');
  const utm = contact.locator('countersign-mark[data-field="utm_campaign"]').first();
  await expect(utm).toHaveAttribute('data-countersign', 'unknown');
  await page.bringToFront();
  await writer('app:5679001').getByText('Several tools use this key').click();
  await writer('app:5679001').locator('+ tr').getByTestId('writer-stamp').click();
  await page.getByTestId('stamp-field').selectOption('last_modified_by_agent');
  await page.getByTestId('stamp-value').fill('lead-enricher');
  await page.getByTestId('stamp-agent').fill('Lead Enricher');
  await page.getByTestId('stamp-save').click();
  await contact.bringToFront();
  await expect(utm).toHaveAttribute('data-countersign', 'agent');
  await expect(utm.locator('button')).toHaveAttribute('aria-label', /Lead Enricher/);
  await browser.close();
});

test('the team file: export, import elsewhere, the same hash and the same marks; a wrong file changes nothing', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  // Other tests of this browser say who writers are, too.
  await importTeam(browser_, teamFile(sandbox));
  const options = await browser_.context.newPage();
  await options.goto(browser_.page('options.html#team'));
  const hash = (await options.getByTestId('team-hash').textContent()) ?? '';
  const download = options.waitForEvent('download');
  await options.getByTestId('team-export').click();
  const file = await readFile((await (await download).path()) ?? '', 'utf8');
  expect(JSON.parse(file)).toEqual(teamFile(sandbox));

  for (const [text, words] of [
    ['{', 'not a JSON file'],
    ['{"schema":"something"}', 'not a team file'],
    [file.replace('12345678', '99'), 'another account'],
  ] as const) {
    await options
      .getByTestId('team-import')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await options.getByTestId('team-import-yes').click();
    await expect(options.getByTestId('team-result')).toContainText(words);
    await expect(options.getByTestId('team-hash')).toHaveText(hash);
  }
  await options.close();

  const other = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  await connect(other, mainAccount(sandbox).tokens.full, 'Northwind Sales');
  const there = await other.context.newPage();
  await there.goto(other.page('options.html#team'));
  await there
    .getByTestId('team-import')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await there.getByTestId('team-import-yes').click();
  await expect(there.getByTestId('team-hash')).toHaveText(hash);
  const [a, b] = [page, await other.context.newPage()];
  for (const p of [a, b]) {
    await p.goto(recordNoted(sandbox, DAMAGED).url);
    await overlayStatus(p, 'ready');
  }
  await expect.poll(() => marksOn(b)).toEqual(await marksOn(a));
  await other.close();
});

test('popup: account, record, counts, placed fields, team file', async ({ page_: page, sandbox, browser_ }) => {
  const { url } = recordNoted(sandbox, DAMAGED);
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await expect(page.locator('countersign-mark').first()).toBeAttached();
  await page.waitForTimeout(400);
  const popup = await browser_.context.newPage();
  await popup.goto(browser_.page('options.html'));
  const tab = await tabId(popup, url);
  await popup.goto(browser_.page(`popup.html?tab=${tab}`));
  await expect(popup.getByRole('heading', { level: 1 })).toHaveText('Northwind Sales');
  await expect(popup.getByTestId('popup-record')).toContainText('Brightwater, 120 seats');
  const marks = await marksOn(page);
  const agents = new Set(marks.filter((m) => m.state === 'agent').map((m) => m.field)).size;
  await expect(popup.locator('[data-state="agent"] strong')).toHaveText(String(agents));
  await expect(popup.getByTestId('popup-placed')).toContainText('fields named by the page');
  await expect(popup.getByTestId('popup-team')).toContainText(/[0-9a-f]{8}/);
  await noAxeFindings(popup);
  await popup.close();
});

test('a field an agent changed that is on no visible surface is listed, never dropped', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  const { url, id } = recordNoted(sandbox, /moved to and fro/);
  // A property that the record page shows nowhere in its first view.
  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: '0-3',
    id,
    set: { closed_lost_reason: 'too expensive' },
    mode: 'direct',
  });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await page.locator('countersign-root .pill').click();
  const item = page.locator('countersign-root .menu [data-field="closed_lost_reason"]');
  await expect(item).toBeVisible();
  await item.click();
  await expect.poll(() => page.frames().some((f) => f.url().includes('field=closed_lost_reason'))).toBe(true);
  const card = page.frames().find((f) => f.url().includes('/card.html'));
  await expect(card?.locator('ins') ?? page.locator('none')).toContainText('too expensive');
  await page.keyboard.press('Escape');
  const popup = await browser_.context.newPage();
  await popup.goto(browser_.page('options.html'));
  await popup.goto(browser_.page(`popup.html?tab=${await tabId(popup, url)}`));
  await expect(popup.locator('[data-testid="popup-unplaced"] [data-field="closed_lost_reason"]')).toBeVisible();
  await popup.close();
});

test('a suggestion for a field that is not on the page is decided from the popup', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  const { id, url } = recordNoted(sandbox, /moved to and fro/);
  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: '0-3',
    id,
    set: { closed_lost_reason: 'too slow' },
    mode: 'staged',
    // This field has no staging field of its own.
    meta: { compact: true },
  });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  const popup = await browser_.context.newPage();
  await popup.goto(browser_.page('options.html'));
  const address = browser_.page(`popup.html?tab=${await tabId(popup, url)}`);
  await popup.goto(address);
  const row = popup.locator('[data-testid="popup-suggestions"] [data-field="closed_lost_reason"]');
  // A record that was read a moment ago is not read again at once.
  await expect(async () => {
    await page.reload();
    await overlayStatus(page, 'ready');
    await popup.reload();
    await expect(row).toContainText('too slow', { timeout: 2_000 });
  }).toPass();
  await noAxeFindings(popup);
  // The popup closes itself and is opened anew.
  const opening = browser_.context.waitForEvent('page');
  await row.getByRole('button').click();
  const card = await opening;
  await card.locator('.decide:not(.inert) [data-countersign-action="reject"]').click();
  await card.locator('[data-countersign-action="reason"][data-reason="outdated"]').click();
  await expect(card.locator('.strip.done')).toContainText('Rejected.');
  await card.close();
  const again = await browser_.context.newPage();
  await again.goto(address);
  const waiting = again.locator('[data-testid="popup-suggestions"] [data-field="closed_lost_reason"]');
  await expect(async () => {
    await again.reload();
    await expect(again.getByTestId('popup-record')).toBeVisible();
    await expect(waiting).toHaveCount(0, { timeout: 2_000 });
  }).toPass();
  await again.close();
});

test('axe finds nothing on the options, in no section and no theme', async ({ browser_, page_: page }) => {
  for (const section of ['accounts', 'agents', 'team', 'about']) {
    await page.goto(browser_.page(`options.html#${section}`));
    await page.locator('main h1').waitFor();
    if (section === 'agents') {
      await page.getByTestId('agents-look').click();
      await page.getByTestId('agents-table').waitFor();
      await expect(page.getByTestId('agents-look')).toBeVisible();
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await noAxeFindings(page, colorScheme === 'dark');
    }
  }
});

test('axe finds nothing in the card, in any state and theme', async ({ page_: page, sandbox, browser_ }) => {
  const { id } = recordNoted(sandbox, DAMAGED);
  const account = mainAccount(sandbox).account;
  for (const theme of ['light', 'dark']) {
    for (const field of [
      'dealstage',
      'amount',
      'dealtype',
      'hs_next_step',
      'hs_priority',
      'pipeline',
      'no_such_field',
    ]) {
      await page.goto(
        browser_.page(`card.html?crm=hubspot&account=${account}&object=0-3&id=${id}&field=${field}&theme=${theme}`),
      );
      await page.locator('[aria-busy="false"]').waitFor();
      // Buttons fade in once they have been seen; half-way their contrast is neither the one nor the other.
      await expect(page.locator('[aria-disabled="true"]')).toHaveCount(0);
      await page.evaluate(() => Promise.all(document.getAnimations().map((fade) => fade.finished)));
      await noAxeFindings(page, theme === 'dark');
    }
  }
});

test('the options by keyboard alone', async ({ browser_, page_: page }) => {
  await page.goto(browser_.page('options.html#about'));
  await page.locator('main h1').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('main h1')).toHaveText('Who is an agent?');
  await page.getByTestId('agents-look').focus();
  await page.keyboard.press('Enter');
  const row = page.locator('[data-writer="source:FUTURE_SOURCE"]');
  await row.locator('input[value="unknown"]').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(row.locator('input[value="automation"]')).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await expect(row.locator('input[value="unknown"]')).toBeChecked();
});

test('side panel and suggestion card: nothing for axe to find', async ({ sandbox, browser_ }) => {
  const page = await browser_.context.newPage();
  await page.goto(browser_.page('sidepanel.html'));
  await page.getByTestId('panel-row').first().waitFor({ timeout: 60_000 });
  await page.locator('.decide:not(.inert)').first().waitFor();
  await noAxeFindings(page);
  const { object, id } = recordNoted(sandbox, /waiting suggestions/);
  const about = {
    crm: 'hubspot',
    account: mainAccount(sandbox).account,
    object,
    id,
    field: 'amount',
    about: 'suggestion',
  };
  await page.goto(browser_.page(`card.html?${new URLSearchParams(about)}`));
  await page.locator('.decide:not(.inert)').waitFor();
  await noAxeFindings(page);
  await page.close();
});
