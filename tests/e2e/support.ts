/** A sandbox and a connected browser per worker. */
import { test as base, type Page } from '@playwright/test';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { type Crm, connectAccount, control, importTeam, mainAccount, pauseSweep, teamFile } from '../tools/drive.ts';
import { type Launched, launch } from '../tools/extension.ts';

export { expect } from '@playwright/test';
export * from '../tools/drive.ts';
export * from '../tools/profile.ts';

interface WorkerFixtures {
  /** The CRM that the file's tests are about: what the project says that takes the file by its name. */
  crm: Crm;
  sandbox: Sandbox;
  /** A browser whose account is connected and whose team file lists the sandbox's agents. */
  browser_: Launched;
}

/** The page each CRM has unless a test says otherwise. */
export const USUAL: Record<Crm, string> = { hubspot: '2026', salesforce: 'layout', pipedrive: '2026' };

export const test = base.extend<{ page_: Page }, WorkerFixtures>({
  crm: ['hubspot', { scope: 'worker', option: true }],
  sandbox: [
    async ({ crm }, use) => {
      const sandbox = await startSandbox({ quiet: true, crms: [crm] });
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  browser_: [
    async ({ sandbox, crm }, use) => {
      const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
      const account = mainAccount(sandbox, crm);
      // HubSpot's key names no account; the others' accounts have names of their own.
      await connectAccount(browser, crm === 'hubspot' ? { ...account, label: 'Northwind Sales' } : account);
      await importTeam(browser, teamFile(sandbox, crm));
      await pauseSweep(browser);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  /** A fresh tab of the connected browser, with the sandbox as it is from the start. */
  page_: async ({ sandbox, browser_, crm }, use) => {
    await control(sandbox, 'DELETE', '/fault');
    await control(sandbox, 'POST', '/clock', { limits: 'off' });
    await control(sandbox, 'POST', '/dom', {
      crm,
      variant: USUAL[crm],
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
