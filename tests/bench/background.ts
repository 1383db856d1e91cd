/** Asks the background as the extension's own pages do, and looks into its database from one of them. */
import type { Page } from '@playwright/test';

/** @throws with the background's reason where it refuses */
export async function askAs<T>(page: Page, kind: string, body: object): Promise<T> {
  const reply = await page.evaluate(
    (message) =>
      (
        globalThis as unknown as { chrome: { runtime: { sendMessage(m: object): Promise<unknown> } } }
      ).chrome.runtime.sendMessage(message),
    { kind, body },
  );
  const { answer, refused } = (reply ?? {}) as { answer?: T; refused?: string };
  if (answer === undefined) throw new Error(`${kind}: ${refused ?? 'no answer'}`);
  return answer;
}

type Access = { read: string } | { write: string; rows: readonly { key: unknown; value: unknown }[] };

/** Everything of a store, or rows put into one. */
export function inDatabase<T = unknown>(page: Page, access: Access): Promise<T> {
  return page.evaluate(async (wish) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('countersign');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const name = 'read' in wish ? wish.read : wish.write;
    const tx = db.transaction(name, 'read' in wish ? 'readonly' : 'readwrite');
    const store = tx.objectStore(name);
    const found = 'read' in wish ? store.getAll() : null;
    if ('write' in wish) for (const { key, value } of wish.rows) store.put(value, key as IDBValidKey);
    await new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onerror = () => reject(tx.error);
    });
    db.close();
    return (found?.result ?? null) as never;
  }, access) as Promise<T>;
}
