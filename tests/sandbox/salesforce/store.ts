/** One org's records with their field history: every write of every user goes through `Store.update`. */

import type { Clock } from '../engine/clock.ts';
import { Catalog } from './catalog.ts';
import { computed, derive } from './derived.ts';
import { changeRows, MERGE_ROWS } from './history.ts';
import { makeId, STEP } from './ids.ts';
import type { Org } from './org.ts';
import { addSetup } from './setupRecords.ts';
import { addStageRow, concernsStage } from './stageHistory.ts';
import type { FieldDef, HistoryRow, Source, StoredRecord } from './types.ts';

export type Values = Record<string, string | null>;

/** What listeners hear of; `set` holds the fields whose value really changed, without those that followed. */
export type StoreEvent =
  | { type: 'create'; at: number; record: StoredRecord; set: Record<string, string>; source: Source }
  | { type: 'write'; at: number; record: StoredRecord; set: Record<string, string>; before: Values; source: Source }
  | { type: 'delete'; at: number; record: StoredRecord }
  | { type: 'merge'; at: number; survivor: StoredRecord; secondary: StoredRecord; source: Source };

interface CreateOptions {
  /** Fixed id; without it the org counts on. */
  id?: string;
}

/** An e-mail that is shown in a record's activity. */
export interface Mail {
  at: number;
  subject: string;
  body: string;
}

const BOOKKEEPING: Record<string, (record: StoredRecord) => string> = {
  Id: ({ id }) => id,
  IsDeleted: ({ deleted }) => String(deleted),
  CreatedDate: ({ createdAt }) => new Date(createdAt).toISOString(),
  CreatedById: ({ createdById }) => createdById,
  LastModifiedDate: ({ modifiedAt }) => new Date(modifiedAt).toISOString(),
  LastModifiedById: ({ modifiedById }) => modifiedById,
  SystemModstamp: ({ modifiedAt }) => new Date(modifiedAt).toISOString(),
};

export class Store {
  readonly org: Org;
  readonly catalog: Catalog;
  readonly #clock: Clock;
  readonly #records = new Map<string, Map<string, StoredRecord>>();
  readonly #mails = new Map<string, Mail[]>();
  readonly #counters = new Map<string, number>();
  readonly #firstId: number;
  #listener: (event: StoreEvent) => void = () => {};
  #silent = 0;
  /** How to undo what the running transaction did, and what listeners will hear of it. */
  #transaction: { undo: Array<() => void>; events: StoreEvent[] } | undefined;

  /** @param firstId running number of the first record of every object */
  constructor(org: Org, clock: Clock, firstId: number) {
    this.org = org;
    this.catalog = new Catalog(org, () => clock.now());
    this.#clock = clock;
    this.#firstId = firstId;
    this.beginSilence();
    addSetup(this);
    this.endSilence();
  }

  /** Calls back after every change; one listener at a time. */
  onChange(listener: (event: StoreEvent) => void): void {
    this.#listener = listener;
  }

  /** From here to the matching `endSilence` the listener hears nothing. */
  beginSilence(): void {
    this.#silent++;
  }

  endSilence(): void {
    this.#silent--;
  }

