import type { IDBPDatabase } from 'idb';

/** Version 3: decisions on suggestions, from the moment they are meant, and the review queue. */
export function decisions(db: IDBPDatabase<unknown>): void {
  const store = db.createObjectStore('decisions');
  store.createIndex('record', 'record');
  store.createIndex('state', 'state');
  db.createObjectStore('queue');
  db.createObjectStore('looks');
}
