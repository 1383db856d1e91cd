import { useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { displayMonth, ownerName } from '../format.ts';
import type { PageRecord, TimelineEvent } from '../protocol.ts';
import type { ActivityFilter } from '../record/ActivityButtons.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { TimelineCard } from './TimelineCard.tsx';

const FILTERS: ActivityFilter[] = ['activity', 'notes', 'emails', 'calls', 'tasks', 'meetings'];
const KIND_OF: Partial<Record<ActivityFilter, TimelineEvent['kind']>> = {
  notes: 'note',
  emails: 'email',
  calls: 'call',
};

function inFilter(event: TimelineEvent, filter: ActivityFilter): boolean {
  return filter === 'activity' || event.kind === KIND_OF[filter];
}

/** The activity feed: searchable, filtered by kind, grouped by month. */
export function Timeline({ record, filter: first }: { record: PageRecord; filter: ActivityFilter }) {
  const { boot, mark, t } = usePage();
  const [chosen, setChosen] = useState({ first, filter: first });
  const [search, setSearch] = useState('');
  const [person, setPerson] = useState('');
  const filter = chosen.first === first ? chosen.filter : first;
  const zone = { locale: boot.dom.locale, timeZone: boot.timeZone ?? 'UTC' };
  const people = record.owners.filter((owner) => owner.type === 'PERSON').map((owner) => ownerName(owner, zone.locale));
  const needle = search.toLowerCase();
  const shown = record.timeline.filter(
    (event) =>
      inFilter(event, filter) &&
      event.header.includes(person) &&
      `${event.header} ${event.body ?? ''}`.toLowerCase().includes(needle),
  );
  const months = Map.groupBy(shown, (event) => displayMonth(event.at, zone));
  return (
    <section
      className={c('feed')}
      {...mark({ 'data-test-id': `card-wrapper-SINGLETON/${record.typeId}/RECORD_TIMELINE` })}
    >
      <div className={c('feedTools')} {...mark({ 'data-selenium-test': 'timeline-filter-container' }, 'named')}>
        <div className={c('listSearch')}>
          <input
            type="search"
            className={c('input')}
            aria-label={t('searchActivities')}
            placeholder={t('searchActivities')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Icon name="search" size={14} />
        </div>
        <Menu
          label={person || t('allOwners')}
          kind="secondary"
          caret
          attributes={mark({ 'data-test-id': 'QuickFiltersBar-item-hubspot_owner_id' })}
          items={['', ...people].map((name) => ({ label: name || t('allOwners'), run: () => setPerson(name) }))}
        />
      </div>
      <nav className={c('subTabs')} aria-label={t('activities')}>
        {FILTERS.map((name) => (
          <a
            key={name}
            href={`#${name}`}
            aria-current={name === filter || undefined}
            className={c('subTab', name === filter && 'selected')}
            onClick={(event) => {
              event.preventDefault();
              setChosen({ first, filter: name });
            }}
            {...mark({
              'data-test-id': `timeline-tab-filter-${name}`,
              'data-tab-id': `ENGAGEMENTS_${name.toUpperCase()}`,
            })}
          >
            {t(name)}
          </a>
        ))}
      </nav>
      <div className={c('pinned')} {...mark({ 'data-test-id': 'pinned-activity-section' })}>
        <strong>{t('pinned')}</strong>
        <span>{t('pinnedHelp')}</span>
      </div>
      <div {...mark({ 'data-test-id': 'crm-events-viz-timeline' })}>
        {[...months].map(([month, events]) => (
          <div key={month}>
            <h2 className={c('month')}>{month}</h2>
            {events.map((event) => (
              <TimelineCard key={event.id} event={event} />
            ))}
          </div>
        ))}
        {shown.length === 0 && <p className={c('muted')}>{t('noActivities')}</p>}
      </div>
    </section>
  );
}
