import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { type Launched, launch } from '../tools/extension.ts';
import {
  type Crm,
  connect,
  connectAccount,
  control,
  expect,
  importTeam,
  mainAccount,
  overlayStatus,
  recordNoted,
  teamFile,
  test,
} from './support.ts';

interface MadeField {
  account: string;
  object: string;
  name: string;
  label: string;
}

/** The fields that somebody created in the main account, of one object. */
async function made(sandbox: Sandbox, object: string, crm: Crm = 'hubspot'): Promise<MadeField[]> {
  const { account } = mainAccount(sandbox, crm);
  const all = await control<MadeField[]>(sandbox, 'GET', `/fields?crm=${crm}`);
  return all.filter((field) => field.account === account && field.object === object);
}

const names = (fields: MadeField[]) => fields.map(({ name }) => name).sort();

/** Tickets have no staging from the start but for the ledger. */
const TICKET = '0-5';
const WANTED = ['hs_ticket_priority', 'subject'];
const FRESH = ['ai_pending_count', 'ai_suggested_hs_ticket_priority', 'ai_suggested_subject', 'ai_suggestions'];
/** The route that creates a ticket's property, and not the one that creates their group. */
const CREATE = 'POST /crm/v3/properties/*5';

const item = (page: Page, name: string) => page.getByTestId(`staging-item-${name}`);

async function openWizard(browser: Launched): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#staging'));
  await page.locator('[data-testid^="staging-object-"], [data-testid^="staging-item-"]').first().waitFor();
  return page;
}

async function noAxeFindings(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
}

/** Goes to the preview with some fields of one object chosen. */
async function choose(page: Page, object: string, fields: readonly string[]): Promise<void> {
  await page.getByTestId(`staging-object-${object}`).check();
  for (const field of fields) await page.getByTestId(`staging-field-${field}`).check();
  await page.getByTestId('staging-next').click();
  await page.getByTestId('staging-next').click();
}

async function undo(page: Page): Promise<void> {
  await page.getByTestId('staging-undo').click();
  await page.getByTestId('staging-undo-yes').click();
  await expect(page.getByTestId('staging-removed')).toBeVisible();
}

/** Runs the copied example as the agent, the sandbox in place of the CRM. */
async function run(example: string, record: string, token: string, sandbox: Sandbox, crm: Crm): Promise<void> {
  const command = example
    .replaceAll(/https:\/\/[\w.-]+/g, sandbox.info.apis[crm] ?? '')
    .replace('RECORD_ID', record)
    .replace('curl', 'curl --fail-with-body --silent --show-error');
  // The sandbox answers from this very process, so waiting must not stop it.
  await promisify(execFile)('sh', ['-c', command], { env: { ...process.env, TOKEN: token }, timeout: 20_000 });
}

/** Whatever a test leaves behind, the next one begins without staging on tickets. */
test.afterEach(async ({ sandbox }) => {
  await control(sandbox, 'DELETE', '/fault');
  for (const { name } of await made(sandbox, TICKET)) {
    await fetch(`${sandbox.info.apis.hubspot}/crm/v3/properties/${TICKET}/${name}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${mainAccount(sandbox).tokens.full}` },
    });
  }
});

