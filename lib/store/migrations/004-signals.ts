import type { IDBPDatabase } from 'idb';

/** Version 4: signals in the order they were captured, the endpoints they go to, and what an endpoint refused. */
export function signals(db: IDBPDatabase<unknown>): void {
  const store = db.createObjectStore('signals');
  store.createIndex('order', ['ref.crm', 'ref.account', 'seq']);
  db.createObjectStore('outbox');
  db.createObjectStore('endpoints');
  db.createObjectStore('deadLetters');
}
