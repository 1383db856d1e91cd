import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { i18n } from '#i18n';
import type { CorrectionRow } from '../../lib/core/corrections';
import { isReason, REASONS, type Reason } from '../../lib/core/ledger';
import { type InLedger, LOW, type SignalDelivery, type SignalsState } from '../../lib/core/outbox';
import type { CorrectionsState } from '../../lib/stores/corrections';
import { answerText } from '../ui/answer';
import { Change } from '../ui/Change';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { objectText, whenText } from '../words';

export interface CorrectionsProps extends CorrectionsState {
  language: string;
  /** Epoch ms, CRM time. */
  now: number;
  onBack(): void;
  onScope(scope: CorrectionsState['scope']): void;
  onReload(): void;
  onMore(): void;
  onExplain(row: CorrectionRow, reason: Reason): void;
  onRetryLetter(endpoint: string, signal: string): void;
  onRetryEndpoint(id: string): void;
  /** Brings a record's tab forward. */
  onOpen(url: string): void;
  onOptions(): void;
}

const AGAIN_MS = 5_000;

/** A person's own corrections and how far each has come; what is stuck stands on top, whatever is shown below. */
export function Corrections(props: CorrectionsProps) {
  const { rows, record, scope, more, state, problem, onBack, onScope, onReload, onMore } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const reload = useEffectEvent(onReload);
  const moving =
    !!state && (state.ledger.waiting + state.ledger.checking > 0 || state.endpoints.some(({ waiting }) => waiting > 0));
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [moving]);
  return (
    <main
      className="corrections"
      aria-busy={rows === null && problem === null}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onBack();
      }}
    >
      <div className="bar">
        <button type="button" className="text-button" data-testid="corrections-back" onClick={onBack}>
          {i18n.t('corrections.back')}
        </button>
        <h2 ref={heading} tabIndex={-1} className="grow">
          {i18n.t('corrections.title')}
        </h2>
        {record && (
          <Segmented
            label={i18n.t('corrections.scope.name')}
            options={(['record', 'all'] as const).map((value) => ({
              value,
              label: i18n.t(`corrections.scope.${value}`),
            }))}
            value={scope}
            onChange={onScope}
            testId="corrections-scope"
          />
        )}
      </div>
      {problem !== null && (
        <p className="strip danger" role="alert" data-testid="corrections-problem">
          <Icon name="warning" />
          <span className="grow">{i18n.t('corrections.failed', { message: problem })}</span>
          <button type="button" className="text-button" onClick={onReload}>
            {i18n.t('card.retry')}
          </button>
        </p>
      )}
      {state && <Stuck {...props} state={state} />}
      <div className="scroller">
        {rows === null && problem === null && (
          <p className="notice meta" role="status">
            {i18n.t('corrections.loading')}
          </p>
        )}
        {rows?.length === 0 && (
          <div className="notice" data-testid="corrections-empty">
            <h2>{scope === 'record' ? i18n.t('corrections.emptyRecord') : i18n.t('corrections.empty')}</h2>
            <p>{i18n.t('corrections.how')}</p>
          </div>
        )}
        {rows && rows.length > 0 && (
          <ul data-testid="corrections">
            {rows.map((row) => (
              <Row key={row.id} {...props} row={row} />
            ))}
          </ul>
        )}
        {more && (
          <button type="button" className="button ghost" data-testid="corrections-more" onClick={onMore}>
            {i18n.t('corrections.more')}
          </button>
        )}
      </div>
    </main>
  );
}

/** What does not get through, of anybody's signals, with what can be done about it. */
function Stuck({
  state,
  onRetryEndpoint,
  onOptions,
}: Pick<CorrectionsProps, 'onRetryEndpoint' | 'onOptions'> & { state: SignalsState }) {
  const { endpoints, dead, full, used, ledger } = state;
  return (
    <div data-testid="corrections-stuck">
      {full && <Strip text={i18n.t('signals.full')} onOptions={onOptions} />}
      {!full && used >= LOW && <Strip text={i18n.t('signals.low', { used })} onOptions={onOptions} />}
      {endpoints.map(({ id, url, stopped, problem, waiting }) => {
        const { host } = new URL(url);
        if (problem) {
          const what = stopped ? i18n.t('signals.stopped', { host }) : i18n.t('signals.later', { host });
          const waits = waiting > 0 ? ` · ${i18n.t('signals.waiting', waiting)}` : '';
          return (
            <Strip
              key={id}
              danger={stopped}
              text={`${what} ${answerText(problem)}${waits}`}
              onRetry={() => onRetryEndpoint(id)}
              onOptions={onOptions}
            />
          );
        }
        return null;
      })}
      {ledger.stuck.map(({ why, message, count }) => (
        <Strip
          key={`${why} ${message}`}
          danger
          text={`${i18n.t('signals.ledger.stuck', count)} ${i18n.t(`signals.ledger.gap.${why}`)}${message && ` “${message}”`}`}
          onOptions={onOptions}
        />
      ))}
      {ledger.on && ledger.problem && ledger.waiting > 0 && (
        <Strip text={i18n.t('signals.ledger.waiting', ledger.waiting)} onOptions={onOptions} />
      )}
      {dead.length > 0 && <Strip danger text={i18n.t('signals.dead', dead.length)} onOptions={onOptions} />}
      {endpoints.length === 0 && !ledger.on && (
        <p className="meta aside">
          {i18n.t('corrections.noEndpoint')}{' '}
          <button type="button" className="text-button" onClick={onOptions}>
            {i18n.t('corrections.options')}
          </button>
        </p>
      )}
    </div>
  );
}

