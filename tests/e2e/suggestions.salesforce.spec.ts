import { cardOf, openChip, suggestionTests } from './suggestions.ts';
import { chipsOn, control, expect, mainAccount, marksOn, overlayStatus, test } from './support.ts';

const CELLS = '/truth?crm=salesforce&object=Opportunity&field=NextStep&limit=10000';

suggestionTests('salesforce');

test('one of Salesforce’s own list is approved beside its field, does not come again, and is taken back', async ({
  page_: page,
  sandbox,
}) => {
  type Listed = { id: string; field: string; value: string; base: string; state: string; native?: boolean };
  const truth = () => control<Listed[]>(sandbox, 'GET', '/truth/suggestions?crm=salesforce');
  // Of a ledger in which an agent wrote, too, nobody can tell what counts.
  const forged = await control<{ rows: { pattern?: string }[]; id: string }[]>(sandbox, 'GET', CELLS);
  const spoilt = new Set(
    forged.filter(({ rows }) => rows.some(({ pattern }) => pattern === 'forged-ledger')).map((one) => one.id),
  );
  const own = (await truth()).find(
    ({ native, field, state, id }) => native && field === 'NextStep' && state === 'open' && !spoilt.has(id),
  );
  if (!own) throw new Error('nothing in Salesforce’s own list');
  const { id, value, base } = own;
  const now = async () => {
    const path = `/truth?crm=salesforce&object=Opportunity&id=${id}&field=NextStep`;
    return (await control<{ value: string }[]>(sandbox, 'GET', path))[0]?.value;
  };
  const chips = async () => (await chipsOn(page)).map(({ field }) => field);
  await page.goto(`https://${mainAccount(sandbox, 'salesforce').host}/lightning/r/Opportunity/${id}/view`);
  await overlayStatus(page, 'ready');
  const card = await openChip(page, 'NextStep');
  await expect(card.locator('h1')).toContainText('EinsteinServiceAgent User');
  await expect(card.getByTestId('native')).toContainText('Salesforce itself lists it until');
  await card.locator('[data-countersign-action="approve"]').click();
  await expect(card.locator('.strip.done')).toContainText('Written.');
  await expect(card.getByTestId('native')).toContainText('Salesforce itself still lists');
  expect(await now()).toBe(value);
  expect((await truth()).find((one) => one.id === id)?.state).toBe('decided');
  await page.reload();
  await overlayStatus(page, 'ready');
  const state = async () => (await marksOn(page)).find(({ field }) => field === 'NextStep')?.state;
  await expect.poll(state).toBe('collaborative');
  expect(await chips()).not.toContain('NextStep');
  await page.locator('countersign-mark[data-field="NextStep"]:not([data-unplaced])').first().click();
  const read = await cardOf(page);
  await read.locator('[data-countersign-action="undo"][aria-disabled="false"]').click();
  await expect.poll(now).toBe(base);
  await page.reload();
  await overlayStatus(page, 'ready');
  await expect.poll(chips).toContain('NextStep');
});
