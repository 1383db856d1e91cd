/**
 * What HubSpot's history sources mean.
 *
 * `sourceType` is an open string; the vocabulary is the enum of `PropertyValue.source` in HubSpot's public API descriptions
 * (119 values, August 2026). HubSpot documents the names, hardly their meaning, so a source is classified only where its
 * name leaves no doubt; a person counts as one only if the row names the user; everything else is `unknown`.
 */
import type { RawSource, Writer, WriterKind } from '../../core/types';

type Meaning = Exclude<WriterKind, 'app' | 'token' | 'hidden'> | 'external';

const MEANINGS: Record<Meaning, readonly string[]> = {
  user: [
    'CRM_UI',
    'CRM_UI_BULK_ACTION',
    'BATCH_UPDATE',
    'MOBILE_IOS',
    'MOBILE_ANDROID',
    'WORK_UI',
    'HELP_DESK',
    'SALES',
    'CONTACTS',
    'COMPANIES',
    'DEALS',
    'TASK',
    'MEETINGS',
    'PLAYBOOKS',
    'QUOTES',
    'EXTENSION',
    'PROPERTY_RESTORE',
    'ACTIVITY_LOG_REVERT',
  ],
  vendorAgent: [
    'BREEZE_AGENT',
    'CUSTOMER_AGENT',
    'PROSPECTING_AGENT',
    'HELP_DESK_AI',
    'AI_GROUP',
    'SMART_DATA_CAPTURE',
    'CONVERSATIONAL_ENRICHMENT',
    'DATA_ENRICHMENT',
    'SIDEKICK',
    'CHATSPOT',
    'ASSISTS',
    'BOT',
  ],
  external: [
    'INTEGRATION',
    'API',
    'INTEGRATIONS_PLATFORM',
    'INTEGRATIONS_SYNC',
    'DI_WRITE_TO_CRM',
    'CONNECTED_ACCOUNT',
    'SALESFORCE',
    'SLACK_INTEGRATION',
  ],
  automation: [
    'AUTOMATION_PLATFORM',
    'WORKFLOWS',
    'AUTOMATION_JOURNEY',
    'PRIMARY_AUTOMATION',
    'SEQUENCES',
    'BEHAVIORAL_EVENTS',
    'PIPELINE_SETTINGS',
  ],
  import: ['IMPORT', 'EMAIL_INBOX_IMPORT', 'CLONE_OBJECTS', 'DATA_QUALITY'],
  form: ['FORM', 'ANALYTICS', 'CONVERSATIONS', 'CONTENT_MEMBERSHIP', 'CUSTOMER_PORTAL', 'LEADIN'],
  system: [
    'CALCULATED',
    'INTERNAL_PROCESSING',
    'DEFAULT',
    'PROPERTY_DEFAULT_VALUE',
    'MIGRATION',
    'COMPANY_INSIGHTS',
    'CENTRAL_EXCHANGE_RATES',
    'AUTO_ASSOCIATE_BY_DOMAIN',
    'DATASET',
  ],
  // A merge carries values over; the row does not say who merged, and a dedup agent merges too.
  merge: ['MERGE_OBJECTS', 'MERGE_CONTACTS', 'MERGE_COMPANIES'],
  // Bringing a record back brings all its values back, an agent's too, so the person who did it stands behind none of them.
  undocumented: [
    'MERGE_REVERT_OBJECTS',
    'RESTORE_OBJECTS',
    'RECYCLING_BIN',
    'ACADEMY',
    'ACCEPTANCE_TEST',
    'ACTIVITY_AUTO_ASSOCIATE',
    'ADS',
    'APPROVALS',
    'ASSOCIATIONS',
    'AVATARS_SERVICE',
    'BCC_TO_CRM',
    'BET_ASSIGNMENT',
    'BET_CRM_CONNECTOR',
    'BIDEN',
    'BILLING',
    'COMMUNICATOR',
    'COMPANY_FAMILIES',
    'CONTACTS_WEB',
    'CRM_PROCESSES_PLATFORM',
    'DELETE_OBJECTS',
    'EMAIL',
    'EMAIL_INTEGRATION',
    'ENGAGEMENTS',
    'FILE_MANAGER',
    'FLYWHEEL_PRODUCT_DATA_SYNC',
    'FORECASTING',
    'FORWARD_TO_CRM',
    'GMAIL_INTEGRATION',
    'GOALS',
    'HEISENBERG',
    'INTENT',
    'LEGAL_BASIS_REMEDIATION',
    'MARKETPLACE',
    'MARKETS',
    'MARKET_SOURCING',
    'MICROAPPS',
    'PAYMENTS',
    'PORTAL_OBJECT_SYNC',
    'PORTAL_USER_ASSOCIATOR',
    'PRESENTATIONS',
    'PROPERTY_SETTINGS',
    'QUOTAS',
    'REVENUE_PLATFORM',
    'SALES_MESSAGES',
    'SETTINGS',
    'SIGNALS',
    'SOCIAL',
    'SUCCESS',
    'TALLY',
    'UNKNOWN',
    'WAL_INCREMENTAL',
    'WORKFLOW_CONTACT_DELETE_ACTION',
  ],
};

const BY_SOURCE = new Map<string, Meaning>();
for (const [meaning, sources] of Object.entries(MEANINGS) as [Meaning, readonly string[]][]) {
  for (const source of sources) BY_SOURCE.set(source, meaning);
}

/** Every source HubSpot documents. */
export const DOCUMENTED_SOURCES: readonly string[] = [...BY_SOURCE.keys()].sort();

const ATTRIBUTION: Record<Exclude<Meaning, 'user' | 'external'>, Writer['attribution']> = {
  vendorAgent: 'agent',
  automation: 'automation',
  import: 'automation',
  form: 'system',
  system: 'system',
  merge: 'unknown',
  undocumented: 'unknown',
};

/** Sources of a person's putting an earlier value back (names of HubSpot's own enumeration; what they mean is inferred). */
export const RESTORES: ReadonlySet<string> = new Set(['PROPERTY_RESTORE', 'ACTIVITY_LOG_REVERT']);

/** Who a history row was written by, as far as HubSpot tells. Never throws; a source nobody knows is `undocumented`. */
export function hubspotWriter(source: RawSource): Writer {
  const meaning = BY_SOURCE.get(source.type) ?? 'undocumented';
  if (meaning === 'user') {
    const user = source.user ?? /^userId:(\d+)$/.exec(source.id ?? '')?.[1];
    return user
      ? { key: `user:${user}`, kind: 'user', attribution: 'human', id: user }
      : { key: `source:${source.type}`, kind: 'undocumented', attribution: 'unknown', id: source.type };
  }
  if (meaning === 'external') {
    // Only INTEGRATION's id is known to be the app's; other sources' ids have no documented meaning.
    return source.type === 'INTEGRATION' && source.id
      ? { key: `app:${source.id}`, kind: 'app', attribution: 'unknown', id: source.id }
      : { key: `source:${source.type}`, kind: 'token', attribution: 'unknown', id: source.type };
  }
  return { key: `source:${source.type}`, kind: meaning, attribution: ATTRIBUTION[meaning], id: source.type };
}
