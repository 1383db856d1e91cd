import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { SuggestionDetails } from '../../lib/core/suggestionDetails';
import { translate } from '../../lib/i18n/translate';
import { whoText } from '../../lib/i18n/who';
import { Change } from '../ui/Change';
import { Glyph } from '../ui/Glyph';
import { Icon } from '../ui/Icon';
import { leavesOut } from '../ui/wordDiff';
import { whenText } from '../words';
import { AgentWords } from './AgentWords';
import { Decide } from './Decide';
import { EditValue } from './EditValue';
import { Outcome } from './Outcome';
import { Reasons } from './Reasons';
import type { SuggestionCardProps } from './suggestionProps';
import { useWhole } from './useWhole';

/** The card of a suggestion: what is proposed and why, and the three things a person can do with it. */
export function SuggestionCard(props: SuggestionCardProps) {
  const { details, decision, loading, problem, field, focus, crmName: crm, onClose, onAgain } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  const body = useRef<HTMLDivElement>(null);
  const value = useWhole(body, `${details?.from}\n${details?.to}\n${props.step}`);
  const cut = value.cut && props.step === 'read' && details !== null;
  const seen = cut ? 'pending' : props.seen;
  const agent = details?.suggestion.agent;
  const title = agent ? i18n.t('suggestion.from', { agent }) : i18n.t('suggestion.unnamed');
  // What met somebody's value is decided anew; an undo has nothing that could be.
  const settled = decision && (decision.state !== 'stale' || decision.kind === 'undo') ? decision : null;
  return (
    <section
      className="card suggestion"
      role={props.confirming ? 'main' : 'dialog'}
      aria-label={i18n.t('card.heading', { state: title, field: details?.label ?? field })}
      onKeyDown={(event) => onKey(event, { ...props, seen })}
    >
      <header>
        <Glyph name="suggestion" />
        <h1 ref={heading} tabIndex={-1}>
          {props.confirming ? i18n.t('suggestion.confirm') : title}
        </h1>
      </header>
      {props.busy && <div className="progress" role="progressbar" aria-label={i18n.t('suggestion.writing')} />}
      <div
        ref={body}
        className={value.whole ? 'card-body whole' : 'card-body'}
        aria-busy={loading || props.busy !== null}
      >
        {!details && <Failure failure={props.failure} />}
        {settled ? (
          <Outcome {...props} decision={settled} />
        ) : details ? (
          <Open {...props} seen={seen} details={details} value={value} />
        ) : loading ? (
          <div className="skeleton" role="status">
            <span />
            <span />
            <p className="meta late">{i18n.t('card.slow', { crm })}</p>
          </div>
        ) : (
          <div className="strip unknown" role="status">
            <Icon name="warning" />
            <p>
              {problem ? i18n.t('card.failed', { crm, message: problem.message ?? '' }) : i18n.t('suggestion.none')}{' '}
              <button type="button" className="text-button" onClick={onAgain}>
                {i18n.t('card.retry')}
              </button>
            </p>
          </div>
        )}
      </div>
      {!props.confirming && (
        <button type="button" className="icon-button card-close" aria-label={i18n.t('card.close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </section>
  );
}

interface OpenProps extends SuggestionCardProps {
  details: SuggestionDetails;
  /** Whether its values are shown in full. */
  value: Pick<ReturnType<typeof useWhole>, 'cut' | 'whole' | 'toggle'>;
  /** Stands under the values. */
  children?: ReactNode;
}

/** What is proposed and why, with the buttons: the card's body, and a row of the review queue. */
export function Open(props: OpenProps) {
  const { details, value, decision, language, step, confirming } = props;
  const { suggestion, label, record, from, to, sensitive } = details;
  const now = Date.now() + details.offset;
  const meta = [
    suggestion.confidence === undefined
      ? null
      : i18n.t('suggestion.says', { percent: Math.round(suggestion.confidence * 100) }),
    suggestion.at === null
      ? i18n.t('suggestion.notGiven')
      : i18n.t('suggestion.proposed', { when: whenText(suggestion.at, now, language) }),
    suggestion.expires === null || suggestion.state === 'expired' || suggestion.source.kind === 'native'
      ? null
      : i18n.t('suggestion.expires', { when: date(suggestion.expires, language) }),
  ].filter(Boolean);
  return (
    <>
      <section>
        <p className="meta">
          {label} {confirming && i18n.t('suggestion.on', { record })}{' '}
          {sensitive && (
            <span className="tag unknown">
              <Icon name="warning" size={12} /> {i18n.t('suggestion.sensitive')}
            </span>
          )}
        </p>
        {step !== 'edit' && !isConflict(props) && (
          <>
            <Change from={from} to={to} whole={value.whole} />
            {step === 'read' && (value.cut || value.whole || leavesOut(from, to)) && (
              <button
                type="button"
                className="text-button meta"
                data-testid="whole"
                aria-expanded={value.whole}
                onClick={value.toggle}
              >
                {i18n.t(value.whole ? 'panel.less' : 'panel.whole')}
              </button>
            )}
          </>
        )}
      </section>
      {props.children}
      {step === 'read' && (
        <>
          {isConflict(props) && <Conflict {...props} />}
          {suggestion.state === 'unusable' && (
            <p className="strip unknown">
              <Icon name="warning" /> {i18n.t('suggestion.unusable', { why: unfitText(details) })}
            </p>
          )}
          {suggestion.state === 'expired' && suggestion.expires !== null && (
            <p className="strip unknown">
              <Icon name="clock" /> {i18n.t('suggestion.expired', { date: date(suggestion.expires, language) })}
            </p>
          )}
          <AgentWords suggestion={suggestion} />
          <section className="meta">
            <p>{meta.join(' · ')}</p>
            {suggestion.agentFrom === 'claimed' && suggestion.agent && <p>{i18n.t('suggestion.claimed')}</p>}
            {suggestion.source.kind === 'native' && suggestion.expires !== null && (
              <p data-testid="native">
                {i18n.t('suggestion.native', { crm: props.crmName, date: date(suggestion.expires, language) })}
              </p>
            )}
            {details.also.map(({ agent, value }) => (
              <p key={`${agent} ${value}`}>
                <bdi dir="auto">
                  {value === null
                    ? i18n.t('suggestion.alsoClear', { agent: agent || i18n.t('suggestion.someone') })
                    : i18n.t('suggestion.also', { agent: agent || i18n.t('suggestion.someone'), value })}
                </bdi>
              </p>
            ))}
          </section>
          {sensitive && suggestion.state !== 'unusable' && <p className="impact">{i18n.t('suggestion.impact')}</p>}
          <details className="packet">
            <summary>{i18n.t('suggestion.packet')}</summary>
            <pre dir="ltr">{details.packet}</pre>
          </details>
          {decision?.state === 'stale' && <ConflictNote {...props} />}
          <Failure failure={props.failure} />
          <Buttons {...props} />
        </>
      )}
      {step !== 'read' && <Failure failure={props.failure} />}
      {step === 'edit' && (
        <EditValue
          details={details}
          language={language}
          busy={props.busy !== null}
          ready={props.seen !== 'pending'}
          onSave={(value) => props.onDecide('approve_edited', { value })}
          onBack={() => props.onStep('read')}
        />
      )}
      {step === 'reject' && (
        <Reasons
          ready={props.seen !== 'pending' && props.busy === null}
          onReason={(reason) => props.onDecide('reject', reason ? { reason } : {})}
          onBack={() => props.onStep('read')}
        />
      )}
    </>
  );
}

function Buttons(props: SuggestionCardProps & { details: SuggestionDetails }) {
  const { details, seen, busy, confirming, onDecide, onConfirm, onStep } = props;
  const { suggestion, label, to } = details;
  const { id, state } = suggestion;
  const inert = seen === 'pending' || busy !== null;
  const usable = state === 'open' || state === 'stale';
  const clears = suggestion.to === null;
  const check = seen === 'none';
  const conflict = isConflict(props);
  if (suggestion.why === 'noLedger') return null;
  const approve = () => (check ? onConfirm() : onDecide('approve'));
  return (
    <footer className={inert ? 'decide inert' : 'decide'}>
      {conflict && (
        <Decide action="reject" id={id} inert={inert} primary onClick={() => onDecide('reject')}>
          {i18n.t('suggestion.keep', { value: short(details.from) })}
        </Decide>
      )}
      {usable && (
        <Decide
          action="approve"
          id={id}
          inert={inert}
          primary={!conflict}
          label={
            conflict || check || confirming || busy === 'approve'
              ? undefined
              : clears
                ? i18n.t('suggestion.clearNamed', { field: label })
                : i18n.t('suggestion.approveNamed', { value: to ?? '', field: label })
          }
          onClick={approve}
        >
          {busy === 'approve' ? (
            i18n.t('suggestion.writing')
          ) : conflict ? (
            clears ? (
              i18n.t('suggestion.clear')
            ) : (
              i18n.t('suggestion.use', { value: short(to) })
            )
          ) : (
            <>
              <Icon name="check" />
              {approveText(clears, confirming, check)}
            </>
          )}
        </Decide>
      )}
      {details.edit && !confirming && state !== 'expired' && suggestion.why !== 'decided' && (
        <Decide
          action="edit"
          id={id}
          inert={busy !== null}
          label={i18n.t('suggestion.editNamed', { field: label })}
          onClick={() => onStep('edit')}
        >
          {i18n.t('suggestion.edit')}
        </Decide>
      )}
      {!conflict && !confirming && (
        <Decide
          action="reject"
          id={id}
          inert={busy !== null}
          label={i18n.t('suggestion.rejectNamed', { field: label })}
          onClick={() => onStep('reject')}
        >
          {i18n.t('suggestion.reject')}
        </Decide>
      )}
    </footer>
  );
}

function approveText(clears: boolean, confirming: boolean | undefined, check: boolean): string {
  if (check && !confirming) return i18n.t('suggestion.check');
  if (clears) return i18n.t('suggestion.clear');
  return i18n.t(confirming ? 'suggestion.write' : 'suggestion.approve');
}

/** Two values, both in full: what is there now, and what was proposed when something else was. */
function Conflict({ details, language }: SuggestionCardProps & { details: SuggestionDetails }) {
  const { from, to, base, nowBy, nowAt, label } = details;
  const now = Date.now() + details.offset;
  const empty = i18n.t('value.empty');
  return (
    <section className="conflict">
      <p>
        {base === undefined
          ? i18n.t('suggestion.staleUnknown', { field: label, now: from ?? empty })
          : i18n.t('suggestion.stale', { field: label, base: base ?? empty, now: from ?? empty })}
      </p>
      <dl>
        <div>
          <dt className="meta">
            {nowBy && nowAt !== null
              ? i18n.t('suggestion.nowBy', { who: whoText(nowBy), when: whenText(nowAt, now, language) })
              : i18n.t('suggestion.now')}
          </dt>
          <dd>
            <bdi dir="auto">{from ?? empty}</bdi>
          </dd>
        </div>
        <div>
          <dt className="meta">
            {base === undefined
              ? i18n.t('suggestion.suggested')
              : i18n.t('suggestion.suggestedFor', { base: base ?? empty })}
          </dt>
          <dd>
            <bdi dir="auto">{to ?? empty}</bdi>
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** After a write that met somebody else's: what they wrote stands. */
function ConflictNote({ decision }: SuggestionCardProps) {
  const now = decision?.now ?? i18n.t('value.empty');
  return (
    <p className="strip unknown" role="alert">
      <Icon name="warning" />{' '}
      {decision?.nowBy
        ? i18n.t('suggestion.conflictBy', { who: decision.nowBy, now })
        : i18n.t('suggestion.conflictUnknown', { now })}
    </p>
  );
}

/** A decision that was not taken; where nobody answered it may have been, and is finished by itself then. */
function Failure({ failure }: Pick<SuggestionCardProps, 'failure'>) {
  if (!failure) return null;
  return (
    <p className="strip danger" role="alert">
      <Icon name="warning" />
      <span>
        {typeof failure === 'string'
          ? i18n.t(`suggestion.${failure}`)
          : i18n.t('suggestion.failed', { message: failure.message ?? failure.kind })}
      </span>
    </p>
  );
}

function isConflict({ details }: Pick<SuggestionCardProps, 'details'>): boolean {
  return details?.suggestion.state === 'stale';
}

function unfitText({ suggestion, label, crmName }: SuggestionDetails): string {
  const why = suggestion.why ?? 'malformed';
  return translate(`suggestion.unfit.${why}`, { value: short(suggestion.value), field: label, crm: crmName });
}

function onKey(event: KeyboardEvent, { step, seen, busy, details, onDecide, onConfirm }: SuggestionCardProps): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !event.nativeEvent.isTrusted) return;
  if (step !== 'read' || busy || seen === 'pending' || details?.suggestion.state !== 'open') return;
  event.preventDefault();
  if (seen === 'none') onConfirm();
  else onDecide('approve');
}

const date = (at: number, language: string) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
const short = (value: string | null) =>
  value === null ? i18n.t('value.empty') : value.length > 40 ? `${value.slice(0, 40)}…` : value;
