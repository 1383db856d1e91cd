/** A list that keeps only the items in and near its visible part in the document. */
import { c } from '../classNames.ts';
import { mountedRange } from '../metrics.ts';
import { h, type VNode } from '../render/vnode.ts';

export interface ListItem {
  key: string;
  /** Height as long as it has not been measured. */
  height: number;
  view(): VNode;
}

export class VirtualList {
  readonly #update: () => void;
  readonly #measured = new Map<string, number>();
  readonly #nodes = new Map<string, HTMLElement>();
  #scroller: HTMLElement | null = null;
  #top = 0;
  #items: readonly ListItem[] = [];
  #range = { first: 0, end: 0 };

  /** @param update renders the page anew */
  constructor(update: () => void) {
    this.#update = update;
  }

  /** @param least pixels to fill even where less of the list is visible */
  view(items: readonly ListItem[], least: number): VNode {
    this.#items = items;
    const heights = this.#heights();
    this.#range = mountedRange(heights, this.#top, Math.max(least, this.#scroller?.clientHeight ?? 0));
    const { first, end } = this.#range;
    const above = sum(heights.slice(0, first));
    const below = sum(heights.slice(end));
    return h(
      'div',
      {
        class: c('scroller'),
        'data-testid': 'virtuoso-scroller',
        'data-virtuoso-scroller': 'true',
        tabindex: '0',
        ref: (node) => {
          this.#scroller = node;
        },
        on: { scroll: () => this.#scrolled() },
      },
      h(
        'div',
        { style: `padding-top:${above}px;padding-bottom:${below}px` },
        items.slice(first, end).map((item, index) =>
          h(
            'div',
            {
              key: item.key,
              class: c('item'),
              'data-index': String(first + index),
              ref: (node) => void this.#nodes.set(item.key, node),
            },
            item.view(),
          ),
        ),
      ),
    );
  }

  /** Forgets what it has shown, and begins at the top with what comes next. */
  reset(): void {
    this.#measured.clear();
    this.#top = 0;
    if (this.#scroller) this.#scroller.scrollTop = 0;
  }

  /** Takes the real heights of what is mounted; renders once more where that changes what has to be. */
  measure(): void {
    const { first, end } = this.#range;
    for (const { key } of this.#items.slice(first, end)) {
      const node = this.#nodes.get(key);
      if (node?.isConnected) this.#measured.set(key, node.offsetHeight);
    }
    if (this.#isOutOfDate()) this.#update();
  }

  #scrolled(): void {
    this.#top = this.#scroller?.scrollTop ?? 0;
    if (this.#isOutOfDate()) this.#update();
  }

  #isOutOfDate(): boolean {
    const scroller = this.#scroller;
    if (!scroller?.isConnected) return false;
    const { first, end } = mountedRange(this.#heights(), this.#top, scroller.clientHeight);
    return first < this.#range.first || end > this.#range.end || first > this.#range.first + 1;
  }

  #heights(): number[] {
    return this.#items.map(({ key, height }) => this.#measured.get(key) ?? height);
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
