/** What a person has typed into a form and not saved yet. */
import { type Format, parseInput } from './format.ts';
import type { LookupRow, PageField } from './protocol.ts';
import { type Changes, PageError } from './transport.ts';

export interface FormOptions {
  format: Format;
  /** The fields being edited, as they are stored. */
  fields(): readonly PageField[];
  /** Stores the values; resolves when what is shown is fresh. */
  store(set: Changes): Promise<void>;
  lookup(object: string, query: string): Promise<LookupRow[]>;
  changed(): void;
  texts: { complete: string; review: string };
}

/** One editing of several fields at once, as inline editing and the forms of dialogs have it. */
export class Form {
  editing = false;
  saving = false;
  /** Field whose list of choices is open. */
  open: string | null = null;
  candidates: LookupRow[] = [];
  /** Field that gets the focus once its input is there. */
  focus: string | null = null;
  readonly errors = new Map<string, string>();
  message: string | null = null;
  readonly #draft = new Map<string, string>();
  /** Names of the records that references in the draft lead to. */
  readonly #names = new Map<string, string>();
  readonly #options: FormOptions;

  constructor(options: FormOptions) {
    this.#options = options;
  }

  begin(field: string | null): void {
    this.#reset();
    this.editing = true;
    this.focus = field;
    this.#options.changed();
  }

  cancel(): void {
    this.#reset();
    this.editing = false;
    this.#options.changed();
  }

  /** A value as the form has it; `stored` where it is untouched. */
  value(name: string, stored: string | null): string {
    return this.#draft.get(name) ?? stored ?? '';
  }

  /** What a reference's input says. */
  nameOf(field: PageField): string {
    return this.#names.get(field.name) ?? field.reference?.name ?? '';
  }

  dirty(names: readonly string[]): boolean {
    return names.some((name) => this.#draft.has(name));
  }

  set(name: string, value: string): void {
    this.#draft.set(name, value);
    this.errors.delete(name);
    this.open = null;
    this.#options.changed();
  }

  choose(name: string, row: LookupRow | null): void {
    this.#names.set(name, row?.name ?? '');
    this.set(name, row?.id ?? '');
  }

  undo(names: readonly string[]): void {
    for (const name of names) {
      this.#draft.delete(name);
      this.#names.delete(name);
      this.errors.delete(name);
    }
    this.#options.changed();
  }

  toggle(name: string): void {
    this.open = this.open === name ? null : name;
    this.#options.changed();
  }

  /** Looks for records that a reference could lead to. */
  async search(field: PageField, query: string): Promise<void> {
    if (!field.reference) return;
    this.#names.set(field.name, query);
    this.candidates = await this.#options.lookup(field.reference.object, query);
    this.open = field.name;
    this.#options.changed();
  }

  /** Stores the draft; resolves to whether that worked. What is wrong stands in `message` and `errors`. */
  async save(): Promise<boolean> {
    if (this.saving) return false;
    const { format, store, texts, changed } = this.#options;
    const fields = this.#options.fields();
    this.errors.clear();
    this.message = null;
    for (const field of fields) {
      const name = field.type === 'name' ? 'LastName' : field.name;
      const stored = field.type === 'name' ? (field.parts?.LastName ?? null) : field.value;
      const asked = field.required && field.editable && this.value(name, stored).trim() === '';
      if (asked) this.errors.set(name, texts.complete);
    }
    if (this.errors.size > 0) {
      this.message = texts.review;
      changed();
      return false;
    }
    const typed = new Map(fields.map((field) => [field.name, field]));
    const set = Object.fromEntries(
      [...this.#draft].map(([name, text]) => {
        const field = typed.get(name);
        return [name, field ? parseInput(field, text, format) : text];
      }),
    );
    this.saving = true;
    changed();
    try {
      await store(set);
      this.#reset();
      this.editing = false;
      return true;
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      this.message = error.message;
      for (const [name, text] of Object.entries(error.fields)) this.errors.set(name, text);
      return false;
    } finally {
      this.saving = false;
      changed();
    }
  }

  #reset(): void {
    this.#draft.clear();
    this.#names.clear();
    this.errors.clear();
    this.message = null;
    this.open = null;
    this.focus = null;
  }
}
