/**
 * Installs what is missing before any other script runs: packages always, a browser with `--browser`.
 * Runs on whatever Node there is and needs no package. Says what it does on stderr; stdout belongs to the script that follows.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const MARKER = `${root}node_modules/.countersign-installed`;

const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a command, its output on stderr. @returns {boolean} whether it succeeded */
function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === lock) return;
  say('Installing packages …');
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) {
    say('npm ci failed; see above.');
    process.exit(1);
  }
  writeFileSync(MARKER, lock);
}

async function installBrowser() {
  const { findBrowser } = await import('./browser.mjs');
  if (await findBrowser()) return;
  if (process.env.CHROMIUM_PATH) {
    say(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which is not there.`);
    process.exit(1);
  }
  say('Installing a browser …');
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  const tries = [
    () => run('npx', ['playwright', 'install', 'chromium', '--with-deps']),
    () => run('apt-get', ['install', '-y', '-qq', 'chromium'], quiet),
    () => run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium'], quiet),
  ];
  for (const attempt of tries) if (attempt() && (await findBrowser())) return;
  say('No Chromium found and none could be installed. Install one and set CHROMIUM_PATH to it.');
  process.exit(1);
}

installPackages();
if (process.argv.includes('--browser')) await installBrowser();
