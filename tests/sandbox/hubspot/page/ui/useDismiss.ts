import { type RefObject, useEffect } from 'react';

/** Calls `dismiss` on Escape and on a press outside `ref` (and outside `anchor`, which toggles by itself). */
export function useDismiss(ref: RefObject<HTMLElement | null>, dismiss: () => void, anchor?: HTMLElement | null): void {
  useEffect(() => {
    const document = ref.current?.ownerDocument ?? globalThis.document;
    const press = (event: Event) => {
      const target = event.target as Node;
      if (!ref.current?.contains(target) && !anchor?.contains(target)) dismiss();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      dismiss();
      anchor?.focus();
    };
    document.addEventListener('mousedown', press, true);
    document.addEventListener('keydown', key, true);
    return () => {
      document.removeEventListener('mousedown', press, true);
      document.removeEventListener('keydown', key, true);
    };
  }, [ref, dismiss, anchor]);
}
