/**
 * What a page can do to the card that decides: hide it, cover it, take its clicks. A person who cannot see the card decides nothing,
 * wherever the page makes them click.
 */
import type { Frame, Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { control, expect, overlayStatus, recordNoted, test } from './support.ts';

/** Run in the page, after the card was opened by a real click. `host` is the card's element. */
const ATTACKS: Record<string, () => void> = {
  'a later popover over it that lets clicks through': () => {
    const cover = document.createElement('div');
    cover.popover = 'manual';
    cover.style.cssText =
      'position:fixed;inset:0;width:100vw;height:100vh;margin:0;background:#fff;pointer-events:none';
    document.body.append(cover);
    cover.showPopover();
  },
  'its element made transparent': () => {
    const host = document.querySelector<HTMLElement>('countersign-card');
    host?.style.setProperty('opacity', '0', 'important');
  },
  'its element moved out of sight': () => {
    const host = document.querySelector<HTMLElement>('countersign-card');
    host?.style.setProperty('transform', 'translateX(-5000px)', 'important');
  },
  'its element nearly transparent through a filter': () => {
    const host = document.querySelector<HTMLElement>('countersign-card');
    host?.style.setProperty('filter', 'opacity(0.01)', 'important');
  },
  'a style sheet that hides it': () => {
    const style = document.createElement('style');
    style.textContent =
      'countersign-card{opacity:0!important;filter:opacity(0)!important;clip-path:inset(50%)!important}';
    document.head.append(style);
  },
  'a dialog of the page over it': () => {
    const dialog = document.createElement('dialog');
    dialog.style.cssText = 'width:100vw;height:100vh;max-width:none;max-height:none;margin:0;border:0';
    document.body.append(dialog);
    dialog.showModal();
  },
  'everything inert': () => {
    document.body.inert = true;
  },
  'the page not drawn at all': () => {
    document.documentElement.style.setProperty('content-visibility', 'hidden', 'important');
    document.body.style.setProperty('display', 'none', 'important');
  },
  'clicks sent by script to all that can be found': () => {
    for (const element of document.querySelectorAll('countersign-card, countersign-chip, countersign-root')) {
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    }
  },
  'messages to its frame': () => {
    for (let n = 0; n < window.length; n++)
      window[n]?.postMessage({ kind: 'suggestion.decide', action: 'approve' }, '*');
    for (const frame of document.querySelectorAll('iframe')) frame.contentWindow?.postMessage('approve', '*');
  },
};
/** Where the card stays as visible as before, a click on it is a decision; these are only about what scripts do. */
const BY_SCRIPT = new Set(['clicks sent by script to all that can be found', 'messages to its frame']);

const FIELD = 'hs_priority';

interface Cell {
  value: string | null;
  rows: { actor: { kind: string } }[];
}

test.describe('the card on a hostile page', () => {
  let unseen = 0;
  for (const [what, attack] of Object.entries(ATTACKS)) {
    test(what, async ({ page_: page, sandbox }) => {
      const { card, record } = await opened(page, sandbox);
      const { button, look } = await approveButton(page, card);
      const before = await look();
      await page.evaluate(attack);
      // Longer than the card wants to have been seen for.
      await page.waitForTimeout(500);
      // What a person sees there is what there was, or it may not decide.
      const seen = !BY_SCRIPT.has(what) && before.equals(await look());
      if (!BY_SCRIPT.has(what)) await page.mouse.click(button.x, button.y);
      await page.waitForTimeout(300);
      const { rows } = await truth(sandbox, record);
      if (!seen) expect(rows[0]?.actor.kind, 'decided unseen').not.toBe('overlay');
      unseen += seen ? 0 : 1;
    });
  }

  test('nothing of it: the same click approves', async ({ page_: page, sandbox }) => {
    const { card, record } = await opened(page, sandbox);
    const { button } = await approveButton(page, card);
    await page.mouse.click(button.x, button.y);
    await expect.poll(async () => (await truth(sandbox, record)).rows[0]?.actor.kind).toBe('overlay');
  });

  test('most of them hide the card, so that something was proved', () => {
    expect(unseen).toBeGreaterThanOrEqual(5);
  });
});

/** A record with one suggestion of an agent, and its card opened by a click. */
async function opened(page: Page, sandbox: Sandbox) {
  const record = recordNoted(sandbox, /clean deal/);
  const about = { crm: 'hubspot', object: record.object, id: record.id };
  await control(sandbox, 'POST', '/human', { ...about, person: 'lea', via: 'page', set: { [FIELD]: 'low' } });
  await control(sandbox, 'POST', '/agent', { ...about, agent: 'copilot', mode: 'staged', set: { [FIELD]: 'high' } });
  await page.goto(record.url);
  await overlayStatus(page, 'ready');
  await expect(async () => {
    await page.locator(`countersign-chip[data-field="${FIELD}"]:not([data-unplaced])`).click();
    await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html')), { timeout: 2_000 }).toBe(true);
  }).toPass();
  const card = page.frames().find((f) => f.url().includes('/card.html'));
  if (!card) throw new Error('no card');
  return { card, record };
}

/** Approve once it may be pressed: where it is on the page, and what is seen there. */
async function approveButton(page: Page, card: Frame) {
  const approve = card.locator('[data-countersign-action="approve"]');
  await expect(approve).toBeEnabled();
  const box = await approve.boundingBox();
  if (!box) throw new Error('Approve is not there');
  return {
    button: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    look: () => page.screenshot({ clip: box, animations: 'disabled' }),
  };
}

async function truth(sandbox: Sandbox, { object, id }: { object: string; id: string }): Promise<Cell> {
  const query = new URLSearchParams({ crm: 'hubspot', object, id, field: FIELD });
  const [cell] = await control<Cell[]>(sandbox, 'GET', `/truth?${query}`);
  if (!cell) throw new Error('nothing known of the field');
  return cell;
}
