import type { IDBPDatabase } from 'idb';

/** Version 7: the record in which an account's team file stands, and what was last agreed with it. */
export function control(db: IDBPDatabase<unknown>): void {
  db.createObjectStore('controls');
}
