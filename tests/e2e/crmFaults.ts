/** What any CRM's page says when its API fails, and that it recovers by itself. */
import type { Page } from '@playwright/test';
import { type Crm, control, expect, mainAccount, marksOn, overlayStatus, test } from './support.ts';

/** A fault, the words that the pill has for it, and a problem that only a reload or a person ends. */
export type FaultCase = readonly [what: string, fault: object, words: string, reload?: boolean];

/** @param route what the fault strikes: the reading of a record */
export function faultTests(crm: Crm, route: string, cases: readonly FaultCase[]): void {
  for (const [what, fault, words, reload] of cases) {
    test(`${crm}: ${what}: a clear sentence, no mark, and marks once it is over`, async ({ page_: page, sandbox }) => {
      const records = mainAccount(sandbox, crm).records;
      // Each on a record that no other of these tests has read: what was read before is shown all the same.
      const index = 2 + cases.findIndex(([name]) => name === what);
      const record = records[index % records.length];
      if (!record) throw new Error('no record');
      await forget(page);
      await control(sandbox, 'POST', '/fault', { route, ...fault });
      await page.goto(record.url);
      await overlayStatus(page, 'error', 'offline', 'stale', 'no-account');
      expect(await marksOn(page)).toEqual([]);
      await page.locator('countersign-root .pill').click();
      await expect(page.locator('countersign-root .menu p').first()).toContainText(words);
      await control(sandbox, 'DELETE', '/fault');
      await forget(page);
      if (reload) await page.reload();
      else await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await overlayStatus(page, 'ready');
    });
  }
}

/** Forgets what was read and that the CRM asked to wait: time can't be turned forward inside the extension. */
async function forget(page: Page): Promise<void> {
  const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
  await worker.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('countersign');
      request.onsuccess = () => resolve(request.result);
    });
    const stores = ['usage', 'records'];
    const tx = db.transaction(stores, 'readwrite');
    for (const store of stores) tx.objectStore(store).clear();
    await new Promise<void>((resolve) => {
      tx.oncomplete = () => resolve();
    });
    db.close();
  });
}
