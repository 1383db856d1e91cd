import type { IDBPDatabase } from 'idb';

/** Version 2: labels learned from pages. */
export function aliases(db: IDBPDatabase<unknown>): void {
  db.createObjectStore('aliases');
}
