/** Connections: which accounts this browser may read, with which credential. */
import type { Connection, TestResult } from '../core/account';
import type { Problem } from '../core/problem';
import type { Crm } from '../core/types';
import type { Credential } from '../crm/contract';
import { ApiProblem, asProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { accountRange, database } from '../store/db';
import { deleteCredential, putCredential } from '../store/secrets';
import { trialClient } from './api';

/** Asks the CRM what account a credential belongs to and what it may do. Nothing is stored. */
export async function testCredential(crm: Crm, credential: Credential): Promise<TestResult> {
  try {
    return { ok: true, info: await trialClient(crm, credential).test() };
  } catch (error) {
    return { ok: false, problem: asProblem(error) };
  }
}

/** A pasted token as a credential. @throws ApiProblem `refused` where people sign in with the CRM instead */
export function pasted(crm: Crm, token: string): Credential {
  const { apiHost } = API_SIDES[crm];
  if (!apiHost) throw new ApiProblem({ kind: 'refused' });
  return { token, apiHost };
}

export async function listConnections(): Promise<Connection[]> {
  const all = await (await database()).getAll('connections');
  return all.sort((a, b) => a.addedAt - b.addedAt);
}

/** The connection for an account, or `null`. */
export async function connectionFor(crm: Crm, account: string): Promise<Connection | null> {
  return (await listConnections()).find((c) => c.crm === crm && c.account === account) ?? null;
}

/** Tests a credential and stores it; a connection of the same account gets the new credential and keeps everything else. */
export async function addConnection(input: {
  crm: Crm;
  credential: Credential;
  label?: string;
  person?: string;
}): Promise<{ ok: true; connection: Connection } | { ok: false; problem: Problem }> {
  const tested = await testCredential(input.crm, input.credential);
  if (!tested.ok) return tested;
  const { info } = tested;
  const existing = await connectionFor(input.crm, info.account);
  const person = input.person ?? existing?.person ?? info.user?.name;
  const connection: Connection = {
    id: existing?.id ?? crypto.randomUUID(),
    crm: input.crm,
    account: info.account,
    label: input.label || existing?.label || info.name || info.account,
    host: info.host,
    apiHost: info.apiHost ?? input.credential.apiHost,
    lastFour: input.credential.token.slice(-4),
    capabilities: info.capabilities,
    addedAt: existing?.addedAt ?? Date.now(),
    ...(info.currency ? { currency: info.currency } : {}),
    ...(info.timeZone ? { timeZone: info.timeZone } : {}),
    ...(person ? { person } : {}),
    ...(info.user ? { user: info.user } : {}),
  };
  await putCredential(connection.id, { ...input.credential, apiHost: connection.apiHost });
  await putConnection(connection);
  return { ok: true, connection };
}

/** Changes what people call an account and who decides here. */
export async function renameConnection(id: string, label: string, person: string | undefined): Promise<void> {
  const connection = await (await database()).get('connections', id);
  if (!connection) return;
  const { person: _before, ...rest } = connection;
  await putConnection({ ...rest, label, ...(person ? { person } : {}) });
}

/**
 * Stops using a credential that the CRM does not accept any more; it stays listed until it is replaced or removed. Where it was
 * replaced since `used` was read, the answer was about the one before.
 */
export async function stopConnection(used: Connection, problem: Problem): Promise<void> {
  const connection = await (await database()).get('connections', used.id);
  if (connection && connection.lastFour === used.lastFour) await putConnection({ ...connection, stopped: problem });
}

/** Deletes the credential and everything read with it. The team file stays only if it was exported. */
export async function removeConnection(id: string): Promise<void> {
  const db = await database();
  const connection = await db.get('connections', id);
  await deleteCredential(id);
  await db.delete('usage', id);
  if (connection) {
    const range = accountRange([connection.crm, connection.account]);
    const stores = [
      'teams',
      'controls',
      'fields',
      'people',
      'records',
      'seen',
      'writers',
      'aliases',
      'decisions',
      'queue',
      'looks',
      'wizards',
      'sweeps',
      'standing',
    ] as const;
    const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
    await Promise.all(stores.map((store) => tx.objectStore(store).delete(range)));
    await tx.done;
  }
  await db.delete('connections', id);
}

async function putConnection(connection: Connection): Promise<void> {
  const tx = (await database()).transaction('connections', 'readwrite', { durability: 'strict' });
  await tx.store.put(connection);
  await tx.done;
}
