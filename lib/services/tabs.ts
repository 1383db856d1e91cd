/** What each tab shows: kept while the browser runs, for badge, popup and the card. */
import { browser } from 'wxt/browser';
import type { TabState } from '../core/tab';
import { type RecordRef, sameRecord } from '../core/types';
import type { PlacementReport, RecordView, ViewProblem } from '../core/view';

const key = (tab: number) => `tab:${tab}`;

export async function getTab(tab: number): Promise<TabState | null> {
  const stored = await browser.storage.session.get(key(tab));
  return (stored[key(tab)] as TabState | undefined) ?? null;
}

export async function forgetTab(tab: number): Promise<void> {
  await browser.storage.session.remove(key(tab));
}

/** Remembers what a tab was told about its record. */
export async function toldTab(
  tab: number,
  ref: RecordRef,
  view: RecordView | null,
  problem: ViewProblem | null,
): Promise<TabState> {
  const before = await getTab(tab);
  const same = sameRecord(before?.ref, ref);
  const state: TabState = {
    ref,
    problem,
    title: view?.title ?? (same && before ? before.title : ''),
    asOf: view?.asOf ?? (same && before ? before.asOf : null),
    offset: view?.offset ?? (same && before ? before.offset : 0),
    gaps: view?.gaps ?? { asCreated: 0, notTracked: 0, corrections: 0, cut: 0 },
    fields: view
      ? view.fields.flatMap((f) =>
          f.mark
            ? [{ name: f.name, label: f.label, state: f.mark.state, at: f.mark.at, readOnly: f.readOnly === true }]
            : [],
        )
      : [],
    suggestions: view
      ? view.fields.flatMap(({ name, label, suggestion }) =>
          suggestion ? [{ field: name, label, value: suggestion.value }] : [],
        )
      : [],
    report: same && before ? before.report : null,
  };
  await browser.storage.session.set({ [key(tab)]: state });
  return state;
}

/** Remembers what a tab reported, if it is about the record that it was told about. */
export async function tabReported(tab: number, report: PlacementReport): Promise<TabState | null> {
  const before = await getTab(tab);
  if (!before || !sameRecord(before.ref, report.ref)) return null;
  const state = { ...before, report };
  await browser.storage.session.set({ [key(tab)]: state });
  return state;
}
