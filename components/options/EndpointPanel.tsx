import { useState } from 'react';
import { i18n } from '#i18n';
import type { DeadLetterInfo, EndpointInfo } from '../../lib/core/outbox';
import { clockTime } from '../../lib/i18n/time';
import { changeEndpoint, removeEndpoint, retryEndpoint, type SignalsView } from '../../lib/stores/signals';
import { answerText } from '../ui/answer';
import { Icon } from '../ui/Icon';
import { DeadLetters } from './DeadLetters';
import { EndpointForm } from './EndpointForm';
import type { SignalsActions } from './Signals';

/** An endpoint: what it is sent, how far it has come, and what it refused. */
export function EndpointPanel({
  endpoint,
  letters,
  language,
  sample,
  onAllow,
  onExport,
}: {
  endpoint: EndpointInfo;
  letters: DeadLetterInfo[];
  language: string;
} & Pick<SignalsView, 'sample'> &
  Pick<SignalsActions, 'onAllow' | 'onExport'>) {
  const { id, url, values, types, waiting, problem, stopped, retryAt, deliveredAt } = endpoint;
  const { host } = new URL(url);
  const [leaving, setLeaving] = useState(false);
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <EndpointForm
        endpoint={endpoint}
        sample={sample}
        onAllow={onAllow}
        onSave={async (to) => {
          await changeEndpoint(id, to);
          setEditing(false);
        }}
        onCancel={() => setEditing(false)}
      />
    );
  }
  return (
    <section className="panel" aria-label={host} data-testid="endpoint" data-endpoint={id}>
      <p>
        <strong>
          <bdi dir="ltr">{url}</bdi>
        </strong>
      </p>
      <p className="meta">
        {i18n.t(`signals.values.${values}`)}
        {types && ` · ${types.map((type) => i18n.t(`signals.type.${type}`)).join(', ')}`}
      </p>
      <p data-testid="endpoint-waiting">
        {waiting > 0 && i18n.t('signals.waiting', waiting)}
        {waiting === 0 && letters.length === 0 && i18n.t('signals.sent')}
        {deliveredAt !== null && ` ${i18n.t('signals.last', { time: clockTime(deliveredAt, language) })}`}
      </p>
      {problem && (
        <p className={`strip ${stopped ? 'danger' : 'unknown'}`} role="status" data-testid="endpoint-problem">
          <Icon name="warning" />
          <span>
            {stopped ? i18n.t('signals.stopped', { host }) : i18n.t('signals.later', { host })} {answerText(problem)}
            {!stopped && retryAt !== null && ` ${i18n.t('signals.again', { time: clockTime(retryAt, language) })}`}
          </span>
        </p>
      )}
      {letters.length > 0 && <DeadLetters endpoint={endpoint} letters={letters} onExport={onExport} />}
      <div className="row">
        {problem && (
          <button
            type="button"
            className="button"
            data-testid="endpoint-retry"
            onClick={() => void onAllow(url).then(() => retryEndpoint(id))}
          >
            {i18n.t('signals.retry')}
          </button>
        )}
        {!leaving && (
          <button type="button" className="button" data-testid="endpoint-edit" onClick={() => setEditing(true)}>
            {i18n.t('signals.edit')}
          </button>
        )}
        {!leaving && (
          <button type="button" className="button" data-testid="endpoint-remove" onClick={() => setLeaving(true)}>
            {i18n.t('signals.remove')}
          </button>
        )}
        {leaving && (
          <>
            <span>{waiting > 0 ? i18n.t('signals.removeWaiting', waiting) : i18n.t('signals.removeSent')}</span>
            <button
              type="button"
              className="button danger"
              data-testid="endpoint-remove-yes"
              onClick={() => void removeEndpoint(id)}
            >
              {i18n.t('signals.remove')}
            </button>
            <button type="button" className="button" onClick={() => setLeaving(false)}>
              {i18n.t('options.accounts.cancel')}
            </button>
          </>
        )}
      </div>
    </section>
  );
}
