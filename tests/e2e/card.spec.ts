import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type control, expect, marksOn, overlayStatus, recordNoted, tabId, test } from './support.ts';

const DAMAGED = /an agent has damaged/;

async function openDamaged(page: Page, sandbox: Parameters<typeof control>[0]): Promise<void> {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
}

const markOf = (page: Page, field: string) =>
  page.locator(`countersign-mark[data-field="${field}"]:not([data-unplaced])`).last();

/** The card's own document. Its frame stands in a closed shadow root, so it is found among the page's frames. */
async function cardFrame(page: Page) {
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const frame = page.frames().find((f) => f.url().includes('/card.html'));
  if (!frame) throw new Error('no card');
  await frame.locator('[aria-busy="false"]').waitFor();
  return frame;
}

test('who, when, from what to what, and how we know', async ({ page_: page, sandbox }) => {
  await openDamaged(page, sandbox);
  await markOf(page, 'dealstage').click();
  const card = await cardFrame(page);
  await expect(card.getByRole('heading', { level: 1 })).toHaveText('Written by an agent');
  await expect(card.locator('del')).toContainText('Qualified To Buy');
  await expect(card.locator('ins')).toContainText('Contract Sent');
  await expect(card.locator('.card-body')).toContainText('Pipeline Copilot');
  await expect(card.locator('.how')).toContainText('which your team listed as an agent');
  await expect(card.locator('.how')).toContainText('Certain');
  await card.getByText('Show the history row').click();
  await expect(card.locator('.raw')).toContainText('INTEGRATION');
  await expect(card.locator('.raw')).toContainText('5671234');
  // When: as people say it, and to the minute with its zone.
  await expect(card.locator('section', { hasText: 'Pipeline Copilot' }).first()).toContainText(
    /Pipeline Copilot\s+(\d+ (min|h) ago|yesterday|[A-Z][a-z]{2} |[A-Z]?[a-z]*\s?\d).*\d{4}.*\d{1,2}:\d{2}.*(GMT|UTC|[A-Z]{2,4})/s,
  );
  // What came before, with who it was by; stage names, never ids.
  await expect(card.locator('.history li').first()).toContainText(/\S+ · \S+/);
  await expect(card.locator('.history')).not.toContainText('qualifiedtobuy');
});

test('a click moves the focus into the card; Escape brings it back to the mark', async ({ page_: page, sandbox }) => {
  await openDamaged(page, sandbox);
  const mark = markOf(page, 'amount');
  await mark.click();
  const card = await cardFrame(page);
  await expect(card.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('countersign-card')).toHaveCount(0);
  expect(await focusedField(page)).toBe('amount');
});

test('by keyboard alone: Tab to a mark, Enter, read, Escape', async ({ page_: page, sandbox }) => {
  await openDamaged(page, sandbox);
  for (let presses = 0; presses < 80 && (await focusedField(page)) === null; presses++)
    await page.keyboard.press('Tab');
  const field = await focusedField(page);
  expect(field).not.toBeNull();
  await page.keyboard.press('Enter');
  const card = await cardFrame(page);
  await expect(card.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Escape');
  expect(await focusedField(page)).toBe(field);
});

test('hovering shows a tip, then the card without taking the focus; leaving closes it', async ({
  page_: page,
  sandbox,
}) => {
  await openDamaged(page, sandbox);
  await markOf(page, 'dealstage').hover();
  await expect(page.locator('countersign-root .tip')).toContainText('Pipeline Copilot');
  await cardFrame(page);
  expect(await focusedField(page)).toBeNull();
  await page.mouse.move(900, 700);
  await expect(page.locator('countersign-card')).toHaveCount(0);
});

test('clicking a mark does not start editing the row under it', async ({ page_: page, sandbox }) => {
  await openDamaged(page, sandbox);
  await markOf(page, 'closedate').click();
  await cardFrame(page);
  await expect(page.locator('[data-deferred-property-input-mode="input"]')).toHaveCount(0);
});

test('another record closes the card at once', async ({ page_: page, sandbox }) => {
  await openDamaged(page, sandbox);
  await markOf(page, 'dealstage').click();
  await cardFrame(page);
  const other = recordNoted(sandbox, /clean deal/);
  const left = await page.evaluate((path) => {
    (window as unknown as { sandboxPage: { navigate(path: string): void } }).sandboxPage.navigate(path);
    return document.querySelectorAll('countersign-card, countersign-mark').length;
  }, new URL(other.url).pathname);
  expect(left).toBe(0);
});

test('an unmapped integration shows its id and is mapped with one click', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  await openDamaged(page, sandbox);
  const mark = markOf(page, 'dealtype');
  await expect(mark).toHaveAttribute('data-countersign', 'unknown');
  await mark.click();
  const card = await cardFrame(page);
  await expect(card.locator('.card-body')).toContainText('5679777');
  await expect(card.locator('.how')).toContainText("not on your team's list yet");
  const agent = card.getByTestId('map-agent');
  await expect(agent).toHaveAttribute('aria-disabled', 'false');
  await agent.click();
  await expect(mark).toHaveAttribute('data-countersign', 'agent');
  // Back to what the other tests expect.
  const options = await browser_.context.newPage();
  await options.goto(browser_.page('options.html#agents'));
  await options.locator('[data-writer="app:5679777"]').getByText('Unknown', { exact: true }).click();
  await expect(options.getByTestId('saved')).toBeVisible();
  await options.close();
  await expect(mark).toHaveAttribute('data-countersign', 'unknown');
});

