/** What the start-up line says about the simulated portals, and what the truth assumes a team has said of their writers. */
import type { AccountInfo, TeamInfo } from '../crm.ts';
import { AGENTS, PEOPLE } from '../engine/actors.ts';
import { TOKEN_ROLES } from './side.ts';
import type { HubSpotSandbox } from './simulation.ts';
import { COPILOT_APP, MAIN_PORTAL, OWN_APP, SHARED_APP } from './tokens.ts';
import type { ObjectTypeId } from './types.ts';
import { PERSON_IDS } from './vocabulary.ts';

function agentsOf(simulation: HubSpotSandbox, portalId: string): AccountInfo['agents'] {
  return AGENTS.flatMap(({ id, name }): AccountInfo['agents'] => {
    const role = TOKEN_ROLES[id];
    if (!role) return [{ id, name, source: 'BREEZE_AGENT' }];
    if (portalId !== MAIN_PORTAL) return [];
    const { token, appId } = simulation.credential(role);
    return [{ id, name, token, appId, ...(id === 'enricher' && { stamp: 'last_modified_by_agent' }) }];
  });
}

function recordsOf(simulation: HubSpotSandbox, portalId: string): AccountInfo['records'] {
  const account = simulation.account(portalId);
  if (!account) return [];
  const { store, replay } = account;
  return replay.plan.highlights.flatMap(({ key, note }) => {
    const target = replay.target(key);
    const record = target && store.any(target.object as ObjectTypeId, target.id);
    return record ? [{ object: record.typeId, id: record.id, url: store.url(record), note }] : [];
  });
}

/** Its agents are listed, the stamp of the shared key is mapped, and Countersign's own key is known. */
const TEAM: TeamInfo = {
  writers: [
    { key: `app:${COPILOT_APP}`, role: 'agent', name: 'Pipeline Copilot' },
    { key: `app:${OWN_APP}`, role: 'own', name: 'Countersign' },
  ],
  stamps: [
    {
      writer: `app:${SHARED_APP}`,
      field: 'last_modified_by_agent',
      agents: [{ value: 'lead-enricher', name: 'Lead Enricher' }],
    },
    { writer: `app:${SHARED_APP}`, field: 'ai_last_run_id', agents: [{ value: '*', name: 'Lead Enricher' }] },
  ],
  fields: {},
};

/** Both accounts, the main one first. */
export function describeAccounts(simulation: HubSpotSandbox): AccountInfo[] {
  return [...simulation.accounts.values()].map(({ store: { portal } }) => {
    const main = portal.id === MAIN_PORTAL;
    const token = (role: string) => simulation.credential(main ? role : `other/${role}`).token;
    return {
      crm: 'hubspot',
      account: portal.id,
      label: portal.name,
      host: portal.uiDomain,
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
      team: main ? TEAM : { writers: [], stamps: [], fields: {} },
    };
  });
}
