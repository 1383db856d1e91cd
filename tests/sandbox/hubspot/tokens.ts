/** Bearer tokens of the two portals: whose they are, what they may do and which row a write with them leaves. */
import type { Random } from '../engine/random.ts';
import { apiRow, appForUserRow, appRow } from './rows.ts';
import type { Source } from './types.ts';

export interface Credential {
  token: string;
  /** How the log and the start-up line call it. */
  role: string;
  portalId: string;
  appId: string;
  scopes: ReadonlySet<string>;
  revoked: boolean;
  /** The row a write with this token leaves. */
  source: Source;
}

const OBJECTS = ['contacts', 'companies', 'deals'] as const;
const READ = [...OBJECTS.map((name) => `crm.objects.${name}.read`), 'crm.objects.owners.read', 'tickets'];
const WRITE = OBJECTS.map((name) => `crm.objects.${name}.write`);
const SCHEMAS = [...OBJECTS.map((name) => `crm.schemas.${name}.write`), 'crm.schemas.tickets.write'];

/** `tickets` covers reading and writing; a token without it may only be given the newer read scope. */
const READ_ONLY = [...READ.filter((scope) => scope !== 'tickets'), 'crm.objects.tickets.read'];
const DATA = [...READ, ...WRITE];
const EVERYTHING = [...DATA, ...SCHEMAS, 'settings.users.read'];

export const MAIN_PORTAL = '12345678';
export const OTHER_PORTAL = '87654321';

export const OWN_APP = '5680002';
export const SHARED_APP = '5679001';
export const COPILOT_APP = '5671234';

/** Everything that can call the API; tokens follow from the seed. */
export function createCredentials(random: Random): Credential[] {
  const make = (
    role: string,
    portalId: string,
    appId: string,
    scopes: readonly string[],
    extra: Partial<Credential> = {},
  ): Credential => ({
    token: `pat-${portalId === OTHER_PORTAL ? 'eu1' : 'na1'}-${random.uuid()}`,
    role,
    portalId,
    appId,
    scopes: new Set(scopes),
    revoked: false,
    source: appRow(appId),
    ...extra,
  });
  const team = (prefix: string, portalId: string) => [
    make(`${prefix}full`, portalId, OWN_APP, EVERYTHING),
    make(`${prefix}readonly`, portalId, '5680003', READ_ONLY),
    make(`${prefix}noSchema`, portalId, OWN_APP, [...DATA, 'settings.users.read']),
    make(`${prefix}revoked`, portalId, OWN_APP, EVERYTHING, { revoked: true }),
  ];
  return [
    ...team('', MAIN_PORTAL),
    ...team('other/', OTHER_PORTAL),
    make('copilot', MAIN_PORTAL, COPILOT_APP, DATA),
    make('shared', MAIN_PORTAL, SHARED_APP, DATA),
    make('billing', MAIN_PORTAL, '5679777', DATA),
    make('anonymous', MAIN_PORTAL, '0', DATA, { source: apiRow() }),
    make('desk', MAIN_PORTAL, '5679888', DATA, { source: appForUserRow('5679888', 78412349) }),
  ];
}
