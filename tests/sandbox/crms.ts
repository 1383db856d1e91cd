/** The CRMs the sandbox can simulate. A further one is one more line. */
import type { CrmKind } from './crm.ts';
import { hubspot } from './hubspot/index.ts';
import { pipedrive } from './pipedrive/index.ts';
import { salesforce } from './salesforce/index.ts';

export const KINDS: readonly CrmKind[] = [hubspot, salesforce, pipedrive];
