import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';
import { findBrowser } from './tools/browser.mjs';

const root = new URL('../', import.meta.url).pathname;
const executablePath = (await findBrowser()) ?? undefined;

export default defineConfig({
  root,
  test: {
    projects: [
      {
        extends: true,
        plugins: [WxtVitest()],
        test: {
          name: 'unit',
          root,
          include: ['tests/unit/**/*.test.ts'],
          setupFiles: ['tests/unit/setup.ts'],
          testTimeout: 20_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        plugins: [WxtVitest()],
        test: {
          name: 'services',
          root,
          include: ['tests/services/**/*.test.ts'],
          setupFiles: ['tests/services/setup.ts'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { extends: true, test: { name: 'package', root, include: ['tests/package/**/*.test.ts'] } },
      {
        extends: true,
        // Services that make words are tested against the sandbox, too.
        resolve: { alias: { '#i18n': `${root}.wxt/i18n/index.ts` } },
        test: {
          name: 'contract',
          root,
          include: ['tests/contract/**/*.test.ts'],
          setupFiles: ['tests/contract/setup.ts'],
          // Reading the vendors' clients takes longer than most files' tests: 121 s, 50 s in two workers that read them once.
          maxWorkers: 2,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        // Texts of components that are tested in a browser.
        resolve: { alias: { '#i18n': `${root}.wxt/i18n/index.ts` } },
        // Found while tests run, it would be made ready then, and the page loaded anew.
        optimizeDeps: { include: ['wxt/browser'] },
        define: { 'import.meta.env.COUNTERSIGN_FULL': JSON.stringify(process.env.COUNTERSIGN_FULL ?? '') },
        test: {
          name: 'dom',
          root,
          include: ['tests/dom/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          maxWorkers: 2,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1280, height: 900 },
            provider: playwright({ launchOptions: { executablePath, args: ['--no-sandbox'] } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
