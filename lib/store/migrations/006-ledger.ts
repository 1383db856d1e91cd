import type { IDBPDatabase } from 'idb';

/** Version 6: which accounts' corrections go into their CRM's ledger, and those that are not known to have arrived. */
export function ledger(db: IDBPDatabase<unknown>): void {
  db.createObjectStore('ledgers');
  db.createObjectStore('ledgerEntries');
}
