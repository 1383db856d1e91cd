/** Capture on the page: a person corrects an agent's value as always, which is a signal within seconds, and is asked why. */
import type { Page } from '@playwright/test';
import { type Crm, control, expect, mainAccount, overlayStatus, recordNoted, test } from './support.ts';

interface Kept {
  id: string;
  kind: string;
  field: string;
  agent: string | null;
  reason?: string;
  about?: string;
  ref: { id: string };
}

/** How a CRM's page is used; `stage` is what the agent sets that a person then leaves by the stage path. */
export interface Ways {
  object: string;
  text: string;
  stage: { field: string; to: string };
  edit(page: Page, value: string): Promise<void>;
  moveOn(page: Page): Promise<void>;
}

/** A page of the extension's own, which is told of the record's signals. */
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

/** The frame of the question, once it stands on the page. */
async function question(page: Page) {
  await page.locator('countersign-card:not([data-closing])').waitFor();
  const frame = page.frames().find((one) => one.url().includes('about=correction'));
  if (!frame) throw new Error('no question');
  return frame;
}

export function captureTests(crm: Crm, { object, text, stage, edit, moveOn }: Ways): void {
  const cases = [
    {
      what: 'a value edited in place',
      note: /^clean/,
      field: text,
      to: 'Agent says',
      act: (page: Page) => edit(page, 'Person says'),
    },
    { what: 'the stage path', note: /moved to and fro/, field: stage.field, to: stage.to, act: moveOn },
  ];
  for (const { what, note, field, to, act } of cases) {
    test(`${crm}: ${what}: a signal, and one click says why`, async ({ page_: page, browser_, sandbox }) => {
      const record = mainAccount(sandbox, crm).records.find((one) => one.object === object && note.test(one.note));
      const { id, url } = record ?? recordNoted(sandbox, note, crm);
      const { account } = mainAccount(sandbox, crm);
      const about = { crm, object, id, agent: 'Pipeline Copilot', mode: 'direct' };
      await control(sandbox, 'POST', '/agent', { ...about, set: { [field]: to } });
      await page.goto(url);
      await overlayStatus(page, 'ready');
      const own = await browser_.context.newPage();
      await own.goto(browser_.page('popup.html'));
      const before = (await signalsOf(own, crm, account, id)).map((one) => one.id);
      const fresh = async () => (await signalsOf(own, crm, account, id)).filter((one) => !before.includes(one.id));
      await page.bringToFront();

      await act(page);
      await expect.poll(fresh).toEqual([expect.objectContaining({ field, agent: 'Pipeline Copilot' })]);
      const [correction] = await fresh();
      expect(['corrected', 'reverted']).toContain(correction?.kind);
      const frame = await question(page);
      await expect(frame.locator('.prompt')).toContainText('Changed. Why?');
      await frame.locator('[data-countersign-action="more"]').click();
      await frame.locator('[data-reason="outdated"][aria-disabled="false"]').click();
      await expect
        .poll(fresh)
        .toContainEqual(expect.objectContaining({ kind: 'explained', reason: 'outdated', about: correction?.id }));
      await own.close();
    });
  }
}