test('two fields of a ticket: chosen, created with a tick each, proposed into, taken back', async ({
  browser_,
  page_: record,
  sandbox,
}) => {
  const page = await openWizard(browser_);
  await page.getByTestId(`staging-object-${TICKET}`).check();
  await page.getByTestId('staging-search').fill('priority');
  await page.getByTestId('staging-field-hs_ticket_priority').check();
  await page.getByTestId('staging-search').fill('');
  await page.getByTestId('staging-field-subject').check();
  await noAxeFindings(page);
  await page.getByTestId('staging-next').click();
  await expect(page.getByTestId('staging-name-subject')).toHaveValue('ai_suggested_subject');
  await noAxeFindings(page);
  await page.getByTestId('staging-next').click();
  await expect(page.getByTestId('staging-total')).toHaveText('4 new fields');
  await expect(page.locator('[data-testid^="staging-plan-"][data-state="new"]')).toHaveCount(4);
  expect(await made(sandbox, TICKET)).toEqual([]);
  await noAxeFindings(page);

  await page.getByTestId('staging-create').click();
  await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '5');
  for (const name of FRESH) await expect(item(page, name)).toHaveAttribute('data-state', 'done');
  expect(names(await made(sandbox, TICKET))).toEqual(FRESH);
  await noAxeFindings(page);

  // What an agent is told to run works, and its suggestion is seen without another word to the product.
  await page.getByTestId('staging-next').click();
  const ticket = mainAccount(sandbox).records.find(({ object }) => object === TICKET);
  const agent = mainAccount(sandbox).agents.find(({ name }) => name === 'Pipeline Copilot');
  const example = await page.getByTestId('staging-example').textContent();
  // The ticket's priority is LOW, and what is proposed has to be another.
  await run((example ?? '').replaceAll('LOW', 'URGENT'), ticket?.id ?? '', agent?.token ?? '', sandbox, 'hubspot');
  await record.goto(ticket?.url ?? '');
  await overlayStatus(record, 'ready');
  await expect(
    record.locator('[data-countersign="suggestion"][data-field="hs_ticket_priority"]').first(),
  ).toBeAttached();

  await page.getByTestId('staging-undo').click();
  await expect(page.getByTestId('staging-undo-list').locator('li')).toHaveCount(4);
  await noAxeFindings(page);
  await page.getByTestId('staging-undo-yes').click();
  await expect(page.getByTestId('staging-removed')).toContainText('Removed 4 fields');
  expect(await made(sandbox, TICKET)).toEqual([]);
  await page.close();
});

