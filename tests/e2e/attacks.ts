/**
 * What a page can do to the card that decides: hide it, cover it, take its clicks. A person who cannot see the card decides nothing,
 * wherever the page makes them click.
 */
import type { Frame, Locator, Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { propose, valueNow } from './proposal.ts';
import { openChip } from './suggestions.ts';
import { type Crm, expect, overlayStatus, test } from './support.ts';

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
  'the page transparent as a whole': () => {
    document.documentElement.style.setProperty('opacity', '0', 'important');
  },
  'its body transparent': () => {
    document.body.style.setProperty('opacity', '0', 'important');
  },
  'the page transparent through a filter': () => {
    document.documentElement.style.setProperty('filter', 'opacity(0)', 'important');
  },
  'its body shrunk to nothing': () => {
    document.body.style.setProperty('transform', 'scale(0)', 'important');
  },
  'its body clipped': () => {
    document.body.style.setProperty('clip-path', 'inset(50%)', 'important');
  },
  'the page masked': () => {
    document.documentElement.style.setProperty('mask', 'linear-gradient(transparent, transparent)', 'important');
  },
  'the page invisible to eyes': () => {
    document.documentElement.style.setProperty('visibility', 'hidden', 'important');
  },
  'the page invisible to clicks': () => {
    document.documentElement.style.setProperty('pointer-events', 'none', 'important');
  },
  'its element invisible to clicks': () => {
    const host = document.querySelector<HTMLElement>('countersign-card');
    host?.style.setProperty('visibility', 'hidden', 'important');
    host?.style.setProperty('pointer-events', 'none', 'important');
  },
  'a later element above everything': () => {
    const cover = document.createElement('div');
    cover.style.cssText = 'position:fixed;inset:0;z-index:2147483647;background:#fff;pointer-events:none';
    document.documentElement.append(cover);
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
/** What hides the card or what lies over it everywhere; where it did not, nothing would be proved. */
const HIDING = new Set([
  'a later popover over it that lets clicks through',
  'a dialog of the page over it',
  'the page not drawn at all',
]);
/** One of each mechanism: the card is drawn by the same code on every CRM's page. */
const OF_EACH = new Set([
  'a later popover over it that lets clicks through',
  'its element made transparent',
  'the page transparent through a filter',
  'the page not drawn at all',
  'clicks sent by script to all that can be found',
]);

/** @param all also the attacks that are like another one */
export function attackTests(crm: Crm, all = process.env.COUNTERSIGN_FULL === '1'): void {
  test.use({ crm });

  /** Opens the card of an agent's suggestion by a click, and does something to the page for longer than the card wants to have been seen. */
  async function under(attack: () => void, page: Page, sandbox: Sandbox) {
    const proposal = await propose(sandbox, crm);
    await page.goto(proposal.url);
    await overlayStatus(page, 'ready');
    const card = await openChip(page, proposal.field);
    await expect(card.locator('ins')).toContainText(proposal.value);
    const { button, look } = await approveButton(page, card);
    const before = await look();
    await page.evaluate(attack);
    await page.waitForTimeout(500);
    const seen = before.equals(await look());
    return {
      /** What a person sees where Approve is, is what there was. */
      seen,
      async click() {
        // Right after a picture a click goes nowhere.
        await page.waitForTimeout(100);
        await page.mouse.click(button.x, button.y);
      },
      decided: async () => (await valueNow(sandbox, proposal)) === proposal.value,
    };
  }

  test.describe(`${crm}: the card on a hostile page`, () => {
    for (const [what, attack] of Object.entries(ATTACKS)) {
      if (!all && !OF_EACH.has(what)) continue;
      test(what, async ({ page_: page, sandbox }) => {
        const { seen, click, decided } = await under(attack, page, sandbox);
        if (HIDING.has(what)) expect(seen).toBe(false);
        if (!BY_SCRIPT.has(what)) {
          // Where a person sees what there was, a click is a decision.
          if (seen) return;
          await click();
        }
        await page.waitForTimeout(500);
        expect(await decided(), 'decided unseen').toBe(false);
      });
    }

    test('nothing of it: the same click approves', async ({ page_: page, sandbox }) => {
      const { seen, click, decided } = await under(() => {}, page, sandbox);
      expect(seen).toBe(true);
      await click();
      await expect.poll(decided).toBe(true);
    });
  });
}

/** Approve once it may be pressed and the card has come to rest: where it is on the page, and what is seen there. */
async function approveButton(page: Page, card: Frame) {
  const approve = card.locator('[data-countersign-action="approve"]');
  await expect(approve).toBeEnabled();
  let box = await boxOf(approve);
  const look = () => page.screenshot({ clip: box, animations: 'disabled' });
  await expect(async () => {
    box = await boxOf(approve);
    const before = await look();
    await page.waitForTimeout(100);
    expect(await boxOf(approve)).toEqual(box);
    expect(before.equals(await look())).toBe(true);
  }).toPass();
  return { button: { x: box.x + box.width / 2, y: box.y + box.height / 2 }, look };
}

async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (!box) throw new Error('Approve is not there');
  return box;
}
