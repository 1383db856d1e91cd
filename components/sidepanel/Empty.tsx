import { i18n } from '#i18n';
import { translate } from '../../lib/i18n/translate';
import type { QueueState } from '../../lib/stores/queue';
import { whenText } from '../words';

interface EmptyProps extends Pick<QueueState, 'at' | 'looking' | 'lastProposed'> {
  language: string;
  crmName: string;
  /** Epoch ms, CRM time. */
  now: number;
  /** Something waits, and is left out. */
  filtered: boolean;
  onClear(): void;
}

/** Why there is nothing to decide. */
export function Empty({ at, looking, lastProposed, language, crmName, now, filtered, onClear }: EmptyProps) {
  if (filtered) {
    return (
      <div className="notice" data-testid="panel-empty">
        <h2>{i18n.t('panel.empty.filtered')}</h2>
        <button type="button" className="button" data-testid="panel-show-all" onClick={onClear}>
          {i18n.t('panel.empty.all')}
        </button>
      </div>
    );
  }
  if (looking) return <Notice text={i18n.t('panel.empty.looking', { crm: crmName })} />;
  if (at === null) return <Notice text={i18n.t('panel.empty.never')} />;
  return (
    <div className="notice" data-testid="panel-empty">
      <h2>{i18n.t('panel.empty.what')}</h2>
      {lastProposed === null ? (
        <ol className="how-it-works">
          {(['one', 'two', 'three'] as const).map((step) => (
            <li key={step}>{translate(`panel.first.${step}`, { crm: crmName })}</li>
          ))}
        </ol>
      ) : (
        lastProposed > 0 && <p>{i18n.t('panel.empty.last', { when: whenText(lastProposed, now, language) })}</p>
      )}
    </div>
  );
}

function Notice({ text }: { text: string }) {
  return (
    <div className="notice" data-testid="panel-empty">
      <h2>{text}</h2>
    </div>
  );
}
