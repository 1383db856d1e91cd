/**
 * What is near enough to the view to be drawn. Of a long page only a few screens are ever looked at; a mark that is drawn costs the
 * page a box with styles of its own.
 */

/** More than a turn of the wheel or a press of Page Down moves in one frame, px. */
const AHEAD = 2_000;

/** True for a box in the view or near it, and for one that has no size. */
function isNear(box: Element): boolean {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return bottom >= -AHEAD && top <= innerHeight + AHEAD && right >= -AHEAD && left <= innerWidth + AHEAD;
}

export class Nearness {
  readonly #observer: IntersectionObserver;
  #waiting = new WeakSet<Element>();

  /** @param run called with boxes that were waited for and are near now */
  constructor(run: (boxes: ReadonlySet<Element>) => void, signal: AbortSignal) {
    // Pages scroll in boxes of their own, too; a browser that knows no margin for those tells of what has come into view.
    const margin = 'scrollMargin' in IntersectionObserver.prototype ? 'scrollMargin' : 'rootMargin';
    this.#observer = new IntersectionObserver(
      (entries) => {
        const near = new Set(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target));
        for (const box of near) {
          this.#observer.unobserve(box);
          this.#waiting.delete(box);
        }
        if (near.size > 0) run(near);
      },
      { [margin]: `${AHEAD}px` },
    );
    signal.addEventListener('abort', () => this.clear());
  }

  /** True for a box that is near; one that is not is told of once it is. */
  isNear(box: Element): boolean {
    if (this.#waiting.has(box)) return false;
    if (isNear(box)) return true;
    this.#waiting.add(box);
    this.#observer.observe(box);
    return false;
  }

  /** Waits for nothing any more. */
  clear(): void {
    this.#observer.disconnect();
    this.#waiting = new WeakSet();
  }
}
