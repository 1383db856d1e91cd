/** HubSpot, as the sandbox simulates it. */
import type { CrmKind } from '../crm.ts';
import { MAX_BENCHMARK_FIELDS } from './benchmark.ts';
import { HubSpotSandbox } from './simulation.ts';

const API_HOST = 'api.hubapi.com';
const PAGE_HOSTS = ['app.hubspot.com', 'app-eu1.hubspot.com'];

export const hubspot: CrmKind = {
  crm: 'hubspot',
  hosts: [...PAGE_HOSTS, API_HOST],
  hostKind(host) {
    if (host === API_HOST) return 'api';
    return /^app(-[a-z]{2}\d)?\.hubspot\.com$/.test(host) ? 'page' : null;
  },
  variants: ['2026', '2025', 'legacy', 'unknown'],
  locales: ['en', 'de', 'fr', 'ar'],
  maxFields: MAX_BENCHMARK_FIELDS,
  create: (options) => new HubSpotSandbox(options),
};
