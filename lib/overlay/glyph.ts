/** Glyphs as SVG elements; made once per state and cloned. */
import type { DrawnShape, PageGlyph, PageKit } from '../core/pageKit';

const SVG = 'http://www.w3.org/2000/svg';

/** A glyph with its halo and its fresh dot (hidden by CSS unless the mark is fresh). */
export type Glyph = (name: PageGlyph) => SVGSVGElement;

export function glyphsOf(glyphs: PageKit['glyphs']): Glyph {
  const templates = new Map<PageGlyph, SVGSVGElement>();
  return (name) => {
    let template = templates.get(name);
    if (!template) {
      template = element('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }) as SVGSVGElement;
      template.append(group(glyphs[name].halo, { class: 'halo' }), group(glyphs[name].art, {}));
      templates.set(name, template);
    }
    return template.cloneNode(true) as SVGSVGElement;
  };
}

function group(shapes: readonly DrawnShape[], attributes: Record<string, string>): SVGElement {
  const all = element('g', attributes);
  for (const shape of shapes) all.append(element(shape.tag, shape.attributes));
  return all;
}

function element(tag: string, attributes: Record<string, string>): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
