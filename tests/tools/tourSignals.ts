/**
 * The tour's last part: an agent repeats a mistake that a person has put right; then it reads its signals back, once in the record's
 * ledger and once at the endpoint, and stops. The agent is `docs/examples/learning.mjs`, which uses HubSpot's own client.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Account, connectAccount, control, importTeam, overlayStatus, recordNoted, teamFile } from './drive.ts';
import { allowHost, type Launched, launch, optionsOpened } from './extension.ts';

const run = promisify(execFile);
const AGENT = 'Pipeline Copilot';
const FIELD = 'hs_next_step';
const GUESS = 'Send the brochure';
const RIGHT = 'Call back on Monday';
/** The second time the person puts back what stood there before. */
const LEFT_ALONE = /^left alone: reverted by Mara Lindqvist/;
const EXAMPLE = fileURLToPath(new URL('../../docs/examples/learning.mjs', import.meta.url));

type Show = (page: Page, what: string) => Promise<void>;
type DealRecord = Account['records'][number];

/** What an agent and a person do about one deal, and what the CRM holds. */
function deal(sandbox: Sandbox, account: Account, { object, id }: DealRecord) {
  const token = account.agents.find(({ name }) => name === AGENT)?.token ?? '';
  const about = { crm: account.crm, object, id };
  return {
    /** @returns what the agent says of it */
    async agentActs(learn?: string): Promise<string> {
      const env = { ...process.env, TOKEN: token, DEAL: id, API: sandbox.info.apis.hubspot, AGENT };
      const { stdout } = await run(process.execPath, [EXAMPLE], { env: learn ? { ...env, LEARN: learn } : env });
      return stdout.trim();
    },
    personCorrects: () =>
      control(sandbox, 'POST', '/human', {
        ...about,
        person: 'Mara Lindqvist',
        via: 'mobile',
        set: { [FIELD]: RIGHT },
      }),
    async now(field: string): Promise<string> {
      const response = await fetch(`${sandbox.info.apis.hubspot}/crm/v3/objects/deals/${id}?properties=${field}`, {
        headers: { authorization: `Bearer ${account.tokens.full}` },
      });
      return ((await response.json()) as { properties: Record<string, string> }).properties[field] ?? '';
    },
  };
}

/** The deal's page, with the field in sight and marked as it should be. */
async function see(page: Page, url: string, mark: 'agent' | 'corrected'): Promise<void> {
  await page.goto(url);
  await overlayStatus(page, 'ready');
  const shown = page.locator(`countersign-mark[data-field="${FIELD}"]:not([data-unplaced])`).first();
  await expect(shown).toHaveAttribute('data-countersign', mark);
  await shown.scrollIntoViewIfNeeded();
}

/** @param say adds a line of what was checked to the report */
export async function tourSignals({ sandbox, browser, page, show, say }: Parts, account: Account): Promise<void> {
  await byLedger({ sandbox, browser, page, show, say }, account);
  await byEndpoint({ sandbox, browser, page, show, say }, account);
}

interface Parts {
  sandbox: Sandbox;
  browser: Launched;
  page: Page;
  show: Show;
  say: (what: string) => void;
}

