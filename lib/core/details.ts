/** What the card shows of one field. Everything in it is text for people or an id to look up; it decides nothing. */
import type { Certainty, Evidence } from './attribution';
import type { DecisionKind } from './decisions';
import type { CorrectionKind, Reason } from './ledger';
import type { Attribution, Crm, MarkState, RawSource, WriterKind } from './types';

/** A writer's name, or what kind of writer it is where nobody has named it. */
export type Who = { name: string } | { kind: WriterKind; id: string };

/** Who saved a record last, and when (epoch ms, CRM time): by the CRM's own word, which does not say what of it was changed. */
export interface LastEdit {
  who: Who;
  at: number;
}

export interface PastChange {
  who: Who;
  state: MarkState | 'human' | 'system';
  /** `undefined` where the CRM does not keep values of this kind. */
  value: string | null | undefined;
  /** Epoch ms, CRM time. */
  at: number;
}

/** What a person decided about a suggestion for the field, or put right in it. */
export interface PastDecision {
  kind: Exclude<DecisionKind, 'note'> | CorrectionKind;
  by: string;
  /** Empty where nothing tells. */
  agent: string;
  reason: Reason | null;
  /** Epoch ms, CRM time. */
  at: number;
}

export interface FieldDetails {
  crm: Crm;
  /** What people call the CRM. */
  crmName: string;
  account: string;
  object: string;
  field: string;
  label: string;
  state: MarkState | 'human' | 'system';
  attribution: Attribution;
  certainty: Certainty;
  evidence: Evidence;
  /** Display values; `undefined` where the earlier value is not in the history any more. */
  from: string | null | undefined;
  to: string | null;
  who: Who;
  agent: string | undefined;
  /** Epoch ms, CRM time; `null` where there is no history row. */
  at: number | null;
  /** The history row as the CRM sent it. */
  raw: (RawSource & { sent: string; value: string | null }) | null;
  before: PastChange[];
  /** By the ledger's entries that count, whoever of the team made them; newest first. */
  decisions: PastDecision[];
  /** Set where older values are not in the history any more: how many the CRM keeps. */
  historyDepth: number | null;
  /** The writer, if people may say who it is. */
  mappable: { key: string; proposedName: string } | null;
  claim: { by: string; at: number; introduced: 'trusted' | 'agent' | 'unmapped' | 'unreadable' } | null;
  stampNotUsed: { field: string; value: string; agent: string; at: number } | null;
  /** Said, where nothing is known of the field's own changes; it attributes nothing. */
  lastEdit: LastEdit | null;
  /** This browser's approval of the value, as long as it can be taken back, and what it would be again. */
  approval: { key: string; back: string | null } | null;
  /** When the CRM was asked; epoch ms, CRM time. */
  asOf: number;
  /** CRM time minus machine time, ms. */
  offset: number;
}
