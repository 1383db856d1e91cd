import { i18n } from '#i18n';
import { LOW } from '../../lib/core/outbox';
import type { TabSummary } from '../../lib/core/tab';
import { MARK_STATES, type MarkState, type RecordRef } from '../../lib/core/types';
import { problemWords } from '../../lib/i18n/problem';
import { clockTime } from '../../lib/i18n/time';
import { translate } from '../../lib/i18n/translate';
import { whoText } from '../../lib/i18n/who';
import type { PopupState } from '../../lib/stores/popup';
import { AlertStrip } from '../ui/AlertStrip';
import { Glyph } from '../ui/Glyph';
import { Brand, Icon } from '../ui/Icon';
import { whenText } from '../words';

interface PopupProps extends PopupState {
  language: string;
  /** `null` where the browser has no panel. */
  onPanel: (() => void) | null;
  onOptions(): void;
  /** Its card is to be opened in a window of its own. */
  onSuggestion(ref: RecordRef, field: string): void;
}

/** Which account and record this tab shows, what is marked on it, and what is wrong if something is. */
export function Popup({ summary, loading, language, onPanel, onOptions, onSuggestion }: PopupProps) {
  return (
    <main className="popup" aria-busy={loading}>
      <header className="row">
        <Brand size={20} />
        <h1 className="grow">{summary?.account?.label ?? i18n.t('options.title')}</h1>
        {summary?.asOf != null && (
          <span className="meta">{i18n.t('popup.asOf', { time: clockTime(summary.asOf, language) })}</span>
        )}
      </header>
      {!summary && !loading && <p>{i18n.t('popup.none')}</p>}
      {summary && <Summary summary={summary} language={language} onSuggestion={onSuggestion} />}
      <footer className="row">
        {onPanel && (
          <button type="button" className="button" data-testid="popup-panel" onClick={onPanel}>
            {i18n.t('panel.popup.open')}
          </button>
        )}
        <button type="button" className="button" data-testid="popup-options" onClick={onOptions}>
          {i18n.t('popup.options')}
        </button>
      </footer>
    </main>
  );
}

/** Where the team file is from. */
function sourceOf(control: TabSummary['control']): string {
  if (!control) return i18n.t('popup.fromMachine');
  const { title } = control;
  return control.state === 'agreed' ? i18n.t('popup.fromRecord', { title }) : i18n.t('popup.notInRecord', { title });
}

function Summary({
  summary,
  language,
  onSuggestion,
}: { summary: TabSummary } & Pick<PopupProps, 'language' | 'onSuggestion'>) {
  const { fields, report, problem } = summary;
  const [alert, ...others] = summary.alerts;
  const clock = (at: number) => clockTime(at, language);
  const asOf = summary.asOf === null ? '' : clock(summary.asOf);
  const words =
    problem && problem.kind !== 'moved'
      ? problemWords(problem, { crm: i18n.t(`crm.${summary.ref.crm}`), asOf, clock }, translate)
      : null;
  const disagrees = !problem && report?.status === 'mismatch' ? i18n.t('popup.disagrees') : '';
  const count = (state: MarkState) => fields.filter((f) => f.state === state).length;
  const unplaced = new Set(report?.unplaced);
  const missing = fields.filter((f) => unplaced.has(f.name));
  const counted = MARK_STATES.filter((state) => count(state) > 0);
  const marked = report ? report.placed.length + missing.length : 0;
  return (
    <>
      {summary.title && (
        <p className="record" data-testid="popup-record">
          <bdi dir="auto">{summary.title}</bdi>
        </p>
      )}
      {(words || disagrees) && (
        <p className="strip unknown" role="status" data-testid="popup-problem">
          <Icon name="warning" />
          <span>{words?.long ?? disagrees}</span>
        </p>
      )}
      {alert && <AlertStrip alert={alert} language={language} />}
      {others.length > 0 && <p className="meta">{i18n.t('alerts.more', others.length)}</p>}
      {summary.signals.stuck && (
        <p className="strip danger" role="status" data-testid="popup-signals">
          <Icon name="warning" />
          <span>{i18n.t('signals.stuck')}</span>
        </p>
      )}
      {!summary.signals.stuck && summary.signals.waiting > 0 && (
        <p className="meta" data-testid="popup-signals">
          {i18n.t('signals.waiting', summary.signals.waiting)}
        </p>
      )}
      {!summary.signals.stuck && summary.signals.used >= LOW && (
        <p className="strip unknown" role="status" data-testid="popup-room">
          <Icon name="warning" />
          <span>{i18n.t('signals.low', { used: summary.signals.used })}</span>
        </p>
      )}
      {summary.control?.state === 'trouble' && (
        <p className="strip unknown" role="status" data-testid="popup-control">
          <Icon name="warning" />
          <span>{i18n.t('popup.controlTrouble', { title: summary.control.title })}</span>
        </p>
      )}
      {!problem && counted.length === 0 && <p>{i18n.t('popup.nothing')}</p>}
      {counted.length > 0 && (
        <ul className="counts" aria-label={i18n.t('popup.counts')}>
          {counted.map((state) => (
            <li key={state} data-state={state}>
              <Glyph name={state} size={14} />
              <span className="grow">{i18n.t(`state.${state}`)}</span>
              <strong>{count(state)}</strong>
            </li>
          ))}
        </ul>
      )}
      {report && marked > 0 && (
        <p className="meta" data-testid="popup-placed">
          {i18n.t('popup.placed', { placed: report.placed.length, all: marked })}.{' '}
          {i18n.t('popup.layers', report.layers)}.
        </p>
      )}
      {(['asCreated', 'notTracked', 'corrections', 'cut'] as const).map(
        (gap) =>
          summary.gaps[gap] > 0 && (
            <p key={gap} className="meta" data-testid="popup-gap" data-gap={gap}>
              {i18n.t(`popup.${gap}`, summary.gaps[gap])}
              {gap === 'notTracked' && ` ${i18n.t('popup.trackable')}`}
            </p>
          ),
      )}
      {summary.gaps.lastEdit && (
        <p className="meta" data-testid="popup-last-edit">
          {i18n.t('popup.lastEdit', {
            who: whoText(summary.gaps.lastEdit.who),
            when: whenText(summary.gaps.lastEdit.at, Date.now() + summary.offset, language),
          })}
        </p>
      )}
      {summary.suggestions.length > 0 && (
        <section>
          <h2 className="meta">{i18n.t('panel.popup.suggested', summary.suggestions.length)}</h2>
          <ul className="missing" data-testid="popup-suggestions">
            {summary.suggestions.map(({ field, label, value }) => (
              <li key={field} data-field={field}>
                <Glyph name="suggestion" size={12} />
                <button type="button" className="text-button" onClick={() => onSuggestion(summary.ref, field)}>
                  {label}
                </button>
                <span className="grow">
                  → <bdi dir="auto">{value.length > 60 ? `${value.slice(0, 60)}…` : value}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {missing.length > 0 && (
        <section>
          <h2 className="meta">{i18n.t('popup.notPlaced')}</h2>
          <ul className="missing" data-testid="popup-unplaced">
            {missing.map((field) => (
              <li key={field.name} data-field={field.name}>
                <Glyph name={field.state} size={12} />
                {field.label}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="meta" data-testid="popup-team" title={summary.teamHash}>
        {i18n.t('popup.team', { hash: summary.teamHash.slice(0, 8) })} {sourceOf(summary.control)}
      </p>
    </>
  );
}
