/** What the extension adds to opening a record, by number of fields, of marks, and of everything else on the page. */

import { type Effort, repeat } from '../effort.ts';
import { type Load, type LoadOptions, measureLoad } from '../load.ts';
import type { Line, Section } from '../report.ts';
import { type Stage, writeMarks } from '../setting.ts';
import { type Figure, figure, median } from '../stats.ts';
import type { Share } from '../trace.ts';

const EXTRA_NODES = 20_000;
/** Agent marks among the fields, where there are any. */
export const MARKS = 100;
const WARM_UP = 2;
/** Script added on 300 fields with 100 marks, ms. */
const AIM_SCRIPT = 10;
const AIM_FIELDS = 300;
/** Script per field may not grow with the number of fields, nor script with the page, by more than this. */
const AIM_RATIO = 1.3;

interface Pair {
  on: Load;
  off: Load;
}

export interface Measured {
  fields: number;
  wanted: number;
  extraNodes: number;
  pairs: Pair[];
}

/** Opens the stage's record again and again, without and with the extension, with and without marks. */
export async function measureRecord(stage: Stage, effort: Effort, withExtraNodes: boolean): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const wanted of [0, Math.min(MARKS, stage.fields)]) {
    await writeMarks(stage, wanted);
    const pages = withExtraNodes && wanted > 0 ? [0, EXTRA_NODES] : [0];
    for (const extraNodes of pages) {
      const options: LoadOptions = extraNodes > 0 ? { extraNodes } : {};
      for (let i = 0; i < (measured.length === 0 ? WARM_UP : 1); i += 1) await pair(stage, options);
      const pairs = await repeat(effort, () => pair(stage, options));
      measured.push({ fields: stage.fields, wanted, extraNodes, pairs });
    }
  }
  return measured;
}

async function pair({ off, on, record }: Stage, options: LoadOptions): Promise<Pair> {
  return { off: await measureLoad(off, record.url, options), on: await measureLoad(on, record.url, options) };
}

export function recordSection(measured: readonly Measured[]): Section {
  const lines = measured.map((one): Line => {
    const { fields, wanted, extraNodes, pairs } = one;
    const own = (of: (share: Share) => number, aim?: number) =>
      figure(
        'ms',
        pairs.map(({ on }) => of(on.share)),
        aim,
      );
    const added = (of: (load: Load) => number, aim?: number) =>
      figure(
        'ms',
        pairs.map(({ on, off }) => of(on) - of(off)),
        aim,
      );
    const aimed = fields === AIM_FIELDS && wanted > 0 && extraNodes === 0;
    const pageAlone = pairs.map(({ off }) => off.task);
    return {
      what: whatOf(one),
      figures: {
        script: own((share) => share.script, aimed ? AIM_SCRIPT : undefined),
        'its start': own((share) => share.start),
        messages: own((share) => share.messages),
        passes: own((share) => share.calls),
        forced: own((share) => share.forced),
        'Δ script': added((load) => load.script, aimed ? AIM_SCRIPT : undefined),
        'Δ layout': added((load) => load.layout),
        'Δ task': added((load) => load.task),
        'page alone': figure('ms', pageAlone),
        'Δ task/page': figure('ratio', [median(pairs.map(({ on, off }) => on.task - off.task)) / median(pageAlone)]),
      },
    };
  });
  return {
    title: '1. Added to opening a record',
    notes: [
      'ms of thread time on the page’s main thread. From a trace: the content script’s own script, made up of its start,',
      'messages and passes (frames, timers, events), and apart from it the style and layout forced by it.',
      'From the browser’s metrics, with minus without the extension: Δ; “page alone” is all tasks without it. As script the browser',
      'counts no promise jobs, with the extension or without; the trace has those of the content script',
    ],
    lines,
  };
}

/** What was opened, with the number of marks that came to stand on the page; some are not the bench’s own. */
export function whatOf({ fields, extraNodes, pairs }: Measured): string {
  const marks = median(pairs.map(({ on }) => on.marks));
  return `${fields} fields, ${marks} marks${extraNodes ? `, ${extraNodes} more nodes` : ''}`;
}

/** Whether cost grows with the number of fields only, and no faster. */
export function growthSection(measured: readonly Measured[]): Section {
  const lines: Line[] = [];
  const script = (one: Measured) => median(one.pairs.map(({ on }) => on.share.script));
  const plain = measured.filter((one) => one.extraNodes === 0);
  const none = plain.filter((one) => one.wanted === 0).sort((a, b) => a.fields - b.fields);
  const [small, middle, large] = none;
  if (small && middle && large) {
    const slope = (a: Measured, b: Measured) => (script(b) - script(a)) / (b.fields - a.fields);
    lines.push({
      what: `per field, ${middle.fields} to ${large.fields} against ${small.fields} to ${middle.fields}, no agent marks`,
      figures: { ratio: ratio(slope(middle, large) / slope(small, middle)) },
    });
  }
  for (const big of measured.filter((one) => one.extraNodes > 0)) {
    const same = plain.find((one) => one.fields === big.fields && one.wanted === big.wanted);
    if (!same) continue;
    lines.push({
      what: `${whatOf(big)}, against without those`,
      figures: { ratio: ratio(script(big) / script(same)) },
    });
  }
  return { title: '1b. Growth of the content script’s own script', lines };
}

function ratio(value: number): Figure {
  return figure('ratio', [value], AIM_RATIO);
}
