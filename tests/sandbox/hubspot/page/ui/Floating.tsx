import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { c } from '../classNames.ts';
import { useDismiss } from './useDismiss.ts';

interface FloatingProps {
  anchor: HTMLElement;
  onClose(): void;
  children: ReactNode;
  /** Menus line up with the anchor's end, lists with its start. */
  align?: 'start' | 'end';
}

interface Place {
  top: number;
  left: number;
  minWidth: number;
}

function placeAt(anchor: HTMLElement, box: HTMLElement, align: 'start' | 'end'): Place {
  const at = anchor.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const view = anchor.ownerDocument.defaultView ?? window;
  const fromRight = (getComputedStyle(anchor).direction === 'rtl') !== (align === 'end');
  const width = Math.max(size.width, at.width);
  const left = fromRight ? at.right - width : at.left;
  const below = at.bottom + 4;
  const top = below + size.height > view.innerHeight && at.top > size.height + 4 ? at.top - size.height - 4 : below;
  return { top, left: Math.max(8, Math.min(left, view.innerWidth - width - 8)), minWidth: at.width };
}

/** Something that hangs off a control, rendered directly under `body`; closes on Escape and on a press elsewhere. */
export function Floating({ anchor, onClose, children, align = 'start' }: FloatingProps) {
  const ref: RefObject<HTMLDivElement | null> = useRef(null);
  const [place, setPlace] = useState<Place | null>(null);
  useDismiss(ref, onClose, anchor);
  useLayoutEffect(() => {
    const follow = () => {
      if (ref.current) setPlace(placeAt(anchor, ref.current, align));
    };
    follow();
    addEventListener('scroll', follow, true);
    addEventListener('resize', follow);
    return () => {
      removeEventListener('scroll', follow, true);
      removeEventListener('resize', follow);
    };
  }, [anchor, align]);
  const style = place ? { top: place.top, left: place.left, minWidth: place.minWidth } : { opacity: 0 };
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: React bubbles a press in here to the row the anchor stands in, where it must not count
    <div ref={ref} className={c('floating')} style={style} onClick={(event) => event.stopPropagation()}>
      {children}
    </div>,
    anchor.ownerDocument.body,
  );
}
