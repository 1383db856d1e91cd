/** Invented people, companies and words the incident is made of. */
import type { Random } from '../random.ts';

const FIRST = [
  'Ada',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elin',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Keiko',
  'Lars',
  'Mina',
  'Nils',
  'Olga',
  'Pavel',
  'Quinn',
  'Rosa',
  'Sven',
  'Tara',
  'Umar',
  'Vera',
  'Wim',
  'Xenia',
  'Yusuf',
  'Zoe',
] as const;

const LAST = [
  'Abel',
  'Berg',
  'Castillo',
  'Duarte',
  'Eriksen',
  'Falk',
  'Grant',
  'Hollis',
  'Ibsen',
  'Janssen',
  'Kowal',
  'Lund',
  'Moreau',
  'Novak',
  'Oduya',
  'Petrov',
  'Quist',
  'Ruiz',
  'Sato',
  'Thorne',
  'Ueda',
  'Vance',
  'Weiss',
  'Yilmaz',
  'Zeller',
] as const;

const COMPANY_FIRST = [
  'Bright',
  'Copper',
  'Delta',
  'Elm',
  'Fjord',
  'Granite',
  'Harbor',
  'Iron',
  'Juniper',
  'Kestrel',
  'Lantern',
  'Maple',
  'North',
  'Ocean',
  'Pine',
  'Quarry',
  'River',
  'Silver',
  'Timber',
  'Umber',
  'Valley',
  'Willow',
] as const;

const COMPANY_SECOND = ['field', 'gate', 'line', 'mark', 'stone', 'water', 'wood', 'works'] as const;
const COMPANY_TAIL = ['', ' Group', ' Logistics', ' Labs', ' Energy', ' Foods'] as const;

export const CITIES: ReadonlyArray<readonly [city: string, country: string]> = [
  ['Dublin', 'Ireland'],
  ['Hamburg', 'Germany'],
  ['Lyon', 'France'],
  ['Malmö', 'Sweden'],
  ['Porto', 'Portugal'],
  ['Austin', 'United States'],
  ['Leeds', 'United Kingdom'],
  ['Zürich', 'Switzerland'],
];

export const JOBS = [
  'Head of Procurement',
  'IT Manager',
  'Operations Lead',
  'Finance Director',
  'Office Manager',
  'Plant Engineer',
  'Marketing Manager',
  'Managing Director',
  'Data Analyst',
  'Sales Director',
] as const;

export const INDUSTRIES = [
  'software',
  'finance',
  'health',
  'logistics',
  'machinery',
  'retail',
  'renewables',
  'telecom',
] as const;

export const NEXT_STEPS = [
  'Send revised offer',
  'Book technical review',
  'Call procurement',
  'Wait for legal',
  'Confirm seats with IT',
  'Prepare pilot',
  'Ask for references',
  'Follow up after the board meeting',
] as const;

export const CAMPAIGNS = [
  'autumn-webinar',
  'partner-day',
  'pricing-page',
  'trade-fair',
  'newsletter-42',
  'whitepaper',
] as const;
export const SOURCES = ['google', 'linkedin', 'newsletter', 'partner', 'trade-fair'] as const;
export const MEDIUMS = ['cpc', 'social', 'email', 'referral', 'event'] as const;

export const SUBJECTS = [
  'Invoice shows the wrong seats',
  'Cannot export reports',
  'Login loop after update',
  'Question about the data region',
  'Webhook retries',
  'Please change the billing contact',
  'Slow dashboard',
  'Add a second workspace',
] as const;

export const COMMON_MAILS = [
  'Thanks, all good from our side, we can go ahead as discussed.',
  'The contract looks fine, I only need the new invoice address.',
  'We signed off the pilot yesterday. Could you close this ticket?',
  'Great news about the rollout! One question about the export though.',
] as const;

export const personName = (random: Random): { first: string; last: string } => ({
  first: random.pick(FIRST),
  last: random.pick(LAST),
});

/** Every company name there is, in random order; no two are the same. */
export function companyNames(random: Random): string[] {
  const names = COMPANY_FIRST.flatMap((first) => COMPANY_SECOND.map((second) => `${first}${second}`));
  return random.sample(names, names.length).map((name) => name + random.pick(COMPANY_TAIL));
}

export const domainOf = (company: string): string => `${company.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`;

export const phone = (random: Random): string =>
  `+${random.int(30, 49)} 555 ${random.int(1000, 9999)} ${random.int(100, 999)}`;
