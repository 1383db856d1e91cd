/** HubSpot as the incident engine sees it: names, rules, and carrying steps out so that each leaves the real row. */
import { iso } from '../engine/clock.ts';
import type { Actor, CrmSide, Kind, Staging, Target, Via } from '../engine/types.ts';
import type { TokenWriter } from './agents.ts';
import { ApiError } from './api/errors.ts';
import { checkProperties } from './api/values.ts';
import { stageFields } from './catalog.ts';
import { derive } from './derived.ts';
import {
  appRow,
  bulkRow,
  defaultRow,
  formRow,
  importRow,
  mergeRow,
  mobileRow,
  pageRow,
  restoreRow,
  sourceRow,
  workflowRow,
} from './rows.ts';
import { isStaging, stagingOf } from './staging.ts';
import type { Store } from './store.ts';
import { historyDepth } from './store.ts';
import type { ObjectTypeId, Source, StoredRecord } from './types.ts';
import { fieldName, OBJECTS, PERSON_IDS, storedValue } from './vocabulary.ts';

const FORM_ID = '6f1f2c1e-9f0a-4d52-8a43-3f3f0a5d2c11';
const IMPORT_ID = 48215577;

/** Which token an actor writes with. */
export const TOKEN_ROLES: Record<string, string> = {
  copilot: 'copilot',
  enricher: 'shared',
  'utm-sync': 'shared',
  billing: 'billing',
  anonymous: 'anonymous',
  desk: 'desk',
  overlay: 'full',
};

export class HubSpotSide implements CrmSide {
  readonly crm = 'hubspot';
  readonly account: string;
  readonly beforeFromOlderRow = true;
  readonly creationRows = true;
  readonly stamps = { agent: 'last_modified_by_agent', run: 'ai_last_run_id' };
  readonly ledger = 'countersign_ledger';
  readonly ledgerValues = true;
  readonly #store: Store;
  readonly #writer: (role: string) => TokenWriter;
  #enrollment = 9_100_000_000;
  #phones = 0;

  /** @param writer makes or returns the client of a token, by the token's role */
  constructor(store: Store, writer: (role: string) => TokenWriter) {
    this.account = store.portal.id;
    this.#store = store;
    this.#writer = writer;
  }

  readonly kinds = Object.keys(OBJECTS) as Kind[];

  object = (kind: Kind): string => OBJECTS[kind];
  field = fieldName;
  value = storedValue;
  merges = (): boolean => true;
  login = (actor: Actor): string | undefined => actor.sharedLogin;
  readAs = (): undefined => undefined;
  hidden = (): undefined => undefined;
  isStaging = (_object: string, field: string): boolean => isStaging(field);
  depth = (object: string): number => historyDepth(object as ObjectTypeId);

