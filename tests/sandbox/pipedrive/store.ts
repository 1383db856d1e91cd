/** One company's records with their changelog: every write of every actor goes through `Store.write`. */
import type { Clock } from '../engine/clock.ts';
import { Catalog } from './catalog.ts';
import { v1Time } from './times.ts';
import type { ChangeRow, Company, Note, PdObject, Source, StoredRecord, TimelineEvent } from './types.ts';
import { hostOf } from './types.ts';

/** Field codes to canonical text; `""` and `null` clear. */
export type Values = Record<string, string | null>;

/** What listeners hear of; `set` holds the fields whose value really changed, without those that follow from them. */
export type StoreEvent =
  | { type: 'create'; at: number; record: StoredRecord; set: Record<string, string>; source: Source }
  | { type: 'write'; at: number; record: StoredRecord; set: Record<string, string>; before: Values; source: Source }
  | { type: 'delete'; at: number; record: StoredRecord }
  | { type: 'merge'; at: number; survivor: StoredRecord; secondary: StoredRecord };

interface CreateOptions {
  /** Fixed id; without it the company counts on. */
  id?: string;
  origin?: string;
}

/** Fields that hold the ids of the records a record belongs to. */
const LINKS: Record<PdObject, Partial<Record<'person' | 'organization', string>>> = {
  deal: { person: 'person_id', organization: 'org_id' },
  person: { organization: 'org_id' },
  organization: {},
  lead: { person: 'person_id', organization: 'organization_id' },
};

export class Store {
  readonly company: Company;
  readonly catalog = new Catalog();
  readonly notes: Note[] = [];
  readonly #clock: Clock;
  readonly #records = new Map<PdObject, Map<string, StoredRecord>>();
  readonly #events = new Map<string, TimelineEvent[]>();
  readonly #lastIds = new Map<PdObject, number>();
  readonly #firstId: number;
  #listener: (event: StoreEvent) => void = () => {};
  #silent = 0;
  #rowId = 500;

  constructor(company: Company, clock: Clock, firstId = 40) {
    this.company = company;
    this.#clock = clock;
    this.#firstId = firstId;
  }

  /** Calls back after every change; one listener at a time. */
  onChange(listener: (event: StoreEvent) => void): void {
    this.#listener = listener;
  }

  /** Runs something without telling the listener. */
  silently<T>(act: () => T): T {
    this.#silent++;
    try {
      return act();
    } finally {
      this.#silent--;
    }
  }

  /** CRM time, epoch milliseconds. */
  now(): number {
    return this.#clock.now();
  }

  /** A live record. */
  get(object: PdObject, id: string): StoredRecord | undefined {
    const record = this.any(object, id);
    return record?.deleted ? undefined : record;
  }

  /** A record, deleted or not. */
  any(object: PdObject, id: string): StoredRecord | undefined {
    return this.#records.get(object)?.get(id);
  }

  /** Live records in order of creation. */
  list(object: PdObject): StoredRecord[] {
    return this.all(object).filter((record) => !record.deleted);
  }

