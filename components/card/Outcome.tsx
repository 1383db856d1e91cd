import { i18n } from '#i18n';
import type { DecisionReport } from '../../lib/core/decisions';
import { clockTime } from '../../lib/i18n/time';
import { Icon } from '../ui/Icon';
import { AddNote } from './AddNote';
import { Decide } from './Decide';
import type { SuggestionCardProps } from './suggestionProps';

/** What came of a decision: done with undo, still open and kept, or not written and why. There is no fourth. */
export function Outcome(props: SuggestionCardProps & { decision: DecisionReport }) {
  const { decision, busy, details, onUndo, onNote, onAgain, onReload, onStep } = props;
  const { state, kind } = decision;
  const done = state === 'done';
  const tone = done ? 'done' : state === 'failed' ? 'danger' : 'unknown';
  return (
    <>
      <div className={`strip ${tone}`} role={done ? 'status' : 'alert'}>
        <Icon name={done ? 'check' : state === 'waiting' ? 'clock' : 'warning'} />
        <p className="grow">{outcomeText(props)}</p>
        {done && kind !== 'undo' && (
          <Decide
            action="undo"
            id={details?.suggestion.id ?? ''}
            inert={busy !== null}
            onClick={() => onUndo(decision.key)}
          >
            {i18n.t('suggestion.undo')}
          </Decide>
        )}
      </div>
      {done && kind === 'reject' && <AddNote key={decision.key} onNote={(text) => onNote(decision.key, text)} />}
      {done && kind !== 'reject' && onReload && (
        <p className="meta">
          {i18n.t('suggestion.pageOld')}{' '}
          <button type="button" className="text-button" onClick={onReload}>
            {i18n.t('suggestion.reload')}
          </button>
        </p>
      )}
      {done && kind !== 'reject' && !decision.noted && <p className="meta">{i18n.t('suggestion.notNoted')}</p>}
      {done && kind !== 'undo' && decision.native && (
        <p className="meta" data-testid="native">
          {i18n.t('suggestion.nativeAfter', { crm: props.crmName })}
        </p>
      )}
      {state === 'failed' && (
        <footer className="decide">
          {details?.edit && (
            <button
              type="button"
              className="button"
              onClick={() => {
                onAgain();
                onStep('edit');
              }}
            >
              {i18n.t('suggestion.edit')}
            </button>
          )}
          <button type="button" className="button" onClick={onAgain}>
            {i18n.t('suggestion.tryAgain')}
          </button>
        </footer>
      )}
      {done && kind === 'undo' && details && (
        <footer className="decide">
          <button type="button" className="button" onClick={onAgain}>
            {i18n.t('suggestion.back')}
          </button>
        </footer>
      )}
    </>
  );
}

/** One sentence: what happened, and what it means for the value. */
export function outcomeText({
  decision,
  crmName: crm,
  language,
}: {
  decision: DecisionReport;
  crmName: string;
  language: string;
}): string {
  const { state, kind, problem, label: field } = decision;
  const empty = i18n.t('value.empty');
  const [from, to, now] = [decision.from ?? empty, decision.to ?? empty, decision.now ?? empty];
  switch (state) {
    case 'done':
    case 'undone':
      if (kind === 'reject') return i18n.t('suggestion.rejected');
      return kind === 'undo' ? undoneText(decision, to) : i18n.t('suggestion.applied', { from, to });
    case 'notKept':
      return i18n.t('suggestion.notKept', { crm, now });
    case 'elsewhere':
      return decision.nowBy
        ? i18n.t('suggestion.elsewhere', { who: decision.nowBy })
        : i18n.t('suggestion.elsewhereUnknown');
    case 'stale':
      if (kind === 'undo') {
        return decision.nowBy
          ? i18n.t('suggestion.undoLate', { who: decision.nowBy, now })
          : i18n.t('suggestion.undoLateUnknown', { now });
      }
      return decision.nowBy
        ? i18n.t('suggestion.conflictBy', { who: decision.nowBy, now })
        : i18n.t('suggestion.conflictUnknown', { now });
    case 'waiting':
      if (problem?.kind === 'offline') return i18n.t('suggestion.waitingOffline');
      if (problem?.retryAt)
        return i18n.t('suggestion.waitingUntil', { crm, time: clockTime(problem.retryAt, language) });
      return i18n.t('suggestion.waiting', { crm });
    default:
      if (problem?.kind === 'refused') return i18n.t('suggestion.refused', { crm, message: problem.message ?? '' });
      if (problem?.kind === 'forbidden' && problem.missing === 'ledger') return i18n.t('suggestion.noLedger');
      if (problem?.kind === 'forbidden') return i18n.t('suggestion.forbidden', { field, crm });
      if (problem?.kind === 'signedOut') return i18n.t('suggestion.signedOut');
      if (problem?.kind === 'gone') return i18n.t('suggestion.gone', { crm });
      return i18n.t('suggestion.failed', { message: problem?.message ?? problem?.kind ?? '' });
  }
}

/** What stands there again: the value that was before, and the suggestion, unless something else has taken its place. */
function undoneText({ undid, replaced }: DecisionReport, value: string): string {
  const waits = i18n.t(replaced ? 'suggestion.undoneReplaced' : 'suggestion.undoneReject');
  if (undid === 'reject') return waits;
  const undone = i18n.t('suggestion.undone', { value });
  return replaced ? `${undone} ${waits}` : undone;
}
