import type { TextKey } from './texts/index.ts';

/** Object types that have a record page. */
export type PageTypeId = '0-1' | '0-2' | '0-3' | '0-5';

/** One line of the highlight card at the top of a record's left sidebar. */
export interface HighlightLine {
  field: string;
  /** The page's own word beside the value, where it is not the property's label ("Stage" for "Deal Stage"). */
  word?: TextKey;
  /** The line has no label at all. */
  bare?: true;
  /** A dropdown that saves at once. */
  control?: 'stage';
  /** Shown together with this property in one composite layout item. */
  with?: string;
}

/** One property card of the left sidebar. */
export interface PropertyCard {
  title: TextKey;
  fields: readonly string[];
  /** Bare numbers, as on cards an admin has customised. */
  cardId?: string;
  collapsed?: true;
}

interface TypeSurfaces {
  one: TextKey;
  many: TextKey;
  /** Property shown as the record's title. */
  title: string;
  highlight: readonly HighlightLine[];
  cards: readonly [PropertyCard, ...PropertyCard[]];
  dataHighlights: readonly string[];
  profile?: { title: TextKey; fields: readonly string[] };
  /** What a card in another record's right sidebar shows of it, below its title. */
  association: readonly string[];
  columns: readonly string[];
  board: { stage: string; fields: readonly string[] };
  creator: readonly string[];
}

const CAMPAIGN = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];

/** Which properties each surface of a record page, list or board shows, per object type. */
export const SURFACES: Record<PageTypeId, TypeSurfaces> = {
  '0-1': {
    one: 'contact',
    many: 'contacts',
    title: 'hs_full_name_or_email',
    highlight: [
      { field: 'jobtitle', bare: true, with: 'company' },
      { field: 'email', bare: true },
    ],
    cards: [
      {
        title: 'aboutContact',
        fields: [
          'email',
          'phone',
          'hubspot_owner_id',
          'jobtitle',
          'company',
          'lifecyclestage',
          'hs_lead_status',
          'hs_analytics_source',
          'hs_latest_source',
          'website',
          'city',
          'country',
          'interests',
          'newsletter_opt_in',
          'intent_score',
          'recent_conversion_event_name',
        ],
      },
      { title: 'campaign', cardId: '4773', fields: CAMPAIGN },
      { title: 'recordInformation', collapsed: true, fields: ['createdate', 'lastmodifieddate', 'hs_object_id'] },
    ],
    dataHighlights: ['createdate', 'lifecyclestage', 'hs_latest_source', 'recent_conversion_date'],
    profile: { title: 'contactProfile', fields: ['firstname', 'lastname', 'mobilephone', 'annualrevenue'] },
    association: ['jobtitle', 'email', 'phone', 'hubspot_owner_id'],
    columns: [
      'hs_full_name_or_email',
      'email',
      'phone',
      'hubspot_owner_id',
      'lifecyclestage',
      'jobtitle',
      'createdate',
    ],
    board: { stage: 'lifecyclestage', fields: ['email', 'hubspot_owner_id'] },
    creator: ['email', 'firstname', 'lastname', 'hubspot_owner_id', 'jobtitle', 'phone', 'lifecyclestage'],
  },
  '0-2': {
    one: 'company',
    many: 'companies',
    title: 'name',
    highlight: [
      { field: 'domain', bare: true },
      { field: 'phone', bare: true },
    ],
    cards: [
      {
        title: 'aboutCompany',
        fields: [
          'domain',
          'industry',
          'hubspot_owner_id',
          'type',
          'lifecyclestage',
          'numberofemployees',
          'annualrevenue',
          'phone',
          'city',
          'country',
          'description',
          'linkedin_company_page',
          'intent_score',
        ],
      },
      { title: 'recordInformation', collapsed: true, fields: ['createdate', 'hs_lastmodifieddate', 'hs_object_id'] },
    ],
    dataHighlights: ['createdate', 'lifecyclestage', 'hs_num_open_deals', 'annualrevenue'],
    profile: { title: 'companyProfile', fields: ['name', 'address', 'zip', 'website'] },
    association: ['domain', 'phone', 'hubspot_owner_id'],
    columns: ['name', 'domain', 'hubspot_owner_id', 'industry', 'phone', 'city', 'createdate'],
    board: { stage: 'lifecyclestage', fields: ['domain', 'hubspot_owner_id'] },
    creator: ['domain', 'name', 'hubspot_owner_id', 'industry', 'phone', 'city'],
  },
  '0-3': {
    one: 'deal',
    many: 'deals',
    title: 'dealname',
    highlight: [{ field: 'amount' }, { field: 'closedate' }, { field: 'dealstage', word: 'stage', control: 'stage' }],
    cards: [
      {
        title: 'aboutDeal',
        fields: [
          'hubspot_owner_id',
          'dealstage',
          'amount',
          'closedate',
          'hs_priority',
          'dealtype',
          'hs_next_step',
          'hs_analytics_source',
          'pipeline',
          'description',
          'contract_start',
          'renewal_status',
          'onboarding_status',
          'intent_score',
          'num_associated_contacts',
        ],
      },
      { title: 'commission', cardId: '5120', fields: ['commission_rate', 'commission_owner', 'partner_sourced'] },
      {
        title: 'recordInformation',
        collapsed: true,
        fields: ['createdate', 'hs_lastmodifieddate', 'hs_object_id', 'closed_lost_reason', 'closed_won_reason'],
      },
    ],
    dataHighlights: ['createdate', 'notes_last_contacted', 'pipeline', 'hs_deal_stage_probability'],
    association: ['amount', 'closedate', 'dealstage', 'hubspot_owner_id'],
    columns: ['dealname', 'dealstage', 'closedate', 'hubspot_owner_id', 'amount', 'hs_priority', 'createdate'],
    board: { stage: 'dealstage', fields: ['amount', 'closedate', 'hubspot_owner_id'] },
    creator: [
      'dealname',
      'pipeline',
      'dealstage',
      'amount',
      'closedate',
      'hubspot_owner_id',
      'dealtype',
      'hs_priority',
    ],
  },
  '0-5': {
    one: 'ticket',
    many: 'tickets',
    title: 'subject',
    highlight: [
      { field: 'createdate' },
      { field: 'hs_ticket_priority' },
      { field: 'hs_pipeline_stage', word: 'status', control: 'stage' },
    ],
    cards: [
      {
        title: 'aboutTicket',
        fields: [
          'content',
          'hubspot_owner_id',
          'hs_pipeline_stage',
          'hs_ticket_priority',
          'hs_ticket_category',
          'source_type',
          'sla_tier',
          'hs_pipeline',
          'intent_score',
          'createdate',
        ],
      },
      { title: 'recordInformation', collapsed: true, fields: ['hs_lastmodifieddate', 'hs_object_id'] },
    ],
    dataHighlights: ['createdate', 'hs_pipeline', 'source_type', 'hs_lastmodifieddate'],
    association: ['hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_owner_id'],
    columns: ['subject', 'hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_owner_id', 'source_type', 'createdate'],
    board: { stage: 'hs_pipeline_stage', fields: ['hs_ticket_priority', 'hubspot_owner_id'] },
    creator: ['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_owner_id'],
  },
};

export function isPageType(typeId: string): typeId is PageTypeId {
  return Object.hasOwn(SURFACES, typeId);
}
