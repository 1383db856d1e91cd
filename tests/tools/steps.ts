/** Runs named steps one after another and says what each does, how far it is and how long it took. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command of the installed packages with its output on ours. @returns its exit code */
export function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Announces a step, runs it, and tells how it ended. */
export async function step<T>(number: string, what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  process.stdout.write(`\n[${number}] ${what} …\n`);
  const result = await work();
  process.stdout.write(`[${number}] ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
}
