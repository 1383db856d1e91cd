/** What every part of the page has at hand; the same object for the page's whole life. */

import type { Form } from './form.ts';
import type { Format } from './format.ts';
import type { Boot, PageField } from './protocol.ts';
import type { TextKey } from './texts.ts';

export interface Page {
  boot: Boot;
  format: Format;
  /** Beats of the churn so far: what re-renders by itself looks at them. */
  beats(): number;
  t(key: TextKey, values?: Record<string, string | number>): string;
  label(field: PageField): string;
  /** A generated id, the same for the same name as long as the page lives. */
  id(name: string): string;
  /** Goes to a path of the app. */
  go(path: string): void;
  /** Goes to a record; a console opens it below the tab it was opened from. */
  open(object: string, id: string): void;
  /** Shows a card about a record at a link to it. */
  hover(object: string, id: string, at: Element): void;
  /** Takes the card away, unless the pointer reaches it soon. */
  unhover(): void;
  changeOwner(object: string, id: string): void;
}

/** Where a field stands: in a form of a record, in some part of the page. */
export interface Place {
  page: Page;
  object: string;
  id: string;
  /** `null` where nothing can be edited. */
  form: Form | null;
  part: 'details' | 'parent' | 'hover' | 'modal';
}
