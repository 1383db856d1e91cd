/**
 * The list as a person works through it. It is fixed when it is made: nothing is sorted anew or slips in under the cursor, what
 * arrives waits until it is asked for, and what was decided keeps its place until it is put away. Pure.
 */
import type { DECISIONS, DecisionReport } from '../../lib/core/decisions';
import {
  type Grouping,
  groupOf,
  inGroups,
  type QueueFilter,
  type QueueItem,
  queueOf,
  type Sort,
} from '../../lib/core/queue';

/** What can be on its way for a row. */
type Going = (typeof DECISIONS)[number] | 'undo';

export type Scope = 'mine' | 'team' | 'all';
export type View = 'batch' | 'all';

/**
 * What became of a row; a row without one waits for its decision.
 * - `writing`: the decision is on its way
 * - `settled`: what came of it stands in the row's place
 * - `elsewhere`: it is gone without our doing, and was the current row
 * - `gone`: it is not shown any more
 */
export type Fate =
  | { state: 'writing'; kind: Going }
  | { state: 'settled'; report: DecisionReport }
  | { state: 'elsewhere' }
  | { state: 'gone' };

export interface Review {
  view: View;
  /** `null`: not chosen by the person yet. */
  scope: Scope | null;
  sort: Sort;
  group: Grouping;
  filter: QueueFilter;
  me: string | null;
  /** Owners in a team with the person, by the same ids; empty where nothing tells. */
  team: readonly string[];
  /** When the account was last looked through, epoch ms, CRM time; `null` before the first time. */
  at: number | null;
  /** As last read. */
  items: readonly QueueItem[];
  /** Keys of the list's rows. */
  order: readonly string[];
  /** The rows' items, those that are gone from the queue too. */
  known: ReadonlyMap<string, QueueItem>;
  /** Ids of everything that waited when the list was made. */
  seen: ReadonlySet<string>;
  /** Ids of what was decided here: an answer that was on its way may still hold them. */
  decided: ReadonlySet<string>;
  fates: ReadonlyMap<string, Fate>;
  current: string | null;
  selected: ReadonlySet<string>;
}

export type Step =
  | {
      do: 'read';
      items: readonly QueueItem[];
      me: string | null;
      team: readonly string[];
      room: number;
      at: number | null;
    }
  /** The list is made anew; `room` is how many the day's batch still takes. */
  | { do: 'make'; room: number; change?: Partial<Pick<Review, 'view' | 'scope' | 'sort' | 'group' | 'filter'>> }
  | { do: 'current'; key: string }
  | { do: 'writing'; key: string; kind: Going }
  | { do: 'settled'; key: string; report: DecisionReport }
  /** The row waits again: its decision was not carried out, or was taken back; `item` where it may not be in the list any more. */
  | { do: 'open'; key: string; item?: QueueItem; current?: boolean }
  | { do: 'elsewhere'; key: string }
  | { do: 'putAway'; key: string }
  | { do: 'select'; keys: readonly string[]; on: boolean };

/** There is one suggestion for a field at a time. */
export function keyOf({ ref, field }: QueueItem): string {
  return `${ref.object}/${ref.id}/${field}`;
}

export function startReview(): Review {
  return {
    view: 'batch',
    scope: null,
    sort: 'riskiest',
    group: 'record',
    filter: {},
    me: null,
    team: [],
    items: [],
    at: null,
    order: [],
    known: new Map(),
    seen: new Set(),
    decided: new Set(),
    fates: new Map(),
    current: null,
    selected: new Set(),
  };
}

export function reduce(review: Review, step: Step): Review {
  switch (step.do) {
    case 'read':
      return read(review, step);
    case 'make':
      return make({ ...review, ...step.change, ...(fromTheTop(step) ? { current: null } : {}) }, step.room);
    case 'current':
      return goTo(review, step.key);
    case 'writing':
      return { ...review, fates: withFate(review, step.key, { state: 'writing', kind: step.kind }) };
    case 'settled':
      return settled(review, step.key, step.report);
    case 'open':
      return reopen(review, step);
    case 'elsewhere':
      return { ...review, fates: withFate(review, step.key, { state: 'elsewhere' }) };
    case 'putAway': {
      const current = review.current === step.key ? nextOpen(review, step.key) : review.current;
      return { ...review, current, fates: withFate(review, step.key, { state: 'gone' }) };
    }
    case 'select': {
      const selected = new Set(review.selected);
      for (const key of step.keys) step.on ? selected.add(key) : selected.delete(key);
      return { ...review, selected };
    }
  }
}

