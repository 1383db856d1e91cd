/**
 * `ensure.mjs [--browser] COMMAND …`: installs what is missing, packages always and a browser with `--browser`, then runs the command.
 * Runs on whatever Node there is and needs no package. Says what it does on stderr; stdout belongs to the command.
 *
 * The command is run from here, not after an `&&`: a shell remembers where it found `node`, and would go on with the
 * machine's own after a newer one was installed among the packages (dash does).
 */
import { spawn, spawnSync } from 'node:child_process';
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

/** The machine's answer to Ctrl+C goes to the command as well; this one waits for it to end. */
function hand(command, args) {
  const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    say(`${command} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}

const words = process.argv.slice(2);
const browser = words[0] === '--browser';
const [command, ...args] = browser ? words.slice(1) : words;
installPackages();
if (browser) await installBrowser();
if (command) hand(command, args);
