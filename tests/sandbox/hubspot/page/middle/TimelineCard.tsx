import { useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { displayTime } from '../format.ts';
import type { TimelineEvent } from '../protocol.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';

const ICONS: Record<TimelineEvent['kind'], IconName> = { change: 'spark', note: 'note', email: 'mail', call: 'phone' };

/** One event of the feed. Each is in the document twice: to see, and as a clone for screen readers. */
export function TimelineCard({ event }: { event: TimelineEvent }) {
  const { boot, mark } = usePage();
  const [open, setOpen] = useState(true);
  const at = displayTime(event.at, { locale: boot.dom.locale, timeZone: boot.timeZone ?? 'UTC' });
  const content = (clone: boolean) => (
    <div
      className={c(clone ? 'visuallyHidden' : 'timelineCard')}
      aria-hidden={clone ? undefined : 'true'}
      {...mark({ 'data-test-id': 'timeline-preview-event', 'data-selenium-test': 'timeline-card' }, 'named')}
    >
      <div className={c('timelineHead')} {...mark({ 'data-test-id': 'generic-preview-event-header' })}>
        <Icon name={ICONS[event.kind]} size={14} />
        <span dir="auto" {...mark({ 'data-test-id': 'header-message' })}>
          {event.header}
        </span>
        <time dateTime={event.at} {...mark({ 'data-test-id': 'event-timestamp' })}>
          {at}
        </time>
      </div>
      {open && event.body && (
        <p dir="auto" {...mark({ 'data-test-id': event.kind === 'note' ? 'timeline-note-event' : undefined })}>
          {event.body}
        </p>
      )}
    </div>
  );
  return (
    <article className={c('timelineEvent')} {...mark({ 'data-test-id': 'collapsible-event-accordion' })}>
      {event.body && (
        <button
          type="button"
          className={c('iconButton', 'small')}
          aria-expanded={open}
          aria-label={event.header}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'down' : 'right'} size={12} turn={!open} />
        </button>
      )}
      {content(false)}
      {content(true)}
    </article>
  );
}
