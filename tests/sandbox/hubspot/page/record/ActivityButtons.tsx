import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { TextKey } from '../texts/index.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';

/** Kinds of activity, as the buttons and the filters of the feed name them. */
export type ActivityFilter = 'activity' | 'notes' | 'emails' | 'calls' | 'tasks' | 'meetings';

const BUTTONS: { text: TextKey; icon: IconName; testId: string; shows: ActivityFilter }[] = [
  { text: 'note', icon: 'note', testId: 'activity-button-icon-description', shows: 'notes' },
  { text: 'email', icon: 'mail', testId: 'activity-button-icon-email', shows: 'emails' },
  { text: 'call', icon: 'phone', testId: 'activity-button-icon-calling', shows: 'calls' },
  { text: 'task', icon: 'check', testId: 'activity-button-icon-tasks', shows: 'tasks' },
  { text: 'meeting', icon: 'calendar', testId: 'activity-button-icon-meetings', shows: 'meetings' },
];

/** The round buttons of the highlight card; each opens its part of the activity feed. */
export function ActivityButtons({ onShow }: { onShow(filter: ActivityFilter): void }) {
  const { mark, t } = usePage();
  return (
    <div className={c('activityButtons')}>
      {BUTTONS.map(({ text, icon, testId, shows }) => (
        <button key={text} type="button" className={c('activityButton')} onClick={() => onShow(shows)}>
          <span className={c('activityIcon')} {...mark({ 'data-test-id': testId })}>
            <Icon name={icon} />
          </span>
          <span>{t(text)}</span>
        </button>
      ))}
    </div>
  );
}
