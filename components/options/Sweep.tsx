import { i18n } from '#i18n';
import type { SweepInfo, SweepProgress } from '../../lib/core/sweep';
import type { Crm } from '../../lib/core/types';
import { clockTime, exactTime } from '../../lib/i18n/time';
import { cancelLook, lookNow, pauseSweep } from '../../lib/stores/signals';
import { Icon } from '../ui/Icon';

interface SweepProps {
  crm: Crm;
  sweep: SweepInfo;
  looking: SweepProgress | null;
  language: string;
}

/** How far the changes of an account have been looked at, and why no further. */
export function Sweep({ crm, sweep, looking, language }: SweepProps) {
  const { until, looked, unread, used, budget, share, paused } = sweep;
  const number = new Intl.NumberFormat(language);
  const title = i18n.t('signals.sweep.title');
  return (
    <section className="panel" aria-label={title} data-testid="sweep">
      <h2>{title}</h2>
      <p className="meta">{i18n.t('signals.sweep.lead', { crm: i18n.t(`crm.${crm}`) })}</p>
      {crm !== 'pipedrive' && <p className="meta">{i18n.t('signals.sweep.custom')}</p>}
      <p data-testid="sweep-until">
        {until === null
          ? i18n.t('signals.sweep.never')
          : i18n.t('signals.sweep.until', { time: exactTime(until, language) })}
      </p>
      <p className="meta" data-testid="sweep-today">
        {i18n.t('signals.sweep.today', {
          looked: number.format(looked),
          share,
          used: number.format(used),
          budget: number.format(budget),
        })}
      </p>
      {unread > 0 && (
        <p className="strip unknown" role="status">
          <Icon name="warning" />
          <span>{i18n.t('signals.sweep.unread', unread)}</span>
        </p>
      )}
      <p role="status" data-testid="sweep-status">
        {looking ? i18n.t('signals.sweep.looking', looking.looked) : statusOf(sweep, crm, language)}
      </p>
      <div className="row">
        {looking ? (
          <button type="button" className="button" data-testid="sweep-cancel" onClick={cancelLook}>
            {i18n.t('signals.sweep.cancel')}
          </button>
        ) : (
          <button type="button" className="button" data-testid="sweep-look" onClick={lookNow}>
            {i18n.t('signals.sweep.look')}
          </button>
        )}
        <button
          type="button"
          className="button"
          data-testid={paused ? 'sweep-resume' : 'sweep-pause'}
          onClick={() => void pauseSweep(!paused)}
        >
          {paused ? i18n.t('signals.sweep.resume') : i18n.t('signals.sweep.pause')}
        </button>
      </div>
    </section>
  );
}

/** What it is doing, or what keeps it. */
function statusOf({ paused, running, nextAt, full, problem }: SweepInfo, crm: Crm, language: string): string {
  if (paused) return i18n.t('signals.sweep.paused');
  if (running) return i18n.t('signals.sweep.running');
  if (full) return i18n.t('signals.sweep.full');
  if (!problem) {
    const time = clockTime(nextAt, language);
    return nextAt > Date.now() ? i18n.t('signals.sweep.next', { time }) : i18n.t('signals.sweep.waiting');
  }
  const { kind, retryAt, missing, message } = problem;
  const about = { crm: i18n.t(`crm.${crm}`), time: retryAt ? clockTime(retryAt, language) : '' };
  switch (kind) {
    case 'signedOut':
    case 'sharedKey':
      return i18n.t('signals.sweep.problem.stopped');
    case 'budget':
    case 'daily':
    case 'busy':
      return i18n.t(`signals.sweep.problem.${kind}`, about);
    case 'offline':
      return i18n.t('signals.sweep.problem.offline');
    case 'forbidden':
      return i18n.t('signals.sweep.problem.forbidden', { missing: missing ?? message ?? '' });
    default:
      return i18n.t('signals.sweep.problem.other', { ...about, message: message ? `“${message}”` : '' });
  }
}
