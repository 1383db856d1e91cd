/** Salesforce as the incident engine sees it: names, rules, and carrying steps out with the rows each really leaves. */
import { iso } from '../engine/clock.ts';
import type { Actor, CrmSide, Kind, Proposal, Staging, Target, Unobservable, Via } from '../engine/types.ts';
import type { TokenWriter } from './agents.ts';
import { ApiError } from './api/errors.ts';
import { checkValues } from './api/values.ts';
import { derive } from './derived.ts';
import { isStaging, stagingOf } from './staging.ts';
import type { Store, Values } from './store.ts';
import type { Source, StoredRecord } from './types.ts';
import { fieldName, OBJECTS, storedValue } from './vocabulary.ts';
import { loginOf, TOKEN_ROLES, userOf } from './writers.ts';

/** How far ahead a new opportunity closes of which nobody said when. */
const DEFAULT_CLOSE = 90 * 86_400_000;

/** How long Salesforce shows a suggestion of its own. */
export const NATIVE_LIFE = 14 * 86_400_000;

/** Fields that a new record has without being told, and whose changes are history like any other's. */
const FILLED_IN = ['OwnerId', 'CurrencyIsoCode', 'Partner_Sourced__c'];

export class SalesforceSide implements CrmSide {
  readonly crm = 'salesforce';
  readonly account: string;
  /** One row stands for everything a record was created with. */
  readonly creationRows = true;
  readonly beforeFromOlderRow = false;
  readonly stamps = { agent: 'last_modified_by_agent__c', run: 'ai_last_run_id__c' };
  readonly ledger = 'Countersign_Ledger__c';
  readonly ledgerValues = false;
  readonly kinds = Object.keys(OBJECTS) as Kind[];
  readonly #store: Store;
  readonly #writer: (role: string) => TokenWriter;
  /** Fields given in the save that the journal hears of next: what follows from a stage depends on them. */
  #given: ReadonlySet<string> = new Set();

  /** @param writer makes or returns the client of a token, by the token's role */
  constructor(store: Store, writer: (role: string) => TokenWriter) {
    this.account = store.org.id;
    this.#store = store;
    this.#writer = writer;
  }

  object = (kind: Kind): string => OBJECTS[kind];

  field(kind: Kind, neutral: string): string | null {
    const name = fieldName(kind, neutral);
    return name !== undefined && this.#store.catalog.field(OBJECTS[kind], name) ? name : null;
  }

  value = storedValue;
  login = loginOf;
  readAs = (): undefined => undefined;
  isStaging = (_object: string, field: string): boolean => isStaging(field);
  depth = (): number => Number.POSITIVE_INFINITY;

  /** Opportunities cannot be merged, and cases are not here. */
  merges = (kind: Kind): boolean => kind === 'company' || kind === 'contact';

  personId = (actor: string): string => userOf(actor).id;

  hidden(object: string, field: string): Unobservable | undefined {
    const { catalog } = this.#store;
    const definition = catalog.field(object, field);
    return definition && !catalog.tracks(object, definition) ? 'untracked' : undefined;
  }

