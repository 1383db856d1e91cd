/** Glyphs as SVG elements. */
import type { PageGlyph, PageKit } from '../core/pageKit';

const SVG = 'http://www.w3.org/2000/svg';

/** A glyph with its halo, and with its dot where the mark is fresh. */
export type Glyph = (name: PageGlyph, fresh?: boolean) => SVGSVGElement;

export function glyphsOf(glyphs: PageKit['glyphs']): Glyph {
  return (name, fresh = false) => {
    const svg = element('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }) as SVGSVGElement;
    for (const { tag, attributes } of glyphs[name]) {
      if (fresh || attributes.class !== 'dot') svg.append(element(tag, attributes));
    }
    return svg;
  };
}

function element(tag: string, attributes: Record<string, string>): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
