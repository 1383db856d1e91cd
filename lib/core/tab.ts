/** What a browser tab shows, for badge, popup and card. */
import type { AlertInfo } from './alerts';
import type { MarkState, PageRef } from './types';
import type { Gaps, OverlayStatus, PlacementReport, ViewProblem } from './view';

/** What was last answered to and reported by a tab. */
export interface TabState {
  /** The record as the tab's address names it. */
  ref: PageRef;
  problem: ViewProblem | null;
  title: string;
  asOf: number | null;
  offset: number;
  gaps: Gaps;
  /** `at`: when it was changed, epoch ms, CRM time. */
  fields: { name: string; label: string; state: MarkState; at: number; readOnly: boolean }[];
  /** What agents propose, in the CRM's labels. */
  suggestions: { field: string; label: string; value: string }[];
  report: PlacementReport | null;
}

export interface TabSummary extends TabState {
  account: { label: string; id: string } | null;
  teamHash: string;
  /** The control record that the team file is from: they say the same, what was changed here is not in it yet, or a person has to look. */
  control: { title: string; state: 'agreed' | 'waiting' | 'trouble' } | null;
  status: OverlayStatus;
  /** Signals of the account that an endpoint has not taken yet; `stuck` where a person has to look; `used`: per cent of the room. */
  signals: { waiting: number; stuck: boolean; used: number };
  /** Of the account, those that nobody has acknowledged. */
  alerts: AlertInfo[];
}
