/** Where marks stand, on rows made by hand. The test font is fixed-width, so that widths are known. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FieldSpot } from '../../lib/crm/contract';
import { glyphsOf } from '../../lib/overlay/glyph';
import { type Mark, Marks } from '../../lib/overlay/marks';
import { plan, settle } from '../../lib/overlay/place';
import { MARK_TAG } from '../../lib/overlay/tags';
import { KIT } from './support/overlay';

const CHAR = 10;
const LINE = 20;

interface Row {
  value?: string;
  label?: string;
  width?: number;
  /** Inline start, px. */
  left?: number;
  top?: number;
  /** `label` beside the value instead of above it. */
  beside?: boolean;
  rtl?: boolean;
  surface?: FieldSpot['surface'];
  editing?: boolean;
  reserved?: FieldSpot['reserved'];
  css?: string;
}

let made: Element[] = [];
let count = 0;

afterEach(() => {
  for (const element of made) element.remove();
  made = [];
});

/** A row at a fixed place of the viewport, with its mark. */
function row(input: Row): Mark & { row: HTMLElement; value: HTMLElement; label: HTMLElement } {
  const { value = '', label = '', width = 300, left = 100, top = 100, rtl = false, surface = 'row' } = input;
  const element = document.createElement('div');
  element.dir = rtl ? 'rtl' : 'ltr';
  element.style.cssText = `position: fixed; left: ${left}px; top: ${top}px; width: ${width}px;
    font: ${CHAR / 0.6}px/${LINE}px "Courier New", monospace; overflow-wrap: anywhere; ${input.css ?? ''}`;
  const inline = input.beside ? 'span' : 'div';
  element.innerHTML = `<${inline} class=label></${inline}><${inline} class=value></${inline}>`;
  const [labelElement, valueElement] = element.children as unknown as [HTMLElement, HTMLElement];
  labelElement.textContent = label;
  valueElement.innerHTML = value;
  document.body.append(element);
  made.push(element);
  const marks = new Marks(MARK_TAG, KIT.styles.mark, glyphsOf(KIT.glyphs), { open: () => {}, tip: () => {} });
  const field = `field${++count}`;
  const spot: FieldSpot = {
    field,
    layer: 'attribute',
    surface,
    row: element,
    box: element,
    value: valueElement,
    label: label ? labelElement : null,
    anchor: { parent: element, before: valueElement },
    editing: input.editing ?? false,
    reserved: input.reserved ?? { value: 0, label: 0 },
  };
  const mark = marks.show(spot, { field, state: 'agent', fresh: false, name: field, tip: '' });
  marks.draw(mark);
  return Object.assign(mark, { row: element, value: valueElement, label: labelElement });
}

/** Places marks. @returns those without a place */
function place(marks: readonly Mark[], others: readonly Mark[] = marks): Mark[] {
  const { plans, boxes } = plan(marks, others);
  settle(plans);
  return marks.filter((mark) => !boxes.has(mark));
}

const rect = (mark: Mark) => mark.host.getBoundingClientRect();
const glyphOf = ({ button }: Mark) =>
  (button as HTMLElement).getElementsByTagName('svg')[0]?.getBoundingClientRect() as DOMRect;
const middle = ({ top, bottom }: { top: number; bottom: number }) => (top + bottom) / 2;
/** Marks stand on whole pixels, text does not. */
const near = (a: number, b: number) => expect(Math.abs(a - b), `${a} and ${b}`).toBeLessThanOrEqual(1);
const unplaced = (...marks: Mark[]) => place(marks).map((mark) => mark.content.field);
const isPlaced = (mark: Mark) => !mark.host.hasAttribute('data-unplaced');
const hasCoin = (mark: Mark) => mark.host.hasAttribute('data-coin');

/** The boxes of an element's text, line by line. */
function lines(element: Element): DOMRect[] {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].filter(({ width }) => width > 0);
}
const firstLine = (element: Element) => lines(element)[0] as DOMRect;
const lastLine = (element: Element) => lines(element).at(-1) as DOMRect;

function overlaps(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right - 0.01 && b.left < a.right - 0.01 && a.top < b.bottom - 0.01 && b.top < a.bottom - 0.01;
}

