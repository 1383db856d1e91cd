import { type ReactNode, useEffect, useRef } from 'react';

interface DialogProps {
  label: string;
  testId: string;
  onClose(): void;
  children: ReactNode;
}

/** A sheet from below. The browser keeps the focus in it, closes it on Escape and gives the focus back. */
export function Dialog({ label, testId, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
