import type { Page } from '@playwright/test';
import { control, expect, mainAccount, overlayStatus, test } from './support.ts';

interface Kept {
  id: string;
  type: string;
  kind: string;
  field: string;
  record: string;
  reason?: string;
  about?: string;
}

const row = (page: Page, field: string) =>
  page.locator(`[data-card-type="PROPERTIES_V3"] span[data-test-id="${field}"]`);
const markIn = (page: Page, field: string) => row(page, field).locator(`countersign-mark[data-field="${field}"]`);

/** The frame of the strip, once it stands on the page. */
async function strip(page: Page) {
  await page.locator('countersign-card:not([data-closing])').waitFor();
  const frame = page.frames().find((one) => one.url().includes('about=correction'));
  if (!frame) throw new Error('no strip');
  return frame;
}

/** A deal that a person made and the agent then wrote to. */
async function agentsDeal(sandbox: Parameters<typeof control>[0], set: Record<string, string>): Promise<string> {
  const { account, tokens } = mainAccount(sandbox);
  const response = await fetch(`${sandbox.info.apis.hubspot}/crm/v3/objects/deals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.full}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      properties: { dealname: `Asked ${Math.random()}`, dealstage: 'qualifiedtobuy', pipeline: 'default' },
      associations: [],
    }),
  });
  const { id } = (await response.json()) as { id: string };
  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: '0-3',
    id,
    set,
    mode: 'direct',
  });
  return `https://app.hubspot.com/contacts/${account}/record/0-3/${id}`;
}

async function correct(page: Page, field: string, value: string): Promise<void> {
  await row(page, field).click();
  const editor = row(page, field).locator('textarea');
  await editor.fill(value);
  await editor.press('Enter');
}

test('a person who corrects an agent’s value is asked why, once; one click keeps the reason', async ({
  page_: page,
  browser_,
  sandbox,
}) => {
  const url = await agentsDeal(sandbox, { hs_next_step: 'Move to contract at once' });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'agent');
  await correct(page, 'hs_next_step', 'Wait for the security review');
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'corrected');
  const frame = await strip(page);
  await expect(frame.locator('.prompt')).toContainText('Changed. Why?');
  // It takes no focus from the page.
  expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('countersign-card');
  await page.screenshot({ path: 'test-results/looks/prompt.png' });
  await frame.locator('[data-countersign-action="more"]').click();
  await expect(frame.locator('[data-reason][aria-disabled="false"]')).toHaveCount(6);
  await page.screenshot({ path: 'test-results/looks/prompt-more.png' });
  await frame.locator('[data-reason="outdated"]').click();
  await expect(frame.locator('.prompt')).toContainText('Noted. Pipeline Copilot');
  await page.locator('countersign-card').waitFor({ state: 'detached' });

  const { account } = mainAccount(sandbox);
  const options = await browser_.context.newPage();
  await options.goto(browser_.page('options.html#signals'));
  const signals = () =>
    options.evaluate(async (of) => {
      const { chrome } = globalThis as never as { chrome: { runtime: { sendMessage(m: object): Promise<unknown> } } };
      const reply = await chrome.runtime.sendMessage({ kind: 'signals.list', body: { crm: 'hubspot', account: of } });
      return (reply as { answer: Kept[] }).answer;
    }, account);
  const record = `hubspot/${account}/0-3/${url.split('/').at(-1)}`;
  const about = (await signals()).filter((one) => one.record === record);
  expect(about.map(({ type, kind, field, reason }) => ({ type, kind, field, reason }))).toEqual([
    { type: 'reason', kind: 'explained', field: 'hs_next_step', reason: 'outdated' },
    { type: 'override', kind: 'corrected', field: 'hs_next_step', reason: undefined },
  ]);
  expect(about[0]?.about).toBe(about[1]?.id);

  // Its switch is off: corrected again after the agent wrote again, nobody is asked.
  await options.getByTestId('signals-asks').uncheck();
  await page.bringToFront();
  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: '0-3',
    id: url.split('/').at(-1),
    set: { hs_next_step: 'Move on' },
    mode: 'direct',
  });
  await page.reload();
  await overlayStatus(page, 'ready');
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'agent');
  await correct(page, 'hs_next_step', 'Still waiting');
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'corrected');
  await expect(page.locator('countersign-card')).toHaveCount(0);
  await expect(async () => expect((await signals()).filter((one) => one.record === record)).toHaveLength(3)).toPass();
  await options.getByTestId('signals-asks').check();
  await options.close();
});

test('a correction that somebody else made is not asked about', async ({ page_: page, sandbox }) => {
  const url = await agentsDeal(sandbox, { hs_next_step: 'One' });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  // This person has just been in the field, and saved nothing.
  await row(page, 'hs_next_step').click();
  await row(page, 'hs_next_step').locator('textarea').press('Escape');
  await control(sandbox, 'POST', '/human', {
    crm: 'hubspot',
    object: '0-3',
    id: url.split('/').at(-1),
    person: 'Mara Lindqvist',
    via: 'page',
    set: { hs_next_step: 'Two' },
  });
  await page.evaluate(() => (window as unknown as { sandboxPage: { refresh(): void } }).sandboxPage.refresh());
  await expect(markIn(page, 'hs_next_step')).toHaveAttribute('data-countersign', 'corrected');
  await expect(page.locator('countersign-card')).toHaveCount(0);
});
