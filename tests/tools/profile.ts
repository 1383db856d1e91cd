/** What tests do to a browser from outside: permissions between two starts, and the death of its worker. */
import type { BrowserContext } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { allowHost, type Launched } from './extension.ts';

/** Lets the extension reach the sandbox's receiver; the browser must be closed. */
export function grant(launched: Launched, { info }: Sandbox): Promise<void> {
  return allowHost(launched, new URL(info.receivers.cloudevents.url).origin);
}

/** Kills the extension's worker the hard way, as a browser does. */
export async function killWorker(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await page.close();
}
