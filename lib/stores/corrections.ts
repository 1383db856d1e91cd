/** What the side panel shows of a person's own corrections: of the record in the tab or of the whole account, and their delivery. */
import { browser } from 'wxt/browser';
import { createStore } from 'zustand/vanilla';
import type { CorrectionRow } from '../core/corrections';
import type { Reason } from '../core/ledger';
import type { SignalsState } from '../core/outbox';
import type { Crm, RecordRef } from '../core/types';
import { ask } from '../messaging/protocol';

export interface CorrectionsState {
  account: { crm: Crm; account: string } | null;
  /** The record in the tab, if it is one of the account. */
  record: { ref: RecordRef; name: string } | null;
  scope: 'record' | 'all';
  /** `null` before they were read. */
  rows: CorrectionRow[] | null;
  /** There are older ones. */
  more: boolean;
  state: SignalsState | null;
  /** Why the list could not be read, or something in it not be done. */
  problem: string | null;
}

const NOTHING: CorrectionsState = {
  account: null,
  record: null,
  scope: 'all',
  rows: null,
  more: false,
  state: null,
  problem: null,
};

export const correctionsStore = createStore<CorrectionsState>(() => NOTHING);
const { setState: set, getState: get } = correctionsStore;

/** @param tab the tab whose record it is about first; the active one where there is none */
export async function openCorrections(account: { crm: Crm; account: string }, tab: number | undefined): Promise<void> {
  set({ ...NOTHING, account });
  const summary = await ask('tab.summary', tab === undefined ? {} : { tab }).catch(() => null);
  if (get().account !== account) return;
  const shown = summary?.ref.crm === account.crm && summary.account?.id === account.account ? summary : null;
  const record = shown && { ref: { ...shown.ref, account: account.account }, name: shown.title };
  set({ record, scope: record ? 'record' : 'all' });
  await reloadCorrections();
}

export async function chooseScope(scope: CorrectionsState['scope']): Promise<void> {
  set({ scope, rows: null, more: false });
  await reloadCorrections();
}

/** Reads what is shown anew, as far down as it was read. */
export async function reloadCorrections(): Promise<void> {
  await read(get().rows?.length ?? 0);
}

export async function moreCorrections(): Promise<void> {
  await read((get().rows?.length ?? 0) + 1);
}

let reading = 0;

async function read(least: number): Promise<void> {
  const { account, scope, record } = get();
  if (!account) return;
  const mine = ++reading;
  const about = scope === 'record' && record ? { record: record.ref } : {};
  try {
    const rows: CorrectionRow[] = [];
    let before: number | null = null;
    let state: SignalsState | null = null;
    do {
      const page: Awaited<ReturnType<typeof ask<'corrections.list'>>> = await ask('corrections.list', {
        ...account,
        ...about,
        before,
      });
      rows.push(...page.rows);
      before = page.before;
      state = page.state;
    } while (before !== null && rows.length < least);
    if (mine === reading) set({ rows, more: before !== null, state, problem: null });
  } catch (error) {
    if (mine === reading) set({ problem: words(error) });
  }
}

export const explain = ({ ref, id: signal }: CorrectionRow, reason: Reason) =>
  change(() => ask('correction.explain', { ref, signal, reason }));
export const retryLetter = (endpoint: string, signal: string) =>
  change(() => ask('deadLetter.retry', { endpoint, signal }));
export const retryEndpoint = (id: string) => change(() => ask('endpoint.retry', { id }));

export function openSignalsOptions(): void {
  void browser.tabs.create({ url: `${browser.runtime.getURL('/options.html')}#signals` });
}

async function change(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    await reloadCorrections();
  } catch (error) {
    set({ problem: words(error) });
  }
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));
