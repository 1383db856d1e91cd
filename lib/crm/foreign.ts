/** Which elements stand in surfaces that show something else than the page's record. */
import type { Sight } from './contract';

/** The host of the shadow root that an element is in; `null` in the document's own tree. */
export function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/**
 * True for an element in a foreign surface, seen through shadow roots. Rows of one section share nearly all that is around them,
 * so each box is looked at once in a look.
 * @param surfaces CSS selector of the adapter's foreign surfaces, always the same
 */
export function isForeign(
  element: Element,
  surfaces: string,
  { notes }: Pick<Sight, 'notes'> = { notes: new Map() },
): boolean {
  const path: Element[] = [];
  let foreign: boolean | undefined;
  for (let at: Element | null = element; at && !foreign; at = at.parentElement ?? hostOf(at)) {
    foreign = notes.get(at);
    if (foreign !== undefined) break;
    path.push(at);
    foreign = at.matches(surfaces);
  }
  for (const at of path) notes.set(at, foreign === true);
  return foreign === true;
}
