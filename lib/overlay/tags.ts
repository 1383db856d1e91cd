/** Names of our own elements on a page. */
export const MARK_TAG = 'countersign-mark';
export const ROOT_TAG = 'countersign-root';
export const CARD_TAG = 'countersign-card';
