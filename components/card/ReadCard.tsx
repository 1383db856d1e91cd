import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { FieldDetails } from '../../lib/core/details';
import { clockTime, exactTime } from '../../lib/i18n/time';
import { whoText } from '../../lib/i18n/who';
import type { CardState } from '../../lib/stores/card';
import { Change } from '../ui/Change';
import { Glyph } from '../ui/Glyph';
import { Icon } from '../ui/Icon';
import { whenText } from '../words';
import { Decide } from './Decide';
import { evidenceText } from './evidence';
import { MapWriter } from './MapWriter';
import { outcomeText } from './Outcome';

interface ReadCardProps extends CardState {
  language: string;
  /** What people call the CRM. */
  crmName: string;
  /** Known before the details are: what the card is about. */
  field: string;
  /** Moves the focus to the heading: the card was opened by a click or key. */
  focus: boolean;
  /** True once the buttons have been visibly on screen long enough to be meant. */
  armed: boolean;
  onClose(): void;
  onRetry(): void;
  onMap(role: 'agent' | 'automation' | 'person', name: string): void;
  onAllWriters(): void;
  /** Takes this browser's approval back. */
  onUndo(): void;
}

/** The card of a value: who wrote it, when, from what to what, and how we know. Reading is not deciding: nothing here writes to a CRM. */
export function ReadCard(props: ReadCardProps) {
  const { details, problem, stale, loading, field, focus, language, crmName: crm, onClose, onRetry } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  const state = details?.state ?? 'unknown';
  const glyph = state === 'human' || state === 'system' ? 'person' : state;
  const title = details ? i18n.t(`state.${state}`) : i18n.t('card.loading');
  return (
    <div
      className="card"
      role="dialog"
      aria-label={i18n.t('card.heading', { state: title, field: details?.label ?? field })}
    >
      <header>
        {details && <Glyph name={glyph} />}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {details && stale && (
        <p className="strip unknown card-strip" role="status">
          <Icon name="clock" />
          <span>{i18n.t('card.stale', { crm, time: clockTime(details.asOf - details.offset, language) })}</span>
        </p>
      )}
      <div className="card-body" aria-busy={loading}>
        {details && <Details {...props} details={details} />}
        {!details && loading && <Skeleton crm={crm} />}
        {!details && !loading && problem && (
          <div className="strip unknown">
            <Icon name="warning" />
            <p>
              {i18n.t('card.failed', { crm, message: problem.message ?? '' })}{' '}
              <button type="button" className="text-button" onClick={onRetry}>
                {i18n.t('card.retry')}
              </button>
            </p>
          </div>
        )}
        {!details && !loading && !problem && <p>{i18n.t('card.none')}</p>}
      </div>
      <button type="button" className="icon-button card-close" aria-label={i18n.t('card.close')} onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function Details(props: ReadCardProps & { details: FieldDetails }) {
  const { details, language, armed, mapped, onMap, onAllWriters } = props;
  const now = Date.now() + details.offset;
  const date = (at: number) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
  const [how, ...more] = evidenceText(details, date);
  return (
    <>
      <section>
        <p className="meta">{details.label}</p>
        <Change from={details.from} to={details.to} />
      </section>
      {details.at !== null && (
        <section>
          <p>
            <strong>
              <bdi>
                {details.mappable ? i18n.t('card.notMapped', { writer: whoText(details.who) }) : whoText(details.who)}
              </bdi>
            </strong>{' '}
            {whenText(details.at, now, language)}
          </p>
          <p className="meta">{exactTime(details.at, language)}</p>
        </section>
      )}
      <section className="how">
        <p>
          {how} <span className={`sure ${details.certainty}`}>{i18n.t(`card.sure.${details.certainty}`)}.</span>
        </p>
        {more.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {details.raw && <RawRow raw={details.raw} />}
      </section>
      {details.mappable && !mapped && (
        <MapWriter
          writer={whoText(details.who)}
          proposedName={details.mappable.proposedName}
          armed={armed}
          onMap={onMap}
          onAllWriters={onAllWriters}
        />
      )}
      {mapped && (
        <p className="strip done" role="status">
          <Icon name="check" /> {i18n.t('card.map.done')}
        </p>
      )}
      <Before details={details} now={now} language={language} />
      <Decisions details={details} now={now} language={language} />
      {props.undone && (
        <p className={`strip ${props.undone.state === 'done' ? 'done' : 'unknown'}`} role="status">
          <Icon name={props.undone.state === 'done' ? 'check' : 'warning'} />{' '}
          {outcomeText({ decision: props.undone, crmName: details.crmName, language })}
        </p>
      )}
      {details.approval && (
        <footer className="decide">
          <Decide action="undo" id="" inert={!armed || props.undoing} onClick={props.onUndo}>
            {i18n.t('suggestion.takeBack')}
          </Decide>
        </footer>
      )}
    </>
  );
}

function Before({ details, now, language }: { details: FieldDetails; now: number; language: string }) {
  const { before, historyDepth, crmName: crm } = details;
  if (before.length === 0 && historyDepth === null) return null;
  return (
    <section>
      <h2 className="meta">{i18n.t('card.before')}</h2>
      <ol className="history">
        {before.map((change) => (
          <li key={`${change.at} ${change.value}`}>
            <Glyph name={change.state === 'human' || change.state === 'system' ? 'person' : change.state} size={12} />
            <span className="grow">
              <bdi>{whoText(change.who)}</bdi> · <bdi dir="auto">{change.value ?? i18n.t('value.empty')}</bdi>
            </span>
            <time className="meta" dateTime={new Date(change.at).toISOString()} title={exactTime(change.at, language)}>
              {whenText(change.at, now, language)}
            </time>
          </li>
        ))}
      </ol>
      {historyDepth !== null && before.length < 3 && (
        <p className="meta">{i18n.t('card.cut', historyDepth, { crm })}</p>
      )}
    </section>
  );
}

/** What colleagues and this person decided and corrected before, as the record's ledger tells it. */
function Decisions({ details, now, language }: { details: FieldDetails; now: number; language: string }) {
  const { decisions } = details;
  if (decisions.length === 0) return null;
  return (
    <section>
      <h2 className="meta">{i18n.t('card.decisions')}</h2>
      <ol className="history" data-testid="card-decisions">
        {decisions.map(({ kind, by, agent, reason, at }) => (
          <li key={`${at} ${kind}`}>
            <span className="grow">
              {agent
                ? i18n.t(`card.decided.${kind}`, { by: by || i18n.t('card.somebody'), agent })
                : i18n.t(`card.decidedNoAgent.${kind}`, { by: by || i18n.t('card.somebody') })}
              {reason && ` · ${i18n.t(`suggestion.reason.${reason}`)}`}
            </span>
            <time className="meta" dateTime={new Date(at).toISOString()} title={exactTime(at, language)}>
              {whenText(at, now, language)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function RawRow({ raw }: { raw: NonNullable<FieldDetails['raw']> }) {
  const rows = [
    ['source', raw.type],
    ['id', raw.id],
    ['label', raw.label],
    ['user', raw.user],
    ['time', raw.sent],
    ['value', raw.value],
  ] as const;
  return (
    <details>
      <summary>{i18n.t('card.row')}</summary>
      <dl className="raw">
        {rows
          .filter(([, value]) => value)
          .map(([key, value]) => (
            <div key={key}>
              <dt>{i18n.t(`card.raw.${key}`)}</dt>
              <dd>
                <bdi dir="auto">{value}</bdi>
              </dd>
            </div>
          ))}
      </dl>
    </details>
  );
}

/** Still bars while the CRM is asked; after a while it says so. */
function Skeleton({ crm }: { crm: string }) {
  return (
    <div className="skeleton" role="status">
      <span />
      <span />
      <p className="meta late">{i18n.t('card.slow', { crm })}</p>
    </div>
  );
}
