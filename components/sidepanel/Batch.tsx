import type { RefObject } from 'react';
import { i18n } from '#i18n';
import type { Tally } from '../../lib/stores/queue';
import { Icon } from '../ui/Icon';
import type { View } from './review';

interface BatchProps {
  view: View;
  done: number;
  /** Rows of the list that wait. */
  open: number;
  /** Everything that waits within scope and filter, the list's rows among it. */
  all: number;
  fresh: number;
  filtered: boolean;
  onView(view: View): void;
  onFresh(): void;
}

/** How far the day's batch is. The words are the truth, the bar is for the eye. */
export function Batch({ view, done, open, all, fresh, filtered, onView, onFresh }: BatchProps) {
  const size = done + open;
  // With a filter that nothing passes, the day's batch is not what is looked at.
  const asBatch = view === 'batch' && size > 0 && (open > 0 || !filtered);
  return (
    <section className="batch" aria-label={i18n.t('panel.batch.name')}>
      <p className="line">
        <strong data-testid="panel-batch">
          {asBatch ? i18n.t('panel.batch.of', { done, all: size }) : i18n.t('panel.batch.all', all)}
        </strong>
        {fresh > 0 && (
          <button type="button" className="text-button meta" data-testid="panel-fresh" onClick={onFresh}>
            {i18n.t('panel.batch.fresh', fresh)}
          </button>
        )}
        {(view === 'all' || all > open) && (
          <button
            type="button"
            className="text-button meta end"
            data-testid="panel-view"
            onClick={() => onView(view === 'all' ? 'batch' : 'all')}
          >
            {view === 'all' ? i18n.t('panel.batch.back') : i18n.t('panel.batch.everything', all)}
          </button>
        )}
      </p>
      {asBatch && (
        <div className="cells" aria-hidden="true">
          {Array.from({ length: size }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
            <i key={place} className={place < done ? 'done' : place === done ? 'now' : undefined} />
          ))}
        </div>
      )}
    </section>
  );
}

interface BatchDoneProps {
  today: Tally;
  done: number;
  waiting: number;
  heading: RefObject<HTMLHeadingElement | null>;
  onMore(): void;
}

/** The day's batch is decided; what else waits can wait. */
export function BatchDone({ today, done, waiting, heading, onMore }: BatchDoneProps) {
  return (
    <section className="notice" data-testid="panel-done">
      <Icon name="check" size={32} />
      <h2 ref={heading} tabIndex={-1}>
        {i18n.t('panel.done.what', {
          n: done,
          approved: today.approve,
          edited: today.approve_edited,
          rejected: today.reject,
        })}
      </h2>
      {waiting > 0 && (
        <>
          <p>{i18n.t('panel.done.waiting', waiting)}</p>
          <button type="button" className="button ghost" data-testid="panel-more" onClick={onMore}>
            {i18n.t('panel.done.more', Math.min(MORE, waiting))}
          </button>
        </>
      )}
    </section>
  );
}

/** Asked for at a time, beyond the batch. */
export const MORE = 10;
