/** What the background tells a page about the record it shows: where marks go and what they say, never the evidence. */
import type { Expected } from './agreement';
import type { LastEdit } from './details';
import type { Problem } from './problem';
import type { MarkState, PageRef, RecordRef } from './types';

/** In the interface's language. */
export interface MarkWords {
  /** The accessible name. */
  name: string;
  tip: string;
}

export interface MarkInfo {
  state: MarkState;
  /** Changed since this person last had the record open. */
  fresh: boolean;
  /** Epoch ms, CRM time. */
  at: number;
  words: MarkWords;
}

/** Values that nobody can tell the writer of and that carry no mark: on most CRMs that would be a mark on every other field. */
export interface Gaps {
  /** As they were when the record was created, of which the CRM keeps no row. */
  asCreated: number;
  /** The CRM keeps no history of these fields. */
  notTracked: number;
  /** Changes by people that may have corrected an agent; what the CRM still shows does not tell. */
  corrections: number;
  /** Fields whose history does not reach back, so that older corrections are not known. */
  cut: number;
  /** Set where there are such fields and the CRM tells it. */
  lastEdit?: LastEdit;
}

/** A value that an agent proposes for a field, as far as the page shows it. */
export interface ViewSuggestion {
  id: string;
  /** In the CRM's labels. The agent's words: shown as text and nothing else. */
  value: string;
  state: 'open' | 'stale' | 'unusable';
  sensitive: boolean;
  words: MarkWords;
}

export interface ViewField {
  name: string;
  label: string;
  expected: Expected;
  /** The CRM keeps it itself; nobody can write it. */
  readOnly?: boolean;
  mark?: MarkInfo;
  suggestion?: ViewSuggestion;
}

export interface RecordView {
  /** The record as the page asked for it. */
  ref: PageRef;
  /** The record itself, its account known. */
  record: RecordRef;
  title: string;
  fields: ViewField[];
  gaps: Gaps;
  /** Labels that were learned from pages in this language: folded label → field name. */
  aliases?: Record<string, string>;
  /** When the CRM was asked, epoch ms, CRM time. */
  asOf: number;
  /** CRM time minus this machine's time, ms. */
  offset: number;
}

/** What a page reports of its marks, for badge and popup. */
export interface PlacementReport {
  ref: PageRef;
  status: OverlayStatus;
  /** Fields with a mark on the page. */
  placed: string[];
  /** Marked fields that are on no visible surface. */
  unplaced: string[];
  /** Marked fields whose shown value differs from what the API says. */
  disagreeing: string[];
  /** How many fields each layer found. */
  layers: { attribute: number; label: number };
  /** Fields the page shows at all. */
  found: number;
  /** Fields with a suggestion on the page. */
  suggested: string[];
}

export type OverlayStatus = 'loading' | 'ready' | 'stale' | 'offline' | 'no-account' | 'mismatch' | 'error';

/** Why a page asks: it has just come to the record, some time has passed, or it shows something else than it was told. */
export type ViewReason = 'open' | 'refresh' | 'recheck';

/** Why nothing is shown, beyond what a request can meet; `moved`: the tab's address names another record by now. */
export type ViewProblem =
  | Problem
  | { kind: 'noAccount' }
  | { kind: 'wrongAccount'; connected: string }
  | { kind: 'moved' };

/** `problem` beside a view: it is older than it should be, and why. */
export type ViewReply = { ok: true; view: RecordView; problem?: Problem } | { ok: false; problem: ViewProblem };
