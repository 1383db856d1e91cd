import type { IDBPDatabase, IDBPTransaction } from 'idb';

/** Version 8: a decision names the kind of place its suggestion stood in; until then it was a field or `null` for the metadata. */
export function sources(_db: IDBPDatabase<unknown>, tx: IDBPTransaction<unknown, string[], 'versionchange'>): void {
  void (async () => {
    let cursor = await tx.objectStore('decisions').openCursor();
    while (cursor) {
      const { stagedIn, ...decision } = cursor.value as { stagedIn?: string | null };
      const source = stagedIn ? { kind: 'staging', in: stagedIn } : { kind: 'metadata' };
      await cursor.update({ ...decision, source });
      cursor = await cursor.continue();
    }
  })();
}
