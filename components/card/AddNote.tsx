import { useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { NOTE_CHARS } from '../../lib/core/ledger';
import type { Noted } from '../../lib/stores/suggestion';

/** A few words about a rejection that is done already: nobody has to, and nothing waits for it. */
export function AddNote({ onNote }: { onNote(text: string): Promise<Noted> }) {
  const [step, setStep] = useState<'closed' | 'open' | 'saving' | Noted>('closed');
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (step === 'open') input.current?.focus();
  }, [step]);
  if (step === 'closed') {
    return (
      <button type="button" className="text-button" data-testid="add-note" onClick={() => setStep('open')}>
        {i18n.t('note.add')}
      </button>
    );
  }
  if (step === 'added' || step === 'kept') {
    return (
      <span role="status" data-testid="note-done">
        {i18n.t(`note.${step}`)}
      </span>
    );
  }
  const save = async () => {
    setStep('saving');
    setStep(await onNote(text.trim()));
  };
  return (
    <form
      className="note edit"
      onSubmit={(event) => {
        event.preventDefault();
        if (event.nativeEvent.isTrusted && text.trim() && step !== 'saving') void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        setStep('closed');
      }}
    >
      <input
        ref={input}
        className="field"
        aria-label={i18n.t('note.label')}
        placeholder={i18n.t('note.label')}
        maxLength={NOTE_CHARS}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit" className="button" aria-disabled={!text.trim() || step === 'saving'}>
        {i18n.t('note.save')}
      </button>
      {step === 'failed' && (
        <span className="error" role="alert">
          {i18n.t('note.failed')}
        </span>
      )}
    </form>
  );
}
