/** How long after a field its mark appears, once the record is known: in frames, as the person sees them. */
import type { Page } from '@playwright/test';
import { openRecord } from '../load.ts';
import type { Line, Section } from '../report.ts';
import type { Stage } from '../setting.ts';
import { type Figure, figure, percentile } from '../stats.ts';

/** Frames at the 95th percentile. */
const AIM_FRAMES = 2;

/** One field's way from its row to its mark. */
interface Appearance {
  /** 1: the mark stands in the first frame that shows the row. */
  frames: number;
  ms: number;
}

declare global {
  interface Window {
    benchAppearances?: Appearance[];
  }
}

export async function appearanceSection(stage: Stage, rows: number, cards: number): Promise<Section> {
  const page = await stage.on.context.newPage();
  try {
    await page.addInitScript(watch);
    await openRecord(stage.on, page, stage.record.url);
    return {
      title: '3. From a field’s appearance to its mark',
      notes: [
        'warm: the record is known; 1 frame: row and mark are first painted together; rows come at any moment of a frame',
      ],
      lines: [
        line('a single row', await putBack(page, rows, false)),
        line(`the whole card of ${stage.fields} rows at once`, await putBack(page, cards, true)),
      ],
    };
  } finally {
    await page.close();
  }
}

function line(what: string, seen: readonly Appearance[]): Line {
  if (seen.length === 0) throw new Error(`${what}: no mark appeared`);
  const frames = seen.map((one) => one.frames);
  const ms = seen.map((one) => one.ms);
  return {
    what: `${what} (${seen.length})`,
    figures: {
      'frames p50': single('frames', percentile(frames, 0.5)),
      'frames p95': single('frames', percentile(frames, 0.95), AIM_FRAMES),
      'frames max': single('frames', Math.max(...frames)),
      'ms p50': single('ms', percentile(ms, 0.5)),
      'ms p95': single('ms', percentile(ms, 0.95)),
    },
  };
}

function single(unit: Figure['unit'], value: number, aim?: number): Figure {
  return figure(unit, [value], aim);
}

/** Takes marked rows, or the card they are in, out of the page and puts each back at some moment of a frame. */
async function putBack(page: Page, times: number, wholeCard: boolean): Promise<Appearance[]> {
  const before = await page.evaluate(() => window.benchAppearances?.length ?? 0);
  await page.evaluate(takeAndPutBack, { times, wholeCard });
  const seen = await page.evaluate(() => window.benchAppearances ?? []);
  return seen.slice(before);
}

/** Runs in the page. */
async function takeAndPutBack({ times, wholeCard }: { times: number; wholeCard: boolean }): Promise<void> {
  const frames = async (count: number) => {
    for (let i = 0; i < count; i += 1) await new Promise(requestAnimationFrame);
  };
  const marked = [...document.querySelectorAll('ul > [data-test-id^="field_"]')].filter((row) =>
    row.querySelector('countersign-mark'),
  );
  const card = marked[0]?.closest('[data-card-type]');
  if (!card) throw new Error('no row is marked');
  for (let i = 0; i < times; i += 1) {
    const part = wholeCard ? card : marked[i % marked.length];
    const parent = part?.parentNode;
    const next = part?.nextSibling ?? null;
    if (!part || !parent) throw new Error('a row is gone');
    part.remove();
    await frames(3);
    await new Promise((resolve) => setTimeout(resolve, (i * 7) % 17));
    parent.insertBefore(part, next);
    await frames(5);
  }
}

/** Runs in the page before everything else: notes in which frame a row and its mark appear. */
function watch(): void {
  if (window.top !== window) return;
  const ROW = '[data-test-id^="field_"]';
  let frame = 0;
  const tick = () => {
    frame += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const arrived = new Map<Element, { frame: number; at: number }>();
  const seen: Appearance[] = [];
  window.benchAppearances = seen;
  const marked = (row: Element | null) => {
    const since = row && arrived.get(row);
    if (!since) return;
    arrived.delete(row);
    seen.push({ frames: frame - since.frame, ms: performance.now() - since.at });
  };
  const added = (node: Element) => {
    if (node.localName === 'countersign-mark') marked(node.closest(ROW));
    else for (const row of [node, ...node.querySelectorAll(ROW)]) arrived.set(row, { frame, at: performance.now() });
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) added(node);
    }
  }).observe(document, { childList: true, subtree: true });
}
