import { useState } from 'react';
import { i18n } from '#i18n';
import { type ControlInfo, type ControlTrouble, EVERY_AGENT } from '../../lib/core/control';
import type { Crm } from '../../lib/core/types';
import { clockTime } from '../../lib/i18n/time';
import { leaveRecord, lookAgain, resolveConflict, setPaused } from '../../lib/stores/control';
import { Icon } from '../ui/Icon';
import { whenText } from '../words';
import { troubleText } from './ControlWords';

interface StateProps {
  info: ControlInfo;
  record: NonNullable<ControlInfo['record']>;
  crm: Crm;
  language: string;
  busy: boolean;
}

/** The control record in use: whether it says the same, what is in the way, and whether agents are asked to pause. */
export function ControlState({ info, record, crm, language, busy }: StateProps) {
  const [copied, setCopied] = useState(false);
  const { trouble, agreed, lookedAt } = info;
  const pause = info.paused.find(({ what }) => what === EVERY_AGENT);
  return (
    <>
      <p className="row">
        <a href={record.url} target="_blank" rel="noreferrer" data-testid="control-record">
          <bdi dir="auto">{record.title}</bdi>
        </a>
        <Icon name="external" />
      </p>
      {trouble ? (
        <div className="strip unknown" role="status" data-testid="control-trouble" data-kind={trouble.kind}>
          <Icon name="warning" />
          <div className="grow stack">
            <p>{troubleText(trouble, crm, language)}</p>
            <div className="row">
              {trouble.kind === 'conflict' && (
                <button
                  type="button"
                  className="button"
                  data-testid="control-theirs"
                  disabled={busy}
                  onClick={() => void resolveConflict('theirs')}
                >
                  {i18n.t('control.resolveTheirs')}
                </button>
              )}
              {canWriteAgain(trouble) && (
                <button
                  type="button"
                  className="button"
                  data-testid="control-mine"
                  disabled={busy}
                  onClick={() => void resolveConflict('mine')}
                >
                  {i18n.t('control.resolveMine')}
                </button>
              )}
            </div>
          </div>
        </div>
      ) : (
        <p role="status" data-testid="control-agreed" data-agreed={agreed}>
          {agreed && lookedAt !== null
            ? i18n.t('control.agreed', { time: clockTime(lookedAt, language) })
            : i18n.t('control.waiting')}
        </p>
      )}
      <div className="row">
        <button
          type="button"
          className="button"
          data-testid="control-look"
          disabled={busy}
          onClick={() => void lookAgain()}
        >
          {i18n.t('control.lookAgain')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void navigator.clipboard.writeText(record.url).then(() => setCopied(true))}
        >
          {i18n.t('control.copy')}
        </button>
        <button
          type="button"
          className="button ghost"
          data-testid="control-leave"
          disabled={busy}
          onClick={() => void leaveRecord()}
        >
          {i18n.t('control.leave')}
        </button>
        <span className="meta" role="status">
          {copied && i18n.t('control.copied')}
        </span>
      </div>
      <label className="row">
        <input
          type="checkbox"
          data-testid="control-pause"
          checked={pause !== undefined}
          disabled={busy}
          onChange={({ target }) => void setPaused(target.checked)}
        />
        <strong>{i18n.t('control.pause.label')}</strong>
      </label>
      <p className="meta">
        {pause && (
          <span data-testid="control-paused">
            {i18n.t('control.pause.since', { who: pause.by, time: whenText(pause.since, Date.now(), language) })}{' '}
          </span>
        )}
        {i18n.t('control.pause.what')}
      </p>
    </>
  );
}

/** Where something stands in the record that is not to be used, ours can take its place; a person has seen what goes. */
function canWriteAgain(trouble: ControlTrouble): boolean {
  if (trouble.kind === 'notControl') return trouble.why !== 'ledger' && trouble.why !== 'account';
  return trouble.kind === 'conflict' || trouble.kind === 'changedBy' || trouble.kind === 'unverified';
}
