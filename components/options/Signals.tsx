import { type FormEvent, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import { type DeadLetterInfo, type EndpointInfo, isEndpointUrl } from '../../lib/core/outbox';
import { VALUES, type Values } from '../../lib/core/signals';
import { isSecret } from '../../lib/core/webhookSecret';
import { clockTime } from '../../lib/i18n/time';
import type { OptionsState } from '../../lib/stores/options';
import {
  addEndpoint,
  discardLetter,
  exported,
  openSignals,
  reloadSignals,
  removeEndpoint,
  retryEndpoint,
  retryLetter,
  setAsks,
  signalsStore,
} from '../../lib/stores/signals';
import { Icon } from '../ui/Icon';
import { AccountHead } from './AccountHead';

const REFRESH_MS = 5_000;

export interface SignalsActions {
  onChoose(connection: string): void;
  onExport(text: string, name: string): void;
  /** Asks the person for the right to send to this address. @returns whether it was given */
  onAllow(url: string): Promise<boolean>;
}

type SignalsProps = Pick<OptionsState, 'connections' | 'chosen'> & SignalsActions & { language: string };

/** Where an account's signals go, how far they have come, and what was refused. */
export function Signals({ connections, chosen, language, onChoose, onExport, onAllow }: SignalsProps) {
  const { state, secret, error, sample, asks } = useStore(signalsStore);
  const connection = connections?.find(({ id }) => id === chosen) ?? connections?.[0];
  const { crm, account } = connection ?? {};
  useEffect(() => {
    if (!crm || !account) return;
    void openSignals(crm, account);
    const timer = setInterval(() => void reloadSignals(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [crm, account]);
  const save = async (format: 'jsonl' | 'csv') =>
    onExport(await exported(format), `countersign-signals-${crm}-${account}.${format}`);
  return (
    <>
      <AccountHead
        title={i18n.t('signals.title')}
        lead={i18n.t('signals.lead')}
        connections={connections}
        chosen={chosen}
        onChoose={onChoose}
      />
      {error && (
        <p className="strip danger" role="alert">
          <Icon name="warning" />
          <span>{error}</span>
        </p>
      )}
      {state && (
        <>
          {state.full && <Warning text={i18n.t('signals.full')} />}
          {!state.full && state.used >= 80 && <Warning text={i18n.t('signals.low', { used: state.used })} />}
          <section className="panel" aria-label={i18n.t('signals.kept', state.kept)}>
            <p data-testid="signals-kept">
              <strong>{i18n.t('signals.kept', state.kept)}</strong>
            </p>
            <div className="row">
              {(['jsonl', 'csv'] as const).map((format) => (
                <button
                  key={format}
                  type="button"
                  className="button"
                  data-testid={`signals-${format}`}
                  disabled={state.kept === 0}
                  onClick={() => void save(format)}
                >
                  {i18n.t(`signals.export.${format}`)}
                </button>
              ))}
            </div>
          </section>
          {asks !== null && (
            <label className="check">
              <input
                type="checkbox"
                data-testid="signals-asks"
                checked={asks}
                onChange={({ target }) => void setAsks(target.checked)}
              />
              <span>
                {i18n.t('signals.asks')} <small className="meta">{i18n.t('signals.asksHint')}</small>
              </span>
            </label>
          )}
          {secret && (
            <div className="strip unknown" role="status">
              <Icon name="warning" />
              <span>
                {i18n.t('signals.secret')} <code data-testid="endpoint-secret">{secret}</code>
              </span>
            </div>
          )}
          {state.endpoints.map((endpoint) => (
            <EndpointPanel
              key={endpoint.id}
              endpoint={endpoint}
              letters={state.dead.filter((one) => one.endpoint === endpoint.id)}
              language={language}
              onAllow={onAllow}
            />
          ))}
          <AddEndpoint sample={sample} onAllow={onAllow} />
        </>
      )}
    </>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <p className="strip unknown" role="status">
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}

function EndpointPanel({
  endpoint,
  letters,
  language,
  onAllow,
}: {
  endpoint: EndpointInfo;
  letters: DeadLetterInfo[];
  language: string;
  onAllow: SignalsActions['onAllow'];
}) {
  const { id, url, values, waiting, problem, stopped, retryAt, deliveredAt } = endpoint;
  const { host } = new URL(url);
  const [leaving, setLeaving] = useState(false);
  return (
    <section className="panel" aria-label={host} data-testid="endpoint" data-endpoint={id}>
      <p>
        <strong>
          <bdi dir="ltr">{url}</bdi>
        </strong>
      </p>
      <p className="meta">{i18n.t(`signals.values.${values}`)}</p>
      <p data-testid="endpoint-waiting">
        {waiting > 0 ? i18n.t('signals.waiting', waiting) : i18n.t('signals.sent')}
        {deliveredAt !== null && ` ${i18n.t('signals.last', { time: clockTime(deliveredAt, language) })}`}
      </p>
      {problem && (
        <p className={`strip ${stopped ? 'danger' : 'unknown'}`} role="status" data-testid="endpoint-problem">
          <Icon name="warning" />
          <span>
            {stopped ? i18n.t('signals.stopped', { host }) : i18n.t('signals.later', { host })} {said(problem)}
            {!stopped && retryAt !== null && ` ${i18n.t('signals.again', { time: clockTime(retryAt, language) })}`}
          </span>
        </p>
      )}
      {letters.length > 0 && (
        <>
          <h2 className="meta">{i18n.t('signals.dead', letters.length)}</h2>
          <ul data-testid="dead-letters">
            {letters.map((one) => (
              <li key={one.signal} className="row">
                <span className="grow">
                  {one.field} <span className="meta">{one.record}</span> {said(one)}
                </span>
                <button type="button" className="button" onClick={() => void retryLetter(id, one.signal)}>
                  {i18n.t('signals.retry')}
                </button>
                <button type="button" className="button" onClick={() => void discardLetter(id, one.signal)}>
                  {i18n.t('signals.discard')}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
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

/** What the receiver answered; words of ours where it said nothing. */
function said({ message, status }: { message: string; status?: number }): string {
  switch (message) {
    case 'permission':
    case 'secret':
    case 'offline':
    case 'timeout':
    case 'html':
    case 'redirect':
      return i18n.t(`signals.why.${message}`);
    default:
      return message ? `${status || ''} “${message}”`.trim() : String(status || '');
  }
}

function AddEndpoint({
  sample,
  onAllow,
}: Pick<SignalsActions, 'onAllow'> & { sample: Record<Values, unknown> | null }) {
  const [url, setUrl] = useState('');
  const [values, setValues] = useState<Values>('none');
  const [secret, setSecret] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);

  async function add(event: FormEvent) {
    event.preventDefault();
    const address = url.trim();
    if (!isEndpointUrl(address)) {
      setWrong(i18n.t('signals.badUrl'));
      return;
    }
    if (secret.trim() && !isSecret(secret.trim())) {
      setWrong(i18n.t('signals.badSecret'));
      return;
    }
    // Asked for first: browsers take it only from the click itself.
    if (!(await onAllow(address))) {
      setWrong(i18n.t('signals.notAllowed'));
      return;
    }
    setWrong(null);
    setUrl('');
    setSecret('');
    await addEndpoint(address, values, secret.trim());
  }

  return (
    <form className="panel form" data-testid="endpoint-form" noValidate onSubmit={(event) => void add(event)}>
      <h2>{i18n.t('signals.add')}</h2>
      <label>
        {i18n.t('signals.url')}
        <input
          type="url"
          dir="ltr"
          data-testid="endpoint-url"
          placeholder="https://"
          value={url}
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? 'endpoint-wrong' : undefined}
          onChange={(event) => setUrl(event.target.value)}
        />
      </label>
      <label>
        {i18n.t('signals.secretLabel')}
        <input
          type="password"
          dir="ltr"
          autoComplete="off"
          data-testid="endpoint-own-secret"
          placeholder="whsec_…"
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      </label>
      {wrong && (
        <p id="endpoint-wrong" className="strip danger" role="alert">
          <Icon name="warning" />
          <span>{wrong}</span>
        </p>
      )}
      <label>
        {i18n.t('signals.valuesLabel')}
        <select
          data-testid="endpoint-values"
          value={values}
          onChange={(event) => setValues(VALUES.find((one) => one === event.target.value) ?? 'none')}
        >
          {VALUES.map((one) => (
            <option key={one} value={one}>
              {i18n.t(`signals.values.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {sample && (
        <details>
          <summary>{i18n.t('signals.sample')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard */}
          <pre dir="ltr" tabIndex={0} data-testid="endpoint-sample">
            {JSON.stringify(sample[values], null, 2)}
          </pre>
        </details>
      )}
      <div className="row">
        <button type="submit" className="button primary" data-testid="endpoint-add">
          {i18n.t('signals.addYes')}
        </button>
      </div>
    </form>
  );
}
