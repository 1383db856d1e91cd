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
import { launch } from '../../tools/extension.ts';
import { type Effort, repeat } from '../effort.ts';
import { measureLoad, measureWhile, openRecord } from '../load.ts';
import type { Line, Section } from '../report.ts';
import { figure, median } from '../stats.ts';

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
    const lines: Line[] = [
      {
        what: `${crm} ${variant}, ${median(pairs.map((one) => one.on.marks))} marks`,
        figures: {
          script: figure(
            'ms',
            pairs.map((one) => one.on.share.script),
            AIM_SCRIPT,
          ),
          forced: figure(
            'ms',
            pairs.map((one) => one.on.share.forced),
          ),
          'Δ script': figure(
            'ms',
            pairs.map((one) => one.on.script - one.off.script),
            AIM_SCRIPT,
          ),
          'Δ task': figure(
            'ms',
            pairs.map((one) => one.on.task - one.off.task),
          ),
          'page alone': figure(
            'ms',
            pairs.map((one) => one.off.task),
          ),
        },
      },
    ];
    if (crm !== 'salesforce') return lines;
    const page = await on.context.newPage();
    await openRecord(on, page, record.url);
    const others = sameKind.slice(1, ALIVE);
    for (const other of others) {
      await navigate(page, new URL(other.url).pathname);
      await overlayStatus(page, 'ready', 'mismatch');
    }
    const back = await repeat(effort, async () => {
      const [away] = others;
      if (away) await navigate(page, new URL(away.url).pathname);
      await overlayStatus(page, 'ready', 'mismatch');
      return measureWhile(on, page, async () => {
        await navigate(page, new URL(record.url).pathname);
        await overlayStatus(page, 'ready');
        await page.waitForTimeout(200);
      });
    });
    lines.push({
      what: `${crm} ${variant}, back to it with ${others.length + 1} record pages alive`,
      figures: {
        script: figure(
          'ms',
          back.map((one) => one.share.script),
          AIM_SCRIPT,
        ),
        forced: figure(
          'ms',
          back.map((one) => one.share.forced),
        ),
      },
    });
    return lines;
  } finally {
    await Promise.all([on.close(), off.close()]);
    await sandbox.stop();
  }
}
