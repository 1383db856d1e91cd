/** What the incident's neutral words are called in HubSpot, and how its values are stored there. */
import type { Kind } from '../engine/types.ts';
import { PARTNER_PIPELINE } from './catalog/pipelines.ts';
import type { ObjectTypeId } from './types.ts';

export const OBJECTS: Record<Kind, ObjectTypeId> = { contact: '0-1', company: '0-2', deal: '0-3', ticket: '0-5' };

const EVERYWHERE: Record<string, string> = {
  owner: 'hubspot_owner_id',
  stampAgent: 'last_modified_by_agent',
  stampRun: 'ai_last_run_id',
  legacyScore: 'legacy_score',
  oldSegment: 'old_segment',
  intentScore: 'intent_score',
  phone: 'phone',
  city: 'city',
  country: 'country',
  website: 'website',
  lifecycle: 'lifecyclestage',
  description: 'description',
};

const FIELDS: Record<Kind, Record<string, string>> = {
  contact: {
    firstName: 'firstname',
    lastName: 'lastname',
    email: 'email',
    jobTitle: 'jobtitle',
    company: 'company',
    companySize: 'numemployees',
    leadStatus: 'hs_lead_status',
    interests: 'interests',
    utmSource: 'utm_source',
    utmMedium: 'utm_medium',
    utmCampaign: 'utm_campaign',
    utmTerm: 'utm_term',
    utmContent: 'utm_content',
  },
  company: {
    name: 'name',
    domain: 'domain',
    industry: 'industry',
    employees: 'numberofemployees',
    revenue: 'annualrevenue',
    type: 'type',
  },
  deal: {
    name: 'dealname',
    stage: 'dealstage',
    pipeline: 'pipeline',
    amount: 'amount',
    weightedAmount: 'hs_projected_amount',
    closeDate: 'closedate',
    dealType: 'dealtype',
    priority: 'hs_priority',
    nextStep: 'hs_next_step',
    currency: 'deal_currency_code',
    commissionRate: 'commission_rate',
    commissionOwner: 'commission_owner',
    partnerSourced: 'partner_sourced',
    renewalStatus: 'renewal_status',
  },
  ticket: {
    subject: 'subject',
    content: 'content',
    pipeline: 'hs_pipeline',
    stage: 'hs_pipeline_stage',
    priority: 'hs_ticket_priority',
    category: 'hs_ticket_category',
    channel: 'source_type',
    slaTier: 'sla_tier',
  },
};

/** HubSpot's ids of the people of the incident: their user id, and their owner id where they are owners. */
export const PERSON_IDS: Record<string, { userId: number; ownerId?: string }> = {
  dana: { userId: 78412345, ownerId: '1001' },
  tom: { userId: 78412346, ownerId: '1002' },
  lea: { userId: 78412347, ownerId: '1003' },
  ivo: { userId: 78412348, ownerId: '1004' },
  mara: { userId: 78412349, ownerId: '1005' },
  noor: { userId: 78412350 },
};

const OWNERS = Object.fromEntries(Object.entries(PERSON_IDS).map(([person, ids]) => [person, ids.ownerId ?? '']));

/** Stored values by API name, where they are not the neutral ones. */
const VALUES: Record<string, Record<string, string>> = {
  hubspot_owner_id: OWNERS,
  commission_owner: OWNERS,
  pipeline: { main: 'default', partner: PARTNER_PIPELINE },
  hs_pipeline: { main: '0' },
  dealstage: {
    appointment: 'appointmentscheduled',
    qualified: 'qualifiedtobuy',
    presentation: 'presentationscheduled',
    decision: 'decisionmakerboughtin',
    contract: 'contractsent',
    won: 'closedwon',
    lost: 'closedlost',
    'partner-registered': '1045678901',
    'partner-signed': '1045678903',
  },
  hs_pipeline_stage: { new: '1', 'waiting-contact': '2', 'waiting-us': '3', closed: '4' },
  dealtype: { new: 'newbusiness', existing: 'existingbusiness' },
  renewal_status: { 'in-talks': 'in_talks' },
  lifecyclestage: { marketing: 'marketingqualifiedlead', sales: 'salesqualifiedlead' },
  hs_lead_status: {
    new: 'NEW',
    open: 'OPEN',
    'in-progress': 'IN_PROGRESS',
    connected: 'CONNECTED',
    attempted: 'ATTEMPTED_TO_CONTACT',
  },
  industry: {
    software: 'COMPUTER_SOFTWARE',
    finance: 'FINANCIAL_SERVICES',
    health: 'HOSPITAL_HEALTH_CARE',
    logistics: 'LOGISTICS_AND_SUPPLY_CHAIN',
    machinery: 'MACHINERY',
    retail: 'RETAIL',
    renewables: 'RENEWABLES_ENVIRONMENT',
    telecom: 'TELECOMMUNICATIONS',
  },
  hs_ticket_category: {
    product: 'PRODUCT_ISSUE',
    billing: 'BILLING_ISSUE',
    feature: 'FEATURE_REQUEST',
    general: 'GENERAL_INQUIRY',
  },
};

const UPPER_CASE = new Set(['type', 'hs_ticket_priority', 'source_type']);

/** HubSpot's name of a neutral field; throws for a word it has none for. */
export function fieldName(kind: Kind, neutral: string): string {
  const name = FIELDS[kind][neutral] ?? EVERYWHERE[neutral];
  if (!name) throw new Error(`HubSpot has no ${neutral} on a ${kind}`);
  return name;
}

/** The stored form of a neutral value. */
export function storedValue(kind: Kind, neutral: string, value: string): string {
  const name = fieldName(kind, neutral);
  if (name === 'closedate') return `${value}T00:00:00Z`;
  return UPPER_CASE.has(name) ? value.toUpperCase() : (VALUES[name]?.[value] ?? value);
}