describe('one mark', () => {
  test('stands after the value’s last letter, level with it', () => {
    const mark = row({ label: 'Amount', value: '12345' });
    expect(unplaced(mark)).toEqual([]);
    expect(rect(mark)).toMatchObject({ width: 24, height: 24 });
    near(rect(mark).left, firstLine(mark.value).right);
    near(middle(rect(mark)), middle(firstLine(mark.value)));
    near(glyphOf(mark).left - firstLine(mark.value).right, 6);
  });

  test('a title has more room before its glyph', () => {
    const mark = row({ value: 'Renewal', surface: 'title' });
    mark.host.dataset.size = 'title';
    place([mark]);
    near(glyphOf(mark).left - lastLine(mark.value).right, 8);
  });

  test('a title that wraps has its mark after its last letter', () => {
    const mark = row({ value: 'Renewal of everything in Hamburg', surface: 'title', width: 200 });
    place([mark]);
    expect(lines(mark.value).length).toBeGreaterThan(1);
    near(middle(rect(mark)), middle(lastLine(mark.value)));
    expect(rect(mark).left).toBeGreaterThanOrEqual(lastLine(mark.value).right);
  });

  test('a value that wraps has it after its first line, if there is room', () => {
    const mark = row({ label: 'Note', value: `${'a'.repeat(20)}<br>and more`, width: 300 });
    place([mark]);
    near(middle(rect(mark)), middle(firstLine(mark.value)));
    near(rect(mark).left, firstLine(mark.value).right);
  });

  test('a full first line sends it to the label', () => {
    const mark = row({ label: 'Note', value: 'a'.repeat(200) });
    expect(unplaced(mark)).toEqual([]);
    near(middle(rect(mark)), middle(firstLine(mark.label)));
    near(rect(mark).left, firstLine(mark.label).right);
    expect(hasCoin(mark)).toBe(false);
  });

  test('a long label with free room on the value’s line does not matter', () => {
    const mark = row({ label: 'L'.repeat(29), value: 'short' });
    place([mark]);
    near(middle(rect(mark)), middle(firstLine(mark.value)));
  });

  test('the page’s own controls at the end of a line are kept clear', () => {
    const free = row({ label: 'Amount', value: 'a'.repeat(18), reserved: { value: 90, label: 90 } });
    place([free]);
    near(middle(rect(free)), middle(firstLine(free.value)));
    const full = row({ label: 'Amount', value: 'a'.repeat(22), reserved: { value: 90, label: 90 }, top: 300 });
    place([full]);
    near(middle(rect(full)), middle(firstLine(full.label)));
  });

  test('no room on either line: a coin at the edge, where no text is', () => {
    const mark = row({ label: 'L'.repeat(28), value: 'v'.repeat(28), width: 302 });
    expect(unplaced(mark)).toEqual([]);
    expect(hasCoin(mark)).toBe(true);
    near(rect(mark).right, mark.row.getBoundingClientRect().right);
    // The disc is 18 wide and centred in the box of 24.
    expect(rect(mark).left + 3).toBeGreaterThanOrEqual(firstLine(mark.value).right - 0.5);
  });

  test('no coin where the page has controls of its own', () => {
    const mark = row({
      label: 'L'.repeat(20),
      value: 'v'.repeat(28),
      editing: true,
      reserved: { value: 0, label: 88 },
    });
    expect(unplaced(mark)).toEqual([mark.content.field]);
    expect(hasCoin(mark)).toBe(false);
  });

  test('a stage bar’s coin is centred on the lower edge of its own segment, however wide the bar is', () => {
    const mark = row({ value: 'Contact made', surface: 'stage', width: 100, css: 'height: 40px' });
    const bar = document.createElement('div');
    bar.style.cssText = 'position: fixed; left: 0; top: 0; width: 1000px; height: 300px';
    document.body.append(bar);
    made.push(bar);
    bar.append(mark.row);
    const wide: Mark = Object.assign(mark, { spot: { ...mark.spot, box: bar } });
    expect(unplaced(wide)).toEqual([]);
    expect(hasCoin(wide)).toBe(true);
    const segment = mark.row.getBoundingClientRect();
    near((rect(wide).left + rect(wide).right) / 2, (segment.left + segment.right) / 2);
    near(middle(rect(wide)), segment.bottom);
  });

  test('no room at all', () => {
    const mark = row({ label: 'L'.repeat(30), value: 'v'.repeat(60) });
    expect(unplaced(mark)).toEqual([mark.content.field]);
    expect(isPlaced(mark)).toBe(false);
    expect(rect(mark).width).toBe(0);
  });

  test('room that comes later is used', () => {
    const mark = row({ label: 'L'.repeat(30), value: 'v'.repeat(60) });
    place([mark]);
    mark.value.textContent = 'short';
    expect(unplaced(mark)).toEqual([]);
    near(rect(mark).left, firstLine(mark.value).right);
  });

  test('a row without layout', () => {
    const mark = row({ label: 'Amount', value: '5', css: 'display: none' });
    expect(unplaced(mark)).toEqual([mark.content.field]);
  });

  test('an empty value leaves the label', () => {
    const mark = row({ label: 'Amount', value: '' });
    expect(unplaced(mark)).toEqual([]);
    near(rect(mark).left, firstLine(mark.label).right);
  });

  test('while its value is edited it stands on the label’s line', () => {
    const mark = row({ label: 'Amount', value: '<textarea></textarea>', editing: true });
    place([mark]);
    near(middle(rect(mark)), middle(firstLine(mark.label)));
  });

  test('what a value holds besides text counts: a badge and its caret', () => {
    const caret = '<svg width="12" height="12"></svg>';
    const mark = row({ label: 'Stage', value: `<b style="padding: 0 8px">Open</b> ${caret}` });
    place([mark]);
    const svg = mark.value.querySelector('svg') as SVGElement;
    expect(rect(mark).left).toBeGreaterThanOrEqual(svg.getBoundingClientRect().right - 0.5);
  });

  test('a label beside its value ends at the value', () => {
    const mark = row({ label: 'Amount:', value: 'v'.repeat(22), beside: true });
    expect(unplaced(mark)).toEqual([mark.content.field]);
    const short = row({ label: 'Amount:', value: 'v'.repeat(10), beside: true, top: 300 });
    place([short]);
    near(rect(short).left, firstLine(short.value).right);
  });

  test('between a label and a value that fill the line’s end, it goes before the label', () => {
    const mark = row({ label: 'label', value: 'v'.repeat(18), beside: true, width: 300, css: 'text-align: right' });
    expect(unplaced(mark)).toEqual([]);
    expect(hasCoin(mark)).toBe(false);
    near(rect(mark).right, mark.label.getBoundingClientRect().left);
  });

  test('placing twice changes nothing, and neither does scrolling between', () => {
    const mark = row({ label: 'Amount', value: '12345' });
    place([mark]);
    const { left, top } = rect(mark);
    place([mark]);
    place([mark]);
    expect(rect(mark)).toMatchObject({ left, top });
  });

  test('very long texts', () => {
    const mark = row({ label: 'Note', value: 'word '.repeat(20_000), css: 'height: 60px; overflow: hidden' });
    place([mark]);
    expect(rect(mark).right).toBeLessThanOrEqual(mark.row.getBoundingClientRect().right + 0.5);
  });
});

