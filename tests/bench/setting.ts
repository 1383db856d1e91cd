/** The bench's stage: a sandbox, and two browsers of one version, one with the extension connected and one without. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { type Account, connect, control, importTeam, mainAccount, recordNoted, teamFile } from '../tools/drive.ts';
import { type Launched, launch } from '../tools/extension.ts';

export interface Stage {
  sandbox: Sandbox;
  /** The record that everything is measured on. */
  record: Account['records'][number];
  on: Launched;
  off: Launched;
  /** Fields `field_0001` … on the record. */
  fields: number;
}

/** A copy of the build, so that building during a run does not change what is measured. */
export async function copyBuild(build: string): Promise<{ build: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const copy = join(folder, 'extension');
  await cp(build, copy, { recursive: true });
  return { build: copy, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function startBenchSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox({ quiet: true, crms: ['hubspot'] });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
  return sandbox;
}

/** A browser whose account is connected and whose team file lists the sandbox's agents. */
export async function connectedBrowser(sandbox: Sandbox, build: string): Promise<Launched> {
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, build });
  try {
    await connect(browser, mainAccount(sandbox).tokens.full, 'Northwind Sales');
    await importTeam(browser, teamFile(sandbox));
    return browser;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/**
 * Both browsers, fresh, in front of a record with that many extra fields. Fresh, because an extension keeps an account's list
 * of fields for a day.
 */
export async function openStage(sandbox: Sandbox, build: string, fields: number): Promise<Stage> {
  await control(sandbox, 'POST', '/dom', { fields });
  const record = recordNoted(sandbox, /^clean deal/);
  const off = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, extension: false });
  try {
    return { sandbox, record, fields, off, on: await connectedBrowser(sandbox, build) };
  } catch (error) {
    await off.close();
    throw error;
  }
}

export async function closeStage({ on, off }: Stage): Promise<void> {
  await Promise.all([on.close(), off.close()]);
}

let turn = 0;

/** Makes so many of the extra fields an agent's, spread evenly, and all others a person's. */
export async function writeMarks({ sandbox, record, fields }: Stage, marks: number): Promise<void> {
  const names = Array.from({ length: fields }, (_, index) => `field_${String(index + 1).padStart(4, '0')}`);
  const write = async (path: '/human' | '/agent', who: object, chosen: string[], word: string) => {
    turn += 1;
    const set = Object.fromEntries(chosen.map((name) => [name, `${word} ${turn}`]));
    await control(sandbox, 'POST', path, { ...who, object: record.object, id: record.id, set });
  };
  // Twice: a person's value directly after an agent's is marked as a correction.
  for (const word of ['Checked', 'Confirmed']) await write('/human', { person: 'dana' }, names, word);
  if (marks === 0) return;
  const chosen = names.filter(
    (_, index) => Math.floor((index * marks) / fields) !== Math.floor(((index - 1) * marks) / fields),
  );
  await write('/agent', { agent: 'copilot' }, chosen, 'Enriched');
}
