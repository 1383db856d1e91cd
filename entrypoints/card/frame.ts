/** The card's end of the channel to the page side that holds its frame: its height, its wish to close or to see the page anew, nothing else. */

const HELLO = 'countersign-card';

export function connectToPage(): { close(): void; reload(): void; follow(content: HTMLElement): void } {
  let port: MessagePort | null = null;
  let height = 0;
  const post = (message: { height: number } | { close: true } | { reload: true }) => port?.postMessage(message);
  window.addEventListener('message', (event) => {
    if (port || event.source !== window.parent || event.data !== HELLO) return;
    port = event.ports[0] ?? null;
    if (height > 0) post({ height });
  });
  return {
    close: () => (window.parent === window ? window.close() : post({ close: true })),
    reload: () => post({ reload: true }),
    follow(content) {
      new ResizeObserver(() => {
        height = content.scrollHeight;
        post({ height });
      }).observe(content);
    },
  };
}
