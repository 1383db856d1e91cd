import { i18n } from '#i18n';
import { dayTime } from '../../lib/i18n/time';
import type { QueueState } from '../../lib/stores/queue';

interface HeadProps
  extends Pick<QueueState, 'connections' | 'chosen' | 'at' | 'left' | 'looking' | 'loaded' | 'offset'> {
  crmName: string;
  language: string;
  /** Epoch ms, machine clock. */
  now(): number;
  onChoose(connection: string): void;
  onLook(): void;
  onCancelLook(): void;
}

/** Which account is shown, and as of when. */
export function Head(props: HeadProps) {
  const { connections, chosen, at, left, looking, loaded, offset, crmName, language, now } = props;
  const { onChoose, onLook, onCancelLook } = props;
  const label = connections?.find(({ id }) => id === chosen)?.label;
  const several = connections && connections.length > 1;
  const asOf =
    at === null
      ? i18n.t('panel.never', { crm: crmName })
      : i18n.t('panel.asOf', { crm: crmName, time: dayTime(at, now() + offset, language) });
  return (
    <header>
      <h1 className={several ? 'visually-hidden' : 'cut grow'}>{label ?? i18n.t('options.title')}</h1>
      {several && (
        <select
          className="plain grow account-select"
          data-testid="panel-account"
          aria-label={i18n.t('options.agents.account')}
          value={chosen ?? ''}
          onChange={({ target }) => onChoose(target.value)}
        >
          {connections.map((connection) => (
            <option key={connection.id} value={connection.id} data-account={connection.account}>
              {connection.label}
            </option>
          ))}
        </select>
      )}
      {label !== undefined && loaded && <span className="meta as-of">{asOf}</span>}
      {label !== undefined && loaded && (
        <div className="look-line">
          {looking ? (
            <>
              <span
                className="meta grow"
                role="progressbar"
                aria-label={i18n.t('panel.looking.name')}
                aria-valuetext={i18n.t('panel.looking.so', looking)}
                data-testid="panel-progress"
              >
                {i18n.t('panel.looking.so', looking)}
              </span>
              <button type="button" className="text-button meta" data-testid="panel-cancel" onClick={onCancelLook}>
                {i18n.t('panel.cancel')}
              </button>
            </>
          ) : (
            <>
              {left > 0 && <span className="meta grow">{i18n.t('panel.left', left)}</span>}
              <button type="button" className="text-button meta" data-testid="panel-look" onClick={onLook}>
                {i18n.t(at === null ? 'panel.lookFirst' : 'panel.look')}
              </button>
            </>
          )}
        </div>
      )}
    </header>
  );
}
