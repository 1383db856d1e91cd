/**
 * Records what a browser's threads do and tells apart what the content script does there.
 *
 * Counted is thread time, so that other work on the machine is left out as far as possible. The content script's are: calls and
 * evaluations whose script has an address of the extension, the browser's messages for it (its promise goes on inside
 * them), and the promise jobs directly after a call. Style and layout that it makes the browser do are counted apart: most
 * of it the page would have needed anyway, a moment later.
 */
import type { Browser, CDPSession } from '@playwright/test';

const CATEGORIES = ['devtools.timeline', 'v8.execute', 'mojom'];

export interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  tdur?: number;
  pid: number;
  tid: number;
  id?: string;
  args: {
    data?: Record<string, unknown>;
    worldName?: string;
    chrome_mojo_event_info?: { mojo_interface_tag?: string };
  };
}

/** Milliseconds of a page's main thread. */
export interface Share {
  /** All script: the three below. */
  script: number;
  /** Reading and first running the content script. */
  start: number;
  /** Frames, timers and events. */
  calls: number;
  /** Messages from the background, what follows them included. */
  messages: number;
  /** Style and layout done inside its script. */
  forced: number;
}

/** Runs something while the browser's threads are recorded. */
export async function traced<T>(
  browser: Browser,
  act: () => Promise<T>,
  categories: readonly string[] = CATEGORIES,
): Promise<{ value: T; events: TraceEvent[] }> {
  const cdp = await browser.newBrowserCDPSession();
  try {
    await cdp.send('Tracing.start', {
      transferMode: 'ReturnAsStream',
      traceConfig: { includedCategories: [...categories], recordMode: 'recordUntilFull' },
    });
    const value = await act();
    const complete = new Promise<{ stream?: string; dataLossOccurred: boolean }>((resolve) => {
      cdp.once('Tracing.tracingComplete', resolve);
    });
    await cdp.send('Tracing.end');
    const { stream, dataLossOccurred } = await complete;
    if (!stream || dataLossOccurred) throw new Error('the browser lost a part of its trace');
    const { traceEvents } = JSON.parse(await readStream(cdp, stream)) as { traceEvents: TraceEvent[] };
    return { value, events: traceEvents };
  } finally {
    await cdp.detach();
  }
}

async function readStream(cdp: CDPSession, handle: string): Promise<string> {
  const parts: Buffer[] = [];
  for (;;) {
    const { data, base64Encoded, eof } = await cdp.send('IO.read', { handle, size: 1 << 22 });
    parts.push(Buffer.from(data, base64Encoded ? 'base64' : 'utf8'));
    if (eof) break;
  }
  await cdp.send('IO.close', { handle });
  return Buffer.concat(parts).toString('utf8');
}

/** A promise job that starts this soon after a call, with nothing else between, belongs to it; µs, for a busy machine may pause. */
const DIRECTLY_AFTER = 3_000;

const START = new Set(['EvaluateScript', 'v8.compileModule', 'v8.evaluateModule']);
const LAYOUT = new Set(['UpdateLayoutTree', 'Layout']);

type Kind = 'start' | 'calls' | 'messages';

/** True for an address of the content script, or of the page side that it loads. */
export function isOurs(url: string): boolean {
  return /^chrome-extension:.*\/(content-scripts\/\w+|\w+Page)\.js$/.test(url);
}

/** True for a slice in which the extension's content script runs. */
export function isContentScript({ name, args }: TraceEvent): boolean {
  // A module's first run tells the world that it runs in, not its address.
  if (name === 'v8.evaluateModule') return args.worldName === 'Countersign';
  return (name === 'FunctionCall' || START.has(name)) && isOurs(String(args.data?.url ?? ''));
}

/** True for a slice in which style or layout is worked out. */
export function isLayout(event: TraceEvent): boolean {
  return event.ph === 'X' && LAYOUT.has(event.name);
}

/** What the content scripts cost the threads they run in. */
export function contentScriptShare(events: readonly TraceEvent[]): Share {
  const threads = new Set(events.filter(isContentScript).map(threadOf));
  const share: Share = { script: 0, start: 0, calls: 0, messages: 0, forced: 0 };
  for (const thread of threads) {
    const slices = events
      .filter((event) => event.ph === 'X' && event.dur !== undefined && threadOf(event) === thread)
      .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
    addThread(share, slices);
  }
  share.script = share.start + share.calls + share.messages;
  return share;
}

function addThread(share: Share, slices: readonly TraceEvent[]): void {
  const open: { event: TraceEvent; ours: Kind | null; layout: boolean }[] = [];
  /** The thread's last slice that is over. */
  let last = { end: Number.NEGATIVE_INFINITY, kind: null as Kind | null };
  for (const event of slices) {
    while (open.length > 0 && endOf(open[open.length - 1]?.event) <= event.ts) open.pop();
    const parent = open[open.length - 1];
    const inside: Kind | null = parent?.ours ?? null;
    const layout = isLayout(event);
    const kind: Kind | null = inside ?? kindOf(event, last);
    if (kind && !inside) share[kind] += timeOf(event);
    // Memory can be cleared up between a call and the promises that follow it.
    if (!parent) last = { end: endOf(event), kind: event.name.endsWith('GC') ? last.kind : kind };
    if (inside && layout && !parent?.layout) {
      share[inside] -= timeOf(event);
      share.forced += timeOf(event);
    }
    open.push({ event, ours: kind, layout: layout || parent?.layout === true });
  }
}

function kindOf(event: TraceEvent, last: { end: number; kind: Kind | null }): Kind | null {
  if (isContentScript(event)) return START.has(event.name) ? 'start' : 'calls';
  if (event.args.chrome_mojo_event_info?.mojo_interface_tag?.startsWith('extensions.')) return 'messages';
  const after = event.name === 'RunMicrotasks' && event.ts - last.end < DIRECTLY_AFTER;
  return after ? last.kind : null;
}

const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
const endOf = (event: TraceEvent | undefined) => (event ? event.ts + (event.dur ?? 0) : 0);
const timeOf = ({ tdur, dur }: TraceEvent) => (tdur ?? dur ?? 0) / 1000;
