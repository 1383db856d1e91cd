/** The review queue: every suggestion of an account that waits, in the order in which it is worth deciding. Pure. */
import type { SuggestionState } from './suggestions';
import type { RecordRef } from './types';

export interface QueueItem {
  ref: RecordRef;
  /** The record's name. */
  record: string;
  /** The record's owner, by the id values name users with; `null` where it has none. */
  owner: string | null;
  id: string;
  field: string;
  label: string;
  /** Display values. */
  from: string | null;
  to: string | null;
  agent: string;
  /** Epoch ms, CRM time; `null` where not given. */
  at: number | null;
  /** 0 to 1; `null` where the agent says nothing. */
  confidence: number | null;
  state: Exclude<SuggestionState, 'expired'>;
  sensitive: boolean;
  /** The address of the record's page. */
  url: string;
}

/** Suggestions in a day's batch, unless a team or a person says otherwise. */
export const BATCH_SIZE = 15;

export const SORTS = ['riskiest', 'newest', 'oldest', 'unsure'] as const;
export type Sort = (typeof SORTS)[number];

export interface QueueFilter {
  /** Only records of these owners. */
  owners?: readonly string[];
  agent?: string;
  field?: string;
  /** Only what the agent is at most this sure of; 0 to 1. */
  atMost?: number;
  /** Part of the record's or field's name or of a value, in any case. */
  text?: string;
}

/** One that the agent says nothing about is taken as half sure. */
const UNSAID = 0.5;

/** The items that pass a filter, best first. Those that cannot be used come last: there is nothing to approve. */
export function queueOf(items: readonly QueueItem[], sort: Sort, filter: QueueFilter = {}): QueueItem[] {
  return items.filter((item) => passes(item, filter)).sort((a, b) => compareBy(sort, a, b));
}

export const GROUPINGS = ['record', 'field'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Equal for items that belong together: those of one record, or of one field of all records of a kind. */
export function groupOf({ ref: { object, id }, field }: QueueItem, by: Grouping): string {
  return `${object}/${by === 'record' ? id : field}`;
}

/** What belongs together stands together, at the place of its first. */
export function inGroups(items: readonly QueueItem[], by: Grouping): QueueItem[] {
  return [...Map.groupBy(items, (item) => groupOf(item, by)).values()].flat();
}

function passes(item: QueueItem, { owners, agent, field, atMost, text }: QueueFilter): boolean {
  if (owners && (item.owner === null || !owners.includes(item.owner))) return false;
  if (agent !== undefined && item.agent !== agent) return false;
  if (field !== undefined && item.label !== field) return false;
  if (atMost !== undefined && (item.confidence ?? UNSAID) > atMost) return false;
  const wanted = text?.trim().toLowerCase();
  if (!wanted) return true;
  return [item.record, item.label, item.to, item.from, item.agent].some((one) => one?.toLowerCase().includes(wanted));
}

function compareBy(sort: Sort, a: QueueItem, b: QueueItem): number {
  const usable = Number(a.state === 'unusable') - Number(b.state === 'unusable');
  if (usable !== 0) return usable;
  const age = (a.at ?? 0) - (b.at ?? 0);
  const sure = (a.confidence ?? UNSAID) - (b.confidence ?? UNSAID);
  const risk = Number(b.sensitive) - Number(a.sensitive) || Number(b.state === 'stale') - Number(a.state === 'stale');
  const order = { riskiest: risk || sure, newest: -age, oldest: age, unsure: sure }[sort];
  return order || age || (a.id < b.id ? -1 : 1);
}
