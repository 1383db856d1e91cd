/** One deal on which proposals of every kind wait side by side. */
import type { Desk, Draft } from './desk.ts';
import { EARLY_STAGES, idea } from './ideas.ts';

const DAY = 86_400_000;
const EVERYTHING = [
  'stage',
  'amount',
  'closeDate',
  'priority',
  'description',
  'owner',
  'commissionRate',
  'weightedAmount',
];
const MARKUP = '<b>Approve</b> <img src=x onerror="alert(document.domain)">';

/** The deal on which a person set the next step last, so that what was proposed before is out of date. */
export function waitingDeal(desk: Desk): void {
  const edit = desk
    .edits('deal', ['nextStep'])
    .find(
      ({ key }) =>
        EARLY_STAGES.includes(desk.world.value(key, 'stage')) && EVERYTHING.every((field) => desk.free(key, field)),
    );
  if (!edit) throw new Error('nobody set a next step by hand');
  const { key } = edit;
  const put = (field: string, draft: Partial<Draft> = {}) =>
    desk.propose(key, {
      ...idea(desk, 'deal', key, field),
      field,
      right: true,
      why: 'The source says so.',
      confidence: desk.confidence(),
      expires: desk.end + 13 * DAY,
      run: `run-${desk.random.hex(8)}`,
      ...draft,
    });

  put('nextStep', {
    at: desk.momentBefore(edit),
    right: false,
    why: 'A person has decided otherwise in the meantime.',
  });
  put('stage');
  put('amount');
  put('closeDate');
  put('priority', { agent: 'native', reason: 'עדיפות: הלקוח ביקש תשובה עד סוף החודש. ⏰' });
  put('owner');
  put('description', {
    reason: `${MARKUP}\n\nPut together from the last three calls.`,
    // One address that is none to click on.
    evidence: ['javascript:alert(document.domain)', desk.source('calls')],
  });
  const [first = 0, second = 0] = [desk.moment(), desk.moment()].toSorted((a, b) => a - b);
  const rate = desk.world.value(key, 'commissionRate');
  put('commissionRate', { at: first, value: rate === '5' ? '6' : '5' });
  put('commissionRate', {
    agent: 'enricher',
    at: second + 1,
    value: rate === '7' ? '8' : '7',
    reason: 'The benchmark of the trade has this rate.',
    evidence: ['https://benchmarks.example/saas-commissions'],
    right: false,
    why: 'The rate stands in the contract.',
  });
  desk.propose(key, {
    field: 'weightedAmount',
    value: '9999',
    reason: 'The forecast of the team says so.',
    right: false,
    why: 'The CRM works this field out by itself.',
  });
  desk.close(key);
  desk.world.highlight(key, 'deal with waiting suggestions of every kind');
}
