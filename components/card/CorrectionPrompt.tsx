import { useEffect, useEffectEvent, useState } from 'react';
import { i18n } from '#i18n';
import { REASONS, type Reason } from '../../lib/core/ledger';
import type { PromptState } from '../../lib/stores/prompt';

interface CorrectionPromptProps extends PromptState {
  /** The buttons are proven to be seen. */
  armed: boolean;
  onReason(reason: Reason): void;
  onMore(): void;
  onStop(): void;
  onClose(): void;
}

/** The two that are meant most often stand in the strip. */
const FIRST: readonly Reason[] = ['value', 'outdated'];
const ASKS_MS = 12_000;
const SAYS_MS = 4_000;

/** Asks why a person changed an agent's value: one click answers, and nothing has to be done to be rid of it. */
export function CorrectionPrompt(props: CorrectionPromptProps) {
  const { prompt, step, onClose } = props;
  const [held, setHeld] = useState(false);
  const close = useEffectEvent(onClose);
  const shown = prompt !== null;
  useEffect(() => {
    // Whoever looks at it is not hurried.
    if (!shown || (step === 'ask' && held) || step === 'sending' || step === 'more') return;
    const timer = setTimeout(() => close(), step === 'ask' ? ASKS_MS : SAYS_MS);
    return () => clearTimeout(timer);
  }, [shown, held, step]);
  if (!prompt) return null;
  return (
    <section
      className={step === 'more' ? 'prompt more' : 'prompt'}
      aria-label={i18n.t('prompt.about', { field: prompt.label })}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {step === 'ask' || step === 'more' ? (
        <Question {...props} />
      ) : (
        <p role="status">{saidText(step, prompt.agent)}</p>
      )}
    </section>
  );
}

function Question({ step, armed, onReason, onMore, onStop }: CorrectionPromptProps) {
  const all = step === 'more';
  const act = (run: () => void) => (event: { nativeEvent: Event }) => {
    if (armed && event.nativeEvent.isTrusted) run();
  };
  return (
    <>
      <p>{i18n.t('prompt.why')}</p>
      <div>
        {(all ? REASONS : FIRST).map((reason) => (
          <button
            key={reason}
            type="button"
            className={all ? 'button' : 'button ghost'}
            data-countersign-action="reason"
            data-reason={reason}
            aria-disabled={!armed}
            onClick={act(() => onReason(reason))}
          >
            {i18n.t(`suggestion.reason.${reason}`)}
          </button>
        ))}
        {all ? (
          <button
            type="button"
            className="button ghost"
            data-countersign-action="stop-asking"
            aria-disabled={!armed}
            onClick={act(onStop)}
          >
            {i18n.t('prompt.stop')}
          </button>
        ) : (
          <button type="button" className="button ghost" data-countersign-action="more" onClick={onMore}>
            {i18n.t('prompt.other')}
          </button>
        )}
      </div>
    </>
  );
}

function saidText(step: Exclude<PromptState['step'], 'ask' | 'more'>, agent: string): string {
  switch (step) {
    case 'sending':
      return i18n.t('prompt.sending');
    case 'told':
      return agent ? i18n.t('prompt.told', { agent }) : i18n.t('prompt.toldUnnamed');
    case 'noted':
      return agent ? i18n.t('prompt.noted', { agent }) : i18n.t('prompt.notedUnnamed');
    case 'off':
      return i18n.t('prompt.off');
    default:
      return i18n.t('prompt.failed');
  }
}
