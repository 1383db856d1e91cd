import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Launched, launch } from '../tools/extension.ts';
import {
  connectAccount,
  control,
  expect,
  mainAccount,
  marksOn,
  overlayStatus,
  recordNoted,
  tabId,
  test,
} from './support.ts';

const CRM = 'hubspot';
const TICKET = '0-5';

async function options(browser: Launched, section: string): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(browser.page(`options.html#${section}`));
  return page;
}

const hashOn = async (page: Page) => (await page.getByTestId('team-hash').textContent()) ?? '';

/** What is marked on a record, and as what. */
async function marksAt(browser: Launched, url: string): Promise<string[]> {
  const page = await browser.context.newPage();
  await page.goto(url);
  await overlayStatus(page, 'ready');
  const marks = (await marksOn(page)).map(({ field, state }) => `${field} ${state}`).sort();
  await page.close();
  return marks;
}

/** Says who a writer is, as the page of agents does. */
function mapAgent(page: Page, key: string): Promise<unknown> {
  const body = { crm: CRM, account: '12345678', key, role: 'agent', name: 'Nightly Enricher' };
  return page.evaluate(
    async (message) => {
      const { chrome } = globalThis as never as { chrome: { runtime: { sendMessage(m: object): Promise<unknown> } } };
      return chrome.runtime.sendMessage(message);
    },
    { kind: 'writer.map', body },
  );
}

/** Brings the next look forward. */
function lookNow(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { chrome } = globalThis as never as { chrome: { alarms: { create(n: string, w: object): Promise<void> } } };
    return chrome.alarms.create('control', { when: Date.now() + 1, periodInMinutes: 10 });
  });
}

async function textAt(sandbox: Sandbox, id: string): Promise<string | null> {
  const response = await fetch(`${sandbox.info.apis.hubspot}/crm/v3/objects/0-2/${id}?properties=countersign_ledger`, {
    headers: { authorization: `Bearer ${mainAccount(sandbox, CRM).tokens.full}` },
  });
  if (response.status === 404) return null;
  return ((await response.json()) as { properties: Record<string, string> }).properties.countersign_ledger ?? '';
}

async function noAxeFindings(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
}

