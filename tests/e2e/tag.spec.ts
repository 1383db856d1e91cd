import { cardOf } from './suggestions.ts';
import { chipsOn, control, expect, mainAccount, overlayStatus, test } from './support.ts';

test('an approval says in the team’s own tag that a person stands behind the value; taken back, it says what it said', async ({
  page_: page,
  browser_,
  sandbox,
}) => {
  const { tokens, records } = mainAccount(sandbox);
  const record = records.find(({ object, note }) => object === '0-3' && /moved to and fro/.test(note));
  if (!record) throw new Error('no deal');
  const tag = async () => {
    const answer = await fetch(
      `${sandbox.info.apis.hubspot}/crm/v3/objects/deals/${record.id}?properties=last_modified_by_agent`,
      { headers: { authorization: `Bearer ${tokens.full}` } },
    );
    return (await answer.json()).properties.last_modified_by_agent;
  };
  const before = await tag();

  const options = await browser_.context.newPage();
  await options.goto(browser_.page('options.html#team'));
  await options.getByTestId('tag-field').selectOption('last_modified_by_agent');
  await options.getByTestId('tag-value').fill('approved by a person');
  await options.getByTestId('tag-save').click();
  await expect(options.getByTestId('tag-rule')).toContainText('approved by a person');

  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: record.object,
    id: record.id,
    mode: 'staged',
    set: { amount: '4321' },
    meta: { confidence: 0.8 },
  });
  await page.goto(record.url);
  await overlayStatus(page, 'ready');
  await page.locator('countersign-chip[data-field="amount"]:not([data-unplaced])').click();
  const card = await cardOf(page);
  await card.locator('.decide:not(.inert) [data-countersign-action="approve"]').click();
  await expect(card.locator('.strip.done')).toContainText('Written.');
  expect(await tag()).toBe('approved by a person');
  await card.locator('[data-countersign-action="undo"]').click();
  await expect.poll(tag).toBe(before);
  await page.reload();
  await overlayStatus(page, 'ready');
  await expect.poll(async () => (await chipsOn(page)).map(({ field }) => field)).toContain('amount');

  await options.getByTestId('tag-remove').click();
  await expect(options.getByTestId('tag-save')).toBeVisible();
  await options.close();
});
