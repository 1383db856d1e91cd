/**
 * Credentials, encrypted with a key that no script can export. It keeps them from being read off the disk or a log; it cannot
 * keep them from malware that runs as the person.
 */
import * as v from 'valibot';
import type { Credential } from '../crm/contract';
import { database } from './db';

const KEY = 'key';
const ALGORITHM = 'AES-GCM';

async function key(): Promise<CryptoKey> {
  const db = await database();
  const existing = await db.get('secrets', KEY);
  if (existing instanceof CryptoKey) return existing;
  const made = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']);
  const tx = db.transaction('secrets', 'readwrite', { durability: 'strict' });
  // Another context may have been faster; its key is the one that counts.
  const raced = await tx.store.get(KEY);
  if (!(raced instanceof CryptoKey)) await tx.store.put(made, KEY);
  await tx.done;
  return raced instanceof CryptoKey ? raced : made;
}

const CredentialSchema = v.object({
  token: v.string(),
  apiHost: v.string(),
  refresh: v.optional(v.object({ token: v.string(), clientId: v.string() })),
});

/** Stores a connection's credential. Resolves once it is on disk. */
export function putCredential(connection: string, credential: Credential): Promise<void> {
  return putSecret(`connection:${connection}`, JSON.stringify(credential));
}

/** A connection's credential, or `null` where there is none or it cannot be decrypted any more. */
export async function getCredential(connection: string): Promise<Credential | null> {
  const plain = await getSecret(`connection:${connection}`);
  if (plain === null) return null;
  try {
    const { refresh, ...rest } = v.parse(CredentialSchema, JSON.parse(plain));
    return refresh ? { ...rest, refresh } : rest;
  } catch {
    return null;
  }
}

export function deleteCredential(connection: string): Promise<void> {
  return deleteSecret(`connection:${connection}`);
}

/** Stores a text under a name of its own. Resolves once it is on disk. */
export async function putSecret(name: string, secret: string): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: ALGORITHM, iv }, await key(), new TextEncoder().encode(secret));
  const db = await database();
  const tx = db.transaction('secrets', 'readwrite', { durability: 'strict' });
  await tx.store.put({ iv, data }, name);
  await tx.done;
}

/** The text of that name, or `null` where there is none or it cannot be decrypted any more. */
export async function getSecret(name: string): Promise<string | null> {
  const stored = await (await database()).get('secrets', name);
  if (!stored || stored instanceof CryptoKey) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: ALGORITHM, iv: stored.iv }, await key(), stored.data);
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}

export async function deleteSecret(name: string): Promise<void> {
  await (await database()).delete('secrets', name);
}
