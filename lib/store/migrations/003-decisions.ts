import type { IDBPDatabase } from 'idb';

/** Version 3: decisions on suggestions, from the moment they are meant, the review queue, and the set-up of staging fields. */
export function decisions(db: IDBPDatabase<unknown>): void {
  const store = db.createObjectStore('decisions');
  store.createIndex('record', 'record');
  store.createIndex('state', 'state');
  db.createObjectStore('queue');
  db.createObjectStore('looks');
  db.createObjectStore('wizards');
}
