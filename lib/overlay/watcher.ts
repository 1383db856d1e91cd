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
    signal.addEventListener('abort', () => this.stop());
  }

  start(): void {
    this.#watching = true;
    this.regions([], true);
  }

  stop(): void {
    this.#watching = false;
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#queue = [];
  }

  /**
   * Arrivals are watched on the whole page, changes of text and attributes only where fields are shown.
   * @param texts true while any text of the page can be the title that is waited for
   */
  regions(regions: readonly Region[], texts: boolean): void {
    if (!this.#watching) return;
    const records = this.#observer.takeRecords();
    if (records.length > 0) {
      this.#queue.push(...records);
      this.soon();
    }
    this.#observer.disconnect();
    this.#observer.observe(document, { childList: true, subtree: true, characterData: texts });
    for (const { element } of regions) {
      this.#observer.observe(element, {
        childList: true,
        subtree: true,
        characterData: true,
        attributes: true,
        attributeFilter: [...this.#adapter.watchedAttributes],
      });
    }
  }

  /** Runs before the next frame is painted. */
  soon(): void {
    if (this.#frame === 0 && this.#watching) this.#frame = requestAnimationFrame(() => this.now());
  }

  now(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const records = this.#queue;
    this.#queue = [];
    if (this.#watching) this.#run(records);
  }
}
