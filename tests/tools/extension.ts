/** Starts Chromium with the production build, every CRM address leading to a sandbox. Used by tour, tests and bench alike. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';

export const BUILD = fileURLToPath(new URL('../../.output/chrome-mv3', import.meta.url));

export interface Launched {
  context: BrowserContext;
  extensionId: string;
  profile: string;
  /** Address of one of the extension's own pages. */
  page(path: string): string;
  /** Closes the browser; the profile is deleted unless it is kept. */
  close(keepProfile?: boolean): Promise<void>;
}

export interface LaunchOptions {
  /** What every host resolves to. */
  port: number;
  /** Hash of the sandbox's key; certificates of any other key fail as in real life. */
  spki: string;
  profile?: string;
  headless?: boolean;
  /** Without it the browser runs as if nothing was installed. */
  extension?: boolean;
  language?: string;
  colorScheme?: 'light' | 'dark';
  forcedColors?: 'active' | 'none';
  reducedMotion?: 'reduce' | 'no-preference';
  viewport?: { width: number; height: number };
  build?: string;
}

/** Launches the browser and, with the extension, waits until its worker runs. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('No Chromium found; run `npm test` once, which installs one.');
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'countersign-profile-')));
  const build = options.build ?? BUILD;
  const withExtension = options.extension !== false;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    viewport: options.viewport ?? { width: 1440, height: 900 },
    locale: options.language ?? 'en-US',
    colorScheme: options.colorScheme ?? 'light',
    forcedColors: options.forcedColors ?? 'none',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    args: [
      // Where nobody looks, drawing as a graphics card would is a fifth of a browser's work.
      ...(options.headless === false ? [] : ['--headless=new', '--disable-gpu', '--disable-software-rasterizer']),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--lang=${options.language ?? 'en-US'}`,
      `--host-resolver-rules=MAP * 127.0.0.1:${options.port}`,
      `--ignore-certificate-errors-spki-list=${options.spki}`,
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      ...(withExtension ? [`--disable-extensions-except=${build}`, `--load-extension=${build}`] : []),
    ],
  });
  let extensionId = '';
  if (withExtension) {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    extensionId = new URL(worker.url()).host;
    if (!options.profile) await optionsOpened(context);
  }
  return {
    context,
    extensionId,
    profile,
    page: (path) => `chrome-extension://${extensionId}/${path}`,
    async close(keepProfile = false) {
      await context.close();
      if (!keepProfile) await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * Gives a closed browser's extension the right to send to an origin. Nobody can answer a permission's question without a window, so
 * the answer is put into the profile between two starts.
 */
export async function allowHost({ profile, extensionId }: Launched, origin: string): Promise<void> {
  const file = join(profile, 'Default', 'Preferences');
  const preferences = JSON.parse(await readFile(file, 'utf8'));
  const settings = preferences.extensions.settings[extensionId];
  const hosts = [`${origin}/*`];
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

/** In a new profile the extension opens its options by itself, and would take over a tab that is on its way there. */
export async function optionsOpened(context: BrowserContext): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 50) {
    if (context.pages().some((page) => page.url().includes('/options.html'))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
