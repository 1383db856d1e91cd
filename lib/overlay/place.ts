/**
 * Where a mark stands: after the last letter of the value's first line, else after the label, else as a coin at the row's
 * edge, else nowhere. `plan` reads all rects, `settle` writes all places: once per layout, never per frame, and never the one
 * between the other, which would make the browser lay out the page again.
 */
import type { Mark } from './marks';
import { drawnIn } from './tree';

const BOX = 24;
/** The glyph's centre stands this far from the last letter: 6 px of room and half a 12 px glyph. */
const CENTRE = 12;
/** A coin of 18 px in the middle of its box, at the row's edge. */
const COIN_ROOM = 21;
/** A stage bar that is lower than this leaves its text room only where a third of the coin overlaps it. */
const LOW_BAR = 30;
const COIN = 18;
/** Between the last letter, or a mark, and a chip. */
const CHIP_GAP = 6;
/** Lines closer than a box is high: the box moves a little rather than overlap its neighbour's. */
const SHIFTS = [0, 2, -2, 4, -4];
/** What stands on a line besides text, such as the caret after a tag. */
const PICTURES = 'svg, img, input[type="checkbox"]';
/** Longer texts are measured by their beginning: only the first line matters. */
const MEASURED_CHARS = 200;

/** Viewport px. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Viewport position of a box's top left corner, and by how much the box was moved off its line. */
interface Spot {
  left: number;
  top: number;
  shift: number;
}

interface Found {
  /** `null` where there is no room. */
  at: Spot | null;
  coin: boolean;
  /** A chip that has no room for its words. */
  short?: boolean;
  width?: number;
}

export interface Plan extends Found {
  mark: Mark;
  /** Where the mark's box is now. */
  base: Box;
}

/** True for a mark that stands where it would if it were the only one: it needs no other place. */
export function stays(mark: Mark): boolean {
  const { at, coin } = planFor(mark, []);
  const { left, top } = mark.host.getBoundingClientRect();
  // A new one has not been moved yet.
  return mark.x !== 0 && at !== null && !coin && Math.abs(at.left - left) + Math.abs(at.top - top) < 1;
}

/**
 * Finds places for marks, in their order; what stands on a place is kept clear.
 * @param others all marks; those that are not placed now keep their places
 * @returns a plan for each of `marks`, and the boxes of all that have a place then
 */
export function plan(
  marks: readonly Mark[],
  others: readonly Mark[] = marks,
): { plans: Plan[]; boxes: Map<Mark, Box> } {
  // Hidden boxes have no rect, so what is hidden is shown before reading.
  for (const { host } of marks) {
    host.removeAttribute('data-unplaced');
    host.removeAttribute('data-short');
  }
  const now = new Set(marks);
  const boxes = new Map<Mark, Box>();
  for (const mark of others) {
    if (!now.has(mark) && !mark.host.hasAttribute('data-unplaced')) boxes.set(mark, mark.host.getBoundingClientRect());
  }
  const taken = [...boxes.values()];
  const plans: Plan[] = [];
  for (const mark of marks) {
    const base = mark.host.getBoundingClientRect();
    const chip = mark.content.state === 'suggestion';
    const found = chip ? planForChip(mark, base.width, taken) : planFor(mark, taken);
    if (found.at) {
      const { left, top } = found.at;
      const box = { left, right: left + (found.width ?? BOX), top, bottom: top + BOX };
      taken.push(box);
      boxes.set(mark, box);
    }
    plans.push({ ...found, mark, base });
  }
  return { plans, boxes };
}

/** Puts marks where they were planned; those for which there is no room or no layout are not shown. */
export function settle(plans: readonly Plan[]): void {
  const ratio = window.devicePixelRatio || 1;
  const snap = (px: number) => Math.round(px * ratio) / ratio;
  for (const { mark, at, coin, short, base } of plans) {
    mark.host.toggleAttribute('data-coin', coin);
    mark.host.toggleAttribute('data-short', !!short);
    if (!at) {
      mark.host.setAttribute('data-unplaced', '');
      continue;
    }
    mark.x = snap(at.left - (base.left - mark.x));
    mark.y = snap(at.top - (base.top - mark.y));
    mark.host.style.setProperty('--cs-x', `${mark.x}px`);
    mark.host.style.setProperty('--cs-y', `${mark.y}px`);
    // The box may move, the glyph stays level with the text.
    mark.host.toggleAttribute('data-shifted', at.shift !== 0);
    if (at.shift !== 0) mark.host.style.setProperty('--cs-dy', `${-at.shift}px`);
  }
}

