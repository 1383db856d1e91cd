/** `npm run bench`: what the extension costs a page and an account. Prints tables, writes `.output/bench.json`. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILD } from '../tools/extension.ts';
import { run } from '../tools/steps.ts';
import { runBench } from './bench.ts';
import { type Options, readOptions } from './options.ts';
import { sectionText } from './report.ts';
import { copyBuild } from './setting.ts';

const RESULT = fileURLToPath(new URL('../../.output/bench.json', import.meta.url));

/** @returns the exit code: whether everything could be measured, never how it came out */
async function main(options: Options): Promise<number> {
  if (!options.build && (await run('wxt', ['build'])) !== 0) return 1;
  const build = options.build ?? BUILD;
  const isBuilt = await stat(join(build, 'manifest.json')).catch(() => null);
  if (!isBuilt) {
    process.stderr.write(`There is no extension in ${build}.\n`);
    return 1;
  }
  const started = performance.now();
  const copy = await copyBuild(build);
  const outcome = await runBench(options, copy.build).finally(copy.remove);
  const { browser, sections, failed, profile } = outcome;
  const seconds = Math.round((performance.now() - started) / 1000);
  const cores = cpus().length;
  const quick = options.quick ? 'quick, ' : '';
  console.log(`Chromium ${browser}, ${cores} cores, ${quick}${seconds} s; median (min..max), ✓ and ✗ by the median\n`);
  for (const section of sections) console.log(`${sectionText(section)}\n`);
  if (profile) console.log(`${profile}\n`);
  for (const { part, why } of failed) console.log(`Could not be measured: ${part}: ${why}`);
  const result = { v: 1, quick: options.quick, browser, cores, seconds, sections, failed };
  await mkdir(dirname(RESULT), { recursive: true });
  await writeFile(RESULT, `${JSON.stringify(result, rounded, 2)}\n`);
  return failed.length > 0 ? 1 : 0;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}

// What hangs must not keep the process.
process.exit(await main(readOptions(process.argv.slice(2))));
