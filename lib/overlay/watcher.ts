/**
 * One MutationObserver for the page. Its callback only queues; the work is done once per frame, before the frame is painted,
 * and not at all in a hidden tab.
 */
import type { PageAdapter, Region } from '../crm/contract';

/** Beyond this the queue is dropped and everything is looked at again, so that a churning page can't fill memory. */
const QUEUE_LIMIT = 10_000;

export class Watcher {
  readonly #adapter: PageAdapter;
  readonly #run: (records: readonly MutationRecord[]) => void;
  readonly #observer: MutationObserver;
  /** What can be a record's page or a part of it, and whether it is to be seen. */
  readonly #appearing: ResizeObserver;
  readonly #seen = new WeakMap<Element, boolean>();
  #queue: MutationRecord[] = [];
  #frame = 0;
  #watching = false;

  constructor(adapter: PageAdapter, run: (records: readonly MutationRecord[]) => void, signal: AbortSignal) {
    this.#adapter = adapter;
    this.#run = run;
    this.#observer = new MutationObserver((records) => {
      if (this.#queue.length <= QUEUE_LIMIT) for (const record of records) this.#queue.push(record);
      this.soon();
    });
    this.#appearing = new ResizeObserver((entries) => {
      const changed = entries.filter(({ target, contentRect: { height } }) => {
        const before = this.#seen.get(target);
        this.#seen.set(target, height > 0);
        // The first time it only tells how things were when the look began.
        return before !== undefined && before !== height > 0;
      });
      if (changed.length > 0) this.soon();
    });
    signal.addEventListener('abort', () => this.stop());
  }

  start(): void {
    this.#watching = true;
    this.regions([], new Map(this.#adapter.roots?.(document).map((tree) => [tree, undefined])), true);
  }

  stop(): void {
    this.#watching = false;
    this.#observer.disconnect();
    this.#appearing.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#queue = [];
  }

  /**
   * Arrivals are watched on the whole page, changes of text and attributes only where fields are shown.
   * @param roots open shadow roots, for an observer does not look into them from outside, each with the region it is in
   * @param texts true while any text of the page can be the title that is waited for, and anything that appears the record's page
   */
  regions(regions: readonly Region[], roots: ReadonlyMap<ShadowRoot, Region | undefined>, texts: boolean): void {
    if (!this.#watching) return;
    const records = this.#observer.takeRecords();
    if (records.length > 0) {
      this.#queue.push(...records);
      this.soon();
    }
    const { regionHint, appears = regionHint, watchedAttributes } = this.#adapter;
    const arrivals = { childList: true, subtree: true, characterData: texts };
    const everything = { childList: true, subtree: true, characterData: true, attributes: true };
    const filter = { attributeFilter: [...watchedAttributes] };
    this.#observer.disconnect();
    this.#appearing.disconnect();
    for (const tree of [document, ...roots.keys()]) {
      const shows = tree instanceof ShadowRoot && roots.get(tree);
      this.#observer.observe(tree, shows ? { ...everything, ...filter } : arrivals);
      // A page that was there all the time can come to the front by an attribute anywhere around it, or by a style.
      if (texts) for (const element of tree.querySelectorAll(appears)) this.#appearing.observe(element);
    }
    for (const { element } of regions) this.#observer.observe(element, { ...everything, ...filter });
  }

  /** Runs before the next frame is painted. */
  soon(): void {
    if (this.#frame === 0 && this.#watching) this.#frame = requestAnimationFrame(() => this.now());
  }

  now(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const records = [...this.#queue, ...this.#observer.takeRecords()];
    this.#queue = [];
    if (!this.#watching) return;
    this.#run(records);
    // Nothing of the page runs in between: what changed since is our own work, which would be looked at all over again.
    this.#observer.takeRecords();
  }
}
