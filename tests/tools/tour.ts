/**
 * The guided tour: uses the product as a person would, from connecting the account on, takes a numbered screenshot of every
 * step and compares every mark it meets with the sandbox's truth. Writes `.output/tour/`.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Frame, type Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import {
  type Account,
  connectAccount,
  control,
  importTeam,
  mainAccount,
  overlayStatus,
  recordNoted,
  tabId,
  teamFile,
} from './drive.ts';
import { type Launched, launch } from './extension.ts';
import { ROOT } from './steps.ts';
import { tourSignals } from './tourSignals.ts';
import { tourSuggestions } from './tourSuggestions.ts';
import { compareRecord, liveRecords, recordPath } from './truth.ts';

const FOLDER = join(ROOT, '.output', 'tour');
/** Records compared at the end, spread over all kinds: of the first CRM, and of each other one. */
const SWEEP = 60;
const OTHERS_SWEEP = 20;
const STEPS = 63;

interface Report {
  lines: string[];
  /** Marks that are missing or wrong, and expectations that did not hold. */
  wrong: string[];
  marks: number;
  records: number;
}

/** Runs the tour. @returns how many marks were missing or wrong; a step that cannot be done counts as one */
export async function tour(sandbox: Sandbox): Promise<number> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  const report: Report = { lines: [], wrong: [], marks: 0, records: 0 };
  try {
    await walk(sandbox, browser, report);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    report.wrong.push(`The tour could not go on: ${message}`);
    for (const [index, page] of browser.context.pages().entries()) {
      await page.screenshot({ path: join(FOLDER, `failed-${index}.png`) }).catch(() => {});
    }
  } finally {
    await browser.close();
  }
  const verdict =
    report.wrong.length === 0 ? 'Every mark was there and true.' : `${report.wrong.length} missing or wrong.`;
  const text = [
    '# Tour',
    '',
    `${report.records} records, ${report.marks} marks compared with the truth. ${verdict}`,
    '',
    ...report.lines,
    ...(report.wrong.length > 0 ? ['', '## Missing or wrong', '', ...report.wrong.map((w) => `- ${w}`)] : []),
    '',
  ].join('\n');
  await writeFile(join(FOLDER, 'report.md'), text);
  process.stdout.write(
    `\n${report.records} records, ${report.marks} marks compared. ${verdict} Report: .output/tour/report.md\n`,
  );
  for (const wrong of report.wrong) process.stdout.write(`  ${wrong}\n`);
  return report.wrong.length;
}

