/** Pipedrive as the incident engine sees it: names, rules, and carrying steps out so that each leaves the real row. */
import type { Actor, Attribution, CrmSide, Staging, Target, Via } from '../engine/types.ts';
import type { TokenWriter } from './agents.ts';
import { ApiError } from './api/errors.ts';
import { checkTexts, REQUIRED } from './api/writes.ts';
import { LEDGER, STAMP_AGENT, STAMP_RUN } from './catalog/define.ts';
import { OPS_USER, PERSON_IDS } from './catalog/users.ts';
import { bulkRow, mobileRow, pageRow, undocumentedRow } from './rows.ts';
import { isStaging, stagingOf } from './staging.ts';
import type { Store } from './store.ts';
import type { RecordObject, Source, StoredRecord } from './types.ts';
import { fieldCode, KINDS, objectOf, storedValue } from './vocabulary.ts';
import { v2Body } from './wire.ts';

/** Which token an actor writes with. The CRM's own agent is a seat that writes through the API like any other. */
export const TOKEN_ROLES: Readonly<Record<string, string>> = {
  copilot: 'copilot',
  enricher: 'shared',
  'utm-sync': 'shared',
  billing: 'billing',
  anonymous: 'anonymous',
  desk: 'mara',
  native: 'native',
  overlay: 'full',
};

/** Words for sources nobody has published a sample of. */
const UNDOCUMENTED: Partial<Record<Via, string>> = { import: 'import', workflow: 'workflow', form: 'web_form' };

/** Who a person is taken for that an import, an automation or a form runs as: the administrator who set it up. */
const ADMIN = PERSON_IDS.mara ?? 0;

export class PipedriveSide implements CrmSide {
  readonly crm = 'pipedrive';
  readonly account: string;
  readonly beforeFromOlderRow = false;
  /** What a record is created with leaves no rows. */
  readonly creationRows = false;
  readonly stamps = { agent: STAMP_AGENT, run: STAMP_RUN };
  readonly ledger = LEDGER;
  readonly ledgerValues = true;
  readonly kinds = KINDS;
  readonly #store: Store;
  readonly #writer: (role: string) => TokenWriter;

  /** @param writer makes or returns the client of a token, by the token's role */
  constructor(store: Store, writer: (role: string, actor: string) => TokenWriter) {
    this.account = store.company.id;
    this.#store = store;
    this.#writer = (actor) => writer(TOKEN_ROLES[actor] ?? '', actor);
  }

  object = objectOf;
  field = fieldCode;
  value = storedValue;
  merges = (): boolean => true;
  login = (actor: Actor, via: Via): string | undefined => (via === 'api' ? actor.sharedLogin : undefined);
  hidden = (): undefined => undefined;
  depth = (): number => Number.POSITIVE_INFINITY;
  derived = (): Record<string, string> => ({});

  /** Rows of an undocumented source tell nobody what stands behind them. */
  readAs(_actor: Actor, via: Via): Attribution | undefined {
    return via in UNDOCUMENTED ? 'unknown' : undefined;
  }

