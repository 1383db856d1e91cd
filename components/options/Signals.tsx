import { useEffect } from 'react';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import type { OptionsState } from '../../lib/stores/options';
import {
  acknowledgeAlert,
  addEndpoint,
  type Export,
  exported,
  noteExport,
  openSignals,
  reloadSignals,
  setAsks,
  setRoom,
  signalsStore,
} from '../../lib/stores/signals';
import { AlertStrip } from '../ui/AlertStrip';
import { Icon } from '../ui/Icon';
import { AccountHead } from './AccountHead';
import { EndpointForm } from './EndpointForm';
import { EndpointPanel } from './EndpointPanel';
import { LedgerPanel } from './LedgerPanel';
import { SignalsKept } from './SignalsKept';
import { Sweep } from './Sweep';

const REFRESH_MS = 5_000;
/** As many as can be looked at; the next one comes up when one is acknowledged. */
const ALERTS = 5;

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