  derived(object: string, read: (field: string) => string | null): Record<string, string> {
    return derive(object, this.#given, read);
  }

  readOnly = (object: string, field: string): boolean => this.#store.readOnly(object, field);

  staging(object: string): Staging {
    return stagingOf(this.#store.catalog, object);
  }

  hasField(object: string, field: string): boolean {
    return this.#store.catalog.field(object, field)?.name === field;
  }

  /** Picklists that take any text through the API offer a person their options alone. */
  fits(target: Target, field: string, value: string): boolean {
    const record = this.#record(target);
    const object = this.#store.catalog.object(target.object);
    const definition = this.#store.catalog.field(target.object, field);
    if (!object || !definition || (field === 'Amount' && this.#store.keepsAmount(record))) return false;
    try {
      checkValues(this.#store, { object, record, userId: userOf('mara').id }, { [field]: value });
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
    if (definition.options.length === 0 || value === '') return true;
    const offered = this.#store.catalog.picklist(definition, this.read(target, 'RecordTypeId'));
    return value.split(';').every((part) => offered.some((option) => option.value === part));
  }

  read(target: Target, field: string): string | null {
    return this.#store.value(this.#record(target), field);
  }

  /** Tells which fields a save gave, before the journal hears of the save. */
  given(fields: Iterable<string>): void {
    this.#given = new Set(fields);
  }

  /** Completes `set` with what Salesforce fills in or insists on, so that the journal knows of it too. */
  async create(actor: Actor, via: Via, object: string, set: Record<string, string>, links: readonly Target[]) {
    if (object === 'Opportunity') set.CloseDate ||= iso(this.#store.now() + DEFAULT_CLOSE).slice(0, 10);
    const role = TOKEN_ROLES[actor.id];
    const id =
      via === 'api' && role
        ? await this.#writer(role).create(object, set)
        : this.#silently(() => this.#store.create(object, set, this.#source(actor)).id);
    const record = this.#record({ object, id });
    for (const field of FILLED_IN) {
      const value = this.#store.catalog.field(object, field)?.tracked && record.values.get(field);
      if (value) set[field] ??= value;
    }
    this.#silently(() => this.#link(record, links, this.#source(actor)));
    this.given(Object.keys(set));
    return id;
  }

  async write(actor: Actor, via: Via, writes: ReadonlyArray<Target & { set: Record<string, string> }>): Promise<void> {
    const real = writes.filter(({ set }) => Object.keys(set).length > 0);
    this.given(real.flatMap(({ set }) => Object.keys(set)));
    const role = TOKEN_ROLES[actor.id];
    if (via === 'api' && role) {
      for (const object of new Set(real.map((write) => write.object))) {
        await this.#writer(role).write(
          object,
          real.filter((write) => write.object === object),
        );
      }
      return;
    }
    this.#silently(() => {
      for (const write of real) this.#store.update(this.#record(write), write.set, this.#source(actor));
    });
  }

  async remove(actor: Actor, targets: readonly Target[]): Promise<void> {
    this.#silently(() => {
      for (const target of targets) this.#store.delete(this.#record(target), userOf(actor.id).id);
    });
  }

  /** REST has no merge: programs and people alike leave the same rows. */
  async merge(actor: Actor, object: string, primary: string, secondary: string): Promise<string> {
    const [kept, merged] = [this.#record({ object, id: primary }), this.#record({ object, id: secondary })];
    this.#silently(() => this.#store.merge(kept, merged, this.#source(actor)));
    return primary;
  }

  retire(object: string, field: string): void {
    this.#store.catalog.remove(object, field);
  }

  mail(target: Target, at: number, subject: string, body: string): void {
    this.#store.addMail(this.#record(target), { at, subject, body });
  }

  /** One more row in Salesforce's own list: it waits until it is too old, for nobody knows the call that closes one. */
  suggest(
    actor: Actor,
    target: Target,
    { field, value, reason = '', expires: end = this.#store.now() + NATIVE_LIFE }: Proposal,
  ): { id: string; expires: number } {
    const about = { Subject: field, Status: 'WAITING' };
    const add = (object: string, set: Values) => this.#store.create(object, set, this.#source(actor)).id;
    const id = this.#silently(() => {
      const info = add('AiGenActionItemInfo', {
        ...about,
        Name: field,
        FieldName: field,
        OriginalValue: this.read(target, field),
        ParentType: target.object,
      });
      return add('AiGenActionItem', {
        ...about,
        Name: field,
        AiGenActionItemInfoId: info,
        SuggestedNewValue: value,
        Description: reason,
        Type: 'FIELD_UPDATE',
        AgentType: 'SALES_MANAGEMENT_AGENT',
        ParentId: target.id,
        ExpirationDate: new Date(end).toISOString(),
      });
    });
    return { id, expires: end };
  }

  #source(actor: Actor): Source {
    return { userId: userOf(actor.id).id, way: 'internal' };
  }

  #record({ object, id }: Target): StoredRecord {
    const record = this.#store.get(object, id);
    if (!record) throw new Error(`no record ${object} ${id}`);
    return record;
  }

  /** Lookups to the account and the contact a record belongs to; nobody thought them worth tracking. */
  #link(record: StoredRecord, links: readonly Target[], source: Source): void {
    const lookups = { Account: 'AccountId', Contact: 'ContactId' } as const;
    for (const link of links) {
      const field = lookups[link.object as keyof typeof lookups];
      if (record.object === 'Account') this.#store.update(this.#record(link), { AccountId: record.id }, source);
      else if (field && this.#store.catalog.field(record.object, field)) {
        this.#store.update(record, { [field]: link.id }, source);
      }
    }
  }

  #silently<T>(act: () => T): T {
    this.#store.beginSilence();
    try {
      return act();
    } finally {
      this.#store.endSilence();
    }
  }
}
