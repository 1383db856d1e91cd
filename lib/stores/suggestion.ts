/** What a suggestion's card knows: what is proposed, what the person is about to do, and what came of it. */
import { createStore } from 'zustand/vanilla';
import type { DECISIONS, DecisionReport } from '../core/decisions';
import type { Reason } from '../core/ledger';
import type { Problem } from '../core/problem';
import type { SuggestionDetails } from '../core/suggestionDetails';
import type { RecordRef } from '../core/types';
import { ask } from '../messaging/protocol';

type Decide = (typeof DECISIONS)[number];

export interface SuggestionState {
  details: SuggestionDetails | null;
  problem: Problem | null;
  loading: boolean;
  step: 'read' | 'edit' | 'reject';
  /** What is being written. */
  busy: Decide | 'undo' | null;
  /** What came of the last decision here. */
  decision: DecisionReport | null;
  /**
   * Why the last decision was not even taken: `unheard` where nobody answered, so that it may have been; `outdated` where what was
   * seen is no longer so.
   */
  failure: Problem | 'unheard' | 'outdated' | null;
}

/** What came of a note: written, kept to be written later, or neither. */
export type Noted = 'added' | 'kept' | 'failed';

const ASK_AGAIN_MS = 2_000;

export function createSuggestionStore(ref: RecordRef, field: string) {
  const store = createStore<SuggestionState>(() => ({
    details: null,
    problem: null,
    loading: true,
    step: 'read',
    busy: null,
    decision: null,
    failure: null,
  }));
  const { setState: set, getState: get } = store;

  async function load(): Promise<void> {
    set({ loading: true });
    try {
      const answer = await ask('suggestion.details', { ref, field });
      if (answer.ok) set({ details: answer.details, problem: null, loading: false });
      else set({ problem: answer.problem, loading: false });
    } catch (error) {
      set({ problem: problemOf(error), loading: false });
    }
  }

  async function decide(kind: Decide, options: { value?: string; reason?: Reason } = {}): Promise<void> {
    const token = get().details?.token;
    if (!token || get().busy) return;
    set({ busy: kind });
    await take(() => ask('suggestion.decide', { token, kind, ...options }));
  }

  async function undo(key: string): Promise<void> {
    if (get().busy) return;
    set({ busy: 'undo' });
    await take(() => ask('decision.undo', { ref, key }));
  }

  /** Adds a person's words to a rejection. */
  async function note(key: string, text: string): Promise<Noted> {
    try {
      const answer = await ask('decision.note', { ref, key, note: text });
      if (!answer.ok || answer.decision.state === 'failed') return 'failed';
      return answer.decision.state === 'waiting' ? 'kept' : 'added';
    } catch {
      return 'failed';
    }
  }

  /** A token is good once, so whatever came of it, the next decision needs a new look. */
  async function take(
    send: () => Promise<{ ok: true; decision: DecisionReport } | { ok: false; problem: Problem | 'outdated' }>,
  ): Promise<void> {
    try {
      const answer = await send();
      if (answer.ok) set({ decision: answer.decision, failure: null, step: 'read', busy: null });
      else if (answer.problem === 'outdated') set({ failure: 'outdated', busy: null });
      else set({ problem: answer.problem, failure: answer.problem, busy: null });
    } catch (error) {
      set({ problem: problemOf(error), failure: 'unheard', busy: null });
    }
    await load();
    if (get().decision?.state === 'waiting') setTimeout(follow, ASK_AGAIN_MS);
  }

  async function follow(): Promise<void> {
    const waiting = get().decision;
    if (waiting?.state !== 'waiting') return;
    const answer = await ask('decision.get', { ref, key: waiting.key }).catch(() => null);
    if (answer?.ok && answer.decision.state !== 'waiting') {
      set({ decision: answer.decision });
      await load();
    } else setTimeout(follow, ASK_AGAIN_MS);
  }

  const go = (step: SuggestionState['step']) => set({ step });
  /** Looks at the suggestion again instead of at what came of the last decision. */
  const again = () => {
    set({ decision: null, failure: null, step: 'read' });
    void load();
  };
  return { store, load, decide, undo, note, go, again };
}

function problemOf(error: unknown): Problem {
  return { kind: 'server', message: error instanceof Error ? error.message : String(error) };
}