function planFor(mark: Mark, taken: readonly Box[]): Found {
  const { spot } = mark;
  const none: Found = { at: null, coin: false };
  const row = spot.box.getBoundingClientRect();
  if (row.width === 0 || row.height === 0 || !spot.box.checkVisibility({ visibilityProperty: true })) return none;
  if (spot.surface === 'stage') return { at: underStage(spot.row), coin: true };
  const rtl = getComputedStyle(spot.box).direction === 'rtl';
  const title = spot.surface === 'title';
  const behind = (line: Box | null, end: number) => {
    if (!line || (rtl ? line.left - end : end - line.right) < BOX) return null;
    const centre = CENTRE + (title ? 3 : 0);
    const left = rtl ? line.left - centre - BOX / 2 : line.right + centre - BOX / 2;
    return clear({ left, top: (line.top + line.bottom) / 2 - BOX / 2 }, taken);
  };
  // Beside the value first, then beside the label, as far as the value leaves room there.
  const value = spot.editing || !spot.value ? null : title ? lastLine(spot.value) : firstLine(spot.value);
  const first = behind(value, rtl ? row.left + spot.reserved.value : row.right - spot.reserved.value);
  if (first) return { at: first, coin: false };
  const label = spot.label ? firstLine(spot.label) : null;
  // While a value is edited, its place is its control's.
  const control = spot.editing && spot.value ? spot.value.getBoundingClientRect() : null;
  const second = behind(label, labelEnd(label, value ?? control, row, spot.reserved.label, rtl));
  if (second) return { at: second, coin: false };
  const before = label && value && onOneLine(label, value) ? beforeLabel(label, row, rtl) : null;
  const ahead = before && clear(before, taken);
  if (ahead) return { at: ahead, coin: false };
  const text = value ?? label;
  // At the edge of a line whose end is the page's own, a coin would cover its buttons.
  if (!text || (value ? spot.reserved.value : spot.reserved.label) > 0) return none;
  const room = (rtl ? text.left - row.left : row.right - text.right) >= COIN_ROOM;
  const edge = { left: rtl ? row.left : row.right - BOX, top: (text.top + text.bottom) / 2 - BOX / 2 };
  const at = room ? clear(edge, taken) : null;
  return at ? { at, coin: true } : none;
}

/** A chip stands after the value, and after its mark; in words if there is room for them, else as its glyph, else after the label. */
function planForChip(mark: Mark, width: number, taken: readonly Box[]): Found {
  const { spot } = mark;
  const none: Found = { at: null, coin: false };
  const row = spot.box.getBoundingClientRect();
  if (row.width === 0 || row.height === 0 || !spot.box.checkVisibility({ visibilityProperty: true })) return none;
  const rtl = getComputedStyle(spot.box).direction === 'rtl';
  if (spot.surface === 'stage') {
    const { left, top } = underStage(spot.row);
    const at = {
      left: rtl ? beyond(left + BOX, top, BOX, taken, -1) : beyond(left, top, BOX, taken, 1),
      top,
      shift: 0,
    };
    return { at, coin: true, short: width > BOX };
  }
  const value = spot.value && !spot.editing ? firstLine(spot.value) : null;
  const label = spot.label ? firstLine(spot.label) : null;
  const lines = [
    { line: value, end: rtl ? row.left + spot.reserved.value : row.right - spot.reserved.value, wide: true },
    { line: label, end: labelEnd(label, value, row, spot.reserved.label, rtl), wide: false },
  ];
  for (const { line, end, wide } of lines) {
    if (!line) continue;
    const top = (line.top + line.bottom) / 2 - BOX / 2;
    for (const size of wide && width > BOX ? [width, BOX] : [BOX]) {
      const gap = size > BOX ? CHIP_GAP : 0;
      const left = rtl ? beyond(line.left - gap, top, size, taken, -1) : beyond(line.right + gap, top, size, taken, 1);
      if (rtl ? left < end : left + size > end) continue;
      return { at: { left, top, shift: 0 }, coin: false, short: size === BOX && width > BOX, width: size };
    }
  }
  return none;
}

/** The first free place on a line from a point on, in the line's direction; px of its left edge. */
function beyond(from: number, top: number, width: number, taken: readonly Box[], direction: 1 | -1): number {
  let at = from;
  for (let again = true; again; ) {
    again = false;
    for (const box of taken) {
      const left = direction === 1 ? at : at - width;
      if (!overlaps({ left, right: left + width, top, bottom: top + BOX }, [box])) continue;
      at = direction === 1 ? box.right + 2 : box.left - 2;
      again = true;
    }
  }
  return direction === 1 ? at : at - width;
}

