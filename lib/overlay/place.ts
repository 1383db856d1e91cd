/**
 * Where a mark stands: after the last letter of the value's first line, else after the label, else as a coin at the row's
 * edge, else nowhere. All rects are read in one batch and written in one batch, once per layout, never per frame.
 */
import type { Mark } from './marks';

const BOX = 24;
/** The glyph's centre stands this far from the last letter: 6 px of room and half a 12 px glyph. */
const CENTRE = 12;
const COIN = 18;
/** Longer texts are measured by their beginning: only the first line matters. */
const MEASURED_CHARS = 200;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Plan {
  mark: Mark;
  /** Viewport position of the box's top left corner; `null` where there is no room. */
  at: { left: number; top: number } | null;
  coin: boolean;
}

/** Places marks. @returns those for which there was no room or no layout. */
export function place(marks: readonly Mark[]): Mark[] {
  // Hidden boxes have no rect, so what is hidden is shown before reading.
  for (const { host } of marks) if (host.hasAttribute('data-unplaced')) host.removeAttribute('data-unplaced');
  const taken: Box[] = [];
  const plans: (Plan & { base: DOMRect })[] = [];
  for (const mark of marks) {
    const base = mark.host.getBoundingClientRect();
    const plan = planFor(mark, taken);
    if (plan.at) taken.push({ left: plan.at.left, right: plan.at.left + BOX, top: plan.at.top, bottom: plan.at.top + BOX });
    plans.push({ ...plan, base });
  }
  const unplaced: Mark[] = [];
  const ratio = window.devicePixelRatio || 1;
  const snap = (px: number) => Math.round(px * ratio) / ratio;
  for (const { mark, at, coin, base } of plans) {
    mark.host.toggleAttribute('data-coin', coin);
    if (!at) {
      mark.host.setAttribute('data-unplaced', '');
      unplaced.push(mark);
      continue;
    }
    mark.x = snap(at.left - (base.left - mark.x));
    mark.y = snap(at.top - (base.top - mark.y));
    mark.host.style.setProperty('--cs-x', `${mark.x}px`);
    mark.host.style.setProperty('--cs-y', `${mark.y}px`);
  }
  return unplaced;
}

function planFor(mark: Mark, taken: readonly Box[]): Plan {
  const { spot } = mark;
  const none: Plan = { mark, at: null, coin: false };
  const row = spot.row.getBoundingClientRect();
  if (row.width === 0 || row.height === 0) return none;
  const rtl = getComputedStyle(spot.row).direction === 'rtl';
  const value = spot.editing || !spot.value ? null : firstLine(spot.value);
  const label = spot.label ? firstLine(spot.label) : null;
  const title = spot.surface === 'title';
  for (const [line, reserved] of [
    [value, spot.reserved.value],
    [label, spot.reserved.label],
  ] as const) {
    if (!line) continue;
    const centre = CENTRE + (title ? 3 : 0);
    const left = rtl ? line.left - centre - BOX / 2 : line.right + centre - BOX / 2;
    const top = (line.top + line.bottom) / 2 - BOX / 2;
    const free = rtl ? line.left - (row.left + reserved) : row.right - reserved - line.right;
    const box = { left, right: left + BOX, top, bottom: top + BOX };
    if (free >= BOX && !overlaps(box, taken)) return { mark, at: { left, top }, coin: false };
  }
  const text = value ?? label;
  if (!text) return none;
  const left = rtl ? row.left : row.right - BOX;
  const top = (text.top + text.bottom) / 2 - BOX / 2;
  const box = { left, right: left + BOX, top, bottom: top + BOX };
  const clear = rtl ? text.left - row.left >= COIN : row.right - text.right >= COIN;
  return clear && !overlaps(box, taken) ? { mark, at: { left, top }, coin: true } : none;
}

function overlaps(box: Box, taken: readonly Box[]): boolean {
  return taken.some((t) => box.left < t.right && t.left < box.right && box.top < t.bottom && t.top < box.bottom);
}

/**
 * The box of an element's first line; `null` without any. An inline element's own boxes include what it holds (a badge, a
 * caret); a block's are as wide as its column, so there the text is measured.
 */
function firstLine(element: Element): Box | null {
  if (getComputedStyle(element).display === 'inline') return union(null, element.getClientRects());
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let line: Box | null = null;
  let chars = 0;
  for (let node = walker.nextNode(); node && chars < MEASURED_CHARS; node = walker.nextNode()) {
    range.selectNodeContents(node);
    const length = node.nodeValue?.length ?? 0;
    if (length > MEASURED_CHARS) range.setEnd(node, MEASURED_CHARS);
    chars += length;
    line = union(line, range.getClientRects());
  }
  return line;
}

/** Extends a line by those rects that stand on it; the first visible rect opens it. */
function union(start: Box | null, rects: DOMRectList): Box | null {
  let line = start;
  for (const rect of rects) {
    if (rect.width === 0 || rect.height === 0) continue;
    if (!line) line = { left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom };
    else if (rect.top < line.bottom - 1 && rect.bottom > line.top + 1) {
      line.left = Math.min(line.left, rect.left);
      line.right = Math.max(line.right, rect.right);
      line.top = Math.min(line.top, rect.top);
      line.bottom = Math.max(line.bottom, rect.bottom);
    }
  }
  return line;
}
