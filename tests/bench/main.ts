/** `npm run bench`: what the extension costs a page and an account. Prints tables, writes `.output/bench.json`. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { browserOf } from './load.ts';
import { appearanceSection } from './measures/appearance.ts';
import { cardSection } from './measures/card.ts';
import { heapSection } from './measures/heap.ts';
import { mutationsSection } from './measures/mutations.ts';
import { growthSection, type Measured, measureRecord, recordSection } from './measures/record.ts';
import { startRequests } from './measures/requests.ts';
import { sizeSection } from './measures/size.ts';
import { type Options, type Part, readOptions } from './options.ts';
import { profileText } from './profile.ts';
import type { Effort } from './repeat.ts';
import { type Section, sectionText } from './report.ts';
import { closeStage, copyBuild, openStage, type Stage, startBenchSandbox, writeMarks } from './setting.ts';

const RESULT = fileURLToPath(new URL('../../.output/bench.json', import.meta.url));

/** How much is measured. The last number of fields is the one that everything else is measured on. */
const EFFORT = {
  full: {
    fields: [60, 1000, 300],
    loads: { times: 5, atLeast: 3, seconds: 15 },
    mutations: { times: 3, atLeast: 2, seconds: 25 },
    churn: 400,
    rows: 100,
    cards: 8,
    tabs: { times: 4, atLeast: 2, seconds: 15 },
    later: 5,
    profile: 5,
  },
  quick: {
    fields: [60, 300],
    loads: { times: 1, atLeast: 1, seconds: 0 },
    mutations: { times: 1, atLeast: 1, seconds: 0 },
    churn: 100,
    rows: 20,
    cards: 2,
    tabs: { times: 1, atLeast: 1, seconds: 0 },
    later: 2,
    profile: 2,
  },
} satisfies Record<string, Amount>;

interface Amount {
  fields: number[];
  loads: Effort;
  mutations: Effort;
  churn: number;
  rows: number;
  cards: number;
  tabs: Effort;
  later: number;
  profile: number;
}

const MARKS = 100;
/** No part takes this long unless it hangs. */
const PATIENCE_MS = 240_000;

class Bench {
  readonly #options: Options;
  readonly #build: string;
  readonly #effort: Amount;
  readonly sections: Section[] = [];
  /** What could not be measured, and why. */
  readonly failed: { part: string; why: string }[] = [];
  browser = '';
  profile = '';

  constructor(options: Options, build: string) {
    this.#options = options;
    this.#build = build;
    this.#effort = options.quick ? EFFORT.quick : EFFORT.full;
  }

  async run(): Promise<void> {
    const requests = await this.#try('requests', () => startRequests(this.#build));
    try {
      await this.#measurePages();
      await this.#add('size', () => sizeSection(this.#build));
      if (requests) await this.#add('requests', () => requests.finish());
    } finally {
      await requests?.stop();
    }
    this.sections.sort((a, b) => order(a) - order(b));
  }

  async #measurePages(): Promise<void> {
    const { parts, profile } = this.#options;
    const page: Part[] = ['record', 'heap', 'mutations', 'appearance', 'card'];
    if (!profile && !page.some((part) => parts.has(part))) return;
    const sandbox = await startBenchSandbox();
    try {
      await this.#measureRecord(sandbox);
    } finally {
      await sandbox.stop();
    }
  }

  async #measureRecord(sandbox: Sandbox): Promise<void> {
    const { fields, loads } = this.#effort;
    const opens = this.#options.parts.has('record') || this.#options.parts.has('heap');
    const measured: Measured[] = [];
    for (const count of opens ? fields : fields.slice(-1)) {
      const stage = await openStage(sandbox, this.#build, count);
      try {
        this.browser = browserOf(stage.on.context).version();
        const main = count === fields.at(-1);
        if (opens) {
          const more = await this.#try('record', () => measureRecord(stage, loads, main));
          measured.push(...(more ?? []));
        }
        if (main) await this.#measureRest(stage);
      } finally {
        await closeStage(stage);
      }
    }
    measured.sort((a, b) => a.fields - b.fields);
    await this.#add('record', async () => recordSection(measured));
    await this.#add('record', async () => growthSection(measured));
    await this.#add('heap', async () => heapSection(measured));
  }

  async #measureRest(stage: Stage): Promise<void> {
    const { mutations, churn, rows, cards, tabs, later, profile } = this.#effort;
    await writeMarks(stage, Math.min(MARKS, stage.fields));
    await this.#add('mutations', () => mutationsSection(stage, mutations, churn));
    await this.#add('appearance', () => appearanceSection(stage, rows, cards));
    await this.#add('card', () => cardSection(stage, tabs, later));
    if (this.#options.profile) this.profile = await profileText(stage, profile);
  }

  async #add(part: Part, measure: () => Promise<Section>): Promise<void> {
    const section = await this.#try(part, measure);
    if (section && section.lines.length > 0) this.sections.push(section);
  }

  async #try<T>(part: Part, measure: () => Promise<T>): Promise<T | undefined> {
    if (!this.#options.parts.has(part) && !(part === 'record' && this.#options.parts.has('heap'))) return undefined;
    const started = performance.now();
    try {
      return await within(PATIENCE_MS, measure());
    } catch (error) {
      this.failed.push({ part, why: error instanceof Error ? error.message : String(error) });
      return undefined;
    } finally {
      const seconds = (performance.now() - started) / 1000;
      if (seconds > 1) process.stderr.write(`${part}: ${seconds.toFixed(0)} s\n`);
    }
  }
}

async function within<T>(ms: number, measuring: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([measuring, late]);
  } finally {
    clearTimeout(timer);
  }
}

const order = ({ title }: Section) => Number(/^\d/.exec(title)?.[0] ?? 1.5);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const isBuilt = await stat(join(options.build, 'manifest.json')).catch(() => null);
  if (!isBuilt) {
    process.stderr.write('There is no build of the extension yet; run `npm run build`.\n');
    return 1;
  }
  const started = performance.now();
  const copy = await copyBuild(options.build);
  const bench = new Bench(options, copy.build);
  try {
    await bench.run();
  } finally {
    await copy.remove();
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const { sections, failed, browser, profile } = bench;
  const cores = cpus().length;
  console.log(
    `Chromium ${browser}, ${cores} cores, ${options.quick ? 'quick, ' : ''}${seconds} s; median (min..max)\n`,
  );
  for (const section of sections) console.log(`${sectionText(section)}\n`);
  if (profile) console.log(profile);
  for (const { part, why } of failed) console.log(`Could not be measured: ${part}: ${why}`);
  await mkdir(dirname(RESULT), { recursive: true });
  await writeFile(
    RESULT,
    `${JSON.stringify({ v: 1, quick: options.quick, browser, cores, seconds, sections, failed }, null, 2)}\n`,
  );
  return failed.length > 0 ? 1 : 0;
}

// What hangs must not keep the process.
process.exit(await main());
