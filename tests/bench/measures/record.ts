/** What the extension adds to opening a record, by number of fields, of marks, and of everything else on the page. */

import { type Load, type LoadOptions, measureLoad } from '../load.ts';
import { type Effort, repeat } from '../repeat.ts';
import type { Line, Section } from '../report.ts';
import { type Stage, writeMarks } from '../setting.ts';
import { differences, type Figure, figure, median } from '../stats.ts';

const EXTRA_NODES = 20_000;
const MARKS = 100;
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
  const lines = measured.map(({ fields, wanted, extraNodes, pairs }): Line => {
    const marks = median(pairs.map(({ on }) => on.marks));
    const of = (value: (load: Load) => number) => pairs.map(({ on }) => value(on));
    const added = (value: (load: Load) => number) =>
      figure('ms', differences(pairs.map(({ on, off }) => ({ on: value(on), off: value(off) }))));
    const aimed = fields === AIM_FIELDS && wanted > 0 && extraNodes === 0;
    return {
      what: `${fields} fields, ${marks} marks${extraNodes ? `, ${extraNodes} nodes beside them` : ''}`,
      figures: {
        script: figure(
          'ms',
          of(({ share }) => share.script),
          aimed ? AIM_SCRIPT : undefined,
        ),
        'of it start': figure(
          'ms',
          of(({ share }) => share.start),
        ),
        messages: figure(
          'ms',
          of(({ share }) => share.messages),
        ),
        calls: figure(
          'ms',
          of(({ share }) => share.calls),
        ),
        'forced layout': figure(
          'ms',
          of(({ share }) => share.forced),
        ),
        'Δ script': added((load) => load.script),
        'Δ layout': added((load) => load.layout),
        'Δ task': added((load) => load.task),
        'page alone': figure(
          'ms',
          pairs.map(({ off }) => off.task),
        ),
      },
    };
  });
  return {
    title: '1. Added to opening a record',
    notes: [
      'ms of the page’s main thread, thread time; script, start, messages and calls are the content script’s own by trace,',
      'without style and layout it forced; Δ is with minus without the extension by the browser’s metrics, forced layout in both;',
      'page alone is the task time without the extension',
    ],
    lines,
  };
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
      what: `per field, ${middle.fields} to ${large.fields} against ${small.fields} to ${middle.fields}, no marks`,
      figures: { ratio: ratio(slope(middle, large) / slope(small, middle)) },
    });
  }
  for (const big of measured.filter((one) => one.extraNodes > 0)) {
    const same = plain.find((one) => one.fields === big.fields && one.wanted === big.wanted);
    if (!same) continue;
    lines.push({
      what: `${big.fields} fields with ${big.extraNodes} nodes beside them against without`,
      figures: { ratio: ratio(script(big) / script(same)) },
    });
  }
  return { title: '   Growth of script', lines };
}

function ratio(value: number): Figure {
  return figure('ratio', [value], AIM_RATIO);
}
