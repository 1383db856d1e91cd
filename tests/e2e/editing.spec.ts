import type { Page } from '@playwright/test';
import { control, expect, mainAccount, marksOn, overlayStatus, recordNoted, test } from './support.ts';

const row = (page: Page, field: string) =>
  page.locator(`[data-card-type="PROPERTIES_V3"] span[data-test-id="${field}"]`);
const markIn = (page: Page, field: string) => row(page, field).locator(`countersign-mark[data-field="${field}"]`);

/** A deal of this test alone: made by a person, then changed by the agent. */
async function ownDeal(sandbox: Parameters<typeof control>[0], set: Record<string, string>): Promise<string> {
  const account = mainAccount(sandbox);
  const person = account.tokens.full;
  const response = await fetch(`${sandbox.info.apis.hubspot}/crm/v3/objects/deals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      properties: { dealname: `Editing ${Math.random()}`, dealstage: 'qualifiedtobuy', pipeline: 'default' },
      associations: [],
    }),
  });
  const { id } = (await response.json()) as { id: string };
  await control(sandbox, 'POST', '/agent', {
    agent: 'Pipeline Copilot',
    object: '0-3',
    id,
    set,
    mode: 'direct',
    crm: 'hubspot',
  });
  return `https://app.hubspot.com/contacts/${account.account}/record/0-3/${id}`;
}

test('correcting an agent’s value on the page turns its mark into a correction', async ({ page_: page, sandbox }) => {
  await page.goto(await ownDeal(sandbox, { hs_next_step: 'Move to contract at once' }));
  await overlayStatus(page, 'ready');
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'agent');

  await row(page, 'hs_next_step').click();
  const editor = row(page, 'hs_next_step').locator('textarea');
  await editor.waitFor();
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-inert', '');
  await editor.fill('Wait for the security review');
  await editor.press('Enter');

  // First nothing, because nobody knows yet; then what history says.
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'corrected');
  await expect(row(page, 'hs_next_step')).toContainText('Wait for the security review');
});

test('cancelling brings the mark back as it was', async ({ page_: page, sandbox }) => {
  await page.goto(await ownDeal(sandbox, { hs_next_step: 'Call on Monday' }));
  await overlayStatus(page, 'ready');
  await row(page, 'hs_next_step').click();
  await row(page, 'hs_next_step').locator('textarea').fill('something else');
  await page.keyboard.press('Escape');
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'agent');
  await expect(markIn(page, 'hs_next_step')).not.toHaveAttribute('data-inert', '');
});

test('editing another field reuses and reorders rows; every mark stays with its field', async ({
  page_: page,
  sandbox,
}) => {
  await page.goto(await ownDeal(sandbox, { hs_next_step: 'One', dealtype: 'newbusiness', amount: '1200' }));
  await overlayStatus(page, 'ready');
  await row(page, 'description').click();
  await row(page, 'description').locator('textarea').fill('Typed by a person');
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await expect(row(page, 'description')).toContainText('Typed by a person');
  for (const field of ['hs_next_step', 'dealtype', 'amount']) {
    await expect(markIn(page, field)).toHaveAttribute('data-countersign', 'agent');
  }
  await expect(row(page, 'description').locator('countersign-mark')).toHaveCount(0);
  const inRows = await page
    .locator('[data-card-type="PROPERTIES_V3"] countersign-mark')
    .evaluateAll((marks) =>
      marks.map((m) => [m.getAttribute('data-field'), m.closest('span[data-test-id]')?.getAttribute('data-test-id')]),
    );
  for (const [field, owner] of inRows) expect(owner).toBe(field);
});

test('an agent that writes while the record is open is marked once the page shows its value', async ({
  page_: page,
  sandbox,
}) => {
  const url = await ownDeal(sandbox, { hs_next_step: 'One' });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await expect(markIn(page, 'dealtype')).toHaveCount(0);
  const id = url.split('/').at(-1) ?? '';
  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: '0-3',
    id,
    set: { dealtype: 'existingbusiness' },
    mode: 'direct',
  });
  // Coming back to the tab asks again.
  await page.evaluate(() => (window as unknown as { sandboxPage: { refresh(): void } }).sandboxPage.refresh());
  await expect(row(page, 'dealtype')).toContainText('Existing Business');
  await expect(markIn(page, 'dealtype')).toHaveAttribute('data-countersign', 'agent');
});

test('the stage moved in the highlight card is a correction on both surfaces', async ({ page_: page, sandbox }) => {
  await page.goto(await ownDeal(sandbox, { dealstage: 'closedwon' }));
  await overlayStatus(page, 'ready');
  await page.locator('[data-card-type="OBJECT_HIGHLIGHT"] [data-test-id="property-input-dealstage"] button').click();
  await page.getByRole('option', { name: 'Qualified To Buy' }).click();
  await expect
    .poll(async () => (await marksOn(page)).filter((m) => m.field === 'dealstage').map((m) => m.state))
    .toEqual(['corrected', 'corrected']);
});

test('marks follow the all-properties panel as it scrolls, and never stand on placeholders', async ({
  page_: page,
  sandbox,
}) => {
  await page.goto(recordNoted(sandbox, /an agent has damaged/).url);
  await overlayStatus(page, 'ready');
  await page.getByRole('button', { name: 'View all properties' }).first().click();
  const panel = page.locator('[data-test-id="all-properties-panel"]');
  await expect(panel.locator('countersign-mark').first()).toBeAttached();
  for (let step = 0; step < 12; step++) {
    await panel.locator('header + div').evaluate((body) => body.scrollBy(0, 400));
    await page.evaluate(
      () => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 60)))),
    );
    const owners = await panel
      .locator('countersign-mark')
      .evaluateAll((marks) =>
        marks.map((m) => [
          m.getAttribute('data-field'),
          m.closest('[data-test-id^="property-input-"]')?.getAttribute('data-test-id'),
        ]),
      );
    for (const [field, owner] of owners) expect(owner).toBe(`property-input-${field}`);
  }
  expect(await panel.locator('[data-test-id="property-input-skeleton"] countersign-mark').count()).toBe(0);
});

test('no mark in previews, hover cards, dialogs, lists and boards', async ({ page_: page, sandbox }) => {
  const account = mainAccount(sandbox).account;
  await page.goto(recordNoted(sandbox, /an agent has damaged/).url);
  await overlayStatus(page, 'ready');
  const foreign = () =>
    page.locator(
      '[role="dialog"] countersign-mark, table countersign-mark, [data-card-type="ASSOCIATION_V3"] countersign-mark, [data-test-id="cdb-column-item"] countersign-mark',
    );
  await page.getByRole('button', { name: 'Preview' }).first().click();
  await page.locator('[data-crm-location="CRM_OBJECT_PREVIEW"] [data-test-id]').first().waitFor();
  await expect(foreign()).toHaveCount(0);
  await page.keyboard.press('Escape');
  for (const view of ['list', 'board']) {
    await page.goto(`https://app.hubspot.com/contacts/${account}/objects/0-3/views/all/${view}`);
    await page.waitForFunction(() => 'sandboxPage' in window);
    await expect(page.locator('countersign-mark')).toHaveCount(0);
    await expect(page.locator('countersign-root')).toHaveCount(0);
  }
});
