import { i18n } from '#i18n';
import type { LedgerInfo } from '../../lib/core/outbox';
import type { Crm } from '../../lib/core/types';
import { problemWords } from '../../lib/i18n/problem';
import { clockTime } from '../../lib/i18n/time';
import { translate } from '../../lib/i18n/translate';
import { discardStuck, retryLedger, switchLedger } from '../../lib/stores/signals';
import { Icon } from '../ui/Icon';

/** Records named beside what is stuck; more than a few help nobody. */
const RECORDS = 3;

/** Whether corrections go into the CRM's own ledger, how far they have come, and which a person has to look at. */
export function LedgerPanel({ ledger, crm, language }: { ledger: LedgerInfo; crm: Crm; language: string }) {
  const clock = (at: number) => clockTime(at, language);
  const { on, waiting, checking, problem, retryAt, deliveredAt, stuck } = ledger;
  return (
    <section className="panel" aria-label={i18n.t('signals.ledger.title')} data-testid="ledger">
      <label className="row">
        <input
          type="checkbox"
          data-testid="ledger-on"
          checked={on}
          onChange={({ target }) => void switchLedger(target.checked)}
        />
        <strong>{i18n.t('signals.ledger.title')}</strong>
      </label>
      <p className="meta">{i18n.t('signals.ledger.lead')}</p>
      <p className="meta">{i18n.t('signals.ledger.why')}</p>
      {crm === 'pipedrive' && <p className="meta">{i18n.t('signals.ledger.pipedrive')}</p>}
      {crm === 'hubspot' && <p className="meta">{i18n.t('signals.ledger.hubspot')}</p>}
      {(on || waiting + checking > 0) && (
        <p data-testid="ledger-state">
          {[
            ...(waiting > 0 ? [i18n.t('signals.ledger.waiting', waiting)] : []),
            ...(checking > 0 ? [i18n.t('signals.ledger.checking', checking)] : []),
            ...(waiting + checking + stuck.length === 0 ? [i18n.t('signals.ledger.done')] : []),
            ...(deliveredAt !== null ? [i18n.t('signals.last', { time: clock(deliveredAt) })] : []),
          ].join(' ')}
        </p>
      )}
      {on && problem && (
        <p className="strip unknown" role="status" data-testid="ledger-problem">
          <Icon name="warning" />
          <span>
            {problemWords(problem, { crm: i18n.t(`crm.${crm}`), asOf: '', clock }, translate).long}{' '}
            {retryAt !== null && i18n.t('signals.again', { time: clock(retryAt) })}
          </span>
        </p>
      )}
      {stuck.length > 0 && (
        <ul data-testid="ledger-stuck">
          {stuck.map(({ why, message, count, records }) => (
            <li key={`${why} ${message}`} className="row" data-why={why}>
              <span className="grow">
                {i18n.t('signals.ledger.stuck', count)} {i18n.t(`signals.ledger.gap.${why}`)}
                {message && ` “${message}”`}{' '}
                <span className="meta">
                  <bdi dir="ltr">{records.slice(0, RECORDS).join(', ')}</bdi>
                  {records.length > RECORDS && ' …'}
                </span>
              </span>
              <button type="button" className="button" onClick={() => void discardStuck(why)}>
                {i18n.t('signals.discard')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {on && (stuck.length > 0 || problem) && (
        <div className="row">
          <button type="button" className="button" data-testid="ledger-retry" onClick={() => void retryLedger()}>
            {i18n.t('signals.retry')}
          </button>
        </div>
      )}
    </section>
  );
}
