/** Names of our own elements on a page. */
export const MARK_TAG = 'countersign-mark';
export const CHIP_TAG = 'countersign-chip';
export const ROOT_TAG = 'countersign-root';
export const CARD_TAG = 'countersign-card';

/** True for what of ours stands between the page's own nodes. */
export function isOurs(element: Element): boolean {
  return element.localName === MARK_TAG || element.localName === CHIP_TAG;
}
