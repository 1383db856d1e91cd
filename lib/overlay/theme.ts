/** The colour under a mark: decides between light and dark marks, whatever the system's theme is. */
import { drawnIn } from './tree';

export interface Ground {
  colour: string;
  dark: boolean;
}

const DARK_BELOW = 0.25;

/** The first opaque background at or above an element. Reads styles, so callers cache it per surface. */
export function groundOf(element: Element): Ground {
  for (let node: Node | null = element; node; node = drawnIn(node)) {
    if (!(node instanceof Element)) continue;
    const colour = getComputedStyle(node).backgroundColor;
    const rgba = channels(colour);
    if (rgba && rgba[3] > 0.9) return { colour, dark: luminance(rgba) < DARK_BELOW };
  }
  return { colour: '#fff', dark: false };
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
