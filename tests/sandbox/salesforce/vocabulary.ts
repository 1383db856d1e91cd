/** What the incident's neutral words are called in Salesforce, and how its values are stored there. */
import type { Kind } from '../engine/types.ts';
import { NEW_BUSINESS, PARTNER, userByKey } from './org.ts';

export const OBJECTS: Record<Kind, string> = {
  contact: 'Contact',
  company: 'Account',
  deal: 'Opportunity',
  ticket: 'Case',
};

const EVERYWHERE: Record<string, string> = {
  owner: 'OwnerId',
  stampAgent: 'last_modified_by_agent__c',
  stampRun: 'ai_last_run_id__c',
  legacyScore: 'Legacy_Score__c',
  oldSegment: 'Old_Segment__c',
  intentScore: 'Intent_Score__c',
  phone: 'Phone',
  lifecycle: 'Lifecycle__c',
  description: 'Description',
};

const FIELDS: Record<Kind, Record<string, string>> = {
  contact: {
    firstName: 'FirstName',
    lastName: 'LastName',
    email: 'Email',
    jobTitle: 'Title',
    companySize: 'Company_Size__c',
    leadStatus: 'Lead_Status__c',
    interests: 'Interests__c',
    city: 'MailingCity',
    country: 'MailingCountry',
    website: 'Website__c',
    utmSource: 'UTM_Source__c',
    utmMedium: 'UTM_Medium__c',
    utmCampaign: 'UTM_Campaign__c',
    utmTerm: 'UTM_Term__c',
    utmContent: 'UTM_Content__c',
  },
  company: {
    name: 'Name',
    domain: 'Domain__c',
    industry: 'Industry',
    employees: 'NumberOfEmployees',
    revenue: 'AnnualRevenue',
    type: 'Type',
    city: 'BillingCity',
    country: 'BillingCountry',
    website: 'Website',
  },
  deal: {
    name: 'Name',
    stage: 'StageName',
    pipeline: 'RecordTypeId',
    amount: 'Amount',
    weightedAmount: 'ExpectedRevenue',
    closeDate: 'CloseDate',
    dealType: 'Type',
    priority: 'Priority__c',
    nextStep: 'NextStep',
    currency: 'CurrencyIsoCode',
    commissionRate: 'Commission_Rate__c',
    commissionOwner: 'Commission_Owner__c',
    partnerSourced: 'Partner_Sourced__c',
    renewalStatus: 'Renewal_Status__c',
  },
  ticket: {
    subject: 'Subject',
    content: 'Description',
    stage: 'Status',
    priority: 'Priority',
    category: 'Type',
    channel: 'Origin',
    slaTier: 'SLA_Tier__c',
  },
};

/** Stored values by kind and neutral field, where they are not the neutral ones. */
const VALUES: Record<string, Record<string, string>> = {
  'deal.pipeline': { main: NEW_BUSINESS.id, partner: PARTNER.id },
  'deal.stage': {
    appointment: 'Prospecting',
    qualified: 'Qualification',
    presentation: 'Value Proposition',
    decision: 'Id. Decision Makers',
    contract: 'Negotiation/Review',
    won: 'Closed Won',
    lost: 'Closed Lost',
    'partner-registered': 'Deal Registered',
    'partner-signed': 'Partner Signed',
  },
  'deal.dealType': { new: 'New Customer', existing: 'Existing Customer - Upgrade' },
  'deal.renewalStatus': { 'in-talks': 'In Talks' },
  'ticket.stage': {
    new: 'New',
    'waiting-contact': 'Waiting on Customer',
    'waiting-us': 'Working',
    closed: 'Closed',
  },
  'ticket.category': { product: 'Product', billing: 'Billing', feature: 'Feature Request', general: 'General' },
  'contact.leadStatus': {
    new: 'New',
    open: 'Open',
    'in-progress': 'In Progress',
    connected: 'Connected',
    attempted: 'Attempted',
  },
  'company.type': { prospect: 'Prospect', partner: 'Technology Partner', reseller: 'Channel Partner / Reseller' },
  'company.industry': {
    software: 'Technology',
    finance: 'Finance',
    health: 'Healthcare',
    logistics: 'Transportation',
    machinery: 'Machinery',
    retail: 'Retail',
    renewables: 'Energy',
    telecom: 'Telecommunications',
  },
};

const LIFECYCLE: Record<string, string> = {
  lead: 'Lead',
  marketing: 'MQL',
  sales: 'SQL',
  opportunity: 'Opportunity',
  customer: 'Customer',
};

/** The longest description Salesforce takes. */
const MAX_DESCRIPTION = 32_000;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Salesforce's name of a neutral field; `undefined` for what this org has no field for. */
export const fieldName = (kind: Kind, neutral: string): string | undefined =>
  FIELDS[kind][neutral] ?? EVERYWHERE[neutral];

/** The stored form of a neutral value. */
export function storedValue(kind: Kind, neutral: string, value: string): string {
  switch (neutral) {
    case 'owner':
    case 'commissionOwner':
      return userByKey(value).id;
    case 'lifecycle':
      return LIFECYCLE[value] ?? value;
    case 'priority':
    case 'channel':
      return capital(value);
    case 'description':
    case 'content':
      return value.slice(0, MAX_DESCRIPTION);
    default:
      return VALUES[`${kind}.${neutral}`]?.[value] ?? value;
  }
}