  /** Runs something of which either everything is kept or, where it throws, nothing. */
  transaction<T>(act: () => T): T {
    if (this.#transaction) return act();
    const running = { undo: [] as Array<() => void>, events: [] as StoreEvent[] };
    this.#transaction = running;
    try {
      const result = act();
      this.#transaction = undefined;
      for (const event of running.events) this.#tell(event);
      return result;
    } catch (error) {
      for (const undo of running.undo.toReversed()) undo();
      throw error;
    } finally {
      this.#transaction = undefined;
    }
  }

  /** CRM time, to the second: finer than that Salesforce keeps nothing. */
  now(): number {
    return Math.floor(this.#clock.now() / 1_000) * 1_000;
  }

  /** A live record by its 18-character id. */
  get(object: string, id: string): StoredRecord | undefined {
    const record = this.any(object, id);
    return record?.deleted ? undefined : record;
  }

  /** A record, deleted or not. */
  any(object: string, id: string): StoredRecord | undefined {
    return this.#records.get(object)?.get(id);
  }

  /** Live records in order of creation; deleted ones too on request. */
  list(object: string, withDeleted = false): StoredRecord[] {
    const all = [...(this.#records.get(object)?.values() ?? [])];
    return withDeleted ? all : all.filter(({ deleted }) => !deleted);
  }

  /** The record a merged-away one lives on in, or the record itself; `undefined` where it is deleted. */
  survivor(object: string, id: string): StoredRecord | undefined {
    let record = this.any(object, id);
    while (record?.mergedInto) record = this.any(object, record.mergedInto);
    return record?.deleted ? undefined : record;
  }

  /** A live record by its id alone: the key prefix says which object it is of. */
  find(id: string): StoredRecord | undefined {
    const object = this.catalog.objectOfId(id);
    return object && this.get(object.name, id);
  }

  /** The name of the record with this id; the id where there is none. */
  nameOf(id: string): string {
    const object = this.catalog.objectOfId(id);
    const record = object && this.any(object.name, id);
    return record ? this.title(record) : id;
  }

  /** What a page shows as the record's heading. */
  title(record: StoredRecord): string {
    const name = this.catalog.object(record.object)?.nameField ?? 'Name';
    return this.value(record, name) ?? record.id;
  }

  /** Current value as canonical text, `null` where empty. */
  value(record: StoredRecord, field: string): string | null {
    const kept = BOOKKEEPING[field];
    if (kept) return kept(record);
    const read = (name: string) => record.values.get(name) ?? null;
    const worked = computed(record.object, field, read);
    return worked === undefined ? read(field) : worked;
  }

  /** Address of a record's page. */
  url(record: StoredRecord): string {
    return `https://${this.org.lightning}/lightning/r/${record.object}/${record.id}/view`;
  }

  /** History rows, newest first: none where tracking is off, and none of fields that were deleted since. */
  history(record: StoredRecord): HistoryRow[] {
    if (this.catalog.historyOff.includes(record.object)) return [];
    return record.history
      .filter(({ api }) => api === null || this.catalog.field(record.object, api) !== undefined)
      .toReversed();
  }

  /** Creates a record; creation leaves one row for all of its values. */
  create(object: string, set: Values, source: Source, options: CreateOptions = {}): StoredRecord {
    const definition = this.catalog.object(object);
    if (!definition) throw new Error(`no object ${object}`);
    const at = this.now();
    const records = this.#records.get(object) ?? new Map<string, StoredRecord>();
    this.#records.set(object, records);
    const record: StoredRecord = {
      object,
      id: options.id ?? this.#nextId(definition.prefix),
      createdAt: at,
      modifiedAt: at,
      createdById: source.userId,
      modifiedById: source.userId,
      deleted: false,
      values: new Map(),
      history: [],
    };
    if (records.has(record.id)) throw new Error(`${object} ${record.id} exists already`);
    records.set(record.id, record);
    this.#transaction?.undo.push(() => records.delete(record.id));
    const values = { ...this.#defaults(object, source, records.size), ...nonEmpty(set) };
    for (const [field, value] of Object.entries(values)) record.values.set(field, value);
    const followed = derive(object, new Set(Object.keys(values)), (name) => this.value(record, name));
    for (const [field, value] of Object.entries(followed)) record.values.set(field, value);
    if (definition.history) this.special(record, 'created', source.userId);
    if (object === 'Opportunity') addStageRow(this, record, source);
    this.#tell({ type: 'create', at, record, set: values, source });
    return record;
  }

  /**
   * Saves values. A history row appears where a tracked field's value changes; what follows from a new stage is saved
   * in the same second by the same user. An opportunity with products keeps its amount, and nobody is told.
   *
   * @param set API name to canonical text; `null` or `""` clears
   */
  update(record: StoredRecord, set: Values, source: Source): void {
    const at = this.now();
    const before: Values = {};
    this.#remember(record);
    const written = { ...set };
    if (this.keepsAmount(record)) delete written.Amount;
    const changed = this.#save(record, written, before, source, at);
    const read = (name: string) => this.value(record, name);
    const followed = derive(record.object, new Set(Object.keys(changed)), read);
    for (const field of Object.keys(written)) delete followed[field];
    const after = this.#save(record, followed, before, source, at);
    record.modifiedAt = at;
    record.modifiedById = source.userId;
    if (record.object === 'Case' && changed.Status === 'Closed') this.special(record, 'closed', source.userId);
    if (record.object === 'Opportunity' && concernsStage({ ...changed, ...after }))
      addStageRow(this, record, source, before);
    if (Object.keys(changed).length === 0) return;
    this.#tell({ type: 'write', at, record, set: changed, before, source });
  }

  delete(record: StoredRecord, userId: string): void {
    this.#remember(record);
    record.deleted = true;
    record.modifiedAt = this.now();
    record.modifiedById = userId;
    this.#tell({ type: 'delete', at: this.now(), record });
  }

  /** Merges the second record into the first: empty fields are filled, the second is deleted. */
  merge(survivor: StoredRecord, secondary: StoredRecord, source: Source): void {
    this.beginSilence();
    secondary.mergedInto = survivor.id;
    this.delete(secondary, source.userId);
    const fill: Values = {};
    for (const [field, value] of secondary.values) {
      if (!this.readOnly(survivor.object, field) && this.value(survivor, field) === null) fill[field] = value;
    }
    this.update(survivor, fill, source);
    const special = MERGE_ROWS[survivor.object];
    if (special) this.special(survivor, special, source.userId);
    this.#adopt(secondary.id, survivor.id);
    this.endSilence();
    this.#tell({ type: 'merge', at: this.now(), survivor, secondary, source });
  }

  /** True for fields nobody can write, and for names of none. */
  readOnly(object: string, field: string): boolean {
    const definition = this.catalog.field(object, field);
    return !definition?.updateable;
  }

  /** Whether products decide an opportunity's amount. */
  keepsAmount(record: StoredRecord): boolean {
    return record.object === 'Opportunity' && record.values.get('HasOpportunityLineItem') === 'true';
  }

  /** Leaves a row that is no field's, such as `created`. */
  special(record: StoredRecord, field: string, userId: string): void {
    this.#append(record, { field, api: null, dataType: 'Text', oldValue: null, newValue: null }, userId, this.now());
  }

  addMail(record: StoredRecord, mail: Mail): void {
    this.#mails.set(record.id, [...this.mails(record), mail]);
  }

  /** E-mails of a record, oldest first. */
  mails(record: StoredRecord): readonly Mail[] {
    return this.#mails.get(record.id) ?? [];
  }

  #save(record: StoredRecord, set: Values, before: Values, source: Source, at: number): Record<string, string> {
    const changed: Record<string, string> = {};
    for (const [field, value] of Object.entries(set)) {
      const definition = this.catalog.field(record.object, field);
      if (!definition) continue;
      const old = this.value(record, field);
      const next = valueOrDefault(definition, value);
      if ((old ?? '') === next) continue;
      before[field] = old;
      changed[field] = next;
      if (next === '') record.values.delete(field);
      else record.values.set(field, next);
      if (!this.catalog.tracks(record.object, definition)) continue;
      const rows = changeRows(definition, old, next === '' ? null : next, (id) => this.nameOf(id));
      for (const row of rows) this.#append(record, row, source.userId, at);
    }
    return changed;
  }

  #append(
    record: StoredRecord,
    row: Omit<HistoryRow, 'id' | 'parentId' | 'createdById' | 'at'>,
    by: string,
    at: number,
  ) {
    record.history.push({ id: this.#nextId('017', 1), parentId: record.id, createdById: by, at, ...row });
  }

  /** What a new record has without anybody saying so. */
  #defaults(object: string, { userId }: Source, count: number): Record<string, string> {
    const fields = this.catalog.object(object)?.fields ?? [];
    const unticked = fields.filter(({ type, calculated }) => type === 'boolean' && !calculated).map(({ name }) => name);
    return {
      ...Object.fromEntries(unticked.map((name) => [name, 'false'])),
      ...(this.catalog.field(object, 'OwnerId') && { OwnerId: userId }),
      ...(this.catalog.field(object, 'CurrencyIsoCode') && { CurrencyIsoCode: 'USD' }),
      ...(object === 'Opportunity' && { RecordTypeId: this.catalog.recordTypes(object)[0]?.id ?? '' }),
      ...(object === 'Case' && { CaseNumber: String(1_000 + count).padStart(8, '0'), Status: 'New' }),
    };
  }

  /** Records that pointed to a merged-away one point to the one that stays. */
  #adopt(from: string, to: string): void {
    for (const { name, fields } of this.catalog.pageObjects()) {
      const lookups = fields.filter(({ type, createable }) => type === 'reference' && createable);
      for (const record of this.#records.get(name)?.values() ?? []) {
        for (const { name: field } of lookups) if (record.values.get(field) === from) record.values.set(field, to);
      }
    }
  }

  #remember(record: StoredRecord): void {
    if (!this.#transaction) return;
    const { modifiedAt, modifiedById, deleted } = record;
    const [values, history] = [new Map(record.values), [...record.history]];
    this.#transaction.undo.push(() => Object.assign(record, { modifiedAt, modifiedById, deleted, values, history }));
  }

  #tell(event: StoreEvent): void {
    if (this.#silent > 0) return;
    if (this.#transaction) this.#transaction.events.push(event);
    else this.#listener(event);
  }

  #nextId(prefix: string, step = STEP): string {
    const n = this.#counters.get(prefix) ?? this.#firstId;
    this.#counters.set(prefix, n + step);
    return makeId(prefix, n);
  }
}

const nonEmpty = (set: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(set).flatMap(([field, value]) => (value ? [[field, value]] : [])));

/** A checkbox is never empty. */
const valueOrDefault = ({ type }: FieldDef, value: string | null): string =>
  value || (type === 'boolean' ? 'false' : '');
