/** How long after a field its mark appears, once the record is known: in frames, as the person sees them. */
import type { Page } from '@playwright/test';
import { control } from '../../e2e/support.ts';
import { openRecord } from '../load.ts';
import type { Line, Section } from '../report.ts';
import type { Stage } from '../setting.ts';
import { type Figure, figure, percentile } from '../stats.ts';

/** Frames at the 95th percentile. */
const AIM_FRAMES = 2;
const LATE_MS = 800;

/** One field's way from its row to its mark. */
interface Appearance {
  /** 1: the mark stands in the first frame that shows the row. */
  frames: number;
  ms: number;
}

declare global {
  interface Window {
    benchAppearances?: Recorder;
  }
}

interface Recorder {
  /** Where the mark came after its row, by field. */
  seen: (Appearance & { field: string; afterReady: boolean })[];
  frame(): number;
}

export async function appearanceSection(stage: Stage, rows: number, loads: number): Promise<Section> {
  const lines: Line[] = [];
  const page = await stage.on.context.newPage();
  try {
    await page.addInitScript(watch);
    await openRecord(stage.on, page, stage.record.url);
    lines.push(line('one row, put back at any moment', await putBack(page, rows)));
  } finally {
    await page.close();
  }
  await control(stage.sandbox, 'POST', '/dom', { lateRenderMs: LATE_MS });
  try {
    const late: Appearance[] = [];
    for (let i = 0; i < loads; i += 1) late.push(...(await lateCards(stage)));
    lines.push(line('parts that arrive by themselves, up to 0.8 s late', late));
  } finally {
    await control(stage.sandbox, 'POST', '/dom', { lateRenderMs: 0 });
  }
  return {
    title: '3. From a field’s appearance to its mark',
    notes: ['warm: the record was seen before and has not changed; 1 frame: row and mark are first painted together'],
    lines,
  };
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

/** Takes marked rows out of the page one by one and puts each back at some moment of a frame. */
async function putBack(page: Page, count: number): Promise<Appearance[]> {
  const before = await page.evaluate(() => window.benchAppearances?.seen.length ?? 0);
  await page.evaluate(async (times) => {
    const frames = async (n: number) => {
      for (let i = 0; i < n; i += 1) await new Promise(requestAnimationFrame);
    };
    const fields = [...document.querySelectorAll('ul > [data-test-id^="field_"] countersign-mark')].map((mark) =>
      mark.getAttribute('data-field'),
    );
    if (fields.length === 0) throw new Error('no row is marked');
    for (let i = 0; i < times; i += 1) {
      const row = document.querySelector(`ul > [data-test-id="${fields[i % fields.length]}"]`);
      const list = row?.parentNode;
      const next = row?.nextSibling ?? null;
      if (!row || !list) continue;
      row.remove();
      await frames(3);
      await new Promise((resolve) => setTimeout(resolve, (i * 7) % 17));
      list.insertBefore(row, next);
      await frames(5);
    }
  }, count);
  const seen = await page.evaluate(() => window.benchAppearances?.seen ?? []);
  return seen.slice(before);
}

/** Opens the record with parts that arrive one by one. Rows that wait for the record to be recognised do not count. */
async function lateCards({ on, record }: Stage): Promise<Appearance[]> {
  const page = await on.context.newPage();
  try {
    await page.addInitScript(watch);
    await openRecord(on, page, record.url);
    const seen = await page.evaluate(() => window.benchAppearances?.seen ?? []);
    return seen.filter((one) => one.afterReady);
  } finally {
    await page.close();
  }
}

/** Runs in the page before everything else: notes in which frame a row and its mark appear. */
function watch(): void {
  if (window.top !== window) return;
  let frame = 0;
  const tick = () => {
    frame += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const arrived = new Map<Element, { frame: number; at: number; afterReady: boolean }>();
  const recorder: Recorder = { seen: [], frame: () => frame };
  window.benchAppearances = recorder;
  const ROW = '[data-test-id^="field_"]';
  const isReady = () =>
    document.querySelector('countersign-root')?.getAttribute('data-countersign-status') === 'ready';
  const marked = (mark: Element) => {
    const row = mark.closest(ROW);
    const since = row ? arrived.get(row) : undefined;
    if (!row || !since) return;
    arrived.delete(row);
    const { afterReady } = since;
    const field = mark.getAttribute('data-field') ?? '';
    recorder.seen.push({ field, frames: frame - since.frame, ms: performance.now() - since.at, afterReady });
  };
  const added = (node: Element) => {
    if (node.localName === 'countersign-mark') marked(node);
    else {
      const now = { frame, at: performance.now(), afterReady: isReady() };
      for (const row of [node, ...node.querySelectorAll(ROW)]) if (row.matches(ROW)) arrived.set(row, now);
    }
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) added(node);
    }
  }).observe(document, { childList: true, subtree: true });
}
