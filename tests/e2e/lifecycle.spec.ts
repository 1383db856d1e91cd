import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { BUILD, launch } from '../tools/extension.ts';
import {
  connect,
  control,
  expect,
  importTeam,
  killWorker,
  marksOn,
  navigate,
  overlayStatus,
  recordNoted,
  teamFile,
  test,
} from './support.ts';

const DAMAGED = /an agent has damaged/;

interface Chrome {
  developerPrivate: {
    updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>;
    reload(id: string, options: { failQuietly: boolean }): Promise<unknown>;
  };
  management: { setEnabled(id: string, on: boolean): Promise<void> };
}

test('the worker may die at any moment: marks stay, and the next question wakes it', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  const clean = recordNoted(sandbox, /clean deal/);
  const damaged = recordNoted(sandbox, DAMAGED);
  await page.goto(clean.url);
  await overlayStatus(page, 'ready');
  for (let round = 0; round < 5; round++) {
    await killWorker(browser_.context);
    await navigate(page, new URL(round % 2 === 0 ? damaged.url : clean.url).pathname);
    await overlayStatus(page, 'ready');
    const agents = (await marksOn(page)).filter((m) => m.state === 'agent').length;
    if (round % 2 === 0) expect(agents).toBeGreaterThan(0);
    else expect(agents).toBe(0);
  }
});

test('the worker dies while HubSpot is answering: nothing is lost and nothing half done', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  await control(sandbox, 'POST', '/fault', { route: 'POST /crm/v3/objects', kind: 'slow', delayMs: 1500, times: 1 });
  const ticket = recordNoted(sandbox, /closed on a polite e-mail/);
  await page.goto(ticket.url, { waitUntil: 'commit' });
  await page.waitForTimeout(700);
  await killWorker(browser_.context);
  await overlayStatus(page, 'ready');
  expect((await marksOn(page)).length).toBeGreaterThan(0);
});

test('connections, team file and marks survive closing the browser', async ({ sandbox }) => {
  const first = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  await connect(first, sandbox.info.accounts[0]?.tokens.full ?? '', 'Northwind Sales');
  await importTeam(first, teamFile(sandbox));
  const before = await first.context.newPage();
  await before.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(before, 'ready');
  const marks = await marksOn(before);
  await first.close(true);
  const second = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, profile: first.profile });
  const page = await second.context.newPage();
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  await expect.poll(() => marksOn(page)).toEqual(marks);
  await second.close();
});

test('a new version takes over open tabs, and disabling leaves nothing behind', async ({ sandbox }) => {
  // A build of its own, whose version can be raised.
  const build = await mkdtemp(join(tmpdir(), 'countersign-build-'));
  await cp(BUILD, build, { recursive: true });
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, build });
  await connect(browser, sandbox.info.accounts[0]?.tokens.full ?? '', 'Northwind Sales');
  const page = await browser.context.newPage();
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  await expect(page.locator('countersign-mark').first()).toBeAttached();
  await page.evaluate(() => document.querySelector('countersign-root')?.setAttribute('data-test-old', ''));

  const manifest = JSON.parse(await readFile(join(build, 'manifest.json'), 'utf8'));
  await writeFile(join(build, 'manifest.json'), JSON.stringify({ ...manifest, version: '99.0.0' }));
  await manage(browser.context, 'reload', browser.extensionId);
  // One overlay, and it is the new one; the page was not reloaded.
  await expect(page.locator('countersign-root[data-test-old]')).toHaveCount(0);
  await expect(page.locator('countersign-root')).toHaveCount(1);
  await overlayStatus(page, 'ready');
  await expect(page.locator('countersign-mark').first()).toBeAttached();

  await manage(browser.context, 'disable', browser.extensionId);
  await expect.poll(() => leftovers(page)).toBe(0);
  await browser.close();
  await rm(build, { recursive: true, force: true });
});

/** Reloads or disables an extension on Chromium's own page for them. Unpacked ones may be reloaded only in developer mode. */
async function manage(context: BrowserContext, what: 'reload' | 'disable', id: string): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(
    async ([action, extension]) => {
      const { developerPrivate, management } = (globalThis as unknown as { chrome: Chrome }).chrome;
      await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
      if (action === 'reload') await developerPrivate.reload(extension, { failQuietly: true });
      else await management.setEnabled(extension, false);
    },
    [what, id] as const,
  );
  await page.close();
}

/** Elements of ours that are still in the page. */
function leftovers(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('countersign-root, countersign-mark, countersign-card').length);
}
