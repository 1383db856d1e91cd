/**
 * The tour's second half: an agent proposes, people decide on the page and in the queue, and the CRM's own API is asked afterwards
 * what its fields hold and what their histories tell.
 */
import { expect, type Frame, type Locator, type Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type CrmRecord, fieldNow, historyOf } from './crmApi.ts';
import { type Account, chipsOn, control, overlayStatus, recordNoted, tabId } from './drive.ts';
import type { Launched } from './extension.ts';

interface Parts {
  sandbox: Sandbox;
  browser: Launched;
  /** A tab for the account's record pages. */
  page: Page;
  show(page: Page, what: string): Promise<void>;
  /** Adds a line of what was checked to the report. */
  say(what: string): void;
}

/** Fields of a deal on each CRM: an amount, a text, and one to be cleared. */
const FIELDS: Record<string, { amount: string; text: string; cleared: string }> = {
  hubspot: { amount: 'amount', text: 'hs_next_step', cleared: 'closedate' },
  salesforce: { amount: 'Amount', text: 'NextStep', cleared: 'Commission_Rate__c' },
  pipedrive: {
    amount: 'value',
    text: 'a172f07a1eadfa4c746fb64257b1ba4ca28d4eff',
    cleared: 'expected_close_date',
  },
};
const EDITED = 'Send the order form on Monday';

export async function tourSuggestions(parts: Parts, account: Account, name: string): Promise<void> {
  const { sandbox, page, show, say } = parts;
  const { crm } = account;
  const fields = FIELDS[crm];
  if (!fields) throw new Error(`no fields of ${crm}`);
  const record = recordNoted(sandbox, /clean deal|clean opportunity|clean/, crm);
  const { object, id, url } = record;
  const now = (field: string) => fieldNow(sandbox, account, record, field);
  const history = (field: string) => historyOf(sandbox, account, record, field);
  const before = await now(fields.amount);
  const amounts = await history(fields.amount);
  const texts = await history(fields.text);
  const others = await history(fields.cleared);
  await control(sandbox, 'POST', '/agent', {
    ...{ crm, agent: 'Pipeline Copilot', object, id, mode: 'staged', set: { [fields.cleared]: '' } },
    meta: { reason: 'Nobody has agreed to it, says the call of 19 Nov.' },
  });
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
  expect(await now(fields.amount)).toBe('64500');
  await card.locator('[data-countersign-action="undo"]').click();
  await expect.poll(() => now(fields.amount)).toBe(before);
  await page.keyboard.press('Escape');

  card = await open(page, fields.text);
  await card.locator('[data-countersign-action="edit"]').click();
  await card.locator('textarea').fill(EDITED);
  await show(page, `${name}: edited in the card`);
  await card.locator('[data-countersign-action="approve"]').click();
  await card.locator('.strip.done').waitFor();
  expect(await now(fields.text)).toBe(EDITED);
  await page.keyboard.press('Escape');

  card = await open(page, fields.cleared);
  await show(page, `${name}: the agent proposes to clear a field`);
  await card.locator('[data-countersign-action="approve"]').click();
  await card.locator('.strip.done').waitFor();
  expect(await now(fields.cleared)).toBeNull();
  await page.keyboard.press('Escape');

  await page.reload();
  await overlayStatus(page, 'ready');
  card = await open(page, fields.amount);
  await card.locator('[data-countersign-action="reject"]').click();
  await show(page, `${name}: why not`);
  await card.locator('[data-reason="value"]').click();
  await card.locator('.strip.done').waitFor();
  expect(await now(fields.amount)).toBe(before);
  // Approved and taken back are two rows, edited is one, and a rejection leaves none.
  expect(await history(fields.amount)).toEqual([before, '64500', ...amounts]);
  expect(await history(fields.text)).toEqual([EDITED, ...texts]);
  expect(await history(fields.cleared)).toEqual([null, ...others]);
  say(
    `${name}’s API: the amount went to 64,500 and back to ${before}, the next step is “${EDITED}”, and what was to be cleared is empty.`,
  );
  await page.keyboard.press('Escape');
  await queue(parts, account, name);
}

/** A suggestion of the queue, and its field before anybody decided. */
interface Row {
  record: CrmRecord;
  field: string;
  suggestion: string;
  value: string | null;
  history: (string | null)[];
  approved: boolean;
}

