/** What tests do to a browser from outside: permissions between two starts, and the death of its worker. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Launched } from './extension.ts';

/** Nobody can answer a permission's question without a window, so the answer is put into the profile between two starts, for the sandbox's receiver. */
export async function grant({ profile, extensionId }: Launched, { info }: Sandbox): Promise<void> {
  const file = join(profile, 'Default', 'Preferences');
  const preferences = JSON.parse(await readFile(file, 'utf8'));
  const settings = preferences.extensions.settings[extensionId];
  const hosts = [`${new URL(info.receivers.cloudevents.url).origin}/*`];
  settings.runtime_granted_permissions = {
    api: [],
    explicit_host: hosts,
    manifest_permissions: [],
    scriptable_host: [],
  };
  settings.active_permissions.explicit_host.push(...hosts);
  settings.granted_permissions.explicit_host.push(...hosts);
  await writeFile(file, JSON.stringify(preferences));
}

/** Kills the extension's worker the hard way, as a browser does. */
export async function killWorker(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await page.close();
}
