import { defineConfig } from '@playwright/test';
import type { Crm } from './tools/drive.ts';

const CRMS = ['salesforce', 'pipedrive', 'hubspot'] as const;

export default defineConfig<object, { crm: Crm }>({
  testDir: './e2e',
  outputDir: '../test-results',
  // Two workers, each with a sandbox and a browser of its own: the machines this runs on have two cores.
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  use: { actionTimeout: 15_000, navigationTimeout: 30_000 },
  // A worker serves one project, and files of one meet the same sandbox and browser. HubSpot's many files come last: they keep both
  // workers busy to the end, and records that are compared with the truth have not been written to by them.
  projects: [
    ...CRMS.map((crm) => ({ name: crm, testMatch: `**/*${crm}.spec.ts`, workers: 1, use: { crm } })),
    {
      name: 'product',
      testMatch: '**/*.spec.ts',
      testIgnore: CRMS.map((crm) => `**/*${crm}.spec.ts`),
      use: { crm: 'hubspot' },
    },
  ],
});
