import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { displayTime } from '../format.ts';
import type { PageRecord } from '../protocol.ts';

const SHOWN = 6;

/** The latest events, short, on the Overview tab. */
export function RecentActivities({ record }: { record: PageRecord }) {
  const { boot, mark, t } = usePage();
  const zone = { locale: boot.dom.locale, timeZone: boot.timeZone ?? 'UTC' };
  return (
    <section
      className={c('box')}
      {...mark({
        'data-card-type': 'RECENT_ACTIVITIES',
        'data-test-id': `card-wrapper-RECENT_ACTIVITIES/${record.typeId}/3`,
      })}
    >
      <h2>{t('recentActivities')}</h2>
      {record.timeline.slice(0, SHOWN).map((event) => (
        <article key={event.id} className={c('recent')}>
          <div className={c('recentHead')}>
            <strong dir="auto">{event.header}</strong>
            <time dateTime={event.at}>{displayTime(event.at, zone)}</time>
          </div>
          {event.body && <p dir="auto">{event.body}</p>}
        </article>
      ))}
      {record.timeline.length === 0 && <p className={c('muted')}>{t('noActivities')}</p>}
    </section>
  );
}
