/** From the click on a mark to its card: the first time in a tab and afterwards. */
import type { Page } from '@playwright/test';
import { type Effort, repeat } from '../effort.ts';
import { openRecord } from '../load.ts';
import type { Section } from '../report.ts';
import type { Stage } from '../setting.ts';
import { figure } from '../stats.ts';

interface Opening {
  /** Until anything of the card is painted, ms. */
  first: number;
  /** Until what it says of the field is painted, ms. */
  content: number;
}

/** Times since the epoch, so that page and card can be compared. */
interface Noted {
  clicked?: number;
  first?: number;
  content?: number;
}

declare global {
  interface Window {
    benchCard?: Noted;
  }
}

const PATIENCE = 10_000;

export async function cardSection(stage: Stage, effort: Effort, later: number): Promise<Section> {
  const firsts: Opening[] = [];
  const laters: Opening[] = [];
  await repeat(effort, async () => {
    const page = await stage.on.context.newPage();
    try {
      await page.addInitScript(note);
      await openRecord(stage.on, page, stage.record.url);
      firsts.push(await open(page, 0));
      for (let k = 1; k <= later; k += 1) laters.push(await open(page, k));
    } finally {
      await page.close();
    }
  });
  const line = (what: string, openings: readonly Opening[]) => ({
    what,
    figures: {
      'first paint': figure(
        'ms',
        openings.map((one) => one.first),
      ),
      content: figure(
        'ms',
        openings.map((one) => one.content),
      ),
    },
  });
  return {
    title: '4. From the click on a mark to its card',
    notes: [
      'ms, from the mouse button’s event to the first paint in the card’s frame, and to the paint of the field’s details',
    ],
    lines: [line('first in a tab', firsts), line('later in the same tab', laters)],
  };
}

/** Clicks a mark that is in view, waits for its card and closes it. */
async function open(page: Page, index: number): Promise<Opening> {
  const centre = await page.evaluate((n) => {
    const boxes = [...document.querySelectorAll('countersign-mark:not([data-unplaced])')]
      .map((mark) => mark.shadowRoot?.querySelector('button')?.getBoundingClientRect())
      .filter((box) => box && box.top > 100 && box.bottom < innerHeight - 100);
    const box = boxes[n % Math.max(1, boxes.length)];
    return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
  }, index);
  if (!centre) throw new Error('no mark is in view');
  // The pointer rests elsewhere first: hovering opens cards too.
  await page.mouse.move(5, 5);
  await page.evaluate(() => {
    window.benchCard = {};
  });
  await page.mouse.click(centre.x, centre.y);
  const frame = await waitFor(
    () => page.frames().find((one) => one.url().includes('/card.html')),
    'the card did not open',
  );
  await frame.waitForFunction(() => window.benchCard?.content !== undefined, undefined, { timeout: PATIENCE });
  const { first, content } = await frame.evaluate((): Noted => window.benchCard ?? {});
  const { clicked } = await page.evaluate((): Noted => window.benchCard ?? {});
  if (clicked === undefined || first === undefined || content === undefined)
    throw new Error('the card’s paint was not seen');
  // A press elsewhere in the page closes it; a real one would do something there.
  await page.evaluate(() => document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })));
  await waitFor(() => !page.frames().some((one) => one.url().includes('/card.html')), 'the card did not close');
  return { first: first - clicked, content: content - clicked };
}

async function waitFor<T>(find: () => T | undefined | false, complaint: string): Promise<T> {
  const until = performance.now() + PATIENCE;
  while (performance.now() < until) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(complaint);
}

/** Runs in every frame before everything else: notes the click in the page and the paints in the card. */
function note(): void {
  const noted: Noted = {};
  window.benchCard = noted;
  if (window.top === window) {
    const clicked = (event: Event) => {
      if (window.benchCard) window.benchCard.clicked = performance.timeOrigin + event.timeStamp;
    };
    window.addEventListener('click', clicked, { capture: true });
    return;
  }
  if (!location.pathname.endsWith('/card.html')) return;
  const painted = () => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    return entry ? performance.timeOrigin + entry.startTime : undefined;
  };
  const look = () => {
    if (noted.content === undefined && document.querySelector('[aria-busy="false"]')) {
      // A task after this frame's callbacks runs when the frame has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        noted.content = performance.timeOrigin + performance.now();
        noted.first = painted() ?? noted.content;
      };
      port2.postMessage(null);
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
