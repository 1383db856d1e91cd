/** What the strip knows that asks why a value was corrected. */
import { createStore } from 'zustand/vanilla';
import type { Reason } from '../core/ledger';
import type { RecordRef } from '../core/types';
import { type Answers, ask } from '../messaging/protocol';

export interface PromptState {
  /** What is asked about; `null` before it is known. */
  prompt: Answers['correction.ask']['prompt'];
  /** `more`: all reasons are shown; `off`: nobody is asked any more. */
  step: 'ask' | 'more' | 'sending' | 'told' | 'noted' | 'failed' | 'off';
}

/** @param silent called where there is nothing to ask */
export function createPromptStore(ref: RecordRef, field: string, silent: () => void) {
  const store = createStore<PromptState>(() => ({ prompt: null, step: 'ask' }));
  const { setState: set, getState: get } = store;

  async function load(): Promise<void> {
    const answer = await ask('correction.ask', { ref, field }).catch(() => null);
    if (answer?.prompt) set({ prompt: answer.prompt });
    else silent();
  }

  async function explain(reason: Reason): Promise<void> {
    const { prompt, step } = get();
    if (!prompt || (step !== 'ask' && step !== 'more')) return;
    set({ step: 'sending' });
    try {
      const { told } = await ask('correction.explain', { ref, signal: prompt.signal, reason });
      set({ step: told ? 'told' : 'noted' });
    } catch {
      set({ step: 'failed' });
    }
  }

  async function stop(): Promise<void> {
    await ask('asking.set', { on: false });
    set({ step: 'off' });
  }

  return { store, load, explain, stop, more: () => set({ step: 'more' }) };
}