function Strip({
  text,
  danger = false,
  onRetry,
  onOptions,
}: {
  text: string;
  danger?: boolean;
  onRetry?(): void;
  onOptions(): void;
}) {
  return (
    <p className={danger ? 'strip danger' : 'strip unknown'} role="status">
      <Icon name="warning" />
      <span className="grow">{text}</span>
      {onRetry && (
        <button type="button" className="text-button" onClick={onRetry}>
          {i18n.t('signals.retry')}
        </button>
      )}
      <button type="button" className="text-button" onClick={onOptions}>
        {i18n.t('corrections.options')}
      </button>
    </p>
  );
}

function Row(props: CorrectionsProps & { row: CorrectionRow }) {
  const { row, language, now, onOpen, onExplain, onRetryLetter } = props;
  const { id, kind, ref, name, url, label, agent, from, to, at, reason, note, open, deliveries, ledger } = row;
  const select = useId();
  return (
    <li className="correction" data-testid="correction" data-kind={kind}>
      <p className="line">
        <strong className="cut">{label}</strong>
        <span className="meta">{i18n.t(`corrections.kind.${kind as 'corrected'}`)}</span>
        <span className="meta end">{whenText(at, now, language)}</span>
      </p>
      {from !== undefined && kind === 'rejected' && (
        <p className="change">
          <del>
            <bdi dir="auto">{from ?? i18n.t('value.empty')}</bdi>
          </del>
        </p>
      )}
      {kind !== 'rejected' && to !== undefined && <Change from={from} to={to} />}
      <p className="line meta">
        <button type="button" className="text-button cut" onClick={() => onOpen(url)}>
          {name ?? `${objectText(ref.object)} ${ref.id}`}
        </button>
        {agent && <span>· {agent}</span>}
      </p>
      {reason && (
        <p className="meta">{i18n.t('corrections.reason', { reason: i18n.t(`suggestion.reason.${reason}`) })}</p>
      )}
      {note && (
        <p className="meta">
          <bdi dir="auto">“{note}”</bdi>
        </p>
      )}
      {open && (
        <p className="line">
          <label className="meta" htmlFor={select}>
            {i18n.t('corrections.why')}
          </label>
          <select
            id={select}
            className="plain"
            data-testid="correction-why"
            value=""
            onChange={({ target }) => isReason(target.value) && onExplain(row, target.value)}
          >
            <option value="">{i18n.t('corrections.choose')}</option>
            {REASONS.map((one) => (
              <option key={one} value={one}>
                {i18n.t(`suggestion.reason.${one}`)}
              </option>
            ))}
          </select>
        </p>
      )}
      {(deliveries.length > 0 || ledger) && (
        <ul className="deliveries">
          {ledger && (
            <li className="line meta" data-testid="ledger-delivery" data-state={ledger.state}>
              <Icon name={LEDGER_ICONS[ledger.state]} size={12} />
              <span>{ledgerText(ledger, i18n.t(`crm.${ref.crm}`))}</span>
            </li>
          )}
          {deliveries.map((one) => (
            <li key={one.endpoint} className="line meta" data-testid="delivery" data-state={one.state}>
              <Icon name={ICONS[one.state]} size={12} />
              <span>{deliveryText(one)}</span>
              {one.state === 'refused' && (
                <button type="button" className="text-button" onClick={() => onRetryLetter(one.endpoint, id)}>
                  {i18n.t('signals.retry')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const ICONS = {
  delivered: 'check',
  waiting: 'clock',
  stuck: 'warning',
  refused: 'warning',
  discarded: 'close',
  notMeant: 'close',
} as const satisfies Record<SignalDelivery['state'], string>;

const LEDGER_ICONS = {
  delivered: 'check',
  checking: 'clock',
  waiting: 'clock',
  stuck: 'warning',
  left: 'close',
} as const satisfies Record<InLedger['state'], string>;

function ledgerText({ state, why, message }: InLedger, crm: string): string {
  const gap = why ? i18n.t(`signals.ledger.gap.${why}`) : '';
  return [i18n.t(`corrections.ledger.${state}`, { crm }), gap, message ? `“${message}”` : ''].filter(Boolean).join(' ');
}

function deliveryText({ state, host, message, status }: SignalDelivery): string {
  const said = message === undefined ? '' : answerText({ message, ...(status === undefined ? {} : { status }) });
  return [i18n.t(`corrections.delivery.${state}`, { host }), said].filter(Boolean).join(' ');
}
