/** What the facts say a reader of the page's markup can find, without the product's own reading of it. */
import { findAll } from './page';

export const NAMED = '[data-target-selection-name^="sfdc:RecordField."]';

/** Elements that name a field, where a person can see them; open shadow roots included. */
export function namedRows(root: Element = document.body): HTMLElement[] {
  return findAll(root, NAMED).filter((row) => row.checkVisibility());
}

/** `{object}.{field}` of an element that names one. */
export function nameOf(row: HTMLElement): string {
  return row.dataset.targetSelectionName?.replace('sfdc:RecordField.', '') ?? '';
}

/** Record pages in the document, hidden ones too, in its order. */
export function recordPages(): HTMLElement[] {
  return findAll(document.body, 'one-record-home-flexipage2');
}
