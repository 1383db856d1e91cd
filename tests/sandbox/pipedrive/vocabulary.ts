/** What the incident's neutral words are called in Pipedrive, and how its values are stored there. */
import type { Kind } from '../engine/types.ts';
import { hashOf, STAMP_AGENT, STAMP_RUN } from './catalog/define.ts';
import { PERSON_IDS } from './catalog/users.ts';
import type { RecordObject } from './types.ts';

/** Kinds of the story Pipedrive has records for; it has no tickets. */
const OBJECT_OF: Partial<Record<Kind, RecordObject>> = { contact: 'person', company: 'organization', deal: 'deal' };

export const KINDS = Object.keys(OBJECT_OF) as Kind[];

/** The object of a kind; throws for one there is none for. */
export function objectOf(kind: Kind): RecordObject {
  const object = OBJECT_OF[kind];
  if (!object) throw new Error(`Pipedrive has no ${kind}`);
  return object;
}

const EVERYWHERE: Record<string, string> = { owner: 'owner_id', stampAgent: STAMP_AGENT, stampRun: STAMP_RUN };

const FIELDS: Record<RecordObject, Record<string, string>> = {
  person: {
    firstName: 'first_name',
    lastName: 'last_name',
    email: 'emails',
    phone: 'phones',
    jobTitle: 'job_title',
    companySize: hashOf('person/company size'),
    leadStatus: hashOf('person/status'),
    interests: hashOf('person/interests'),
    city: hashOf('person/city'),
    country: hashOf('person/country'),
    website: hashOf('person/website'),
    lifecycle: hashOf('person/lifecycle'),
    utmSource: hashOf('person/utm source'),
    utmMedium: hashOf('person/utm medium'),
    utmCampaign: hashOf('person/utm campaign'),
    utmTerm: hashOf('person/utm term'),
    utmContent: hashOf('person/utm content'),
    legacyScore: hashOf('person/legacy score'),
    oldSegment: hashOf('person/old segment'),
  },
  organization: {
    name: 'name',
    domain: hashOf('organization/domain'),
    website: 'website',
    industry: 'industry',
    employees: 'employee_count',
    revenue: 'annual_revenue',
    type: hashOf('organization/type'),
    phone: hashOf('organization/phone'),
    city: hashOf('organization/city'),
    country: hashOf('organization/country'),
    description: hashOf('organization/description'),
    lifecycle: hashOf('organization/lifecycle'),
    intentScore: hashOf('organization/intent'),
    legacyScore: hashOf('organization/legacy score'),
    oldSegment: hashOf('organization/old segment'),
  },
  deal: {
    name: 'title',
    stage: 'stage_id',
    pipeline: 'pipeline_id',
    amount: 'value',
    weightedAmount: 'weighted_value',
    currency: 'currency',
    closeDate: 'expected_close_date',
    dealType: hashOf('deal/type'),
    priority: hashOf('deal/priority'),
    nextStep: hashOf('deal/next step'),
    description: hashOf('deal/description'),
    commissionRate: hashOf('deal/commission rate'),
    commissionOwner: hashOf('deal/commission owner'),
    partnerSourced: hashOf('deal/partner sourced'),
    renewalStatus: hashOf('deal/renewal'),
    legacyScore: hashOf('deal/legacy score'),
    oldSegment: hashOf('deal/old segment'),
  },
};

/** Words to ids that count on from `first`. */
const ids = (first: number, ...words: string[]): Record<string, string> =>
  Object.fromEntries(words.map((word, index) => [word, String(first + index)]));

const USERS = Object.fromEntries(Object.entries(PERSON_IDS).map(([person, id]) => [person, String(id)]));
const LIFECYCLE = ['lead', 'marketing', 'sales', 'opportunity', 'customer'];
const SEGMENTS = ['smb', 'mid', 'ent', 'gov'];

/** Stored values by field code, where they are not the neutral ones. */
const VALUES: Record<string, Record<string, string>> = {
  owner_id: USERS,
  pipeline_id: ids(1, 'main', 'partner'),
  stage_id: {
    ...ids(1, 'appointment', 'qualified', 'presentation', 'decision', 'contract', 'won'),
    'partner-registered': '11',
    'partner-signed': '13',
  },
  industry: ids(31, 'software', 'finance', 'health', 'logistics', 'machinery', 'retail', 'renewables', 'telecom'),
  [hashOf('deal/commission owner')]: USERS,
  [hashOf('deal/priority')]: ids(101, 'low', 'medium', 'high', 'urgent'),
  [hashOf('deal/type')]: ids(111, 'new', 'existing'),
  [hashOf('deal/renewal')]: ids(121, 'in-talks', 'agreed', 'at-risk'),
  [hashOf('deal/partner sourced')]: ids(141, 'true', 'false'),
  [hashOf('deal/old segment')]: ids(151, ...SEGMENTS),
  [hashOf('person/lifecycle')]: ids(201, ...LIFECYCLE),
  [hashOf('person/interests')]: ids(211, 'api', 'reports', 'support', 'security'),
  [hashOf('person/status')]: ids(221, 'new', 'open', 'in-progress', 'connected', 'attempted'),
  [hashOf('person/old segment')]: ids(231, ...SEGMENTS),
  [hashOf('organization/type')]: ids(301, 'prospect', 'partner', 'reseller'),
  [hashOf('organization/lifecycle')]: ids(311, ...LIFECYCLE),
  [hashOf('organization/old segment')]: ids(321, ...SEGMENTS),
};

/** Pipedrive's code of a neutral field, or `null` where it has none. */
export function fieldCode(kind: Kind, neutral: string): string | null {
  return FIELDS[objectOf(kind)][neutral] ?? EVERYWHERE[neutral] ?? null;
}

/** The stored form of a neutral value; several options are joined by `;`. */
export function storedValue(kind: Kind, neutral: string, value: string): string {
  const known = VALUES[fieldCode(kind, neutral) ?? ''];
  if (!known) return value;
  return value
    .split(';')
    .map((word) => known[word] ?? word)
    .join(';');
}
