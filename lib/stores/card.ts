/** What the card's page knows: the details of one field, or why there are none. */
import { createStore } from 'zustand/vanilla';
import type { DecisionReport } from '../core/decisions';
import type { FieldDetails } from '../core/details';
import type { Problem } from '../core/problem';
import type { RecordRef } from '../core/types';
import type { ViewProblem } from '../core/view';
import { ask } from '../messaging/protocol';

export interface CardState {
  details: FieldDetails | null;
  problem: Problem | null;
  /** Why the details are older than they should be. */
  stale: ViewProblem | null;
  loading: boolean;
  /** True once the writer was mapped here. */
  mapped: boolean;
  /** What came of taking an approval back. */
  undone: DecisionReport | null;
  undoing: boolean;
}

export function createCardStore(ref: RecordRef, field: string) {
  const store = createStore<CardState>(() => ({
    details: null,
    problem: null,
    stale: null,
    loading: true,
    mapped: false,
    undone: null,
    undoing: false,
  }));
  const load = async () => {
    store.setState({ loading: true });
    try {
      const answer = await ask('field.details', { ref, field });
      if (answer.ok) store.setState({ details: answer.details, stale: answer.stale, problem: null, loading: false });
      else store.setState({ problem: answer.problem, loading: false });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      store.setState({ problem: { kind: 'server', message }, loading: false });
    }
  };
  const map = async (role: 'agent' | 'automation' | 'person', name: string) => {
    const details = store.getState().details;
    if (!details?.mappable) return;
    const { crm, account, mappable } = details;
    await ask('writer.map', { crm, account, key: mappable.key, role, name });
    store.setState({ mapped: true });
    await load();
  };
  const undo = async () => {
    const key = store.getState().details?.approval?.key;
    if (!key || store.getState().undoing) return;
    store.setState({ undoing: true });
    try {
      const answer = await ask('decision.undo', { ref, key });
      if (answer.ok) store.setState({ undone: answer.decision });
      else store.setState({ problem: answer.problem });
    } catch (error) {
      store.setState({ problem: { kind: 'server', message: error instanceof Error ? error.message : String(error) } });
    }
    store.setState({ undoing: false });
    await load();
  };
  return { store, load, map, undo };
}
