import { c } from '../classNames.ts';
import { useChurn, usePage } from '../context.ts';
import type { Tab } from '../record/RecordPage.tsx';
import type { RecordSession } from '../record/useRecord.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { DataHighlights } from './DataHighlights.tsx';
import { ProfileList } from './ProfileList.tsx';
import { RecentActivities } from './RecentActivities.tsx';
import { Timeline } from './Timeline.tsx';

interface MiddlePaneProps {
  session: RecordSession;
  tab: Tab;
  onTab(tab: Tab): void;
}

const TABS = ['overview', 'activities'] as const;

/** A notice that comes and goes while the page is busy. */
function Notice() {
  const { t } = usePage();
  const beat = useChurn(4, 1);
  return beat % 2 === 1 ? (
    <p className={c('notice')} role="status">
      {`${t('activity')} · ${t('justNow')}`}
    </p>
  ) : null;
}

function Overview({ slots }: Pick<RecordSession, 'slots'>) {
  return (
    <>
      {slots['middle-0'] ? <DataHighlights record={slots['middle-0']} /> : <Skeleton lines={2} />}
      {slots['middle-1'] && <ProfileList record={slots['middle-1']} />}
      {slots['middle-2'] ? <RecentActivities record={slots['middle-2']} /> : <Skeleton lines={6} />}
    </>
  );
}

/** The middle column: Overview and Activities. */
export function MiddlePane({ session, tab, onTab }: MiddlePaneProps) {
  const { mark, t } = usePage();
  const record = session.slots['middle-2'];
  const index = TABS.indexOf(tab.name);
  const keys = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = TABS[1 - index];
    if (other) onTab({ name: other, filter: 'activity' });
    (event.currentTarget.children[1 - index] as HTMLElement | undefined)?.focus();
  };
  return (
    <div className={c('column', 'middle')} {...mark({ 'data-test-id': 'middle-pane' })}>
      <div className={c('tabs')} role="tablist" onKeyDown={keys}>
        {TABS.map((name) => {
          const selected = name === tab.name;
          return (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={selected}
              tabIndex={selected ? 0 : -1}
              className={c('tab', selected && 'selected')}
              onClick={() => onTab({ name, filter: 'activity' })}
              {...mark({ 'data-tab-link': 'true', 'data-tab-selected': String(selected) })}
            >
              {t(name)}
            </button>
          );
        })}
      </div>
      <Notice />
      <div role="tabpanel" aria-label={t(tab.name)} {...mark({ 'data-test-id': `tab-${index}-content` })}>
        <div {...mark({ 'data-crm-location': 'CRM_RECORD_MIDDLE' })}>
          {tab.name === 'overview' && <Overview slots={session.slots} />}
          {tab.name === 'activities' && record && <Timeline record={record} filter={tab.filter} />}
        </div>
      </div>
    </div>
  );
}
