/** Capture on the page: a person corrects an agent's value as always, which is a signal within seconds, and is asked why. */
import type { Page } from '@playwright/test';
import type { Launched } from '../tools/extension.ts';
import { type Crm, control, expect, mainAccount, overlayStatus, test } from './support.ts';

interface Kept {
  id: string;
  kind: string;
  field: string;
  agent: string | null;
  reason?: string;
  about?: string;
  ref: { id: string };
}

/** Whoever uses the sandbox's pages. */
const PERSON = 'Dana Reyes';

/** What an agent sets on a record, and how a person changes it on the page. */
interface Way {
  what: string;
  record: RegExp;
  field: string;
  to: string;
  act(page: Page): Promise<void>;
}

/** Says in the options who uses this browser: the key is another user's. @returns the page */
async function saidWhoSitsHere({ context, page }: Launched, account: string): Promise<Page> {
  const own = await context.newPage();
  await own.goto(page('options.html#accounts'));
  const of = own.locator(`[data-testid="account"][data-account="${account}"]`);
  const who = of.getByLabel('Who decides in this browser');
  await who.waitFor();
  if ((await who.inputValue()) === PERSON) return own;
  await who.fill(PERSON);
  await of.getByRole('button', { name: 'Save' }).click();
  await expect(of.getByRole('button', { name: 'Save' })).toHaveCount(0);
  return own;
}

/** A record's signals, by a page of the extension's own. */
async function signalsOf(own: Page, crm: Crm, account: string, id: string): Promise<Kept[]> {
  const all = await own.evaluate(
    async (body) => {
      const { chrome } = globalThis as never as {
        chrome: { runtime: { sendMessage(message: object): Promise<{ answer: Kept[] }> } };
      };
      return (await chrome.runtime.sendMessage({ kind: 'signals.list', body })).answer;
    },
    { crm, account },
  );
  return all.filter(({ ref }) => ref.id === id);
}

/** Answers the question why, once it stands on the page. */
async function answer(page: Page): Promise<void> {
  await page.locator('countersign-card:not([data-closing])').waitFor();
  const frame = page.frames().find((one) => one.url().includes('about=correction'));
  if (!frame) throw new Error('no question');
  await expect(frame.locator('.prompt')).toContainText('Changed. Why?');
  await frame.locator('[data-countersign-action="more"]').click();
  await frame.locator('[data-reason="outdated"][aria-disabled="false"]').click();
}

export function captureTests(crm: Crm, object: string, ways: readonly Way[]): void {
  for (const { what, record, field, to, act } of ways) {
    test(`${crm}: ${what}: a signal, and one click says why`, async ({ page_: page, browser_, sandbox }) => {
      const { account, records } = mainAccount(sandbox, crm);
      const noted = records.find((one) => one.object === object && record.test(one.note));
      if (!noted) throw new Error('no such record');
      const { id, url } = noted;
      const about = { crm, object, id, agent: 'Pipeline Copilot', mode: 'direct' };
      await control(sandbox, 'POST', '/agent', { ...about, set: { [field]: to } });
      await page.goto(url);
      await overlayStatus(page, 'ready');
      const own = await saidWhoSitsHere(browser_, account);
      const before = (await signalsOf(own, crm, account, id)).map((one) => one.id);
      const fresh = async () => (await signalsOf(own, crm, account, id)).filter((one) => !before.includes(one.id));
      await page.bringToFront();

      await act(page);
      await expect.poll(fresh).toEqual([expect.objectContaining({ field, agent: 'Pipeline Copilot' })]);
      const [correction] = await fresh();
      expect(['corrected', 'reverted']).toContain(correction?.kind);
      await answer(page);
      await expect
        .poll(fresh)
        .toContainEqual(expect.objectContaining({ kind: 'explained', reason: 'outdated', about: correction?.id }));
      await own.close();
    });
  }
}
