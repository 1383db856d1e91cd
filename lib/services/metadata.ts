/** What changes rarely: an object's fields and the account's people. Read once a day and kept. */

import type { Connection } from '../core/account';
import type { RecordRef } from '../core/types';
import type { CrmClient, FieldMeta, Person } from '../crm/contract';
import { asProblem } from '../crm/problem';
import { accountRange, database, keep } from '../store/db';

const KEPT_MS = 24 * 3_600_000;

/** The fields of an object with labels in a language. Old ones are used where the CRM does not answer. */
export async function fieldsOf(
  connection: Connection,
  object: string,
  language: string,
  client: () => Promise<CrmClient>,
): Promise<FieldMeta[]> {
  const db = await database();
  const key: [Connection['crm'], string, string, string] = [connection.crm, connection.account, object, language];
  const stored = await db.get('fields', key);
  if (stored && Date.now() - stored.at < KEPT_MS) return stored.fields;
  try {
    const fields = await (await client()).fields(object, language);
    await keep(connection, 'fields', { fields, at: Date.now() }, key);
    return fields;
  } catch (error) {
    if (stored && asProblem(error).kind !== 'signedOut') return stored.fields;
    throw error;
  }
}

/** Objects whose fields were read here: those of records that somebody has opened are among them. */
export async function knownObjects({ crm, account }: Connection): Promise<string[]> {
  const keys = await (await database()).getAllKeys('fields', accountRange([crm, account]));
  return [...new Set(keys.map(([, , object]) => object))];
}

/** Asks for an object's fields anew the next time: one of them is not what it was. */
export async function forgetFields({ crm, account, object }: RecordRef): Promise<void> {
  const key = [crm, account, object];
  await (await database()).delete('fields', IDBKeyRange.bound(key, [...key, []]));
}

/** The account's people; empty where the credential may not read them, because names are a convenience. */
export async function peopleOf(connection: Connection, client: () => Promise<CrmClient>): Promise<Person[]> {
  const db = await database();
  const stored = await db.get('people', [connection.crm, connection.account]);
  if (stored && Date.now() - stored.at < KEPT_MS) return stored.people;
  try {
    const people = await (await client()).people();
    await keep(connection, 'people', { people, at: Date.now() }, [connection.crm, connection.account]);
    return people;
  } catch (error) {
    const { kind } = asProblem(error);
    if (kind === 'signedOut') throw error;
    // Not again with every record: a missing right does not come by itself.
    const people = stored?.people ?? [];
    const again = kind === 'forbidden' ? 3_600_000 : 300_000;
    const at = Date.now() - KEPT_MS + again;
    await keep(connection, 'people', { people, at }, [connection.crm, connection.account]);
    return people;
  }
}