  personId(actor: string): string {
    return String(this.#person(actor));
  }

  derived(object: string, read: (field: string) => string | null): Record<string, string> {
    return derive(object as ObjectTypeId, read, this.#store.catalog);
  }

  readOnly(object: string, field: string): boolean {
    const definition = this.#store.catalog.anyProperty(object as ObjectTypeId, field);
    return !definition || definition.readOnlyValue || definition.calculated;
  }

  staging(object: string): Staging {
    return stagingOf(this.#store.catalog, object as ObjectTypeId);
  }

  hasField(object: string, field: string): boolean {
    return this.#store.catalog.property(object as ObjectTypeId, field) !== undefined;
  }

  /** A stage fits the record's own pipeline alone. */
  fits(target: Target, field: string, value: string): boolean {
    const typeId = target.object as ObjectTypeId;
    try {
      checkProperties(this.#store, typeId, { [field]: value });
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
    const named = stageFields(typeId);
    if (field !== named?.stage) return true;
    const pipeline = this.read(target, named.pipeline);
    const { stages } = this.#store.catalog.pipelines(typeId).find(({ id }) => id === pipeline) ?? {};
    return stages?.some(({ id }) => id === value) ?? true;
  }

  read(target: Target, field: string): string | null {
    return this.#store.value(this.#record(target), field);
  }

  async create(actor: Actor, via: Via, object: string, set: Record<string, string>, links: readonly Target[]) {
    const typeId = object as ObjectTypeId;
    const role = TOKEN_ROLES[actor.id];
    if (via === 'api' && role) return this.#writer(role).create(typeId, set, links);
    return this.#store.silently(() => {
      const record = this.#store.create(typeId, set, this.#row(actor, via));
      for (const link of links) this.#store.links.link(record, { typeId: link.object as ObjectTypeId, id: link.id });
      return record.id;
    });
  }

  async write(actor: Actor, via: Via, writes: ReadonlyArray<Target & { set: Record<string, string> }>): Promise<void> {
    const role = TOKEN_ROLES[actor.id];
    if (via === 'api' && role) {
      const types = [...new Set(writes.map((write) => write.object as ObjectTypeId))];
      for (const typeId of types) {
        await this.#writer(role).write(
          typeId,
          writes.filter((write) => write.object === typeId),
        );
      }
      return;
    }
    this.#store.silently(() => {
      for (const { object, id, set } of writes)
        this.#store.write(this.#record({ object, id }), set, this.#row(actor, via));
    });
  }

  async remove(actor: Actor, targets: readonly Target[]): Promise<void> {
    const role = TOKEN_ROLES[actor.id];
    for (const target of targets) {
      if (role) await this.#writer(role).archive(target.object as ObjectTypeId, [target.id]);
      else this.#store.silently(() => this.#store.archive(this.#record(target)));
    }
  }

  async merge(actor: Actor, object: string, primary: string, secondary: string): Promise<string> {
    const role = TOKEN_ROLES[actor.id];
    if (role) return this.#writer(role).merge(object as ObjectTypeId, primary, secondary);
    const [kept, merged] = [this.#record({ object, id: primary }), this.#record({ object, id: secondary })];
    return this.#store.silently(() => this.#store.merge(kept, merged, mergeRow(secondary)).id);
  }

  retire(object: string, field: string, at: number): void {
    this.#store.catalog.archive(object as ObjectTypeId, field, iso(at));
  }

  mail(target: Target, at: number, subject: string, body: string): void {
    this.#store.addEvent(this.#record(target), { at, kind: 'email', header: subject, body });
  }

  #record({ object, id }: Target): StoredRecord {
    const record = this.#store.get(object as ObjectTypeId, id);
    if (!record) throw new Error(`no record ${object} ${id}`);
    return record;
  }

  #person(actor: string): number {
    const ids = PERSON_IDS[actor];
    if (!ids) throw new Error(`${actor} is nobody`);
    return ids.userId;
  }

  /** The row a write leaves that does not go through the public API. */
  #row(actor: Actor, via: Via): Source {
    switch (via) {
      case 'page':
        return pageRow(this.#person(actor.id));
      case 'mobile':
        return mobileRow(this.#person(actor.id), this.#phones++ % 2 === 0 ? 'IOS' : 'ANDROID');
      case 'bulk':
        return bulkRow(this.#person(actor.id));
      case 'restore':
        return restoreRow(this.#person(actor.id));
      case 'import':
        return importRow(IMPORT_ID);
      case 'workflow':
        return workflowRow(this.#enrollment++, actor.id === 'old-workflow' ? 'WORKFLOWS' : 'AUTOMATION_PLATFORM');
      case 'form':
        return formRow(FORM_ID);
      case 'merge':
        return mergeRow(IMPORT_ID.toString());
      case 'default':
        return defaultRow();
      case 'internal':
        return sourceRow(
          actor.id === 'native' ? 'BREEZE_AGENT' : actor.id === 'future' ? 'FUTURE_SOURCE' : 'INTERNAL_PROCESSING',
        );
      case 'api':
        return appRow('0');
    }
  }
}
