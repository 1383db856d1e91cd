/** The card's end of the channel to the page side that holds its frame: its height, its wish to close or to see the page anew, nothing else. */

const HELLO = 'countersign-card';

export function connectToPage(): { close(): void; reload(): void; follow(content: HTMLElement, wide?: boolean): void } {
  let port: MessagePort | null = null;
  let size = { height: 0 };
  const post = (message: { height: number; width?: number } | { close: true } | { reload: true }) =>
    port?.postMessage(message);
  window.addEventListener('message', (event) => {
    if (port || event.source !== window.parent || event.data !== HELLO) return;
    port = event.ports[0] ?? null;
    if (size.height > 0) post(size);
  });
  return {
    close: () => (window.parent === window ? window.close() : post({ close: true })),
    reload: () => post({ reload: true }),
    /** Tells the content's height whenever it changes; where it is as wide as it needs to be, that too. */
    follow(content, wide = false) {
      if (wide) {
        content.style.inlineSize = 'max-content';
        // What fits to a fraction of a pixel must not be scrolled.
        document.documentElement.style.overflow = 'hidden';
      }
      new ResizeObserver(() => {
        size = {
          height: content.scrollHeight,
          ...(wide ? { width: Math.ceil(content.getBoundingClientRect().width) } : {}),
        };
        // Nothing is drawn yet.
        if (size.height > 0) post(size);
      }).observe(content);
    },
  };
}
