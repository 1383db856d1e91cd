import { useEffect, useReducer, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { DecisionReport } from '../../lib/core/decisions';
import type { Reason } from '../../lib/core/ledger';
import type { QueueItem } from '../../lib/core/queue';
import { translate } from '../../lib/i18n/translate';
import type { Decided, QueueState, SuggestionHandle } from '../../lib/stores/queue';
import { outcomeText } from '../card/Outcome';
import { keyOf, openRows, type Review, reduce, type Step, startReview } from './review';

export interface ReviewInput extends Pick<QueueState, 'items' | 'me' | 'team' | 'size' | 'today' | 'loaded' | 'at'> {
  language: string;
  crmName: string;
  suggestionOf(item: QueueItem): SuggestionHandle;
  onCount(kind: Decided, by: 1 | -1): void;
}

/** What came of a decision; `null` where none was taken, which the suggestion's own state says why. */
export type Attempt = DecisionReport | null;

/** A decision as it can be taken back. */
interface Taken {
  key: string;
  item: QueueItem;
  kind: Decided;
  report: DecisionReport;
}

/** How many were decided today, as counted for the batch. */
export function decidedToday({ today }: Pick<QueueState, 'today'>): number {
  return today.approve + today.approve_edited + today.reject;
}

/** The list a person works through, and what the person does with it. */
export function useReview(input: ReviewInput) {
  const { items, me, team, size, today, loaded, at } = input;
  const [review, dispatch] = useReducer(reduce, undefined, startReview);
  /** What is said to those who do not see it. */
  const [said, say] = useState('');
  const taken = useRef<Taken[]>([]);
  const alive = useRef(true);
  const room = Math.max(0, size + today.more - decidedToday(input));
  const latest = useRef({ review, input, room });
  latest.current = { review, input, room };

  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  useEffect(() => {
    if (loaded) dispatch({ do: 'read', items, me, team, at, room: latest.current.room });
  }, [items, me, team, loaded, at]);

  useEffect(() => {
    if (latest.current.input.loaded)
      dispatch({ do: 'make', room: Math.max(0, size + today.more - decidedToday(latest.current.input)) });
  }, [size, today.more]);

  const make = (change: Extract<Step, { do: 'make' }>['change'] = {}) =>
    dispatch({ do: 'make', room: latest.current.room, change });

  /** Takes a decision on a row. What came of it stands in the row's place, and the next one is current. */
  async function decide(key: string, kind: Decided, options: { value?: string; reason?: Reason } = {}) {
    const item = latest.current.review.known.get(key);
    if (!item) return;
    const handle = input.suggestionOf(item);
    dispatch({ do: 'writing', key, kind });
    settle(item, kind, handle, await attempt(handle, () => handle.decide(kind, options)));
  }

  function settle(item: QueueItem, kind: Decided, handle: SuggestionHandle, report: Attempt): void {
    if (!alive.current) return;
    const key = keyOf(item);
    if (!report || report.state === 'stale' || report.state === 'failed') {
      dispatch({ do: 'open', key });
      say(i18n.t('panel.said.nothing'));
      return;
    }
    const { state } = report;
    if (state === 'done' || state === 'waiting') {
      // Counted before the count is told of, so that it is one ahead of what this render knows.
      const done = decidedToday(latest.current.input) + 1;
      const all = decidedToday(latest.current.input) + openRows(latest.current.review).length;
      input.onCount(kind, 1);
      if (state === 'done') taken.current.push({ key, item, kind, report });
      say(
        translate(state === 'done' ? `panel.said.${kind}` : 'panel.said.waiting', { done, all: Math.max(done, all) }),
      );
    } else say(outcome(report));
    dispatch({ do: 'settled', key, report });
    if (state === 'waiting') hearEnd(item, kind, handle);
  }

  /** A decision that is written later may still meet somebody's value: then it is open again, and not counted. */
  function hearEnd(item: QueueItem, kind: Decided, handle: SuggestionHandle): void {
    const key = keyOf(item);
    const stop = handle.store.subscribe(({ decision: report }) => {
      if (report?.state === 'waiting') return;
      stop();
      if (!report || !alive.current) return;
      if (report.state === 'done') taken.current.push({ key, item, kind, report });
      else input.onCount(kind, -1);
      const open = report.state === 'stale' || report.state === 'failed';
      dispatch(open ? { do: 'open', key, item } : { do: 'settled', key, report });
      say(open ? i18n.t('panel.said.nothing') : outcome(report));
    });
  }

  /** Takes a decision back: the last one, unless it is said which. */
  async function undo(which?: string): Promise<void> {
    const last = which === undefined ? taken.current.at(-1) : taken.current.find(({ key }) => key === which);
    if (!last) return say(i18n.t('panel.said.noUndo'));
    taken.current = taken.current.filter((one) => one !== last);
    const { key, item, kind } = last;
    const handle = input.suggestionOf(item);
    dispatch({ do: 'writing', key, kind: 'undo' });
    const report = await attempt(handle, () => handle.undo(last.report.key));
    if (!alive.current) return;
    if (report?.state === 'done') {
      input.onCount(kind, -1);
      say(outcome(report));
      // What is not there again has no row to open.
      if (report.replaced) return dispatch({ do: 'settled', key, report });
      dispatch({ do: 'open', key, item, current: true });
      handle.again();
    } else if (report) {
      dispatch({ do: 'settled', key, report });
      say(outcome(report));
    } else {
      taken.current.push(last);
      dispatch({ do: 'settled', key, report: last.report });
      say(i18n.t('panel.said.noUndo'));
    }
  }

  const outcome = (decision: DecisionReport) => outcomeText({ ...input, decision });

  /** True for the decision that undoing takes back if it is not said which. Whatever changes it draws the list anew. */
  const isLast = (key: string) => taken.current.at(-1)?.key === key;

  return { review, dispatch, make, decide, settle, undo, isLast, said, say };
}

/** Does something with a suggestion and tells what came of it. */
export async function attempt(handle: SuggestionHandle, act: () => Promise<void>): Promise<Attempt> {
  const before = handle.store.getState().decision;
  await act();
  const { decision } = handle.store.getState();
  return decision !== before ? decision : null;
}

export type ReviewActions = ReturnType<typeof useReview>;
export type { Review };
