import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Owner, Pipeline } from '../types.ts';
import type { Activity } from './activity.ts';
import type { Churn } from './churn.ts';
import type { FormatContext } from './format.ts';
import type { Mark } from './marks.ts';
import type { Boot } from './protocol.ts';
import type { TextKey } from './texts/index.ts';
import type { PageTransport } from './transport.ts';

/** What every component of the page has at hand; the same object for the page's whole life. */
export interface Page {
  boot: Boot;
  transport: PageTransport;
  activity: Activity;
  churn: Churn;
  mark: Mark;
  t(key: TextKey, values?: Record<string, string | number>): string;
  /** A type's name inside a sentence. */
  noun(key: TextKey): string;
  navigate(path: string): void;
  /** Corrects the address without a step in the history. */
  replace(path: string): void;
  /** Lets `sandboxPage.refresh()` reach whatever is shown. Returns how to take it back. */
  onRefresh(refresh: () => Promise<unknown>): () => void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('rendered outside the page');
  return page;
}

/** Beats of {@link Churn} divided by `every`: a component re-renders only once per `every` beats, `phase` beats late. */
export function useChurn(every: number, phase = 0): number {
  const { churn } = usePage();
  return useSyncExternalStore(churn.subscribe, () => Math.floor((churn.beat() + every - 1 - phase) / every));
}

export function formatContext(
  boot: Boot,
  related: { owners: readonly Owner[]; pipelines: readonly Pipeline[] },
): FormatContext {
  return {
    locale: boot.dom.locale,
    timeZone: boot.timeZone ?? 'UTC',
    currency: boot.currency ?? 'USD',
    owners: related.owners,
    pipelines: related.pipelines,
  };
}
