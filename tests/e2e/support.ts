/** A sandbox and a connected browser per worker. */
import { test as base, type Page } from '@playwright/test';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { connect, control, importTeam, mainAccount, teamFile } from '../tools/drive.ts';
import { type Launched, launch } from '../tools/extension.ts';

export { expect } from '@playwright/test';
export * from '../tools/drive.ts';

interface WorkerFixtures {
  sandbox: Sandbox;
  /** A browser whose account is connected and whose team file lists the sandbox's agents. */
  browser_: Launched;
}

export const test = base.extend<{ page_: Page }, WorkerFixtures>({
  sandbox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
    async ({}, use) => {
      const sandbox = await startSandbox({ quiet: true });
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  browser_: [
    async ({ sandbox }, use) => {
      const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
      await connect(browser, mainAccount(sandbox).tokens.full, 'Northwind Sales');
      await importTeam(browser, teamFile(sandbox));
      await use(browser);
      await browser.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  /** A fresh tab of the connected browser, with the sandbox as it is from the start. */
  page_: async ({ sandbox, browser_ }, use) => {
    await control(sandbox, 'DELETE', '/fault');
    await control(sandbox, 'POST', '/clock', { limits: 'off' });
    await control(sandbox, 'POST', '/dom', {
      variant: '2026',
      locale: 'en',
      theme: 'light',
      lateRenderMs: 0,
      fields: 0,
    });
    const page = await browser_.context.newPage();
    await use(page);
    await page.close();
  },
});
