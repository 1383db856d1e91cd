/** Opening a record page in a fresh tab, and what that costs. */
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import type { SandboxPage } from '../sandbox/hubspot/page/sandboxApi.ts';
import { overlayStatus } from '../tools/drive.ts';
import type { Launched } from '../tools/extension.ts';
import { contentScriptShare, type Share, type TraceEvent, traced } from './trace.ts';

/** Time for what follows the marks: reports, freshness, the page's own last frames; ms. */
const AFTERWARDS = 400;

/** Milliseconds of the page's main thread since the page was opened, by the browser's own account. */
export interface Metrics {
  script: number;
  layout: number;
  task: number;
}

export interface Load extends Metrics {
  /** The content script's part; all zero without the extension. */
  share: Share;
  /** KB of JavaScript and of DOM left after garbage collection. */
  heap: { script: number; dom: number };
  marks: number;
}

export interface LoadOptions {
  /** Elements to add to the page's middle column. */
  extraNodes?: number;
}

/** A page of the sandbox's CRM. */
export type AppWindow = Window & { sandboxPage: SandboxPage };

/** The browser behind a context. */
export function browserOf(context: BrowserContext): Browser {
  const browser = context.browser();
  if (!browser) throw new Error('the browser cannot be reached');
  return browser;
}

/** Opens a record, waits until nothing more is to come, and measures. */
export async function measureLoad(launched: Launched, url: string, options: LoadOptions = {}): Promise<Load> {
  const page = await launched.context.newPage();
  try {
    const cdp = await launched.context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const { value, events } = await traced(browserOf(launched.context), async () => {
      await openRecord(launched, page, url, options);
      return metrics(cdp);
    });
    const marks = await page.locator('countersign-mark').count();
    return { ...value, share: contentScriptShare(events), marks, heap: await heap(cdp) };
  } finally {
    await page.close();
  }
}

/** Opens a record and waits until page and marks are done. */
export async function openRecord(
  launched: Launched,
  page: Page,
  url: string,
  options: LoadOptions = {},
): Promise<void> {
  if (options.extraNodes) await page.addInitScript(addNodes, options.extraNodes);
  await page.goto(url);
  await page.waitForFunction(() => 'sandboxPage' in window);
  await page.evaluate(() => (window as unknown as AppWindow).sandboxPage.settle());
  if (launched.extensionId) {
    const status = await overlayStatus(page, 'ready', 'mismatch', 'error', 'no-account', 'stale', 'offline');
    if (status !== 'ready') throw new Error(`the extension says "${status}" of ${url}`);
  }
  await page.waitForTimeout(AFTERWARDS);
}

export async function metrics(cdp: CDPSession): Promise<Metrics> {
  const answer = await cdp.send('Performance.getMetrics');
  const ms = (name: string) => {
    const metric = answer.metrics.find((one) => one.name === name);
    if (!metric) throw new Error(`the browser does not tell ${name}`);
    return metric.value * 1000;
  };
  return {
    script: ms('ScriptDuration'),
    layout: ms('RecalcStyleDuration') + ms('LayoutDuration'),
    task: ms('TaskDuration'),
  };
}

/** What happens in a page while something is done to it: the content script's part and the browser's account. */
export async function measureWhile(
  launched: Launched,
  page: Page,
  act: () => Promise<unknown>,
): Promise<Metrics & { share: Share; events: TraceEvent[] }> {
  const cdp = await launched.context.newCDPSession(page);
  try {
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const { value, events } = await traced(browserOf(launched.context), async () => {
      const before = await metrics(cdp);
      await act();
      const after = await metrics(cdp);
      return {
        script: after.script - before.script,
        layout: after.layout - before.layout,
        task: after.task - before.task,
      };
    });
    return { ...value, share: contentScriptShare(events), events };
  } finally {
    await cdp.detach();
  }
}

async function heap(cdp: CDPSession): Promise<Load['heap']> {
  for (let i = 0; i < 2; i += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize } = await cdp.send('Runtime.getHeapUsage');
  return { script: usedSize / 1024, dom: embedderHeapUsedSize / 1024 };
}

/** Runs in the page: adds elements to the middle column as soon as there is one. */
function addNodes(count: number): void {
  if (window.top !== window) return;
  const PER_BLOCK = 20;
  const observer = new MutationObserver(() => {
    const column = document.querySelector('[data-test-id="middle-pane"]');
    if (!column) return;
    observer.disconnect();
    const all = document.createElement('section');
    for (let made = 0; made < count; made += PER_BLOCK) {
      const block = document.createElement('div');
      block.setAttribute('data-test-id', `bench-block-${made}`);
      for (let i = 1; i < PER_BLOCK; i += 1) {
        const part = document.createElement(['span', 'div', 'a', 'p'][i % 4] ?? 'i');
        part.className = `bench-${i}`;
        part.textContent = `Entry ${made + i}`;
        block.append(part);
      }
      all.append(block);
    }
    column.append(all);
  });
  observer.observe(document, { childList: true, subtree: true });
}
