/**
 * Buttons count only after they have been really visible for a while: a page can cover a frame without the frame noticing
 * anything but this. Needs IntersectionObserver v2 (Chromium); elsewhere the callback is never called with true.
 */
const SEEN_FOR_MS = 400;

export function whenSeen(element: Element, callback: (seen: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
    threshold: [0.5],
    trackVisibility: true,
    delay: 100,
  };
  const observer = new IntersectionObserver((entries) => {
    clearTimeout(timer);
    const last = entries.at(-1) as (IntersectionObserverEntry & { isVisible?: boolean }) | undefined;
    if (last?.isVisible === true) timer = setTimeout(() => callback(true), SEEN_FOR_MS);
    else callback(false);
  }, options);
  observer.observe(element);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** True where the browser can tell that something is really visible. */
export function canProve(): boolean {
  return 'isVisible' in IntersectionObserverEntry.prototype;
}
