import { type FormEvent, useState } from 'react';
import { i18n } from '#i18n';
import type { AccountInfo } from '../../lib/core/account';
import type { Problem } from '../../lib/core/problem';
import { problemWords } from '../../lib/i18n/problem';
import { translate } from '../../lib/i18n/translate';
import { Icon } from '../ui/Icon';
import type { AccountsActions } from './Accounts';
import { Capabilities } from './Capabilities';

interface ConnectFormProps extends Pick<AccountsActions, 'onTest' | 'onConnect'> {
  /** True while there is no account at all. */
  first: boolean;
  /** `connected` is false where the person changed their mind. */
  onDone(connected: boolean): void;
}

/** Paste a key, see which account it opens and what it may do, then connect. */
export function ConnectForm({ first, onTest, onConnect, onDone }: ConnectFormProps) {
  const [token, setToken] = useState('');
  const [info, setInfo] = useState<AccountInfo | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [label, setLabel] = useState('');
  const [person, setPerson] = useState('');

  async function test(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const result = await onTest(token.trim());
    setBusy(false);
    if (result.ok) setInfo(result.info);
    else setProblem(result.problem);
  }

  async function connect(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const failed = await onConnect({ token: token.trim(), label: label.trim(), person: person.trim() });
    setBusy(false);
    setProblem(failed);
    if (!failed) onDone(true);
  }

  return (
    <section className="panel" aria-label={i18n.t('options.accounts.connect')}>
      <h2>{i18n.t('options.accounts.connect')}</h2>
      <form
        className="form"
        data-testid="connect-form"
        onSubmit={(event) => void (info ? connect(event) : test(event))}
      >
        <label>
          {i18n.t('options.accounts.token')}
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            required
            data-testid="connect-token"
            value={token}
            onChange={(event) => {
              setToken(event.target.value);
              setInfo(null);
            }}
          />
          <span className="meta">{i18n.t('options.accounts.hint')}</span>
        </label>
        {problem && (
          <p className="strip danger" role="alert" data-testid="connect-problem" data-kind={problem.kind}>
            <Icon name="warning" />
            <span>{problemText(problem)}</span>
          </p>
        )}
        {info && (
          <>
            <p data-testid="connect-account">
              <strong>{i18n.t('options.accounts.account', { account: info.account, host: info.host })}</strong>
            </p>
            <Capabilities list={info.capabilities} />
            <label>
              {i18n.t('options.accounts.label')}
              <input
                data-testid="connect-label"
                maxLength={120}
                placeholder={info.account}
                value={label}
                onChange={(event) => setLabel(event.target.value)}
              />
            </label>
            <label>
              {i18n.t('options.accounts.person')}
              <input
                data-testid="connect-person"
                maxLength={120}
                value={person}
                onChange={(event) => setPerson(event.target.value)}
              />
              <span className="meta">{i18n.t('options.accounts.personHint')}</span>
            </label>
          </>
        )}
        <div className="row">
          <button
            type="submit"
            className="button primary"
            disabled={busy}
            data-testid={info ? 'connect-save' : 'connect-test'}
          >
            {i18n.t(busy ? 'options.accounts.testing' : info ? 'options.accounts.save' : 'options.accounts.test')}
          </button>
          {!first && (
            <button type="button" className="button ghost" onClick={() => onDone(false)}>
              {i18n.t('options.accounts.cancel')}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

function problemText(problem: Problem): string {
  const crm = i18n.t('crm.hubspot');
  if (problem.kind === 'signedOut') return i18n.t('problem.key.long', { crm, message: problem.message ?? '' });
  return problemWords(problem, { crm, asOf: '', clock: (at) => new Date(at).toLocaleTimeString() }, translate).long;
}