/**
 * The coin of a stage bar: centred on the lower edge of the current segment, half outside; two thirds where the bar is low. It stays
 * within what is cut off around the bar.
 */
function underStage(segment: Element): Spot {
  const { left, width, top, bottom } = segment.getBoundingClientRect();
  const edge = bottom - top < LOW_BAR ? bottom + COIN / 6 : bottom;
  const centre = Math.min(edge, clippedAt(segment) - COIN / 2);
  return { left: left + width / 2 - BOX / 2, top: centre - BOX / 2, shift: 0 };
}

/** Where the nearest ancestors that hide what leaves them end, px. */
function clippedAt(element: Element): number {
  let end = Number.POSITIVE_INFINITY;
  for (let at = drawnIn(element); at instanceof Node; at = drawnIn(at)) {
    if (!(at instanceof Element) || at === document.body || at === document.documentElement) continue;
    if (getComputedStyle(at).overflowY !== 'visible') end = Math.min(end, at.getBoundingClientRect().bottom);
  }
  return end;
}

function onOneLine(label: Box, value: Box): boolean {
  return value.top < label.bottom && label.top < value.bottom;
}

/** Where labels end at their values, what room there is stands before them. */
function beforeLabel(label: Box, row: DOMRect, rtl: boolean): { left: number; top: number } | null {
  const room = rtl ? row.right - label.right : label.left - row.left;
  if (room < BOX) return null;
  return { left: rtl ? label.right : label.left - BOX, top: (label.top + label.bottom) / 2 - BOX / 2 };
}

/** Where the label's line ends for a mark: at the value, if that stands on the same line, else before the page's own buttons. */
function labelEnd(label: Box | null, value: Box | null, row: DOMRect, reserved: number, rtl: boolean): number {
  if (label && value && onOneLine(label, value)) return rtl ? value.right : value.left;
  return rtl ? row.left + reserved : row.right - reserved;
}

/** The place itself or one a few pixels above or below, whichever keeps clear of the other marks. */
function clear(at: { left: number; top: number }, taken: readonly Box[]): Spot | null {
  for (const shift of SHIFTS) {
    const top = at.top + shift;
    const box = { left: at.left, right: at.left + BOX, top, bottom: top + BOX };
    if (!overlaps(box, taken)) return { left: at.left, top, shift };
  }
  return null;
}

function overlaps(box: Box, taken: readonly Box[]): boolean {
  return taken.some((t) => box.left < t.right && t.left < box.right && box.top < t.bottom && t.top < box.bottom);
}

/**
 * The box of an element's first line; `null` without any. An inline element's own boxes include what it holds (a badge, a
 * caret); a block's are as wide as its column, so there the text is measured.
 */
function firstLine(element: Element): Box | null {
  if (getComputedStyle(element).display.startsWith('inline')) return lineOf(element.getClientRects());
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const rects: DOMRect[] = [];
  let chars = 0;
  for (let node = walker.nextNode(); node && chars < MEASURED_CHARS; node = walker.nextNode()) {
    if (node instanceof Element) {
      if (node.matches(PICTURES)) rects.push(node.getBoundingClientRect());
      continue;
    }
    if (isForReaders(node.parentElement)) continue;
    chars += node.nodeValue?.length ?? 0;
    rects.push(...rectsOf(node));
  }
  return lineOf(rects);
}

/** A browser corrects every range with every change of the page until it collects it, so there is one for all. */
let range: Range | undefined;

/** Where the beginning of a node's text is drawn. */
function rectsOf(node: Node): DOMRect[] {
  range ??= document.createRange();
  range.selectNodeContents(node);
  if ((node.nodeValue?.length ?? 0) > MEASURED_CHARS) range.setEnd(node, MEASURED_CHARS);
  const rects = [...range.getClientRects()];
  range.selectNodeContents(document);
  range.collapse(true);
  return rects;
}

/** True for text that only a screen reader meets: pages keep it in boxes of a pixel. */
function isForReaders(box: Element | null): boolean {
  return box instanceof HTMLElement && box.offsetWidth <= 1 && box.offsetHeight <= 1 && box.offsetWidth > 0;
}

/** The box of an element's last line: a title that wraps ends there. */
function lastLine(element: Element): Box | null {
  return lineOf(rectsOf(element).reverse());
}

/** The line that the first visible rect opens, extended by those that stand on it. */
function lineOf(rects: Iterable<DOMRect>): Box | null {
  let line: Box | null = null;
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
