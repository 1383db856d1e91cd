/** What is Salesforce's own: signing in, tokens that expire, two orgs that share record ids, several pages in one tab. */
import { launch } from '../tools/extension.ts';
import { captureTests } from './capture.ts';
import { faultTests } from './crmFaults.ts';
import {
  connectForm,
  control,
  expect,
  mainAccount,
  marksOn,
  navigate,
  overlayStatus,
  recordNoted,
  signIn,
  tabId,
  test,
} from './support.ts';

const DAMAGED = /damaged/;
const COMPOSITE = 'POST /services/data/v67.0/composite';

faultTests('salesforce', COMPOSITE, [
  ['the day’s limit', { kind: 'daily' }, 'request limit is used up'],
  ['a fault of Salesforce', { kind: '500' }, 'fault of its own'],
  ['a bad gateway', { kind: '502' }, 'fault of its own'],
  ['HTML instead of JSON', { kind: 'html403' }, 'not what it documents'],
  ['broken JSON', { kind: 'malformed' }, 'not what it documents'],
  ['JSON of another shape', { kind: 'malformed', body: '{"compositeResponse":"many"}' }, 'not what it documents'],
  ['a reset connection', { kind: 'reset' }, 'offline'],
]);

test('who says no at the sign-in is told so, and may try again', async ({ sandbox }) => {
  const account = mainAccount(sandbox, 'salesforce');
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  const page = await connectForm(browser, 'salesforce');
  await expect(page.getByTestId('connect-redirect')).toHaveValue(/^https:\/\/[a-p]{32}\.chromiumapp\.org\//);
  await page.getByTestId('connect-host').fill(account.host);
  await page.getByTestId('connect-client').fill('3MVG9countersign.sandbox');
  const opened = browser.context.waitForEvent('page');
  await page.getByTestId('connect-signin').click();
  await (await opened).locator('#deny').click();
  await expect(page.getByTestId('connect-problem')).toBeVisible();
  for (const host of ['evil.example', 'https://acme.my.salesforce.com.evil.example']) {
    await page.getByTestId('connect-host').fill(host);
    await page.getByTestId('connect-signin').click();
    await expect(page.getByTestId('connect-problem')).toBeVisible();
  }
  await page.close();
  await signIn(browser, account);

  // A colleague signs in by the team file that this browser exports.
  const options = await browser.context.newPage();
  await options.goto(browser.page('options.html#team'));
  const download = options.waitForEvent('download');
  await options.getByTestId('team-export').click();
  const exported = await (await download).path();
  await options.close();
  const colleague = await connectForm(browser, 'salesforce');
  const nothing = { name: 'team.json', mimeType: 'application/json', buffer: Buffer.from('{"schema":"other"}') };
  await colleague.getByTestId('connect-team').setInputFiles(nothing);
  await expect(colleague.getByTestId('connect-form')).toContainText('says nothing about signing in');
  await colleague.getByTestId('connect-team').setInputFiles(exported);
  await expect(colleague.getByTestId('connect-host')).toHaveValue(account.host);
  await expect(colleague.getByTestId('connect-client')).toHaveValue('3MVG9countersign.sandbox');
  await browser.close();
});

test('a token that expired is renewed, again and again; one whose renewal is refused asks for a new sign-in', async ({
  sandbox,
}) => {
  const account = mainAccount(sandbox, 'salesforce');
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  await signIn(browser, account);
  const page = await browser.context.newPage();
  const [first, second, third] = account.records;
  await page.goto(first?.url ?? '');
  await overlayStatus(page, 'ready');
  for (const record of [second, third]) {
    await control(sandbox, 'POST', '/settings', { crm: 'salesforce', expireTokens: true });
    await page.goto(record?.url ?? '');
    await overlayStatus(page, 'ready');
  }
  await control(sandbox, 'POST', '/settings', { crm: 'salesforce', expireTokens: true });
  await control(sandbox, 'POST', '/fault', {
    route: 'POST /services/oauth2/token',
    kind: 'status',
    status: 400,
    body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
  });
  await page.goto(recordNoted(sandbox, /lead an agent/, 'salesforce').url);
  await overlayStatus(page, 'no-account');
  expect(await marksOn(page)).toEqual([]);
  await control(sandbox, 'DELETE', '/fault');
  await signIn(browser, account);
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await overlayStatus(page, 'ready');
  await browser.close();
});

test('an org and its sandbox share record ids and never mix', async ({ sandbox, page_: page }) => {
  const uat = sandbox.info.accounts.find((one) => one.crm === 'salesforce' && /uat/i.test(one.host));
  const own = mainAccount(sandbox, 'salesforce');
  const shared = uat?.records.find((record) => own.records.some(({ id }) => id === record.id)) ?? uat?.records[0];
  await page.goto(shared?.url ?? '');
  await overlayStatus(page, 'mismatch');
  expect(await marksOn(page)).toEqual([]);
  await expect(page.locator('countersign-root')).toHaveAttribute(
    'data-countersign-record',
    new RegExp(`/${uat?.host}/`),
  );
});

test('of fields without history the popup says who saved the record last; the options say whose eyes read', async ({
  sandbox,
  page_: page,
  browser_,
}) => {
  const { url } = recordNoted(sandbox, DAMAGED, 'salesforce');
  await page.goto(url);
  await overlayStatus(page, 'ready');
  const own = await browser_.context.newPage();
  await own.goto(browser_.page('options.html'));
  await expect(own.getByTestId('account-sees')).toContainText(
    'show what Countersign Integration may see in Salesforce',
  );
  await own.goto(browser_.page(`popup.html?tab=${await tabId(own, url)}`));
  await expect(own.locator('[data-gap="notTracked"]')).toContainText('An administrator can switch field history on');
  await expect(own.getByTestId('popup-last-edit')).toContainText(/Last edited by \S.* which one is not recorded/);
  await own.close();
});

test('from namesake to namesake, with pages that stay alive and come late', async ({ sandbox, page_: page }) => {
  const damaged = recordNoted(sandbox, DAMAGED, 'salesforce');
  const namesake = recordNoted(sandbox, /namesake of the damaged/, 'salesforce');
  for (const variant of ['layout', 'console']) {
    await control(sandbox, 'POST', '/dom', { crm: 'salesforce', variant, lateRenderMs: 1500 });
    await page.goto(damaged.url);
    await overlayStatus(page, 'ready');
    await expect(page.locator('countersign-root')).toHaveAttribute(
      'data-countersign-record',
      `salesforce/${mainAccount(sandbox, 'salesforce').account}/Opportunity/${damaged.id}`,
    );
    await expect.poll(async () => (await marksOn(page)).length).toBeGreaterThan(3);
    const marks = (await marksOn(page)).length;
    await navigate(page, new URL(namesake.url).pathname);
    await overlayStatus(page, 'ready', 'loading', 'mismatch');
    // People alone edited the namesake's values: a mark of an agent would be the other record's.
    expect((await marksOn(page)).filter((m) => m.state === 'agent')).toEqual([]);
    await page.goBack();
    await overlayStatus(page, 'ready');
    await expect.poll(async () => (await marksOn(page)).length).toBeGreaterThanOrEqual(marks);
  }
});

captureTests('salesforce', 'Opportunity', [
  {
    what: 'a value edited in place',
    record: /^clean/,
    field: 'NextStep',
    to: 'Agent says',
    async act(page) {
      await page.locator('button[title="Edit Next Step"]').first().click();
      await page.locator('input[name="NextStep"]').first().fill('Person says');
      await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    },
  },
  {
    what: 'a stage chosen on the path',
    record: /moved to and fro/,
    field: 'StageName',
    to: 'Value Proposition',
    async act(page) {
      await page.locator('ul.slds-path__nav [role="option"]').nth(4).click();
      await page.locator('button.slds-path__mark-complete').first().click();
    },
  },
  {
    what: 'the stage marked as complete, with none chosen',
    record: /moved to and fro/,
    field: 'StageName',
    to: 'Value Proposition',
    act: (page) => page.locator('button.slds-path__mark-complete').first().click(),
  },
]);
