import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import type { Reason } from '../../lib/core/ledger';
import type { Problem } from '../../lib/core/problem';
import type { QueueItem } from '../../lib/core/queue';
import type { Decided, SuggestionHandle } from '../../lib/stores/queue';
import { Outcome } from '../card/Outcome';
import { Open } from '../card/SuggestionCard';
import type { SuggestionCardProps } from '../card/suggestionProps';
import { useWhole } from '../card/useWhole';
import { Change } from '../ui/Change';
import { Glyph } from '../ui/Glyph';
import { Icon } from '../ui/Icon';
import type { Fate } from './review';

interface OpenRowProps {
  item: QueueItem;
  handle: SuggestionHandle;
  fate: Fate | undefined;
  /** Why the last decision here came to nothing. */
  language: string;
  crmName: string;
  /** Set while a value is not shown in full, so that nobody approves what they could not read. */
  cut: RefObject<boolean>;
  onDecide(kind: Decided, options?: { value?: string; reason?: Reason }): void;
  onUndo(): void;
  /** Nothing is proposed for the field any more. */
  onGone(): void;
}

/** Somebody who only passes by asks nothing of the CRM. */
const REST_MS = 120;

/** The current row: everything that a decision needs, and its buttons. */
export function OpenRow(props: OpenRowProps) {
  const { item, handle, fate, language, crmName, onDecide, onUndo, onGone } = props;
  const state = useStore(handle.store);
  const body = useRef<HTMLDivElement>(null);
  const { details, decision, loading } = state;
  const writing = fate?.state === 'writing' ? fate.kind : null;
  // What was settled before and waits again is looked at anew.
  const { id, from, to, state: itemState } = item;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever of the item changed, its details did too.
  useEffect(() => {
    const timer = setTimeout(() => {
      const { busy, decision } = handle.store.getState();
      if (busy) return;
      if (decision && decision.state !== 'stale' && decision.state !== 'failed') handle.again();
      else void handle.load();
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [handle, id, from, to, itemState]);

  const gone = !loading && !details && !state.problem && !decision;
  const tellGone = useEffectEvent(onGone);
  useEffect(() => {
    if (gone) tellGone();
  }, [gone]);

  const value = useWhole(body, `${details?.from}\n${details?.to}\n${state.step}`);
  const cut = value.cut && state.step === 'read';
  useLayoutEffect(() => {
    props.cut.current = cut;
  });

  useEffect(() => {
    if (state.step === 'edit')
      body.current?.querySelector<HTMLElement>('.edit input, .edit select, .edit textarea')?.focus();
  }, [state.step]);

  const settled = decision && decision.state !== 'stale' && !writing ? decision : null;
  const card: SuggestionCardProps = {
    ...state,
    busy: state.busy ?? writing,
    language,
    crmName,
    field: item.field,
    focus: false,
    seen: cut ? 'pending' : 'proven',
    onDecide,
    onUndo,
    onNote: handle.note,
    onStep: handle.go,
    onAgain: handle.again,
    onClose: () => {},
    onConfirm: () => {},
  };
  return (
    <div ref={body} className={value.whole ? 'open-row whole' : 'open-row'} aria-busy={loading || writing !== null}>
      {settled ? (
        <Outcome {...card} decision={settled} />
      ) : details ? (
        <Open {...card} details={details} value={value}>
          {state.step === 'read' && (
            <p className="line meta">
              <Glyph name="suggestion" size={12} />
              <span>{details.suggestion.agent || i18n.t('suggestion.someone')}</span>
            </p>
          )}
        </Open>
      ) : (
        <Unread item={item} problem={state.problem} crmName={crmName} onAgain={handle.again} />
      )}
    </div>
  );
}

/** What is known before the rest is read, or where it could not be. */
function Unread({
  item,
  problem,
  crmName,
  onAgain,
}: {
  item: QueueItem;
  problem: Problem | null;
  crmName: string;
  onAgain(): void;
}) {
  return (
    <>
      <section>
        <p className="meta">{item.label}</p>
        <Change from={item.from} to={item.to} />
      </section>
      {problem ? (
        <p className="strip unknown" role="alert">
          <Icon name="warning" />
          <span>
            {i18n.t('card.failed', { crm: crmName, message: problem.message ?? '' })}{' '}
            <button type="button" className="text-button" onClick={onAgain}>
              {i18n.t('card.retry')}
            </button>
          </span>
        </p>
      ) : (
        <div className="skeleton">
          <span />
          <span />
          <p className="meta late">{i18n.t('card.slow', { crm: crmName })}</p>
        </div>
      )}
    </>
  );
}
