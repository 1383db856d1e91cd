import type { IDBPDatabase, IDBPTransaction } from 'idb';

/** Version 9: alerts among the signals, and for which word of the team on writers the signals were last looked through. */
export function alerts(db: IDBPDatabase<unknown>, upgrade: IDBPTransaction<unknown, string[], 'versionchange'>): void {
  // Signals that are no alerts have no severity and are not in the index.
  upgrade.objectStore('signals').createIndex('alerts', ['ref.crm', 'ref.account', 'alert.severity']);
  db.createObjectStore('roles');
}
