import { i18n } from '#i18n';
import type { OptionsState } from '../../lib/stores/options';

interface AccountPickerProps extends Pick<OptionsState, 'connections' | 'chosen'> {
  onChoose(connection: string): void;
}

/** Which account a section is about; nothing to choose where there is only one. */
export function AccountPicker({ connections, chosen, onChoose }: AccountPickerProps) {
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
