/** What opening a record costs on the other CRMs' pages, and on Salesforce going back to one while four more stay alive. */

import { startSandbox } from '../../sandbox/sandbox.ts';
import {
  type Crm,
  connectAccount,
  control,
  importTeam,
  mainAccount,
  navigate,
  overlayStatus,
  teamFile,
} from '../../tools/drive.ts';
import { type Launched, launch } from '../../tools/extension.ts';
import { type Effort, repeat } from '../effort.ts';
import { type Metrics, measureLoad, measureWhile, openRecord } from '../load.ts';
import type { Line, Section } from '../report.ts';
import { figure, median } from '../stats.ts';
import type { Share } from '../trace.ts';

const FIELDS = 300;
/** Record pages that stay alive in one Salesforce tab. */
const ALIVE = 5;
/** Script added on 300 fields, ms. */
const AIM_SCRIPT = 10;
/** The page variants that differ most in cost. */
const VARIANTS: readonly (readonly [crm: Crm, variant: string])[] = [
  ['salesforce', 'layout'],
  ['salesforce', 'lwc-native'],
  ['pipedrive', '2026'],
];

/** @param build folder of the built extension */
export async function crmSection(build: string, effort: Effort): Promise<Section> {
  const lines: Line[] = [];
  for (const [crm, variant] of VARIANTS) lines.push(...(await linesOf(crm, variant, build, effort)));
  return {
    title: '1c. Added to opening a record on the other CRMs',
    notes: [`${FIELDS} more fields, half of them an agent’s; columns as in 1`],
    lines,
  };
}

async function linesOf(crm: Crm, variant: string, build: string, effort: Effort): Promise<Line[]> {
  const sandbox = await startSandbox({ quiet: true, crms: [crm] });
  const off = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, extension: false });
  const on = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, build });
  try {
    await control(sandbox, 'POST', '/dom', { crm, variant, fields: FIELDS });
    const account = mainAccount(sandbox, crm);
    await connectAccount(on, account);
    await importTeam(on, teamFile(sandbox, crm));
    const sameKind = account.records.filter(({ object }) => object === account.records[0]?.object);
    const [record] = sameKind;
    if (!record) throw new Error(`${crm} has no records`);
    const pair = async () => ({ off: await measureLoad(off, record.url), on: await measureLoad(on, record.url) });
    await pair();
    const pairs = await repeat(effort, pair);
    const lines = [lineOf(`${crm} ${variant}, ${median(pairs.map((one) => one.on.marks))} marks`, pairs)];
    if (crm !== 'salesforce') return lines;
    const others = sameKind.slice(1, ALIVE);
    const back = { off: await keptAlive(off, record, others), on: await keptAlive(on, record, others) };
    const returns = await repeat(effort, async () => ({ off: await back.off(), on: await back.on() }));
    lines.push(lineOf(`${crm} ${variant}, back to it with ${others.length + 1} record pages alive`, returns));
    return lines;
  } finally {
    await Promise.all([on.close(), off.close()]);
    await sandbox.stop();
  }
}

function lineOf(what: string, pairs: readonly { on: Metrics & { share: Share }; off: Metrics }[]): Line {
  type Pair = (typeof pairs)[number];
  const ms = (of: (pair: Pair) => number, aim?: number) => figure('ms', pairs.map(of), aim);
  return {
    what,
    figures: {
      script: ms(({ on }) => on.share.script, AIM_SCRIPT),
      forced: ms(({ on }) => on.share.forced),
      'Δ script': ms(({ on, off }) => on.script - off.script, AIM_SCRIPT),
      'Δ task': ms(({ on, off }) => on.task - off.task),
      'page alone': ms(({ off }) => off.task),
    },
  };
}

/** Opens a record and others after it in one tab. @returns measures going back to it from the last one */
async function keptAlive(launched: Launched, record: { url: string }, others: readonly { url: string }[]) {
  const page = await launched.context.newPage();
  await openRecord(launched, page, record.url);
  const go = async ({ url }: { url: string }) => {
    await navigate(page, new URL(url).pathname);
    if (launched.extensionId) await overlayStatus(page, 'ready', 'mismatch');
    await page.waitForTimeout(200);
  };
  for (const other of others) await go(other);
  return async () => {
    const [away] = others;
    if (away) await go(away);
    return measureWhile(launched, page, () => go(record));
  };
}
