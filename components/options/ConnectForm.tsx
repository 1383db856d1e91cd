import { type FormEvent, useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { AccountInfo } from '../../lib/core/account';
import type { Problem } from '../../lib/core/problem';
import { signInOf } from '../../lib/core/team';
import { CRMS, type Crm } from '../../lib/core/types';
import { problemWords } from '../../lib/i18n/problem';
import { translate } from '../../lib/i18n/translate';
import type { OptionsState } from '../../lib/stores/options';
import { FileButton } from '../ui/FileButton';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import type { AccountsActions } from './Accounts';
import { Capabilities, Sees } from './Capabilities';

interface ConnectFormProps
  extends Pick<AccountsActions, 'onTest' | 'onConnect' | 'onSignIn' | 'onRedirect'>,
    Pick<OptionsState, 'connections'> {
  /** True while there is no account at all. */
  first: boolean;
  /** `connected` is false where the person changed their mind. */
  onDone(connected: boolean): void;
}

/** More than spaces, for an `input`. */
export const SOME_WORD = '.*\\S.*';

/** Choose the CRM, then paste a key or sign in. */
export function ConnectForm(props: ConnectFormProps) {
  const [crm, setCrm] = useState<Crm>('hubspot');
  const { first, onDone } = props;
  return (
    <section className="panel" aria-label={i18n.t('options.accounts.connect')}>
      <h2>{i18n.t('options.accounts.connect')}</h2>
      <Segmented<Crm>
        label={i18n.t('options.accounts.crm')}
        testId="connect-crm"
        options={CRMS.map((value) => ({ value, label: i18n.t(`crm.${value}`) }))}
        value={crm}
        onChange={(chosen) => setCrm(chosen)}
      />
      {crm === 'salesforce' ? (
        <SignInForm key={crm} crm={crm} {...props} />
      ) : (
        <KeyForm key={crm} crm={crm} {...props} />
      )}
      {!first && (
        <button type="button" className="button ghost" onClick={() => onDone(false)}>
          {i18n.t('options.accounts.cancel')}
        </button>
      )}
    </section>
  );
}

/** Paste a key, see which account it opens and what it may do, then connect. */
function KeyForm({ crm, connections, onTest, onConnect, onDone }: ConnectFormProps & { crm: 'hubspot' | 'pipedrive' }) {
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
    const result = await onTest(crm, token.trim());
    setBusy(false);
    if (result.ok) {
      const { account } = result.info;
      const before = connections?.find((one) => one.crm === crm && one.account === account);
      setInfo(result.info);
      setPerson((typed) => typed || (before?.person ?? ''));
    } else setProblem(result.problem);
  }

  async function connect(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const failed = await onConnect({ crm, token: token.trim(), label: label.trim(), person: person.trim() });
    setBusy(false);
    setProblem(failed);
    if (!failed) onDone(true);
  }

  return (
    <form className="form" data-testid="connect-form" onSubmit={(event) => void (info ? connect(event) : test(event))}>
      <label>
        {i18n.t(`options.accounts.token_${crm}`)}
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
        <span className="meta">{i18n.t(`options.accounts.hint_${crm}`)}</span>
      </label>
      {problem && (
        <p className="strip danger" role="alert" data-testid="connect-problem" data-kind={problem.kind}>
          <Icon name="warning" />
          <span>{problemText(crm, problem)}</span>
        </p>
      )}
      {info && (
        <>
          <p data-testid="connect-account">
            <strong>{i18n.t('options.accounts.account', { account: info.account, host: info.host })}</strong>
          </p>
          <Capabilities list={info.capabilities} />
          {info.user && <Sees crm={crm} user={info.user.name} />}
          <label>
            {i18n.t('options.accounts.label')}
            <input
              data-testid="connect-label"
              maxLength={120}
              placeholder={info.name ?? info.account}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          </label>
          <label>
            {i18n.t('options.accounts.person')}
            <input
              data-testid="connect-person"
              required={!info.user}
              pattern={SOME_WORD}
              maxLength={120}
              placeholder={info.user?.name}
              value={person}
              onChange={(event) => setPerson(event.target.value)}
            />
            <span className="meta">
              {info.user
                ? i18n.t('options.accounts.personOf', { user: info.user.name })
                : i18n.t('options.accounts.personHint')}
            </span>
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
          {busy
            ? i18n.t('options.accounts.testing', { crm: i18n.t(`crm.${crm}`) })
            : i18n.t(info ? 'options.accounts.save' : 'options.accounts.test')}
        </button>
      </div>
    </form>
  );
}

/** Sign in with the CRM, through an app that the team's administrator has made there. */
function SignInForm({ crm, onSignIn, onRedirect, onDone }: ConnectFormProps & { crm: 'salesforce' }) {
  const [host, setHost] = useState('');
  const [clientId, setClientId] = useState('');
  const [redirect, setRedirect] = useState('');
  const [noSignIn, setNoSignIn] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    void onRedirect().then(setRedirect);
  }, [onRedirect]);

  function fill(text: string) {
    const told = signInOf(text, crm);
    setNoSignIn(!told);
    if (!told) return;
    setHost(told.host);
    setClientId(told.clientId);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const failed = await onSignIn({ crm, host: host.trim(), clientId: clientId.trim() });
    setBusy(false);
    setProblem(failed);
    if (!failed) onDone(true);
  }

  return (
    <form className="form" data-testid="connect-form" onSubmit={(event) => void submit(event)}>
      <div className="row">
        <FileButton label={i18n.t('options.accounts.fromTeam')} testId="connect-team" onText={fill} />
        <span className="meta" role="status">
          {i18n.t(noSignIn ? 'options.accounts.noSignIn' : 'options.accounts.fromTeamHint')}
        </span>
      </div>
      <label>
        {i18n.t('options.accounts.host')}
        <input
          required
          spellCheck={false}
          placeholder="acme.my.salesforce.com"
          data-testid="connect-host"
          value={host}
          onChange={(event) => setHost(event.target.value)}
        />
        <span className="meta">{i18n.t('options.accounts.hostHint')}</span>
      </label>
      <label>
        {i18n.t('options.accounts.clientId')}
        <input
          required
          spellCheck={false}
          autoComplete="off"
          data-testid="connect-client"
          value={clientId}
          onChange={(event) => setClientId(event.target.value)}
        />
        <span className="meta">{i18n.t('options.accounts.clientHint')}</span>
      </label>
      <label>
        {i18n.t('options.accounts.redirect')}
        <input readOnly data-testid="connect-redirect" value={redirect} onFocus={(event) => event.target.select()} />
        <span className="meta">{i18n.t('options.accounts.redirectHint')}</span>
      </label>
      {problem && (
        <p className="strip danger" role="alert" data-testid="connect-problem" data-kind={problem.kind}>
          <Icon name="warning" />
          <span>{problemText(crm, problem)}</span>
        </p>
      )}
      <div className="row">
        <button type="submit" className="button primary" disabled={busy} data-testid="connect-signin">
          {i18n.t(busy ? 'options.accounts.signingIn' : 'options.accounts.signIn')}
        </button>
      </div>
    </form>
  );
}

function problemText(name: Crm, problem: Problem): string {
  const crm = i18n.t(`crm.${name}`);
  if (problem.kind === 'signedOut') return i18n.t('problem.key.long', { crm, message: problem.message ?? '' });
  return problemWords(problem, { crm, asOf: '', clock: (at) => new Date(at).toLocaleTimeString() }, translate).long;
}
