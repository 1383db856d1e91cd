/** Runs the measurements one after the other; what one of them cannot measure does not keep the others from it. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Amount, FULL, QUICK } from './effort.ts';
import { browserOf } from './load.ts';
import { appearanceSection } from './measures/appearance.ts';
import { cardSection } from './measures/card.ts';
import { crmSection } from './measures/crms.ts';
import { heapSection } from './measures/heap.ts';
import { ledgerSection } from './measures/ledger.ts';
import { mutationsSection } from './measures/mutations.ts';
import { growthSection, MARKS, type Measured, measureRecord, recordSection } from './measures/record.ts';
import { startRequests } from './measures/requests.ts';
import { sizeSection } from './measures/size.ts';
import type { Options, Part } from './options.ts';
import { profileText } from './profile.ts';
import type { Section } from './report.ts';
import { closeStage, openStage, type Stage, startBenchSandbox, writeMarks } from './setting.ts';

/** Nothing takes this long unless it hangs. */
const PATIENCE_MS = 240_000;

export interface Outcome {
  /** The browser's version. */
  browser: string;
  sections: Section[];
  /** What could not be measured, and why. */
  failed: { part: string; why: string }[];
  /** Where the content script spends its time, if that was asked for. */
  profile: string;
}

/** @param build folder of the built extension; must not change meanwhile */
export async function runBench(options: Options, build: string): Promise<Outcome> {
  const bench = new Bench(options, build);
  await bench.run();
  return bench.outcome;
}

class Bench {
  readonly #options: Options;
  readonly #build: string;
  readonly #amount: Amount;
  /** Something did not end and goes on in the background. */
  #hangs = false;
  readonly outcome: Outcome = { browser: '', sections: [], failed: [], profile: '' };

  constructor(options: Options, build: string) {
    this.#options = options;
    this.#build = build;
    this.#amount = options.quick ? QUICK : FULL;
  }

  async run(): Promise<void> {
    const { parts } = this.#options;
    // First, because its tab is left open while everything else is measured.
    const requests = parts.has('requests') && (await this.#try('requests', () => startRequests(this.#build)));
    await this.#pages().catch((error) => this.#fail('pages', error));
    if (parts.has('crms')) await this.#add('crms', () => crmSection(this.#build, this.#amount.loads));
    if (parts.has('ledger')) await this.#add('ledger', () => ledgerSection(this.#build, this.#amount.decisions));
    if (parts.has('size')) await this.#add('size', () => sizeSection(this.#build));
    if (requests) {
      await this.#add('requests', () => requests.finish());
      await requests.stop();
    }
    this.outcome.sections.sort((a, b) => a.title.localeCompare(b.title, 'en'));
  }

  async #pages(): Promise<void> {
    const { parts, profile } = this.#options;
    const opening = parts.has('record') || parts.has('heap');
    const rest = profile || parts.has('mutations') || parts.has('appearance') || parts.has('card');
    if (!opening && !rest) return;
    const sandbox = await startBenchSandbox();
    const measured: Measured[] = [];
    const { fields } = this.#amount;
    const main = fields[fields.length - 1];
    try {
      for (const count of opening ? fields : fields.slice(-1)) {
        await this.#stage(sandbox, count, count === main, opening ? measured : null);
      }
    } finally {
      await sandbox.stop();
    }
    measured.sort((a, b) => a.fields - b.fields);
    if (measured.length === 0) return;
    if (parts.has('record')) {
      await this.#add('record', async () => recordSection(measured));
      await this.#add('record', async () => growthSection(measured));
    }
    if (parts.has('heap')) await this.#add('heap', async () => heapSection(measured));
  }

  async #stage(sandbox: Sandbox, fields: number, main: boolean, measured: Measured[] | null): Promise<void> {
    const stage = await openStage(sandbox, this.#build, fields);
    try {
      this.outcome.browser = browserOf(stage.on.context).version();
      const measure = measured && (() => measureRecord(stage, this.#amount.loads, main));
      if (measure) measured.push(...((await this.#try('record', measure)) ?? []));
      if (main) await this.#rest(stage);
    } finally {
      await closeStage(stage);
      // Closing the browsers ends it.
      this.#hangs = false;
    }
  }

  async #rest(stage: Stage): Promise<void> {
    const { parts, profile } = this.#options;
    const { mutations, churn, rows, cards, tabs, later, profile: runs } = this.#amount;
    await writeMarks(stage, Math.min(MARKS, stage.fields));
    if (parts.has('mutations')) await this.#add('mutations', () => mutationsSection(stage, mutations, churn));
    if (parts.has('appearance')) await this.#add('appearance', () => appearanceSection(stage, rows, cards));
    if (parts.has('card')) await this.#add('card', () => cardSection(stage, tabs, later));
    if (profile) this.outcome.profile = (await this.#try('profile', () => profileText(stage, runs))) ?? '';
  }

  async #add(part: Part, measure: () => Promise<Section>): Promise<void> {
    const section = await this.#try(part, measure);
    if (section && section.lines.length > 0) this.outcome.sections.push(section);
  }

  /** Measures, unless something before it hangs: that would be measured too. */
  async #try<T>(part: string, measure: () => Promise<T>): Promise<T | undefined> {
    if (this.#hangs) return this.#fail(part, new Error('not tried, because what was measured before did not end'));
    const started = performance.now();
    try {
      return await within(PATIENCE_MS, measure());
    } catch (error) {
      this.#hangs = error instanceof Late;
      return this.#fail(part, error);
    } finally {
      const seconds = (performance.now() - started) / 1000;
      if (seconds > 1) process.stderr.write(`${part}: ${seconds.toFixed(0)} s\n`);
    }
  }

  #fail(part: string, error: unknown): undefined {
    this.outcome.failed.push({ part, why: error instanceof Error ? error.message : String(error) });
  }
}

class Late extends Error {}

async function within<T>(ms: number, measuring: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(`not done after ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([measuring, late]);
  } finally {
    clearTimeout(timer);
  }
}
