/**
 * `npm start`: builds the extension, starts the sandbox and opens Chromium on a deal that an agent has damaged. Without a
 * display, or with `--tour`, a guided tour runs headless instead.
 */
import { startSandbox } from '../sandbox/sandbox.ts';
import { connectAccount, importTeam, mainAccount, overlayStatus, teamFile } from './drive.ts';
import { launch } from './extension.ts';
import { run, step } from './steps.ts';
import { tour } from './tour.ts';

const hasDisplay =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  !!process.env.DISPLAY ||
  !!process.env.WAYLAND_DISPLAY;
const headless = process.argv.includes('--tour') || !hasDisplay;
const steps = headless ? 3 : 4;

if ((await step(`1/${steps}`, 'Building the production extension', () => run('wxt', ['build']))) !== 0) process.exit(1);
const sandbox = await step(`2/${steps}`, 'Starting the sandbox: three weeks of an account with agents in it', () =>
  startSandbox({ quiet: true }),
);

if (headless) {
  if (!process.argv.includes('--tour')) process.stdout.write('There is no display, so the tour runs instead.\n');
  const wrong = await step('3/3', 'Guided tour', () => tour(sandbox));
  await sandbox.stop();
  process.exit(wrong === 0 ? 0 : 1);
}

const browser = await step(`3/${steps}`, 'Opening Chromium and connecting an account of each CRM', async () => {
  const opened = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, headless: false });
  for (const crm of ['hubspot', 'salesforce', 'pipedrive'] as const) {
    await connectAccount(opened, mainAccount(sandbox, crm));
    await importTeam(opened, teamFile(sandbox, crm));
  }
  return opened;
});
await step(`4/${steps}`, 'Opening a deal that an agent has damaged', async () => {
  const page = await browser.context.newPage();
  await page.goto(mainAccount(sandbox).records[0]?.url ?? '');
  await overlayStatus(page, 'ready');
  for (const other of browser.context.pages()) if (other !== page) await other.close();
});
process.stdout.write(`\nOther records to look at:\n`);
for (const crm of ['hubspot', 'salesforce', 'pipedrive'] as const) {
  for (const { url, note } of mainAccount(sandbox, crm).records) process.stdout.write(`  ${url}  ${note}\n`);
}
process.stdout.write('\nClose the browser or press Ctrl+C to end.\n');
const end = async () => {
  await sandbox.stop();
  process.exit(0);
};
browser.context.on('close', end);
process.on('SIGINT', end);