test('a forged approval counts for nothing and is told', async ({ page_: page, browser_: browser, sandbox }) => {
  const { url } = recordNoted(sandbox, /approval an agent forged/);
  await page.goto(url);
  await overlayStatus(page, 'ready');
  const marks = await marksOn(page);
  const agents = marks.filter((m) => m.state === 'agent' && m.placed);
  expect(agents.length).toBeGreaterThan(0);
  const told: boolean[] = [];
  for (const field of new Set(agents.map((m) => m.field))) {
    await markOf(page, field).click();
    const card = await cardFrame(page);
    told.push(((await card.locator('.how').textContent()) ?? '').includes('It does not count'));
    await page.keyboard.press('Escape');
    await expect(page.locator('countersign-card')).toHaveCount(0);
  }
  expect(told).toContain(true);

  // And an alert, until somebody acknowledges it.
  const options = await browser.context.newPage();
  await options.goto(browser.page('options.html#signals'));
  const alerts = options.getByTestId('alert');
  await expect(alerts.first()).toContainText('wrote into the ledger of');
  await expect(alerts.first()).toHaveAttribute('data-severity', 'action');
  const popup = await browser.context.newPage();
  await popup.setViewportSize({ width: 320, height: 600 });
  await popup.goto(browser.page(`popup.html?tab=${await tabId(options, url)}`));
  await expect(popup.getByTestId('alert')).toContainText('Needs action');
  for (const [one, name] of [
    [options, 'alerts-options'],
    [popup, 'alerts-popup'],
  ] as const) {
    expect((await new AxeBuilder({ page: one }).analyze()).violations).toEqual([]);
    await one.screenshot({ path: `test-results/looks/${name}.png` });
  }
  while ((await alerts.count()) > 0) {
    const left = await alerts.count();
    await alerts.first().getByTestId('alert-acknowledge').click();
    await expect(alerts).toHaveCount(left - 1);
  }
  await popup.reload();
  await expect(popup.getByTestId('popup-record')).toBeVisible();
  await expect(popup.getByTestId('alert')).toHaveCount(0);
  await options.close();
  await popup.close();
});

test('a collaborative value names who approved it', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, /approved, edited and rejected/).url);
  await overlayStatus(page, 'ready');
  const mark = page.locator('countersign-mark[data-countersign="collaborative"]:not([data-unplaced])').first();
  await mark.click();
  const card = await cardFrame(page);
  await expect(card.getByRole('heading', { level: 1 })).toHaveText('Drafted by an agent, approved by a person');
  await expect(card.locator('.how')).toContainText('approved this value on');
});

/** The field whose mark has the focus, or `null`. */
function focusedField(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const active = document.activeElement;
    return active?.localName === 'countersign-mark' ? active.getAttribute('data-field') : null;
  });
}
