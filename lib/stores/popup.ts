/** What the popup knows of the tab it belongs to. */
import { createStore } from 'zustand/vanilla';
import type { TabSummary } from '../core/tab';
import { ask } from '../messaging/protocol';

export interface PopupState {
  summary: TabSummary | null;
  loading: boolean;
}

export const popupStore = createStore<PopupState>(() => ({ summary: null, loading: true }));

/** @param tab the tab it is about; the active one where there is none */
export async function loadPopup(tab: number | undefined): Promise<void> {
  const summary = await ask('tab.summary', tab === undefined ? {} : { tab });
  popupStore.setState({ summary, loading: false });
}
