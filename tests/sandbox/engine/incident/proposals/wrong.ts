/** Proposals that would do what the incident did: spoil sources, move stages on a mail, change commissions, copy from duplicates. */
import { dateAfter } from '../population.ts';
import { isAgent } from '../world.ts';
import type { Desk, Draft } from './desk.ts';
import { dayName } from './desk.ts';
import { EARLY_STAGES } from './ideas.ts';

const SPOILED = ['direct', 'ai-enriched', 'unknown'] as const;
const MAILS = 3;
const COPIES = 3;

function wrong(desk: Desk, key: string, draft: Omit<Draft, 'right'>): void {
  desk.propose(key, { right: false, confidence: desk.confidence(), run: `run-${desk.random.hex(8)}`, ...draft });
}

function spoiledSource(desk: Desk, value: string): void {
  const key = desk.pick('contact', 'utmSource', (record) => {
    const source = desk.world.value(record.key, 'utmSource');
    return source !== '' && source !== value && !isAgent(desk.world.writer(record.key, 'utmSource'));
  });
  wrong(desk, key, {
    field: 'utmSource',
    value,
    agent: 'enricher',
    reason: `The last visit before the form came without a campaign, so the source is "${value}".`,
    why: 'The source says where a contact came from first, and the first visit is known.',
  });
}

/** Support mails of the story, each of which an agent takes for more than it is. */
function stageOnMail(desk: Desk): void {
  const mails = desk.told.flatMap((step) => {
    const [ticket, deal] = step.type === 'mail' ? step.keys : [];
    return step.type === 'mail' && ticket && deal
      ? [{ deal, subject: step.subject, body: step.body, at: step.at }]
      : [];
  });
  const open = new Set(desk.world.open('deal').map(({ key }) => key));
  for (let n = 0; n < MAILS; n++) {
    const fitting = mails.filter(
      ({ deal }) =>
        open.has(deal) && desk.free(deal, 'stage') && EARLY_STAGES.includes(desk.world.value(deal, 'stage')),
    );
    const { deal, subject, body, at } = desk.random.pick(fitting);
    wrong(desk, deal, {
      field: 'stage',
      value: n === 0 ? 'won' : 'contract',
      reason: `In the mail "${subject}" of ${dayName(at)} the customer writes: "${body}" I read this as agreement.`,
      evidence: [desk.source('mail')],
      why: 'The mail is about a support ticket and says nothing of the deal.',
    });
  }
}

function commissions(desk: Desk): void {
  const rate = desk.pick('deal', 'commissionRate');
  wrong(desk, rate, {
    field: 'commissionRate',
    value: '8',
    reason: 'Deals of this size get 8 % according to the commission plan.',
    evidence: [desk.source('files')],
    why: 'The plan is last year’s; the rate stands in the contract.',
  });
  const raised = desk.pick('deal', 'amount', ({ key }) => Number(desk.world.value(key, 'amount')) > 0);
  wrong(desk, raised, {
    field: 'amount',
    value: String(Math.round(Number(desk.world.value(raised, 'amount')) * 1.1)),
    reason: 'Renewals of this year closed ten per cent above the first offer.',
    why: 'Nobody offered the customer this price.',
  });
  const early = desk.pick('deal', 'closeDate');
  wrong(desk, early, {
    field: 'closeDate',
    value: dateAfter(desk.end, 3),
    reason: 'Closing within this quarter matters for the forecast.',
    why: 'The customer decides next year.',
  });
}

/** Duplicates an agent made and nobody has found yet. */
function fromDuplicates(desk: Desk): void {
  const { world } = desk;
  const open = new Set(world.open('company').map(({ key }) => key));
  const pairs = desk.told.flatMap((step) =>
    step.type === 'create' && step.kind === 'company' && step.copyOf && open.has(step.copyOf)
      ? [{ original: step.copyOf, copy: step.key }]
      : [],
  );
  const fields = ['phone', 'employees', 'phone'] as const;
  for (const field of fields.slice(0, COPIES)) {
    const { original, copy } = desk.random.pick(
      pairs.filter(
        (pair) =>
          !world.get(pair.copy).gone &&
          desk.free(pair.original, field) &&
          world.value(pair.copy, field) !== world.value(pair.original, field),
      ),
    );
    wrong(desk, original, {
      field,
      value: world.value(copy, field),
      agent: 'enricher',
      reason: `The record "${world.value(copy, 'name')}" has the same domain and was changed last.`,
      why: 'It is a duplicate that an agent made and filled.',
    });
  }
}

export function wrongProposals(desk: Desk): void {
  for (const value of SPOILED) spoiledSource(desk, value);
  stageOnMail(desk);
  commissions(desk);
  fromDuplicates(desk);
}