/** The scope that is looked at: one's own where there is anything of one's own, until a person chooses. */
export function scopeOf({ scope, me, team, items }: Pick<Review, 'scope' | 'me' | 'team' | 'items'>): Scope {
  if (me === null || (scope === 'team' && team.length === 0)) return 'all';
  return scope ?? (items.some(({ owner }) => owner === me) ? 'mine' : 'all');
}

/** Everything that waits within scope and filter, best first. */
export function queueIn(
  review: Pick<Review, 'items' | 'sort' | 'filter' | 'me' | 'team' | 'scope' | 'decided'>,
): QueueItem[] {
  const { items, sort, filter, decided } = review;
  return queueOf(items, sort, { ...filter, ...ownersIn(review) }).filter(({ id }) => !decided.has(id));
}

function ownersIn(review: Pick<Review, 'items' | 'me' | 'team' | 'scope'>): Pick<QueueFilter, 'owners'> {
  const { me, team } = review;
  const scope = scopeOf(review);
  if (scope === 'team') return { owners: team };
  return scope === 'mine' && me !== null ? { owners: [me] } : {};
}

/** Keys of the rows that are shown. */
export function rowsOf({ order, fates }: Pick<Review, 'order' | 'fates'>): string[] {
  return order.filter((key) => fates.get(key)?.state !== 'gone');
}

/** Keys of the rows that wait for their decision, or for the end of it. */
export function openRows({ order, fates }: Pick<Review, 'order' | 'fates'>): string[] {
  return order.filter((key) => isOpen(fates.get(key)));
}

/** Keys of the rows that stand in a group and wait for their decision. */
export function openInGroup(review: Pick<Review, 'order' | 'fates' | 'known' | 'group'>, of: QueueItem): string[] {
  const { fates, known, group } = review;
  const name = groupOf(of, group);
  return rowsOf(review).filter((key) => {
    const item = known.get(key);
    return !fates.has(key) && item !== undefined && groupOf(item, group) === name;
  });
}

/**
 * What arrived since the list was made, and what waits besides it.
 * @param queue everything that waits
 */
export function behind(
  { order, fates, seen }: Pick<Review, 'order' | 'fates' | 'seen'>,
  queue: readonly QueueItem[],
): { fresh: number; waiting: number } {
  const listed = new Set(rowsOf({ order, fates }));
  const rest = queue.filter((item) => !listed.has(keyOf(item)));
  return { fresh: rest.filter(({ id }) => !seen.has(id)).length, waiting: rest.length };
}

/** The open row before or after a row; the row itself where there is none. */
export function neighbour(review: Review, key: string | null, by: 1 | -1): string | null {
  const { order, fates } = review;
  const start = key === null ? -1 : order.indexOf(key);
  for (let place = start + by; place >= 0 && place < order.length; place += by) {
    const other = order[place];
    if (other !== undefined && isOpen(fates.get(other))) return other;
  }
  if (key !== null && start >= 0 && isOpen(fates.get(key))) return key;
  return order.find((other) => isOpen(fates.get(other))) ?? null;
}

/** How many filters are set. */
export function filtersOn({ agent, field, atMost, text }: QueueFilter): number {
  return [agent, field, atMost, text?.trim() || undefined].filter((one) => one !== undefined).length;
}

function read(review: Review, { items, me, team, room, at }: Extract<Step, { do: 'read' }>) {
  const next = { ...review, items, me, team, at };
  // Nothing is under the cursor yet.
  if (openRows(review).length === 0 && review.fates.size === 0) return make(next, room);
  const firstLook = review.at === null && at !== null;
  return firstLook ? fill(refresh(next), room) : refresh(next);
}

