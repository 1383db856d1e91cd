/** What the start-up line says about the simulated accounts. */
import { AGENTS, PEOPLE } from '../engine/actors.ts';
import { TOKEN_ROLES } from './side.ts';
import type { Simulation } from './simulation.ts';
import { MAIN_PORTAL } from './tokens.ts';
import type { ObjectTypeId } from './types.ts';
import { PERSON_IDS } from './vocabulary.ts';

export interface AccountInfo {
  crm: 'hubspot';
  account: string;
  label: string;
  tokens: Record<'full' | 'readonly' | 'noSchema' | 'revoked' | 'otherAccount', string>;
  people: Array<{ id: string; name: string; userId: number; ownerId?: string }>;
  agents: Array<{ id: string; name: string; token?: string; appId?: string; source?: string; stamp?: string }>;
  records: Array<{ object: string; id: string; url: string; note: string }>;
}

function agentsOf(simulation: Simulation, portalId: string): AccountInfo['agents'] {
  return AGENTS.flatMap(({ id, name }): AccountInfo['agents'] => {
    const role = TOKEN_ROLES[id];
    if (!role) return [{ id, name, source: 'BREEZE_AGENT' }];
    if (portalId !== MAIN_PORTAL) return [];
    const { token, appId } = simulation.credential(role);
    return [{ id, name, token, appId, ...(id === 'enricher' && { stamp: 'last_modified_by_agent' }) }];
  });
}

function recordsOf(simulation: Simulation, portalId: string): AccountInfo['records'] {
  const account = simulation.account(portalId);
  if (!account) return [];
  const { store, replay } = account;
  return replay.plan.highlights.flatMap(({ key, note }) => {
    const target = replay.target(key);
    const record = target && store.any(target.object as ObjectTypeId, target.id);
    return record ? [{ object: record.typeId, id: record.id, url: store.url(record), note }] : [];
  });
}

/** Both accounts, the main one first. */
export function describeAccounts(simulation: Simulation): AccountInfo[] {
  return [...simulation.accounts.values()].map(({ store: { portal } }) => {
    const main = portal.id === MAIN_PORTAL;
    const token = (role: string) => simulation.credential(main ? role : `other/${role}`).token;
    return {
      crm: 'hubspot',
      account: portal.id,
      label: portal.name,
      tokens: {
        full: token('full'),
        readonly: token('readonly'),
        noSchema: token('noSchema'),
        revoked: token('revoked'),
        otherAccount: simulation.credential(main ? 'other/full' : 'full').token,
      },
      people: PEOPLE.map(({ id, name }) => ({ id, name, userId: PERSON_IDS[id]?.userId ?? 0, ...PERSON_IDS[id] })),
      agents: agentsOf(simulation, portal.id),
      records: recordsOf(simulation, portal.id),
    };
  });
}
