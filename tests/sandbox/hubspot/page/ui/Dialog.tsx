import { type ReactNode, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Attributes } from '../marks.ts';
import { Icon } from './Icon.tsx';
import { useFormId } from './useFormId.ts';

interface DialogProps {
  title: ReactNode;
  /** A dialog in the middle of the page or a panel at its end. */
  kind: 'modal' | 'panel';
  attributes?: Attributes;
  footer?: ReactNode;
  onClose(): void;
  children: ReactNode;
}

const FOCUSABLE = 'a[href],button:not(:disabled),input,textarea,iframe,[tabindex="0"]';

/** A modal dialog or side panel under `body`: takes the focus, keeps Tab inside, closes on Escape, gives the focus back. */
export function Dialog({ title, kind, attributes, footer, onClose, children }: DialogProps) {
  const { t } = usePage();
  const id = useFormId();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    ref.current?.focus();
    return () => before?.focus();
  }, []);
  const keys = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    if (event.key !== 'Tab') return;
    const stops = [...(ref.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const [first, last] = event.shiftKey ? [stops.at(-1), stops[0]] : [stops[0], stops.at(-1)];
    if (document.activeElement === last || (event.shiftKey && document.activeElement === ref.current)) {
      event.preventDefault();
      first?.focus();
    }
  };
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: closes the dialog; the keyboard has Escape and a button
    <div
      className={c('backdrop', kind === 'panel' && 'clear')}
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={keys}
    >
      <div
        ref={ref}
        role="dialog"
        aria-modal="true"
        aria-labelledby={`title-${id}`}
        tabIndex={-1}
        className={c(kind)}
        {...attributes}
      >
        <header className={c('dialogHead')}>
          <h2 id={`title-${id}`}>{title}</h2>
          <button type="button" className={c('iconButton')} aria-label={t('close')} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div className={c('dialogBody')}>{children}</div>
        {footer && <footer className={c('dialogFoot')}>{footer}</footer>}
      </div>
    </div>,
    document.body,
  );
}
