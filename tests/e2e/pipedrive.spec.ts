/** What is Pipedrive's own: its two kinds of 429, the edge in front of its API, virtual lists, labels that are learned. */
import { captureTests } from './capture.ts';
import { faultTests } from './crmFaults.ts';
import {
  control,
  expect,
  importTeam,
  mainAccount,
  marksOn,
  overlayStatus,
  recordNoted,
  teamFile,
  test,
} from './support.ts';

faultTests('pipedrive', 'GET /v1/*changelog', [
  ['too many requests at once', { kind: '429' }, 'asks us to slow down'],
  ['the company’s daily budget', { kind: 'daily' }, 'request limit is used up'],
  ['the edge’s HTML 403', { kind: 'html403' }, 'asks us to slow down'],
  ['a fault of Pipedrive', { kind: '500' }, 'fault of its own'],
  ['a bad gateway', { kind: '502' }, 'fault of its own'],
  ['broken JSON', { kind: 'malformed' }, 'not what it documents'],
  ['a reset connection', { kind: 'reset' }, 'offline'],
]);

test('another company’s page shows nothing and says why', async ({ sandbox, page_: page }) => {
  const other = sandbox.info.accounts.find(
    (one) => one.crm === 'pipedrive' && one !== mainAccount(sandbox, 'pipedrive'),
  );
  await page.goto(other?.records[0]?.url ?? '');
  await overlayStatus(page, 'mismatch');
  expect(await marksOn(page)).toEqual([]);
});

test('values as they were created are counted in the popup, not marked', async ({ sandbox, page_: page, browser_ }) => {
  await page.goto(recordNoted(sandbox, /damaged/, 'pipedrive').url);
  await overlayStatus(page, 'ready');
  const popup = await browser_.context.newPage();
  await popup.goto(browser_.page('popup.html'));
  const tab = await popup.evaluate(async (url) => {
    const { chrome } = globalThis as never as {
      chrome: { tabs: { query(q: object): Promise<{ id: number; url?: string }[]> } };
    };
    return (await chrome.tabs.query({})).find((t) => t.url === url)?.id ?? -1;
  }, page.url());
  await popup.goto(browser_.page(`popup.html?tab=${tab}`));
  await expect(popup.locator('[data-gap="asCreated"]')).toContainText('as the record was created');
  await popup.close();
});

test('a tool that nobody has mapped is mapped with one click, though the address does not name the company', async ({
  sandbox,
  page_: page,
  browser_,
}) => {
  await page.goto(recordNoted(sandbox, /damaged/, 'pipedrive').url);
  await overlayStatus(page, 'ready');
  const field = (await marksOn(page)).find(({ state, placed }) => state === 'agent' && placed)?.field;
  const mark = page.locator(`countersign-mark[data-field="${field}"]:not([data-unplaced])`).last();
  const team = teamFile(sandbox, 'pipedrive') as { writers: { role: string }[] };
  await importTeam(browser_, { ...team, writers: team.writers.filter(({ role }) => role !== 'agent') });
  await expect(mark).toHaveAttribute('data-countersign', 'unknown');
  await mark.click();
  const card = () => page.frames().find((frame) => frame.url().includes('/card.html'));
  await expect.poll(() => card()?.getByTestId('map-agent').getAttribute('aria-disabled')).toBe('false');
  await card()?.getByTestId('map-agent').click();
  await expect(mark).toHaveAttribute('data-countersign', 'agent');
  await importTeam(browser_, team);
});

test('labels that only the page translates are learned from records that agree', async ({ sandbox, page_: page }) => {
  test.setTimeout(180_000);
  await control(sandbox, 'POST', '/dom', { crm: 'pipedrive', locale: 'de' });
  const deals = mainAccount(sandbox, 'pipedrive').records.filter(({ object }) => object === 'deal');
  const translated = async () => (await marksOn(page)).filter((m) => m.field === 'expected_close_date').length;
  const first = recordNoted(sandbox, /damaged/, 'pipedrive');
  await page.goto(first.url);
  await overlayStatus(page, 'ready');
  expect(await translated()).toBe(0);
  for (const deal of deals.slice(0, 8)) {
    await page.goto(deal.url);
    await overlayStatus(page, 'ready', 'mismatch');
    // Rows are told once the page has come to rest.
    await page.waitForTimeout(2_500);
  }
  await page.goto(first.url);
  await overlayStatus(page, 'ready');
  await expect.poll(translated).toBeGreaterThan(0);
});

test('the budget: a first view costs 21 tokens of reading, a later one 1', async ({ sandbox, page_: page }) => {
  const deal = mainAccount(sandbox, 'pipedrive')
    .records.filter(({ object }) => object === 'deal')
    .at(-1);
  const since = ((await control<{ seq: number }[]>(sandbox, 'GET', '/log')).at(-1)?.seq ?? 0).toString();
  await page.goto(deal?.url ?? '');
  await overlayStatus(page, 'ready');
  const asked = async (from: string) =>
    (await control<{ seq: number; path: string; method: string }[]>(sandbox, 'GET', `/log?since=${from}&crm=pipedrive`))
      .map(({ path }) => path)
      .filter((path) => path.includes(`/${deal?.id}`));
  expect((await asked(since)).length).toBeLessThanOrEqual(2);
  const later = ((await control<{ seq: number }[]>(sandbox, 'GET', '/log')).at(-1)?.seq ?? 0).toString();
  await page.waitForTimeout(3_500);
  await page.reload();
  await overlayStatus(page, 'ready');
  const again = await asked(later);
  expect(again).toHaveLength(1);
  expect(again[0]).not.toContain('changelog');
});

/** "Next step", a custom field. */
const NEXT_STEP = 'a172f07a1eadfa4c746fb64257b1ba4ca28d4eff';

captureTests('pipedrive', 'deal', [
  {
    what: 'a value edited in place',
    record: /^clean/,
    field: NEXT_STEP,
    to: 'Agent says',
    async act(page) {
      const mark = page.locator(`countersign-mark[data-field="${NEXT_STEP}"]`).first();
      const row = mark.locator('xpath=ancestor::*[.//button][1]');
      await row.hover();
      // Not the mark's own button, which is in a shadow root.
      await row.locator('xpath=.//button').last().click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Person says');
      await page.keyboard.press('Enter');
    },
  },
  {
    what: 'a stage chosen on the bar',
    record: /moved to and fro/,
    field: 'stage_id',
    to: '3',
    act: (page) => page.locator('[class*=stage][title]').first().click(),
  },
]);
