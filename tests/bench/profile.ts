/** Where the content script spends its time: the browser's sampling profiler, by function. */
import { browserOf, openRecord } from './load.ts';
import { churn } from './measures/mutations.ts';
import type { Stage } from './setting.ts';
import { isLayout, isOurs, type TraceEvent, traced } from './trace.ts';

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-v8.cpu_profiler'];
const SHOWN = 25;
/** Mutations of the page's own while it is busy. */
const BUSY = 100;

interface Node {
  id: number;
  parent?: number;
  callFrame: { functionName: string; url?: string; lineNumber?: number; columnNumber?: number };
}

interface Chunk {
  cpuProfile?: { nodes?: Node[]; samples?: number[] };
  timeDeltas?: number[];
}

/** Milliseconds by function. */
type Times = Map<string, number>;

interface Profile {
  own: Times;
  total: Times;
  /** Style and layout, by the function that forced it. */
  forced: Times;
}

/** Top functions of the content script, opening the record and while the page is busy. */
export async function profileText(stage: Stage, runs: number): Promise<string> {
  const { on, record, fields } = stage;
  const opening = newProfile();
  const busy = newProfile();
  for (let i = 0; i < runs; i += 1) {
    const page = await on.context.newPage();
    try {
      const browser = browserOf(on.context);
      addSamples(opening, (await traced(browser, () => openRecord(on, page, record.url), CATEGORIES)).events);
      addSamples(busy, (await traced(browser, () => churn(page, BUSY), CATEGORIES)).events);
    } finally {
      await page.close();
    }
  }
  return [
    `Profile of the content script on ${fields} fields with marks; wall time, the profiler’s own cost included`,
    profileTables(opening, runs, 'opening'),
    profileTables(busy, runs, `${BUSY} mutations of the page’s own`),
  ].join('\n\n');
}

function newProfile(): Profile {
  return { own: new Map(), total: new Map(), forced: new Map() };
}

function profileTables({ own, total, forced }: Profile, runs: number, per: string): string {
  const table = (title: string, times: Times) => {
    const rows = [...times].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
    return [title, ...rows.map(([name, ms]) => `  ${(ms / runs).toFixed(1).padStart(7)}  ${name}`)].join('\n');
  };
  const all = (times: Times) => ([...times.values()].reduce((sum, ms) => sum + ms, 0) / runs).toFixed(1);
  return [
    table(`Own time, ms per ${per}, ${all(own)} in all`, own),
    table('With what it calls', total),
    table(`Style and layout forced by it, ${all(forced)} in all`, forced),
  ].join('\n');
}

/** Adds the samples whose stack has a function of a content script. */
function addSamples({ own, total, forced }: Profile, events: readonly TraceEvent[]): void {
  const add = (times: Times, name: string, ms: number) => times.set(name, (times.get(name) ?? 0) + ms);
  for (const start of events.filter((event) => event.name === 'Profile')) {
    const layouts = events.filter((event) => isLayout(event) && event.pid === start.pid && event.tid === start.tid);
    const nodes = new Map<number, Node>();
    const samples: { node: number; at: number }[] = [];
    let at = Number(start.args.data?.startTime);
    for (const event of events) {
      if (event.name !== 'ProfileChunk' || event.pid !== start.pid || event.id !== start.id) continue;
      const chunk = event.args.data as Chunk;
      for (const node of chunk.cpuProfile?.nodes ?? []) nodes.set(node.id, node);
      chunk.cpuProfile?.samples?.forEach((node, index) => {
        at += chunk.timeDeltas?.[index] ?? 0;
        samples.push({ node, at });
      });
    }
    samples.forEach((sample, index) => {
      const ms = ((samples[index + 1]?.at ?? sample.at) - sample.at) / 1000;
      const stack = stackOf(sample.node, nodes);
      const ours = stack.filter(({ ours }) => ours);
      const [top] = stack;
      const [nearest] = ours;
      if (!top || !nearest) return;
      const inLayout = layouts.some(({ ts, dur = 0 }) => sample.at >= ts && sample.at < ts + dur);
      if (inLayout) add(forced, nearest.name, ms);
      else {
        add(own, top.ours ? top.name : `${top.name} in ${nearest.name}`, ms);
        for (const name of new Set(ours.map((one) => one.name))) add(total, name, ms);
      }
    });
  }
}

function stackOf(id: number, nodes: ReadonlyMap<number, Node>): { name: string; ours: boolean }[] {
  const stack: { name: string; ours: boolean }[] = [];
  for (let node = nodes.get(id); node; node = node.parent === undefined ? undefined : nodes.get(node.parent)) {
    const { functionName, url = '', lineNumber = 0, columnNumber = 0 } = node.callFrame;
    const ours = isOurs(url);
    stack.push({
      ours,
      name: `${functionName || '(anonymous)'}${ours ? `:${lineNumber + 1}:${columnNumber + 1}` : ''}`,
    });
  }
  return stack;
}
