/** One portal's records with their property history: every write of every actor goes through `Store.write`. */

import type { Clock } from '../engine/clock.ts';
import { iso } from '../engine/clock.ts';
import { Associations } from './associations.ts';
import { Catalog, OWNERS } from './catalog.ts';
import { derive, fullName } from './derived.ts';
import type { TimelineEvent } from './page/protocol.ts';
import { isSystemField, systemHistory, systemValue } from './system.ts';
import { timelineOf } from './timeline.ts';
import type { Association, ObjectTypeId, Owner, RecordEvent, Source, StoredRecord, Version } from './types.ts';

/** Versions HubSpot keeps per property (knowledge base, "Export property history"). */
export const historyDepth = (typeId: ObjectTypeId): number => (typeId === '0-1' ? 45 : 20);

const CALCULATED: Source = { sourceType: 'CALCULATED' };

/** Row types that a signed-in user leaves, after which HubSpot names that user as the last to update the record. */
const BY_USER = /^(CRM_UI|CRM_UI_BULK_ACTION|MOBILE_IOS|MOBILE_ANDROID|PROPERTY_RESTORE)$/;

interface Portal {
  id: string;
  name: string;
  uiDomain: string;
  hublet: string;
}

export type Values = Record<string, string | null>;

/** What listeners hear of; `set` holds the properties whose value really changed, without the calculated ones. */
export type StoreEvent =
  | { type: 'write'; at: number; record: StoredRecord; set: Record<string, string>; before: Values; source: Source }
  | { type: 'archive'; at: number; record: StoredRecord }
  | { type: 'merge'; at: number; primary: string; survivor: StoredRecord; secondary: StoredRecord };

export interface CreateOptions {
  /** Fixed id; without it the portal counts on. */
  id?: string;
}

interface MergeOptions {
  /** HubSpot keeps the primary's id or gives the outcome a new one; both have been seen. */
  ids?: 'primary' | 'new';
}

export class Store {
  readonly portal: Portal;
  readonly catalog = new Catalog();
  readonly owners: readonly Owner[] = OWNERS;
  readonly links = new Associations();
  readonly #clock: Clock;
  readonly #records = new Map<ObjectTypeId, Map<string, StoredRecord>>();
  readonly #events = new Map<string, RecordEvent[]>();
  #listener: (event: StoreEvent) => void = () => {};
  #silent = 0;
  #lastId: number;