/** The review queue, emptied by keys alone. */
async function queue({ sandbox, browser, page, show, say }: Parts, account: Account, name: string): Promise<void> {
  const panel = await browser.context.newPage();
  await panel.setViewportSize({ width: 400, height: 900 });
  await panel.goto(browser.page('options.html'));
  const tab = await tabId(panel, page.url());
  await panel.goto(browser.page(`sidepanel.html?tab=${tab}`));
  await panel.getByTestId('panel-row').first().waitFor({ timeout: 60_000 });
  await panel.getByTestId('panel-progress').waitFor({ state: 'detached', timeout: 60_000 });
  await show(panel, `${account.label}: the day’s suggestions in the side panel`);
  const row = panel.locator('[data-testid="panel-row"][aria-current="true"]');
  await row.focus();
  const decided: Row[] = [];
  while (!(await panel.getByTestId('panel-done').isVisible())) {
    await panel.locator('.decide:not(.inert)').first().waitFor();
    // What cannot be used is rejected, as is every third; what changed meanwhile takes one key more.
    const status = panel.getByTestId('panel-status');
    const usable = await row.locator('[data-countersign-action="approve"][aria-disabled="false"]').count();
    const approved = usable > 0 && decided.length % 3 !== 2;
    const conflict = approved && (await row.locator('.conflict').isVisible());
    const one = { ...(await asBefore(sandbox, account, row)), approved };
    if (conflict) {
      await panel.keyboard.press('a');
      await expect(status).toContainText('Choose one of the two values');
    }
    await panel.keyboard.press(conflict ? 'Enter' : approved ? 'a' : 'r');
    if (!approved) await panel.keyboard.press('1');
    await expect(status).toContainText(`${approved ? 'Approved' : 'Rejected'}. ${decided.length + 1} of`, {
      timeout: 20_000,
    });
    decided.push(one);
    if (decided.length === 3) await show(panel, `${name}: decided by keys alone`);
  }
  await show(panel, `${name}: the batch is done`);
  await panel.close();
  for (const one of decided) await expectDecided(sandbox, account, one);
  const approvals = decided.filter(({ approved }) => approved).length;
  say(
    `${name}’s API: the ${approvals} approved values are in their fields and newest in their histories, the ${decided.length - approvals} rejected ones nowhere.`,
  );
}

/** What the row is about, and what the CRM holds before it is decided. */
async function asBefore(sandbox: Sandbox, account: Account, row: Locator): Promise<Omit<Row, 'approved'>> {
  const [object = '', id = '', field = ''] = ((await row.getAttribute('data-key')) ?? '').split('/');
  const record = { object, id };
  return {
    record,
    field,
    suggestion: (await row.getAttribute('data-suggestion')) ?? '',
    value: await fieldNow(sandbox, account, record, field),
    history: await historyOf(sandbox, account, record, field),
  };
}

/** The CRM holds what was approved, and nothing of what was rejected. */
async function expectDecided(sandbox: Sandbox, account: Account, before: Row): Promise<void> {
  const { record, field, suggestion, approved } = before;
  const about = `${record.object}/${record.id} ${field}`;
  const proposed = await control<{ suggestion: string; field: string; value: string }[]>(
    sandbox,
    'GET',
    `/truth/suggestions?crm=${account.crm}&object=${record.object}&id=${record.id}`,
  );
  // Where the CRM tells nobody when a value was proposed, its id is another than the truth's.
  const mine = proposed.find((one) => one.suggestion === suggestion) ?? proposed.findLast((one) => one.field === field);
  const wanted = approved ? mine?.value : before.value;
  expect(await fieldNow(sandbox, account, record, field), about).toBe(wanted);
  const history = await historyOf(sandbox, account, record, field);
  const rows = history.slice(0, history.length - before.history.length);
  if (approved) expect(rows, about).toContain(wanted);
  else expect(rows, about).toEqual([]);
}

async function open(page: Page, field: string): Promise<Frame> {
  await page.locator(`countersign-chip[data-field="${field}"]:not([data-unplaced])`).click();
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const frame = page.frames().find((f) => f.url().includes('/card.html'));
  if (!frame) throw new Error('the card did not open');
  await frame.locator('.decide:not(.inert)').waitFor();
  return frame;
}