/** What the first look has found fills a list that is not full, at its end; nothing of it is news. */
function fill(review: Review, room: number): Review {
  const listed = new Set(review.order);
  const rest = queueIn(review).filter((item) => !listed.has(keyOf(item)));
  const open = openRows(review).length;
  const added = review.view === 'all' ? rest : rest.slice(0, Math.max(0, room - open));
  const rows = inGroups(added, review.group);
  return {
    ...review,
    order: [...review.order, ...rows.map(keyOf)],
    known: new Map([...review.known, ...rows.map((item): [string, QueueItem] => [keyOf(item), item])]),
    seen: new Set(review.items.map(({ id }) => id)),
  };
}

/** The rows with what is known of them now; those that are gone are taken out, but for the current one. */
function refresh(review: Review): Review {
  const { items } = review;
  const now = new Map(items.map((item) => [keyOf(item), item]));
  const known = new Map(review.known);
  const fates = new Map(review.fates);
  for (const key of review.order) {
    const item = now.get(key);
    const fate = fates.get(key);
    if (item && fate?.state === 'elsewhere') fates.delete(key);
    if (item && isOpen(fates.get(key))) known.set(key, item);
    else if (!item && !fate) fates.set(key, { state: key === review.current ? 'elsewhere' : 'gone' });
  }
  const selected = new Set([...review.selected].filter((key) => isOpen(fates.get(key))));
  return { ...review, known, fates, selected };
}

function make(review: Review, room: number): Review {
  const all = queueIn(review);
  const some = review.view === 'all' ? all : all.slice(0, Math.max(0, room));
  const rows = inGroups(some, review.group);
  const order = rows.map(keyOf);
  const known = new Map(rows.map((item) => [keyOf(item), item]));
  const fates = new Map([...review.fates].filter(([, { state }]) => state === 'writing'));
  for (const key of fates.keys()) {
    const item = known.get(key) ?? review.known.get(key);
    if (item) known.set(key, item);
  }
  const kept = review.current !== null && known.has(review.current) && order.includes(review.current);
  return {
    ...review,
    order,
    known,
    fates,
    seen: new Set(review.items.map(({ id }) => id)),
    current: kept ? review.current : (order[0] ?? null),
    selected: new Set([...review.selected].filter((key) => known.has(key))),
  };
}

function settled(review: Review, key: string, report: DecisionReport): Review {
  const item = review.known.get(key);
  const decided = item ? new Set([...review.decided, item.id]) : review.decided;
  const selected = new Set(review.selected);
  selected.delete(key);
  const after = { ...review, decided, selected, fates: withFate(review, key, { state: 'settled', report }) };
  return review.current === key ? { ...after, current: nextOpen(after, key) } : after;
}

function reopen(review: Review, { key, item, current }: { key: string; item?: QueueItem; current?: boolean }): Review {
  const fates = new Map(review.fates);
  fates.delete(key);
  const known = item ? new Map([...review.known, [key, item]]) : review.known;
  const id = known.get(key)?.id;
  return {
    ...review,
    fates,
    known,
    order: review.order.includes(key) || !item ? review.order : [key, ...review.order],
    decided: new Set([...review.decided].filter((one) => one !== id)),
    current: current ? key : review.current,
  };
}

/** Another order or another choice is read from its beginning; what is merely added to is not. */
function fromTheTop({ change = {} }: Extract<Step, { do: 'make' }>): boolean {
  return 'sort' in change || 'group' in change || 'scope' in change || 'filter' in change;
}

/** A row that went away while it was current has been seen to be gone once another one is. */
function goTo(review: Review, key: string): Review {
  const { current, fates } = review;
  if (current === key) return review;
  const left = current !== null && fates.get(current)?.state === 'elsewhere' ? current : null;
  return { ...review, current: key, fates: left === null ? fates : withFate(review, left, { state: 'gone' }) };
}

function withFate({ fates }: Review, key: string, fate: Fate): Map<string, Fate> {
  return new Map([...fates, [key, fate]]);
}

function nextOpen(review: Review, key: string): string | null {
  const next = neighbour(review, key, 1);
  return next === key ? null : next;
}

function isOpen(fate: Fate | undefined): boolean {
  return fate === undefined || fate.state === 'writing';
}