test('after a fault and a closed page it goes on where it was; undo leaves what others made', async ({
  browser_,
  sandbox,
}) => {
  const { hubspot } = sandbox.info.apis;
  const theirs = { name: 'ai_suggestions', label: 'AI suggestions', type: 'string', fieldType: 'textarea' };
  const { tokens } = mainAccount(sandbox);
  const created = await fetch(`${hubspot}/crm/v3/properties/${TICKET}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.full}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...theirs, groupName: 'ticketinformation' }),
  });
  expect(created.status).toBe(201);

  // The first field is created and the answer lost; then HubSpot has a fault of its own.
  await control(sandbox, 'POST', '/fault', { route: CREATE, kind: '502', after: true, times: 1 });
  let page = await openWizard(browser_);
  await choose(page, TICKET, WANTED);
  await expect(page.getByTestId('staging-plan-ai_suggestions')).toHaveAttribute('data-state', 'exists');
  await page.getByTestId('staging-create').click();
  await expect(page.getByTestId('staging-problem')).toHaveAttribute('data-kind', 'server');
  await expect(page.locator('[data-testid^="staging-item-"][data-state="failed"]')).toHaveCount(1);
  await page.close();

  await control(sandbox, 'POST', '/fault', { route: CREATE, kind: '500' });
  page = await openWizard(browser_);
  await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '2');
  await page.getByTestId('staging-resume').click();
  await expect(page.getByTestId('staging-problem')).toHaveAttribute('data-kind', 'server');
  await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '3');

  await control(sandbox, 'DELETE', '/fault');
  await page.getByTestId('staging-resume').click();
  await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '5');
  await expect(item(page, 'ai_suggestions')).toHaveAttribute('data-state', 'exists');
  expect(names(await made(sandbox, TICKET))).toEqual(FRESH);

  await undo(page);
  expect(names(await made(sandbox, TICKET))).toEqual(['ai_suggestions']);
  await page.close();
});

test('a stop takes effect after the field that is being made', async ({ browser_, sandbox }) => {
  await control(sandbox, 'POST', '/fault', { route: CREATE, kind: 'slow', delayMs: 700 });
  const page = await openWizard(browser_);
  await choose(page, TICKET, WANTED);
  await page.getByTestId('staging-create').click();
  await page.locator('[data-testid^="staging-item-"][data-state="creating"]').waitFor();
  await page.getByTestId('staging-cancel').click();
  await expect(page.getByTestId('staging-resume')).toBeVisible();
  await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '2');
  expect(await made(sandbox, TICKET)).toHaveLength(1);
  await undo(page);
  expect(await made(sandbox, TICKET)).toEqual([]);
  await page.close();
});

test('a plan without room is told in HubSpot’s words, and compact is offered', async ({ browser_, sandbox }) => {
  const message = 'You have reached the limit of 10 custom properties';
  const body = { status: 'error', category: 'VALIDATION_ERROR', message };
  await control(sandbox, 'POST', '/fault', { route: CREATE, kind: 'status', status: 400, body });
  const page = await openWizard(browser_);
  await choose(page, TICKET, WANTED);
  await page.getByTestId('staging-create').click();
  await expect(page.getByTestId('staging-problem')).toContainText(message);
  await page.getByTestId('staging-compact').click();
  await expect(page.getByTestId('staging-total')).toHaveText('2 new fields');
  await control(sandbox, 'DELETE', '/fault');
  await page.getByTestId('staging-create').click();
  await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '3');
  await undo(page);
  await page.close();
});

test('other names are checked, found through the team file, and forgotten by undo', async ({ browser_, sandbox }) => {
  const page = await openWizard(browser_);
  await page.getByTestId(`staging-object-${TICKET}`).check();
  await page.getByTestId('staging-field-subject').check();
  await page.getByTestId('staging-next').click();
  const name = page.getByTestId('staging-name-subject');
  await name.fill('Betreff');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('staging-next')).toBeDisabled();
  await name.fill('proposed_subject');
  await page.getByTestId('staging-next').click();
  await page.getByTestId('staging-create').click();
  await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '4');
  await page.getByTestId('staging-next').click();
  await expect(page.getByTestId('staging-example')).toContainText('proposed_subject');
  await undo(page);
  await page.getByTestId(`staging-object-${TICKET}`).uncheck();
  await choose(page, TICKET, ['subject']);
  await expect(page.getByTestId('staging-total')).toHaveText('3 new fields');
  await page.close();
  expect(await made(sandbox, TICKET)).toEqual([]);
});

test('without the right to create, the list for an administrator; what they made is used and stays', async ({
  sandbox,
}) => {
  const own = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  try {
    const { tokens } = mainAccount(sandbox);
    await connect(own, tokens.noSchema, 'Northwind Sales');
    const page = await openWizard(own);
    await choose(page, TICKET, ['subject']);
    await page.getByTestId('staging-create').click();
    const list = page.getByTestId('staging-admin-list');
    for (const name of FRESH.filter((one) => !one.includes('priority')))
      await expect(list).toContainText(`Name: ${name}`);
    await expect(list).toContainText('Multi-line text');
    await expect(item(page, 'ai_suggested_subject')).toHaveAttribute('data-state', 'forbidden');
    await expect(page.getByText('crm.schemas.tickets.write').first()).toBeVisible();
    await expect(page.getByTestId('staging-undo')).toHaveCount(0);
    expect(await made(sandbox, TICKET)).toEqual([]);

    // The preview remembers what was refused.
    await page.getByTestId('staging-back').click();
    await expect(page.getByTestId('staging-plan-ai_suggested_subject')).toHaveAttribute('data-state', 'noRight');
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Create' }).click();

    for (const [name, fieldType] of Object.entries({
      ai_suggested_subject: 'text',
      ai_suggestions: 'textarea',
      ai_pending_count: 'number',
    })) {
      const type = fieldType === 'number' ? 'number' : 'string';
      await fetch(`${sandbox.info.apis.hubspot}/crm/v3/properties/${TICKET}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.full}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name, label: name, type, fieldType, groupName: 'ticketinformation' }),
      });
    }
    await page.getByTestId('staging-resume').click();
    await expect(page.getByTestId('staging-progress')).toHaveAttribute('data-done', '4');
    await expect(item(page, 'ai_suggested_subject')).toHaveAttribute('data-state', 'exists');
    await expect(page.getByTestId('staging-undo')).toHaveCount(0);
  } finally {
    await own.close();
  }
});

