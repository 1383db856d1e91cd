/** Pipedrive, as the sandbox simulates it. */
import type { CrmKind } from '../crm.ts';
import { LOCALES, VARIANTS } from './page/variants.ts';
import { PipedriveSandbox } from './simulation.ts';
import { MAIN, OTHER } from './tokens.ts';
import { hostOf } from './types.ts';

const COMPANY_HOSTS = [hostOf(MAIN), hostOf(OTHER)];
/** Knows no company of its own: links lead on to the company's host. */
const APP_HOST = 'app.pipedrive.com';
const API_HOST = 'api.pipedrive.com';

const MAX_BENCHMARK_FIELDS = 2_000;

export const pipedrive: CrmKind = {
  crm: 'pipedrive',
  hosts: [...COMPANY_HOSTS, APP_HOST, API_HOST],
  hostKind(host, path) {
    if (host === API_HOST) return 'api';
    if (!COMPANY_HOSTS.includes(host) && host !== APP_HOST) return null;
    return /^\/(api|v1)\//.test(path) && host !== APP_HOST ? 'api' : 'page';
  },
  variants: VARIANTS,
  locales: LOCALES,
  maxFields: MAX_BENCHMARK_FIELDS,
  create: (options) => new PipedriveSandbox(options),
};
