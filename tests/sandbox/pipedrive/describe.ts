/** What the start-up line says about the simulated companies. */
import type { AccountInfo, TeamInfo } from '../crm.ts';
import { AGENTS, PEOPLE, STAMP_VALUE } from '../engine/actors.ts';
import type { Replay } from '../engine/replay.ts';
import { LEDGER, STAMP_AGENT, STAMP_RUN } from './catalog/define.ts';
import { COPILOT_USER, NATIVE_USER, OWN_USER, PERSON_IDS, SYNC_USER } from './catalog/users.ts';
import { SDK_UA } from './rows.ts';
import { TOKEN_ROLES } from './side.ts';
import type { Store } from './store.ts';
import type { Credential } from './tokens.ts';
import { MAIN } from './tokens.ts';
import type { PdObject, StoredRecord } from './types.ts';
import { hostOf } from './types.ts';

/** First product token of the client's user agent, as rows are told apart by it. */
const SDK = 'pipedrive-sdk-javascript';

const TEAM: TeamInfo = {
  writers: [
    ...PEOPLE.map(({ id, name }) => ({ key: `user:${PERSON_IDS[id]}`, role: 'person' as const, name })),
    { key: `api:${NATIVE_USER}:${SDK}`, role: 'agent', name: 'Revenue Agent' },
    { key: `api:${COPILOT_USER}:${SDK}`, role: 'agent', name: 'Pipeline Copilot' },
    { key: `api:${SYNC_USER}:${SDK}`, role: 'unknown', name: 'Data Sync' },
    { key: `api:${OWN_USER}:mozilla`, role: 'own', name: 'Countersign' },
  ],
  stamps: [
    {
      writer: `api:${SYNC_USER}:${SDK}`,
      field: STAMP_AGENT,
      agents: [{ value: STAMP_VALUE, name: 'Lead Enricher' }],
    },
    {
      writer: `api:${SYNC_USER}:${SDK}`,
      field: STAMP_RUN,
      agents: [{ value: '*', name: 'Lead Enricher' }],
    },
  ],
  fields: { ledger: LEDGER },
};

type Find = (companyId: string, role: string) => Credential | undefined;

function agentsOf(companyId: string, find: Find): AccountInfo['agents'] {
  return AGENTS.flatMap(({ id, name }) => {
    const credential = find(companyId, TOKEN_ROLES[id] ?? '');
    if (!credential) return [];
    const stamp = id === 'enricher' && { stamp: STAMP_AGENT };
    return [{ id, name, token: credential.token, userId: String(credential.userId), userAgent: SDK_UA, ...stamp }];
  });
}

function recordsOf(store: Store, replay: Replay): AccountInfo['records'] {
  const line = (record: StoredRecord, note: string) => ({
    object: record.object,
    id: record.id,
    url: store.url(record),
    note,
  });
  const told = replay.plan.highlights.flatMap(({ key, note }) => {
    const target = replay.target(key);
    const record = target && store.any(target.object as PdObject, target.id);
    return record ? [line(record, note)] : [];
  });
  const leads = store.list('lead').map((record) => line(record, 'lead, of whose changes the API tells nothing'));
  return [...told, ...leads];
}

/**
 * One company of the start-up line.
 *
 * @param find the credential of a company by its role
 */
export function describeAccount(store: Store, replay: Replay, other: string, find: Find): AccountInfo {
  const { company } = store;
  const token = (role: string, companyId = company.id) => find(companyId, role)?.token ?? '';
  return {
    crm: 'pipedrive',
    account: company.id,
    label: company.name,
    host: hostOf(company),
    tokens: {
      full: token('full'),
      readonly: token('readonly'),
      noSchema: token('noSchema'),
      revoked: token('revoked'),
      otherAccount: token('full', other),
    },
    people: PEOPLE.map(({ id, name }) => ({ id, name, userId: PERSON_IDS[id] ?? 0, token: token(id) })),
    agents: agentsOf(company.id, find),
    records: recordsOf(store, replay),
    team: company.id === MAIN.id ? TEAM : { ...TEAM, stamps: [] },
  };
}
