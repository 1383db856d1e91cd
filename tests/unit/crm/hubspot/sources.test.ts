import { expect, test } from 'vitest';
import { DOCUMENTED_SOURCES, hubspotWriter } from '../../../../lib/crm/hubspot/sources';

/** What each documented source counts as when its row names a user, before a team has said anything. */
const GOLDEN: Record<string, readonly string[]> = {
  human: [
    'ACTIVITY_LOG_REVERT',
    'BATCH_UPDATE',
    'COMPANIES',
    'CONTACTS',
    'CRM_UI',
    'CRM_UI_BULK_ACTION',
    'DEALS',
    'EXTENSION',
    'HELP_DESK',
    'MEETINGS',
    'MOBILE_ANDROID',
    'MOBILE_IOS',
    'PLAYBOOKS',
    'PROPERTY_RESTORE',
    'QUOTES',
    'SALES',
    'TASK',
    'WORK_UI',
  ],
  agent: [
    'AI_GROUP',
    'ASSISTS',
    'BOT',
    'BREEZE_AGENT',
    'CHATSPOT',
    'CONVERSATIONAL_ENRICHMENT',
    'CUSTOMER_AGENT',
    'DATA_ENRICHMENT',
    'HELP_DESK_AI',
    'PROSPECTING_AGENT',
    'SIDEKICK',
    'SMART_DATA_CAPTURE',
  ],
  automation: [
    'AUTOMATION_JOURNEY',
    'AUTOMATION_PLATFORM',
    'BEHAVIORAL_EVENTS',
    'CLONE_OBJECTS',
    'DATA_QUALITY',
    'EMAIL_INBOX_IMPORT',
    'IMPORT',
    'PIPELINE_SETTINGS',
    'PRIMARY_AUTOMATION',
    'SEQUENCES',
    'WORKFLOWS',
  ],
  system: [
    'ANALYTICS',
    'AUTO_ASSOCIATE_BY_DOMAIN',
    'CALCULATED',
    'CENTRAL_EXCHANGE_RATES',
    'COMPANY_INSIGHTS',
    'CONTENT_MEMBERSHIP',
    'CONVERSATIONS',
    'CUSTOMER_PORTAL',
    'DATASET',
    'DEFAULT',
    'FORM',
    'INTERNAL_PROCESSING',
    'LEADIN',
    'MIGRATION',
    'PROPERTY_DEFAULT_VALUE',
  ],
};

const row = (type: string) => hubspotWriter({ type, id: 'userId:7', user: '7' });

test('119 sources are documented, and each counts as one of the six', () => {
  expect(DOCUMENTED_SOURCES).toHaveLength(119);
  const found: Record<string, string[]> = { human: [], agent: [], automation: [], system: [], unknown: [] };
  for (const type of DOCUMENTED_SOURCES) found[row(type).attribution]?.push(type);
  const { unknown = [], ...known } = found;
  expect(known).toEqual(GOLDEN);
  expect(unknown).toHaveLength(119 - Object.values(GOLDEN).flat().length);
});

test('integrations, merges, records brought back and unknown sources are unknown', () => {
  for (const type of [
    'INTEGRATION',
    'API',
    'SALESFORCE',
    'MERGE_OBJECTS',
    'RECYCLING_BIN',
    'RESTORE_OBJECTS',
    'UNKNOWN',
    'FUTURE_SOURCE',
    '',
  ]) {
    expect(row(type).attribution, type).toBe('unknown');
  }
});

test('a source of people without the person is unknown', () => {
  for (const type of GOLDEN.human ?? []) expect(hubspotWriter({ type }).attribution, type).toBe('unknown');
  expect(hubspotWriter({ type: 'CRM_UI', id: 'userId:12' })).toMatchObject({ key: 'user:12', attribution: 'human' });
});

test('only INTEGRATION names an app', () => {
  expect(hubspotWriter({ type: 'INTEGRATION', id: '567' }).key).toBe('app:567');
  expect(hubspotWriter({ type: 'INTEGRATION' }).key).toBe('source:INTEGRATION');
  expect(hubspotWriter({ type: 'API', id: '567' }).key).toBe('source:API');
  expect(hubspotWriter({ type: 'IMPORT', id: '567' }).key).toBe('source:IMPORT');
});
