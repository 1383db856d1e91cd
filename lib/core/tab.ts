/** What a browser tab shows, for badge, popup and card. */
import type { MarkState, RecordRef } from './types';
import type { OverlayStatus, PlacementReport, ViewProblem } from './view';

/** What was last answered to and reported by a tab. */
export interface TabState {
  ref: RecordRef;
  problem: ViewProblem | null;
  title: string;
  asOf: number | null;
  offset: number;
  fields: { name: string; label: string; state: MarkState; readOnly: boolean }[];
  report: PlacementReport | null;
}

export interface TabSummary extends TabState {
  account: { label: string; id: string } | null;
  teamHash: string;
  status: OverlayStatus;
}
