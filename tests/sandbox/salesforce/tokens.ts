/** Access tokens of the two orgs: whose they are and what they may do. */
import type { Random } from '../engine/random.ts';
import { MAIN_ORG, type Org, OTHER_ORG, userByKey } from './org.ts';

export interface Credential {
  token: string;
  /** How the log and the start-up line call it. */
  role: string;
  org: Org;
  userId: string;
  canWrite: boolean;
  /** "Customize Application": may make fields and grant access to them. */
  canCustomise: boolean;
  revoked: boolean;
}

/** A session of the pages rather than of the API: always refused, and not to be refreshed. */
export const pageSession = (org: Org): string => `${org.id.slice(0, 15)}!lightning`;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.';

export const randomToken = (random: Random, length: number): string =>
  Array.from({ length }, () => ALPHABET[random.int(0, ALPHABET.length - 1)]).join('');

/** Everything that can call the API from the start; tokens follow from the seed. */
export function createCredentials(random: Random): Credential[] {
  const make = (role: string, org: Org, user: string, extra: Partial<Credential> = {}): Credential => ({
    token: `${org.id.slice(0, 15)}!AQ${randomToken(random, 80)}`,
    role,
    org,
    userId: userByKey(user).id,
    canWrite: true,
    canCustomise: false,
    revoked: false,
    ...extra,
  });
  const team = (prefix: string, org: Org) => [
    make(`${prefix}full`, org, 'overlay', { canCustomise: true }),
    make(`${prefix}readonly`, org, 'reader', { canWrite: false }),
    make(`${prefix}noSchema`, org, 'overlay'),
    make(`${prefix}revoked`, org, 'overlay', { canCustomise: true, revoked: true }),
  ];
  return [
    ...team('', MAIN_ORG),
    ...team('other/', OTHER_ORG),
    make('copilot', MAIN_ORG, 'copilot'),
    make('shared', MAIN_ORG, 'shared'),
    make('billing', MAIN_ORG, 'billing'),
    make('anonymous', MAIN_ORG, 'anonymous'),
    make('desk', MAIN_ORG, 'mara'),
  ];
}
