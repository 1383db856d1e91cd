/** Writers that hold a token act through jsforce, unmodified. */
import { Connection } from 'jsforce';

const MAX_RECORDS = 200;

interface Saved {
  id?: string;
  success: boolean;
  errors: unknown[];
}

/** Salesforce clears a field by `null`. */
const values = (set: Record<string, string>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(set).map(([field, value]) => [field, value === '' ? null : value]));

function idOf(saved: Saved): string {
  if (!saved.success || saved.id === undefined) throw new Error(`not saved: ${JSON.stringify(saved.errors)}`);
  return saved.id;
}

export class TokenWriter {
  readonly #connection: Connection;

  /**
   * @param instanceUrl plain-HTTP address of the API
   * @param accessToken whose rows the writes leave
   */
  constructor(instanceUrl: string, accessToken: string) {
    this.#connection = new Connection({ instanceUrl, accessToken, version: '66.0' });
  }

  async create(object: string, set: Record<string, string>): Promise<string> {
    return idOf((await this.#connection.sobject(object).create(values(set))) as Saved);
  }

  /** One PATCH for a single record, collections of two hundred for more. */
  async write(object: string, writes: ReadonlyArray<{ id: string; set: Record<string, string> }>): Promise<void> {
    const records = writes.map(({ id, set }) => ({ Id: id, ...values(set) }));
    const [only] = records;
    if (only && records.length === 1) {
      idOf((await this.#connection.sobject(object).update(only)) as Saved);
      return;
    }
    for (let from = 0; from < records.length; from += MAX_RECORDS) {
      const saved = (await this.#connection.sobject(object).update(records.slice(from, from + MAX_RECORDS))) as Saved[];
      for (const one of saved) idOf(one);
    }
  }

  async remove(object: string, ids: readonly string[]): Promise<void> {
    const removed = (await this.#connection.sobject(object).destroy([...ids])) as Saved[];
    for (const one of removed) idOf(one);
  }
}
