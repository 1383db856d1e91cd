import { useState } from 'react';
import { i18n } from '#i18n';
import type { AccountInfo, Connection, ConnectionInfo } from '../../lib/core/account';
import type { Problem } from '../../lib/core/problem';
import type { Crm } from '../../lib/core/types';
import type { OptionsState } from '../../lib/stores/options';
import { Icon } from '../ui/Icon';
import { Capabilities, Sees } from './Capabilities';
import { ConnectForm, SOME_WORD } from './ConnectForm';

export interface AccountsActions {
  onTest(crm: Crm, token: string): Promise<{ ok: true; info: AccountInfo } | { ok: false; problem: Problem }>;
  onConnect(input: { crm: Crm; token: string; label: string; person: string }): Promise<Problem | null>;
  /** Signs in with the CRM itself; what people call the account and who decides are said afterwards. */
  onSignIn(input: { crm: Crm; host: string; clientId: string }): Promise<Problem | null>;
  /** The address that the CRM's app has to list as its callback. */
  onRedirect(): Promise<string>;
  onRename(connection: Connection, label: string, person: string): Promise<void>;
  onRemove(id: string): Promise<void>;
  /** The names that an account's CRM knows. */
  onLoadPeople(connection: Connection): Promise<string[]>;
}

/** The connected accounts and the form to connect one. */
export function Accounts(props: Pick<OptionsState, 'connections'> & AccountsActions) {
  const { connections } = props;
  const [adding, setAdding] = useState(false);
  const [connected, setConnected] = useState(false);
  const done = (success: boolean) => {
    setAdding(false);
    setConnected(success);
  };
  const none = connections?.length === 0;
  return (
    <>
      <h1>{i18n.t('options.accounts.title')}</h1>
      <p className="lead">{i18n.t('options.accounts.lead')}</p>
      {connections?.map((connection) => (
        <Account key={connection.id} connection={connection} {...props} onReplace={() => setAdding(true)} />
      ))}
      {connections && (none || adding) && <ConnectForm {...props} first={none} onDone={done} />}
      {connected && !adding && !none && (
        <p className="strip done" role="status" data-testid="connect-done">
          <Icon name="check" />
          <span>
            {i18n.t('options.accounts.saved')} <a href="#agents">{i18n.t('options.accounts.next')}</a>
          </span>
        </p>
      )}
      {connections && !none && !adding && (
        <button type="button" className="button" data-testid="connect-another" onClick={() => setAdding(true)}>
          {i18n.t('options.accounts.connect')}
        </button>
      )}
    </>
  );
}

interface AccountProps extends Pick<AccountsActions, 'onRename' | 'onRemove' | 'onLoadPeople'> {
  connection: ConnectionInfo;
  onReplace(): void;
}

function Account({ connection, onRename, onRemove, onLoadPeople, onReplace }: AccountProps) {
  const [label, setLabel] = useState(connection.label);
  const [person, setPerson] = useState(connection.person ?? '');
  const [people, setPeople] = useState<string[]>([]);
  const [asking, setAsking] = useState(false);
  const changed = label !== connection.label || person !== (connection.person ?? '');
  return (
    <section className="panel" data-testid="account" data-account={connection.account} aria-label={connection.label}>
      <div className="row">
        <h2 className="grow">{connection.label}</h2>
        <span className="meta">{i18n.t('options.accounts.key', { last: connection.lastFour })}</span>
      </div>
      <p className="meta">
        {i18n.t(`crm.${connection.crm}`)} ·{' '}
        {i18n.t('options.accounts.account', { account: connection.account, host: connection.host })}
      </p>
      {connection.stopped && (
        <p className="strip danger" role="status" data-testid="account-stopped">
          <Icon name="warning" />
          <span>{i18n.t('options.accounts.stopped')}</span>
        </p>
      )}
      <Capabilities list={connection.capabilities} />
      {connection.user && <Sees crm={connection.crm} user={connection.user.name} />}
      <p className="meta" data-testid="account-usage">
        {i18n.t('options.accounts.usage', connection.requestsToday)}
        {connection.daily && ` · ${dailyText(connection.daily)}`}
      </p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void onRename(connection, label, person);
        }}
      >
        <label>
          {i18n.t('options.accounts.label')}
          <input value={label} required maxLength={120} onChange={(event) => setLabel(event.target.value)} />
        </label>
        <label>
          {i18n.t('options.accounts.person')}
          <input
            value={person}
            list={`people-${connection.id}`}
            data-testid="account-person"
            // A key that names nobody leaves it to this name who decided.
            required={!connection.user}
            pattern={SOME_WORD}
            maxLength={120}
            onFocus={() => void onLoadPeople(connection).then(setPeople)}
            onChange={(event) => setPerson(event.target.value)}
          />
          <span className="meta">
            {connection.user
              ? i18n.t('options.accounts.personOf', { user: connection.user.name })
              : i18n.t('options.accounts.personHint')}
          </span>
        </label>
        <datalist id={`people-${connection.id}`}>
          {people.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <div className="row">
          {changed && (
            <button type="submit" className="button primary">
              {i18n.t('options.accounts.rename')}
            </button>
          )}
          <button type="button" className="button ghost" onClick={onReplace}>
            {i18n.t('options.accounts.again')}
          </button>
          <button type="button" className="button ghost" data-testid="account-remove" onClick={() => setAsking(true)}>
            {i18n.t('options.accounts.remove')}
          </button>
        </div>
      </form>
      {asking && (
        <div className="strip danger" role="alertdialog" aria-label={i18n.t('options.accounts.remove')}>
          <Icon name="warning" />
          <div className="grow">
            <p>{i18n.t('options.accounts.removeAsk')}</p>
            <div className="row">
              <button
                type="button"
                className="button danger"
                data-testid="account-remove-yes"
                onClick={() => void onRemove(connection.id)}
              >
                {i18n.t('options.accounts.removeYes')}
              </button>
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {i18n.t('options.accounts.cancel')}
              </button>
            </div>
          </div>
        </div>
      )}
    </section>
  );
}

function dailyText({ limit, remaining, own }: NonNullable<ConnectionInfo['daily']>): string {
  return own
    ? i18n.t('options.accounts.dailyOwn', { used: number(limit - remaining), limit: number(limit) })
    : i18n.t('options.accounts.daily', { left: number(remaining), limit: number(limit) });
}

function number(n: number): string {
  return new Intl.NumberFormat().format(n);
}
