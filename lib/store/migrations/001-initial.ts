import type { IDBPDatabase } from 'idb';

/** Version 1: connections and their secrets, team files, and the caches that may be lost at any time. */
export function initial(db: IDBPDatabase<unknown>): void {
  db.createObjectStore('connections', { keyPath: 'id' });
  db.createObjectStore('secrets');
  db.createObjectStore('teams');
  db.createObjectStore('fields');
  db.createObjectStore('people');
  db.createObjectStore('records').createIndex('usedAt', 'usedAt');
  db.createObjectStore('seen').createIndex('openedAt', 'openedAt');
  db.createObjectStore('writers');
  db.createObjectStore('usage');
}