test('a new machine has team file, marks and approvals from the control record alone, and follows it; undo removes it', async ({
  browser_: one,
  sandbox,
}) => {
  test.setTimeout(90_000);
  const wizard = await options(one, 'staging');
  const two = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  try {
    // At the end of the set-up.
    await wizard.getByTestId(`staging-object-${TICKET}`).check();
    await wizard.getByTestId('staging-field-subject').check();
    await wizard.getByTestId('staging-next').click();
    await wizard.getByTestId('staging-next').click();
    await wizard.getByTestId('staging-create').click();
    await wizard.getByTestId('staging-next').click();
    await wizard.getByTestId('control-create').click();
    await expect(wizard.getByTestId('control-text')).toContainText('countersign/control');
    await noAxeFindings(wizard);
    await wizard.screenshot({ path: 'test-results/looks/control-create.png', fullPage: true });
    await wizard.getByTestId('control-create-yes').click();
    await expect(wizard.getByTestId('control-agreed')).toHaveAttribute('data-agreed', 'true');
    await wizard.screenshot({ path: 'test-results/looks/control-wizard.png', fullPage: true });
    const address = (await wizard.getByTestId('control-record').getAttribute('href')) ?? '';
    const id = /\/0-2\/(\d+)/.exec(address)?.[1] ?? '';

    // Another machine: a key and the address.
    await connectAccount(two, { ...mainAccount(sandbox, CRM), label: 'Northwind Sales' });
    const theirs = await options(two, 'team');
    await theirs
      .getByTestId('control-address')
      .fill('https://app.hubspot.com/contacts/12345678/objects/0-2/views/all/list');
    await theirs.getByTestId('control-find').click();
    await expect(theirs.getByTestId('control-failed')).toContainText('no address of a record');
    await theirs.getByTestId('control-address').fill(address);
    await theirs.getByTestId('control-find').click();
    await expect(theirs.getByTestId('control-writer')).toContainText('The file itself names “Dana Reyes”');
    await noAxeFindings(theirs);
    await theirs.screenshot({ path: 'test-results/looks/control-accept.png', fullPage: true });
    const empty = await hashOn(theirs);
    await theirs.getByTestId('control-accept-yes').click();
    await expect(theirs.getByTestId('control-agreed')).toHaveAttribute('data-agreed', 'true');
    const ours = await options(one, 'team');
    await expect(ours.getByTestId('control-agreed')).toHaveAttribute('data-agreed', 'true');
    expect(await hashOn(theirs)).toBe(await hashOn(ours));
    expect(await hashOn(theirs)).not.toBe(empty);

    // The same attributions, and the same approvals out of the record's ledger.
    const { url } = recordNoted(sandbox, /approved, edited and rejected/, CRM);
    const marks = await marksAt(one, url);
    expect(marks.some((mark) => mark.endsWith('collaborative'))).toBe(true);
    expect(await marksAt(two, url)).toEqual(marks);

    // What one says, the other has after its next look.
    const before = await hashOn(ours);
    await mapAgent(ours, 'app:5679001');
    await ours.reload();
    await expect(ours.getByTestId('team-hash')).not.toHaveText(before);
    await expect(ours.getByTestId('control-agreed')).toHaveAttribute('data-agreed', 'true');
    expect(await textAt(sandbox, id)).toContain('Nightly Enricher');
    await lookNow(theirs);
    const after = await hashOn(ours);
    await expect
      .poll(async () => {
        await theirs.reload();
        await theirs.getByTestId('team-hash').waitFor();
        return hashOn(theirs);
      })
      .toBe(after);
    const record = await two.context.newPage();
    await record.goto(url);
    await overlayStatus(record, 'ready');
    const popup = await two.context.newPage();
    await popup.goto(two.page('popup.html'));
    await popup.goto(two.page(`popup.html?tab=${await tabId(popup, url)}`));
    await expect(popup.getByTestId('popup-team')).toContainText('from the control record “Countersign control record”');
    await popup.screenshot({ path: 'test-results/looks/control-popup.png' });

    // An agent's word is not taken, and is named.
    await theirs.getByTestId('control-pause').click();
    await expect(theirs.getByTestId('control-paused')).toContainText('Dana Reyes');
    await expect.poll(() => textAt(sandbox, id)).toContain('"paused":[{"what":"*"');
    const set = { countersign_ledger: ((await textAt(sandbox, id)) ?? '').replaceAll('"agent"', '"person"') };
    const agent = { crm: CRM, object: '0-2', id, agent: 'Pipeline Copilot', mode: 'direct', set };
    await control(sandbox, 'POST', '/agent', agent);
    await ours.getByTestId('control-look').click();
    await expect(ours.getByTestId('control-trouble')).toContainText('Pipeline Copilot is an agent');
    expect(await hashOn(ours)).toBe(after);
    await noAxeFindings(ours);
    await ours.screenshot({ path: 'test-results/looks/control-agent.png', fullPage: true });
    await theirs.getByTestId('control-look').click();
    await expect(theirs.getByTestId('control-trouble')).toBeVisible();
    await popup.reload();
    await expect(popup.getByTestId('popup-control')).toContainText('last good team file');
    await popup.screenshot({ path: 'test-results/looks/control-popup-trouble.png' });
    await ours.getByTestId('control-mine').click();
    await expect(ours.getByTestId('control-agreed')).toHaveAttribute('data-agreed', 'true');

    // Undo takes back the record with the fields.
    await wizard.reload();
    await wizard.getByTestId('staging-undo').click();
    await expect(wizard.getByTestId('staging-undo-list')).toContainText('Countersign control record');
    await wizard.getByTestId('staging-undo-yes').click();
    await expect(wizard.getByTestId('staging-removed')).toBeVisible();
    expect(await textAt(sandbox, id)).toBeNull();
    await theirs.getByTestId('control-look').click();
    await expect(theirs.getByTestId('control-trouble')).toContainText('not there any more');
    expect(await hashOn(theirs)).toBe(after);
    await ours.close();
  } finally {
    await two.close();
    await wizard.close();
  }
});