async function walk(sandbox: Sandbox, browser: Launched, report: Report): Promise<void> {
  const account = mainAccount(sandbox);
  let number = 0;
  /** One step: what is done, a picture of it, a line in the report. */
  const show = async (page: Page, what: string) => {
    number++;
    const name = `${String(number).padStart(2, '0')}-${what
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')}.png`;
    await page.screenshot({ path: join(FOLDER, name) });
    report.lines.push(`${number}. ${what}  `, `   ![](${name})`);
    process.stdout.write(`  ${String(number).padStart(2)}/${STEPS} ${what}\n`);
  };
  /** A line of the report about what was checked. */
  const say = (what: string) => {
    report.lines.push('', what, '');
  };
  const check = async (
    page: Page,
    record: { object: string; id: string },
    { of = account, variant = '2026' }: { of?: Account; variant?: string } = {},
  ) => {
    const found = await compareRecord(page, sandbox, of, record, variant);
    report.records++;
    report.marks += found.wanted;
    report.wrong.push(...found.wrong.map((w) => `${found.record}: ${w}`));
    report.wrong.push(...found.missing.map((m) => `${found.record} (${found.status}): no mark on ${m}`));
  };

  // ── Connecting ────────────────────────────────────────────────────────────────────────────────────────────────────
  const options = await browser.context.newPage();
  await options.goto(browser.page('options.html#accounts'));
  await options.getByTestId('connect-token').fill(account.tokens.revoked);
  await options.getByTestId('connect-test').click();
  await options.getByTestId('connect-problem').waitFor();
  await show(options, 'A key that was revoked is refused');
  await options.getByTestId('connect-token').fill(account.tokens.full);
  await options.getByTestId('connect-test').click();
  await options.getByTestId('connect-account').waitFor();
  await show(options, 'The key names its account and what it may read');
  await options.getByTestId('connect-label').fill('Northwind Sales');
  await options.getByTestId('connect-person').fill('Dana Reyes');
  await options.getByTestId('connect-save').click();
  await options.getByTestId('connect-done').waitFor();
  await show(options, 'Connected');

  const damaged = recordNoted(sandbox, /an agent has damaged/);
  const record = await browser.context.newPage();
  await record.goto(damaged.url);
  await overlayStatus(record, 'ready');
  await record.locator('countersign-mark').first().waitFor({ state: 'attached' });
  await show(record, 'Before anyone has said who is an agent, integrations are unknown');

  // ── Who is an agent ───────────────────────────────────────────────────────────────────────────────────────────────
  await options.bringToFront();
  await options.goto(browser.page('options.html#agents'));
  await options.getByTestId('agents-look').click();
  await options.getByTestId('agents-table').waitFor();
  await show(options, 'Everyone who wrote to the account');
  const writer = (key: string) => options.locator(`[data-testid="writer"][data-writer="${key}"]`);
  await writer('app:5671234').getByText('Agent', { exact: true }).click();
  await options.getByTestId('writer-name').fill('Pipeline Copilot');
  await options.getByTestId('writer-name-save').click();
  await writer('app:5680002').locator('+ tr').getByTestId('writer-own').click();
  await writer('app:5679001').getByText('Several tools use this key').click();
  await writer('app:5679001').locator('+ tr').getByTestId('writer-stamp').click();
  for (const [field, value] of [
    ['last_modified_by_agent', 'lead-enricher'],
    ['ai_last_run_id', ''],
  ] as const) {
    await options.getByTestId('stamp-field').selectOption(field);
    if (value) await options.getByTestId('stamp-value').fill(value);
    else await options.getByTestId('stamp-any').check();
    await options.getByTestId('stamp-agent').fill('Lead Enricher');
    await options.getByTestId('stamp-save').click();
    await options.getByTestId('stamps').getByText(field).first().waitFor();
  }
  await show(options, 'One agent is named, our own key is known, a shared key is told apart by its stamp');

  // ── The record page ───────────────────────────────────────────────────────────────────────────────────────────────
  await record.bringToFront();
  await record.locator('countersign-mark[data-countersign="agent"]').first().waitFor({ state: 'attached' });
  await record.mouse.move(700, 600);
  await show(record, 'The damaged deal, marked');
  for (const [state, what] of [
    ['agent', 'Card: written by an agent'],
    ['collaborative', 'Card: drafted by an agent, approved by a person'],
    ['corrected', 'Card: corrected by a person'],
    ['unknown', 'Card: nobody can tell, with one click to say who it is'],
  ] as const) {
    await record
      .locator(`[data-card-type="PROPERTIES_V3"] countersign-mark[data-countersign="${state}"]:not([data-unplaced])`)
      .first()
      .click();
    await card(record);
    await record.waitForTimeout(700);
    await show(record, what);
    await record.keyboard.press('Escape');
    await expect(record.locator('countersign-card')).toHaveCount(0);
  }
  await record.locator('countersign-root .pill').click();
  await show(record, 'The pill and its menu: what the marks say');
  await record.keyboard.press('Escape');
  const popup = await browser.context.newPage();
  await popup.setViewportSize({ width: 320, height: 460 });
  await popup.goto(browser.page('options.html'));
  const tab = await tabId(popup, record.url());
  await popup.goto(browser.page(`popup.html?tab=${tab}`));
  await popup.getByTestId('popup-team').waitFor();
  await show(popup, 'The popup of that tab');
  await popup.close();
  await check(record, damaged);

  // ── Other records, without a reload ───────────────────────────────────────────────────────────────────────────────
  await record.bringToFront();
  for (const [note, what] of [
    [/namesake of the damaged deal/, 'Its namesake, which people alone edited'],
    [/whose UTM values an agent overwrote/, 'A contact whose UTM values an agent overwrote'],
    [/right-to-left values/, 'A contact with right-to-left values'],
    [/polite e-mail/, 'A ticket that an agent closed on a polite e-mail'],
  ] as const) {
    const other = recordNoted(sandbox, note);
    await check(record, other);
    // Where people alone wrote, nothing is marked.
    const marks = record.locator('[data-card-type="PROPERTIES_V3"] countersign-mark');
    if ((await marks.count()) > 0) await marks.first().scrollIntoViewIfNeeded();
    await show(record, what);
  }

  // ── Correcting ────────────────────────────────────────────────────────────────────────────────────────────────────
  await check(record, recordNoted(sandbox, /moved to and fro/));
  await record
    .locator('[data-card-type="OBJECT_HIGHLIGHT"] [data-test-id="property-input-dealstage"] button')
    .first()
    .click();
  await record
    .getByRole('option')
    .filter({ hasNotText: (await stageShown(record)) ?? '' })
    .first()
    .click();
  const stage = record.locator('countersign-mark[data-field="dealstage"]');
  await expect(stage.first()).toHaveAttribute('data-countersign', 'corrected');
  await show(record, 'A person moves the stage back: the mark says corrected');

  // ── Other looks of the page ───────────────────────────────────────────────────────────────────────────────────────
  for (const [dom, what] of [
    [{ theme: 'dark' }, 'The page in its dark theme'],
    [{ theme: 'light', locale: 'ar' }, 'The page from right to left'],
    [{ locale: 'en', variant: 'unknown' }, 'A page that names no field: labels lead'],
  ] as const) {
    await control(sandbox, 'POST', '/dom', dom);
    await record.goto(damaged.url);
    await overlayStatus(record, 'ready');
    await record.locator('countersign-mark:not([data-unplaced])').first().waitFor();
    await show(record, what);
  }
  await control(sandbox, 'POST', '/dom', { variant: '2026', locale: 'en', theme: 'light' });

  // ── When something is wrong ───────────────────────────────────────────────────────────────────────────────────────
  const foreign = sandbox.info.accounts[1]?.records[0];
  if (foreign) {
    await record.goto(foreign.url);
    await overlayStatus(record, 'mismatch');
    await record.locator('countersign-root .pill').click();
    await show(record, 'A page of an account that is not connected');
  }

  // ── And everything else ───────────────────────────────────────────────────────────────────────────────────────────
  await record.goto(damaged.url);
  await overlayStatus(record, 'ready');
  const sweep = async (of: Account, count: number, variant: string) => {
    const all = await liveRecords(sandbox, of);
    const every = Math.max(1, Math.floor(all.length / count));
    const some = all.filter((_, index) => index % every === 0);
    process.stdout.write(`  Comparing ${some.length} more records with the truth …\n`);
    for (const other of some) await check(record, other, { of, variant });
  };
  await sweep(account, SWEEP, '2026');
  await tourSuggestions({ sandbox, browser, page: record, show, say }, account, 'HubSpot');

  // ── The other CRMs: the same marks ────────────────────────────────────────────────────────────────────────────────
  for (const [crm, name, variant] of [
    ['salesforce', 'Salesforce', 'layout'],
    ['pipedrive', 'Pipedrive', '2026'],
  ] as const) {
    const other = mainAccount(sandbox, crm);
    await connectAccount(browser, other);
    await importTeam(browser, teamFile(sandbox, crm));
    const [first] = other.records;
    if (!first) throw new Error(`${name} has no records`);
    await record.goto(`https://${other.host}${recordPath(other, first)}`);
    await overlayStatus(record, 'ready');
    await check(record, first, { of: other, variant });
    await show(record, `${name}: the same deal, the same marks`);
    await record.locator('countersign-mark[data-countersign="agent"]:not([data-unplaced])').last().click();
    await card(record);
    await show(record, `${name}: the same card`);
    await record.keyboard.press('Escape');
    await sweep(other, OTHERS_SWEEP, variant);
    await tourSuggestions({ sandbox, browser, page: record, show, say }, other, name);
    await options.reload();
    await options.goto(browser.page('options.html#accounts'));
    await options.getByTestId('account').last().scrollIntoViewIfNeeded();
    await show(options, `${name} among the accounts`);
  }

  // ── What an agent learns ──────────────────────────────────────────────────────────────────────────────────────────
  await tourSignals({ sandbox, browser, page: record, show, say }, account);
}

/** The open card's own document, once it has its details. */
async function card(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const frame = page.frames().find((f) => f.url().includes('/card.html'));
  if (!frame) throw new Error('the card did not open');
  await frame.locator('[aria-busy="false"]').waitFor();
  return frame;
}

function stageShown(page: Page): Promise<string | null> {
  return page
    .locator('[data-card-type="OBJECT_HIGHLIGHT"] [data-test-id="property-input-dealstage"] button')
    .first()
    .textContent();
}
