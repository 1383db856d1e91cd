/** What the start-up line says about the simulated orgs. */
import type { AccountInfo, TeamInfo } from '../crm.ts';
import { AGENTS, actorById, PEOPLE, STAMP_VALUE } from '../engine/actors.ts';
import { MAIN_ORG } from './org.ts';
import type { Account, Simulation } from './simulation.ts';
import { TOKEN_ROLES, userOf } from './writers.ts';

const writerKey = (actor: string): string => `user:${userOf(actor).id}`;

/** Mara's rows may be Desk Assistant's; imports run as a user of their own. The native agent's profile says what it is. */
const TEAM: TeamInfo = {
  writers: [
    { key: writerKey('copilot'), role: 'agent', name: actorById('copilot').name },
    { key: writerKey('overlay'), role: 'own', name: actorById('overlay').name },
    { key: writerKey('import'), role: 'automation', name: actorById('import').name },
    { key: writerKey('mara'), role: 'person', name: actorById('mara').name, actedBy: [actorById('desk').name] },
  ],
  stamps: [
    {
      writer: writerKey('enricher'),
      field: 'last_modified_by_agent__c',
      agents: [{ value: STAMP_VALUE, name: actorById('enricher').name }],
    },
    {
      writer: writerKey('enricher'),
      field: 'ai_last_run_id__c',
      agents: [{ value: '*', name: actorById('enricher').name }],
    },
  ],
  fields: { ledger: 'Countersign_Ledger__c' },
};

function agentsOf(simulation: Simulation, main: boolean): AccountInfo['agents'] {
  return AGENTS.flatMap(({ id, name }): AccountInfo['agents'] => {
    const role = TOKEN_ROLES[id];
    const userId = userOf(id).id;
    if (!role) return [{ id, name, userId }];
    if (!main) return [];
    const stamp = id === 'enricher' ? { stamp: 'last_modified_by_agent__c' } : {};
    return [{ id, name, token: simulation.credential(role).token, userId, ...stamp }];
  });
}

function recordsOf({ store, replay, extras }: Account): AccountInfo['records'] {
  const told = replay.plan.highlights.flatMap(({ key, note }) => {
    const target = replay.target(key);
    const record = target && store.any(target.object, target.id);
    return record ? [{ record, note }] : [];
  });
  return [...told, ...extras].map(({ record, note }) => ({
    object: record.object,
    id: record.id,
    url: store.url(record),
    note,
  }));
}

/** Both orgs, the main one first. */
export function describeAccounts(simulation: Simulation): AccountInfo[] {
  return [...simulation.accounts.values()].map((account) => {
    const { org } = account.store;
    const main = org === MAIN_ORG;
    const token = (role: string) => simulation.credential(main ? role : `other/${role}`).token;
    return {
      crm: 'salesforce',
      account: org.id,
      label: org.label,
      host: org.lightning,
      tokens: {
        full: token('full'),
        readonly: token('readonly'),
        noSchema: token('noSchema'),
        revoked: token('revoked'),
        otherAccount: simulation.credential(main ? 'other/full' : 'full').token,
      },
      people: PEOPLE.map(({ id, name }) => ({ id, name, userId: userOf(id).id })),
      agents: agentsOf(simulation, main),
      records: recordsOf(account),
      team: TEAM,
    };
  });
}