async function byLedger({ sandbox, browser, page, show, say }: Parts, account: Account): Promise<void> {
  const record = recordNoted(sandbox, /moved to and fro/, 'hubspot');
  const { agentActs, personCorrects, now } = deal(sandbox, account, record);
  expect(await agentActs()).toBe(`wrote: ${GUESS}`);
  await see(page, record.url, 'agent');
  await show(page, 'An agent fills in its guess of the next step');
  await personCorrects();
  await see(page, record.url, 'corrected');
  await show(page, 'A person puts it right');
  expect(await agentActs()).toBe(`wrote: ${GUESS}`);
  await see(page, record.url, 'agent');
  await show(page, 'Before it learns: the agent writes the same again');
  await personCorrects();

  const options = await browser.context.newPage();
  await options.goto(browser.page('options.html#signals'));
  const picker = options.getByTestId('account-picker');
  await options.getByTestId('ledger-on').waitFor();
  if (await picker.isVisible()) {
    await picker.selectOption(await picker.locator(`option[data-account="${account.account}"]`).getAttribute('value'));
  }
  await options.getByTestId('ledger-on').click();
  await expect(options.getByTestId('ledger-on')).toBeChecked();
  await see(page, record.url, 'corrected');
  await expect.poll(() => now('countersign_ledger'), { timeout: 30_000 }).toContain('"corrected"');
  await expect(options.getByTestId('ledger-state')).toContainText('will be looked at again', { timeout: 15_000 });
  await options.getByTestId('ledger').scrollIntoViewIfNeeded();
  await show(options, 'Corrections go into the ledger of their record');
  await options.close();

  const said = await agentActs('ledger');
  expect(said).toMatch(LEFT_ALONE);
  expect(await now(FIELD)).toBe(RIGHT);
  await see(page, record.url, 'corrected');
  await show(page, 'After: the agent has read its ledger and leaves the value alone');
  say(`By the ledger the agent says “${said}”; the CRM still holds “${RIGHT}”.`);
}

async function byEndpoint({ sandbox, show, say }: Parts, account: Account): Promise<void> {
  const { url, secret } = sandbox.info.receivers.cloudevents;
  const record = recordNoted(sandbox, /namesake of the damaged deal/, 'hubspot');
  const { agentActs, personCorrects, now } = deal(sandbox, account, record);
  const folder = await mkdtemp(join(tmpdir(), 'countersign-events-'));
  const to = { port: sandbox.info.port, spki: sandbox.info.spki };
  const first = await launch(to);
  await connectAccount(first, { ...account, label: 'Northwind Sales' });
  await importTeam(first, teamFile(sandbox, account.crm));
  await first.close(true);
  await allowHost(first, new URL(url).origin);
  const colleague = await launch({ ...to, profile: first.profile });
  try {
    // A profile that was written to is one in which the extension is new.
    await optionsOpened(colleague.context);
    expect(await agentActs()).toBe(`wrote: ${GUESS}`);
    await personCorrects();
    expect(await agentActs()).toBe(`wrote: ${GUESS}`);
    const page = await colleague.context.newPage();
    await see(page, record.url, 'agent');
    await show(page, 'Another deal, the same mistake, twice');
    await personCorrects();

    const options = await colleague.context.newPage();
    await options.goto(colleague.page('options.html#signals'));
    await options.getByTestId('endpoint-url').fill(url);
    await options.getByTestId('endpoint-own-secret').fill(secret);
    await options.getByTestId('endpoint-values').selectOption('hash');
    await options.getByTestId('endpoint-add').click();
    await see(page, record.url, 'corrected');
    const events = async () =>
      (await control<{ accepted: { subject: string }[] }>(sandbox, 'GET', '/deliveries')).accepted;
    await expect.poll(async () => (await events()).some(({ subject }) => subject.endsWith(`/${record.id}`))).toBe(true);
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');
    await options.getByTestId('endpoint').scrollIntoViewIfNeeded();
    await show(options, 'The team’s endpoint has the corrections, values as hashes');

    const file = join(folder, 'events.jsonl');
    await writeFile(file, (await events()).map((event) => `${JSON.stringify(event)}\n`).join(''));
    const said = await agentActs(file);
    expect(said).toMatch(LEFT_ALONE);
    expect(await now(FIELD)).toBe(RIGHT);
    await see(page, record.url, 'corrected');
    await show(page, 'After: the agent has read the events and leaves the value alone');
    say(`By the endpoint the agent says “${said}”; the CRM still holds “${RIGHT}”.`);
  } finally {
    await colleague.close();
    await rm(folder, { recursive: true, force: true });
  }
}
