/** The tour's second half: an agent proposes, people decide on the page and in the queue, and the CRM is asked what it holds. */
import { expect, type Frame, type Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Account, chipsOn, control, overlayStatus, recordNoted } from './drive.ts';
import type { Launched } from './extension.ts';

type Show = (page: Page, what: string) => Promise<void>;

/** Fields of a deal on each CRM: an amount and a text. */
const FIELDS: Record<string, { amount: string; text: string }> = {
  hubspot: { amount: 'amount', text: 'hs_next_step' },
  salesforce: { amount: 'Amount', text: 'NextStep' },
  pipedrive: { amount: 'value', text: 'a172f07a1eadfa4c746fb64257b1ba4ca28d4eff' },
};

export async function tourSuggestions(
  { sandbox, browser, page, show }: { sandbox: Sandbox; browser: Launched; page: Page; show: Show },
  account: Account,
  name: string,
): Promise<void> {
  const { crm } = account;
  const fields = FIELDS[crm];
  if (!fields) throw new Error(`no fields of ${crm}`);
  const { object, id, url } = recordNoted(sandbox, /clean deal|clean opportunity|clean/, crm);
  const now = async (field: string) =>
    (
      await control<{ value: string | null }[]>(
        sandbox,
        'GET',
        `/truth?crm=${crm}&object=${object}&id=${id}&field=${field}`,
      )
    )[0]?.value ?? null;
  const before = await now(fields.amount);
  await control(sandbox, 'POST', '/agent', {
    crm,
    agent: 'Pipeline Copilot',
    object,
    id,
    mode: 'staged',
    set: { [fields.amount]: '64500', [fields.text]: 'Send the order form' },
    meta: {
      confidence: 0.86,
      reason: 'The order form of 20 Nov names 64,500.',
      evidence: ['https://mail.example/4812'],
    },
  });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await expect.poll(async () => (await chipsOn(page)).length).toBeGreaterThan(1);
  await show(page, `${name}: what the agent proposes stands beside the fields`);

  let card = await open(page, fields.amount);
  await show(page, `${name}: from what to what, and the agent’s reason`);
  await card.locator('[data-countersign-action="approve"]').click();
  await card.locator('.strip.done').waitFor();
  await show(page, `${name}: written, with undo`);
  expect(Number(await now(fields.amount))).toBe(64_500);
  await card.locator('[data-countersign-action="undo"]').click();
  await expect.poll(async () => Number(await now(fields.amount))).toBe(Number(before));
  await page.keyboard.press('Escape');

  card = await open(page, fields.text);
  await card.locator('[data-countersign-action="edit"]').click();
  await card.locator('textarea').fill('Send the order form on Monday');
  await show(page, `${name}: edited in the card`);
  await card.locator('[data-countersign-action="approve"]').click();
  await card.locator('.strip.done').waitFor();
  expect(await now(fields.text)).toBe('Send the order form on Monday');
  await page.keyboard.press('Escape');

  await page.reload();
  await overlayStatus(page, 'ready');
  card = await open(page, fields.amount);
  await card.locator('[data-countersign-action="reject"]').click();
  await show(page, `${name}: why not`);
  await card.locator('[data-reason="value"]').click();
  await card.locator('.strip.done').waitFor();
  expect(Number(await now(fields.amount))).toBe(Number(before));
  await page.keyboard.press('Escape');
  if (crm === 'hubspot') await queue(browser, account, show);
}

/** The review queue, emptied by keys alone. */
async function queue(browser: Launched, account: Account, show: Show): Promise<void> {
  const panel = await browser.context.newPage();
  await panel.setViewportSize({ width: 400, height: 900 });
  await panel.goto(browser.page('sidepanel.html'));
  await panel.getByTestId('panel-row').first().waitFor({ timeout: 60_000 });
  await panel.getByTestId('panel-progress').waitFor({ state: 'detached', timeout: 60_000 });
  await show(panel, `${account.label}: the day’s suggestions in the side panel`);
  const row = panel.locator('[data-testid="panel-row"][aria-current="true"]');
  await row.focus();
  for (let decided = 0; decided < 15; decided++) {
    if (await panel.getByTestId('panel-done').isVisible()) break;
    await panel.locator('.decide:not(.inert)').first().waitFor();
    // What cannot be used is rejected, as is every third; what changed meanwhile takes one key more.
    const status = panel.getByTestId('panel-status');
    const usable = await row.locator('[data-countersign-action="approve"][aria-disabled="false"]').count();
    const approves = usable > 0 && decided % 3 !== 2;
    const conflict = approves && (await row.locator('.conflict').isVisible());
    if (conflict) {
      await panel.keyboard.press('a');
      await expect(status).toContainText('Choose one of the two values');
    }
    const said = await status.textContent();
    await panel.keyboard.press(conflict ? 'Enter' : approves ? 'a' : 'r');
    if (!approves) await panel.keyboard.press('1');
    await expect.poll(() => status.textContent(), { timeout: 20_000 }).not.toBe(said);
    if (decided === 2) await show(panel, 'Decided by keys alone');
  }
  await panel.getByTestId('panel-done').waitFor();
  await show(panel, 'The batch is done');
  await panel.close();
}

async function open(page: Page, field: string): Promise<Frame> {
  await page.locator(`countersign-chip[data-field="${field}"]:not([data-unplaced])`).click();
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const frame = page.frames().find((f) => f.url().includes('/card.html'));
  if (!frame) throw new Error('the card did not open');
  await frame.locator('.decide:not(.inert)').waitFor();
  return frame;
}
