/** The page, the queue and another window's queue tell of one thing: what is decided in one is decided in all. */
import type { Page } from '@playwright/test';
import { fieldNow } from '../tools/crmApi.ts';
import { propose, proposeFor, valueNow } from './proposal.ts';
import { openChip } from './suggestions.ts';
import { chipsOn, expect, mainAccount, overlayStatus, test } from './support.ts';

/** Another field that the page shows and that has a staging field. */
const PRIORITY = 'hs_priority';

interface Chrome {
  tabs: { query(q: object): Promise<{ url?: string; active: boolean; windowId: number }[]> };
  windows: { create(o: object): Promise<unknown> };
  runtime: { getURL(path: string): string };
}

test('a record’s tab comes forward, and page and queues agree at once in every window', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  const proposal = await propose(sandbox, 'hubspot');
  const priority = await fieldNow(sandbox, mainAccount(sandbox), proposal.about, PRIORITY);
  await proposeFor(sandbox, proposal.about, { [PRIORITY]: priority === 'high' ? 'low' : 'high' });
  await page.goto(proposal.url);
  await overlayStatus(page, 'ready');
  const chips = (of: Page) => async () => (await chipsOn(of)).map(({ field }) => field);
  await expect.poll(chips(page)).toEqual(expect.arrayContaining([proposal.field, PRIORITY]));
  const elsewhere = await browser_.context.newPage();
  await elsewhere.goto(proposal.url);
  await expect.poll(chips(elsewhere)).toEqual(expect.arrayContaining([proposal.field, PRIORITY]));

  const panel = await browser_.context.newPage();
  await panel.goto(browser_.page('sidepanel.html'));
  const opening = browser_.context.waitForEvent('page');
  await panel.evaluate(async () => {
    const { chrome } = globalThis as never as { chrome: Chrome };
    await chrome.windows.create({ url: chrome.runtime.getURL('/sidepanel.html') });
  });
  const other = await opening;
  const name = await fieldNow(sandbox, mainAccount(sandbox), proposal.about, 'dealname');
  for (const one of [panel, other]) await showOnly(one, name ?? '');
  const row = (of: Page, field: string) =>
    of
      .locator(`[data-testid="panel-row"][data-key="${proposal.about.object}/${proposal.about.id}/${field}"]`)
      // A row that goes away while it is current says so before it does.
      .filter({ hasNotText: 'was decided elsewhere' });
  for (const one of [panel, other]) {
    await expect(row(one, proposal.field)).toHaveCount(1);
    await expect(row(one, PRIORITY)).toHaveCount(1);
  }

  // The key opens the record where it is open already.
  const tabs = () =>
    panel.evaluate(async () => {
      const { chrome } = globalThis as never as { chrome: Chrome };
      return chrome.tabs.query({});
    });
  await other.bringToFront();
  await row(other, proposal.field).focus();
  await other.keyboard.press('o');
  const before = (await tabs()).length;
  await expect.poll(async () => (await tabs()).some(({ url, active }) => url === proposal.url && active)).toBe(true);
  expect((await tabs()).length).toBe(before);

  // Decided on the page.
  await page.bringToFront();
  const card = await openChip(page, proposal.field);
  await card.locator('[data-countersign-action="approve"]').click();
  await expect(card.locator('.strip.done')).toContainText('Written.');
  expect(await valueNow(sandbox, proposal)).toBe(proposal.value);
  for (const one of [panel, other]) {
    await expect(row(one, proposal.field)).toHaveCount(0);
    await expect(row(one, PRIORITY)).toHaveCount(1);
  }
  await expect.poll(chips(elsewhere)).not.toContain(proposal.field);

  // Decided in the queue.
  await panel.bringToFront();
  await row(panel, PRIORITY).focus();
  await row(panel, PRIORITY).locator('.decide:not(.inert)').waitFor();
  await panel.keyboard.press('r');
  await panel.keyboard.press('1');
  await expect(panel.getByTestId('panel-result')).toContainText('rejected');
  await expect(row(other, PRIORITY)).toHaveCount(0);
  for (const one of [page, elsewhere]) await expect.poll(chips(one)).not.toContain(PRIORITY);
  for (const one of [elsewhere, panel, other]) await one.close();
});

/** Looks through the account and shows only one record's rows. */
async function showOnly(panel: Page, text: string): Promise<void> {
  await panel.getByTestId('panel-row').first().waitFor({ timeout: 60_000 });
  await panel.getByTestId('panel-progress').waitFor({ state: 'detached', timeout: 60_000 });
  await panel.getByTestId('panel-scope').getByText('All').click();
  const all = panel.getByTestId('panel-view');
  if (await all.isVisible()) await all.click();
  await panel.getByTestId('panel-filter').click();
  await panel.getByTestId('panel-filter-text').fill(text);
  await panel.keyboard.press('Escape');
}
