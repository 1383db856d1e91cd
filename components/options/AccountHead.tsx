import { i18n } from '#i18n';
import type { OptionsState } from '../../lib/stores/options';

export interface AccountChoice extends Pick<OptionsState, 'connections' | 'chosen'> {
  onChoose(connection: string): void;
}

/** A section's title, the account it is about, and where to go if there is none. */
export function AccountHead({ title, lead, ...choice }: AccountChoice & { title: string; lead: string }) {
  return (
    <>
      <div className="row">
        <h1 className="grow">{title}</h1>
        <AccountPicker {...choice} />
      </div>
      <p className="lead">{lead}</p>
      {choice.connections?.length === 0 && (
        <p>
          <a href="#accounts">{i18n.t('options.agents.none')}</a>
        </p>
      )}
    </>
  );
}

/** Nothing to choose where there is only one. */
function AccountPicker({ connections, chosen, onChoose }: AccountChoice) {
  if (!connections || connections.length === 0) return null;
  if (connections.length === 1) return <strong className="account">{connections[0]?.label}</strong>;
  return (
    <select
      className="button"
      data-testid="account-picker"
      aria-label={i18n.t('options.agents.account')}
      value={chosen ?? ''}
      onChange={(event) => onChoose(event.target.value)}
    >
      {connections.map((connection) => (
        <option key={connection.id} value={connection.id} data-account={connection.account}>
          {connection.label}
        </option>
      ))}
    </select>
  );
}
