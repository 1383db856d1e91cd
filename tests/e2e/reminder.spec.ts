import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from '../tools/extension.ts';
import { connectAccount, expect, importTeam, mainAccount, teamFile, test } from './support.ts';

interface Chrome {
  alarms: {
    get(name: string): Promise<{ scheduledTime: number } | undefined>;
    create(name: string, info: { when: number }): Promise<void>;
  };
  notifications: { getAll(): Promise<Record<string, unknown>> };
}

test('a person is reminded at the chosen time of what waits, and whose records are whose is told by the CRM', async ({
  sandbox,
}) => {
  const to = { port: sandbox.info.port, spki: sandbox.info.spki };
  const first = await launch(to);
  await connectAccount(first, { ...mainAccount(sandbox), label: 'Northwind Sales' });
  await importTeam(first, teamFile(sandbox));
  await first.close(true);
  // Nobody can answer a permission's question without a window.
  const file = join(first.profile, 'Default', 'Preferences');
  const preferences = JSON.parse(await readFile(file, 'utf8'));
  const settings = preferences.extensions.settings[first.extensionId];
  settings.runtime_granted_permissions = {
    api: ['notifications'],
    explicit_host: [],
    manifest_permissions: [],
    scriptable_host: [],
  };
  for (const kind of ['active_permissions', 'granted_permissions']) settings[kind].api.push('notifications');
  await writeFile(file, JSON.stringify(preferences));
  const browser = await launch({ ...to, profile: first.profile });
  try {
    const panel = await browser.context.newPage();
    await panel.setViewportSize({ width: 400, height: 800 });
    await panel.goto(browser.page('sidepanel.html'));
    await panel.getByTestId('panel-row').first().waitFor({ timeout: 60_000 });
    await panel.getByTestId('panel-progress').waitFor({ state: 'detached', timeout: 60_000 });
    await expect(panel.getByTestId('panel-scope').locator('label')).toHaveText(['Mine', 'Team', 'All']);

    await panel.getByTestId('panel-filter').click();
    await panel.getByTestId('panel-remind-time').fill('23:59');
    await panel.getByTestId('panel-remind').click();
    await expect(panel.getByTestId('panel-reminder')).toContainText('23:59');
    await panel.screenshot({ path: 'test-results/looks/reminder.png' });
    const due = await panel.evaluate(async () => {
      const { chrome } = globalThis as never as { chrome: Chrome };
      return (await chrome.alarms.get('reminder'))?.scheduledTime ?? 0;
    });
    const local = await panel.evaluate((at) => new Date(at).toTimeString().slice(0, 5), due);
    expect(local).toBe('23:59');

    // The hour has come.
    await panel.evaluate(async () => {
      const { chrome } = globalThis as never as { chrome: Chrome };
      await chrome.alarms.create('reminder', { when: Date.now() });
    });
    await expect
      .poll(() =>
        panel.evaluate(async () => {
          const { chrome } = globalThis as never as { chrome: Chrome };
          return Object.keys(await chrome.notifications.getAll());
        }),
      )
      .toEqual(['reminder']);
    await panel.locator('.filters').getByRole('button', { name: 'Remove' }).click();
    await expect(panel.getByTestId('panel-remind')).toBeVisible();
  } finally {
    await browser.close();
  }
});
