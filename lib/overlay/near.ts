/**
 * What is near enough to the view to be drawn: as much again as the view shows, above and below, which is more than a press of Page
 * Down moves. Of a long page only a few screens are ever looked at; a mark that is drawn costs the page a box with styles of its own.
 */

export class Nearness {
  readonly #observer: IntersectionObserver;
  /** Boxes that were asked about, and whether they have been near. */
  #known = new WeakMap<Element, boolean>();

  /** @param run called with boxes that were asked about and have come near */
  constructor(run: (boxes: readonly Element[]) => void, signal: AbortSignal) {
    // For pages that scroll in boxes of their own, too; a browser that knows no such margin tells of what has come into view.
    this.#observer = new IntersectionObserver(
      (entries) => {
        const near = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
        for (const box of near) {
          this.#observer.unobserve(box);
          this.#known.set(box, true);
        }
        if (near.length > 0) run(near);
      },
      { scrollMargin: '100%' },
    );
    signal.addEventListener('abort', () => this.clear());
  }

  /** True for a box that is not far above or below the view, and for one that has no size; the others are told of once they are. */
  isNear(box: Element): boolean {
    let near = this.#known.get(box);
    if (near === undefined) {
      const { top, bottom } = box.getBoundingClientRect();
      near = bottom >= -innerHeight && top <= 2 * innerHeight;
      this.#known.set(box, near);
      if (!near) this.#observer.observe(box);
    }
    return near;
  }

  /** Forgets what was asked. */
  clear(): void {
    this.#observer.disconnect();
    this.#known = new WeakMap();
  }
}
