/** Which rows of a long list are drawn. Rows outside the view are space: a margin where they would stand. Pure. */
import { type Grouping, groupOf, type QueueItem } from '../../lib/core/queue';

export interface Group {
  /** The key of its first row. */
  key: string;
  /** The record, or the field, that its rows have in common. */
  title: string;
  item: QueueItem;
  rows: string[];
}

/** A row to draw, and the height of those left out before it. */
interface Drawn {
  key: string;
  before: number;
  /** Its place in the whole list, from 1. */
  position: number;
}

export interface DrawnGroup extends Group {
  before: number;
  drawn: Drawn[];
  /** Height of the rows left out at its end. */
  after: number;
}

export interface Drawing {
  groups: DrawnGroup[];
  after: number;
}

export const HEAD = 32;

/** Neighbours that belong together stand under one head. */
export function groupsOf(rows: readonly string[], known: ReadonlyMap<string, QueueItem>, by: Grouping): Group[] {
  const groups: Group[] = [];
  let before = '';
  for (const key of rows) {
    const item = known.get(key);
    if (!item) continue;
    const its = groupOf(item, by);
    if (its === before) groups.at(-1)?.rows.push(key);
    else groups.push({ key, title: by === 'record' ? item.record : item.label, item, rows: [key] });
    before = its;
  }
  return groups;
}

/**
 * @param from the view's upper edge
 * @param to its lower edge
 * @param always a row that is drawn wherever it is, because it holds the focus
 */
export function draw(
  groups: readonly Group[],
  heightOf: (key: string) => number,
  from: number,
  to: number,
  always: string | null,
): Drawing {
  const drawn: DrawnGroup[] = [];
  let y = 0;
  let skipped = 0;
  let position = 0;
  for (const group of groups) {
    const rows: Drawn[] = [];
    let top = y + HEAD;
    let left = 0;
    for (const key of group.rows) {
      const height = heightOf(key);
      position++;
      if (key === always || (top < to && top + height > from)) {
        rows.push({ key, before: left, position });
        left = 0;
      } else left += height;
      top += height;
    }
    if (rows.length > 0) {
      drawn.push({ ...group, before: skipped, drawn: rows, after: left });
      skipped = 0;
    } else skipped += top - y;
    y = top;
  }
  return { groups: drawn, after: skipped };
}
