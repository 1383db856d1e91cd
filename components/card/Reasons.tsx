import { i18n } from '#i18n';
import { REASONS, type Reason } from '../../lib/core/ledger';

/** Why a suggestion is rejected: one click, and it is done. */
export function Reasons({
  ready,
  onReason,
  onBack,
}: {
  ready: boolean;
  onReason(reason: Reason | null): void;
  onBack(): void;
}) {
  const choose = (reason: Reason | null) => (event: { nativeEvent: Event }) => {
    if (ready && event.nativeEvent.isTrusted) onReason(reason);
  };
  return (
    <section>
      <h2 className="meta">{i18n.t('suggestion.why')}</h2>
      <div className={ready ? 'reasons' : 'reasons inert'}>
        {REASONS.map((reason) => (
          <button
            key={reason}
            type="button"
            className="button"
            data-countersign-action="reason"
            data-reason={reason}
            aria-disabled={!ready}
            onClick={choose(reason)}
          >
            {i18n.t(`suggestion.reason.${reason}`)}
          </button>
        ))}
        <button
          type="button"
          className="button ghost"
          data-countersign-action="reason"
          aria-disabled={!ready}
          onClick={choose(null)}
        >
          {i18n.t('suggestion.skip')}
        </button>
        <button type="button" className="button ghost" onClick={onBack}>
          {i18n.t('suggestion.back')}
        </button>
      </div>
    </section>
  );
}
