/** Where the content script spends its time: the browser's sampling profiler, by function. */
import { browserOf, openRecord } from './load.ts';
import type { Stage } from './setting.ts';
import { traced, type TraceEvent } from './trace.ts';

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-v8.cpu_profiler'];
const SHOWN = 30;

interface Node {
  id: number;
  parent?: number;
  callFrame: { functionName: string; url?: string; lineNumber?: number; columnNumber?: number };
}

interface Chunk {
  cpuProfile?: { nodes?: Node[]; samples?: number[] };
  timeDeltas?: number[];
}

/** Top functions of the content script by own and by total time, over several openings of the record; ms per opening. */
export async function profileText({ on, record, fields }: Stage, runs: number): Promise<string> {
  const own = new Map<string, number>();
  const total = new Map<string, number>();
  let all = 0;
  for (let i = 0; i < runs; i += 1) {
    const page = await on.context.newPage();
    try {
      const { events } = await traced(browserOf(on.context), () => openRecord(on, page, record.url), CATEGORIES);
      all += addProfiles(events, own, total);
    } finally {
      await page.close();
    }
  }
  const table = (title: string, times: Map<string, number>) => {
    const rows = [...times].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
    return [title, ...rows.map(([name, ms]) => `  ${(ms / runs).toFixed(1).padStart(7)}  ${name}`)].join('\n');
  };
  const title = `Profile of the content script on ${fields} fields with marks: ${(all / runs).toFixed(1)} ms of samples per opening`;
  return [title, table('Own time (style and layout it forced included)', own), table('Total time', total)].join('\n');
}

/** Adds the samples whose stack has a function of a content script. @returns their time, ms */
function addProfiles(events: readonly TraceEvent[], own: Map<string, number>, total: Map<string, number>): number {
  let all = 0;
  const keyOf = ({ pid, id }: TraceEvent) => `${pid}/${id}`;
  for (const key of new Set(events.filter((e) => e.name === 'ProfileChunk').map(keyOf))) {
    const nodes = new Map<number, Node>();
    const samples: { node: number; delta: number }[] = [];
    for (const event of events) {
      if (event.name !== 'ProfileChunk' || keyOf(event) !== key) continue;
      const chunk = event.args.data as Chunk;
      for (const node of chunk.cpuProfile?.nodes ?? []) nodes.set(node.id, node);
      const deltas = chunk.timeDeltas ?? [];
      chunk.cpuProfile?.samples?.forEach((node, index) => {
        samples.push({ node, delta: deltas[index] ?? 0 });
      });
    }
    samples.forEach(({ node }, index) => {
      const ms = (samples[index + 1]?.delta ?? 0) / 1000;
      const stack = stackOf(node, nodes);
      const top = stack[0];
      if (!top || !stack.some((name) => name.includes('content-scripts/'))) return;
      all += ms;
      own.set(top, (own.get(top) ?? 0) + ms);
      for (const name of new Set(stack)) total.set(name, (total.get(name) ?? 0) + ms);
    });
  }
  return all;
}

function stackOf(id: number, nodes: ReadonlyMap<number, Node>): string[] {
  const stack: string[] = [];
  for (let node = nodes.get(id); node; node = node.parent === undefined ? undefined : nodes.get(node.parent)) {
    const { functionName, url = '', lineNumber = 0, columnNumber = 0 } = node.callFrame;
    const place = url.includes('/content-scripts/') ? ` content-scripts/${url.split('/').at(-1)}:${lineNumber + 1}:${columnNumber + 1}` : '';
    stack.push(`${functionName || '(anonymous)'}${place}`);
  }
  return stack;
}
