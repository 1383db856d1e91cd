import { beforeEach, expect, test, vi } from 'vitest';
import type { SuggestionDetails } from '../../../lib/core/suggestionDetails';
import { createSuggestionStore } from '../../../lib/stores/suggestion';

const world = vi.hoisted(() => ({ answer: (): unknown => null, looks: 0 }));

vi.mock('../../../lib/messaging/protocol', () => ({
  ask: async (kind: string) => {
    if (kind === 'suggestion.decide') return world.answer();
    world.looks++;
    return { ok: true, details: { token: `t${world.looks}` } as SuggestionDetails };
  },
}));

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;

beforeEach(() => {
  world.looks = 0;
});

test.each([
  ['outdated', () => ({ ok: false, problem: 'outdated' }), 'outdated'],
  ['what the CRM says', () => ({ ok: false, problem: { kind: 'signedOut' } }), { kind: 'signedOut' }],
  [
    'silence',
    () => {
      throw new Error('nobody there');
    },
    'unheard',
  ],
] as const)(
  'a decision that is not taken is said to be so (%s), and the suggestion is looked at again',
  async (_, answer, failure) => {
    world.answer = answer;
    const { store, load, decide, go } = createSuggestionStore(ref, 'amount');
    await load();
    go('edit');
    await decide('approve_edited', { value: '5' });
    expect(store.getState()).toMatchObject({ failure, busy: null, step: 'edit', decision: null });
    expect(store.getState().details?.token).toBe('t2');
  },
);