  personId(actor: string): string {
    return String(this.#person(actor));
  }

  readOnly(object: string, field: string): boolean {
    return this.#store.catalog.field(object as RecordObject, field)?.readOnly ?? true;
  }

  staging(object: string): Staging {
    return stagingOf(this.#store.catalog, object as RecordObject);
  }

  isStaging(object: string, field: string): boolean {
    return isStaging(this.#store.catalog, object as RecordObject, field);
  }

  hasField(object: string, field: string): boolean {
    return this.#store.catalog.field(object as RecordObject, field) !== undefined;
  }

  /** A stage fits the deal's own pipeline alone, and nobody is given to a user who has left. */
  fits(target: Target, field: string, value: string): boolean {
    const { catalog } = this.#store;
    const object = target.object as RecordObject;
    const read = (code: string) => this.read(target, code);
    try {
      checkTexts(this.#store, object, { [field]: value }, read);
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
    if (value === '') return !REQUIRED[object].includes(field);
    const type = catalog.field(object, field)?.type;
    if (type === 'stage') return catalog.stage(value)?.pipelineId === Number(read('pipeline_id'));
    return type !== 'user' || catalog.user(value)?.active === true;
  }

  read(target: Target, field: string): string | null {
    return this.#store.value(this.#record(target), field);
  }

  async create(actor: Actor, via: Via, object: string, set: Record<string, string>, links: readonly Target[]) {
    const own = object as RecordObject;
    const linked = Object.fromEntries(
      links.flatMap((link) => {
        const code = this.#store.linkField(own, link.object as RecordObject);
        return code ? [[code, link.id]] : [];
      }),
    );
    const all = { ...set, ...linked };
    if (this.#byToken(actor, via)) return this.#writer(actor.id).create(own, v2Body(this.#store.catalog, own, all));
    return this.#store.silently(() => {
      const record = this.#store.create(own, all, this.#row(actor, via));
      // A company is created after its deals where the story has it so: the deals then belong to it.
      for (const link of links) this.#belong(link, record);
      return record.id;
    });
  }

  async write(actor: Actor, via: Via, writes: ReadonlyArray<Target & { set: Record<string, string> }>): Promise<void> {
    const { catalog } = this.#store;
    if (this.#byToken(actor, via)) {
      const writer = this.#writer(actor.id);
      await Promise.all(
        writes.map(({ object, id, set }) =>
          writer.update(object as RecordObject, id, v2Body(catalog, object as RecordObject, set)),
        ),
      );
      return;
    }
    this.#store.silently(() => {
      for (const { object, id, set } of writes) {
        const record = this.#record({ object, id });
        if (via === 'default') this.#store.complete(record, set);
        else this.#store.write(record, set, this.#row(actor, via));
      }
    });
  }

  async remove(actor: Actor, targets: readonly Target[]): Promise<void> {
    for (const target of targets) {
      if (actor.id in TOKEN_ROLES) await this.#writer(actor.id).remove(target.object as RecordObject, target.id);
      else this.#store.silently(() => this.#store.delete(this.#record(target)));
    }
  }

  async merge(actor: Actor, object: string, primary: string, secondary: string): Promise<string> {
    if (actor.id in TOKEN_ROLES) {
      await this.#writer(actor.id).merge(object as RecordObject, primary, secondary);
      return primary;
    }
    const [kept, merged] = [this.#record({ object, id: primary }), this.#record({ object, id: secondary })];
    this.#store.silently(() => this.#store.merge(kept, merged, this.#row(actor, 'merge')));
    return kept.id;
  }

  retire(object: string, field: string): void {
    this.#store.catalog.remove(object as RecordObject, field);
  }

  mail(target: Target, at: number, subject: string, body: string): void {
    this.#store.addEvent(this.#record(target), { at, kind: 'email', subject, body });
  }

  #byToken(actor: Actor, via: Via): boolean {
    return actor.id in TOKEN_ROLES && (via === 'api' || actor.id === 'native');
  }

  #belong(link: Target, record: StoredRecord): void {
    const linked = this.#record(link);
    const code = this.#store.linkField(linked.object, record.object);
    if (code && !linked.values.has(code)) this.#store.complete(linked, { [code]: record.id });
  }

  #record({ object, id }: Target): StoredRecord {
    const record = this.#store.get(object as RecordObject, id);
    if (!record) throw new Error(`no record ${object} ${id}`);
    return record;
  }

  #person(actor: string): number {
    const id = PERSON_IDS[actor];
    if (id === undefined) throw new Error(`${actor} is nobody`);
    return id;
  }

  /** The row a write leaves that does not go through the public API. */
  #row(actor: Actor, via: Via): Source {
    switch (via) {
      case 'page':
      case 'restore':
        return pageRow(this.#person(actor.id));
      case 'mobile':
        return mobileRow(this.#person(actor.id));
      case 'bulk':
        return bulkRow(this.#person(actor.id));
      case 'import':
      case 'workflow':
      case 'form':
        return undocumentedRow(ADMIN, UNDOCUMENTED[via] ?? null);
      case 'merge':
        return undocumentedRow(PERSON_IDS[actor.id] ?? OPS_USER, null);
      case 'internal':
        return undocumentedRow(ADMIN, actor.id);
      default:
        throw new Error(`${actor.id} has no token to write with`);
    }
  }
}
