import { decisionTests } from './decisions.ts';
import { proposeFor } from './proposal.ts';
import { openChip } from './suggestions.ts';
import { control, expect, overlayStatus, recordNoted, test } from './support.ts';

decisionTests('salesforce');

test('what the org’s own rule refuses is said in its words, and decided anew', async ({ page_: page, sandbox }) => {
  const { id, url } = recordNoted(sandbox, /clean deal/, 'salesforce');
  const about = { crm: 'salesforce', object: 'Opportunity', id } as const;
  const now = async () => {
    const path = `/truth?${new URLSearchParams({ ...about, field: 'Commission_Rate__c' })}`;
    return Number((await control<{ value: string }[]>(sandbox, 'GET', path))[0]?.value);
  };
  const before = await now();
  await proposeFor(sandbox, about, { Commission_Rate__c: '25' });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  const card = await openChip(page, 'Commission_Rate__c');
  await card.locator('[data-countersign-action="approve"]').click();
  await expect(card.locator('.strip.danger')).toHaveText(
    'Salesforce refused: “A commission is 20 % at most.”. Nothing was written.',
  );
  expect(await now()).toBe(before);
  await card.getByRole('button', { name: 'Edit' }).click();
  await card.locator('.edit input.field').fill('15');
  await card.locator('.decide:not(.inert) [data-countersign-action="approve"]').click();
  await expect(card.locator('.strip.done')).toContainText('Written.');
  expect(await now()).toBe(15);
});

test('an amount that Salesforce keeps although it took the write is said to be kept', async ({
  page_: page,
  sandbox,
}) => {
  const { id, url } = recordNoted(sandbox, /with products/, 'salesforce');
  const about = { crm: 'salesforce', object: 'Opportunity', id } as const;
  const now = async () => {
    const path = `/truth?${new URLSearchParams({ ...about, field: 'Amount' })}`;
    return (await control<{ value: string }[]>(sandbox, 'GET', path))[0]?.value;
  };
  const before = await now();
  await proposeFor(sandbox, about, { Amount: '99999' });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  const card = await openChip(page, 'Amount');
  await card.locator('[data-countersign-action="approve"]').click();
  await expect(card.locator('.strip.unknown')).toContainText('Salesforce accepted the write but kept');
  expect(await now()).toBe(before);
});
