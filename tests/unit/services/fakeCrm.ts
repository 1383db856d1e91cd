/** One record of a CRM in memory, whose every answer a test can delay, lose or interrupt. */
import type { Connection } from '../../../lib/core/account';
import type { FieldChange, FieldHistory, RecordRef, Writer } from '../../../lib/core/types';
import type { CrmClient, FieldMeta, LedgerNote, RecordSnapshot } from '../../../lib/crm/contract';
import { ApiProblem } from '../../../lib/crm/problem';

export const OWN: Writer = { key: 'app:own', kind: 'app', attribution: 'unknown', id: 'own' };
export const AGENT: Writer = { key: 'app:agent', kind: 'app', attribution: 'unknown', id: 'agent' };
export const DANA: Writer = { key: 'user:dana', kind: 'user', attribution: 'human', id: 'dana' };

/** An account of Dana's. */
export const CONNECTION: Connection = {
  id: 'c',
  crm: 'hubspot',
  account: '1',
  label: 'One',
  host: 'app.hubspot.com',
  apiHost: 'https://api.hubapi.com',
  lastFour: '1234',
  capabilities: [],
  addedAt: 1,
  person: 'Dana Reyes',
};

const META = { kind: 'text', options: [], isUser: false, readOnly: false } satisfies Partial<FieldMeta>;
export const FIELDS: FieldMeta[] = [
  'title',
  'stage',
  'ai_suggested_stage',
  'ai_suggestions',
  'ai_pending_count',
  'countersign_ledger',
  'written_by',
].map((name) => ({ ...META, name, label: name }));

export interface FakeOptions {
  /** Refuses a write if the record was modified since it was read, as Salesforce does. */
  precondition: boolean;
  /** Keeps values of fields from the API: Salesforce's Amount with products. */
  keeps: readonly string[];
  /** Times are told to the second. */
  seconds: boolean;
}

export class FakeCrm {
  /** What the object has; a test may take some away. */
  fields = FIELDS;
  /** Pinned notes, on a CRM that has them. */
  readonly notes: { id: string; text: string }[] = [];
  readonly values = new Map<string, string | null>([['title', 'Renewal']]);
  /** Newest first. */
  readonly rows: FieldChange[] = [];
  /** What the CRM's own agent proposes, in a list that nobody else can write. */
  native: RecordSnapshot['native'];
  requests = 0;
  now = 1_780_000_000_000;
  /** Runs before and after what a request does at the CRM; throwing after it is an answer that was lost. */
  hook: (when: 'before' | 'after', what: 'read' | 'write') => Promise<void> = async () => {};
  readonly options: FakeOptions;
  #count = 0;
  #modified = this.now;

  constructor(options: Partial<FakeOptions> = {}) {
    this.options = { precondition: false, keeps: [], seconds: false, ...options };
  }

  /** Somebody writes, as fast as can be. */
  set(writer: Writer, values: Record<string, string | null>): void {
    this.now += 7;
    const at = this.options.seconds ? Math.floor(this.now / 1000) * 1000 : this.now;
    for (const [field, to] of Object.entries(values)) {
      const from = this.values.get(field) ?? null;
      if (from === to) continue;
      this.values.set(field, to);
      this.rows.unshift({
        field,
        id: `row${this.#count++}`,
        from,
        to,
        at,
        sent: new Date(at).toISOString(),
        source: { type: writer.kind, id: writer.id },
        writer,
      });
    }
    this.#modified = this.now;
  }

  rowsOf(field: string): FieldChange[] {
    return this.rows.filter((row) => row.field === field);
  }

  snapshot(ref: RecordRef): RecordSnapshot {
    const histories = new Map<string, FieldHistory>();
    for (const { name } of this.fields) histories.set(name, { changes: this.rowsOf(name), complete: true });
    const values = new Map(
      this.fields.map(({ name }): [string, string | null] => [name, this.values.get(name) ?? null]),
    );
    const native = this.native ? { native: this.native.map((one) => ({ ...one })) } : {};
    return { ref, title: 'Renewal', modified: this.#modified, values, histories, depth: null, ...native };
  }

  #note(): LedgerNote {
    return {
      read: async () => this.notes.map((one) => ({ ...one })),
      write: async (_object, _id, note, text) => {
        const old = this.notes.find(({ id }) => id === note);
        if (old) old.text = text;
        else this.notes.push({ id: String(this.notes.length + 1), text });
      },
    };
  }

  client(ref: RecordRef): CrmClient {
    const through = async <T>(what: 'read' | 'write', work: () => T): Promise<T> => {
      this.requests++;
      await this.hook('before', what);
      const result = work();
      await this.hook('after', what);
      return result;
    };
    return {
      crm: ref.crm,
      objects: [ref.object],
      createOrganisation: () => Promise.reject(new Error('not here')),
      deleteRecord: () => Promise.reject(new Error('not here')),
      readManyLimit: 10,
      test: () => Promise.reject(new Error('unused')),
      fields: async () => this.fields,
      people: async () => [{ name: 'Dana Reyes', keys: ['user:dana', 'owner:1'], active: true }],
      modified: async () => this.#modified,
      read: () => through('read', () => this.snapshot(ref)),
      recent: async () => [],
      readMany: async () => [],
      writerName: async () => null,
      pending: async () => ({ ids: [], after: null }),
      changed: async () => ({ records: [], after: null }),
      createField: async (_, { name }) => ({ name, created: true }),
      deleteField: async () => {},
      ...(ref.crm === 'pipedrive' ? { ledgerNote: this.#note() } : {}),
      write: (_object, _id, values, { unmodifiedSince }) =>
        through('write', () => {
          if (this.options.precondition && this.#modified > unmodifiedSince) throw new ApiProblem({ kind: 'conflict' });
          const taken = [...values].filter(([name]) => !this.options.keeps.includes(name));
          this.set(OWN, Object.fromEntries(taken));
        }),
    };
  }
}
