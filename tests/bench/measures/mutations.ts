/** What a busy page costs: the page's own restlessness, and changes only outside or only inside the cards that show fields. */
import type { Page } from '@playwright/test';
import { type Effort, repeat } from '../effort.ts';
import { type AppWindow, measureWhile, openRecord } from '../load.ts';
import type { Line, Section } from '../report.ts';
import type { Stage } from '../setting.ts';
import { figure, median } from '../stats.ts';

/** Figures are per so many mutations. */
const PER = 2_000;
/** Script added per 2,000, ms. */
const AIM_SCRIPT = 5;
/** A page that is restless, and one that draws a part of itself anew. */
const SOME = 20;
const MANY = 200;
/** Frames after the last mutation that still count. */
const AFTERWARDS = 300;

interface Run {
  script: number;
  /** By the browser's account, the page's own included. */
  allScript: number;
  forced: number;
  task: number;
}

type Pair = Record<'on' | 'off', Run>;

interface Kind {
  what: string;
  /** The page changes itself, a part of it per task, where this is left out. */
  at?: { where: string; perFrame: number };
}

const OUTSIDE = '[data-test-id="middle-pane"], [data-test-id="records-right-sidebar"]';
const INSIDE = 'ul > [data-test-id^="field_"]';
const KINDS: readonly Kind[] = [
  { what: 'the page’s own (churn), a part per task' },
  ...[SOME, MANY].flatMap((perFrame): Kind[] => [
    { what: `outside the cards, ${perFrame} a frame`, at: { where: OUTSIDE, perFrame } },
    { what: `inside the rows, ${perFrame} a frame`, at: { where: INSIDE, perFrame } },
  ]),
];

/** @param beats how often the page is asked to change itself; the sandbox's page works some 10 ms on each, and changes several nodes */
export async function mutationsSection(stage: Stage, effort: Effort, beats: number): Promise<Section> {
  const lines: Line[] = [];
  for (const kind of KINDS) {
    const pairs = await repeat(effort, async () => ({
      off: await run(stage, 'off', kind, beats),
      on: await run(stage, 'on', kind, beats),
    }));
    const ms = (of: (pair: Pair) => number, aim?: number) => figure('ms', pairs.map(of), aim);
    lines.push({
      what: kind.what,
      figures: {
        script: ms(({ on }) => on.script, AIM_SCRIPT),
        forced: ms(({ on }) => on.forced),
        'Δ script': ms(({ on, off }) => on.allScript - off.allScript, AIM_SCRIPT),
        'Δ task': ms(({ on, off }) => on.task - off.task),
        'page alone': ms(({ off }) => off.task),
        'script/page': figure('ratio', [
          median(pairs.map(({ on }) => on.script)) / median(pairs.map(({ off }) => off.task)),
        ]),
      },
    });
  }
  return {
    title: `2. Added per ${PER} mutations of the page`,
    notes: [
      `ms of thread time on ${stage.fields} fields with marks, counted as in 1; of its own the page changed a part ${beats} times, and that is scaled`,
      'mutations are added, changed and removed texts and elements, and attributes',
    ],
    lines,
  };
}

async function run(stage: Stage, which: 'on' | 'off', kind: Kind, beats: number): Promise<Run> {
  const launched = stage[which];
  const page = await launched.context.newPage();
  try {
    await openRecord(launched, page, stage.record.url);
    let count = 0;
    const { share, script, task } = await measureWhile(launched, page, async () => {
      if (kind.at) await page.evaluate(changeElements, { ...kind.at, count: PER });
      count = kind.at ? PER : await churn(page, beats);
      await page.waitForTimeout(AFTERWARDS);
    });
    const scale = PER / count;
    return {
      script: share.script * scale,
      allScript: script * scale,
      forced: share.forced * scale,
      task: task * scale,
    };
  } finally {
    await page.close();
  }
}

/** Lets the page change itself, a part of it per task. @returns the mutations this took, without those of marks */
export function churn(page: Page, times: number): Promise<number> {
  return page.evaluate(async (beats) => {
    const isOurs = (node: Node) => node.nodeName.startsWith('COUNTERSIGN-');
    let count = 0;
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records) {
        if (!isOurs(target) && ![...addedNodes, ...removedNodes].some(isOurs)) count += 1;
      }
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    await (window as unknown as AppWindow).sandboxPage.churn(beats);
    observer.disconnect();
    return count;
  }, times);
}

/** Runs in the page: four mutations at one place after the other; a text comes, changes, is styled, and goes. */
async function changeElements({
  where,
  count,
  perFrame,
}: {
  where: string;
  count: number;
  perFrame: number;
}): Promise<void> {
  const places = [...document.querySelectorAll(where)];
  if (places.length === 0) throw new Error(`nothing to change: ${where}`);
  for (let done = 0; done < count; ) {
    await new Promise(requestAnimationFrame);
    for (let i = 0; i < perFrame && done < count; i += 4, done += 4) {
      const place = places[(done / 4) % places.length];
      const text = document.createElement('span');
      text.textContent = 'Saved';
      place?.append(text);
      if (text.firstChild) text.firstChild.nodeValue = 'Saved just now';
      text.className = 'bench';
      text.remove();
    }
  }
}
