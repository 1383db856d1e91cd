/** Proposals a person who looks into them approves. */
import type { Kind } from '../../types.ts';
import type { WorldRecord } from '../world.ts';
import type { Desk, Draft } from './desk.ts';
import { EARLY_STAGES, idea } from './ideas.ts';

/** How many for which field; the deal that waits has the rest. */
const SHARES: ReadonlyArray<readonly [kind: Kind, field: string, count: number, agent: Draft['agent']]> = [
  ['deal', 'stage', 3, 'copilot'],
  ['deal', 'nextStep', 3, 'native'],
  ['deal', 'closeDate', 3, 'copilot'],
  ['deal', 'amount', 2, 'copilot'],
  ['deal', 'priority', 1, 'native'],
  ['deal', 'owner', 1, 'copilot'],
  ['contact', 'jobTitle', 2, 'enricher'],
  ['contact', 'phone', 2, 'enricher'],
  ['contact', 'lifecycle', 1, 'copilot'],
  ['company', 'industry', 1, 'enricher'],
  ['company', 'employees', 1, 'enricher'],
  ['company', 'type', 1, 'copilot'],
];

/** Some ideas need a record that is not where they lead to yet. */
export function suits(desk: Desk, field: string): (record: WorldRecord) => boolean {
  return ({ key }) => {
    const value = desk.world.value(key, field);
    if (field === 'stage') return EARLY_STAGES.includes(value);
    return field !== 'lifecycle' || value !== 'customer';
  };
}

export function rightProposals(desk: Desk): void {
  for (const [kind, field, count, agent] of SHARES) {
    for (let n = 0; n < count; n++) {
      const key = desk.pick(kind, field, suits(desk, field));
      desk.propose(key, {
        ...idea(desk, kind, key, field),
        field,
        agent,
        right: true,
        why: 'The source says so.',
        confidence: desk.confidence(),
        run: `run-${desk.random.hex(8)}`,
      });
    }
  }
}
