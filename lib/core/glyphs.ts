/** The six glyphs: one shape per state, the same on the page, in the card and in every list. Art is on a 16 × 16 grid. */
import type { DrawnShape, PageGlyph, PageKit } from './pageKit';
import { MARK_STATES, type MarkState } from './types';

export type GlyphName = MarkState | 'suggestion' | 'person';

/** An SVG shape; `stroke` is its width in grid units, absent for none. */
interface Shape {
  tag: 'path' | 'circle';
  d: Record<string, string>;
  fill: boolean;
  stroke?: number;
}

export const GLYPHS: Record<GlyphName, readonly Shape[]> = {
  agent: [{ tag: 'path', d: { d: 'M8 2.1 13.9 8 8 13.9 2.1 8Z' }, fill: true, stroke: 1.4 }],
  collaborative: [
    {
      tag: 'path',
      d: {
        'fill-rule': 'evenodd',
        d: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6ZM5.3 7.3 4.1 8.5 7.1 11.6 12.1 6.1 10.9 4.9 7.1 9.1Z',
      },
      fill: true,
    },
  ],
  automation: [
    {
      tag: 'path',
      d: {
        'fill-rule': 'evenodd',
        d: 'M5 2.2h6L14.2 8 11 13.8H5L1.8 8ZM8 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2Z',
      },
      fill: true,
      stroke: 0.8,
    },
  ],
  corrected: [
    { tag: 'path', d: { d: 'M8 2.2 13.2 8 8 13.8 2.8 8Z' }, fill: false, stroke: 1.5 },
    { tag: 'path', d: { d: 'M.9 8h14.2', 'stroke-linecap': 'round' }, fill: false, stroke: 1.6 },
  ],
  unknown: [
    {
      tag: 'circle',
      d: { cx: '8', cy: '8', r: '6.3', 'stroke-dasharray': '4.6 3.316', 'stroke-dashoffset': '2.3' },
      fill: false,
      stroke: 1.5,
    },
    {
      tag: 'path',
      d: { d: 'M6.3 6.5A1.75 1.75 0 1 1 8.9 8c-.6.34-.9.7-.9 1.2', 'stroke-linecap': 'round' },
      fill: false,
      stroke: 1.6,
    },
    { tag: 'circle', d: { cx: '8', cy: '11.2', r: '.95' }, fill: true },
  ],
  suggestion: [
    { tag: 'path', d: { d: 'M8 1.8 14.2 8 8 14.2 1.8 8Z' }, fill: false, stroke: 1.5 },
    { tag: 'path', d: { d: 'M8 5.2 10.8 8 8 10.8 5.2 8Z' }, fill: true },
  ],
  person: [{ tag: 'circle', d: { cx: '8', cy: '8', r: '5.6' }, fill: false, stroke: 1.6 }],
};

/** The dot beside a glyph whose value changed since the record was last open. */
const FRESH_DOT = { cx: '15.4', cy: '1.2', r: '2.2' } as const;

/** The attributes of one shape for `createElement`-like callers; `halo` widens the stroke by that many grid units. */
export function shapeAttributes(shape: Shape, halo = 0): Record<string, string> {
  const width = (shape.stroke ?? 0) + halo;
  return {
    ...shape.d,
    fill: shape.fill ? 'currentColor' : 'none',
    ...(width > 0 ? { stroke: 'currentColor', 'stroke-width': String(width), 'stroke-linejoin': 'round' } : {}),
  };
}

/** 1.5 px on each side at 12 px: keeps a glyph readable on selected and hovered rows. */
const HALO = 4;

/** The glyphs of a page, ready to be drawn. */
export function pageGlyphs(): PageKit['glyphs'] {
  const names: PageGlyph[] = [...MARK_STATES, 'suggestion'];
  return Object.fromEntries(names.map((name) => [name, drawn(GLYPHS[name])])) as PageKit['glyphs'];
}

function drawn(shapes: readonly Shape[]): DrawnShape[] {
  const draw = (shape: Shape, halo: number, more: Record<string, string>): DrawnShape => ({
    tag: shape.tag,
    attributes: { ...shapeAttributes(shape, halo), ...more },
  });
  return [
    ...shapes.map((shape) => draw(shape, HALO, { class: 'halo' })),
    ...shapes.map((shape) => draw(shape, 0, {})),
    { tag: 'circle', attributes: { ...FRESH_DOT, fill: 'currentColor', class: 'dot' } },
  ];
}
