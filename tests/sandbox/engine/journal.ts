/** The engine's own record of everything that happened, kept from its plan and never read back from a CRM. */
import { actorById } from './actors.ts';
import type { Actor, CrmSide, Pattern, Target, Via } from './types.ts';

export type Decided = 'approve' | 'approve_edited' | 'reject';

export interface JournalRow {
  seq: number;
  at: number;
  actor: Actor;
  via: Via;
  /** `null` is empty. */
  from: string | null;
  to: string | null;
  pattern?: Pattern;
  /** A genuine decision of a person that came with this very write. */
  decided?: Decided;
}

export interface Cell extends Target {
  field: string;
  /** Oldest first, complete. */
  rows: JournalRow[];
}

interface JournalRecord extends Target {
  createdAt: number;
  createdBy: Actor;
  copyOf?: Target;
  gone?: { why: 'record-deleted' | 'merged-away'; at: number };
}

export interface RowMeta {
  at: number;
  actor: Actor;
  via: Via;
  pattern?: Pattern;
  /** Decisions of people that came with the write, by field. */
  decided?: Record<string, Decided>;
}

/** A value an agent proposed, and what it said of it. */
export interface Suggestion extends Target {
  /** The one it goes by everywhere. */
  suggestion: string;
  field: string;
  value: string;
  /** As the agent calls itself. */
  agent: string;
  right: boolean;
  why: string;
  /** The field its value stands in; `null` where the metadata alone has it. */
  stagedIn: string | null;
  /** Set where it stands in the CRM's own list and nowhere else. */
  native?: true;
  /** The field's value at the time, as `sha256:…` where it was long. */
  base: string | null;
  /** Epoch milliseconds. */
  at: number;
  expires: number | null;
  confidence: number | null;
  reason: string | null;
}

const recordKey = ({ object, id }: Target): string => `${object}/${id}`;
const CALCULATED = actorById('calculated');

export class Journal {
  readonly side: CrmSide;
  readonly #records = new Map<string, JournalRecord>();
  readonly #cells = new Map<string, Map<string, Cell>>();
  readonly #retired = new Map<string, number>();
  readonly #suggestions: Suggestion[] = [];
  #seq = 0;

  constructor(side: CrmSide) {
    this.side = side;
  }

  records(): JournalRecord[] {
    return [...this.#records.values()];
  }

  record(target: Target): JournalRecord | undefined {
    return this.#records.get(recordKey(target));
  }

  /** All cells of a record, or one of them. */
  cells(target: Target): Cell[] {
    return [...(this.#cells.get(recordKey(target))?.values() ?? [])];
  }

  cell(target: Target, field: string): Cell | undefined {
    return this.#cells.get(recordKey(target))?.get(field);
  }

  allCells(): Cell[] {
    return [...this.#cells.values()].flatMap((cells) => [...cells.values()]);
  }

  value(target: Target, field: string): string | null {
    return this.cell(target, field)?.rows.at(-1)?.to ?? null;
  }

  /** Everything that was ever proposed, in the order of time. */
  suggestions(): readonly Suggestion[] {
    return this.#suggestions;
  }

  suggest(suggestions: readonly Suggestion[]): void {
    this.#suggestions.push(...suggestions);
  }

  retired(object: string, field: string): boolean {
    return this.#retired.has(`${object}/${field}`);
  }

  create(target: Target, set: Record<string, string>, meta: RowMeta, copyOf?: Target): void {
    const record: JournalRecord = { ...target, createdAt: meta.at, createdBy: meta.actor, ...(copyOf && { copyOf }) };
    this.#records.set(recordKey(target), record);
    this.#cells.set(recordKey(target), new Map());
    this.write(target, set, meta);
  }

  /** Notes what really changes, and what the CRM then works out from it. */
  write(target: Target, set: Record<string, string>, meta: RowMeta): void {
    let changed = false;
    for (const [field, value] of Object.entries(set)) changed = this.#put(target, field, value, meta) || changed;
    if (!changed) return;
    const derived = this.side.derived(target.object, (field) => this.value(target, field));
    const { at } = meta;
    for (const [field, value] of Object.entries(derived)) {
      this.#put(target, field, value, { at, actor: CALCULATED, via: 'internal' });
    }
  }

  remove(target: Target, at: number): void {
    const record = this.record(target);
    if (record) record.gone = { why: 'record-deleted', at };
  }

  /** The primary's empty fields are filled; everything of the secondary is out of reach from now on. */
  merge(primary: Target, secondary: Target, meta: RowMeta): void {
    const record = this.record(secondary);
    if (record) record.gone = { why: 'merged-away', at: meta.at };
    const fill: Record<string, string> = {};
    for (const { field } of this.cells(secondary)) {
      if (this.retired(secondary.object, field) || this.side.readOnly(secondary.object, field)) continue;
      const value = this.value(secondary, field);
      if (value !== null && this.value(primary, field) === null) fill[field] = value;
    }
    this.write(primary, fill, { ...meta, via: 'merge' });
  }

  /** A merge may give its outcome a new id; the story goes on under it. */
  renumber(from: Target, to: Target, at: number): void {
    const old = this.record(from);
    if (!old) return;
    this.#records.set(recordKey(to), { ...old, ...to });
    const cells = this.cells(from).map((cell) => ({ ...cell, ...to, rows: [...cell.rows] }));
    this.#cells.set(recordKey(to), new Map(cells.map((cell) => [cell.field, cell])));
    old.gone = { why: 'merged-away', at };
  }

  retire(object: string, field: string, at: number): void {
    this.#retired.set(`${object}/${field}`, at);
  }

  #put(target: Target, field: string, raw: string, meta: RowMeta): boolean {
    const cells = this.#cells.get(recordKey(target));
    if (!cells) throw new Error(`${recordKey(target)} is not in the journal`);
    const cell = cells.get(field) ?? { ...target, field, rows: [] };
    const from = cell.rows.at(-1)?.to ?? null;
    const to = raw === '' ? null : raw;
    if (from === to) return false;
    const { at, actor, via, pattern, decided } = meta;
    cell.rows.push({
      seq: ++this.#seq,
      at,
      actor,
      via,
      from,
      to,
      ...(pattern && { pattern }),
      ...(decided?.[field] && { decided: decided[field] }),
    });
    cells.set(field, cell);
    return true;
  }
}
