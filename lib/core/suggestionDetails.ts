/** What the card and the queue show of one suggestion. The agent's words in it are text for people; they decide nothing. */
import type { ValueKind } from './agreement';
import type { Who } from './details';
import type { Suggestion } from './suggestions';
import type { Crm } from './types';
import type { RichValue } from './values';

/** How a value may be typed or chosen instead. */
export interface EditForm {
  kind: ValueKind | RichValue;
  /** Valid for this record. */
  options: { value: string; label: string }[];
  /** Raw. */
  seen: string | null;
  /** Raw; `null` where the proposed value does not fit, or is none. */
  proposed: string | null;
  /** True where the field can be cleared. */
  empties: boolean;
  currency?: string;
  maxLength?: number;
}

export interface SuggestionDetails {
  crm: Crm;
  crmName: string;
  account: string;
  object: string;
  /** The record's name. */
  record: string;
  field: string;
  label: string;
  suggestion: Suggestion;
  /** Display values. */
  from: string | null;
  to: string | null;
  /** The value it was made from; `undefined` where that was not given. */
  base: string | null | undefined;
  also: { agent: string; value: string | null }[];
  /** Who wrote the value there is now, and when (epoch ms, CRM time). */
  nowBy: Who | null;
  nowAt: number | null;
  sensitive: boolean;
  /** `null` where a value of this kind cannot be typed here. */
  edit: EditForm | null;
  /** All that a decision can rest on, as JSON: for the agent's developer. */
  packet: string;
  /** Good for one decision on this suggestion, as it is shown. */
  token: string;
  asOf: number;
  offset: number;
}
