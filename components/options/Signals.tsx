import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import type { DeadLetterInfo, EndpointInfo } from '../../lib/core/outbox';
import { clockTime } from '../../lib/i18n/time';
import type { OptionsState } from '../../lib/stores/options';
import {
  acknowledgeAlert,
  addEndpoint,
  changeEndpoint,
  discardLetters,
  type Export,
  exported,
  noteExport,
  openSignals,
  reloadSignals,
  removeEndpoint,
  retryEndpoint,
  retryLetters,
  type SignalsView,
  setAsks,
  setRoom,
  signalsStore,
} from '../../lib/stores/signals';
import { AlertStrip } from '../ui/AlertStrip';
import { answerText } from '../ui/answer';
import { Icon } from '../ui/Icon';
import { AccountHead } from './AccountHead';
import { EndpointForm } from './EndpointForm';
import { LedgerPanel } from './LedgerPanel';
import { SignalsKept } from './SignalsKept';
import { Sweep } from './Sweep';

const REFRESH_MS = 5_000;
/** As many as can be looked at; the next one comes up when one is acknowledged. */
const ALERTS = 5;
/** As many as can be looked at one by one; all of them are acted on at once, whatever their number. */
const LETTERS = 20;

export interface SignalsActions {
  onChoose(connection: string): void;
  onExport(parts: string[], name: string): void;
  /** Asks the person for the right to send to this address. @returns whether it was given */
  onAllow(url: string): Promise<boolean>;
}

type SignalsProps = Pick<OptionsState, 'connections' | 'chosen'> & SignalsActions & { language: string };

/** Where an account's signals go, how far they have come, and what was refused. */
export function Signals({ connections, chosen, language, onChoose, onExport, onAllow }: SignalsProps) {
  const { state, alerts, sweep, looking, secret, error, sample, asks } = useStore(signalsStore);
  const connection = connections?.find(({ id }) => id === chosen) ?? connections?.[0];
  const { crm, account } = connection ?? {};
  useEffect(() => {
    if (!crm || !account) return;
    void openSignals(crm, account);
    const timer = setInterval(() => void reloadSignals(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [crm, account]);
  const save = async (what: Export) => {
    const { parts, upTo } = await exported(what);
    onExport(parts, `countersign-signals-${crm}-${account}.${what.format}`);
    await noteExport(upTo);
  };
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
      {alerts.slice(0, ALERTS).map((alert) => (
        <AlertStrip key={alert.id} alert={alert} language={language}>
          <a href={alert.url} target="_blank" rel="noreferrer">
            {i18n.t('alerts.see')}
          </a>
          <button
            type="button"
            className="button"
            data-testid="alert-acknowledge"
            onClick={() => void acknowledgeAlert(alert.id)}
          >
            {i18n.t('alerts.acknowledge')}
          </button>
        </AlertStrip>
      ))}
      {alerts.length > ALERTS && <p className="meta">{i18n.t('alerts.others', alerts.length - ALERTS)}</p>}
      {state && (
        <>
          <SignalsKept key={account} state={state} language={language} onSave={save} onRoom={setRoom} />
          {sweep && crm && <Sweep crm={crm} sweep={sweep} looking={looking} language={language} />}
          <LedgerPanel ledger={state.ledger} crm={crm ?? 'hubspot'} language={language} />
          {asks !== null && (
            <label className="panel check asks">
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
              sample={sample}
              onAllow={onAllow}
              onExport={onExport}
            />
          ))}
          <EndpointForm sample={sample} onAllow={onAllow} onSave={addEndpoint} />
        </>
      )}
    </>
  );
}

function EndpointPanel({
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
  const save = async () => {
    const { parts } = await exported({ format: 'jsonl', ids: new Set(letters.map(({ signal }) => signal)) });
    onExport(parts, `countersign-refused-${host}.jsonl`);
  };
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
      {letters.length > 0 && (
        <>
          <h2 className="meta">{i18n.t('signals.dead', letters.length)}</h2>
          <ul data-testid="dead-letters">
            {letters.slice(0, LETTERS).map((one) => (
              <li key={one.signal} className="row">
                <span className="grow">
                  {one.field} <span className="meta">{one.record}</span> {answerText(one)}
                </span>
                <button type="button" className="button" onClick={() => void retryLetters(id, one.signal)}>
                  {i18n.t('signals.retry')}
                </button>
                <button type="button" className="button" onClick={() => void discardLetters(id, one.signal)}>
                  {i18n.t('signals.discard')}
                </button>
              </li>
            ))}
          </ul>
          {letters.length > LETTERS && <p className="meta">{i18n.t('signals.deadOthers', letters.length - LETTERS)}</p>}
          <div className="row">
            {letters.length > 1 && (
              <button type="button" className="button" data-testid="dead-retry" onClick={() => void retryLetters(id)}>
                {i18n.t('signals.retryDead')}
              </button>
            )}
            <button type="button" className="button" data-testid="dead-export" onClick={() => void save()}>
              {i18n.t('signals.exportDead')}
            </button>
            {letters.length > 1 && (
              <button
                type="button"
                className="button"
                data-testid="dead-discard"
                onClick={() => void discardLetters(id)}
              >
                {i18n.t('signals.discardDead')}
              </button>
            )}
          </div>
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
