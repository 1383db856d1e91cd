/** Values an agent could well propose, with its reasons for them. */
import type { Kind, Proposal } from '../../types.ts';
import { INDUSTRIES, JOBS, phone } from '../names.ts';
import { dateAfter } from '../population.ts';
import { EDITORS } from '../world.ts';
import type { Desk } from './desk.ts';
import { dayName } from './desk.ts';

export type Idea = Pick<Proposal, 'value' | 'reason' | 'evidence'>;

/** What every idea starts from. */
interface About {
  desk: Desk;
  key: string;
  /** The company, the contact and the owner of a deal. */
  company: string;
  buyer: string;
  owner: string;
  day: string;
  now(field: string): string;
}

/** Stages in which a deal is still worth moving. */
export const EARLY_STAGES = ['appointment', 'qualified', 'presentation', 'decision'];

const STEPS = [
  'Get the data processing agreement signed',
  'Send the offer over 24 months',
  'Book the workshop with their IT',
];

const PEOPLE_NAMES: Record<string, string> = {
  dana: 'Dana',
  tom: 'Tom',
  lea: 'Lea',
  ivo: 'Ivo',
  mara: 'Mara',
};

/** One of some values that is not the present one. */
function other(about: About, field: string, values: readonly string[]): string {
  return about.desk.random.pick(values.filter((value) => value !== about.now(field)));
}

const IDEAS: Record<string, (about: About) => Idea> = {
  'deal.stage': ({ now, company, buyer, day, desk }) => ({
    value: [...EARLY_STAGES, 'contract'][EARLY_STAGES.indexOf(now('stage')) + 1] ?? 'contract',
    reason: `${buyer} confirmed on ${day} that ${company} takes the next step. The minutes of the call are linked.`,
    evidence: [desk.source('calls')],
  }),
  'deal.amount': ({ now, day, desk }) => {
    const seats = Math.round(Number(now('amount')) / 120) + desk.random.int(2, 19) * 5 + 1;
    const value = String(seats * 120);
    return {
      value,
      reason: `The order form of ${day} is over ${seats} seats at 120 EUR: ${value} EUR in all.`,
      evidence: [desk.source('files')],
    };
  },
  'deal.closeDate': ({ now, desk }) => {
    const days = [desk.random.int(20, 50), desk.random.int(51, 80)];
    const [value = ''] = days.map((n) => dateAfter(desk.end, n)).filter((date) => date !== now('closeDate'));
    return {
      value,
      reason: `The contract sent on ${dayName(desk.daysAgo(11))} names a start date of ${value}; it is signed by then or not at all.`,
      evidence: [desk.source('files'), desk.source('mail')],
    };
  },
  'deal.priority': (about) => {
    const value = other(about, 'priority', ['low', 'medium', 'high']);
    return {
      value,
      reason: `${about.owner} wrote on ${about.day}: "Let us treat ${about.company} as ${value} from now on."`,
    };
  },
  'deal.nextStep': (about) => ({
    value: other(about, 'nextStep', STEPS),
    reason: `${about.buyer} asked for it in the call of ${about.day}.\nNobody has answered yet.`,
    evidence: [about.desk.source('calls')],
  }),
  'deal.owner': (about) => {
    const value = other(about, 'owner', EDITORS);
    return { value, reason: `${about.owner} wrote on ${about.day} that ${PEOPLE_NAMES[value]} takes over. 👋` };
  },
  'deal.description': ({ company, day, desk }) => ({
    value: `${company}: two sites, one contract.\nDecision in the board meeting; legal has the draft since ${day}.`,
    reason: 'Put together from the last three calls.',
    evidence: [desk.source('calls'), desk.source('calls'), desk.source('calls')],
  }),
  'deal.commissionRate': (about) => ({
    value: other(about, 'commissionRate', ['4', '5', '6']),
    reason: `The partner agreement of ${about.day} names this rate for ${about.company}.`,
    evidence: [about.desk.source('files')],
  }),
  'contact.jobTitle': (about) => {
    const value = other(about, 'jobTitle', JOBS);
    return {
      value,
      reason: `Signature of the mail of ${about.day}:\n\n${about.now('firstName')} ${about.now('lastName')}\n${value}`,
      evidence: [about.desk.source('mail')],
    };
  },
  'contact.phone': ({ day, desk }) => {
    const value = phone(desk.random);
    return { value, reason: `☎️ Signature of the mail of ${day}: ${value}`, evidence: [desk.source('mail')] };
  },
  'contact.lifecycle': ({ day }) => ({ value: 'customer', reason: `The first order was placed on ${day}.` }),
  'contact.owner': (about) => {
    const value = other(about, 'owner', EDITORS);
    return { value, reason: `${PEOPLE_NAMES[value]} has led every call with them since ${about.day}.` };
  },
  'company.industry': (about) => ({
    value: other(about, 'industry', INDUSTRIES),
    reason: `Their site describes what they do in its first sentence, as of ${about.day}.`,
    evidence: [`https://${about.now('domain') || 'company.example'}/about`],
  }),
  'company.employees': (about) => {
    const value = String(about.desk.random.int(1_000, 4_000));
    return { value, reason: `The annual report speaks of ${value} people.`, evidence: [about.desk.source('files')] };
  },
  'company.phone': ({ day, desk }) => ({
    value: phone(desk.random),
    reason: `The imprint of their site has this number since ${day}.`,
  }),
  'company.type': (about) => ({
    value: other(about, 'type', ['prospect', 'partner', 'reseller']),
    reason: `The reseller agreement was signed on ${about.day}.`,
    evidence: [about.desk.source('files')],
  }),
  'company.owner': (about) => {
    const value = other(about, 'owner', EDITORS);
    return {
      value,
      reason: `The territory plan of ${about.day} gives ${about.now('country') || 'the region'} to ${PEOPLE_NAMES[value]}.`,
    };
  },
};

/** Something new for a field of a record, in an agent's words. */
export function idea(desk: Desk, kind: Kind, key: string, field: string): Idea {
  const make = IDEAS[`${kind}.${field}`];
  if (!make) throw new Error(`nobody has an idea for ${field} of a ${kind}`);
  const { world, random } = desk;
  const [companyKey, buyerKey] = world.get(key).links;
  const read = (of: string | undefined, name: string) => (of ? world.value(of, name) : '');
  const buyer = `${read(buyerKey, 'firstName')} ${read(buyerKey, 'lastName')}`.trim();
  return make({
    desk,
    key,
    company: read(companyKey, 'name') || 'the customer',
    buyer: buyer || 'The buyer',
    owner: PEOPLE_NAMES[world.value(key, 'owner')] ?? 'The owner',
    day: dayName(desk.daysAgo(random.int(1, 9))),
    now: (field) => world.value(key, field),
  });
}