test('no content script can plan or create', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, /an agent has damaged/).url);
  await overlayStatus(page, 'ready');
  const answers = await page
    .context()
    .serviceWorkers()[0]
    ?.evaluate(async (url) => {
      const { chrome } = globalThis as never as {
        chrome: {
          tabs: { query(q: object): Promise<{ id: number; url?: string }[]> };
          scripting: { executeScript(o: object): Promise<{ result: unknown }[]> };
        };
      };
      const tab = (await chrome.tabs.query({})).find((one) => one.url === url);
      const [outcome] = await chrome.scripting.executeScript({
        target: { tabId: tab?.id },
        func: async () => {
          const { runtime } = (globalThis as never as { chrome: typeof globalThis }).chrome as never as {
            runtime: {
              sendMessage(m: object): Promise<{ refused?: string }>;
              connect(o: object): { onDisconnect: { addListener(f: () => void): void } };
            };
          };
          const account = { crm: 'hubspot', account: '12345678' };
          const choices = { layout: 'compact', objects: [{ object: '0-5', fields: [] }], names: [], parts: {} };
          const load = await runtime.sendMessage({ kind: 'staging.load', body: account });
          const begin = await runtime.sendMessage({ kind: 'staging.begin', body: { ...account, choices } });
          const closed = await new Promise((resolve) => {
            runtime
              .connect({ name: 'staging-create:hubspot:12345678' })
              .onDisconnect.addListener(() => resolve('closed'));
            setTimeout(() => resolve('open'), 2000);
          });
          return [load.refused, begin.refused, closed];
        },
      });
      return outcome?.result;
    }, page.url());
  expect(answers).toEqual(['staging.load: not for this sender', 'staging.begin: not for this sender', 'closed']);
  expect(await made(sandbox, TICKET)).toEqual([]);
});

for (const [crm, object, field, fresh] of [
  ['salesforce', 'Account', 'Website', 'AI_Suggested_Website__c'],
  ['pipedrive', 'organization', 'website', 'AI suggested Website'],
] as const) {
  test(`one field on ${crm}: created, proposed into, taken back`, async () => {
    await withCrm(crm, async ({ sandbox, browser }) => {
      const before = await made(sandbox, object, crm);
      const page = await openWizard(browser);
      await choose(page, object, [field]);
      await page.getByTestId('staging-create').click();
      await expect(item(page, fresh)).toHaveAttribute('data-state', 'done');
      await page.getByTestId('staging-next').click();
      const news = (await made(sandbox, object, crm)).filter(({ name }) => !before.some((one) => one.name === name));
      const created = news.find(({ name, label }) => name === fresh || label === fresh);
      const example = await page.getByTestId('staging-example').textContent();
      expect(example).toContain(created?.name);

      const { records, tokens } = mainAccount(sandbox, crm);
      const record = records.find((one) => one.object === object);
      await run(example ?? '', record?.id ?? '', tokens.full, sandbox, crm);
      const shown = await browser.context.newPage();
      await shown.goto(record?.url ?? '');
      await overlayStatus(shown, 'ready');
      await expect(shown.locator(`[data-countersign="suggestion"][data-field="${field}"]`).first()).toBeAttached();

      await undo(page);
      expect(await made(sandbox, object, crm)).toEqual(before);
    });
  });
}

/** A sandbox and a connected browser for one of the other CRMs. */
async function withCrm(
  crm: Crm,
  work: (given: { sandbox: Sandbox; browser: Launched }) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ quiet: true, crms: [crm] });
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  try {
    await connectAccount(browser, mainAccount(sandbox, crm));
    await importTeam(browser, teamFile(sandbox, crm));
    await work({ sandbox, browser });
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}
