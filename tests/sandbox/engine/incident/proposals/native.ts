/** What the CRM's own agent proposes in the CRM's own list, where the CRM has one: next steps and stages of deals. */
import { MINUTE, type WorldRecord } from '../world.ts';
import type { Desk, Draft } from './desk.ts';
import { idea } from './ideas.ts';
import { suits } from './right.ts';

/** Such a list has no room for more. */
const REASON_LENGTH = 250;

export function nativeProposals(desk: Desk): void {
  const shown = new Set(desk.world.highlights.map(({ key }) => key));
  const unseen = (field: string) => (record: WorldRecord) => !shown.has(record.key) && suits(desk, field)(record);
  const pick = (field: string) => desk.pick('deal', field, unseen(field));
  const put = (key: string, field: string, draft: Partial<Draft> = {}) => {
    const { value, reason = '' } = idea(desk, 'deal', key, field);
    const usual = { value, reason: reason.slice(0, REASON_LENGTH), right: true, why: 'The source says so.' };
    desk.propose(key, { field, agent: 'native', way: { layout: 'native' }, ...usual, ...draft });
  };
  for (const field of ['nextStep', 'nextStep', 'nextStep', 'stage', 'stage']) put(pick(field), field);
  put(pick('stage'), 'stage', {
    value: 'won',
    reason: 'The customer thanks for the quick help in the mail of last week.',
    right: false,
    why: 'The mail is about a support ticket and says nothing of the deal.',
  });
  const late = desk.moment();
  put(pick('nextStep'), 'nextStep', { at: late, expires: late + desk.world.span(30 * MINUTE) });
  const [edit] = desk.edits('deal', ['nextStep']).filter(({ key }) => !shown.has(key));
  if (edit) {
    const why = 'A person has decided otherwise in the meantime.';
    put(edit.key, edit.field, { at: desk.momentBefore(edit), right: false, why });
  }
  // Another agent proposes something else for the same field, in the way agents do.
  const disputed = pick('nextStep');
  const right = { right: true, why: 'The source says so.', confidence: desk.confidence() };
  const [first = 0, second = 0] = [desk.moment(), desk.moment()].toSorted((a, b) => a - b);
  desk.propose(disputed, { ...idea(desk, 'deal', disputed, 'nextStep'), field: 'nextStep', at: first, ...right });
  const why = 'The other agent has read the newer source.';
  put(disputed, 'nextStep', { at: second + 1, value: 'Ask for the forecast', right: false, why });
}
