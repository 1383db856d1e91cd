/**
 * `npm test`: types, lint, import rules, unit, DOM, contract, build, end to end. `--full` runs the large sizes, `--static` only what
 * needs no browser. The last line is `N passed, N failed, N skipped`; the exit code is 1 if anything failed.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, run, step } from './steps.ts';

const RESULTS = join(ROOT, 'test-results');
const full = process.argv.includes('--full');
const staticOnly = process.argv.includes('--static');
const env: Record<string, string> = full ? { COUNTERSIGN_FULL: '1' } : {};

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function sum(all: readonly Counts[]): Counts {
  const of = (what: keyof Counts) => all.reduce((n, counts) => n + counts[what], 0);
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

/** A check that either passes or fails. */
async function check(command: string, args: string[]): Promise<Counts> {
  const ok = (await run(command, args)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** Projects given together share their workers, so that no core is idle at the end of each. */
async function vitest(...projects: string[]): Promise<Counts> {
  const file = join(RESULTS, `${projects.join('-')}.json`);
  const code = await run(
    'vitest',
    [
      'run',
      '--config',
      'tests/vitest.config.ts',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    env,
  );
  return counted(code, async () => {
    const report = JSON.parse(await readFile(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    };
  });
}

async function playwright(): Promise<Counts> {
  const code = await run('playwright', ['test', '--config', 'tests/playwright.config.ts'], env);
  return counted(code, async () => {
    const { stats } = JSON.parse(await readFile(join(RESULTS, 'e2e.json'), 'utf8'));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  });
}

/** A runner's own counts; one failure if it ended badly without any, for instance because a file could not be loaded. */
async function counted(code: number, read: () => Promise<Counts>): Promise<Counts> {
  try {
    const counts = await read();
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const STATIC: [string, () => Promise<Counts>][] = [
  [
    'Types of the product',
    async () =>
      (await run('wxt', ['prepare'])) === 0
        ? check('tsc', ['-p', 'tsconfig.json'])
        : { passed: 0, failed: 1, skipped: 0 },
  ],
  ['Types of sandbox and tools', () => check('tsc', ['-p', 'tests/tsconfig.json'])],
  ['Lint and format', () => check('biome', ['check', '--diagnostic-level=warn', '.'])],
  [
    'Import rules',
    () =>
      check('depcruise', ['--config', '.dependency-cruiser.cjs', 'entrypoints', 'components', 'lib', 'tests/sandbox']),
  ],
  ['Unused code', () => check('knip', [])],
];

const DYNAMIC: [string, () => Promise<Counts>][] = [
  [
    'Unit tests, contract tests (the vendors’ clients against the sandbox), the product’s services against the sandbox; DOM tests (real browser)',
    // Each leaves the cores idle half the time.
    async () => sum(await Promise.all([vitest('unit', 'contract', 'services'), vitest('dom')])),
  ],
  ['Production build, Chromium', () => check('wxt', ['build'])],
  ['Production build, Firefox', () => check('wxt', ['build', '-b', 'firefox'])],
  ['Package tests', () => vitest('package')],
  ['End to end (production build, real browser, real addresses)', playwright],
];

await rm(RESULTS, { recursive: true, force: true });
await mkdir(RESULTS, { recursive: true });
const steps = staticOnly ? STATIC : [...STATIC, ...DYNAMIC];
const done: Counts[] = [];
const broken: string[] = [];
for (const [index, [what, work]] of steps.entries()) {
  const counts = await step(`${index + 1}/${steps.length}`, what, work);
  done.push(counts);
  if (counts.failed > 0) broken.push(what);
}
const total = sum(done);
if (broken.length > 0) process.stdout.write(`\nFailed: ${broken.join(', ')}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
