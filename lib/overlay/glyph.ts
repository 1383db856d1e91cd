/** Glyphs as SVG elements for the page side; made once per state and cloned. */
import { FRESH_DOT, GLYPHS, type GlyphName, shapeAttributes } from '../core/glyphs';

const SVG = 'http://www.w3.org/2000/svg';
/** 1.5 px on each side at 12 px: keeps the glyph readable on selected and hovered rows. */
const HALO = 4;
const templates = new Map<string, SVGSVGElement>();

/** A glyph with its halo and its fresh dot (hidden by CSS unless the mark is fresh). */
export function glyph(name: GlyphName): SVGSVGElement {
  let template = templates.get(name);
  if (!template) {
    template = build(name);
    templates.set(name, template);
  }
  return template.cloneNode(true) as SVGSVGElement;
}

function build(name: GlyphName): SVGSVGElement {
  const svg = element('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }) as SVGSVGElement;
  const halo = element('g', { class: 'halo' });
  const art = element('g', {});
  for (const shape of GLYPHS[name]) {
    halo.append(element(shape.tag, shapeAttributes(shape, HALO)));
    art.append(element(shape.tag, shapeAttributes(shape)));
  }
  art.append(element('circle', { ...FRESH_DOT, fill: 'currentColor', class: 'dot' }));
  svg.append(halo, art);
  return svg;
}

function element(tag: string, attributes: Record<string, string>): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
