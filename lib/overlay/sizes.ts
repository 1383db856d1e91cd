import { drawnIn } from './tree';

/**
 * Notices surfaces that get another width, or are shown again, without any change of the page's nodes: a column beside them was
 * folded, a style changed. Rows that come or go change only the height, and what they carry moves along.
 */
export class Sizes {
  readonly #observer: ResizeObserver;
  readonly #known = new WeakMap<Element, string>();
  /** Surfaces by the box that is followed for them. */
  #boxes = new Map<Element, Element[]>();

  /** @param run called with the surfaces before the next frame is painted */
  constructor(run: (surfaces: Element[]) => void, signal: AbortSignal) {
    this.#observer = new ResizeObserver((entries) => {
      const changed = entries.filter(({ target, contentRect: { width, height } }) => {
        const before = this.#known.get(target);
        const now = height === 0 ? 'hidden' : String(Math.round(width));
        this.#known.set(target, now);
        // The first size is the one that everything on it was placed by.
        return before !== undefined && before !== now;
      });
      if (changed.length > 0) run(changed.flatMap((entry) => this.#boxes.get(entry.target) ?? []));
    });
    signal.addEventListener('abort', () => this.#observer.disconnect());
  }

  /** Follows these surfaces and no others. */
  watch(surfaces: readonly Element[]): void {
    this.#observer.disconnect();
    this.#boxes = Map.groupBy(surfaces, boxOf);
    for (const box of this.#boxes.keys()) this.#observer.observe(box);
  }
}

/** The nearest box around a surface that has a size of its own: elements of components are often inline. */
function boxOf(surface: Element): Element {
  for (let at: Node | null = surface; at; at = drawnIn(at)) {
    if (at instanceof Element && !['inline', 'contents'].includes(getComputedStyle(at).display)) return at;
  }
  return surface;
}
