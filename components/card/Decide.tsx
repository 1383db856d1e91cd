import type { ReactNode } from 'react';

interface DecideProps {
  action: 'approve' | 'edit' | 'reject' | 'undo';
  id: string;
  inert?: boolean;
  primary?: boolean;
  label?: string | undefined;
  onClick(): void;
  children: ReactNode;
}

/** A button that decides. Inert ones stay in the tab order and do nothing. */
export function Decide({ action, id, inert = false, primary = false, label, onClick, children }: DecideProps) {
  return (
    <button
      type="button"
      className={primary ? 'button primary' : 'button'}
      data-countersign-action={action}
      data-suggestion={id}
      aria-disabled={inert}
      aria-label={label}
      onClick={(event) => {
        if (!inert && event.nativeEvent.isTrusted) onClick();
      }}
    >
      {children}
    </button>
  );
}
