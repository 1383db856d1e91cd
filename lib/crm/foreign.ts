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
export function isForeign(element: Element | null, surfaces: string, sight?: Sight): boolean {
  if (!element) return false;
  const known = sight?.notes.get(element);
  if (known !== undefined) return known;
  const foreign = element.matches(surfaces) || isForeign(element.parentElement ?? hostOf(element), surfaces, sight);
  sight?.notes.set(element, foreign);
  return foreign;
}