test('all texts are measured with one range, which a browser would correct with every change of the page', () => {
  const made = vi.spyOn(document, 'createRange');
  const rows = Array.from({ length: 20 }, (_, index) =>
    row({ value: `Value ${index}`, label: 'Label', top: index * 60 }),
  );
  place(rows);
  expect(made.mock.calls.length).toBeLessThanOrEqual(1);
  made.mockRestore();
});

describe('right to left', () => {
  test('the mark stands before the value’s left edge', () => {
    const mark = row({ label: 'مبلغ', value: '١٢٣', rtl: true });
    place([mark]);
    near(rect(mark).right, firstLine(mark.value).left);
    near(middle(rect(mark)), middle(firstLine(mark.value)));
  });

  test('reserved room is at the left', () => {
    const mark = row({ label: 'Amount', value: 'a'.repeat(22), rtl: true, reserved: { value: 90, label: 0 } });
    place([mark]);
    near(middle(rect(mark)), middle(firstLine(mark.label)));
    near(rect(mark).right, firstLine(mark.label).left);
  });

  test('a coin at the left edge', () => {
    const mark = row({ label: 'L'.repeat(28), value: 'v'.repeat(28), width: 302, rtl: true });
    place([mark]);
    expect(hasCoin(mark)).toBe(true);
    near(rect(mark).left, mark.row.getBoundingClientRect().left);
  });

  test('a left-to-right value in a right-to-left row', () => {
    const mark = row({ label: 'بريد', value: '<span dir=ltr>a@b.example</span>', rtl: true });
    place([mark]);
    near(rect(mark).right, firstLine(mark.value).left);
  });
});

describe('several marks', () => {
  /** Lines closer than a box is high, as in the highlight card. */
  const tight = (...tops: number[]) => tops.map((top) => row({ label: '', value: 'value', top }));
  const all = (marks: Mark[]) => marks.flatMap((a, i) => marks.slice(i + 1).map((b) => overlaps(rect(a), rect(b))));

  test('two lines 22 px apart: boxes do not overlap, glyphs stay level', () => {
    const marks = tight(100, 122);
    expect(unplaced(...marks)).toEqual([]);
    expect(all(marks)).not.toContain(true);
    for (const mark of marks) near(middle(glyphOf(mark)), middle(firstLine(mark.value)));
  });

  test('three lines 22 px apart', () => {
    const marks = tight(100, 122, 144);
    expect(unplaced(...marks)).toEqual([]);
    expect(all(marks)).not.toContain(true);
    for (const mark of marks) near(middle(glyphOf(mark)), middle(firstLine(mark.value)));
  });

  test('one of them placed again, alone, still keeps clear of the others', () => {
    const marks = tight(100, 122);
    place(marks);
    const [first, second] = marks;
    if (!first || !second) throw new Error('two marks');
    place([first], marks);
    expect(overlaps(rect(first), rect(second))).toBe(false);
    place([second], marks);
    expect(overlaps(rect(first), rect(second))).toBe(false);
    for (const mark of marks) near(middle(glyphOf(mark)), middle(firstLine(mark.spot.value as Element)));
  });

  test('closer still: the second goes to its label', () => {
    const first = row({ label: '', value: 'value', top: 100 });
    const second = row({ label: 'Lo', value: 'value', top: 92 });
    expect(unplaced(first, second)).toEqual([]);
    near(middle(rect(second)), middle(firstLine(second.label)));
    expect(overlaps(rect(first), rect(second))).toBe(false);
  });

  test('the same place twice: the other one moves to the edge, a third is not shown', () => {
    const marks = tight(100, 100, 100);
    expect(place(marks)).toHaveLength(1);
    expect(marks.filter(isPlaced)).toHaveLength(2);
    expect(all(marks.filter(isPlaced))).toEqual([false]);
  });
});
