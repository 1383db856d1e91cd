/** How far each account's sweep has come: on disk whenever a change resolves, so that the worker may die at any time. */
import type { Connection } from '../core/account';
import { type AccountKey, database, type KeptSweep, type SweepPlace } from '../store/db';
import { usageOf } from './api';

const NEVER: KeptSweep = {
  places: {},
  writers: '',
  day: '',
  looked: 0,
  unread: 0,
  paused: false,
  failures: 0,
  full: false,
  nextAt: 0,
};

export async function keptSweep({ crm, account }: Pick<Connection, 'crm' | 'account'>): Promise<KeptSweep> {
  return (await (await database()).get('sweeps', [crm, account])) ?? NEVER;
}

/** Changes what is kept of an account; nothing is kept of one that is not connected any more. */
export async function changeSweep({ id, crm, account }: Connection, to: (now: KeptSweep) => KeptSweep): Promise<void> {
  const tx = (await database()).transaction(['sweeps', 'connections'], 'readwrite', { durability: 'strict' });
  const key: AccountKey = [crm, account];
  const connected = await tx.objectStore('connections').getKey(id);
  const now = (await tx.objectStore('sweeps').get(key)) ?? NEVER;
  if (connected !== undefined) await tx.objectStore('sweeps').put(to(now), key);
  await tx.done;
}

/** Puts down how far it has come, by object, and what was looked at on the CRM's day. */
export async function putDown(
  connection: Connection,
  places: Record<string, SweepPlace>,
  { looked, unread }: Pick<KeptSweep, 'looked' | 'unread'>,
): Promise<void> {
  const { day } = await usageOf(connection.id);
  await changeSweep(connection, (now) => {
    const today = now.day === day ? now : { looked: 0, unread: 0 };
    return {
      ...now,
      day,
      places: { ...now.places, ...places },
      looked: today.looked + looked,
      unread: today.unread + unread,
    };
  });
}
