/**
 * Sizes in pixels that both the style sheet and the virtual list go by, so that what is mounted at first can be told.
 */

export const ROW = 32;
export const BLOCK_HEAD = 44;
export const GROUP_HEAD = 36;
/** Between two blocks. */
export const BLOCK_GAP = 12;
/** Space below a block's last row, its border, and the gap to the next block. */
export const BLOCK_FOOT = 8 + 2 + BLOCK_GAP;
export const TOP_BAR = 56;
export const HEADER = 136;
/** Where the stage bar is not shown. */
export const LOW_HEADER = 68;
export const BODY_PADDING = 16;
/** How far beyond its visible part the list keeps blocks mounted. */
export const OVERSCAN = 600;

/** The window the first view is counted for; smaller ones mount as much, larger ones mount more. */
const WINDOW = 900;

/** Height of the sidebar in such a window. */
export function listHeight(hasStageBar: boolean): number {
  return WINDOW - TOP_BAR - (hasStageBar ? HEADER : LOW_HEADER) - BODY_PADDING;
}

/** Which of the stacked items are mounted when the list is scrolled to `top` and shows `viewport` pixels. */
export function mountedRange(
  heights: readonly number[],
  top: number,
  viewport: number,
): { first: number; end: number } {
  let at = 0;
  let first = heights.length;
  let end = 0;
  heights.forEach((height, index) => {
    if (at + height > top - OVERSCAN && at < top + viewport + OVERSCAN) {
      first = Math.min(first, index);
      end = index + 1;
    }
    at += height;
  });
  return { first: Math.min(first, end), end };
}