  /** Records in order of creation, deleted ones included. */
  all(object: PdObject): StoredRecord[] {
    return [...(this.#records.get(object)?.values() ?? [])];
  }

  /** Creates a record. What it is created with leaves no changelog rows. */
  create(object: PdObject, set: Values, source: Source, { id, origin }: CreateOptions = {}): StoredRecord {
    const at = this.#clock.now();
    const record: StoredRecord = {
      object,
      id: id ?? this.#nextId(object),
      createdAt: at,
      updatedAt: at,
      creatorUserId: source.userId,
      origin: origin ?? (source.source === 'api' ? 'API' : source.source === 'import' ? 'Import' : 'ManuallyCreated'),
      values: new Map(),
      partLabels: new Map(),
      rows: [],
      deleted: false,
    };
    const records = this.#records.get(object) ?? new Map<string, StoredRecord>();
    if (records.has(record.id)) throw new Error(`${object} ${record.id} exists already`);
    records.set(record.id, record);
    this.#records.set(object, records);
    const given = Object.fromEntries(Object.entries(set).flatMap(([code, value]) => (value ? [[code, value]] : [])));
    for (const [code, value] of Object.entries({ ...this.#defaults(record, source), ...given })) {
      record.values.set(code, value);
    }
    for (const [code, value] of this.#following(record, given, at)) record.values.set(code, value);
    this.#tell({ type: 'create', at, record, set: given, source });
    return record;
  }

  /** Sets what Pipedrive fills in when a record is created; like everything of a creation it leaves no rows. */
  complete(record: StoredRecord, set: Values): void {
    for (const [code, value] of Object.entries(set)) if (value) record.values.set(code, value);
  }

  /**
   * Writes values; a row appears only where the value changes, and fields that follow get rows of the same source.
   *
   * @returns codes of the fields that changed, those that follow included
   */
  write(record: StoredRecord, set: Values, source: Source): string[] {
    const at = this.#clock.now();
    const changed = Object.fromEntries(
      Object.entries(set).flatMap(([code, value]) =>
        (record.values.get(code) ?? '') === (value ?? '') ? [] : [[code, value ?? ''] as const],
      ),
    );
    if (Object.keys(changed).length === 0) return [];
    const before = Object.fromEntries(Object.keys(changed).map((code) => [code, this.value(record, code)]));
    const following = this.#following(record, changed, at).filter(
      ([code, value]) => !(code in changed) && (record.values.get(code) ?? '') !== value,
    );
    // Newest first, what was written stands before what follows from it.
    for (const [code, value] of [...following, ...Object.entries(changed)]) {
      this.#append(record, code, value, at, source);
    }
    record.updatedAt = at;
    this.#tell({ type: 'write', at, record, set: changed, before, source });
    return [...Object.keys(changed), ...following.map(([code]) => code)];
  }

  delete(record: StoredRecord): void {
    record.deleted = true;
    record.updatedAt = this.#clock.now();
    if (record.object === 'deal') record.values.set('status', 'deleted');
    this.#tell({ type: 'delete', at: this.#clock.now(), record });
  }

  /** Merges the second record into the first: empty fields are filled, the second is gone. */
  merge(survivor: StoredRecord, secondary: StoredRecord, source: Source): void {
    this.silently(() => {
      const fill: Values = {};
      for (const [code, value] of secondary.values) {
        const field = this.catalog.field(secondary.object, code);
        if (field && !field.readOnly && !survivor.values.has(code)) fill[code] = value;
      }
      secondary.mergedInto = survivor.id;
      this.delete(secondary);
      this.write(survivor, fill, source);
    });
    this.#tell({ type: 'merge', at: this.#clock.now(), survivor, secondary });
  }

  /** Follows merges to the record that lives on. */
  survivor(object: PdObject, id: string): StoredRecord | undefined {
    let record = this.any(object, id);
    while (record?.mergedInto) record = this.any(object, record.mergedInto);
    return record?.deleted ? undefined : record;
  }

  /** Current value as canonical text, `null` where empty. */
  value(record: StoredRecord, code: string): string | null {
    switch (code) {
      case 'id':
        return record.id;
      case 'add_time':
        return v1Time(record.createdAt);
      case 'update_time':
        return v1Time(record.updatedAt);
      case 'creator_user_id':
        return String(record.creatorUserId);
      case 'origin':
        return record.origin;
      default:
        return record.values.get(code) ?? null;
    }
  }

  /** The changelog, newest first. Rows of one second keep the order in which they were written. */
  changelog(record: StoredRecord): ChangeRow[] {
    return record.rows.toReversed();
  }

  /** What the page shows as the record's heading. */
  title(record: StoredRecord): string {
    const code = record.object === 'deal' || record.object === 'lead' ? 'title' : 'name';
    return record.values.get(code) ?? '';
  }

  /** The person or organization a record belongs to. */
  linked(record: StoredRecord, object: 'person' | 'organization'): StoredRecord | undefined {
    const code = LINKS[record.object][object];
    const id = code && record.values.get(code);
    return id ? this.get(object, id) : undefined;
  }

  /** The field that links a record to one of another object; `undefined` where there is none. */
  linkField(from: PdObject, to: PdObject): string | undefined {
    return to === 'person' || to === 'organization' ? LINKS[from][to] : undefined;
  }

  addNote(note: Omit<Note, 'id' | 'at' | 'updatedAt'>): Note {
    const at = this.#clock.now();
    const made = { ...note, id: this.notes.length + 1, at, updatedAt: at };
    this.notes.push(made);
    return made;
  }

  /** Adds an e-mail to a record's history. */
  addEvent(record: StoredRecord, event: TimelineEvent): void {
    const key = `${record.object}/${record.id}`;
    this.#events.set(key, [...(this.#events.get(key) ?? []), event]);
  }

  /** E-mails and notes of a record, newest first. */
  timeline(record: StoredRecord): TimelineEvent[] {
    const notes = this.notes
      .filter(({ target }) => target.object === record.object && target.id === record.id)
      .map(({ at, content }): TimelineEvent => ({ at, kind: 'note', subject: 'Note', body: content }));
    const events = this.#events.get(`${record.object}/${record.id}`) ?? [];
    return [...events, ...notes].sort((a, b) => b.at - a.at);
  }

  /** Address of a record's page. */
  url(record: StoredRecord): string {
    const path = record.object === 'lead' ? 'leads/inbox' : record.object;
    return `https://${hostOf(this.company)}/${path}/${record.id}`;
  }

  #defaults(record: StoredRecord, source: Source): Record<string, string> {
    const owner = { owner_id: String(source.userId) };
    if (record.object === 'lead') return owner;
    if (record.object !== 'deal') return { ...owner, visible_to: '3' };
    return { ...owner, visible_to: '3', status: 'open', currency: 'EUR', stage_id: '1', pipeline_id: '1' };
  }

  /** What follows from a change: the time of the last stage move, times of winning and losing, a person's whole name. */
  #following(record: StoredRecord, set: Record<string, string>, at: number): Array<readonly [string, string]> {
    const after = (code: string): string => set[code] ?? record.values.get(code) ?? '';
    const time = v1Time(at);
    if (record.object === 'person') {
      if ('first_name' in set || 'last_name' in set) {
        return [['name', [after('first_name'), after('last_name')].filter(Boolean).join(' ')]];
      }
      const [first = '', ...rest] = (set.name ?? '').split(' ');
      return 'name' in set
        ? [
            ['first_name', first],
            ['last_name', rest.join(' ')],
          ]
        : [];
    }
    if (record.object !== 'deal') return [];
    const following: Array<readonly [string, string]> = [];
    if ('stage_id' in set) {
      following.push(['stage_change_time', time]);
      const stage = this.catalog.stage(after('stage_id'));
      if (stage) following.push(['pipeline_id', String(stage.pipelineId)]);
    } else if ('pipeline_id' in set) {
      const first = this.catalog.stages.find(({ pipelineId }) => pipelineId === Number(after('pipeline_id')));
      if (first) following.push(['stage_change_time', time], ['stage_id', String(first.id)]);
    }
    const { status } = set;
    if (status === 'open') following.push(['close_time', ''], ['won_time', ''], ['lost_time', ''], ['lost_reason', '']);
    if (status === 'won')
      following.push(['close_time', time], ['won_time', time], ['lost_time', ''], ['lost_reason', '']);
    if (status === 'lost') following.push(['close_time', time], ['lost_time', time], ['won_time', '']);
    return following;
  }

  #append(record: StoredRecord, field: string, value: string, at: number, source: Source): void {
    const old = record.values.get(field) ?? null;
    if (value === '') record.values.delete(field);
    else record.values.set(field, value);
    record.rows.push({ id: ++this.#rowId, field, old, new: value || null, at, source });
  }

  #tell(event: StoreEvent): void {
    if (this.#silent === 0) this.#listener(event);
  }

  #nextId(object: PdObject): string {
    const id = (this.#lastIds.get(object) ?? this.#firstId) + 2;
    this.#lastIds.set(object, id);
    return String(id);
  }
}
