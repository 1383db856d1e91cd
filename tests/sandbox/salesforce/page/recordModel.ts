/** One opened record: what has arrived of it, what is open on its page, what is being edited. */
import { Form, type FormOptions } from './form.ts';
import { layoutOf } from './layouts.ts';
import type { PageRecord } from './protocol.ts';

/** What arrives one after the other after a record was opened. */
export const ARRIVALS = ['highlights', 'path', 'details', 'more', 'side'] as const;
export type Arrival = (typeof ARRIVALS)[number];

export type Tab = 'details' | 'related';

export class RecordModel {
  readonly object: string;
  readonly id: string;
  record: PageRecord | null = null;
  readonly arrived = new Set<Arrival>();
  tab: Tab;
  /** A tab's content exists from the first time it is opened. */
  readonly opened: Set<Tab>;
  /** Sections whose state differs from how they are at first. */
  readonly toggled = new Set<string>();
  readonly form: Form;
  /** The step of the path that is looked at. */
  step: string | null = null;

  constructor(object: string, id: string, options: Omit<FormOptions, 'fields'>) {
    this.object = object;
    this.id = id;
    this.tab = layoutOf(object).tab;
    this.opened = new Set([this.tab]);
    this.form = new Form({ ...options, fields: () => this.record?.fields ?? [] });
  }
}
