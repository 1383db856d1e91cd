import type { IDBPDatabase } from 'idb';

/** Version 5: how far an account's changes have been looked at, and agents' values that a person has seen. */
export function sweeps(db: IDBPDatabase<unknown>): void {
  db.createObjectStore('sweeps');
  db.createObjectStore('standing').createIndex('record', 'record');
}