  constructor(portal: Portal, clock: Clock, firstId = 30_100_200_300) {
    this.portal = portal;
    this.#clock = clock;
    this.#lastId = firstId;
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

  /** A live record. */
  get(typeId: ObjectTypeId, id: string): StoredRecord | undefined {
    const record = this.any(typeId, id);
    return record?.archived ? undefined : record;
  }

  /** A record, archived or not. */
  any(typeId: ObjectTypeId, id: string): StoredRecord | undefined {
    return this.#records.get(typeId)?.get(id);
  }

  /** Live records in order of creation, or the archived ones. */
  list(typeId: ObjectTypeId, archived = false): StoredRecord[] {
    return [...(this.#records.get(typeId)?.values() ?? [])].filter((record) => record.archived === archived);
  }

  /** Creates a record and writes its first values. */
  create(typeId: ObjectTypeId, set: Values, source: Source, options: CreateOptions = {}): StoredRecord {
    const at = iso(this.#clock.now());
    const id = options.id ?? this.#nextId();
    const record: StoredRecord = {
      typeId,
      id,
      createdAt: at,
      updatedAt: at,
      archived: false,
      history: new Map(),
      mergedIds: [],
      createdBy: source,
    };
    const records = this.#records.get(typeId) ?? new Map<string, StoredRecord>();
    if (records.has(id)) throw new Error(`${typeId} ${id} exists already`);
    records.set(id, record);
    this.#records.set(typeId, records);
    this.write(record, set, source);
    return record;
  }

  /**
   * Writes values; a row appears only where the value changes, calculated properties follow.
   *
   * @param set property name to value; `null` or `""` clears
   * @returns names of the properties that changed, calculated ones included
   */
  write(record: StoredRecord, set: Values, source: Source): string[] {
    const at = this.#clock.now();
    const changed: Record<string, string> = {};
    const before: Values = {};
    const put = (field: string, value: string, by: Source) => {
      const old = this.value(record, field);
      if ((old ?? '') === value) return;
      before[field] = old;
      changed[field] = value;
      this.#append(record, field, { value, timestamp: iso(at), ...by });
    };
    for (const [field, value] of Object.entries(set)) put(field, value ?? '', source);
    if (Object.keys(changed).length === 0) return [];
    const written = { ...changed };
    const derived = derive(record.typeId, (field) => this.value(record, field), this.catalog);
    for (const [field, value] of Object.entries(derived)) put(field, value, CALCULATED);
    record.updatedAt = iso(at);
    if (source.updatedByUserId !== undefined && BY_USER.test(source.sourceType)) {
      record.updatedByUserId = source.updatedByUserId;
    }
    this.#tell({ type: 'write', at, record, set: written, before, source });
    return Object.keys(changed);
  }

  /** Moves a record to the recycling bin. */
  archive(record: StoredRecord): void {
    record.archived = true;
    record.archivedAt = iso(this.#clock.now());
    this.#tell({ type: 'archive', at: this.#clock.now(), record });
  }

  /**
   * Merges the second record into the first: empty properties are filled, links move, the second is archived.
   *
   * @param source the MERGE_* row the filled values get
   * @returns the surviving record, which has a new id under `ids: 'new'`
   */
  merge(primary: StoredRecord, secondary: StoredRecord, source: Source, options: MergeOptions = {}): StoredRecord {
    const survivor = this.silently(() => this.#merge(primary, secondary, source, options));
    this.#tell({ type: 'merge', at: this.#clock.now(), primary: primary.id, survivor, secondary });
    return survivor;
  }

  #merge(primary: StoredRecord, secondary: StoredRecord, source: Source, options: MergeOptions): StoredRecord {
    const survivor = options.ids === 'new' ? this.#renumber(primary) : primary;
    survivor.mergedIds.push(secondary.id, ...secondary.mergedIds);
    secondary.mergedInto = survivor.id;
    this.archive(secondary);
    const fill: Values = {};
    for (const field of secondary.history.keys()) {
      const definition = this.catalog.property(secondary.typeId, field);
      if (!definition || definition.readOnlyValue || this.value(survivor, field) !== null) continue;
      const value = this.value(secondary, field);
      if (value !== null) fill[field] = value;
    }
    this.write(survivor, fill, source);
    this.links.move(secondary, survivor);
    return survivor;
  }

  /** Follows merges to the record that lives on; `undefined` where there is none. */
  survivor(typeId: ObjectTypeId, id: string): StoredRecord | undefined {
    let record = this.any(typeId, id);
    while (record?.mergedInto) record = this.any(typeId, record.mergedInto);
    return record?.archived ? undefined : record;
  }

  /** Current value, `null` where empty. */
  value(record: StoredRecord, field: string): string | null {
    const counted = this.#counted(record, field);
    if (counted !== undefined) return String(counted);
    if (isSystemField(record.typeId, field) && !record.history.has(field)) return systemValue(record, field);
    return record.history.get(field)?.[0]?.value || null;
  }

  /** Current values of all live properties of the record's type. */
  values(record: StoredRecord): Values {
    const names = this.catalog.properties(record.typeId).map((definition) => definition.name);
    return Object.fromEntries(names.map((name) => [name, this.value(record, name)]));
  }

  /** Versions newest first, `""` where a value was cleared. */
  history(record: StoredRecord, field: string): Version[] {
    if (isSystemField(record.typeId, field) && !record.history.has(field)) return systemHistory(record, field);
    return record.history.get(field) ?? [];
  }

  /** What the page shows as the record's heading. */
  title(record: StoredRecord): string {
    const read = (field: string) => this.value(record, field);
    switch (record.typeId) {
      case '0-1':
        return fullName(read) || read('email') || '--';
      case '0-2':
        return read('name') ?? read('domain') ?? '--';
      case '0-3':
        return read('dealname') ?? '--';
      case '0-5':
        return read('subject') ?? '--';
      case '0-46':
        return (read('hs_note_body') ?? '--').slice(0, 80);
    }
  }

  associations(record: StoredRecord, typeId?: ObjectTypeId): Association[] {
    return this.links.of(record, typeId);
  }

  /** Adds an e-mail, call or note to a record's timeline without making it a record of its own. */
  addEvent(record: StoredRecord, event: RecordEvent): void {
    const key = `${record.typeId}/${record.id}`;
    this.#events.set(key, [...(this.#events.get(key) ?? []), event]);
  }

  /** E-mails, calls, notes and stage changes of a record, newest first. */
  timeline(record: StoredRecord): TimelineEvent[] {
    return timelineOf(this, record, this.#events.get(`${record.typeId}/${record.id}`) ?? []);
  }

  /** Address of a record's page. */
  url(record: StoredRecord): string {
    return `https://${this.portal.uiDomain}/contacts/${this.portal.id}/record/${record.typeId}/${record.id}`;
  }

  #append(record: StoredRecord, field: string, version: Version): void {
    const versions = record.history.get(field);
    if (!versions) {
      record.history.set(field, [version]);
      return;
    }
    versions.unshift(version);
    const depth = historyDepth(record.typeId);
    if (versions.length > depth) versions.length = depth;
  }

  /** Counters over associated records; HubSpot keeps them up to date by itself. */
  #counted(record: StoredRecord, field: string): number | undefined {
    if (field === 'num_associated_contacts') return this.links.of(record, '0-1').length;
    if (field !== 'hs_num_open_deals') return undefined;
    const deals = this.links.of(record, '0-3').flatMap((link) => this.get('0-3', link.id) ?? []);
    return deals.filter((deal) => this.value(deal, 'hs_is_closed') === 'false').length;
  }

  #tell(event: StoreEvent): void {
    if (this.#silent === 0) this.#listener(event);
  }

  #nextId(): string {
    this.#lastId += 7;
    return String(this.#lastId);
  }

  #renumber(record: StoredRecord): StoredRecord {
    const id = this.#nextId();
    const renumbered: StoredRecord = { ...record, id, mergedIds: [...record.mergedIds, record.id] };
    this.#records.get(record.typeId)?.set(id, renumbered);
    this.links.move(record, renumbered);
    record.mergedInto = id;
    this.archive(record);
    return renumbered;
  }
}
