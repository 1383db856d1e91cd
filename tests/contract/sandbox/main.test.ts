/** The command line: one line of JSON on stdout, messages on stderr, a clean end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return { child, output };
}

describe('the command line', () => {
  it('prints the start-up line and serves until killed', async () => {
    const { child, output } = start('--seed', 'cli', '--days', '2');
    while (!output.stdout.includes('\n')) await once(child.stdout, 'data');
    const info = JSON.parse(output.stdout);
    expect(info.v).toBe(1);
    expect(info.accounts.map(({ crm, account }: { crm: string; account: string }) => `${crm} ${account}`)).toEqual([
      'hubspot 12345678',
      'hubspot 87654321',
      'salesforce 00DHs000000AbCdMAK',
      'salesforce 00DHs000000XyZaMAK',
      'pipedrive 7654321',
      'pipedrive 7654399',
    ]);
    expect(await (await fetch(`${info.control}/clock`)).json()).toMatchObject({ limits: 'off' });
    expect(output.stderr).toContain('incident of 2 days from seed cli');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(output.stdout.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['--days', '0'],
    ['--port', 'x'],
    ['--days', '2.5'],
  ])('refuses %s %s', async (...args) => {
    const { child, output } = start(...args);
    const [code] = await once(child, 'exit');
    expect(code).toBe(2);
    expect(output.stderr).toContain(args[0]);
  });
});
