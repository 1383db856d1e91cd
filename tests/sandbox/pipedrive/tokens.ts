/** API tokens of the two companies: whose they are and what their users may do. A token is a user; there are no scopes. */
import { PEOPLE } from '../engine/actors.ts';
import type { Random } from '../engine/random.ts';
import {
  BILLING_USER,
  COPILOT_USER,
  NATIVE_USER,
  NO_SCHEMA_USER,
  OPS_USER,
  OWN_USER,
  PERSON_IDS,
  READER_USER,
  SYNC_USER,
} from './catalog/users.ts';
import type { Company } from './types.ts';

export interface Credential {
  token: string;
  /** How the log and the start-up line call it. */
  role: string;
  companyId: string;
  userId: number;
  /** What the user's permission set allows. */
  may: { write: boolean; fields: boolean };
  revoked: boolean;
}

export const MAIN: Company = { id: '7654321', name: 'Northwind', domain: 'northwind' };
export const OTHER: Company = { id: '7654399', name: 'Fjordware', domain: 'fjordware' };

/** Everything that can call the API; tokens are 40 hex digits and follow from the seed. */
export function createCredentials(random: Random): Credential[] {
  const make = (company: Company, role: string, userId: number, extra: Partial<Credential> = {}): Credential => ({
    token: random.hex(40),
    role,
    companyId: company.id,
    userId,
    may: { write: true, fields: true },
    revoked: false,
    ...extra,
  });
  const team = (company: Company) => [
    make(company, 'full', OWN_USER),
    make(company, 'readonly', READER_USER, { may: { write: false, fields: false } }),
    make(company, 'noSchema', NO_SCHEMA_USER, { may: { write: true, fields: false } }),
    make(company, 'revoked', OWN_USER, { revoked: true }),
    make(company, 'native', NATIVE_USER),
    ...PEOPLE.map(({ id }) => make(company, id, PERSON_IDS[id] ?? 0)),
  ];
  return [
    ...team(MAIN),
    ...team(OTHER),
    make(MAIN, 'copilot', COPILOT_USER),
    make(MAIN, 'shared', SYNC_USER),
    make(MAIN, 'billing', BILLING_USER),
    make(MAIN, 'anonymous', OPS_USER),
  ];
}
