/** The colour under a mark: decides between light and dark marks, whatever the system's theme is. */
import { drawnIn } from './tree';

export interface Ground {
  colour: string;
  dark: boolean;
}

const DARK_BELOW = 0.25;
/** How browsers tell that there is no background, which most elements have not. */
const CLEAR = 'rgba(0, 0, 0, 0)';

/**
 * The first opaque background at or above an element.
 * @param known grounds that were read just before; this one, and what is around it, is added
 */
export function groundOf(element: Element, known = new Map<Node, Ground>()): Ground {
  const above: Node[] = [];
  let ground: Ground | undefined;
  for (let node: Node | null = element; node && !ground; node = drawnIn(node)) {
    ground = known.get(node);
    above.push(node);
    if (ground || !(node instanceof Element)) continue;
    const colour = getComputedStyle(node).backgroundColor;
    const rgba = colour === CLEAR ? null : channels(colour);
    if (rgba && rgba[3] > 0.9) ground = { colour, dark: luminance(rgba) < DARK_BELOW };
  }
  ground ??= { colour: '#fff', dark: false };
  for (const node of above) known.set(node, ground);
  return ground;
}

function channels(colour: string): [number, number, number, number] | null {
  const numbers = /^rgba?\(([^)]+)\)$/
    .exec(colour)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  if (!numbers || numbers.length < 3 || numbers.some(Number.isNaN)) return null;
  const [r = 0, g = 0, b = 0, a = 1] = numbers;
  return [r, g, b, a];
}

/** Relative luminance, WCAG 2.2. */
function luminance([r, g, b]: [number, number, number, number]): number {
  const linear = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
