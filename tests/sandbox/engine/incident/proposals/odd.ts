/** Proposals that cannot be decided as they are, or that are badly put. */
import type { Kind } from '../../types.ts';
import { MINUTE } from '../world.ts';
import type { Desk, Draft } from './desk.ts';
import { idea } from './ideas.ts';
import { suits } from './right.ts';

const STALE = 3;
const LONG_REASON = 5_000;
const LONG_VALUE = 5_000;

const MARKUP = '<b>Approve</b> <img src=x onerror="document.title=1"> <script>approve()</script>';
/** "The customer named this value in Thursday's call, and a colleague confirmed it." */
const RTL = 'ذكر العميل هذه القيمة في مكالمة يوم الخميس، وقد أكدها زميل لنا.';

/** Exactly this many characters of an agent that cannot stop. */
function longText(length: number): string {
  const line = 'The thread has a further mail on this, which says the same in other words. ';
  return line.repeat(Math.ceil(length / line.length)).slice(0, length);
}

/** A right idea for a record of a kind, put as `draft` says. */
function odd(desk: Desk, kind: Kind, field: string, draft: Partial<Draft>, whole = false): string {
  const key = whole ? desk.pickWhole(kind, field, suits(desk, field)) : desk.pick(kind, field, suits(desk, field));
  const usual = { right: true, why: 'The source says so.', confidence: desk.confidence() };
  desk.propose(key, { ...idea(desk, kind, key, field), field, ...usual, ...draft });
  return key;
}

/** A person changed the field after the agent had proposed something for it. */
function overtaken(desk: Desk): void {
  for (let n = 0; n < STALE; n++) {
    const [edit] = desk.edits('deal', ['nextStep', 'amount', 'closeDate']);
    if (!edit) return;
    const { key, field } = edit;
    desk.propose(key, {
      ...idea(desk, 'deal', key, field),
      field,
      at: desk.momentBefore(edit),
      right: false,
      why: 'A person has decided otherwise in the meantime.',
      confidence: desk.confidence(),
    });
  }
}

function tooLate(desk: Desk): void {
  const soon = (): Partial<Draft> => {
    const at = desk.moment();
    return { at, expires: at + desk.world.span(30 * MINUTE), why: 'It was right, and nobody looked at it in time.' };
  };
  odd(desk, 'deal', 'closeDate', soon());
  odd(desk, 'contact', 'jobTitle', soon());
  odd(desk, 'company', 'employees', soon());
}

/** Metadata that is cut off, of another version, or no metadata at all. */
function unreadable(desk: Desk): void {
  const raw = (metadata: string): Partial<Draft> => ({ way: { layout: 'visible', metadata } });
  odd(desk, 'deal', 'nextStep', raw('{"v":1,"s":[{"field":"next_step","value":"Send'), true);
  odd(desk, 'contact', 'phone', raw('{"version":"2","suggestions":{}}'), true);
  odd(
    desk,
    'deal',
    'closeDate',
    { ...raw('see the run log'), right: false, why: 'The agent read another deal.' },
    true,
  );
}

function tooLong(desk: Desk): void {
  odd(desk, 'deal', 'nextStep', { reason: longText(LONG_REASON) });
  odd(desk, 'contact', 'jobTitle', {
    reason: `${RTL} ${longText(LONG_REASON)}`.slice(0, LONG_REASON),
    agent: 'enricher',
  });
  odd(desk, 'deal', 'description', { value: longText(LONG_VALUE), why: 'Long, and true.' });
}

/** Two agents, one field. */
function disputed(desk: Desk): void {
  for (const [kind, field] of [
    ['deal', 'amount'],
    ['contact', 'jobTitle'],
  ] as const) {
    const [first = 0, second = 0] = [desk.moment(), desk.moment()].toSorted((a, b) => a - b);
    const key = odd(desk, kind, field, { at: first, reason: RTL });
    const better = idea(desk, kind, key, field);
    desk.propose(key, {
      ...better,
      field,
      // The first agent's value has to be another one.
      value: field === 'amount' ? String(Number(better.value) + 7) : `${better.value} EMEA`,
      agent: 'enricher',
      at: second + 1,
      right: false,
      why: 'The other agent has read the newer source.',
    });
  }
}

function impossible(desk: Desk): void {
  const never: Partial<Draft> = { right: false, why: 'The CRM does not know this value.' };
  odd(desk, 'deal', 'priority', { ...never, value: 'critical', reason: MARKUP });
  odd(desk, 'company', 'industry', { ...never, value: 'crypto', agent: 'enricher' });
  desk.propose(
    desk.pick('deal', 'weightedAmount', ({ key }) => desk.world.value(key, 'amount') !== ''),
    {
      field: 'weightedAmount',
      value: '12345',
      reason: 'The forecast of the team says so.',
      right: false,
      why: 'The CRM works this field out by itself.',
    },
  );
}

/** A value and nothing said of it; and the other way round. */
function sparse(desk: Desk): void {
  odd(desk, 'deal', 'nextStep', { way: { layout: 'bare' } });
  odd(desk, 'company', 'phone', { way: { layout: 'bare' }, agent: 'enricher' });
  odd(desk, 'deal', 'owner', { way: { layout: 'compact' } }, true);
  odd(desk, 'company', 'owner', { way: { layout: 'compact' } }, true);
}

export function oddProposals(desk: Desk): void {
  unreadable(desk);
  overtaken(desk);
  tooLate(desk);
  tooLong(desk);
  disputed(desk);
  impossible(desk);
  sparse(desk);
}
